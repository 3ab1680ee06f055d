/* levers_rates.c - the lever of what other currencies are worth. */
#include "draft.h"
#include "levers.h"

/* name, unit, about, kind, least, most, default low base high, required */
/* clang-format off */
enum { RATE_CHANGE, RATE_FROM, RATE_TO, RATE_RAMP };
static const dc_lever_parameter rate_parameters[] = {
    [RATE_CHANGE] = { "change", { "share of the rate", "汇率比例" },
        { "change of what the currency is worth, -10% = a tenth less",
          "该币种价值的变动，-10%即贬值一成" },
        DC_VALUE_SHARE, -0.99, 9, "-15%", "-10%", "-5%", false },
    [RATE_FROM] = { "from", { "date or days", "日期或天数" },
        { "first day of the change",
          "变动开始日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
    [RATE_TO] = { "to", { "date or days", "日期或天数" },
        { "last day of the change",
          "变动结束日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "forever", "", false },
    [RATE_RAMP] = { "ramp", { "days", "天" },
        { "days from the first until all of the change is reached",
          "自首日起达到全部变动所需的天数" },
        DC_VALUE_DAYS, 0, 730, "", "0", "", false },
};
/* clang-format on */

static bool has_other_currencies(const dc_book *book)
{
    bool any = false;
    for (uint16_t c = 0; c < book->currency_count; c++)
        any |= c != book->home && book->currencies[c].has_rate;
    return any;
}

static bool change_rates(dc_policy *policy, const dc_scopes *scopes,
                         const dc_lever_setting *settings, dc_case which)
{
    if (policy->rate_count == DC_POLICY_RATES_MAX)
        return false;
    policy->rates[policy->rate_count++] =
        (dc_rate_change){.scopes = *scopes,
                         .change = settings[RATE_CHANGE].value[which],
                         .from = dc_setting_first_day(&settings[RATE_FROM], which),
                         .to = dc_setting_last_day(&settings[RATE_TO], which),
                         .ramp = dc_setting_whole(&settings[RATE_RAMP], which)};
    return true;
}

/* clang-format off */
const dc_lever dc_lever_fx = {
    .info = {
        .name = "fx",
        .about = { "other currencies are worth more or less", "外币升值或贬值" },
        .exact = true, .monotone = false,
        .why_monotone = {
            "a fall takes from what customers bring and from what suppliers cost",
            "贬值使收款减少，也使付款减少" },
        DC_PARAMETERS(rate_parameters),
        .example = "fx:change=-10%,from=30,scope=currency:USD",
        .formula = {
            "on days from..to cash in the currency is worth its rate ahead (rates.csv, else that "
            "of the as-of date) x (1 + change); the share in `hedges` of book.yaml is settled at "
            "its agreed rate; the difference is the line of exchange differences"
            DC_RAMP_IN_ENGLISH("change"),
            "from..to内，外币现金按远期汇率（rates.csv，否则按基准日汇率）×(1＋change)折算；book.yaml中"
            "hedges的份额按约定汇率结算；差额列入汇兑差额"
            DC_RAMP_IN_CHINESE("change") },
        .source = { "assumption of the planner: a tenth less, a twentieth to three",
                    "计划人员的假设：贬值一成，区间半成至一成半" } },
    .plan_scope = DC_SCOPE_RATES, .assumed = true, .from = RATE_FROM, .to = RATE_TO,
    .most = DC_POLICY_RATES_MAX, .meets = has_other_currencies, .apply = change_rates };
/* clang-format on */
