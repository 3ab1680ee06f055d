#include "support/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forecast/read/inputs.h"

#define PAGE DUECAST_SOURCE_DIR "/docs/INPUTS.md"

static char *read_page(void)
{
    FILE  *file = fopen(PAGE, "rb");
    char  *text = calloc(1, 1 << 20);
    size_t count;

    assert_non_null(file);
    assert_non_null(text);
    count = fread(text, 1, (1 << 20) - 1, file);
    assert_true(count > 0);
    fclose(file);
    return text;
}

/* DUECAST_UPDATE=1 writes the page anew. */
static void the_page_on_inputs_says_what_the_tables_say(void **state)
{
    (void)state;
    const char *update = getenv("DUECAST_UPDATE");
    char       *wanted = NULL, *found;
    size_t      size;
    FILE       *out = open_memstream(&wanted, &size);

    assert_non_null(out);
    dc_inputs_write(out);
    fclose(out);
    if (update && strcmp(update, "1") == 0) {
        FILE *file = fopen(PAGE, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(wanted, 1, size, file), size);
        fclose(file);
    }
    found = read_page();
    assert_string_equal(found, wanted);
    free(found);
    free(wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_on_inputs_says_what_the_tables_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
