/* levers_legal.c - claims are handed over: to a collection agency, or to a court. */
#include "levers.h"

/* name, unit, about, kind, least, most, default low base high, required */
/* clang-format off */
enum { AGENCY_AFTER, AGENCY_SINCE_ISSUE, AGENCY_90, AGENCY_180, AGENCY_365, AGENCY_730, AGENCY_DAYS,
       AGENCY_WRITE_OFF, AGENCY_FEE, AGENCY_KEPT, AGENCY_FROM };
static const dc_lever_parameter agency_parameters[] = {
    [AGENCY_AFTER] = { "after", { "days after due", "到期后天数" },
        { "age at which what is still open is handed over",
          "移交未付款项时的账龄" },
        DC_VALUE_DAYS, 0, 1825, "", "90", "", false },
    [AGENCY_SINCE_ISSUE] = { "since_issue", { "yes or no", "yes或no" },
        { "ages count from the issue day, not from the due day",
          "账龄自开票日而非到期日起算" },
        DC_VALUE_SWITCH, 0, 1, "", "no", "", false },
    [AGENCY_90] = { "at_90", { "share of the claims", "应收账款比例" },
        { "collected of what is handed over at 90 days or sooner",
          "90天以内移交款项的收回比例" },
        DC_VALUE_SHARE, 0, 1, "69%", "73%", "74%", false },
    [AGENCY_180] = { "at_180", { "share of the claims", "应收账款比例" },
        { "collected of what is handed over at 180 days",
          "180天时移交款项的收回比例" },
        DC_VALUE_SHARE, 0, 1, "35%", "56%", "57%", false },
    [AGENCY_365] = { "at_365", { "share of the claims", "应收账款比例" },
        { "collected of what is handed over at a year",
          "一年时移交款项的收回比例" },
        DC_VALUE_SHARE, 0, 1, "21%", "29%", "29%", false },
    [AGENCY_730] = { "at_730", { "share of the claims", "应收账款比例" },
        { "collected of what is handed over at two years or later",
          "两年以后移交款项的收回比例" },
        DC_VALUE_SHARE, 0, 1, "", "10%", "", false },
    [AGENCY_DAYS] = { "days", { "days", "天" },
        { "days within which it is collected, evenly spread",
          "收回款项所需天数，均匀分布" },
        DC_VALUE_DAYS, 1, 1825, "", "120", "", false },
    [AGENCY_WRITE_OFF] = { "write_off", { "days", "天" },
        { "days after these until the rest is written off",
          "此后至核销其余款项的天数" },
        DC_VALUE_DAYS, 0, 1825, "", "60", "", false },
    [AGENCY_FEE] = { "fee", { "share of what is paid", "已付金额比例" },
        { "what the agency keeps of what it collects",
          "代理方从收回款项中收取的费用" },
        DC_VALUE_SHARE, 0, 1, "10%", "25%", "50%", false },
    [AGENCY_KEPT] = { "kept", { "share of customers", "客户比例" },
        { "share of the customers with a claim in scope today that go on ordering",
          "范围内现有应收账款的客户中继续下单的比例" },
        DC_VALUE_SHARE, 0, 1, "", "100%", "", false },
    [AGENCY_FROM] = { "from", { "date or days", "日期或天数" },
        { "first day of handing over; what is older goes on that day",
          "开始移交的首日；更早的款项于当日移交" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
};

enum { SUIT_AFTER, SUIT_SINCE_ISSUE, SUIT_WIN, SUIT_COLLECT, SUIT_DAYS, SUIT_COST, SUIT_COST_SHARE,
       SUIT_FEE, SUIT_COSTS_BACK, SUIT_KEPT, SUIT_FROM };
static const dc_lever_parameter litigation_parameters[] = {
    [SUIT_AFTER] = { "after", { "days after due", "到期后天数" },
        { "age at which what is still open is sued for",
          "提起诉讼时的账龄" },
        DC_VALUE_DAYS, 0, 1825, "", "180", "", false },
    [SUIT_SINCE_ISSUE] = { "since_issue", { "yes or no", "yes或no" },
        { "ages count from the issue day, not from the due day",
          "账龄自开票日而非到期日起算" },
        DC_VALUE_SWITCH, 0, 1, "", "no", "", false },
    [SUIT_WIN] = { "win", { "share of the claims", "应收账款比例" },
        { "chance that the court agrees",
          "胜诉概率" },
        DC_VALUE_SHARE, 0, 1, "50%", "70%", "90%", false },
    [SUIT_COLLECT] = { "collect", { "share of those won", "胜诉案件比例" },
        { "chance that a judgement is paid",
          "判决得到执行的概率" },
        DC_VALUE_SHARE, 0, 1, "40%", "60%", "80%", false },
    [SUIT_DAYS] = { "days", { "days", "天" },
        { "days until the judgement is paid, or the claim written off",
          "至判决款到账或核销的天数" },
        DC_VALUE_DAYS, 1, 3650, "180", "240", "545", false },
    [SUIT_COST] = { "cost", { "amount", "金额" },
        { "cost of a claim, paid up front",
          "每笔诉讼的前期费用" },
        DC_VALUE_MONEY, 0, 1e9, "", "0", "", false },
    [SUIT_COST_SHARE] = { "cost_share", { "share of the claim", "应收账款比例" },
        { "further cost paid up front, a share of the claim",
          "按应收账款比例的前期费用" },
        DC_VALUE_SHARE, 0, 1, "5%", "15%", "30%", false },
    [SUIT_FEE] = { "fee", { "share of what is paid", "已付金额比例" },
        { "what the lawyer keeps of what comes in",
          "律师从收回款项中收取的费用" },
        DC_VALUE_SHARE, 0, 1, "", "10%", "", false },
    [SUIT_COSTS_BACK] = { "costs_back", { "share of the cost", "费用比例" },
        { "share of the cost that comes back with a judgement that is paid",
          "判决款到账时一并收回的费用比例" },
        DC_VALUE_SHARE, 0, 1, "", "0%", "", false },
    [SUIT_KEPT] = { "kept", { "share of customers", "客户比例" },
        { "share of the customers with a claim in scope today that go on ordering",
          "范围内现有应收账款的客户中继续下单的比例" },
        DC_VALUE_SHARE, 0, 1, "", "100%", "", false },
    [SUIT_FROM] = { "from", { "date or days", "日期或天数" },
        { "first day of suing; what is older goes on that day",
          "开始起诉的首日；更早的款项于当日起诉" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
};
/* clang-format on */

/* What both have in common: when, and who stays. */
typedef struct {
    const dc_lever_setting *after, *since_issue, *kept, *from;
} handing;

static bool hand_over(dc_policy *policy, const dc_scopes *scopes, const handing *by,
                      dc_placement how, dc_case which)
{
    double kept = by->kept->value[which];
    if (policy->placement_count == DC_POLICY_PLACEMENTS_MAX ||
        policy->retention_count == DC_POLICY_RETENTIONS_MAX)
        return false;
    how.scopes = *scopes;
    how.after = dc_setting_whole(by->after, which);
    how.since_issue = by->since_issue->value[which] > 0.0;
    how.from = dc_setting_first_day(by->from, which);
    policy->placements[policy->placement_count++] = how;
    policy->retentions[policy->retention_count++] =
        (dc_retention){.scopes = *scopes,
                       .kept = kept,
                       .from = dc_setting_first_day(by->from, which),
                       .by_claims = 1};
    return true;
}

static bool send_agency(dc_policy *policy, const dc_scopes *scopes,
                        const dc_lever_setting *settings, dc_case which)
{
    const handing by = {&settings[AGENCY_AFTER], &settings[AGENCY_SINCE_ISSUE],
                        &settings[AGENCY_KEPT], &settings[AGENCY_FROM]};
    dc_placement  how = {.at_90 = settings[AGENCY_90].value[which],
                         .at_180 = settings[AGENCY_180].value[which],
                         .at_365 = settings[AGENCY_365].value[which],
                         .at_730 = settings[AGENCY_730].value[which],
                         .win = 1.0,
                         .collect = 1.0,
                         .lag = 1,
                         .span = dc_setting_whole(&settings[AGENCY_DAYS], which) - 1,
                         .rest = dc_setting_whole(&settings[AGENCY_WRITE_OFF], which),
                         .fee = settings[AGENCY_FEE].value[which]};
    return hand_over(policy, scopes, &by, how, which);
}

static bool sue(dc_policy *policy, const dc_scopes *scopes, const dc_lever_setting *settings,
                dc_case which)
{
    const handing by = {&settings[SUIT_AFTER], &settings[SUIT_SINCE_ISSUE], &settings[SUIT_KEPT],
                        &settings[SUIT_FROM]};
    dc_placement  how = {.at_90 = 1.0,
                         .at_180 = 1.0,
                         .at_365 = 1.0,
                         .at_730 = 1.0,
                         .win = settings[SUIT_WIN].value[which],
                         .collect = settings[SUIT_COLLECT].value[which],
                         .lag = dc_setting_whole(&settings[SUIT_DAYS], which),
                         .cost = dc_setting_amount(&settings[SUIT_COST], which),
                         .cost_share = settings[SUIT_COST_SHARE].value[which],
                         .fee = settings[SUIT_FEE].value[which],
                         .costs_back = settings[SUIT_COSTS_BACK].value[which]};
    return hand_over(policy, scopes, &by, how, which);
}

/* clang-format off */
const dc_lever dc_lever_agency = {
    .info = {
        .name = "agency",
        .about = { "overdue claims are handed to a collector for a fee",
                   "逾期款项委托律师或调解机构追收" },
        .exact = true, .monotone = false,
        .why_monotone = {
            "the collector's record takes the place of what the customer would have done, which "
            "may be better or worse",
            "以追收记录代替客户原本的付款表现，可能更好也可能更差" },
        DC_PARAMETERS(agency_parameters),
        .example = "agency:after=90,fee=25%,scope=min_amount:1000",
        .formula = {
            "what is open `after` days past due is handed over, what is older on day `from`; of "
            "the claims at_90 .. at_730 are collected, by their age on that day and linear "
            "between, evenly within `days`; the others are written off write_off days later; fee "
            "of what comes in; a claim stays with the customer on the paths on which a plan was "
            "accepted, the claim is in dispute on that day, or an early discount is taken; a plan "
            "whose after_miss is third_party hands over what is left on the day of the miss",
            "到期后after天仍未付的款项移交，更早的于from日移交；按移交时账龄收回at_90至at_730(其间线性)，"
            "在days天内均匀到账；其余再过write_off天核销；按到账金额支付fee；"
            "在接受分期方案、当日处于争议中或享受提前付款折扣的路径上，该笔款项不移交；"
            "after_miss为third_party的分期方案在违约当日移交余款" },
        .source = {
            "collected at 3, 6, 12 months and later: members of the Commercial Collection Agency "
            "Association 72-74, 56-57, 28.6-29 and about 10 %; low ends: another survey 68.9 and "
            "21 %, and less than 35 % beyond 180 days in a trade press article, counted from the "
            "issue; fees of agencies 25 % below 60 days, 35 % below a year, 50 % of old or small "
            "claims, 10 % in an insurer's example",
            "3、6、12个月及更久的收回率：美国商业追收协会会员72-74%、56-57%、28.6-29%和约10%；低端：另一"
            "调查68.9%和21%，行业文章称超过180天(自开票起)低于35%；追收费用60天内25%、一年内35%、"
            "陈旧或小额50%，保险公司示例10%" } },
    .assumed = true,
    .most = DC_POLICY_PLACEMENTS_MAX, .apply = send_agency };

const dc_lever dc_lever_litigation = {
    .info = {
        .name = "litigation",
        .about = { "old claims are sued for", "对陈旧款项提起诉讼" },
        .exact = true, .monotone = false,
        .why_monotone = {
            "the cost comes first, and the judgement takes the place of what the customer would "
            "have paid",
            "费用先付，且判决代替客户原本会支付的款项" },
        DC_PARAMETERS(litigation_parameters),
        .example = "litigation:after=180,cost=500,scope=min_amount:10000",
        .formula = {
            "what is open `after` days past due is sued for, what is older on day `from`: cost and "
            "cost_share are paid at once; with chance win x collect the claim is paid `days` "
            "later, less fee and with costs_back of the cost, else written off then; worth it for "
            "a claim above (cost + what would come otherwise) / (win x collect x (1 - fee) x "
            "discount)",
            "到期后after天仍未付的款项起诉，更早的于from日起诉：即付cost和cost_share；以概率win×collect在"
            "days天后获付(扣fee，并收回费用的costs_back)，否则届时核销；金额高于(费用＋不诉可得)÷(win×"
            "collect×(1－fee)×折现)时值得；本程序仅供决策参考，不构成法律意见" },
        .source = {
            "assumption of the planner: won 70 %, collected 60 %, cost 15 % (5 to 30) of the "
            "claim, fee 10 %; days: median of European first instances 237 (CEPEJ, 2022 edition), "
            "1.5 years as the high end; a decision aid, not legal advice",
            "计划人员的假设：胜诉70%、执行60%、费用为应收账款15%(5%至30%)、律师费10%；天数：欧洲一审中位数237天"
            "(CEPEJ 2022年版)，高端1.5年；仅供决策参考，不构成法律意见" } },
    .assumed = true,
    .most = DC_POLICY_PLACEMENTS_MAX, .apply = sue };
/* clang-format on */

_Static_assert(sizeof agency_parameters / sizeof *agency_parameters <= DC_LEVER_PARAMETERS_MAX,
               "settings fit");
_Static_assert(sizeof litigation_parameters / sizeof *litigation_parameters <=
                   DC_LEVER_PARAMETERS_MAX,
               "settings fit");
