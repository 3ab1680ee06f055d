#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table_parts.h"
#include "texts.h"

typedef struct {
    const dc_table *table;
    size_t          column;
    const char     *text; /* not empty */
    dc_texts       *texts;
    dc_issues      *issues; /* NULL: stay silent */
} cell;

/* Adds an issue whose first two arguments are the column and the cell. */
static bool refuse(const cell *at, dc_issue_kind kind, const char *c, const char *d)
{
    const dc_table *table = at->table;
    size_t          field = (size_t)table->field[at->column];
    const char     *arguments[4] = {table->header[field], at->text, c, d};

    if (at->issues)
        dc_csv_issue(table->file, table->row, field + 1, at->issues, kind, arguments);
    return false;
}

static bool read_text(const cell *at, void *out)
{
    *(const char **)out = dc_texts_keep(at->texts, at->text);
    return true;
}

/* "05:23.4": minutes and seconds are all that a spreadsheet kept of a date with a time. */
static bool is_damaged_date(const char *text)
{
    size_t minutes = strspn(text, "0123456789"), seconds;

    if (minutes < 1 || minutes > 2 || text[minutes] != ':')
        return false;
    seconds = strspn(text + minutes + 1, "0123456789");
    text += minutes + 1 + seconds;
    return seconds == 2 && (*text == '\0' || *text == '.');
}

/* "45292" or "45292.5": the day that a spreadsheet numbers so, from 1970 to 2099. */
static bool is_number_of_day(const char *text, char day[11])
{
    enum { FIRST = 25569, AFTER = 73051, DIGITS = 5 };
    long   number = strtol(text, NULL, 10);
    size_t digits = strspn(text, "0123456789"), rest = digits;

    if (text[digits] == '.' || text[digits] == ',')
        rest += 1 + strspn(text + digits + 1, "0123456789");
    if (digits != DIGITS || text[rest] != '\0' || number < FIRST || number >= AFTER)
        return false;
    dc_date_format(day, (dc_date){.day = (int32_t)(number - FIRST)});
    return true;
}

/* "01.02.24": which century, and whether the first is the year, nobody can tell. */
static bool has_short_year(const char *text)
{
    for (int i = 0; i < 3; i++) {
        size_t digits = strspn(text, "0123456789");

        if (digits < 1 || digits > 2 || (i == 2 && digits != 2))
            return false;
        text += digits;
        if (i < 2 && !strchr("./-", *text++))
            return false;
    }
    return *text == '\0';
}

static bool refuse_date(const cell *at)
{
    char day[11];

    if (is_damaged_date(at->text))
        return refuse(at, DC_ISSUE_DAMAGED_DATE, NULL, NULL);
    if (has_short_year(at->text))
        return refuse(at, DC_ISSUE_DATE_SHORT_YEAR, NULL, NULL);
    if (is_number_of_day(at->text, day))
        return refuse(at, DC_ISSUE_DATE_NUMBER, day, NULL);
    return refuse(at, DC_ISSUE_BAD_DATE, NULL, NULL);
}

/* Year and month of an impossible date, to say how many days that month has; false for a month
 * that does not exist either. */
static bool find_month(const cell *at, int *year, int *month)
{
    int  a = 0, b = 0, c = 0;
    bool month_first = at->table->styles[at->column] & (1u << DC_DATE_MONTH_FIRST);

    if (sscanf(at->text, "%d%*[-./]%d%*[-./]%d", &a, &b, &c) != 3)
        return false;
    *year = a > 31 ? a : c;
    *month = a <= 31 && month_first ? a : b;
    return *month >= 1 && *month <= 12 && *year >= 1;
}

static bool refuse_impossible(const cell *at)
{
    int  year, month;
    char when[32], days[16];

    if (!find_month(at, &year, &month))
        return refuse(at, DC_ISSUE_BAD_DATE, NULL, NULL);
    snprintf(when, sizeof when, "%04d-%02d", year, month);
    snprintf(days, sizeof days, "%d", (int)dc_date_days_in_month(year, month));
    return refuse(at, DC_ISSUE_IMPOSSIBLE_DATE, when, days);
}

static bool read_date(const cell *at, void *out)
{
    switch (dc_date_parse(out, at->text, at->table->styles[at->column])) {
    case DC_DATE_OK: return true;
    case DC_DATE_EMPTY: *(dc_date *)out = DC_DATE_NONE; return true;
    case DC_DATE_IMPOSSIBLE: return refuse_impossible(at);
    case DC_DATE_NOT_A_DATE: break;
    }
    return refuse_date(at);
}

static bool read_money(const cell *at, void *out)
{
    ((dc_raw_amount *)out)->text = at->text;
    return true;
}

static bool read_rate(const cell *at, void *out)
{
    return dc_rate_parse(out, at->text, at->table->numbers) ||
           refuse(at, DC_ISSUE_BAD_RATE, NULL, NULL);
}

static bool read_int(const cell *at, void *out)
{
    char *end;
    long  value = strtol(at->text, &end, 10);

    if (strncmp(end, ".0", 2) == 0 && strspn(end + 1, "0") == strlen(end + 1))
        end += strlen(end); /* whole numbers that went through a float */
    if (end == at->text || *end)
        return refuse(at, DC_ISSUE_BAD_NUMBER, NULL, NULL);
    if (value < -1000000 || value > 1000000)
        return refuse(at, DC_ISSUE_OUT_OF_RANGE, "-1000000", "1000000");
    *(int32_t *)out = (int32_t)value;
    return true;
}

/* Where a share is a spread people write "±8%", or "+/-8%" where there is no such key. */
static bool read_share(const cell *at, void *out)
{
    static const char *const signs[] = {"±", "+/-", "+-"};
    const char              *text = at->text;
    char                    *end;
    double                   value;

    for (size_t i = 0; i < sizeof signs / sizeof signs[0] && text == at->text; i++)
        if (strncmp(text, signs[i], strlen(signs[i])) == 0)
            text += strlen(signs[i]);
    value = strtod(text, &end);
    if (end != text && *end == '%') {
        value /= 100;
        end++;
    }
    if (end == text || *end || !(value == value))
        return refuse(at, DC_ISSUE_BAD_NUMBER, NULL, NULL);
    if (value < 0 || value > 10)
        return refuse(at, DC_ISSUE_OUT_OF_RANGE, "0%", "1000%");
    *(double *)out = value;
    return true;
}

static bool same_word(const char *a, const char *b)
{
    while (*a && tolower((unsigned char)*a) == *b)
        a++, b++;
    return *a == *b;
}

static bool read_bool(const cell *at, void *out)
{
    static const struct {
        const char *word;
        bool        value;
    } words[] = {{"yes", true}, {"no", false}, {"true", true}, {"false", false}, {"1", true},
                 {"0", false},  {"y", true},   {"n", false},   {"是", true},     {"否", false}};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (same_word(at->text, words[i].word)) {
            *(bool *)out = words[i].value;
            return true;
        }
    }
    return refuse(at, DC_ISSUE_BAD_CHOICE, "yes, no", NULL);
}

static bool read_terms(const cell *at, void *out)
{
    dc_terms_cell *terms = out;
    const char    *arguments[4] = {at->text};
    size_t         field = (size_t)at->table->field[at->column];

    terms->set = dc_terms_parse(&terms->terms, at->text);
    if (!terms->set && at->table->columns[at->column].lenient) {
        terms->unread = dc_texts_keep(at->texts, at->text);
        return true;
    }
    if (!terms->set && at->issues)
        dc_csv_issue(at->table->file, at->table->row, field + 1, at->issues, DC_ISSUE_BAD_TERMS,
                     arguments);
    return terms->set;
}

/* Names that exports have in place of codes. */
static const char *code_of_name(const char *text)
{
    static const struct {
        const char *name, *code;
    } names[] = {{"人民币", "CNY"}, {"人民币元", "CNY"}, {"RMB", "CNY"},  {"美元", "USD"},
                 {"欧元", "EUR"},   {"港币", "HKD"},     {"日元", "JPY"}, {"英镑", "GBP"},
                 {"€", "EUR"},      {"£", "GBP"},        {"US$", "USD"}};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(text, names[i].name) == 0)
            return names[i].code;
    return text;
}

static bool read_currency(const cell *at, void *out)
{
    const char *text = code_of_name(at->text);
    char        code[4] = "";
    const char *arguments[4] = {at->text};
    size_t      field = (size_t)at->table->field[at->column];

    for (size_t i = 0; i < 3 && text[i]; i++)
        code[i] = (char)toupper((unsigned char)text[i]);
    if (strlen(text) == 3 && dc_currency_decimals(code) >= 0) {
        *(const char **)out = dc_texts_keep(at->texts, code);
        return true;
    }
    if (at->issues)
        dc_csv_issue(at->table->file, at->table->row, field + 1, at->issues, DC_ISSUE_BAD_CURRENCY,
                     arguments);
    return false;
}

static bool read_name(const cell *at, void *out)
{
    *(const char **)out = at->text;
    return true;
}

void dc_table_set_empty(dc_field type, void *out)
{
    switch (type) {
    case DC_FIELD_TEXT:
    case DC_FIELD_NAME:
    case DC_FIELD_CURRENCY: *(const char **)out = ""; break;
    case DC_FIELD_DATE: *(dc_date *)out = DC_DATE_NONE; break;
    case DC_FIELD_MONEY: ((dc_raw_amount *)out)->text = ""; break;
    case DC_FIELD_INT: *(int32_t *)out = DC_INT_NONE; break;
    case DC_FIELD_RATE: /* 0 by the caller, likewise below */
    case DC_FIELD_SHARE:
    case DC_FIELD_BOOL:
    case DC_FIELD_TERMS:
    case DC_FIELD_COUNT: break;
    }
}

bool dc_table_read_cell(const dc_table *table, size_t column, dc_texts *texts, void *row,
                        dc_issues *issues)
{
    static bool (*const readers[DC_FIELD_COUNT])(const cell *, void *) = {
        [DC_FIELD_TEXT] = read_text,         [DC_FIELD_DATE] = read_date,
        [DC_FIELD_MONEY] = read_money,       [DC_FIELD_RATE] = read_rate,
        [DC_FIELD_INT] = read_int,           [DC_FIELD_SHARE] = read_share,
        [DC_FIELD_BOOL] = read_bool,         [DC_FIELD_TERMS] = read_terms,
        [DC_FIELD_CURRENCY] = read_currency, [DC_FIELD_NAME] = read_name};
    const dc_column *declared = &table->columns[column];
    void            *out = (char *)row + declared->offset;
    cell             at = {table, column, dc_table_cell(table, column), texts, issues};
    const char      *arguments[4] = {NULL};
    int32_t          field;

    if (*at.text)
        return readers[declared->type](&at, out);
    if (!declared->required)
        return true;
    field = table->field[column];
    arguments[0] = field == DC_NO_FIELD ? declared->name : table->header[field];
    if (issues)
        dc_csv_issue(table->file, table->row, (size_t)(field + 1), issues, DC_ISSUE_CELL_EMPTY,
                     arguments);
    return false;
}

void dc_table_check_amounts(const dc_table *table, dc_issues *issues)
{
    for (size_t i = 0; i < table->column_count; i++) {
        cell     at = {table, i, dc_table_cell(table, i), NULL, issues};
        dc_money amount;

        if (table->columns[i].type == DC_FIELD_MONEY &&
            dc_money_parse(&amount, at.text, 4, table->numbers) == DC_NUMBER_NOT_A_NUMBER)
            refuse(&at, dc_table_bad_amount(table, at.text), NULL, NULL);
    }
}
