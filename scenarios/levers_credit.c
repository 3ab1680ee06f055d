/* levers_credit.c - levers on the size and form of credit: limits, acceptance bills. */
#include "levers.h"

/* name, unit, about, kind, least, most, default low base high, required */
/* clang-format off */
enum { LIMIT_OWN, LIMIT_AMOUNT, LIMIT_DAYS, LIMIT_FACTOR, LIMIT_LOST, LIMIT_FROM };
static const dc_lever_parameter limits_parameters[] = {
    [LIMIT_OWN] = { "customer_limits", { "yes or no", "yes或no" },
        { "credit_limit of customers.csv in place of limit, where a customer has one",
          "客户表credit_limit有值时代替limit" },
        DC_VALUE_SWITCH, 0, 1, "", "yes", "", false },
    [LIMIT_AMOUNT] = { "limit", { "amount", "金额" },
        { "most that each customer in scope may owe; tiers: one lever a grade",
          "范围内每个客户的最高欠款；分级：每个等级一个杠杆" },
        DC_VALUE_MONEY, 0, 1e12, "", "none", "", false },
    [LIMIT_DAYS] = { "days", { "days of orders", "订货天数" },
        { "most that it may owe, in days of what it orders in the next quarter; 0: no such limit",
          "按未来一季度订货折算的最高欠款天数；0为不设" },
        DC_VALUE_DAYS, 0, 730, "", "0", "", false },
    [LIMIT_FACTOR] = { "factor", { "times", "倍" },
        { "times these limits: 0.7 is tighter by 30 %",
          "上述限额的倍数：0.7即收紧30%" },
        DC_VALUE_FACTOR, 0, 10, "", "1", "", false },
    [LIMIT_LOST] = { "lost", { "share of what is held", "被扣订单比例" },
        { "share of the orders held that is lost; the rest is released",
          "被扣订单中流失的比例，其余放行" },
        DC_VALUE_SHARE, 0, 1, "30%", "50%", "100%", false },
    [LIMIT_FROM] = { "from", { "date or days", "日期或天数" },
        { "first day on which orders are held",
          "开始扣单的首日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
};

enum { BILLS_SHARE, BILLS_TENOR, BILLS_DISCOUNTED, BILLS_RATE, BILLS_DISHONOURED, BILLS_FROM };
static const dc_lever_parameter bills_parameters[] = {
    [BILLS_SHARE] = { "share", { "share of payments", "付款比例" },
        { "share of each payment that comes as an acceptance bill",
          "每笔付款中以承兑汇票支付的比例" },
        DC_VALUE_SHARE, 0, 1, "10%", "30%", "60%", false },
    [BILLS_TENOR] = { "tenor", { "days", "天" },
        { "days from the payment until the bill matures",
          "自付款日至汇票到期的天数" },
        DC_VALUE_DAYS, 0, 365, "90", "180", "180", false },
    [BILLS_DISCOUNTED] = { "discounted", { "share of the bills", "汇票比例" },
        { "share of the bills sold to a bank on the day they come; the others are held",
          "收票当日向银行贴现的比例，其余持有至到期" },
        DC_VALUE_SHARE, 0, 1, "", "0%", "", false },
    [BILLS_RATE] = { "rate", { "a year of 360 days", "年利率(360天)" },
        { "discount that the bank takes off at once",
          "银行贴现时一次扣除的利率" },
        DC_VALUE_SHARE, 0, 1, "1.5%", "2.5%", "5%", false },
    [BILLS_DISHONOURED] = { "dishonoured", { "share of the bills", "汇票比例" },
        { "share of the bills that is not paid when it matures",
          "到期拒付的汇票比例" },
        DC_VALUE_SHARE, 0, 1, "0%", "0%", "1%", false },
    [BILLS_FROM] = { "from", { "date or days", "日期或天数" },
        { "first payment day on which bills are taken",
          "开始接受汇票的付款日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
};
/* clang-format on */

static bool set_limits(dc_policy *policy, const dc_scopes *scopes, const dc_lever_setting *settings,
                       dc_case which)
{
    if (policy->limit_count == DC_POLICY_LIMITS_MAX)
        return false;
    policy->limits[policy->limit_count++] =
        (dc_credit_limit_row){.scopes = *scopes,
                              .limit = dc_setting_amount(&settings[LIMIT_AMOUNT], which),
                              .days = dc_setting_whole(&settings[LIMIT_DAYS], which),
                              .factor = settings[LIMIT_FACTOR].value[which],
                              .lost = settings[LIMIT_LOST].value[which],
                              .from = dc_setting_first_day(&settings[LIMIT_FROM], which),
                              .customer_limits = settings[LIMIT_OWN].value[which] > 0.0};
    return true;
}

static bool take_bills(dc_policy *policy, const dc_scopes *scopes, const dc_lever_setting *settings,
                       dc_case which)
{
    if (policy->bill_count == DC_POLICY_BILLS_MAX)
        return false;
    policy->bills[policy->bill_count++] =
        (dc_bill_use){.scopes = *scopes,
                      .share = settings[BILLS_SHARE].value[which],
                      .discounted = settings[BILLS_DISCOUNTED].value[which],
                      .dishonoured = settings[BILLS_DISHONOURED].value[which],
                      .rate = settings[BILLS_RATE].value[which],
                      .tenor = dc_setting_whole(&settings[BILLS_TENOR], which),
                      .from = dc_setting_first_day(&settings[BILLS_FROM], which)};
    return true;
}

/* clang-format off */
const dc_lever dc_lever_credit_limits = {
    .info = {
        .name = "credit_limits",
        .about = { "orders above a customer's credit limit are held", "超过客户信用限额的订单被扣" },
        .exact = true, .monotone = true,
        .why_monotone = {
            "no order comes on any path that would not come without limits; claims that are open "
            "are paid as before",
            "每条路径上都不会多出无限额时没有的订单；未结应收账款照常支付" },
        DC_PARAMETERS(limits_parameters),
        .example = "credit_limits:days=45,factor=0.8,lost=50%",
        .formula = {
            "room = factor x the smallest of the limits - what is expected to be open of the "
            "customer on the day it orders, its earlier orders so far as they were let through; of "
            "an order of A, held = A - room, between 0 and A; it is lost with chance lost x held / "
            "A, by one uniform of the customer; the margin of what is lost is lost_margin; what "
            "other levers do to payments does not move the limit, and orders that stand for "
            "several customers have none",
            "余额＝factor×各限额最小者－订货日该客户的预期欠款(含已放行的先前订单)；订单金额A中被扣部分为"
            "A－余额，在0与A之间；以概率lost×被扣部分÷A流失(按客户的同一随机数)；流失订单的毛利即lost_margin；"
            "其他杠杆对付款的影响不改变限额，代表多个客户的订单不设限额" },
        .source = {
            "limits are the company's own (customers.csv, duecast worklist suggests some); how "
            "much of what is held is lost is the planner's assumption, from a third to all of it",
            "限额来自公司自身(customers.csv，duecast worklist给出建议)；被扣订单的流失比例为计划人员的假设，"
            "三成至全部" } },
    .decided = true, .decides = DC_DECIDES_RECEIVABLES, .assumed = true,
    .most = DC_POLICY_LIMITS_MAX, .apply = set_limits };

const dc_lever dc_lever_bills_of_exchange = {
    .info = {
        .name = "bills_of_exchange",
        .about = { "customers pay by acceptance bills", "客户以承兑汇票付款" },
        .exact = true, .monotone = true,
        .why_monotone = {
            "what comes as a bill is cash on the same day or later on every path, less the "
            "discount, and never more; receivables stay as they are",
            "每条路径上以汇票支付的款项到账日不变或更晚，扣除贴现息且金额不会更多；应收账款不变" },
        DC_PARAMETERS(bills_parameters),
        .example = "bills_of_exchange:share=50%,tenor=180,discounted=40%",
        .formula = {
            "of what is paid on a day from `from` on, share is a bill that matures tenor days "
            "later: held, it is cash then; of those discounted the bank pays 1 - rate x tenor / "
            "360 at once; dishonoured of all is lost at maturity, for the bank comes back to whom "
            "it paid; bills in place of credit: credit_terms:days=0 beside it; claims sold to a "
            "factor are paid in cash",
            "自from起每日付款中share为汇票，tenor天后到期：持有的届时到账；贴现部分当日到账1－rate×tenor÷360；"
            "到期拒付dishonoured比例(已贴现的由银行追索)；以汇票代替赊销：另加credit_terms:days=0；"
            "已转让保理商的款项以现金支付" },
        .source = {
            "tenor at most six months since 2023 (People's Bank of China and CBIRC, order 4 of "
            "2022); share, rate and dishonour are assumptions of the planner: bills that banks "
            "accept discount at money-market rates, those of companies dearer, and may fail",
            "期限自2023年起最长六个月(中国人民银行、银保监会令〔2022〕第4号)；比例、贴现率和拒付率为计划人员的"
            "假设：银行承兑按货币市场利率贴现，商业承兑更高且可能拒付" } },
    .decided = true, .decides = DC_DECIDES_RECEIVABLES, .assumed = true,
    .most = DC_POLICY_BILLS_MAX, .apply = take_bills };
/* clang-format on */
