/* levers_selling.c - levers on what is sold: orders that change, customers that leave. */
#include "levers.h"

/* name, unit, about, kind, least, most, default low base high, required */
/* clang-format off */
enum { SALES_CHANGE, SALES_FROM, SALES_TO, SALES_RAMP };
static const dc_lever_parameter sales_parameters[] = {
    [SALES_CHANGE] = { "change", { "share of sales", "销售比例" },
        { "change of what is sold, 10% = more by 10 %, -10% = less",
          "销售的变动，10%即增加10%，-10%即减少" },
        DC_VALUE_SHARE, -1, 2, "-20%", "-10%", "0%", false },
    [SALES_FROM] = { "from", { "date or days", "日期或天数" },
        { "first issue day that changes",
          "受影响的首个开票日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
    [SALES_TO] = { "to", { "date or days", "日期或天数" },
        { "last issue day that changes",
          "受影响的最后开票日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "forever", "", false },
    [SALES_RAMP] = { "ramp", { "days", "天" },
        { "days from the first until all of the change is reached",
          "自首日起达到全部变动所需的天数" },
        DC_VALUE_DAYS, 0, 730, "", "0", "", false },
};

enum { KEPT_SHARE, KEPT_FROM };
static const dc_lever_parameter retention_parameters[] = {
    [KEPT_SHARE] = { "kept", { "share of customers", "客户比例" },
        { "share of the customers in scope that go on ordering",
          "范围内继续下单的客户比例" },
        DC_VALUE_SHARE, 0, 1, "90%", "95%", "100%", false },
    [KEPT_FROM] = { "from", { "date or days", "日期或天数" },
        { "first day on which the others order nothing more",
          "其余客户不再下单的首日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
};
/* clang-format on */

static bool change_sales(dc_policy *policy, const dc_scopes *scopes,
                         const dc_lever_setting *settings, dc_case which)
{
    if (policy->sales_count == DC_POLICY_SALES_MAX)
        return false;
    policy->sales[policy->sales_count++] =
        (dc_sales_change){.scopes = *scopes,
                          .change = settings[SALES_CHANGE].value[which],
                          .from = dc_setting_first_day(&settings[SALES_FROM], which),
                          .to = dc_setting_last_day(&settings[SALES_TO], which),
                          .ramp = dc_setting_whole(&settings[SALES_RAMP], which)};
    return true;
}

_Static_assert(DC_POLICY_LEAVINGS_MAX + DC_POLICY_PLANS_MAX + DC_POLICY_DUNNINGS_MAX +
                       DC_POLICY_PLACEMENTS_MAX ==
                   DC_POLICY_RETENTIONS_MAX,
               "what presses never lacks room for the customers that it costs");

static bool keep_customers(dc_policy *policy, const dc_scopes *scopes,
                           const dc_lever_setting *settings, dc_case which)
{
    size_t by_itself = 0;
    for (size_t i = 0; i < policy->retention_count; i++)
        by_itself += !policy->retentions[i].by_claims;
    if (by_itself == DC_POLICY_LEAVINGS_MAX || policy->retention_count == DC_POLICY_RETENTIONS_MAX)
        return false;
    policy->retentions[policy->retention_count++] =
        (dc_retention){.scopes = *scopes,
                       .kept = settings[KEPT_SHARE].value[which],
                       .from = dc_setting_first_day(&settings[KEPT_FROM], which)};
    return true;
}

/* clang-format off */
const dc_lever dc_lever_sales = {
    .info = {
        .name = "sales",
        .about = { "customers order more or less", "客户订货增加或减少" },
        .exact = true, .monotone = true,
        .why_monotone = {
            "with less sold every invoice is smaller on every path, so that cash is never higher; "
            "with more it is larger, so that cash is never lower",
            "销售减少时，每条路径上每张发票的金额更小，现金不会更多；销售增加时金额更大，现金不会更少" },
        DC_PARAMETERS(sales_parameters),
        .example = "sales:change=-10%,from=1,to=182,ramp=28",
        .formula = {
            "invoices issued on a day t within from..to change by change x (t - from + 1) / (ramp "
            "+ 1), at most by change: each of them is smaller or larger by it; several changes "
            "multiply",
            "在from..to内第t日开票的销售变动change×(t－from＋1)/(ramp＋1)，至多为change：每张发票的金额"
            "按此减少或增加；多项变动相乘" },
        .source = {
            "assumption of the planner: 10 % less, 20 % less to none",
            "计划人员的假设：减少10%，区间减少20%至不变" } },
    .assumed = true, .from = SALES_FROM, .to = SALES_TO,
    .most = DC_POLICY_SALES_MAX, .apply = change_sales };

const dc_lever dc_lever_retention = {
    .info = {
        .name = "retention",
        .about = { "customers leave and order nothing more", "客户流失，不再下单" },
        .exact = true, .monotone = true,
        .why_monotone = {
            "on every path the customers that stay at a higher share hold those that stay at a "
            "lower one; claims that are open are paid as before",
            "每条路径上，保留比例较高时留下的客户包含较低时留下的客户；未结应收账款照常支付" },
        DC_PARAMETERS(retention_parameters),
        .example = "retention:kept=90%,from=30,scope=min_days_late:30",
        .formula = {
            "a customer with an open claim or future invoice in scope goes on ordering from day "
            "`from` on with chance kept, all its orders or none; the margin of what is not ordered "
            "is lost_margin; shares of several retentions multiply",
            "范围内有未结应收账款或未来发票的客户，自from日起以概率kept继续下单，或全部订单或全部流失；"
            "未下订单的毛利即lost_margin；多项保留率相乘" },
        .source = {
            "assumption of the planner: one customer in twenty leaves, none to one in ten; no "
            "published figure with a known base",
            "计划人员的假设：每二十个客户流失一个，区间为零至十分之一；未见基数明确的公开数据" } },
    .assumed = true,
    .most = DC_POLICY_LEAVINGS_MAX, .apply = keep_customers };
/* clang-format on */
