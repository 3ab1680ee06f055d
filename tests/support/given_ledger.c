#include "support/given_ledger.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include "support/expect.h"

#include "forecast/read/book_columns.h"

enum { CUSTOMERS = 3, CLAIMS = 5 };

static const struct {
    const char *id, *name, *country, *grade;
} customers[CUSTOMERS] = {
    {"acme", "Acme Retail", "DE", "B"},
    {"birch", "Birch & Co", "DE", "A"},
    {"cedar", "Cedar Ltd", "US", ""},
};

static const struct {
    uint32_t    customer;
    uint16_t    currency;
    const char *invoice, *segment;
    int64_t     amount, open;
    int32_t     days_late, terms;
} claims[CLAIMS] = {
    {0, 0, "INV-1", "retail", 100000, 100000, 40, 30},
    {0, 0, "INV-2", "retail", 25000, 25000, -10, 30},
    {1, 0, "INV-3", "industrial", 2000000, 2000000, 5, 60},
    {2, 1, "INV-4", "industrial", 50000, 50000, 90, 14},
    {2, 1, "INV-5", "industrial", 70000, 0, 70, 30},
};

static void add_customers(dc_book *book)
{
    dc_customers *to = &book->customers;
    dc_customers_allocate(to, book->arena, CUSTOMERS);
    to->count = CUSTOMERS;
    for (size_t i = 0; i < CUSTOMERS; i++) {
        to->id[i] = customers[i].id;
        to->name[i] = customers[i].name;
        to->segment[i] = "";
        to->country[i] = customers[i].country;
        to->grade[i] = customers[i].grade;
    }
}

static void add_claims(dc_book *book)
{
    dc_claims *to = &book->claims;
    dc_claims_allocate(to, book->arena, CLAIMS);
    to->segments = dc_arena_alloc(book->arena, CLAIMS, sizeof *to->segments);
    to->count = CLAIMS;
    for (size_t i = 0; i < CLAIMS; i++) {
        to->invoice[i] = claims[i].invoice;
        to->customer[i] = claims[i].customer;
        to->currency[i] = claims[i].currency;
        to->kind[i] = DC_CLAIM_INVOICE;
        to->segments[i] = claims[i].segment;
        to->due[i] = dc_date_add_days(book->as_of, -claims[i].days_late);
        to->issued[i] = dc_date_add_days(to->due[i], -claims[i].terms);
        to->amount[i] = DC_MONEY(claims[i].amount);
        to->open[i] = DC_MONEY(claims[i].open);
    }
}

dc_book *given_ledger(const char *path)
{
    dc_arena *arena = dc_arena_new();
    dc_book  *book = dc_arena_alloc(arena, 1, sizeof *book);
    book->arena = arena;
    book->path = dc_arena_copy_text(arena, path);
    book->as_of = date(GIVEN_AS_OF);
    book->currency_count = 2;
    book->currencies[0] = (dc_currency){.code = "EUR", .decimals = 2, .has_rate = true};
    book->currencies[0].rate = (dc_rate){1, 0};
    book->currencies[1] = (dc_currency){.code = "USD", .decimals = 2, .has_rate = true};
    book->currencies[1].rate = (dc_rate){9, 1};
    strcpy(book->content_sha256, "the content of the ledger");
    add_customers(book);
    add_claims(book);
    return book;
}

void given_ledger_free(dc_book *book)
{
    if (book)
        dc_arena_free(book->arena);
}

void given_folder(char folder[64])
{
    char scenarios[80];
    strcpy(folder, "/tmp/duecast-test-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(scenarios, sizeof scenarios, "%s/scenarios", folder);
    assert_int_equal(mkdir(scenarios, 0700), 0);
}

static void remove_files(const char *folder)
{
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    for (struct dirent *entry; (entry = readdir(directory));) {
        char path[400];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        unlink(path); /* folders refuse */
    }
    closedir(directory);
}

void given_folder_free(const char *folder)
{
    char scenarios[80];
    snprintf(scenarios, sizeof scenarios, "%s/scenarios", folder);
    remove_files(scenarios);
    rmdir(scenarios);
    remove_files(folder);
    rmdir(folder);
}

void given_file(const char *folder, const char *name, const char *text)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}
