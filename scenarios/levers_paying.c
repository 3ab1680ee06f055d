/* levers_paying.c - levers on how claims are paid: disputes, discounts, payments that stop. */
#include "levers.h"

/* name, unit, about, kind, least, most, default low base high, required */
/* clang-format off */
enum { DISPUTE_RATE, DISPUTE_SHARE, DISPUTE_WHOLE, DISPUTE_SETTLED, DISPUTE_WITHIN,
       DISPUTE_CONCESSION, DISPUTE_FROM };
static const dc_lever_parameter dispute_parameters[] = {
    [DISPUTE_RATE] = { "rate", { "share of claims", "应收账款比例" },
        { "share of claims that are disputed",
          "产生争议的应收账款比例" },
        DC_VALUE_SHARE, 0, 1, "2%", "5%", "10%", false },
    [DISPUTE_SHARE] = { "share", { "share of the amount", "金额比例" },
        { "share of such a claim that is disputed",
          "该笔应收账款中有争议的比例" },
        DC_VALUE_SHARE, 0, 1, "", "20%", "", false },
    [DISPUTE_WHOLE] = { "blocks_all", { "yes or no", "yes或no" },
        { "whether all of the claim waits, not the disputed part alone",
          "是否整笔应收账款都被冻结，而非仅争议部分" },
        DC_VALUE_SWITCH, 0, 1, "", "yes", "", false },
    [DISPUTE_SETTLED] = { "settled", { "share of disputes", "争议比例" },
        { "share of disputes that are settled in the time told by within",
          "在within天内解决的争议比例" },
        DC_VALUE_SHARE, 0.01, 0.99, "", "60%", "", false },
    [DISPUTE_WITHIN] = { "within", { "days", "天" },
        { "calendar days by which they are; 15 working days are 21",
          "解决期限的日历天数，15个工作日为21天" },
        DC_VALUE_DAYS, 1, 730, "14", "21", "60", false },
    [DISPUTE_CONCESSION] = { "concession", { "share of what was disputed", "争议金额比例" },
        { "share of what was disputed that is credited in the end",
          "最终让步（贷记）的争议金额比例" },
        DC_VALUE_SHARE, 0, 1, "0%", "5%", "10%", false },
    [DISPUTE_FROM] = { "from", { "date or days", "日期或天数" },
        { "first issue day of future invoices that are disputed",
          "未来发票产生争议的首个开票日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
};

enum { DISCOUNT_SHARE, DISCOUNT_DAYS, DISCOUNT_TAKE_UP, DISCOUNT_EARLY, DISCOUNT_FROM };
static const dc_lever_parameter early_discount_parameters[] = {
    [DISCOUNT_SHARE] = { "discount", { "share of the invoice", "发票金额比例" },
        { "discount for early payment, 2/10: 2%",
          "提前付款的折扣，如2/10即2%" },
        DC_VALUE_SHARE, 0, 0.5, "", "2%", "", false },
    [DISCOUNT_DAYS] = { "days", { "days", "天" },
        { "days from issue within which it is taken, 2/10: 10",
          "开票后可享折扣的天数，如2/10即10天" },
        DC_VALUE_DAYS, 0, 180, "", "10", "", false },
    [DISCOUNT_TAKE_UP] = { "take_up", { "share of customers", "客户比例" },
        { "share of customers that pay early for it",
          "为此提前付款的客户比例" },
        DC_VALUE_SHARE, 0, 1, "10%", "30%", "50%", false },
    [DISCOUNT_EARLY] = { "early", { "share of customers", "客户比例" },
        { "share that takes it of those that pay so early anyway",
          "本来就提前付款者中享受折扣的比例" },
        DC_VALUE_SHARE, 0, 1, "", "100%", "", false },
    [DISCOUNT_FROM] = { "from", { "date or days", "日期或天数" },
        { "first issue day of invoices with the offer",
          "提供折扣的首个开票日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "1", "", false },
};

enum { COUNTRY_FROM, COUNTRY_TO, COUNTRY_LOST, COUNTRY_ORDERS };
static const dc_lever_parameter country_parameters[] = {
    [COUNTRY_FROM] = { "from", { "date or days", "日期或天数" },
        { "first day on which nothing is paid",
          "停止付款的首日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "14", "", false },
    [COUNTRY_TO] = { "to", { "date or days", "日期或天数" },
        { "last day on which nothing is paid",
          "停止付款的最后一日" },
        DC_VALUE_DAY, DC_DAY_LEAST, DC_DAY_MOST, "", "104", "", false },
    [COUNTRY_LOST] = { "lost", { "share of customers", "客户比例" },
        { "share of customers that never pay what was held back",
          "被阻付款最终不付的客户比例" },
        DC_VALUE_SHARE, 0, 1, "0%", "10%", "30%", false },
    [COUNTRY_ORDERS] = { "orders", { "share of sales", "销售比例" },
        { "change of orders meanwhile, -100%: a barrier that lets nothing in",
          "其间订货的变动，-100%即完全阻断" },
        DC_VALUE_SHARE, -1, 1, "-100%", "-50%", "0%", false },
};
/* clang-format on */

static bool let_dispute(dc_policy *policy, const dc_scopes *scopes,
                        const dc_lever_setting *settings, dc_case which)
{
    if (policy->dispute_count == DC_POLICY_DISPUTES_MAX)
        return false;
    policy->disputes[policy->dispute_count++] =
        (dc_dispute){.scopes = *scopes,
                     .rate = settings[DISPUTE_RATE].value[which],
                     .share = settings[DISPUTE_SHARE].value[which],
                     .settled = settings[DISPUTE_SETTLED].value[which],
                     .within = dc_setting_whole(&settings[DISPUTE_WITHIN], which),
                     .concession = settings[DISPUTE_CONCESSION].value[which],
                     .whole = dc_setting_whole(&settings[DISPUTE_WHOLE], which),
                     .from = dc_setting_first_day(&settings[DISPUTE_FROM], which)};
    return true;
}

static bool offer_discount(dc_policy *policy, const dc_scopes *scopes,
                           const dc_lever_setting *settings, dc_case which)
{
    if (policy->discount_count == DC_POLICY_DISCOUNTS_MAX)
        return false;
    policy->discounts[policy->discount_count++] =
        (dc_discount){.scopes = *scopes,
                      .discount = settings[DISCOUNT_SHARE].value[which],
                      .days = dc_setting_whole(&settings[DISCOUNT_DAYS], which),
                      .take_up = settings[DISCOUNT_TAKE_UP].value[which],
                      .early = settings[DISCOUNT_EARLY].value[which],
                      .from = dc_setting_first_day(&settings[DISCOUNT_FROM], which)};
    return true;
}

static bool stop_payments(dc_policy *policy, const dc_scopes *scopes,
                          const dc_lever_setting *settings, dc_case which)
{
    if (policy->stop_count == DC_POLICY_STOPS_MAX)
        return false;
    policy->stops[policy->stop_count++] =
        (dc_stop){.scopes = *scopes,
                  .from = dc_setting_first_day(&settings[COUNTRY_FROM], which),
                  .to = dc_setting_last_day(&settings[COUNTRY_TO], which),
                  .lost = settings[COUNTRY_LOST].value[which],
                  .orders = settings[COUNTRY_ORDERS].value[which]};
    return true;
}

/* clang-format off */
const dc_lever dc_lever_dispute = {
    .info = {
        .name = "dispute",
        .about = { "claims are disputed and wait for it to be settled", "应收账款产生争议，解决后付款" },
        .exact = true, .monotone = true,
        .why_monotone = {
            "on every path what is disputed comes later or, by the concession, not all",
            "每条路径上，有争议的部分付款更晚，或因让步而减少" },
        DC_PARAMETERS(dispute_parameters),
        .example = "dispute:rate=5%,share=10%,blocks_all=yes,settled=60%,within=21,concession=8%",
        .formula = {
            "a claim is disputed with chance rate; a dispute is settled each day with the chance q "
            "= 1 - (1 - settled)^(1/within), meanwhile what it blocks is not paid; then concession "
            "x share of the claim is credited and the rest goes on as late as it was",
            "应收账款以概率rate产生争议；每日以概率q＝1－(1－settled)^(1/within)解决，其间被冻结部分不付；"
            "之后贷记concession×share，其余按原拖欠规律继续" },
        .source = {
            "60 % settled within 15 working days: a mediation platform's figure, its base unknown; "
            "rate, share and concession are assumptions of the planner",
            "15个工作日内解决60%：调解平台数据，基数不明；rate、share与concession为计划人员的假设" } },
    .befalls = true, .assumed = true, .offer = 1 + DISPUTE_SHARE,
    .most = DC_POLICY_DISPUTES_MAX, .apply = let_dispute };

const dc_lever dc_lever_early_discount = {
    .info = {
        .name = "early_discount",
        .about = { "new invoices get a discount for early payment", "新发票给予提前付款折扣" },
        .exact = true, .monotone = false,
        .why_monotone = {
            "money comes earlier but less of it; the invoices themselves are settled on the same "
            "day or earlier on every path",
            "款项提前但金额减少；每条路径上发票结清日不变或更早" },
        DC_PARAMETERS(early_discount_parameters),
        .example = "early_discount:discount=2%,days=10,take_up=30%",
        .formula = {
            "a share take_up of customers pays on day issue + days less the discount; of what "
            "would be paid by then anyway the share early takes it too; nothing else changes; "
            "not where terms are no longer than days, nor for what is written off or disputed",
            "take_up比例的客户在开票后第days日按折扣付款；本来就在此前付款者中early比例也享受折扣；"
            "信用期不长于days、被核销或有争议的发票除外" },
        .source = {
            "assumption of the planner: three customers in ten, one to five in ten; 2/10 as in "
            "textbooks",
            "计划人员的假设：十个客户中三个，区间一至五个；2/10为教科书惯例" } },
    .decided = true, .decides = DC_DECIDES_RECEIVABLES, .assumed = true,
    .offer = 1 + DISCOUNT_SHARE, .most = DC_POLICY_DISCOUNTS_MAX, .apply = offer_discount };

const dc_lever dc_lever_country = {
    .info = {
        .name = "country",
        .about = { "a country stops paying: transfer stop or trade barrier", "某国停止付款：汇兑限制或贸易壁垒" },
        .exact = true, .monotone = true,
        .why_monotone = {
            "with orders not above 0 each payment comes on the same day or later on every path, "
            "or never, and no invoice is larger",
            "orders不大于0时，每条路径上每笔付款不变、更晚或不来，发票金额不会更大" },
        DC_PARAMETERS(country_parameters),
        .example = "country:from=14,to=104,lost=10%,orders=-50%,scope=country:US",
        .formula = {
            "within from..to nothing in scope is paid: payments from then on come as many days "
            "later as the stop lasts, of invoices issued meanwhile as many as were left of it; a "
            "share lost of customers never pays them, they are written off on that day; orders "
            "change meanwhile",
            "from..to内范围内不付款：其后付款推迟停付天数，其间开具的发票推迟剩余天数；lost比例的客户"
            "最终不付，于该日核销；其间订货变动orders" },
        .source = {
            "assumption of the planner: a quarter of a year, nothing to three customers in ten "
            "lost; no published figure fits a country that is not named",
            "计划人员的假设：三个月，零至三成客户不付；未指明国家时无公开数据可用" } },
    .befalls = true, .assumed = true, .from = COUNTRY_FROM, .to = COUNTRY_TO,
    .most = DC_POLICY_STOPS_MAX, .apply = stop_payments };
/* clang-format on */
