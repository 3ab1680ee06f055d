#include "columns.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "duecast/book.h"

/* clang-format off */
#define TEXT     DC_FIELD_TEXT
#define DATE     DC_FIELD_DATE
#define MONEY    DC_FIELD_MONEY
#define RATE     DC_FIELD_RATE
#define INT      DC_FIELD_INT
#define SHARE    DC_FIELD_SHARE
#define BOOL     DC_FIELD_BOOL
#define TERMS    DC_FIELD_TERMS
#define CURRENCY DC_FIELD_CURRENCY
#define NAME     DC_FIELD_NAME

#define AT(member) offsetof(dc_invoice_row, member)
static const dc_column invoice_columns[] = {
    {"invoice", NAME, true, AT(invoice), "number of the invoice; with `part` it stands once",
     "invoice number|invoice no|invoice id|invoicenumber|invoice ref|document number|"
     "document no|transaction reference|journal entry|move name|num|number|rechnungsnummer|"
     "rechnungsnr|belegnummer|belegnr|belegfeld 1|factuurnummer|n° facture|"
     "numéro de facture|numéro facture|发票号|发票号码|单据编号|单据号"},
    {"customer", NAME, true, AT(customer), "who owes it",
     "customer id|customer no|customer number|customer account number|customer code|"
     "account ref|contact|partner|contact name|customer full name|"
     "invoice partner display name|partner id|debitor|debitorennr|debitorennummer|"
     "kundennummer|kundennr|kunde|personenkonto|konto|kontonummer|debiteurnummer|debiteur|"
     "code client|client|客户编码|客户代码|客户|customer name|customer account name|"
     "kundenname|debiteurnaam|nom du client|客户名称|name|account",
     true},
    {"issued", DATE, true, AT(issued), "day of the invoice",
     "invoice date|issue date|document date|invoice/bill date|date|transaction date|"
     "rechnungsdatum|belegdatum|datum|factuurdatum|date facture|date de facture|"
     "date de la facture|开票日期|业务日期|发票日期|单据日期|posting date|"
     "buchungsdatum"},
    {"due", DATE, false, AT(due),
     "day it is due; may be empty where terms are known (row, customer, book)",
     "due date|date maturity|net due date|due on|nettofälligkeit|fälligkeitsdatum|"
     "fälligkeit|fällig am|vervaldatum|date d'échéance|date échéance|échéance|"
     "到期日|到期日期"},
    {"amount", MONEY, true, AT(amount), "as invoiced, tax included; negative for a credit note",
     "amount currency|total|invoice amount|original amount|invoice total|total amount|"
     "total signed|gross amount|document value|amount in document currency|"
     "amount in doc. curr.|betrag in belegwährung|betrag in transaktionswährung|"
     "rechnungsbetrag|ursprungsbetrag|bruttobetrag|betrag|amount in local currency|"
     "betrag in hauswährung|factuurbedrag|bedrag|montant ttc|应收金额|价税合计|"
     "发票金额"},
    {"part", TEXT, false, AT(part), "instalment of the invoice, when it is due in parts",
     "instalment"},
    {"currency", CURRENCY, false, AT(currency), "ISO 4217; empty: the book currency",
     "currency code|currency id|document currency|belegwährung|transaktionswährung|währung|"
     "währungscode|hauswährung|local currency|valuta|devise|币种|币别"},
    {"tax", MONEY, false, AT(tax), "part of the amount that is tax",
     "total tax|tax total|tax amount|steuerbetrag|税额"},
    {"paid", DATE, false, AT(paid), "day it was settled; leave out where payments.csv tells",
     "paid date|payment date|fully paid on date|closed at date|date closed|date paid|paid on|"
     "clearing date|ausgleichsdatum|bezahlt am|zahlungsdatum|geschlossen am|betaaldatum|"
     "date de règlement|date de paiement|付款日期|收款日期|核销日期"},
    {"open", MONEY, false, AT(open),
     "what is still open; empty: all of it, or nothing when `paid` is filled",
     "amount residual currency|open balance|open amount|amount due|remaining amount|"
     "outstanding|outstanding amount|outstanding document value|balance due|"
     "invoice amount due|amount due signed|residual amount|amount residual|amount remaining|"
     "offener betrag|restbetrag|offen|openstaand bedrag|openstaand|reste à payer|"
     "未核销金额|未核销余额|未收金额|未结金额|balance|saldo|solde"},
    {"entered", DATE, false, AT(entered), "first day on the books; empty: the day issued",
     "entry date|created|posting date|buchungsdatum"},
    {"delivered", DATE, false, AT(delivered), "day of delivery", ""},
    {"received", DATE, false, AT(received), "day the customer confirmed the invoice", ""},
    {"kind", TEXT, false, AT(kind),
     "invoice, credit or unapplied; empty: by the sign of the amount",
     "type|document type|transaction type|belegart|单据类型"},
    {"disputed", BOOL, false, AT(disputed), "yes while the customer disputes it", "dispute"},
    {"disputed_amount", MONEY, false, AT(disputed_amount), "part in dispute; empty: all of it", ""},
    {"blocks", TEXT, false, AT(blocks), "all or part: what a dispute holds up; empty: all", ""},
    {"terms", TERMS, false, AT(terms), "net 30, 45 EOM, EOM 10, prox 15, COD ...",
     "payment terms", .lenient = true},
    {"segment", TEXT, false, AT(segment), "segment of this invoice; empty: the customer's", ""},
    {"customer_name", TEXT, false, AT(customer_name),
     "name of the customer, when `customer` is a number",
     "name|name 1|customer name|customer account name|debitorenname|kundenname|beschriftung|"
     "debiteurnaam|nom du client|客户名称"},
    {"debit", MONEY, false, AT(debit), "in place of `amount`: what raises the debt",
     "soll|sollbetrag|betrag soll|debit amount|débit|借方金额"},
    {"credit", MONEY, false, AT(credit), "in place of `amount`: what lowers it",
     "haben|habenbetrag|betrag haben|credit amount|crédit|贷方金额"},
    {"side", TEXT, false, AT(side),
     "debit or credit, S or H: whose the amounts are, when they have no sign",
     "s/h|soll/haben|soll/haben-kennzeichen|dr/cr|debit/credit|借贷方向"},
};
#undef AT

#define AT(member) offsetof(dc_payment_row, member)
static const dc_column payment_columns[] = {
    {"date", DATE, true, AT(date), "day the money came or the claim was reduced",
     "payment date|date paid|zahlungsdatum|buchungsdatum|betaaldatum|付款日期|收款日期"},
    {"amount", MONEY, true, AT(amount),
     "what was settled: positive for an invoice, negative for a credit note",
     "payment amount|amount paid|zahlbetrag|betrag|bedrag|金额|收款金额"},
    {"invoice", TEXT, false, AT(invoice),
     "which invoice; empty: on account, then `customer` is needed",
     "invoice number|invoice no|rechnungsnummer|factuurnummer|发票号"},
    {"customer", TEXT, false, AT(customer), "who paid; needed where invoice is empty",
     "customer id|customer no|customer number|customer code|debitor|kundennummer|"
     "debiteurnummer|客户|客户编码"},
    {"part", TEXT, false, AT(part), "which part; empty: the oldest due first", "instalment"},
    {"kind", TEXT, false, AT(kind),
     "payment, credit, write_off, recovery, discount, bill, or sold (to a factor for good); empty: "
     "payment", "type"},
    {"maturity", DATE, false, AT(maturity),
     "day an acceptance bill (kind bill) becomes cash; of what was sold, the day the customer "
     "pays the buyer (empty: the due day)",
     ""},
    {"currency", CURRENCY, false, AT(currency), "of money on account; else that of the invoice",
     "currency code|währung|valuta|币种|币别"},
};
#undef AT

#define AT(member) offsetof(dc_customer_row, member)
static const dc_column customer_columns[] = {
    {"customer", TEXT, true, AT(customer), "as in invoices.csv",
     "customer id|customer no|customer number|customer code|debitor|kundennummer|"
     "debiteurnummer|客户|客户编码"},
    {"name", TEXT, false, AT(name), "name to print", "customer name|名称"},
    {"segment", TEXT, false, AT(segment), "group the customer belongs to: retail, public ...",
     ""},
    {"country", TEXT, false, AT(country), "country", "country code"},
    {"address", TEXT, false, AT(address), "for letters", ""},
    {"contact", TEXT, false, AT(contact), "for letters", ""},
    {"phone", TEXT, false, AT(phone), "for letters", ""},
    {"email", TEXT, false, AT(email), "for letters", "e-mail"},
    {"language", TEXT, false, AT(language), "of letters: en or zh", ""},
    {"grade", TEXT, false, AT(grade), "credit grade, in your own words", ""},
    {"credit_limit", MONEY, false, AT(credit_limit), "in the book currency", ""},
    {"insured_limit", MONEY, false, AT(insured_limit),
     "cover of the credit insurer, in the book currency", ""},
    {"terms", TERMS, false, AT(terms), "for invoices without due date", "payment terms"},
    {"late_clause", TEXT, false, AT(late_clause), "late-payment clause agreed with this customer",
     ""},
    {"type", TEXT, false, AT(type), "private, public, large or sme", ""},
    {"related", BOOL, false, AT(related), "yes for a related party", ""},
    {"provision", SHARE, false, AT(provision),
     "specific allowance: share of what it owes that is provided for, whatever its age; empty or "
     "0: by the ageing, as all others",
     "单项计提"},
    {"annual_sales", MONEY, false, AT(annual_sales), "expected sales a year, in the book currency",
     ""},
};
#undef AT

#define AT(member) offsetof(dc_bill_row, member)
static const dc_column bill_columns[] = {
    {"bill", TEXT, true, AT(bill), "number of the supplier's bill",
     "bill number|invoice|document no"},
    {"supplier", TEXT, true, AT(supplier), "whom we owe", "vendor|供应商"},
    {"issued", DATE, true, AT(issued), "day of the bill", "bill date|invoice date|date"},
    {"due", DATE, true, AT(due), "day it is due", "due date|到期日"},
    {"amount", MONEY, true, AT(amount), "tax included; negative for a credit note", "金额"},
    {"currency", CURRENCY, false, AT(currency), "ISO 4217; empty: the book currency", "币种"},
    {"paid", DATE, false, AT(paid), "day we paid it; empty while open", "paid date"},
    {"category", TEXT, false, AT(category), "in your own words; book.yaml may say how it is paid",
     ""},
};
#undef AT

#define AT(member) offsetof(dc_plan_row, member)
static const dc_column plan_columns[] = {
    {"line", TEXT, true, AT(line),
     "sales become invoices; else purchases, payroll, rent, tax, capex, debt, other ...", ""},
    {"amount", MONEY, true, AT(amount),
     "positive comes in, negative goes out; sales are positive, tax included, and 0 is none", ""},
    {"date", DATE, false, AT(date),
     "the day; this or `month`. Sales of a day that do not repeat are added to those learnt", ""},
    {"month", TEXT, false, AT(month), "the month as YYYY-MM; this or `date`", ""},
    {"currency", CURRENCY, false, AT(currency), "ISO 4217; empty: the book currency", ""},
    {"customer", TEXT, false, AT(customer), "sales to this customer", ""},
    {"segment", TEXT, false, AT(segment), "sales to this segment", ""},
    {"every", TEXT, false, AT(every),
     "week, month, quarter or year: the line repeats; sales are then about all days up to `until`",
     ""},
    {"until", DATE, false, AT(until), "last day of the repetition; needed where a line repeats",
     ""},
    {"uncertainty", SHARE, false, AT(uncertainty),
     "how far it may stray, such as 10% or ±10%, as `law` says; of sales at most 50%, and 0% where "
     "they are invoiced exactly as planned",
     ""},
    {"law", TEXT, false, AT(law),
     "lognormal (uncertainty is the standard deviation; also when empty), even or triangular "
     "(between -uncertainty and +uncertainty); sales: lognormal",
     ""},
    {"vat", SHARE, false, AT(vat), "added to the amount, such as 20%; not of sales", ""},
    {"of_sales", SHARE, false, AT(of_sales),
     "the line costs this share of what is invoiced, net of tax, instead of an amount: such as 8%; "
     "then `amount` is 0, and the line takes a `month` and no `date`",
     ""},
    {"delay", INT, false, AT(delay),
     "days until it is cash; of a month each of its days is shifted; not of sales", ""},
};
#undef AT

#define AT(member) offsetof(dc_action_row, member)
static const dc_column action_columns[] = {
    {"customer", TEXT, true, AT(customer), "as in invoices.csv", "客户"},
    {"date", DATE, true, AT(date), "day of the action", ""},
    {"action", TEXT, true, AT(action),
     "reminder, call, notice, third_party, legal, plan or promise", ""},
    {"invoice", TEXT, false, AT(invoice),
     "when one invoice is meant; empty: all of the customer that was due by then", ""},
    {"promised", DATE, false, AT(promised),
     "day the customer promised to pay; empty: the day of the promise", ""},
    {"result", TEXT, false, AT(result), "in your own words", ""},
    {"cost", MONEY, false, AT(cost), "in the book currency", ""},
};
#undef AT

#define AT(member) offsetof(dc_rate_row, member)
static const dc_column rate_columns[] = {
    {"date", DATE, true, AT(date), "day of the rate; the latest on or before the as-of date counts",
     ""},
    {"currency", CURRENCY, true, AT(currency), "ISO 4217", ""},
    {"rate", RATE, true, AT(rate), "units of the book currency per 1 unit of `currency`", ""},
    {"kind", TEXT, false, AT(kind),
     "spot, or forward: then of a day after the as-of date, the rate cash is worth from then on",
     ""},
};
#undef AT

static const dc_column holiday_columns[] = {
    {"date", DATE, true, offsetof(dc_holiday_row, date),
     "a day on which banks are closed, besides Saturdays and Sundays", "holiday|day"},
};

/* A plan that is certain is another one than a plan that does not tell. */
static const dc_plan_row blank_plan_row = {.uncertainty = -1.0};

#define INPUT_BLANK(columns, row, blank) \
    columns, sizeof columns / sizeof columns[0], sizeof(row), blank
#define INPUT(columns, row) INPUT_BLANK(columns, row, NULL)
static const dc_input_file files[DC_INPUT_COUNT] = {
    [DC_INPUT_INVOICES] = {"invoices.csv",
        "What customers were invoiced. The only file that must be there.",
        INPUT(invoice_columns, dc_invoice_row)},
    [DC_INPUT_PAYMENTS] = {"payments.csv",
        "What became of the invoices: the full history of payments, credits and write-offs.",
        INPUT(payment_columns, dc_payment_row)},
    [DC_INPUT_CUSTOMERS] = {"customers.csv",
        "What is known of customers besides their invoices.",
        INPUT(customer_columns, dc_customer_row)},
    [DC_INPUT_BILLS] = {"bills.csv",
        "What suppliers invoiced us.",
        INPUT(bill_columns, dc_bill_row)},
    [DC_INPUT_PLAN] = {"plan.csv",
        "What is planned: sales, payroll, rent, tax, investment, debt service. "
        "Sales lines stand in\n"
        "for the sales learnt of their scope: all, a segment or a customer. "
        "Lines of one scope add\n"
        "up. Lines of segments and customers come out of those for all: the rest is for others.\n"
        "A line in another currency than the book's is about what is invoiced in that currency\n"
        "(added where nothing is), one in the book currency about all that no such line is about.",
        INPUT_BLANK(plan_columns, dc_plan_row, &blank_plan_row)},
    [DC_INPUT_ACTIONS] = {"actions.csv",
        "The collection record. Where claims were settled faster or slower than usual in the days\n"
        "after such actions, those touched now are forecast so; `duecast learn` tells.",
        INPUT(action_columns, dc_action_row)},
    [DC_INPUT_RATES] = {"rates.csv",
        "Exchange rates; the ECB's history file (Date, USD, JPY, ...) is read too.",
        INPUT(rate_columns, dc_rate_row)},
    [DC_INPUT_HOLIDAYS] = {"holidays file",
        "Named by `calendar:` in book.yaml.",
        INPUT(holiday_columns, dc_holiday_row)},
};
/* clang-format on */

static const char *const field_names[DC_FIELD_COUNT] = {
    [DC_FIELD_TEXT] = "text",   [DC_FIELD_DATE] = "date",   [DC_FIELD_MONEY] = "amount",
    [DC_FIELD_RATE] = "rate",   [DC_FIELD_INT] = "number",  [DC_FIELD_SHARE] = "share",
    [DC_FIELD_BOOL] = "yes/no", [DC_FIELD_TERMS] = "terms", [DC_FIELD_CURRENCY] = "currency",
    [DC_FIELD_NAME] = "text"};

const dc_input_file *dc_input_file_of(dc_input input)
{
    assert(input < DC_INPUT_COUNT);
    return &files[input];
}

size_t dc_input_columns_count(void)
{
    size_t count = 0;

    for (size_t i = 0; i < DC_INPUT_COUNT; i++)
        count += files[i].count;
    return count;
}

dc_input_column dc_input_columns_at(size_t index)
{
    size_t file = 0;

    while (index >= files[file].count) {
        index -= files[file++].count;
        assert(file < DC_INPUT_COUNT);
    }
    return (dc_input_column){.file = files[file].file,
                             .column = files[file].columns[index].name,
                             .type = field_names[files[file].columns[index].type],
                             .about = files[file].columns[index].about,
                             .required = files[file].columns[index].required};
}

static bool same_word(const char *text, const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (tolower((unsigned char)text[i]) != word[i])
            return false;
    return text[length] == '\0';
}

/* "a, b, c" for a message, of "a|b|c". */
static void list_words(char *list, size_t size, const char *words)
{
    size_t used = 0;

    for (; *words && used + 3 < size; words++) {
        list[used++] = *words == '|' ? ',' : *words;
        if (*words == '|')
            list[used++] = ' ';
    }
    list[used] = '\0';
}

bool dc_read_choice(const dc_table *table, const char *column, const char *text, const char *words,
                    size_t *index, dc_issues *issues)
{
    const char *word = words;

    *index = 0;
    for (size_t at = 0; *text; at++) {
        size_t length = strcspn(word, "|");

        if (same_word(text, word, length)) {
            *index = at;
            return true;
        }
        if (!word[length]) {
            char list[160];

            list_words(list, sizeof list, words);
            dc_table_issue(table, dc_table_row(table), column, issues, DC_ISSUE_BAD_CHOICE,
                           dc_table_label(table, column), text, list);
            return false;
        }
        word += length + 1;
    }
    return true;
}
