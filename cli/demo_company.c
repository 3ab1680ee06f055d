/* demo_company.c - book.yaml and the scenarios of the sample company. */
#include "cli/demo_parts.h"

#include <stdio.h>

#include "cli/demo.h"

/* EUR at scale 1. */
static const double cash_operating = 1.7e6, cash_second = 0.4e6, cash_floor = 0.5e6;
static const double line_limit = 2.5e6, inventory = 6.4e6, allowance = 0.42e6;

static const char *const fixed_part = DEMO_MARK
    "\n"
    "company:\n"
    "  name: Meridian Parts GmbH\n"
    "  address: Werftstraße 21, 20457 Hamburg, Germany\n"
    "  contact: Accounts receivable, ar@meridian-parts.example, +49 40 5550 100\n"
    "  signatory: Karla Brandt, Head of Receivables\n"
    "  bank: Hanse Handelsbank, IBAN DE02 1203 0000 0000 2020 51\n"
    "country: DE\n"
    "currency: EUR\n"
    "as_of: 2026-06-28\n"
    "calendar: target\n"
    "default_terms: net 30\n"
    "gross_margin: 28%\n"
    "tax_rate: 19%\n"
    "allowance_method: model\n"
    "pay_bills:\n"
    "  - {on: thursday}\n"
    "late_payment_clause: Interest of nine percentage points above the base rate after the due "
    "date\n";

static const char *const late_15 =
    "scenario: late-15\n"
    "title: {en: Customers pay 15 days later, zh: 客户延迟15天付款}\n"
    "source:\n"
    "  en: >-\n"
    "    planner's judgement; the range runs from one missed weekly pay run to a month\n"
    "  zh: >-\n"
    "    计划人员的判断；区间为错过一次每周付款至一个月\n"
    "levers:\n"
    "  - lever: late_payment\n"
    "    days: {low: 7, base: 15, high: 30}\n"
    "    share: 1\n";

static const char *const terms_60 =
    "scenario: terms-60\n"
    "title: {en: Terms of 60 days instead of 30, zh: 账期由30天延长至60天}\n"
    "source:\n"
    "  en: >-\n"
    "    planner's judgement on pass-through and on the sales that longer terms win\n"
    "  zh: >-\n"
    "    传导比例及延长账期赢得的销售为计划人员的判断\n"
    "levers:\n"
    "  - lever: credit_terms\n"
    "    scope: {max_terms: 30}\n"
    "    days: 60\n"
    "    pass_through: {low: 0.6, base: 0.9, high: 1}\n"
    "    sales: {low: 0%, base: 4%, high: 8%}\n"
    "    loss_multiplier: 1.5\n";

static const char *const plans_overdue =
    "scenario: plans-overdue\n"
    "title: {en: Instalment plans for what is overdue, zh: 逾期客户分期还款}\n"
    "source:\n"
    "  en: >-\n"
    "    planner's judgement on missed instalments; plans with a down payment miss fewer\n"
    "  zh: >-\n"
    "    分期违约为计划人员的判断；有首付的方案违约较少\n"
    "levers:\n"
    "  - lever: instalments\n"
    "    scope: {min_days_late: 31, min_amount: 10000}\n"
    "    down_payment: 20%\n"
    "    count: 3\n"
    "    every: 1m\n"
    "    start: 7\n"
    "    miss: {low: 10%, base: 15%, high: 25%}\n";

enum { SCENARIOS = 3 };

const char *dc_demo_scenario_file(size_t index)
{
    static const char *const files[SCENARIOS] = {
        "scenarios/late-15.yaml", "scenarios/terms-60.yaml", "scenarios/plans-overdue.yaml"};
    return index < SCENARIOS ? files[index] : NULL;
}

const char *dc_demo_scenario_text(size_t index)
{
    const char *const texts[SCENARIOS] = {late_15, terms_60, plans_overdue};
    return index < SCENARIOS ? texts[index] : NULL;
}

static void put_figure(demo_file *file, const char *key, int64_t minor)
{
    char line[160];
    snprintf(line, sizeof line, "%s%lld.%02d\n", key, (long long)(minor / 100), (int)(minor % 100));
    demo_put(file, line);
}

static int64_t scaled(const demo_book *demo, double euros)
{
    return (int64_t)(euros * demo->scale / 1000 + 0.5) * 1000 * 100;
}

void demo_write_company(demo_file *file, const demo_book *demo)
{
    int64_t operating = scaled(demo, cash_operating), second = scaled(demo, cash_second);

    demo_put(file, fixed_part);
    demo_put(file, "cash:\n");
    put_figure(file, "  - name: operating account\n    balance: ", operating);
    put_figure(file, "  - name: foreign receipts\n    balance: ", second);
    put_figure(file, "restricted_cash: ", 0);
    put_figure(file, "minimum_cash: ", scaled(demo, cash_floor));
    demo_put(file, "credit_line:\n");
    put_figure(file, "  limit: ", scaled(demo, line_limit));
    demo_put(file, "  rate: 6.5%\n");
    put_figure(file, "  drawn: ", 0);
    put_figure(file, "inventory: ", scaled(demo, inventory));
    put_figure(file, "payables: ", demo->payables.minor);
    demo_put(file, "control:\n");
    put_figure(file, "  receivables: ", demo->ledger.minor);
    put_figure(file, "  payables: ", demo->payables.minor);
    put_figure(file, "  allowance: ", scaled(demo, allowance));
    put_figure(file, "  cash: ", operating + second);
}
