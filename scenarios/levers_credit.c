/* levers_credit.c - levers on the form and size of credit: acceptance bills. */
#include "levers.h"

/* name, unit, about, kind, least, most, default low base high, required */
/* clang-format off */
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
    .decided = true, .assumed = true,
    .most = DC_POLICY_BILLS_MAX, .apply = take_bills };
/* clang-format on */
