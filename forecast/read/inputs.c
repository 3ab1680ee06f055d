#include "inputs.h"

#include <string.h>

#include "collection_keys.h"
#include "columns.h"
#include "company.h"
#include "duecast/book.h"

/* The page is generated: what is not in a table of the reader stands here. */
static const char head[] =
    "# What Duecast reads\n"
    "\n"
    "<!-- Made from the tables in forecast/read; a test fails when it is stale.\n"
    "     DUECAST_UPDATE=1 ctest -R test_read_inputs writes it anew. -->\n"
    "\n"
    "A **book** is a directory with the files below, or one CSV file of invoices. Only the\n"
    "invoices must be there; every other file makes the answer better.\n"
    "\n"
    "## How files are written\n"
    "\n"
    "- CSV in UTF-8, with or without byte order mark, in UTF-16 with one, in Windows-1252 or\n"
    "  GB 18030 (GBK): a note says which of the latter was taken. Files in another code page\n"
    "  (Cyrillic, Greek, Polish, Japanese ...) must be saved as UTF-8. Lines end in LF or CRLF;\n"
    "  the separator is comma, semicolon, tab or bar, found from the header; fields may be\n"
    "  quoted and hold line ends. Titles may stand above the header, which is then looked for\n"
    "  in the first 40 lines. Column names are compared without case, blanks and punctuation.\n"
    "  Columns that are not known are ignored; `duecast check` names them.\n"
    "- **Dates**: YYYY-MM-DD is always understood, and so is 29-Feb-2024. Whether 3/4/2024 is\n"
    "  March or April is decided from all dates of the column: one day above 12 settles it. When\n"
    "  no column of the file tells, that is an error, told beside the other bad cells of the\n"
    "  file. A day that does not exist is an error.\n"
    "- **Amounts**: decimal text with point or comma (found from the whole file), thousands in\n"
    "  groups of three, minus in front or behind, or brackets. With an amount of a row may\n"
    "  stand $, €, £ or ¥: it names the currency of an invoice without another, else it must be\n"
    "  that of the row's currency ($ is of any dollar or peso). More decimals than the currency\n"
    "  has are an error, but for the noise of binary fractions (2309.7899999999995), which is\n"
    "  rounded and counted.\n"
    "- **Shares**: 15% or 0.15. **yes/no**: also true/false, 1/0, y/n. **Terms**: net 30, 30,\n"
    "  45 EOM, EOM 10, 30 EOM the 10, prox 15, COD.\n"
    "- **Currencies**: ISO 4217. Empty means the book currency of `--currency` or book.yaml;\n"
    "  where neither tells, rows without a currency are XXX, with a warning beside rows with\n"
    "  one, and the book currency is the one most used. A rate is the number of units of the\n"
    "  book currency for one unit of the other; amounts in a currency without a\n"
    "  rate are shown apart and left out of totals. Where book.yaml names a currency and\n"
    "  `--currency` asks for another, all that is told in the book currency - figures, limits,\n"
    "  rates, hedges, costs of collecting, amounts of levers and scopes - stays in that of\n"
    "  book.yaml and is translated at the rates of the as-of date, agreed rates of hedges at that\n"
    "  of the day; control totals of receivables and payables are left out.\n";

static const char row_rules[] =
    "\n"
    "## What becomes of a row\n"
    "\n"
    "- Among the invoices, totals (their first word is total, Summe, 合计 ..., and they have no\n"
    "  number and no date, or the number is that word alone) and headings (one cell and no other,\n"
    "  in the first column or that of customers, and no number) are no rows: a note says how\n"
    "  many, and where the first is. Where no column tells the customer, or its cells are empty,\n"
    "  the heading above them does, up to a row with a customer of its own. In other files every\n"
    "  line with a cell is a row.\n"
    "- A row with a bad cell is rejected whole, kept with its reason and its worth, and reading\n"
    "  goes on. `duecast check` exits with 3 when there is any error; a forecast goes on without\n"
    "  the rejected rows and says so, unless `--strict` is given.\n"
    "- The unit is the claim: (invoice, part). The same invoice and part twice is an error; rows\n"
    "  of a format without invoice numbers that are equal byte for byte are counted and used, or\n"
    "  left out with `--drop-duplicates`.\n"
    "- A **retention** - a share held back that is due much later - is a part of its own: `part`\n"
    "  1 is what is due now, `part` 2 what is held back, with its own due date; both add up to\n"
    "  the invoice. So it is open, not overdue, and forecast at its due date. In one row it\n"
    "  looks like late payment: a warning tells where four or more invoices of a customer, and\n"
    "  half of those old enough, leave the same share (0.5 to 30 %) unpaid 90 days after they\n"
    "  were due.\n"
    "- Where payments.csv tells of an invoice it wins; `paid` and `open` must agree with it.\n"
    "  Without payments, `paid` means one payment of what is not `open`; what is no longer open\n"
    "  without a day counts as paid on the as-of date, and a note says how many.\n"
    "- A payment without invoice is money on account of its customer. A payment of more than is\n"
    "  open is rejected; one without part settles the oldest part first. A payment before the\n"
    "  invoice is a prepayment: used, with a warning; forecasts take it as paid on the day of\n"
    "  issue. What is paid after it is issued and before it is entered teaches nothing about when\n"
    "  customers pay: one warning says how many settled invoices that are.\n"
    "- A row is worth its amount, in the book currency; what has no rate is told beside it in its\n"
    "  own. Where a rejected amount cannot even be read the worth is\n"
    "  unknown, and such rows are counted. Of errors of one kind in rates.csv three are told, and\n"
    "  how many more there are.\n"
    "- Dates before 1970, and due dates more than ten years after the as-of date, are used with\n"
    "  a warning.\n"
    "- Rows after the **as-of date** are counted and left out, so that a book can be looked at as\n"
    "  it was. It comes from `--as-of`, from book.yaml, or is the newest issue, entry or payment\n"
    "  date in use - never a due, promised or predicted date, and never the clock. One more than\n"
    "  31 days after the newest date is a warning.\n"
    "- The order of rows, but below headings, and of columns never matters.\n";

static const char company_head[] =
    "\n"
    "## book.yaml\n"
    "\n"
    "Figures of the company, on the as-of date and in the book currency. What is left out is\n"
    "reported as n/a, never taken as 0. Unknown keys are errors. On another as-of date than its\n"
    "own its balances, what is owed of sales tax (`vat: owed`) and control\n"
    "totals are left out with a note; limits, shares,\n"
    "`minimum_cash` and texts stay.\n"
    "\n"
    "| key | value | meaning |\n"
    "|---|---|---|\n";

static const char tail[] =
    "\n"
    "`duecast formats` lists the formats, `duecast formats canonical` the columns above. `auto`\n"
    "takes the first format whose columns are there. A ledger of debits and credits needs no\n"
    "`amount`, and a list of open items may have only what is open: a note says so. Credits and\n"
    "payments are below 0 by the words of `kind`, whatever their sign; where half or more\n"
    "are written below 0, those above are payments that came back or refunds, and owed. In the\n"
    "HighRadius layouts an invoice is issued on its baseline date, from which its terms run;\n"
    "columns with predictions and `clear_date` are never read. In `cassandra-raw` a bill has no\n"
    "number: it is named by its cells, and paid so many days after its date.\n"
    "\n"
    "In a `fec` the rows of accounts 411 and 416 count, in euros; those of others are left out\n"
    "and counted. A debit is an invoice, issued on its PieceDate; a credit is what became of\n"
    "invoices of its customer with the same EcritureLet, or without letters the same PieceRef,\n"
    "on its EcritureDate. The other accounts of its entry tell what it is: 5 and others of\n"
    "money a payment, 70 a credit note, 413 a bill, 654 a write-off, 665 a discount. What is\n"
    "left of a credit is on account, so that the ledger is the balance of the accounts; only\n"
    "between the days of a payment and of its return it is not: such a payment is taken as\n"
    "never made. A debt moved from 411 to 416 stays the invoice it was. A FEC has no due dates:\n"
    "without terms of the customer or the book 30 days are assumed, with a warning. Opening\n"
    "entries (journal AN) are the invoices of earlier years, entered on the first day; those\n"
    "of a later year in a file of several repeat what is there and are left out.\n"
    "\n"
    "Between tabs or bars a field may begin with a quote that does not close it, as in\n"
    "`\"Le Bon\" SARL`: the quotes of such a row are text, unless a later quote closes the field.\n"
    "A field in quotes may hold a tab (a bar) or a new line there, not both.\n";

static void write_column(FILE *out, const dc_column *column, const char *type)
{
    fprintf(out, "| `%s`%s | %s | %s | ", column->name, column->required ? " ★" : "", type,
            column->about);
    for (const char *at = column->aliases; *at; at++)
        if (*at == '|')
            fputs(", ", out);
        else
            fputc(*at, out);
    fputs(" |\n", out);
}

static void write_files(FILE *out)
{
    size_t index = 0;

    for (int input = 0; input < DC_INPUT_COUNT; input++) {
        const dc_input_file *file = dc_input_file_of((dc_input)input);

        fprintf(out, "\n## %s\n\n%s\n\n", file->file, file->about);
        fputs("| column (★ required) | type | meaning | also called |\n|---|---|---|---|\n", out);
        for (size_t i = 0; i < file->count; i++)
            write_column(out, &file->columns[i], dc_input_columns_at(index++).type);
    }
}

static void write_book_keys(FILE *out)
{
    static const char *const types[KEY_TYPE_COUNT] = {[KEY_TEXT] = "text",
                                                      [KEY_DAYS] = "whole number",
                                                      [KEY_MONEY] = "amount",
                                                      [KEY_AMOUNT] = "amount >= 0",
                                                      [KEY_CASH] = "amount or list",
                                                      [KEY_ITEMS] = "amount or list",
                                                      [KEY_SHARE] = "share",
                                                      [KEY_TERMS] = "terms",
                                                      [KEY_DATE] = "date",
                                                      [KEY_CHOICE] = "choice",
                                                      [KEY_COLUMNS] = "list of columns",
                                                      [KEY_RATES] = "list of shares",
                                                      [KEY_EDGES] = "list of days",
                                                      [KEY_RULES] = "list of rules",
                                                      [KEY_LIST] = "list of rows"};

    fputs(company_head, out);
    for (size_t i = 0; i < dc_company_key_count; i++) {
        const company_key *key = &dc_company_keys[i];

        fprintf(out, "| `%s%s%s` | %s%s%s | %s |\n", key->section, *key->section ? ": " : "",
                key->name, types[key->type], *key->choices ? ": " : "", key->choices, key->about);
    }
    fputs(
        "\n```yaml\n"
        "company: {name: Example Trading, address: 1 Harbour Street, contact: accounts@example}\n"
        "currency: EUR\n"
        "cash:\n"
        "  - {name: house bank, balance: 120000.00}\n"
        "  - {name: petty cash, balance: 350.00}\n"
        "minimum_cash: 50000\n"
        "credit_line: {limit: 200000, rate: 7%, drawn: 0}\n"
        "control: {receivables: 431200.55}\n"
        "pay_bills:\n"
        "  - {on: thursday}\n"
        "  - {category: energy}\n"
        "  - {supplier: S0007, on: [15, 31], stretch: 10, discount: 2%, discount_days: 10}\n"
        "purchases: {terms: 45, inventory_days: 60, inventory_over: 91}\n"
        "vat: {every: month, months_after: 1, day: 20, rate: 19%}\n"
        "acceptance_bills: {discount: 2.5%}\n"
        "hedges:\n"
        "  - {currency: USD, share: 75%, rate: 0.92, to: 2026-09-30}\n"
        "  - {currency: USD, share: 40%, rate: 0.91, from: 2026-10-01, to: 2026-12-31}\n"
        "late_interest:\n"
        "  reference_rates:\n"
        "    - {reference: ecb, from: 2026-07-01, rate: 2.15%, source: ECB}\n"
        "```\n"
        "\nReference rates are `ecb` (main refinancing operations of the European Central Bank),\n"
        "`bbk` (base rate of the Bundesbank) and `boe` (Bank Rate of the Bank of England, the\n"
        "day before), each for the half-year from 1 January or 1 July on; docs/FORMULAS.md tells\n"
        "which of them the program knows.\n"
        "\n"
        "A rule of `pay_bills` says when bills are paid: `on` the "
        "days of pay runs - monday ... sunday,\n"
        "or days of the month, 31 being its last - and `stretch`, so "
        "many days after the due day. With\n"
        "`discount` and `discount_days` a bill is paid on the last "
        "run within so many days of its issue\n"
        "where one is still ahead, less the discount. Of the rules "
        "that fit, the one that names the\n"
        "`supplier` counts, else the `category`, else neither. Runs "
        "on closed days are on the next open\n"
        "one; what should have been paid by the as-of date is paid "
        "on the next run.\n"
        "\nOnce known bills end, sales drive what is bought, and sales tax where `vat: every` is\n"
        "told; docs/FORMULAS.md says how. What nobody told comes from bills and invoices of 12\n"
        "months, else it is assumed; `cash_inputs` and the sheet on liquidity list all of it with\n"
        "its source. Lines `purchases` and `vat` of plan.csv come first, up to their last day.\n",
        out);
}

static void write_collection(FILE *out)
{
    fputs("\n### collection: how overdue claims are collected\n\n"
          "Settings of `duecast worklist`; in brackets what is assumed where a key is left out.\n"
          "\n| key | type | meaning |\n|---|---|---|\n",
          out);
    for (size_t i = 0; i < dc_collection_key_count; i++) {
        const dc_collection_key *key = &dc_collection_keys[i];
        fprintf(out, "| `%s` | %s | %s |\n", key->name, key->is_share ? "share" : "number",
                key->about);
    }
    fputs("| `stages` | list | the dunning calendar: `day` after the due day (negative: before "
          "it), `action`, `cost` |\n"
          "| `limitation` | list | after how many `years` claims against customers of a `country` "
          "are barred, in place of the table of docs/FORMULAS.md |\n"
          "\n```yaml\n"
          "collection:\n"
          "  discount_rate: 8%\n"
          "  legal_cost: 2500\n"
          "  stages:\n"
          "    - {day: -3, action: reminder, cost: 1}\n"
          "    - {day: 7, action: call, cost: 15}\n"
          "    - {day: 15, action: notice}\n"
          "    - {day: 45, action: third_party}\n"
          "  limitation:\n"
          "    - {country: FR, years: 5}\n"
          "```\n",
          out);
}

static void write_formats(FILE *out)
{
    fputs("\n## Import formats of the invoices\n\n| name | layout |\n|---|---|\n", out);
    for (size_t i = 0; i < dc_formats_count(); i++) {
        dc_format_info format = dc_formats_at(i);
        fprintf(out, "| `%s` | %s |\n", format.name, format.about);
    }
}

void dc_inputs_write(FILE *out)
{
    fputs(head, out);
    fputs(row_rules, out);
    write_files(out);
    write_book_keys(out);
    write_collection(out);
    write_formats(out);
    fputs(tail, out);
}
