/* levers_pressing.c - levers that press for payment: stages of dunning. */
#include "levers.h"

/* name, unit, about, kind, least, most, default low base high, required */
/* clang-format off */
enum { DUN_AT, DUN_EFFECT, DUN_DECAY, DUN_COST, DUN_KEPT, DUN_LATE_TOO, DUN_FROM,
       DUN_CONTACTS };
static const dc_lever_parameter dunning_parameters[] = {
    [DUN_AT] = { "at", { "days after due", "到期后天数" },
        { "day of the stage: -3 a reminder before it is due, 15 a formal notice",
          "催收阶段：-3为到期前提醒，15为正式催告函" },
        DC_VALUE_DAYS, -60, 365, "", "7", "", false },
    [DUN_EFFECT] = { "effect", { "times", "倍" },
        { "how fast a claim is paid then: the power of the daily chance of not being paid; below 1 "
          "pressure slows",
          "此后的付款速度：每日未付概率的幂；小于1即施压反而更慢" },
        DC_VALUE_FACTOR, 0.2, 5, "0.9", "1.15", "1.4", false },
    [DUN_DECAY] = { "decay", { "days", "天" },
        { "days after which a third of the effect is left",
          "效果降至约三分之一的天数" },
        DC_VALUE_DAYS, 1, 3650, "", "30", "", false },
    [DUN_COST] = { "cost", { "amount", "金额" },
        { "cost of the stage for each claim that is open then",
          "届时每笔未结应收账款的催收成本" },
        DC_VALUE_MONEY, 0, 1e9, "", "0", "", false },
    [DUN_KEPT] = { "retention", { "share of customers", "客户比例" },
        { "share of the customers in scope with an open claim that go on ordering",
          "范围内有未结应收账款的客户中继续下单的比例" },
        DC_VALUE_SHARE, 0, 1, "98%", "100%", "100%", false },
    [DUN_LATE_TOO] = { "late_too", { "yes or no", "yes或no" },
        { "whether claims that are past the stage already are reached, on the first day",
          "已过该阶段的应收账款是否在首日一并催收" },
        DC_VALUE_SWITCH, 0, 1, "", "no", "", false },
    [DUN_FROM] = { "from", { "date or days", "日期或天数" },
        { "first day of the stage",
          "该阶段的首日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
    [DUN_CONTACTS] = { "contacts", { "contacts in 28 days", "28天内次数" },
        { "most contacts of a customer in four weeks, all stages together; beyond them the stage "
          "reaches none of its claims; 0: no cap. Claims count when their stage's day comes, "
          "also those that will have been paid by then: late stages are capped harder than in life",
          "四周内对同一客户各阶段合计的最多联系次数，超出则该阶段不再催收其款项；0为不限。"
          "到达阶段日的款项均计入，包括届时已付清的，故较晚阶段所受限制严于实际" },
        DC_VALUE_COUNT, 0, 28, "", "0", "", false },
};
/* clang-format on */

static bool press(dc_policy *policy, const dc_scopes *scopes, const dc_lever_setting *settings,
                  dc_case which)
{
    int32_t from = dc_setting_first_day(&settings[DUN_FROM], which);
    if (policy->dunning_count == DC_POLICY_DUNNINGS_MAX ||
        policy->retention_count == DC_POLICY_RETENTIONS_MAX)
        return false;
    policy->dunnings[policy->dunning_count++] =
        (dc_dunning){.scopes = *scopes,
                     .at = dc_setting_whole(&settings[DUN_AT], which),
                     .effect = settings[DUN_EFFECT].value[which],
                     .decay = settings[DUN_DECAY].value[which],
                     .from = from,
                     .late_too = dc_setting_whole(&settings[DUN_LATE_TOO], which),
                     .contacts = dc_setting_whole(&settings[DUN_CONTACTS], which),
                     .cost = dc_setting_amount(&settings[DUN_COST], which)};
    policy->retentions[policy->retention_count++] = (dc_retention){
        .scopes = *scopes, .kept = settings[DUN_KEPT].value[which], .from = from, .by_claims = 1};
    return true;
}

/* clang-format off */
const dc_lever dc_lever_dunning = {
    .info = {
        .name = "dunning",
        .about = { "a stage of dunning: reminder, notice, third party", "催收阶段：提醒、催告函、第三方" },
        .exact = true, .monotone = true,
        .why_monotone = {
            "a stage with more effect settles claims on the same day or earlier on every path, "
            "customers that stay at a higher retention hold those at a lower",
            "效果更强的阶段使每条路径上应收账款不变或更早结清；保留率较高时留下的客户包含较低时留下的客户" },
        DC_PARAMETERS(dunning_parameters),
        .example = "dunning:at=15,effect=0.9..1.25..1.5,cost=25,retention=97%..100%..100%",
        .formula = {
            "from day due + at on the chance h of being paid on a day becomes 1 - (1 - h)^p, p = 1 "
            "+ (effect - 1) exp(-days since / decay), until a stage with a later `at` takes over; "
            "it costs `cost` x the part of the claim that is open at the close of that day; claims "
            "of a customer reached on one day are one contact; one lever is one stage",
            "自到期后第at日起每日付款概率h变为1－(1－h)^p，p＝1＋(effect－1)exp(－其后天数/decay)，"
            "直至at更晚的阶段接替；成本为cost×当日终了未结比例；同一客户同日的各笔款项为一次联系；一个杠杆即一个阶段" },
        .source = {
            "assumption of the planner, harm included: letters to customers may slow payment and "
            "close negotiation; learn your own from actions.csv (duecast learn)",
            "计划人员的假设，包括负面效果：施压可能使付款更慢并终止协商；可由actions.csv学习自身数据" } },
    .assumed = true, .most = DC_POLICY_DUNNINGS_MAX, .apply = press };
/* clang-format on */
