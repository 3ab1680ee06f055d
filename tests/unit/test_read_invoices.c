#include "support/expect.h"

#include <stdio.h>
#include <string.h>

#include "support/book_files.h"

static void a_row_becomes_a_claim(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = book_of_invoices(
          "invoice,part,customer,issued,due,amount,currency,tax,entered,disputed,segment\n"
            "A-1,1,acme,2024-01-10,2024-02-09,1190.00,EUR,190.00,2024-01-12,yes,retail\n",
          "2024-01-31", issues);

    assert_no_issues(issues, DC_NOTE);
    assert_int_equal(book->claims.count, 1);
    assert_string_equal(book->claims.invoice[0], "A-1");
    assert_string_equal(dc_claim_part(&book->claims, 0), "1");
    assert_string_equal(dc_claim_segment(&book->claims, 0), "retail");
    assert_date_equal(book->claims.entered[0], "2024-01-12");
    assert_date_equal(book->claims.closed[0], "");
    assert_money_equal(book->claims.amount[0], "1190.00");
    assert_money_equal(book->claims.tax[0], "190.00");
    assert_money_equal(book->claims.open[0], "1190.00");
    assert_true(book->claims.disputed[0]);
    assert_int_equal(book->claims.line[0], 2);
    assert_false(book->has_history);
    dc_book_free(book);
    dc_issues_free(issues);
}

static void what_was_paid_is_an_event(void **state)
{
    (void)state;
    static const struct {
        const char *paid, *open, *left, *event; /* event "": none */
    } cases[] = {
        {"2024-02-05", "", "0.00", "100.00"},
        {"2024-02-05", "0", "0.00", "100.00"},
        {"2024-02-05", "40", "40.00", "60.00"},
        {"", "40", "40.00", "60.00"},
        {"", "", "100.00", ""},
        {"", "100", "100.00", ""},
        {"2024-04-20", "", "100.00", ""}, /* after the as-of date: not known yet */
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        char       text[200];
        dc_book   *book;

        snprintf(text, sizeof text,
                 "invoice,customer,issued,due,amount,paid,open\n"
                 "A-1,acme,2024-01-10,2024-02-09,100.00,%s,%s\n",
                 cases[i].paid, cases[i].open);
        book = book_of_invoices(text, "2024-02-10", issues);
        assert_no_issues(issues, DC_WARNING);
        assert_money_equal(book->claims.open[0], cases[i].left);
        assert_int_equal(book->events.count, *cases[i].event ? 1 : 0);
        if (*cases[i].event) {
            assert_money_equal(book->events.amount[0], cases[i].event);
            assert_date_equal(book->events.date[0], *cases[i].paid ? cases[i].paid : "2024-02-10");
        }
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

static void credits_and_money_on_account_are_negative(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = book_of_invoices("invoice,customer,issued,due,amount,kind,open\n"
                                         "A-1,acme,2024-01-10,2024-02-09,1000.00,,\n"
                                         "A-2,acme,2024-01-11,2024-02-09,-50.00,,-20.00\n"
                                         "A-3,acme,2024-01-12,2024-02-09,30.00,credit,10.00\n"
                                         "A-4,acme,2024-01-13,2024-02-09,7.00,unapplied,\n",
                                       "2024-01-31", issues);

    assert_no_issues(issues, DC_WARNING);
    assert_int_equal(book->claims.kind[1], DC_CLAIM_CREDIT);
    assert_money_equal(book->claims.open[1], "-20.00");
    assert_money_equal(book->claims.amount[2], "-30.00");
    assert_money_equal(book->claims.open[2], "-10.00");
    assert_int_equal(book->claims.kind[3], DC_CLAIM_UNAPPLIED);
    assert_money_equal(dc_book_receivables(book), "970.00");
    assert_money_equal(dc_book_credits(book), "-30.00");
    assert_money_equal(dc_book_unapplied(book), "-7.00");
    assert_money_equal(dc_book_ledger(book), "963.00");
    dc_book_free(book);
    dc_issues_free(issues);
}

static void a_dispute_blocks_all_or_a_part(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book =
        book_of_invoices("invoice,customer,issued,due,amount,disputed,disputed_amount,blocks\n"
                         "A-1,acme,2024-01-10,2024-02-09,100.00,yes,30.00,part\n"
                         "A-2,acme,2024-01-10,2024-02-09,100.00,yes,30.00,all\n"
                         "A-3,acme,2024-01-10,2024-02-09,100.00,yes,,part\n"
                         "A-4,acme,2024-01-10,2024-02-09,100.00,,30.00,\n"
                         "A-5,acme,2024-01-10,2024-02-09,100.00,no,,\n"
                         "A-6,acme,2024-01-10,2024-02-09,100.00,yes,130.00,part\n",
                         "2024-03-31", issues);
    static const bool disputed[] = {true, true, true, true, false};
    assert_int_equal(book->claims.count, 5);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(book->claims.disputed[i], disputed[i]);
        assert_int_equal(book->claims.disputed_part[i].minor, i == 0 ? 3000 : 0);
    }
    assert_issue(issues, DC_ISSUE_DISPUTED_BEYOND, 7);
    dc_book_free(book);
    dc_issues_free(issues);
}

static void rows_that_contradict_themselves_are_rejected(void **state)
{
    (void)state;
    static const struct {
        const char   *row;
        dc_issue_kind kind;
    } cases[] = {
        {"A-2,acme,2024-01-10,,100.00,,,", DC_ISSUE_NO_DUE},
        {"A-2,acme,2024-01-10,2024-02-09,100.00,,150.00,", DC_ISSUE_OPEN_BEYOND},
        {"A-2,acme,2024-01-10,2024-02-09,100.00,,-1,", DC_ISSUE_OPEN_BEYOND},
        {"A-2,acme,2024-01-10,2024-02-09,100.00,2024-01-20,100.00,", DC_ISSUE_PAID_BUT_OPEN},
        {"A-2,acme,2024-01-10,2024-02-09,100.00,,,120.00", DC_ISSUE_TAX_BEYOND},
        {"A-2,acme,2024-01-10,2024-02-09,0,,,", DC_ISSUE_ZERO_AMOUNT},
        {"A-2,acme,2024-01-10,2024-02-09,12.345,,,", DC_ISSUE_SURPLUS_DECIMALS},
        {"A-1,acme,2024-01-11,2024-02-09,5,,,", DC_ISSUE_DUPLICATE_CLAIM},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        char       text[300];
        dc_book   *book;

        snprintf(text, sizeof text,
                 "invoice,customer,issued,due,amount,paid,open,tax\n"
                 "A-1,acme,2024-01-10,2024-02-09,100.00,,,\n%s\n",
                 cases[i].row);
        book = book_of_invoices(text, "2024-03-31", issues);
        assert_issue(issues, cases[i].kind, 3);
        assert_int_equal(book->claims.count, 1);
        assert_int_equal(book->files[0].rows_read, 2);
        assert_int_equal(book->files[0].rows_used, 1);
        assert_int_equal(book->files[0].rows_rejected, 1);
        assert_int_equal(book->reject_count, 1);
        assert_string_equal(book->rejects[0].text, cases[i].row);
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

/* Goal: the share of value that was rejected never looks smaller than it is. */
static void a_rejected_row_is_worth_what_its_digits_say(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        double      worth;
        size_t      unknown;
    } cases[] = {
        {"12.3456789", 12.35, 0}, /* in hundredths */
        {"12345678901234567.89", 12345678901234567.89, 0},
        {"-1234567890123456789012", 1234567890123456789012., 0},
        {"1234567890123456789012345", 0, 1}, /* no amount has so many digits */
        {"twelve", 0, 1},
        {"", 0, 1},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        char       text[200];
        dc_book   *book;

        snprintf(text, sizeof text,
                 "invoice,customer,issued,due,amount\n"
                 "A-1,acme,2024-01-10,2024-02-09,100.00\nA-2,acme,2024-01-10,2024-02-09,%s\n",
                 cases[i].cell);
        book = book_of_invoices(text, "", issues);
        assert_int_equal(book->files[0].rows_rejected, 1);
        assert_int_equal(book->files[0].rows_worth_unknown, cases[i].unknown);
        assert_double_close(book->files[0].worth_rejected, cases[i].worth, 1e-9 * cases[i].worth);
        assert_double_close(book->files[0].worth_read, 100 + cases[i].worth,
                            1e-9 * (100 + cases[i].worth));
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

static void strange_rows_are_used_with_a_warning(void **state)
{
    (void)state;
    static const struct {
        const char   *row;
        dc_issue_kind kind;
    } cases[] = {
        {"A-1,acme,2024-01-10,2024-01-09,100.00,", DC_ISSUE_DUE_BEFORE_ISSUED},
        {"A-1,acme,2024-01-10,2024-02-09,100.00,2024-01-02", DC_ISSUE_PREPAID},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        char       text[200];
        dc_book   *book;

        snprintf(text, sizeof text, "invoice,customer,issued,due,amount,paid\n%s\n", cases[i].row);
        book = book_of_invoices(text, "2024-03-31", issues);
        assert_issue(issues, cases[i].kind, 2);
        assert_no_issues(issues, DC_ERROR);
        assert_int_equal(book->claims.count, 1);
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

static void the_due_date_comes_from_the_nearest_terms(void **state)
{
    (void)state;
    dc_issues  *issues = dc_issues_new();
    book_files *files = book_files_new();
    dc_book    *book;

    book_files_write(files, "book.yaml", "default_terms: net 10\n");
    book_files_write(files, "customers.csv", "customer,terms\nacme,net 20\n");
    book_files_write(files, "invoices.csv",
                     "invoice,customer,issued,due,amount,terms\n"
                     "A-1,acme,2024-01-01,2024-01-06,1.00,net 30\n"
                     "A-2,acme,2024-01-02,,1.00,net 30\n"
                     "A-3,acme,2024-01-03,,1.00,\n"
                     "B-1,birch,2024-01-04,,1.00,\n");
    book = book_files_read(files, "", issues);
    assert_date_equal(book->claims.due[0], "2024-01-06");
    assert_date_equal(book->claims.due[1], "2024-02-01");
    assert_date_equal(book->claims.due[2], "2024-01-23");
    assert_date_equal(book->claims.due[3], "2024-01-14");
    dc_book_free(book);
    book_files_free(files);
    dc_issues_free(issues);
}

static void which_of_two_rows_is_used_does_not_depend_on_their_order(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "invoice,customer,issued,due,amount\nA-1,acme,2024-01-10,2024-02-09,1.00\n"
        "A-1,acme,2024-01-10,2024-02-09,2.00\n",
        "invoice,customer,issued,due,amount\nA-1,acme,2024-01-10,2024-02-09,2.00\n"
        "A-1,acme,2024-01-10,2024-02-09,1.00\n"};

    for (size_t i = 0; i < 2; i++) {
        dc_issues *issues = dc_issues_new();
        dc_book   *book = book_of_invoices(texts[i], "2024-03-31", issues);

        assert_money_equal(book->claims.amount[0], "1.00");
        assert_issue(issues, DC_ISSUE_DUPLICATE_CLAIM, i == 0 ? 3 : 2);
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

static void a_known_sample_is_recognised_by_its_columns(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = book_of_invoices(
          "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,"
            "Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate\n"
            "391,X-1,4/6/2013,1,1/2/2013,2/1/2013,55.94,No,1/8/2013,Paper,6,0\n"
            "391,X-1,4/6/2013,2,1/3/2013,2/2/2013,10.00,Yes,,Paper,,\n",
          "", issues);

    assert_no_issues(issues, DC_WARNING);
    assert_string_equal(book->files[0].format, "ibm");
    assert_date_equal(book->as_of, "2013-01-08");
    assert_string_equal(book->as_of_source, "invoices.csv: SettledDate");
    assert_string_equal(book->customers.country[0], "391");
    assert_true(book->claims.disputed[1]);
    dc_book_free(book);
    dc_issues_free(issues);
}

static void ids_that_went_through_a_float_are_one_customer(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = book_of_invoices(
          ",cust_number,name_customer,clear_date,doc_id,posting_date,due_in_date,"
            "baseline_create_date,converted_usd\n"
            "0,0140105686,SYSC llc,2020-07-01,2960623488.0,2020-03-30,2020-04-10,2020-03-31,"
            "2309.7899999999995\n"
            "1,140105686,SYSC co,,1930659387,2020-03-19,2020-04-03,2020-03-19,10112.654999999999\n"
            "2,CCU013,KRAFT,,1,2020-03-19,2020-04-03,2020-03-19,3.00\n",
          "", issues);

    assert_string_equal(book->files[0].format, "highradius-usd");
    assert_int_equal(book->customers.count, 2);
    assert_string_equal(book->customers.id[0], "140105686");
    assert_string_equal(book->customers.name[0], "SYSC co");
    assert_string_equal(book->claims.invoice[0], "1930659387");
    assert_money_equal(book->claims.amount[0], "10112.65");
    assert_money_equal(book->claims.amount[1], "2309.79");
    assert_int_equal(book->files[0].rounded, 2);
    assert_date_equal(book->as_of, "2020-03-31"); /* never the predicted clear_date */
    dc_book_free(book);
    dc_issues_free(issues);
}

#define WAITING_HEAD                                                                               \
    "Description,Vendor_Name,Created,Invoice_Date,Due_Date,Amount,Settled,Outstanding,"            \
    "Number_of_Days_until_Payment\n"

static void bills_without_numbers_are_named_by_their_cells(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = book_of_invoices(
          WAITING_HEAD "Paper,Ada,26-04-2011 11:50,26-Apr-11,26-May-11,100.00,100.00,0.0,13\n"
                         "Copies,Bea,27-08-2011 09:39,23-Aug-11,22-Sep-11,1801.98,901.98,900.0,4\n"
                         "Copies,Bea,27-08-2011 09:39,23-Aug-11,22-Sep-11,1801.98,901.98,900.0,4\n"
                         "Ink,Cem,20-08-2011 10:00,20-Aug-11,22-Sep-11,10.00,0.0,10.0,\n",
          "", issues);

    assert_string_equal(book->files[0].format, "cassandra-raw");
    assert_issue(issues, DC_ISSUE_DUPLICATE_ROWS, 0);
    assert_int_equal(book->claims.count, 4);
    assert_date_equal(book->claims.closed[0], "2011-05-09");
    assert_string_equal(book->claims.invoice[2] + strlen(book->claims.invoice[1]), "-2");
    assert_money_equal(dc_book_receivables(book), "1810.00");
    assert_date_equal(book->as_of, "2011-08-27");
    dc_book_free(book);
    dc_issues_free(issues);
}

static void equal_rows_may_be_dropped(void **state)
{
    (void)state;
    static const char *const texts[] = {
        WAITING_HEAD "Copies,Bea,27-08-2011 09:39,23-Aug-11,22-Sep-11,1.00,0,1.00,\n"
                     "Copies,Bea,27-08-2011 09:39,23-Aug-11,22-Sep-11,1.00,0,1.00,\n",
        "invoice,customer,issued,due,amount\nA-1,acme,2011-08-20,2011-08-29,1.00\n"
        "A-1,acme,2011-08-20,2011-08-29,1.00\n"};

    for (size_t i = 0; i < 2; i++) {
        dc_read_options options = DC_READ_OPTIONS_INIT;
        dc_issues      *issues = dc_issues_new();
        book_files     *files = book_files_new();
        dc_book        *book;

        options.drop_duplicates = true;
        book_files_write(files, "invoices.csv", texts[i]);
        assert_int_equal(dc_book_read(&book, book_files_directory(files), &options, issues), DC_OK);
        assert_issue(issues, DC_ISSUE_DUPLICATES_DROPPED, 0);
        assert_int_equal(book->claims.count, 1);
        assert_int_equal(book->files[0].rows_used, 1);
        assert_int_equal(book->files[0].rows_rejected, 0);
        assert_int_equal(book->files[0].rows_dropped, 1);
        dc_book_free(book);
        book_files_free(files);
        dc_issues_free(issues);
    }
}

/* One invoice in the words and signs of other systems. */
static void headings_and_words_of_other_systems_are_known(void **state)
{
    (void)state;
    static const struct {
        const char *text, *amount, *open;
        int         kind;
    } cases[] = {
        {"Debitor;Belegnummer;Belegart;Belegdatum;Nettofälligkeit;Betrag in Hauswährung\n"
         "0000100010;1800000001;RV;31.01.2024;01.03.2024;1.234,56\n",
         "1234.56", "1234.56", DC_CLAIM_INVOICE},
        {"Debitor;Belegnummer;Belegart;Belegdatum;Nettofälligkeit;Betrag in Hauswährung\n"
         "0000100010;1800000001;DG;31.01.2024;31.01.2024;1.234,56-\n",
         "-1234.56", "-1234.56", DC_CLAIM_CREDIT},
        {"Konto;Rechnungsnummer;Datum;Fälligkeit;Betrag;S/H;Offener Betrag\n"
         "10001;A-1;31.01.2024;01.03.2024;100,00;H;40,00\n",
         "-100.00", "-40.00", DC_CLAIM_CREDIT},
        {"Konto;Rechnungsnummer;Datum;Fälligkeit;Betrag Soll;Betrag Haben;Saldo\n"
         "10001;A-1;31.01.2024;01.03.2024;;100,00;100,00\n",
         "-100.00", "-100.00", DC_CLAIM_CREDIT},
        {"Date,Journal Entry,Partner,Due Date,Debit,Credit,Balance,Residual Amount\n"
         "2024-01-31,INV/1,Acme,2024-03-01,100.00,0.00,100.00,30.00\n",
         "100.00", "30.00", DC_CLAIM_INVOICE},
        {"Date,Transaction type,Num,Customer,Due date,Amount,Open balance\n"
         "01/31/2024,Credit Memo,1001,Acme,03/01/2024,($1234.00),($34.00)\n",
         "-1234.00", "-34.00", DC_CLAIM_CREDIT},
        {"Factuurnummer;Debiteurnummer;Factuurdatum;Vervaldatum;Bedrag;Openstaand bedrag\n"
         "F1;10;31-01-2024;01-03-2024;-1.234,50;-1.234,50\n",
         "-1234.50", "-1234.50", DC_CLAIM_CREDIT},
        {"N° facture;Code client;Date facture;Date d'échéance;Montant TTC;Reste à payer\n"
         "F1;C1;31/01/2024;01/03/2024;1 234,50;0,50\n",
         "1234.50", "0.50", DC_CLAIM_INVOICE},
        {"客户编码,单据类型,发票号,开票日期,到期日,币种,价税合计,未核销余额\n"
         "C1,收款单,1,2024年1月31日,2024年3月1日,人民币,¥50.00,¥50.00\n",
         "-50.00", "-50.00", DC_CLAIM_UNAPPLIED},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        dc_book   *book = book_of_invoices(cases[i].text, "2024-03-31", issues);

        assert_no_issues(issues, DC_ERROR);
        assert_int_equal(book->claims.count, 1);
        assert_money_equal(book->claims.amount[0], cases[i].amount);
        assert_money_equal(book->claims.open[0], cases[i].open);
        assert_int_equal(book->claims.kind[0], cases[i].kind);
        assert_date_equal(book->claims.issued[0], "2024-01-31");
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

static void credits_and_payments_need_no_due_date(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = book_of_invoices("invoice,customer,issued,due,amount,kind\n"
                                         "A-1,acme,2024-01-10,,-10.00,credit\n"
                                         "A-2,acme,2024-01-11,,-20.00,unapplied\n"
                                         "A-3,acme,2024-01-12,2024-02-11,5.00,\n",
                                       "2024-01-31", issues);

    assert_no_issues(issues, DC_WARNING);
    assert_date_equal(book->claims.due[0], "2024-01-10");
    assert_money_equal(dc_book_ledger(book), "-25.00");
    dc_book_free(book);
    dc_issues_free(issues);
}

static void without_amounts_what_is_open_is_taken(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = book_of_invoices("Customer,Type,Date,Document Number,Due Date,Open Balance\n"
                                         "Acme,,,,,\n"
                                         ",Invoice,2024-01-31,1,2024-03-01,70.00\n"
                                         "Total - Acme,,,,,70.00\n",
                                       "2024-03-31", issues);

    assert_issue(issues, DC_ISSUE_AMOUNT_IS_OPEN, 1);
    assert_issue(issues, DC_ISSUE_ROWS_APART, 2);
    assert_int_equal(book->files[0].rows_read, 1);
    assert_string_equal(book->customers.id[0], "Acme");
    assert_money_equal(book->claims.amount[0], "70.00");
    assert_money_equal(dc_book_ledger(book), "70.00");
    dc_book_free(book);
    dc_issues_free(issues);
}

/* Amounts in one's own currency beside the currency of the document are not in the latter. */
static void amounts_are_in_the_currency_that_is_theirs(void **state)
{
    (void)state;
    static const struct {
        const char *text, *currency;
        bool        is_told;
    } cases[] = {
        {"Debitor;Belegnr;Belegdatum;Fälligkeit;Betrag in Hauswährung;Währung\n"
         "1;2;31.01.2024;01.03.2024;92,00;USD\n",
         "XXX", true},
        {"Debitor;Belegnr;Belegdatum;Fälligkeit;Betrag in Hauswährung;Währung;Hauswährung\n"
         "1;2;31.01.2024;01.03.2024;92,00;USD;EUR\n",
         "EUR", false},
        {"Document Number,Name,Date,Due Date,Currency,Amount,Amount (Foreign Currency)\n"
         "1,Acme,2024-01-31,2024-03-01,GBP,130.00,92.00\n",
         "GBP", false},
        {"invoice,customer,issued,due,amount\n1,a,2024-01-31,2024-03-01,92.00 €\n", "EUR", false},
        {"invoice,customer,issued,due,amount\n1,a,2024-01-31,2024-03-01,£92.00\n", "GBP", false},
        {"invoice,customer,issued,due,amount\n1,a,2024-01-31,2024-03-01,$92.00\n", "USD", false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        dc_book   *book = book_of_invoices(cases[i].text, "2024-03-31", issues);

        assert_money_equal(book->claims.amount[0], "92.00");
        assert_string_equal(book->currencies[book->claims.currency[0]].code, cases[i].currency);
        if (cases[i].is_told)
            assert_issue(issues, DC_ISSUE_OWN_CURRENCY, 1);
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

static void open_may_say_yes_or_no_beside_what_remains(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = book_of_invoices(
          "Posting Date,Document Date,Document Type,Document No.,Customer No.,Original Amount,"
            "Remaining Amount,Due Date,Open,Closed at Date\n"
            "1/15/2024,1/14/2024,Invoice,I-1,C1,100.00,40.00,2/14/2024,Yes,\n"
            "2/20/2024,2/20/2024,Payment,P-1,C1,-60.00,0.00,2/20/2024,No,2/20/2024\n",
          "2024-02-29", issues);

    assert_no_issues(issues, DC_WARNING);
    assert_string_equal(book->files[0].format, "business-central");
    assert_int_equal(book->claims.count, 2);
    assert_money_equal(dc_book_receivables(book), "40.00");
    assert_money_equal(dc_book_ledger(book), "40.00");
    dc_book_free(book);
    dc_issues_free(issues);
}

static void items_of_an_invoice_are_one_invoice(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = book_of_invoices(
          "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountDue,LineAmount,"
            "Currency,Type\n"
            "Acme,I-1,2024-01-31,2024-03-01,100.00,60.00,70.00,GBP,Sales invoice\n"
            "Acme,I-1,2024-01-31,2024-03-01,100.00,60.00,30.00,GBP,Sales invoice\n"
            "Acme,I-2,2024-01-31,2024-03-01,10.00,10.00,10.00,GBP,Sales invoice\n"
            "Acme,I-2,2024-01-31,2024-03-01,20.00,20.00,10.00,GBP,Sales invoice\n",
          "2024-03-31", issues);

    assert_issue(issues, DC_ISSUE_ITEM_ROWS, 0);
    assert_issue(issues, DC_ISSUE_DUPLICATE_CLAIM, 5);
    assert_int_equal(book->files[0].rows_read, 3);
    assert_int_equal(book->files[0].rows_used, 2);
    assert_true(book->files[0].worth_read == 130.0);
    assert_money_equal(dc_book_ledger(book), "70.00");
    dc_book_free(book);
    dc_issues_free(issues);
}

/* A payment that came back stands with the other sign where payments are below 0; a file without
 * signs tells by its words alone. */
static void payments_above_zero_are_owed_where_others_are_below(void **state)
{
    (void)state;
    static const struct {
        const char *rows, *ledger, *unapplied;
        bool        is_told;
    } cases[] = {
        {"1,a,2024-01-31,-50,DZ,COD\n2,a,2024-01-31,-20,DG,COD\n3,a,2024-01-31,30,DZ,COD\n",
         "-40.00", "-50.00", true},
        {"1,a,2024-01-31,50,DZ,COD\n2,a,2024-01-31,20,DG,COD\n3,a,2024-01-31,30,DZ,COD\n",
         "-100.00", "-80.00", false},
        {"1,a,2024-01-31,-50,DZ,COD\n2,a,2024-01-31,-20,AB,COD\n3,a,2024-01-31,50,DZ,COD\n",
         "-20.00", "-50.00", true},
        {"1,a,2024-01-31,50,DZ,COD\n2,a,2024-01-31,20,AB,COD\n", "-30.00", "-50.00", false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        char       text[200];
        dc_book   *book;

        snprintf(text, sizeof text, "invoice,customer,issued,amount,type,terms\n%s", cases[i].rows);
        book = book_of_invoices(text, "2024-02-20", issues);
        assert_money_equal(dc_book_ledger(book), cases[i].ledger);
        assert_money_equal(dc_book_unapplied(book), cases[i].unapplied);
        if (cases[i].is_told)
            assert_issue(issues, DC_ISSUE_CREDITS_ABOVE, 4);
        else
            assert_issue(issues, DC_ISSUE_CREDITS_TURNED, 2);
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_becomes_a_claim),
        cmocka_unit_test(what_was_paid_is_an_event),
        cmocka_unit_test(credits_and_money_on_account_are_negative),
        cmocka_unit_test(a_dispute_blocks_all_or_a_part),
        cmocka_unit_test(rows_that_contradict_themselves_are_rejected),
        cmocka_unit_test(a_rejected_row_is_worth_what_its_digits_say),
        cmocka_unit_test(strange_rows_are_used_with_a_warning),
        cmocka_unit_test(the_due_date_comes_from_the_nearest_terms),
        cmocka_unit_test(which_of_two_rows_is_used_does_not_depend_on_their_order),
        cmocka_unit_test(a_known_sample_is_recognised_by_its_columns),
        cmocka_unit_test(ids_that_went_through_a_float_are_one_customer),
        cmocka_unit_test(bills_without_numbers_are_named_by_their_cells),
        cmocka_unit_test(equal_rows_may_be_dropped),
        cmocka_unit_test(headings_and_words_of_other_systems_are_known),
        cmocka_unit_test(credits_and_payments_need_no_due_date),
        cmocka_unit_test(without_amounts_what_is_open_is_taken),
        cmocka_unit_test(amounts_are_in_the_currency_that_is_theirs),
        cmocka_unit_test(open_may_say_yes_or_no_beside_what_remains),
        cmocka_unit_test(items_of_an_invoice_are_one_invoice),
        cmocka_unit_test(payments_above_zero_are_owed_where_others_are_below),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
