/* levers_failing.c - levers by which customers fail. */
#include "levers.h"

/* name, unit, about, kind, least, most, default low base high, required */
/* clang-format off */
enum { RATE_MULTIPLIER, RATE_FROM, RATE_TO, RATE_RAMP };
static const dc_lever_parameter default_rate_parameters[] = {
    [RATE_MULTIPLIER] = { "multiplier", { "times", "倍" },
        { "how many times as often customers fail",
          "客户违约频率的倍数" },
        DC_VALUE_FACTOR, 0, 20, "1.5", "2", "3", false },
    [RATE_FROM] = { "from", { "date or days", "日期或天数" },
        { "first day on which they do",
          "开始生效的首日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
    [RATE_TO] = { "to", { "date or days", "日期或天数" },
        { "last day on which they do",
          "生效的最后一日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "forever", "", false },
    [RATE_RAMP] = { "ramp", { "days", "天" },
        { "days from the first until all of the change is reached",
          "自首日起达到全部变动所需的天数" },
        DC_VALUE_DAYS, 0, 730, "", "0", "", false },
};

enum { FAIL_LARGEST, FAIL_DAY, FAIL_RECOVERED, FAIL_LAG, FAIL_CONTAGION };
static const dc_lever_parameter insolvency_parameters[] = {
    [FAIL_LARGEST] = { "largest", { "customers", "个客户" },
        { "how many fail: those in scope that owe most today",
          "破产客户数：范围内当前欠款最多者" },
        DC_VALUE_COUNT, 0, 100, "", "1", "", false },
    [FAIL_DAY] = { "day", { "date or days", "日期或天数" },
        { "the day on which they fail",
          "破产日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "28", "", false },
    [FAIL_RECOVERED] = { "recovered", { "share of what was open", "未结金额比例" },
        { "share of what they owed that comes back",
          "欠款中可收回的比例" },
        DC_VALUE_SHARE, 0, 1, "5%", "15%", "40%", false },
    [FAIL_LAG] = { "lag", { "days", "天" },
        { "days from write-off, 90 days after failing, until it comes back",
          "核销（破产后90天）至收回的天数" },
        DC_VALUE_DAYS, 0, 1825, "", "270", "", false },
    [FAIL_CONTAGION] = { "contagion", { "times", "倍" },
        { "how many times as often all others fail from then on",
          "此后其他客户违约频率的倍数" },
        DC_VALUE_FACTOR, 0, 20, "", "1", "", false },
};

enum { MACRO_SEVERITY, MACRO_PAYMENTS, MACRO_DEFAULTS, MACRO_FROM, MACRO_TO, MACRO_RAMP };
static const dc_lever_parameter macro_parameters[] = {
    [MACRO_SEVERITY] = { "severity", { "times", "倍" },
        { "how bad it gets: 0 not at all, 1 as told below, 2 twice as much on a log scale",
          "严重程度：0为无，1为下列水平，2为对数尺度上的两倍" },
        DC_VALUE_FACTOR, 0, 3, "0.5", "1", "1.5", false },
    [MACRO_PAYMENTS] = { "payments", { "times", "倍" },
        { "how fast customers pay: the power of the daily chance of not being paid",
          "付款速度：每日未付概率的幂" },
        DC_VALUE_FACTOR, 0.05, 5, "", "0.8", "", false },
    [MACRO_DEFAULTS] = { "defaults", { "times", "倍" },
        { "how many times as often customers fail",
          "客户违约频率的倍数" },
        DC_VALUE_FACTOR, 0.05, 20, "", "2", "", false },
    [MACRO_FROM] = { "from", { "date or days", "日期或天数" },
        { "first day of the downturn",
          "下行的首日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
    [MACRO_TO] = { "to", { "date or days", "日期或天数" },
        { "last day of the downturn",
          "下行的最后一日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "182", "", false },
    [MACRO_RAMP] = { "ramp", { "days", "天" },
        { "days from the first until all of the severity is reached",
          "自首日起达到全部严重程度所需的天数" },
        DC_VALUE_DAYS, 0, 730, "", "0", "", false },
};

enum { PATIENCE_POWER, PATIENCE_FROM, PATIENCE_TO, PATIENCE_RAMP };
static const dc_lever_parameter forbearance_parameters[] = {
    [PATIENCE_POWER] = { "power", { "times", "倍" },
        { "how fast such customers pay: the power of the daily chance of not being paid",
          "这些客户的付款速度：每日未付概率的幂" },
        DC_VALUE_FACTOR, 0.05, 5, "0.5", "0.7", "0.9", false },
    [PATIENCE_FROM] = { "from", { "date or days", "日期或天数" },
        { "first day of patience",
          "宽限的首日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
    [PATIENCE_TO] = { "to", { "date or days", "日期或天数" },
        { "last day of patience",
          "宽限的最后一日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "forever", "", false },
    [PATIENCE_RAMP] = { "ramp", { "days", "天" },
        { "days from the first until all of the power is reached, on a log scale",
          "自首日起达到全部幂(对数尺度)所需的天数" },
        DC_VALUE_DAYS, 0, 730, "", "0", "", false },
};
/* clang-format on */

static bool multiply_defaults(dc_policy *policy, const dc_scopes *scopes,
                              const dc_lever_setting *settings, dc_case which)
{
    if (policy->default_count == DC_POLICY_DEFAULTS_MAX)
        return false;
    policy->defaults[policy->default_count++] =
        (dc_default_change){.scopes = *scopes,
                            .multiplier = settings[RATE_MULTIPLIER].value[which],
                            .from = dc_setting_first_day(&settings[RATE_FROM], which),
                            .to = dc_setting_last_day(&settings[RATE_TO], which),
                            .ramp = dc_setting_whole(&settings[RATE_RAMP], which)};
    return true;
}

static bool let_fail(dc_policy *policy, const dc_scopes *scopes, const dc_lever_setting *settings,
                     dc_case which)
{
    if (policy->insolvency_count == DC_POLICY_INSOLVENCIES_MAX)
        return false;
    policy->insolvencies[policy->insolvency_count++] =
        (dc_insolvency){.scopes = *scopes,
                        .largest = dc_setting_whole(&settings[FAIL_LARGEST], which),
                        .day = dc_setting_first_day(&settings[FAIL_DAY], which),
                        .recovered = settings[FAIL_RECOVERED].value[which],
                        .recovery_days = dc_setting_whole(&settings[FAIL_LAG], which),
                        .contagion = settings[FAIL_CONTAGION].value[which]};
    return true;
}

static bool turn_down(dc_policy *policy, const dc_scopes *scopes, const dc_lever_setting *settings,
                      dc_case which)
{
    if (policy->downturn_count == DC_POLICY_DOWNTURNS_MAX)
        return false;
    policy->downturns[policy->downturn_count++] =
        (dc_downturn){.scopes = *scopes,
                      .severity = settings[MACRO_SEVERITY].value[which],
                      .payments = settings[MACRO_PAYMENTS].value[which],
                      .defaults = settings[MACRO_DEFAULTS].value[which],
                      .from = dc_setting_first_day(&settings[MACRO_FROM], which),
                      .to = dc_setting_last_day(&settings[MACRO_TO], which),
                      .ramp = dc_setting_whole(&settings[MACRO_RAMP], which)};
    return true;
}

static bool be_patient(dc_policy *policy, const dc_scopes *scopes, const dc_lever_setting *settings,
                       dc_case which)
{
    if (policy->forbearance_count == DC_POLICY_FORBEARANCES_MAX)
        return false;
    policy->forbearances[policy->forbearance_count++] =
        (dc_forbearance){.scopes = *scopes,
                         .power = settings[PATIENCE_POWER].value[which],
                         .from = dc_setting_first_day(&settings[PATIENCE_FROM], which),
                         .to = dc_setting_last_day(&settings[PATIENCE_TO], which),
                         .ramp = dc_setting_whole(&settings[PATIENCE_RAMP], which)};
    return true;
}

/* clang-format off */
const dc_lever dc_lever_default_rate = {
    .info = {
        .name = "default_rate",
        .about = { "customers fail more often", "客户违约更频繁" },
        .exact = true, .monotone = true,
        .why_monotone = {
            "with a multiplier above 1 a customer fails on the same day or earlier on every path, "
            "so that cash other than recoveries is never higher; below 1 never lower",
            "倍数大于1时，每条路径上客户在同一天或更早违约，除收回款外的现金不会更多；小于1时不会更少" },
        DC_PARAMETERS(default_rate_parameters),
        .example = "default_rate:multiplier=2,scope=segment:retail",
        .formula = {
            "chance of not having failed by a day: S becomes S^multiplier within from..to; where "
            "the ledger shows no default of its own the baseline has none, and multiplier - 1 "
            "times the chance assumed comes on top; customers count, each with all it owes"
            DC_RAMP_IN_ENGLISH("multiplier - 1"),
            "到某日未违约的概率S在from..to内变为S的multiplier次方；账簿中从无违约时基准不含违约，"
            "在其上加multiplier－1倍的假设概率；以客户为单位，连同其全部欠款"
            DC_RAMP_IN_CHINESE("multiplier－1") },
        .source = {
            "assumption: US business bankruptcy filings were 28,322 in 2007 and 60,837 in 2009, "
            "2.1 times as many (American Bankruptcy Institute, press releases of March 2009 and "
            "2010, abi.org/newsroom); 1.5 to 3",
            "假设：美国企业破产申请2007年28322件，2009年60837件，为2.1倍（美国破产协会2009年3月5日与"
            "2010年3月新闻稿，abi.org/newsroom）；区间1.5至3倍" } },
    .befalls = true, .assumed = true, .from = RATE_FROM, .to = RATE_TO,
    .most = DC_POLICY_DEFAULTS_MAX, .apply = multiply_defaults };

const dc_lever dc_lever_insolvency = {
    .info = {
        .name = "insolvency",
        .about = { "a customer fails, or the largest do", "某客户或最大客户破产" },
        .exact = true, .monotone = true,
        .why_monotone = {
            "with contagion of 1 or more a customer fails on the same day or earlier on every "
            "path, so that cash other than recoveries is never higher",
            "contagion不小于1时，每条路径上客户在同一天或更早违约，除收回款外的现金不会更多" },
        DC_PARAMETERS(insolvency_parameters),
        .example = "insolvency:largest=1,day=28,recovered=5%..15%..40%",
        .formula = {
            "the customers in scope that owe most fail on `day`: they pay and order nothing more, "
            "what is open is written off 90 days later, and `recovered` of it comes `lag` days "
            "after that; all others fail `contagion` times as often from then on; scope="
            "customer:NAME means that one",
            "范围内欠款最多的客户在day日破产：此后不再付款和下单，未结金额90天后核销，其中recovered在"
            "核销后lag天收回；此后其他客户的违约频率为contagion倍；scope=customer:名称 指定某客户" },
        .source = {
            "assumption of the planner: week 4, 85 % of it lost, 60 to 95 %",
            "计划人员的假设：第4周，损失85%，区间60%至95%" } },
    .befalls = true, .assumed = true,
    .most = DC_POLICY_INSOLVENCIES_MAX, .apply = let_fail };

const dc_lever dc_lever_macro = {
    .info = {
        .name = "macro",
        .about = { "a downturn: customers pay slower and fail more often", "经济下行：付款更慢、违约更多" },
        .exact = true, .monotone = true,
        .why_monotone = {
            "with payments below and defaults above 1, on every path each payment comes on the "
            "same day or later and each failure on the same day or earlier, so that cash other "
            "than recoveries is never higher",
            "payments小于1且defaults大于1时，每条路径上付款不会更早、违约不会更晚，除收回款外的现金不会更多" },
        DC_PARAMETERS(macro_parameters),
        .example = "macro:severity=1,from=1,to=182",
        .formula = {
            "within from..to the chance h of being paid on a day becomes 1 - (1 - h)^(payments^"
            "severity) and the hazard of default is multiplied by defaults^severity, for customers "
            "in scope with all their invoices; sales stay: add the lever for them"
            DC_RAMP_IN_ENGLISH("severity"),
            "在from..to内，每日付款概率h变为1－(1－h)^(payments^severity)，违约强度乘以"
            "defaults^severity，适用于范围内客户的全部发票；销售不变"
            DC_RAMP_IN_CHINESE("severity") },
        .source = {
            "assumption: payments exp(-1.5 x 0.15), a pace one and a half standard deviations "
            "down where it swings by 15 %; defaults as US business bankruptcies 2007 to 2009 "
            "(American Bankruptcy Institute, March 2009 and 2010: 28,322 to 60,837)",
            "假设：付款速度exp(-1.5×0.15)，即在波动15%时下降1.5个标准差；违约按2007至2009年美国企业"
            "破产申请（美国破产协会2009年3月与2010年3月：28322至60837件）" } },
    .befalls = true, .assumed = true, .from = MACRO_FROM, .to = MACRO_TO,
    .most = DC_POLICY_DOWNTURNS_MAX, .apply = turn_down };

const dc_lever dc_lever_forbearance = {
    .info = {
        .name = "forbearance",
        .about = { "overdue customers are given time informally", "对逾期客户非正式宽限" },
        .exact = true, .monotone = true,
        .why_monotone = {
            "with a power below 1 each payment comes on the same day or later on every path",
            "power小于1时，每条路径上每笔付款的日期不变或更晚" },
        DC_PARAMETERS(forbearance_parameters),
        .example = "forbearance:power=0.7,scope=min_days_late:1",
        .formula = {
            "who does not press is paid last: within from..to the chance h of being paid on a day "
            "becomes 1 - (1 - h)^power for open claims in scope, so that the chance S of being "
            "unpaid becomes S^power"
            DC_RAMP_IN_ENGLISH("the exponent power on a log scale"),
            "不催收者最后得到付款：在from..to内，范围内未结应收账款每日付款概率h变为"
            "1－(1－h)^power，即未付概率S变为S的power次方"
            DC_RAMP_IN_CHINESE("power(对数尺度)") },
        .source = {
            "assumption of the planner: 0.7, 0.5 to 0.9; no published figure is known",
            "计划人员的假设：0.7，区间0.5至0.9；未见公开数据" } },
    .open_only = true, .assumed = true, .from = PATIENCE_FROM, .to = PATIENCE_TO,
    .most = DC_POLICY_FORBEARANCES_MAX, .apply = be_patient };
/* clang-format on */
