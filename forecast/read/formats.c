#include "formats.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/book.h"
#include "duecast/nearest.h"

#define AT(member) offsetof(dc_invoice_row, member)

/* IBM's sample of customer invoices (WA_Fn-UseC-Accounts-Receivable): the settled date is empty
 * while an invoice is open; the day an account went paperless is no fact about an invoice. */
static const dc_column ibm_columns[] = {
    {"invoiceNumber", DC_FIELD_NAME, true, AT(invoice), "", ""},
    {"customerID", DC_FIELD_NAME, true, AT(customer), "", ""},
    {"countryCode", DC_FIELD_TEXT, false, AT(country), "", ""},
    {"InvoiceDate", DC_FIELD_DATE, true, AT(issued), "", ""},
    {"DueDate", DC_FIELD_DATE, true, AT(due), "", ""},
    {"InvoiceAmount", DC_FIELD_MONEY, true, AT(amount), "", ""},
    {"Disputed", DC_FIELD_BOOL, false, AT(disputed), "", ""},
    {"SettledDate", DC_FIELD_DATE, false, AT(paid), "", ""},
};

/* Open receivables as prepared for a payment-prediction service.  Terms run from the baseline
 * date: due - baseline is one number for each terms code, due - posting is not.  clear_date,
 * Delay_predict and the like are results of somebody's model, never facts. */
static const dc_column highradius_columns[] = {
    {"invoice_id", DC_FIELD_NAME, true, AT(invoice), "", "doc_id"},
    {"cust_number", DC_FIELD_NAME, true, AT(customer), "", ""},
    {"name_customer", DC_FIELD_TEXT, false, AT(customer_name), "", ""},
    {"baseline_create_date", DC_FIELD_DATE, true, AT(issued), "", ""},
    {"due_in_date", DC_FIELD_DATE, true, AT(due), "", ""},
    {"posting_date", DC_FIELD_DATE, false, AT(entered), "", ""},
    {"total_open_amount", DC_FIELD_MONEY, true, AT(amount), "", ""},
    {"invoice_currency", DC_FIELD_CURRENCY, true, AT(currency), "", ""},
    {"document type", DC_FIELD_TEXT, false, AT(kind), "", ""},
    {"isOpen", DC_FIELD_INT, false, AT(is_open), "", ""},
};

/* The same with all amounts converted to dollars. */
static const dc_column highradius_usd_columns[] = {
    {"doc_id", DC_FIELD_NAME, true, AT(invoice), "", "invoice_id"},
    {"cust_number", DC_FIELD_NAME, true, AT(customer), "", ""},
    {"name_customer", DC_FIELD_TEXT, false, AT(customer_name), "", ""},
    {"baseline_create_date", DC_FIELD_DATE, true, AT(issued), "", ""},
    {"due_in_date", DC_FIELD_DATE, true, AT(due), "", ""},
    {"posting_date", DC_FIELD_DATE, false, AT(entered), "", ""},
    {"converted_usd", DC_FIELD_MONEY, true, AT(amount), "", ""},
};

/* A list of bills with the days each waited for its payment, and no number. */
static const dc_column waiting_columns[] = {
    {"Vendor_Name", DC_FIELD_NAME, true, AT(customer), "", ""},
    {"Description", DC_FIELD_TEXT, false, AT(description), "", ""},
    {"Created", DC_FIELD_DATE, true, AT(entered), "", ""},
    {"Invoice_Date", DC_FIELD_DATE, true, AT(issued), "", ""},
    {"Due_Date", DC_FIELD_DATE, true, AT(due), "", ""},
    {"Amount", DC_FIELD_MONEY, true, AT(amount), "", ""},
    {"Outstanding", DC_FIELD_MONEY, true, AT(open), "", ""},
    {"Number_of_Days_until_Payment", DC_FIELD_INT, false, AT(days_to_pay), "", ""},
};

/* Customer ledger entries of Business Central and NAV: `Open` says yes or no, what is open stands
 * in another column.  Amounts are in the currency of the row, those of (LCY) are not. */
static const dc_column ledger_columns[] = {
    {"Document No.", DC_FIELD_NAME, true, AT(invoice), "", "Belegnr."},
    {"Customer No.", DC_FIELD_NAME, true, AT(customer), "", "Debitorennr."},
    {"Customer Name", DC_FIELD_TEXT, false, AT(customer_name), "", "Debitorenname"},
    {"Document Date", DC_FIELD_DATE, true, AT(issued), "", "Belegdatum|Posting Date|Buchungsdatum"},
    {"Posting Date", DC_FIELD_DATE, false, AT(entered), "", "Buchungsdatum"},
    {"Due Date", DC_FIELD_DATE, false, AT(due), "", "Fälligkeitsdatum"},
    {"Original Amount", DC_FIELD_MONEY, true, AT(amount), "", "Ursprungsbetrag|Amount|Betrag"},
    {"Remaining Amount", DC_FIELD_MONEY, true, AT(open), "", "Restbetrag"},
    {"Currency Code", DC_FIELD_CURRENCY, false, AT(currency), "", "Währungscode"},
    {"Closed at Date", DC_FIELD_DATE, false, AT(paid), "", "Geschlossen am"},
    {"Document Type", DC_FIELD_TEXT, false, AT(kind), "", "Belegart"},
};

/* Invoices of Xero, a row for each item: the totals of the invoice stand in all of them. */
static const dc_column xero_columns[] = {
    {"InvoiceNumber", DC_FIELD_NAME, true, AT(invoice), "", ""},
    {"ContactName", DC_FIELD_NAME, true, AT(customer), "", ""},
    {"InvoiceDate", DC_FIELD_DATE, true, AT(issued), "", ""},
    {"DueDate", DC_FIELD_DATE, false, AT(due), "", ""},
    {"Total", DC_FIELD_MONEY, true, AT(amount), "", ""},
    {"TaxTotal", DC_FIELD_MONEY, false, AT(tax), "", ""},
    {"InvoiceAmountDue", DC_FIELD_MONEY, true, AT(open), "", ""},
    {"Currency", DC_FIELD_CURRENCY, false, AT(currency), "", ""},
    {"Type", DC_FIELD_TEXT, false, AT(kind), "", ""},
    {"Status", DC_FIELD_TEXT, false, AT(status), "", ""},
};

/* Transactions of NetSuite: amounts in the currency of the row stand beside those in one's own. */
static const dc_column netsuite_columns[] = {
    {"Document Number", DC_FIELD_NAME, true, AT(invoice), "", ""},
    {"Name", DC_FIELD_NAME, true, AT(customer), "", "Customer|Entity"},
    {"Date", DC_FIELD_DATE, true, AT(issued), "", ""},
    {"Due Date", DC_FIELD_DATE, false, AT(due), "", ""},
    {"Amount (Foreign Currency)", DC_FIELD_MONEY, true, AT(amount), "", ""},
    {"Amount Remaining (Foreign Currency)", DC_FIELD_MONEY, false, AT(open), "", ""},
    {"Currency", DC_FIELD_CURRENCY, true, AT(currency), "", ""},
    {"Date Closed", DC_FIELD_DATE, false, AT(paid), "", ""},
    {"Type", DC_FIELD_TEXT, false, AT(kind), "", "Transaction Type"},
};

/* The bookings of a year, as French law has every accounting program export them (FEC, article
 * A. 47 A-1 of the Livre des procédures fiscales): 411 are customers, 416 doubtful ones.  An
 * amount stands in Debit or Credit, or in Montant with its Sens. */
static const dc_column fec_columns[] = {
    {"PieceRef", DC_FIELD_NAME, false, AT(invoice), "", ""},
    {"CompAuxNum", DC_FIELD_NAME, false, AT(customer), "", ""},
    {"CompAuxLib", DC_FIELD_TEXT, false, AT(customer_name), "", ""},
    {"CompteNum", DC_FIELD_NAME, true, AT(account), "", "", .only = "411|416"},
    {"CompteLib", DC_FIELD_TEXT, false, AT(account_name), "", ""},
    {"PieceDate", DC_FIELD_DATE, false, AT(issued), "", ""},
    {"EcritureDate", DC_FIELD_DATE, true, AT(entered), "", ""},
    {"Debit", DC_FIELD_MONEY, false, AT(debit), "", ""},
    {"Credit", DC_FIELD_MONEY, false, AT(credit), "", ""},
    {"Montant", DC_FIELD_MONEY, false, AT(amount), "", ""},
    {"Sens", DC_FIELD_TEXT, false, AT(side), "", ""},
    {"JournalCode", DC_FIELD_NAME, false, AT(booking), "", ""},
    {"JournalLib", DC_FIELD_NAME, false, AT(booking), "", ""},
    {"EcritureNum", DC_FIELD_NAME, false, AT(booking), "", ""},
    {"EcritureLet", DC_FIELD_NAME, false, AT(booking), "", ""},
};

#define COLUMNS(table) .columns = table, .count = sizeof table / sizeof table[0]
#define DAY_FIRST      (1u << DC_DATE_DAY_FIRST | 1u << DC_DATE_DAY_MONTH_NAME)

/* Tried in this order by "auto"; the canonical layout takes what no other knows. */
static const dc_format formats[] = {
    {.name = "ibm",
     .about = "IBM's sample of customer invoices, dates month first",
     .about_chinese = "IBM客户发票样例，日期月在前",
     .fingerprint = "invoiceNumber|customerID|InvoiceDate|SettledDate",
     COLUMNS(ibm_columns),
     .styles = 1u << DC_DATE_MONTH_FIRST},
    {.name = "highradius",
     .about = "open receivables with cust_number, due_in_date, total_open_amount",
     .about_chinese = "含cust_number、due_in_date、total_open_amount的未结应收",
     .fingerprint = "cust_number|due_in_date|baseline_create_date|total_open_amount",
     COLUMNS(highradius_columns),
     .number_ids = true},
    {.name = "highradius-usd",
     .about = "the same with amounts converted to dollars (converted_usd)",
     .about_chinese = "同上，金额已折算为美元（converted_usd）",
     .fingerprint = "cust_number|due_in_date|baseline_create_date|converted_usd",
     COLUMNS(highradius_usd_columns),
     .currency = "USD",
     .number_ids = true,
     .computed = true},
    {.name = "cassandra-raw",
     .about = "bills without numbers, with Outstanding and Number_of_Days_until_Payment",
     .about_chinese = "无编号账单，含Outstanding与Number_of_Days_until_Payment",
     .fingerprint = "Vendor_Name|Invoice_Date|Outstanding|Number_of_Days_until_Payment",
     COLUMNS(waiting_columns),
     .styles = DAY_FIRST,
     .no_id = true},
    {.name = "business-central",
     .about = "customer ledger entries of Business Central and NAV",
     .about_chinese = "Business Central与NAV的客户分类账分录",
     .fingerprint = "Document No.|Customer No.|Remaining Amount",
     COLUMNS(ledger_columns)},
    {.name = "business-central-de",
     .about = "the same with German headings: Belegnr., Debitorennr., Restbetrag",
     .about_chinese = "同上，德文列名：Belegnr.、Debitorennr.、Restbetrag",
     .fingerprint = "Belegnr.|Debitorennr.|Restbetrag",
     COLUMNS(ledger_columns)},
    {.name = "xero",
     .about = "invoices of Xero with a row for each item, each counted once",
     .about_chinese = "Xero发票，每个明细一行，每张只计一次",
     .fingerprint = "ContactName|InvoiceNumber|LineAmount|Total|InvoiceAmountDue",
     COLUMNS(xero_columns),
     .item_rows = true},
    {.name = "netsuite",
     .about = "transactions of NetSuite with Amount (Foreign Currency)",
     .about_chinese = "NetSuite交易，含Amount (Foreign Currency)",
     .fingerprint = "Document Number|Amount (Foreign Currency)|Currency",
     COLUMNS(netsuite_columns)},
    {.name = "fec",
     .about =
         "French FEC (fichier des écritures comptables): accounts 411 and 416, by their letters",
     .about_chinese = "法国FEC（会计分录文件）：科目411和416，按核销号匹配",
     .fingerprint =
         "JournalCode|EcritureNum|EcritureDate|CompteNum|CompAuxNum|PieceRef|EcritureLet",
     COLUMNS(fec_columns),
     .styles = 1u << DC_DATE_ISO,
     .currency = "EUR",
     .journal = true,
     .terms_days = 30},
    {.name = "canonical",
     .about = "invoice, customer, issued, due, amount ... and their usual other names",
     .about_chinese = "invoice、customer、issued、due、amount等列及其常见别名",
     .fingerprint = ""},
};
enum { FORMAT_COUNT = sizeof formats / sizeof formats[0] };

size_t dc_formats_count(void)
{
    return FORMAT_COUNT;
}

dc_format_info dc_formats_at(size_t index)
{
    assert(index < FORMAT_COUNT);
    return (dc_format_info){formats[index].name, formats[index].about,
                            formats[index].about_chinese};
}

static bool fits(const dc_format *format, const dc_table *table)
{
    const char *at = format->fingerprint;
    bool        all = true;

    while (all && *at) {
        size_t length = strcspn(at, "|");
        char  *name = dc_heap_alloc(length + 1, 1);

        memcpy(name, at, length);
        all = dc_table_has(table, name);
        free(name);
        at += length + (at[length] == '|');
    }
    return all;
}

bool dc_format_is_known(const dc_table *table)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (*formats[i].fingerprint && fits(&formats[i], table))
            return true;
    return false;
}

const dc_format *dc_format_find(const char *name, const dc_table *table, dc_issues *issues)
{
    bool        automatic = strcmp(name, "auto") == 0;
    const char *names[FORMAT_COUNT];
    size_t      nearest;

    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (automatic ? fits(&formats[i], table) : strcmp(name, formats[i].name) == 0)
            return &formats[i];
        names[i] = formats[i].name;
    }
    nearest = dc_nearest(name, names, FORMAT_COUNT);
    dc_issues_add(issues, DC_ISSUE_UNKNOWN_FORMAT, &(dc_place){0}, name,
                  nearest < FORMAT_COUNT ? names[nearest] : "auto", NULL);
    return NULL;
}

const char *dc_format_column(const dc_format *format, size_t offset)
{
    for (size_t i = 0; i < format->count; i++)
        if (format->columns[i].offset == offset)
            return format->columns[i].name;
    return NULL;
}
