/* levers_third.c - levers with third parties: what factors and insurers take and bring. */
#include "levers.h"

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* name, unit, about, kind, least, most, default low base high, required */
/* clang-format off */
enum { FACTOR_ADVANCE, FACTOR_FEE, FACTOR_INTEREST, FACTOR_RECOURSE, FACTOR_RECOURSE_DAYS,
       FACTOR_LAG, FACTOR_FROM };
static const dc_lever_parameter factoring_parameters[] = {
    [FACTOR_ADVANCE] = { "advance", { "share of the amount sold", "转让金额比例" },
        { "share of the amount sold that the factor pays at once",
          "保理商即时预付的比例" },
        DC_VALUE_SHARE, 0, 1, "", "80%", "", false },
    [FACTOR_FEE] = { "fee", { "share of the amount sold", "转让金额比例" },
        { "the factor's fee, taken on the day of sale",
          "转让当日收取的保理手续费" },
        DC_VALUE_SHARE, 0, 0.5, "0.75%", "1.25%", "2.5%", false },
    [FACTOR_INTEREST] = { "interest", { "a year", "每年" },
        { "interest on the advance until it is repaid, paid then",
          "预付款的年利率，归还时支付" },
        DC_VALUE_SHARE, 0, 1, "7%", "9%", "13%", false },
    [FACTOR_RECOURSE] = { "recourse", { "share of the amount sold", "转让金额比例" },
        { "share of what stays unpaid that comes back to the seller, 0 = without recourse",
          "未付款项退回卖方的比例，0为无追索权" },
        DC_VALUE_SHARE, 0, 1, "", "100%", "", false },
    [FACTOR_RECOURSE_DAYS] = { "recourse_days", { "days after due", "到期后天数" },
        { "days after the due day until what is unpaid is bought back",
          "到期日后至回购未付款项的天数" },
        DC_VALUE_DAYS, 0, 365, "", "90", "", false },
    [FACTOR_LAG] = { "lag", { "days", "天" },
        { "days from the invoice to the advance",
          "开票至预付的天数" },
        DC_VALUE_DAYS, 0, 90, "", "2", "", false },
    [FACTOR_FROM] = { "from", { "date or days", "日期或天数" },
        { "first day on which claims are sold",
          "开始转让的首日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
};

enum { COVER_SHARE, COVER_PREMIUM, COVER_LIMIT, COVER_EXCESS, COVER_THRESHOLD, COVER_FIRST_LOSS,
       COVER_MAXIMUM, COVER_WAITING, COVER_SETTLEMENT, COVER_FROM, COVER_PLANS, COVER_OWN_LIMITS };
static const dc_lever_parameter insurance_parameters[] = {
    [COVER_SHARE] = { "cover", { "share of the loss", "损失比例" },
        { "share of a loss that the insurer pays",
          "保险公司赔付的损失比例" },
        DC_VALUE_SHARE, 0, 1, "", "90%", "", false },
    [COVER_PREMIUM] = { "premium", { "share of sales", "销售比例" },
        { "premium, a share of each invoice insured",
          "保费，按每张投保发票金额的比例" },
        DC_VALUE_SHARE, 0, 0.5, "0.15%", "0.25%", "0.4%", false },
    [COVER_LIMIT] = { "limit", { "amount", "金额" },
        { "largest loss of one customer that is insured, or none",
          "单个客户的承保限额，none为不限" },
        DC_VALUE_MONEY, 0, 1e12, "", "none", "", false },
    [COVER_EXCESS] = { "excess", { "amount", "金额" },
        { "amount of each customer's loss that is not insured, before the cover",
          "每个客户损失的免赔额，先于赔付比例扣除" },
        DC_VALUE_MONEY, 0, 1e12, "", "0", "", false },
    [COVER_THRESHOLD] = { "threshold", { "amount", "金额" },
        { "losses of a customer below this are not insured",
          "客户损失低于此金额不赔" },
        DC_VALUE_MONEY, 0, 1e12, "", "0", "", false },
    [COVER_FIRST_LOSS] = { "first_loss", { "amount", "金额" },
        { "sum of indemnities that the company bears itself",
          "由企业自行承担的累计赔款额" },
        DC_VALUE_MONEY, 0, 1e12, "", "0", "", false },
    [COVER_MAXIMUM] = { "maximum", { "amount", "金额" },
        { "most that the insurer pays in all, or none",
          "保险公司累计赔付上限，none为不限" },
        DC_VALUE_MONEY, 0, 1e12, "", "none", "", false },
    [COVER_WAITING] = { "waiting", { "days after due", "到期后天数" },
        { "days after the due day until an open claim counts as a loss",
          "到期后未付款项视为损失的等待天数" },
        DC_VALUE_DAYS, 0, 730, "", "180", "", false },
    [COVER_SETTLEMENT] = { "settlement", { "days", "天" },
        { "days from the loss to the indemnity",
          "损失发生至赔付的天数" },
        DC_VALUE_DAYS, 0, 365, "", "45", "", false },
    [COVER_FROM] = { "from", { "date or days", "日期或天数" },
        { "first issue day that is insured; a day before the as-of date: open claims are, too",
          "开始承保的开票日；早于截止日则包含未结应收账款" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
    [COVER_PLANS] = { "plans_agreed", { "yes or no", "yes或no" },
        { "the insurer agrees to instalment plans; else claims under one are not covered",
          "保险公司是否同意分期方案；否则分期款项不受保" },
        DC_VALUE_SWITCH, 0, 1, "", "no", "", false },
    [COVER_OWN_LIMITS] = { "customer_limits", { "yes or no", "yes或no" },
        { "insured_limit of customers.csv in place of limit, where a customer has one",
          "客户表insured_limit有值时代替limit" },
        DC_VALUE_SWITCH, 0, 1, "", "no", "", false },
};
/* clang-format on */

static bool factor_claims(dc_policy *policy, const dc_scopes *scopes,
                          const dc_lever_setting *settings, dc_case which)
{
    if (policy->factoring_count == DC_POLICY_FACTORINGS_MAX)
        return false;
    policy->factorings[policy->factoring_count++] =
        (dc_factoring){.scopes = *scopes,
                       .advance = settings[FACTOR_ADVANCE].value[which],
                       .fee = settings[FACTOR_FEE].value[which],
                       .interest = settings[FACTOR_INTEREST].value[which],
                       .recourse = settings[FACTOR_RECOURSE].value[which],
                       .recourse_days = dc_setting_whole(&settings[FACTOR_RECOURSE_DAYS], which),
                       .lag = dc_setting_whole(&settings[FACTOR_LAG], which),
                       .from = dc_setting_first_day(&settings[FACTOR_FROM], which)};
    return true;
}

static bool insure(dc_policy *policy, const dc_scopes *scopes, const dc_lever_setting *settings,
                   dc_case which)
{
    if (policy->insurance_count == DC_POLICY_INSURANCES_MAX)
        return false;
    policy->insurances[policy->insurance_count++] =
        (dc_insurance){.scopes = *scopes,
                       .cover = settings[COVER_SHARE].value[which],
                       .premium = settings[COVER_PREMIUM].value[which],
                       .limit = dc_setting_amount(&settings[COVER_LIMIT], which),
                       .excess = dc_setting_amount(&settings[COVER_EXCESS], which),
                       .threshold = dc_setting_amount(&settings[COVER_THRESHOLD], which),
                       .first_loss = dc_setting_amount(&settings[COVER_FIRST_LOSS], which),
                       .maximum = dc_setting_amount(&settings[COVER_MAXIMUM], which),
                       .waiting = dc_setting_whole(&settings[COVER_WAITING], which),
                       .settlement = dc_setting_whole(&settings[COVER_SETTLEMENT], which),
                       .from = dc_setting_whole(&settings[COVER_FROM], which),
                       .plans_agreed = settings[COVER_PLANS].value[which] > 0.0,
                       .customer_limits = settings[COVER_OWN_LIMITS].value[which] > 0.0};
    return true;
}

/* clang-format off */
const dc_lever dc_lever_credit_insurance = {
    .info = {
        .name = "credit_insurance",
        .about = { "losses are insured", "投保信用保险" },
        .exact = false, .monotone = false,
        .why_monotone = {
            "the premium is paid early, indemnities come late; limits and aggregates cut off what "
            "all losses together come to, so that there is no expectation claim by claim",
            "保费先付、赔款后到；限额与累计条款取决于全部损失之和，无法逐笔求期望" },
        DC_PARAMETERS(insurance_parameters),
        .example = "credit_insurance:premium=0.25%,limit=100000,from=-180",
        .formula = {
            "a loss is what is written off or, if sooner, open `waiting` days after due, less what "
            "is paid or recovered later; of a customer's losses the insurer pays cover x (the "
            "smaller of losses and limit, less excess), nothing below threshold; of all together "
            "what exceeds first_loss, up to maximum, settlement days after the loss; premium on "
            "each invoice issued from `from` on",
            "损失＝核销额，或到期后waiting天仍未付的金额(以先者为准)，减去之后的付款和收回；对每个客户赔付"
            "cover×(损失与limit较小者－excess)，低于threshold不赔；合计超过first_loss的部分赔付，"
            "至多maximum，损失后settlement天到账；from起开具的每张发票支付保费" },
        .source = {
            "insurers' terms: cover up to 90 %, six months' waiting; premium about 0.25 % of "
            "sales, 0.18 % where risk is low (brokers' examples); range of the planner",
            "保险条款：赔付至90%，等待六个月；保费约为销售额0.25%，低风险0.18%(经纪公司示例)；"
            "区间为计划人员的假设" } },
    .assumed = true,
    .most = DC_POLICY_INSURANCES_MAX, .apply = insure };

const dc_lever dc_lever_factoring = {
    .info = {
        .name = "factoring",
        .about = { "claims are sold to a factor", "向保理商转让应收账款" },
        .exact = true, .monotone = false,
        .why_monotone = {
            "the advance brings cash forward, fee and interest take it away",
            "预付款使现金提前，手续费和利息使现金减少" },
        DC_PARAMETERS(factoring_parameters),
        .example = "factoring:advance=80%,fee=1.25%,recourse=0%,scope=segment:export",
        .formula = {
            "sold on day `from` or, later, lag days after the invoice, unless overdue: the factor "
            "pays advance and takes fee; the customer's payment repays the advance with interest / "
            "365 a day; recourse_days after due the share `recourse` is bought back; the rest of "
            "what is written off is the factor's loss",
            "自from起、开票后lag天转让(逾期的除外)：保理商支付advance并收取fee；客户付款时归还预付款及"
            "interest÷365的日息；到期后recourse_days天按recourse比例回购；其余核销由保理商承担" },
        .source = {
            "ACCA F9, December 2011, Bold Co: advance 80 %, fee 0.75 % with and 1.25 % without "
            "recourse, overdraft rate + 2 points = 9 %; textbooks up to 2.5 % and 13 %",
            "ACCA F9 2011年12月 Bold Co：预付80%，有追索权费率0.75%、无追索权1.25%，透支利率＋2点＝9%；"
            "教科书至2.5%和13%" } },
    .decided = true, .decides = DC_DECIDES_RECEIVABLES, .assumed = true,
    .most = DC_POLICY_FACTORINGS_MAX, .apply = factor_claims };
/* clang-format on */

_Static_assert(COUNT_OF(insurance_parameters) <= DC_LEVER_PARAMETERS_MAX, "settings fit");
_Static_assert(COUNT_OF(factoring_parameters) <= DC_LEVER_PARAMETERS_MAX, "settings fit");
