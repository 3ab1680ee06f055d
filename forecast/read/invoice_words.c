#include "invoice_words.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

typedef struct {
    const char *word, *meaning;
} meaning;

/* Document types, in lower case. */
static const meaning kinds[] = {
    {"rv", "invoice"},
    {"dr", "invoice"},
    {"x2", "invoice"},
    {"accrec", "invoice"},
    {"sales invoice", "invoice"},
    {"si", "invoice"},
    {"rechnung", "invoice"},
    {"anzahlungsrechnung", "invoice"},
    {"abschlagsrechnung", "invoice"},
    {"teilrechnung", "invoice"},
    {"schlussrechnung", "invoice"},
    {"sicherheitseinbehalt", "invoice"},
    {"factuur", "invoice"},
    {"facture", "invoice"},
    {"customer invoice", "invoice"},
    {"out_invoice", "invoice"},
    {"inv", "invoice"},
    {"finance charge memo", "invoice"},
    {"销售发票", "invoice"},
    {"应收单", "invoice"},
    {"dg", "credit"},
    {"accreccredit", "credit"},
    {"sales credit note", "credit"},
    {"credit memo", "credit"},
    {"credit note", "credit"},
    {"sc", "credit"},
    {"customer credit note", "credit"},
    {"out_refund", "credit"},
    {"gutschrift", "credit"},
    {"stornorechnung", "credit"},
    {"creditnota", "credit"},
    {"avoir", "credit"},
    {"红字发票", "credit"},
    {"dz", "unapplied"},
    {"payment", "unapplied"},
    {"customer payment", "unapplied"},
    {"receipt", "unapplied"},
    {"deposit", "unapplied"},
    {"sa", "unapplied"},
    {"sr", "unapplied"},
    {"zahlung", "unapplied"},
    {"anzahlung", "unapplied"},
    {"betaling", "unapplied"},
    {"收款单", "unapplied"},
    {"ab", ""}, /* what a clearing left: a rest of either sign */
    {"refund", ""},
    {"erstattung", ""},
    {"opening balance", ""},
    {"journal", ""},
    {"journal entry", ""},
    {"general journal", ""},
};

static const meaning sides[] = {
    {"s", "debit"},  {"d", "debit"},  {"dr", "debit"},  {"soll", "debit"},   {"借", "debit"},
    {"h", "credit"}, {"c", "credit"}, {"cr", "credit"}, {"haben", "credit"}, {"贷", "credit"},
    {"+1", "debit"}, {"1", "debit"},  {"-1", "credit"},
};

/* Signs of currencies; of those with one sign the best known first. */
static const meaning signs[] = {
    {"\u20AC", "EUR"}, {"\u00A3", "GBP"}, {"$", "USD"},      {"$", "AUD"},      {"$", "CAD"},
    {"$", "NZD"},      {"$", "SGD"},      {"$", "HKD"},      {"$", "TWD"},      {"$", "MXN"},
    {"$", "ARS"},      {"$", "BBD"},      {"$", "BMD"},      {"$", "BND"},      {"$", "BSD"},
    {"$", "BZD"},      {"$", "CLP"},      {"$", "COP"},      {"$", "CUP"},      {"$", "DOP"},
    {"$", "FJD"},      {"$", "GYD"},      {"$", "JMD"},      {"$", "KYD"},      {"$", "LRD"},
    {"$", "NAD"},      {"$", "SBD"},      {"$", "SRD"},      {"$", "TTD"},      {"$", "UYU"},
    {"$", "XCD"},      {"\u00A3", "EGP"}, {"\u00A3", "FKP"}, {"\u00A3", "GIP"}, {"\u00A3", "LBP"},
    {"\u00A3", "SHP"}, {"\u00A3", "SSP"}, {"\u00A3", "SYP"}, {"\u00A5", "CNY"}, {"\u00A5", "JPY"},
    {"\uFFE5", "CNY"}, {"\uFFE5", "JPY"},
};

static int same_word(const char *text, const char *word)
{
    while (*text && tolower((unsigned char)*text) == (unsigned char)*word)
        text++, word++;
    return *text == *word;
}

static const char *find(const meaning *list, size_t count, const char *text)
{
    for (size_t i = 0; *text && i < count; i++)
        if (same_word(text, list[i].word))
            return list[i].meaning;
    return text;
}

const char *dc_kind_word(const char *text)
{
    return find(kinds, sizeof kinds / sizeof kinds[0], text);
}

const char *dc_side_word(const char *text)
{
    return find(sides, sizeof sides / sizeof sides[0], text);
}

bool dc_status_is_void(const char *text)
{
    static const char *const words[] = {"voided", "void", "draft", "deleted"};

    for (size_t i = 0; *text && i < sizeof words / sizeof words[0]; i++)
        if (same_word(text, words[i]))
            return true;
    return false;
}

const char *dc_currency_of_sign(const char *amount, const char *home)
{
    const char *best = NULL;

    if (!strpbrk(amount, "$\xC2\xE2\xEF")) /* nearly every amount: none of their first bytes */
        return NULL;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (!strstr(amount, signs[i].word))
            continue;
        if (strcmp(signs[i].meaning, home) == 0)
            return home;
        best = best ? best : signs[i].meaning;
    }
    return best;
}

bool dc_sign_fits(const char *amount, const char *code)
{
    return !dc_currency_of_sign(amount, code) ||
           strcmp(dc_currency_of_sign(amount, code), code) == 0;
}
