/* levers_plan.c - levers of money that goes out, and of the credit line. */
#include <strings.h>

#include "draft.h"
#include "levers.h"

/* name, unit, about, kind, least, most, default low base high, required */
/* clang-format off */
enum { SUPPLIER_DAYS, SUPPLIER_PASS, SUPPLIER_DISCOUNT, SUPPLIER_FROM, SUPPLIER_RAMP };
static const dc_lever_parameter supplier_parameters[] = {
    [SUPPLIER_DAYS] = { "days", { "days", "天" },
        { "days that suppliers are paid later, below 0 sooner",
          "向供应商付款推迟的天数，负数为提前" },
        DC_VALUE_DAYS, -180, 365, "7", "15", "30", false },
    [SUPPLIER_PASS] = { "pass_through", { "share of the days", "天数比例" },
        { "how much of the change suppliers accept",
          "供应商接受该变动的比例" },
        DC_VALUE_SHARE, 0, 1, "50%", "80%", "100%", false },
    [SUPPLIER_DISCOUNT] = { "discount", { "share of the bill", "账单比例" },
        { "taken off bills that are then paid on an earlier day",
          "付款日确实提前时享受的折扣" },
        DC_VALUE_SHARE, 0, 0.5, "", "0%", "", false },
    [SUPPLIER_FROM] = { "from", { "date or days", "日期或天数" },
        { "first due day of the bills that are moved",
          "受影响账单的首个到期日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
    [SUPPLIER_RAMP] = { "ramp", { "days", "天" },
        { "days from the first until all of the days are reached, by due days",
          "自首日起达到全部天数所需的天数，按到期日计" },
        DC_VALUE_DAYS, 0, 730, "", "0", "", false },
};

enum { STOCK_CHANGE, STOCK_FROM, STOCK_OVER };
static const dc_lever_parameter inventory_parameters[] = {
    [STOCK_CHANGE] = { "change", { "share of the inventory", "存货比例" },
        { "change of the inventory of today, -10% = a tenth less",
          "今日存货的变动，-10%即减少一成" },
        DC_VALUE_SHARE, -1, 1, "-20%", "-10%", "-5%", false },
    [STOCK_FROM] = { "from", { "date or days", "日期或天数" },
        { "first day of the change",
          "变动开始日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
    [STOCK_OVER] = { "over", { "days", "天" },
        { "days over which it comes, evenly",
          "均匀实现所用的天数" },
        DC_VALUE_DAYS, 1, 730, "", "91", "", false },
};

enum { COST_CHANGE, COST_FROM, COST_TO, COST_RAMP };
static const dc_lever_parameter costs_parameters[] = {
    [COST_CHANGE] = { "change", { "share of the lines", "计划行比例" },
        { "change of the plan's lines, 5% = more by 5 %",
          "计划行金额的变动，5%即增加5%" },
        DC_VALUE_SHARE, -1, 3, "2%", "5%", "10%", false },
    [COST_FROM] = { "from", { "date or days", "日期或天数" },
        { "first day that is changed",
          "受影响的首日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
    [COST_TO] = { "to", { "date or days", "日期或天数" },
        { "last day that is changed",
          "受影响的末日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "forever", "", false },
    [COST_RAMP] = { "ramp", { "days", "天" },
        { "days from the first until all of the change is reached",
          "自首日起达到全部变动所需的天数" },
        DC_VALUE_DAYS, 0, 730, "", "0", "", false },
};

enum { CAPEX_DAYS, CAPEX_CHANGE, CAPEX_FROM, CAPEX_TO };
static const dc_lever_parameter capex_parameters[] = {
    [CAPEX_DAYS] = { "days", { "days", "天" },
        { "days that investments are put off, below 0 brought forward",
          "投资推迟的天数，负数为提前" },
        DC_VALUE_DAYS, -365, 730, "", "90", "", false },
    [CAPEX_CHANGE] = { "change", { "share of the amount", "金额比例" },
        { "change of their amount, -100% = cancelled",
          "金额的变动，-100%即取消" },
        DC_VALUE_SHARE, -1, 3, "", "0%", "", false },
    [CAPEX_FROM] = { "from", { "date or days", "日期或天数" },
        { "first day of what is moved",
          "受影响的首日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
    [CAPEX_TO] = { "to", { "date or days", "日期或天数" },
        { "last day of what is moved",
          "受影响的末日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "forever", "", false },
};

enum { LINE_LIMIT, LINE_RATE, LINE_MINIMUM };
static const dc_lever_parameter line_parameters[] = {
    [LINE_LIMIT] = { "limit", { "amount", "金额" },
        { "added to the limit of the credit line, below 0 taken off",
          "授信额度的增加额，负数为减少" },
        DC_VALUE_MONEY, -1e12, 1e12, "", "0", "", false },
    [LINE_RATE] = { "rate", { "a year", "每年" },
        { "added to its rate of interest, 1% = a point more",
          "利率的增加，1%即上升一个百分点" },
        DC_VALUE_SHARE, -1, 1, "", "0%", "", false },
    [LINE_MINIMUM] = { "minimum", { "amount", "金额" },
        { "added to the minimum cash, below 0 taken off",
          "最低现金保有量的增加额，负数为减少" },
        DC_VALUE_MONEY, -1e12, 1e12, "", "0", "", false },
};
/* clang-format on */

/* --- what a book must hold for them --------------------------------------------------------- */

/* Bills, what is owed in one sum, or a word of what is bought for sales to come. */
static bool has_suppliers(const dc_book *book)
{
    const dc_company *company = &book->company;
    return book->bills.count > 0 || company->payables.known || company->purchases.known ||
           company->cost_of_sales.known || company->tail.purchase_share >= 0.0 ||
           company->gross_margin > -1.0;
}

static bool has_inventory(const dc_book *book)
{
    return book->company.inventory.known;
}

static bool has_costs(const dc_book *book)
{
    bool any = false;
    for (size_t i = 0; i < book->plan_count; i++)
        any |= !dc_plan_is_sales(book->plan[i].line);
    return any;
}

static bool has_investments(const dc_book *book)
{
    bool any = false;
    for (size_t i = 0; i < book->plan_count; i++)
        any |= strcasecmp(book->plan[i].line, "capex") == 0;
    return any;
}

/* --- what they write -------------------------------------------------------------------------- */

static bool move_bills(dc_policy *policy, const dc_scopes *scopes, const dc_lever_setting *settings,
                       dc_case which)
{
    if (policy->supplier_count == DC_POLICY_SUPPLIERS_MAX)
        return false;
    policy->suppliers[policy->supplier_count++] =
        (dc_supplier_change){.scopes = *scopes,
                             .days = dc_setting_whole(&settings[SUPPLIER_DAYS], which),
                             .pass_through = settings[SUPPLIER_PASS].value[which],
                             .discount = settings[SUPPLIER_DISCOUNT].value[which],
                             .from = dc_setting_first_day(&settings[SUPPLIER_FROM], which),
                             .ramp = dc_setting_whole(&settings[SUPPLIER_RAMP], which)};
    return true;
}

static bool change_inventory(dc_policy *policy, const dc_scopes *scopes,
                             const dc_lever_setting *settings, dc_case which)
{
    if (policy->inventory_count == DC_POLICY_INVENTORIES_MAX)
        return false;
    policy->inventories[policy->inventory_count++] =
        (dc_inventory_change){.scopes = *scopes,
                              .change = settings[STOCK_CHANGE].value[which],
                              .from = dc_setting_first_day(&settings[STOCK_FROM], which),
                              .over = dc_setting_whole(&settings[STOCK_OVER], which)};
    return true;
}

static bool add_line_change(dc_policy *policy, dc_plan_change change)
{
    if (policy->line_count == DC_POLICY_LINES_MAX)
        return false;
    policy->lines[policy->line_count++] = change;
    return true;
}

static bool change_costs(dc_policy *policy, const dc_scopes *scopes,
                         const dc_lever_setting *settings, dc_case which)
{
    return add_line_change(
        policy, (dc_plan_change){.scopes = *scopes,
                                 .change = settings[COST_CHANGE].value[which],
                                 .from = dc_setting_first_day(&settings[COST_FROM], which),
                                 .to = dc_setting_last_day(&settings[COST_TO], which),
                                 .ramp = dc_setting_whole(&settings[COST_RAMP], which)});
}

static bool change_capex(dc_policy *policy, const dc_scopes *scopes,
                         const dc_lever_setting *settings, dc_case which)
{
    return add_line_change(
        policy, (dc_plan_change){.scopes = *scopes,
                                 .capex = true,
                                 .change = settings[CAPEX_CHANGE].value[which],
                                 .days = dc_setting_whole(&settings[CAPEX_DAYS], which),
                                 .from = dc_setting_first_day(&settings[CAPEX_FROM], which),
                                 .to = dc_setting_last_day(&settings[CAPEX_TO], which)});
}

static bool change_line(dc_policy *policy, const dc_scopes *scopes,
                        const dc_lever_setting *settings, dc_case which)
{
    if (policy->credit_count == DC_POLICY_CREDITS_MAX)
        return false;
    policy->credits[policy->credit_count++] =
        (dc_line_change){.scopes = *scopes,
                         .limit = dc_setting_amount(&settings[LINE_LIMIT], which),
                         .minimum = dc_setting_amount(&settings[LINE_MINIMUM], which),
                         .rate = settings[LINE_RATE].value[which]};
    return true;
}

/* clang-format off */
const dc_lever dc_lever_supplier_terms = {
    .info = {
        .name = "supplier_terms",
        .about = { "suppliers are paid later or sooner", "推迟或提前向供应商付款" },
        .exact = true, .monotone = true,
        .why_monotone = {
            "with days above 0 each bill is paid on the same day or later; early discounts that "
            "are lost count as cost",
            "days大于0时，每张账单的付款日不变或更晚；失去的现金折扣计为成本" },
        DC_PARAMETERS(supplier_parameters),
        .example = "supplier_terms:days=15,scope=category:materials",
        .formula = {
            "an open bill due from `from` on, and of bills to come the share that the scope has of "
            "the bills, is due round(days x pass_through) days later, then paid by its pay rule; "
            "later: early discounts fall away; on an earlier day than otherwise: less discount"
            DC_RAMP_IN_ENGLISH("days, by due day t,"),
            "自from起到期的未付账单，以及未来账单中范围所占的份额，到期日推后"
            "round(days×pass_through)天，再按付款规则支付；推迟则失去"
            "现金折扣；付款日确实提前的扣除discount"
            DC_RAMP_IN_CHINESE("days(按到期日t)") },
        .source = {
            "assumption of the planner: 15 days, 7 to 30; four fifths accepted, half to all",
            "计划人员的假设：15天，区间7至30天；八成被接受，区间五成至全部" } },
    .plan_scope = DC_SCOPE_BILLS, .decided = true, .decides = DC_DECIDES_STOCKS,
    .assumed = true,
    .most = DC_POLICY_SUPPLIERS_MAX, .meets = has_suppliers, .apply = move_bills };

const dc_lever dc_lever_inventory = {
    .info = {
        .name = "inventory",
        .about = { "inventory is built up or run down", "增加或压减存货" },
        .exact = true, .monotone = false,
        .why_monotone = {
            "what is not bought saves cash when it would have been paid; its input tax lacks from "
            "the next settlement on, which may come before",
            "少买的部分在原付款日才节省现金；其进项税自下次申报起减少，可能更早" },
        DC_PARAMETERS(inventory_parameters),
        .example = "inventory:change=-10%,over=91",
        .formula = {
            "the inventory to hold is changed by inventory of book.yaml x change, evenly over "
            "`over` days from `from` on; purchases that follow sales rise or fall by it, never "
            "below 0, and are paid by the suppliers' terms; where sales drive none, it is paid "
            "then",
            "目标存货按book.yaml中的存货×change变动，自from起在over天内均匀实现；随销售的采购相应增减"
            "（不低于0），按供应商账期付款；采购不随销售时，于当日付款" },
        .source = { "assumption of the planner: a tenth less, a twentieth to a fifth",
                    "计划人员的假设：减少一成，区间半成至两成" } },
    .plan_scope = DC_SCOPE_NONE, .decided = true, .decides = DC_DECIDES_STOCKS,
    .assumed = true,
    .most = DC_POLICY_INVENTORIES_MAX, .meets = has_inventory, .apply = change_inventory };

const dc_lever dc_lever_costs = {
    .info = {
        .name = "costs",
        .about = { "lines of the plan cost more or less", "计划行的金额增加或减少" },
        .exact = true, .monotone = true,
        .why_monotone = { "of money that goes out, more leaves less cash on every day",
                          "对流出的资金，金额越大每日现金越少" },
        DC_PARAMETERS(costs_parameters),
        .example = "costs:change=5%,scope=line:payroll",
        .formula = { "amounts of plan lines, or their shares of sales, that belong to from..to "
                     "x (1 + change); lines of sales never"
            DC_RAMP_IN_ENGLISH("change"),
                     "属于from..to的计划行金额或其销售占比×(1＋change)；销售行除外"
            DC_RAMP_IN_CHINESE("change") },
        .source = { "assumption of the planner: 5 %, 2 to 10 %",
                    "计划人员的假设：5%，区间2%至10%" } },
    .plan_scope = DC_SCOPE_LINES, .assumed = true,
    .most = DC_POLICY_LINES_MAX, .meets = has_costs, .apply = change_costs };

const dc_lever dc_lever_capex = {
    .info = {
        .name = "capex",
        .about = { "investments are put off, changed or cancelled", "投资推迟、变更或取消" },
        .exact = true, .monotone = true,
        .why_monotone = {
            "with days above 0 each payment comes on the same day or later",
            "days大于0时，每笔支付不变或更晚" },
        DC_PARAMETERS(capex_parameters),
        .example = "capex:days=90",
        .formula = {
            "plan lines called capex, or those in scope, that belong to from..to: days later, "
            "never before tomorrow, x (1 + change)",
            "名为capex（或范围内）且属于from..to的计划行：推后days天（不早于明日），金额×(1＋change)" },
        .source = { "decision of the planner: a quarter later", "计划人员的决定：推迟一个季度" } },
    .plan_scope = DC_SCOPE_LINES, .decided = true, .assumed = true,
    .most = DC_POLICY_LINES_MAX, .meets = has_investments, .apply = change_capex };

const dc_lever dc_lever_line = {
    .info = {
        .name = "line",
        .about = { "the credit line or the minimum cash changes", "授信额度、利率或最低现金变动" },
        .exact = true, .monotone = true,
        .why_monotone = { "a larger limit leaves no larger gap on any day",
                          "额度越大，任何一日的缺口都不会更大" },
        DC_PARAMETERS(line_parameters),
        .example = "line:limit=-500000,rate=1%",
        .formula = { "limit, rate and minimum of book.yaml + what is given, never below 0; the "
                     "limit not below what is drawn today",
                     "book.yaml中的额度、利率和最低现金＋给定值，不低于0；额度不低于今日已动用额" },
        .source = { "decision of the bank or the planner", "银行或计划人员的决定" } },
    .plan_scope = DC_SCOPE_NONE, .decided = true, .assumed = false,
    .most = DC_POLICY_CREDITS_MAX, .apply = change_line };
/* clang-format on */
