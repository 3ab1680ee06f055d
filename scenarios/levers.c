#include "levers.h"
#include "mechanisms.h"

#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* name, unit, about, kind, least, most, default low base high, required */
/* clang-format off */
enum { LATE_DAYS, LATE_SHARE, LATE_FROM, LATE_TO, LATE_POWER, LATE_RAMP };
static const dc_lever_parameter late_payment_parameters[] = {
    [LATE_DAYS] = { "days", { "days", "天" },
        { "days that payments come later",
          "付款推迟的天数" },
        DC_VALUE_DAYS, 0, 365, "7", "15", "30", false },
    [LATE_SHARE] = { "share", { "share of customers", "客户比例" },
        { "share of customers that pay later",
          "推迟付款的客户比例" },
        DC_VALUE_SHARE, 0, 1, "", "100%", "", false },
    [LATE_FROM] = { "from", { "date or days", "日期或天数" },
        { "first payment day that is moved",
          "受影响的首个付款日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
    [LATE_TO] = { "to", { "date or days", "日期或天数" },
        { "last payment day that is moved",
          "受影响的最后付款日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "forever", "", false },
    [LATE_POWER] = { "power", { "times", "倍" },
        { "beside the days: the power of the daily chance of not being paid, below 1 slower",
          "除天数外：每日未付概率的幂，小于1则更慢" },
        DC_VALUE_FACTOR, 0.05, 5, "", "1", "", false },
    [LATE_RAMP] = { "ramp", { "days", "天" },
        { "days from the first until all of the delay, and of the power, is reached",
          "自首日起达到全部推迟天数及power所需的天数" },
        DC_VALUE_DAYS, 0, 730, "", "0", "", false },
};

enum { PLAN_DOWN, PLAN_COUNT, PLAN_EVERY, PLAN_START, PLAN_MISS, PLAN_SHARE, PLAN_INTEREST,
       PLAN_MEDIATED, PLAN_FEE, PLAN_AFTER_MISS, PLAN_COLLECTED, PLAN_COLLECT_DAYS,
       PLAN_COLLECT_FEE, PLAN_CONSENT, PLAN_KEPT };
static const dc_lever_parameter instalments_parameters[] = {
    [PLAN_DOWN] = { "down_payment", { "share of the open amount", "未结金额比例" },
        { "share paid on the first day of the plan",
          "首付比例" },
        DC_VALUE_SHARE, 0, 1, "", "20%", "", false },
    [PLAN_COUNT] = { "count", { "instalments", "期" },
        { "equal instalments after the down payment",
          "首付后的等额期数" },
        DC_VALUE_COUNT, 1, 36, "", "3", "", false },
    [PLAN_EVERY] = { "every", { "period", "间隔" },
        { "time between instalments: 30d, 2w or 1m",
          "分期间隔：30d、2w或1m" },
        DC_VALUE_PERIOD, 1, 366, "", "1m", "", false },
    [PLAN_START] = { "start", { "days", "天" },
        { "days after the as-of date until the plan starts",
          "截止日后至方案开始的天数" },
        DC_VALUE_DAYS, 1, 365, "", "7", "", false },
    [PLAN_MISS] = { "miss", { "share of instalments", "分期比例" },
        { "chance that an instalment is missed",
          "每期违约的概率" },
        DC_VALUE_SHARE, 0, 1, "10%", "15%", "25%", false },
    [PLAN_SHARE] = { "share", { "share of customers", "客户比例" },
        { "share of customers that accept a plan",
          "接受方案的客户比例" },
        DC_VALUE_SHARE, 0, 1, "", "100%", "", false },
    [PLAN_INTEREST] = { "interest", { "a year", "每年" },
        { "interest on what the plan has not paid yet, with each instalment; it bears no fee",
          "对方案尚未支付的余额按年计息，随每期支付；利息不计fee" },
        DC_VALUE_SHARE, 0, 1, "", "0%", "", false },
    [PLAN_MEDIATED] = { "mediated", { "share of those missed", "违约期数比例" },
        { "share of the misses that a mediator prevents: 0 without one",
          "调解避免的违约比例：0为无调解" },
        DC_VALUE_SHARE, 0, 1, "", "0%", "", false },
    [PLAN_FEE] = { "fee", { "share of what is paid", "已付金额比例" },
        { "what a mediator, or who runs the plan, keeps of each payment of it, interest aside",
          "调解或管理方从方案各笔付款(不含利息)中收取的费用" },
        DC_VALUE_SHARE, 0, 1, "", "0%", "", false },
    [PLAN_AFTER_MISS] = { "after_miss", { "own_law, third_party or never",
                                          "own_law、third_party或never" },
        { "the plan ends with a miss and the rest is due: paid by the customer's own law, "
          "collected by an agency or a court, or never",
          "违约后方案终止、余款到期：按客户自身规律支付、由第三方（追收或诉讼）收取，或不再支付" },
        DC_VALUE_AFTER_MISS, 0, 2, "", "own_law", "", false },
    [PLAN_COLLECTED] = { "collected", { "share of the claims", "应收账款比例" },
        { "with third_party: what is collected of plans that have ended, where no agency or "
          "litigation lever has the claim",
          "third_party时：已终止方案的收回比例，款项属于agency或litigation杠杆范围时不用" },
        DC_VALUE_SHARE, 0, 1, "35%", "56%", "57%", false },
    [PLAN_COLLECT_DAYS] = { "collect_days", { "days", "天" },
        { "days within which it is, evenly spread; then the others are written off, with never too",
          "收回所需天数，均匀分布；期满核销其余款项（never亦同）" },
        DC_VALUE_DAYS, 1, 1825, "", "120", "", false },
    [PLAN_COLLECT_FEE] = { "collect_fee", { "share of what is paid", "已付金额比例" },
        { "what the third party keeps of it",
          "第三方从收回款项中收取的费用" },
        DC_VALUE_SHARE, 0, 1, "10%", "25%", "50%", false },
    [PLAN_CONSENT] = { "insurer_consent", { "yes or no", "yes或no" },
        { "the insurer agrees: insured claims stay so; else their cover lapses",
          "保险公司同意则保障不变；否则分期款项的保障失效" },
        DC_VALUE_SWITCH, 0, 1, "", "no", "", false },
    [PLAN_KEPT] = { "retention", { "share of customers", "客户比例" },
        { "share of the customers in scope with an open claim that go on ordering",
          "范围内有未结应收账款的客户中继续下单的比例" },
        DC_VALUE_SHARE, 0, 1, "", "100%", "", false },
};

enum { TERMS_DAYS, TERMS_FROM, TERMS_PASS_THROUGH, TERMS_SALES, TERMS_LOSS,
       TERMS_LOST, TERMS_MARGIN, TERMS_RAMP };
static const dc_lever_parameter credit_terms_parameters[] = {
    [TERMS_DAYS] = { "days", { "days", "天" },
        { "days to pay given on new invoices",
          "新发票的信用期天数" },
        DC_VALUE_DAYS, 0, 365, "", "60", "", false },
    [TERMS_FROM] = { "from", { "date or days", "日期或天数" },
        { "first issue day with the new terms",
          "新信用期开始的开票日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
    [TERMS_PASS_THROUGH] = { "pass_through", { "share of the change", "变动比例" },
        { "how much of the change of terms moves the payment",
          "信用期变动传导到付款日的比例" },
        DC_VALUE_SHARE, 0, 1, "60%", "90%", "100%", false },
    [TERMS_SALES] = { "sales", { "share of sales", "销售比例" },
        { "change of sales in scope, 4% = more by 4 %",
          "范围内销售的变动，4%即增加4%" },
        DC_VALUE_SHARE, -1, 1, "0%", "4%", "8%", false },
    [TERMS_LOSS] = { "loss_multiplier", { "times", "倍" },
        { "write-off hazard of the extra sales, 1 = as others",
          "新增销售的核销强度倍数，1为与其他相同" },
        DC_VALUE_FACTOR, 0, 10, "", "1.5", "", false },
    [TERMS_LOST] = { "loss", { "share of the extra sales", "新增销售比例" },
        { "of extra sales that would be paid, what never is, beside those losses",
          "新增销售中另有不付的比例" },
        DC_VALUE_SHARE, 0, 1, "", "0%", "", false },
    [TERMS_MARGIN] = { "margin", { "points of the sales", "销售百分点" },
        { "what extra sales earn more than gross_margin of the book: +12% where 40 % of them is "
          "left and of others 28 %",
          "新增销售毛利率高于账簿gross_margin的百分点：40%对28%即+12%" },
        DC_VALUE_SHARE, -1, 1, "", "0%", "", false },
    [TERMS_RAMP] = { "ramp", { "days", "天" },
        { "days from the first until customers use the new terms, and orders follow, in full; due "
          "days move at once",
          "自首日起客户完全按新信用期付款、订单完全变动所需的天数；到期日立即变动" },
        DC_VALUE_DAYS, 0, 730, "", "0", "", false },
};
/* clang-format on */

/* The hazard form, where it is asked for at any end of its range. */
static bool slow_down(dc_policy *policy, const dc_scopes *scopes, const dc_lever_setting *settings,
                      dc_case which)
{
    const double *power = settings[LATE_POWER].value;
    if (power[DC_LOW] == 1.0 && power[DC_BASE] == 1.0 && power[DC_HIGH] == 1.0)
        return true;
    if (policy->forbearance_count == DC_POLICY_FORBEARANCES_MAX)
        return false;
    policy->forbearances[policy->forbearance_count++] =
        (dc_forbearance){.scopes = *scopes,
                         .power = power[which],
                         .from = dc_setting_first_day(&settings[LATE_FROM], which),
                         .to = dc_setting_last_day(&settings[LATE_TO], which),
                         .futures = 1,
                         .spared = 1.0 - settings[LATE_SHARE].value[which],
                         .ramp = dc_setting_whole(&settings[LATE_RAMP], which)};
    return true;
}

static bool delay(dc_policy *policy, const dc_scopes *scopes, const dc_lever_setting *settings,
                  dc_case which)
{
    if (policy->delay_count == DC_POLICY_DELAYS_MAX)
        return false;
    policy->delays[policy->delay_count++] =
        (dc_delay){.scopes = *scopes,
                   .days = dc_setting_whole(&settings[LATE_DAYS], which),
                   .share = settings[LATE_SHARE].value[which],
                   .from = dc_setting_first_day(&settings[LATE_FROM], which),
                   .to = dc_setting_last_day(&settings[LATE_TO], which),
                   .ramp = dc_setting_whole(&settings[LATE_RAMP], which)};
    return slow_down(policy, scopes, settings, which);
}

/* A default range of what does not matter is none. */
static void settle_plans(dc_lever_setting *settings)
{
    static const int of_third_party[] = {PLAN_COLLECTED, PLAN_COLLECT_FEE};
    for (size_t i = 0; i < COUNT_OF(of_third_party); i++) {
        dc_lever_setting *one = &settings[of_third_party[i]];
        if (one->given || settings[PLAN_AFTER_MISS].value[DC_BASE] == DC_MISS_THIRD_PARTY)
            continue;
        one->value[DC_LOW] = one->value[DC_HIGH] = one->value[DC_BASE];
        one->ranged = false;
    }
}

static bool offer_plans(dc_policy *policy, const dc_scopes *scopes,
                        const dc_lever_setting *settings, dc_case which)
{
    if (policy->plan_count == DC_POLICY_PLANS_MAX ||
        policy->retention_count == DC_POLICY_RETENTIONS_MAX)
        return false;
    const dc_lever_setting *every = &settings[PLAN_EVERY];
    policy->plans[policy->plan_count++] =
        (dc_instalments){.scopes = *scopes,
                         .down_payment = settings[PLAN_DOWN].value[which],
                         .count = dc_setting_whole(&settings[PLAN_COUNT], which),
                         .every_days = every->in_months ? 0 : dc_setting_whole(every, which),
                         .every_months = every->in_months ? dc_setting_whole(every, which) : 0,
                         .start = dc_setting_whole(&settings[PLAN_START], which),
                         .miss = settings[PLAN_MISS].value[which],
                         .mediated = settings[PLAN_MEDIATED].value[which],
                         .share = settings[PLAN_SHARE].value[which],
                         .interest = settings[PLAN_INTEREST].value[which],
                         .fee = settings[PLAN_FEE].value[which],
                         .after_miss = dc_setting_whole(&settings[PLAN_AFTER_MISS], which),
                         .collected = settings[PLAN_COLLECTED].value[which],
                         .collect_fee = settings[PLAN_COLLECT_FEE].value[which],
                         .collect_days = dc_setting_whole(&settings[PLAN_COLLECT_DAYS], which),
                         .insurer_consent = settings[PLAN_CONSENT].value[which] > 0.0};
    policy->retentions[policy->retention_count++] =
        (dc_retention){.scopes = *scopes,
                       .kept = settings[PLAN_KEPT].value[which],
                       .from = dc_setting_whole(&settings[PLAN_START], which),
                       .by_claims = 1};
    return true;
}

static bool change_terms(dc_policy *policy, const dc_scopes *scopes,
                         const dc_lever_setting *settings, dc_case which)
{
    if (policy->terms_count == DC_POLICY_TERMS_MAX)
        return false;
    policy->terms[policy->terms_count++] =
        (dc_terms_change){.scopes = *scopes,
                          .days = dc_setting_whole(&settings[TERMS_DAYS], which),
                          .from = dc_setting_first_day(&settings[TERMS_FROM], which),
                          .pass_through = settings[TERMS_PASS_THROUGH].value[which],
                          .sales = settings[TERMS_SALES].value[which],
                          .loss_multiplier = settings[TERMS_LOSS].value[which],
                          .loss = settings[TERMS_LOST].value[which],
                          .margin = settings[TERMS_MARGIN].value[which],
                          .ramp = dc_setting_whole(&settings[TERMS_RAMP], which)};
    return true;
}

/* clang-format off */
static const dc_lever late_payment = {
    .info = {
        .name = "late_payment",
        .about = { "customers pay later", "客户推迟付款" },
        .exact = true, .monotone = true,
        .why_monotone = {
            "with power not above 1 each payment comes on the same day or later on every path",
                          "power不大于1时，每条路径上每笔付款的日期不变或更晚" },
        DC_PARAMETERS(late_payment_parameters),
        .example = "late_payment:days=15,scope=segment:retail",
        .formula = {
            "a payment that would come on day T within from..to comes on day T + days, for a share "
            "of customers; with power, the chance h of being paid on a day of from..to becomes "
            "1 - (1 - h)^power before, for the same share of claims"
            DC_RAMP_IN_ENGLISH("days, and the exponent power on a log scale,"),
            "本应在from..to内第T日到账的付款改在第T＋days日到账，适用于share比例的客户；给出power时，"
            "同样比例的应收账款在from..to内每日付款概率h先变为1－(1－h)^power"
            DC_RAMP_IN_CHINESE("days及power(对数尺度)") },
        .source = { "assumption of the planner: 15 days, 7 to 30",
                    "计划人员的假设：15天，区间7至30天" } },
      .befalls = true, .assumed = true, .from = LATE_FROM, .to = LATE_TO,
      .most = DC_POLICY_DELAYS_MAX, .apply = delay };

static const dc_lever instalments = {
    .info = {
        .name = "instalments",
        .about = { "overdue customers pay by instalments", "逾期客户分期付款" },
        .exact = true, .monotone = false,
        .why_monotone = {
            "a plan brings forward what would be paid late and holds back what would be "
            "paid soon",
            "分期方案使本会拖欠的款项提前，也使本会很快到账的款项推后" },
        DC_PARAMETERS(instalments_parameters),
        .example =
            "instalments:down_payment=20%,count=3,every=1m,interest=6%,scope=min_days_late:30",
        .formula = {
            "down_payment on day start, then count equal instalments, each with interest / 365 a "
            "day since the payment before on what the plan has left, less fee, and missed with "
            "chance miss x (1 - mediated); after a miss the rest is paid as late as the claim "
            "would have been, counted from the missed day (own_law), or of the claims `collected` "
            "are, evenly within collect_days, less collect_fee, and the others written off then "
            "(third_party; an agency or litigation lever for the claim takes over in place of "
            "these figures, by its own), or all of them (never); ages by the original due date",
            "第start日支付首付down_payment，之后分count期等额支付，每期按方案余额每日计interest÷365的利息并"
            "扣fee，以概率miss×(1－mediated)违约；违约后余款自违约日起按该笔应收账款原本的拖欠规律支付"
            "(own_law)，或按collected比例在collect_days天内均匀收回(扣collect_fee)、其余届时核销"
            "(third_party；若该笔款项属于agency或litigation杠杆范围，则按该杠杆自身参数接手)，"
            "或全部核销(never)；账龄仍按原到期日计算" },
        .source = {
            "assumption: collection agencies' experience of missed instalments, 10 to 25 %, fewer "
            "where a third party mediates; collected and collect_fee: as of the lever agency, half "
            "a year past due",
            "假设：催收机构关于分期违约的经验，10%至25%，第三方调解时更低；collected与collect_fee："
            "同agency杠杆，逾期半年" } },
      .open_only = true, .assumed = true,
      .most = DC_POLICY_PLANS_MAX, .settle = settle_plans, .apply = offer_plans };

static const dc_lever credit_terms = {
    .info = {
        .name = "credit_terms",
        .about = { "new invoices get other credit terms", "新发票改用其他信用期" },
        .exact = true, .monotone = true,
        .why_monotone = {
            "with sales 0 and terms that grow, each payment comes on the same day or "
            "later",
            "sales为0且信用期延长时，每笔付款的日期不变或更晚" },
        DC_PARAMETERS(credit_terms_parameters),
        .example = "credit_terms:days=60,sales=4%,scope=max_terms:30",
        .formula = {
            "due day = issue day + days; the payment day moves by pass_through x the "
            "change of terms; sales in scope change by sales, what is extra is written "
            "off loss_multiplier times as often, `loss` of the rest never paid and written off "
            "90 days later; extra sales earn gross_margin + margin without tax"
            DC_RAMP_IN_ENGLISH("each of pass_through and sales, by issue day t,"),
            "到期日＝开票日＋days；付款日移动pass_through×信用期变动；范围内销售变动sales，"
            "新增部分的核销强度为loss_multiplier倍，其余的loss不付、90天后核销；新增销售的毛利率为"
            "gross_margin＋margin(不含税)"
            DC_RAMP_IN_CHINESE("pass_through和sales(按开票日t)") },
        .source = {
            "assumption of the planner: 90 % pass-through, 60 to 100 %; 4 % more sales, 0 "
            "to 8 %",
            "计划人员的假设：传导率90%，区间60%至100%；销售增加4%，区间0至8%" } },
      .decided = true, .decides = DC_DECIDES_RECEIVABLES, .assumed = true,
      .most = DC_POLICY_TERMS_MAX, .apply = change_terms };
/* clang-format on */

/* The order of `duecast levers`. */
static const dc_lever *const levers[] = {
    &late_payment,
    &instalments,
    &credit_terms,
    &dc_lever_default_rate,
    &dc_lever_insolvency,
    &dc_lever_macro,
    &dc_lever_forbearance,
    &dc_lever_credit_insurance,
    &dc_lever_factoring,
    &dc_lever_sales,
    &dc_lever_retention,
    &dc_lever_dispute,
    &dc_lever_early_discount,
    &dc_lever_country,
    &dc_lever_dunning,
    &dc_lever_supplier_terms,
    &dc_lever_inventory,
    &dc_lever_costs,
    &dc_lever_capex,
    &dc_lever_line,
    &dc_lever_fx,
    &dc_lever_agency,
    &dc_lever_litigation,
    &dc_lever_credit_limits,
    &dc_lever_bills_of_exchange,
};

size_t dc_levers_count(void)
{
    return COUNT_OF(levers);
}

dc_lever_info dc_levers_at(size_t index)
{
    return levers[index]->info;
}

size_t dc_lever_position(const char *name)
{
    size_t at = 0;
    while (at < COUNT_OF(levers) && strcmp(levers[at]->info.name, name) != 0)
        at++;
    return at;
}

const dc_lever *dc_lever_find(const char *name)
{
    size_t at = dc_lever_position(name);
    return at < COUNT_OF(levers) ? levers[at] : NULL;
}

bool dc_policy_append(dc_policy *policy, const dc_policy *other)
{
    for (size_t m = 0; m < dc_mechanisms_count(); m++) {
        const dc_mechanism *of = dc_mechanisms_at(m);
        if (dc_mechanism_rows(of, policy) + dc_mechanism_rows(of, other) > of->most)
            return false;
    }
    for (size_t m = 0; m < dc_mechanisms_count(); m++) {
        const dc_mechanism *of = dc_mechanisms_at(m);
        size_t old = dc_mechanism_rows(of, policy), more = dc_mechanism_rows(of, other);
        size_t sum = old + more;
        memcpy((char *)policy + of->rows + old * of->row_size, dc_mechanism_row(of, other, 0),
               more * of->row_size);
        memcpy((char *)policy + of->count, &sum, sizeof sum);
    }
    return true;
}
