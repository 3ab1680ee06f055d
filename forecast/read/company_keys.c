/* company_keys.c - the keys of book.yaml. */
#include "company.h"

#define AT(member)      offsetof(company_values, member)
#define TEXT(at)        KEY_TEXT, AT(at), 0, 0, ""
#define MONEY(at)       KEY_MONEY, AT(at), 0, 0, ""
#define AMOUNT(at)      KEY_AMOUNT, AT(at), 0, 0, ""
#define ITEMS(at)       KEY_ITEMS, AT(at), 0, 0, ""
#define DAYS(at, a, b)  KEY_DAYS, AT(at), a, b, ""
#define SHARE(at, a, b) KEY_SHARE, AT(at), a, b, ""

/* clang-format off */
const company_key dc_company_keys[] = {
    {"company", "name", TEXT(company.name), "name of the company, for titles and letters"},
    {"company", "address", TEXT(company.address), "for letters"},
    {"company", "contact", TEXT(company.contact), "who answers questions about a letter"},
    {"company", "bank", TEXT(company.bank), "account to pay to, for letters"},
    {"company", "signatory", TEXT(company.signatory), "who signs formal letters"},
    {"company", "size", KEY_CHOICE, AT(company.size), 0, 0, "sme, large",
     "how large the company is: some laws on late payment protect the small"},
    {"", "country", TEXT(company.country), "country of the company"},
    {"", "currency", TEXT(currency), "book currency, ISO 4217; else the data's"},
    {"", "as_of", KEY_DATE, AT(as_of), 0, 0, "",
     "last day of known facts; else the newest issue, entry or payment date"},
    {"", "cash", KEY_CASH, AT(company.cash), 0, 0, "",
     "cash on the as-of date: one amount, or a list of accounts with name and balance"},
    {"", "restricted_cash", AMOUNT(company.restricted_cash), "part of cash that must not be used"},
    {"", "minimum_cash", AMOUNT(company.minimum_cash), "least cash to hold"},
    {"credit_line", "limit", AMOUNT(company.line_limit), "most that may be drawn"},
    {"credit_line", "rate", SHARE(company.line_rate, 0, 1), "interest a year, such as 7%"},
    {"credit_line", "drawn", AMOUNT(company.line_drawn), "drawn on the as-of date"},
    {"", "inventory", AMOUNT(company.inventory), "inventory at cost"},
    {"", "payables", AMOUNT(company.payables), "open supplier bills, where bills.csv is not kept"},
    {"working_capital", "cost_of_sales", AMOUNT(company.cost_of_sales),
     "cost of what was sold in the last 12 months, without tax; else gross_margin tells"},
    {"working_capital", "purchases", AMOUNT(company.purchases),
     "bills of suppliers in the last 12 months, tax included, where bills.csv is shorter"},
    {"working_capital", "other_receivables", ITEMS(company.other_receivables),
     "other operating receivables: tax to recover, a factor, insurers; an amount, or a list of "
     "items with name and balance"},
    {"working_capital", "other_payables", ITEMS(company.other_payables),
     "other operating payables: sales tax, payroll, deferred income; likewise"},
    {"working_capital", "days_in_year", KEY_CHOICE, AT(company.days_in_year), 0, 0, "365, 360",
     "days that 12 months count in days of sales and of cost"},
    {"", "gross_margin", SHARE(company.gross_margin, -1, 1),
     "share of sales left after their cost"},
    {"", "tax_rate", SHARE(company.tax_rate, 0, 1), "tax on profit"},
    {"", "calendar", TEXT(company.calendar),
     "days banks are open: none, weekends, target, or a CSV file of holidays"},
    {"", "default_terms", KEY_TERMS, AT(company.default_terms), 0, 0, "",
     "for invoices without due date, such as net 30"},
    {"", "late_payment_clause", TEXT(company.late_payment_clause), "quoted in letters"},
    {"late_interest", "law", KEY_CHOICE, AT(company.late_law), 0, 0, "eu, fr, de, uk, cn, none",
     "whose interest on late payment letters tell; else by the country of the company"},
    {"late_interest", "rate", SHARE(company.late_rate, 0, 1),
     "interest a year that was agreed with customers, in place of the law's"},
    {"late_interest", "reference_rates", KEY_LIST, 0, 0, 0, "",
     "newer reference rates than the program knows, as below"},
    {"control", "receivables", MONEY(company.control_receivables),
     "control account of the general ledger: invoices less credits and money on account"},
    {"control", "payables", MONEY(company.control_payables), "the same for payables"},
    {"control", "allowance", MONEY(company.control_allowance), "allowance booked"},
    {"control", "cash", MONEY(company.control_cash), "cash booked"},
    {"", "allowance_method", KEY_CHOICE, AT(company.allowance_method), 0, 0, "matrix, model, none",
     "which allowance is booked and drives expense: loss rates of past balances by ageing bucket, "
     "what the payment model expects (when not told), or none"},
    {"", "allowance_rates", KEY_RATES, AT(company.allowance_rates), 0, 1, "",
     "loss rates of your own, in place of the matrix: one for each ageing bucket, from not due to "
     "the oldest, such as [0.3%, 1.6%, 3.6%, 6.6%, 10.6%, 50%]"},
    {"", "ageing_buckets", KEY_EDGES, AT(company.ageing_edges), 1, 3650, "",
     "the last days past due of the four buckets between not due and the oldest, such as [30, 60, "
     "90, 180]; [30, 60, 90, 120] when not told"},
    {"", "loss_adjustment", SHARE(company.loss_adjustment, -1, 4),
     "what the matrix's rates are raised by, as the future differs from the past: 10%, or -10%"},
    {"", "effective_rate", SHARE(company.effective_rate, 0, 1),
     "interest a year at which the model's losses are discounted; left out: they are not"},
    {"", "vat_relief", KEY_CHOICE, AT(company.vat_relief), 0, 0, "yes, no",
     "yes where the tax in what is written off comes back, so that it is no expense; takes the "
     "column `tax` of the invoices"},
    {"", "receivables_at", KEY_CHOICE, AT(company.receivables_at), 0, 0, "price, cost",
     "what receivables tie up in their financing cost: their price, or what they cost without "
     "the margin"},
    {"", "age_bands", KEY_CHOICE, AT(company.age_bands), 0, 0, "none, china",
     "china: a table by years since issue beside the others, at commonly published rates"},
    {"", "factors", KEY_COLUMNS, AT(company.factor), 0, 0, "",
     "up to four columns of the invoices that may tell how fast they are paid, such as channel"},
    {"", "pay_bills", KEY_RULES, 0, 0, 0, "",
     "how open bills are paid: a list of rules as below; without one, on the due day"},
    {"", "collection", KEY_RULES, 0, 0, 0, "",
     "how overdue claims are collected: settings of `duecast worklist`, as below"},
    {"purchases", "from_sales", KEY_CHOICE, AT(company.tail.purchases), 0, 0, "yes, no",
     "yes: once known bills end, sales drive what is bought; no: only bills and plan lines"},
    {"purchases", "share", SHARE(company.tail.purchase_share, 0, 2),
     "what is bought, as a share of net sales; else the bills of 12 months, else the cost of "
     "sales"},
    {"purchases", "vat", SHARE(company.tail.purchase_vat, 0, 1),
     "tax that suppliers add; else that of our own sales"},
    {"purchases", "terms", DAYS(company.tail.purchase_terms, 0, 365),
     "days from a bill to its payment; else those of the bills and of pay_bills"},
    {"purchases", "inventory_days", DAYS(company.tail.inventory_days, 0, 1000),
     "inventory to hold, in days of cost of the last 91 days; else as many as today"},
    {"purchases", "inventory_over", DAYS(company.tail.inventory_over, 1, 731),
     "days until inventory_days is reached, evenly; 91 when not told"},
    {"vat", "every", KEY_CHOICE, AT(company.tail.vat_every), 0, 0, "month, quarter",
     "period of the sales tax return; without it sales tax is not forecast"},
    {"vat", "months_after", DAYS(company.tail.vat_months, 0, 12),
     "months from the end of a period to the month it is settled in; 1 when not told"},
    {"vat", "day", DAYS(company.tail.vat_day, 1, 31),
     "day of that month, 31 being its last, which is when not told; on a closed day the next open "
     "one"},
    {"vat", "rate", SHARE(company.tail.vat_rate, 0, 1),
     "tax in sales, added to their net amount; else that of the column `tax` over 12 months"},
    {"vat", "refund", KEY_CHOICE, AT(company.tail.vat_refund), 0, 0, "carried, paid",
     "a balance in our favour is carried to the next period (when not told) or paid on the day"},
    {"vat", "owed", MONEY(company.vat_owed),
     "owed for all periods up to the as-of date, below 0 to come back; else worked out from the "
     "ledger and the bills; due with the next settlement"},
    {"acceptance_bills", "discount", SHARE(company.tail.bill_discount, 0, 1),
     "interest a year at which acceptance bills received are sold to a bank on the next open day; "
     "without it they are held until they mature"},
    {"acceptance_bills", "share", SHARE(company.tail.bill_share, 0, 1),
     "share of what customers will pay that comes as acceptance bills; else that of the payments "
     "of 364 days"},
    {"acceptance_bills", "tenor", DAYS(company.tail.bill_tenor, 0, 366),
     "days from such a bill to its maturity; else the mean of those of 364 days"},
    {"", "hedges", KEY_LIST, 0, 0, 0, "",
     "cash in other currencies that is settled at a rate agreed on: a list of currency, share and "
     "rate, in book currency per 1 unit, and the first and last day, `from` and `to`, where it is "
     "not all days; shares of one day add up"},
    {"files", "invoices", TEXT(invoices), "name of the invoices file, when it is not invoices.csv"},
    {"files", "format", TEXT(format), "its import format, see duecast formats"},
    {"files", "rates", TEXT(rates), "name of the rates file, when it is not rates.csv"},
};
/* clang-format on */
const size_t dc_company_key_count = sizeof dc_company_keys / sizeof dc_company_keys[0];
