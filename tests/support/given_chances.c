/* given_chances.c - a ledger of customers whose chance of paying on each day is known. */
#include "support/given_chances.h"

#include <stdio.h>
#include <stdlib.h>

#include "support/expect.h"
#include "support/given.h"

enum {
    CUSTOMERS = CHANCES_CUSTOMERS,
    TERMS = CHANCES_TERMS,
    CLAIMS = 4000,
    SPAN = 1100,
    LONGEST = 150
};

uint32_t given_chances_next(uint32_t *word)
{
    *word = *word * 1664525u + 1013904223u;
    return *word >> 8;
}

typedef struct {
    int order, customer, amount, issued, paid; /* days before as-of; paid < 0 not yet */
} row;

static int compare_order(const void *left, const void *right)
{
    return ((const row *)left)->order - ((const row *)right)->order;
}

dc_book *given_chances_ledger(given_chance *chance, uint32_t seed, uint32_t shuffle)
{
    dc_date  as_of = date("2024-06-30");
    char    *text = NULL;
    size_t   size = 0;
    uint32_t word = seed, order = shuffle;
    row     *rows = dc_heap_alloc(CLAIMS, sizeof *rows);
    for (int i = 0; i < CLAIMS; i++) {
        row *at = &rows[i];
        *at = (row){.customer = i % CUSTOMERS,
                    .amount = given_chances_next(&word) % 2 ? 100 : 900,
                    .paid = -1};
        at->issued = 3 + (int)(given_chances_next(&word) % SPAN);
        at->order = shuffle ? (int)(given_chances_next(&order) % 100000) * 5000 / 1000 : i;
        for (int age = 1; age < at->issued && age < LONGEST && at->paid < 0; age++) {
            dc_date day = dc_date_add_days(as_of, age - at->issued);
            if (given_chances_next(&word) / 0x1p24 <
                chance(at->customer, at->amount, day, age - TERMS))
                at->paid = at->issued - age;
        }
    }
    qsort(rows, CLAIMS, sizeof *rows, compare_order);
    FILE *out = open_memstream(&text, &size);
    fprintf(out, "customer invoice issued due amount\n");
    for (int i = 0; i < CLAIMS; i++) {
        char issued[11], due[11], paid[11];
        dc_date_format(issued, dc_date_add_days(as_of, -rows[i].issued));
        dc_date_format(due, dc_date_add_days(as_of, TERMS - rows[i].issued));
        dc_date_format(paid, dc_date_add_days(as_of, -rows[i].paid));
        fprintf(out, "c%03d i%d-%d-%d-%d %s %s %d.00", rows[i].customer, rows[i].issued,
                rows[i].paid, rows[i].amount, rows[i].customer, issued, due, rows[i].amount);
        fprintf(out, rows[i].paid >= 0 ? " paid=%s\n" : "\n", paid);
    }
    fclose(out);
    free(rows);
    dc_book *book = given_book("2024-06-30", text);
    free(text);
    return book;
}

dc_model *given_chances_model(const dc_book *book)
{
    dc_model        *model;
    dc_learn_options options = {.half_life_days = 0.0, .type_count = 1};
    assert_int_equal(dc_model_learn(&model, book, &options), DC_OK);
    return model;
}

double given_plain_chance(int customer, int amount, dc_date day, int days_late)
{
    (void)customer, (void)amount, (void)day;
    return days_late < -10 ? 0.005 : 0.06;
}
