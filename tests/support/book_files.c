#include "support/book_files.h"

#include "support/expect.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct book_files {
    char directory[64];
};

book_files *book_files_new(void)
{
    book_files *files = calloc(1, sizeof *files);

    assert_non_null(files);
    snprintf(files->directory, sizeof files->directory, "/tmp/duecast-test-XXXXXX");
    assert_non_null(mkdtemp(files->directory));
    return files;
}

static void path_in(char *path, size_t size, const book_files *files, const char *name)
{
    int length = snprintf(path, size, "%s/%s", files->directory, name);

    assert_true(length > 0 && (size_t)length < size);
}

void book_files_free(book_files *files)
{
    char           path[512];
    struct dirent *entry;
    DIR           *directory = opendir(files->directory);

    assert_non_null(directory);
    while ((entry = readdir(directory))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        path_in(path, sizeof path, files, entry->d_name);
        remove(path);
    }
    closedir(directory);
    rmdir(files->directory);
    free(files);
}

void book_files_write_bytes(book_files *files, const char *name, const char *bytes, size_t count)
{
    char  path[512];
    FILE *file;

    path_in(path, sizeof path, files, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    assert_int_equal(fclose(file), 0);
}

void book_files_write(book_files *files, const char *name, const char *text)
{
    book_files_write_bytes(files, name, text, strlen(text));
}

const char *book_files_directory(const book_files *files)
{
    return files->directory;
}

dc_book *book_files_read(const book_files *files, const char *as_of, dc_issues *issues)
{
    dc_read_options options = DC_READ_OPTIONS_INIT;
    dc_book        *book;

    if (*as_of)
        options.as_of = date(as_of);
    dc_book_read(&book, files->directory, &options, issues);
    return book;
}

dc_book *book_of_invoices(const char *text, const char *as_of, dc_issues *issues)
{
    book_files *files = book_files_new();
    dc_book    *book;

    book_files_write(files, "invoices.csv", text);
    book = book_files_read(files, as_of, issues);
    book_files_free(files);
    return book;
}
