/* mechanisms.c - see mechanisms.h. */
#include "mechanisms.h"

#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])
#define NUMBER(row, member)                                                                        \
    {                                                                                              \
        offsetof(row, member), _Generic(((row *)0)->member, int32_t                                \
                                        : DC_NUMBER_INT32, int64_t                                 \
                                        : DC_NUMBER_INT64, double                                  \
                                        : DC_NUMBER_DOUBLE, bool                                   \
                                        : DC_NUMBER_BOOL)                                          \
    }

#define RAMP(row)                                                                                  \
    {                                                                                              \
        offsetof(row, ramp), DC_NUMBER_INT32, "ramp"                                               \
    }

/* Their order is that of the run id. */
static const dc_policy_number delay_numbers[] = {NUMBER(dc_delay, days), NUMBER(dc_delay, share),
                                                 NUMBER(dc_delay, from), NUMBER(dc_delay, to),
                                                 RAMP(dc_delay)};
static const dc_policy_number plan_numbers[] = {NUMBER(dc_instalments, down_payment),
                                                NUMBER(dc_instalments, count),
                                                NUMBER(dc_instalments, every_days),
                                                NUMBER(dc_instalments, every_months),
                                                NUMBER(dc_instalments, start),
                                                NUMBER(dc_instalments, miss),
                                                NUMBER(dc_instalments, share),
                                                NUMBER(dc_instalments, interest),
                                                NUMBER(dc_instalments, fee),
                                                NUMBER(dc_instalments, after_miss),
                                                NUMBER(dc_instalments, collected),
                                                NUMBER(dc_instalments, collect_fee),
                                                NUMBER(dc_instalments, collect_days),
                                                NUMBER(dc_instalments, mediated),
                                                NUMBER(dc_instalments, insurer_consent)};
static const dc_policy_number terms_numbers[] = {NUMBER(dc_terms_change, days),
                                                 NUMBER(dc_terms_change, from),
                                                 NUMBER(dc_terms_change, pass_through),
                                                 NUMBER(dc_terms_change, sales),
                                                 NUMBER(dc_terms_change, loss_multiplier),
                                                 NUMBER(dc_terms_change, loss),
                                                 NUMBER(dc_terms_change, margin),
                                                 RAMP(dc_terms_change)};
static const dc_policy_number default_numbers[] = {
    NUMBER(dc_default_change, multiplier), NUMBER(dc_default_change, from),
    NUMBER(dc_default_change, to), RAMP(dc_default_change)};
static const dc_policy_number insolvency_numbers[] = {
    NUMBER(dc_insolvency, largest), NUMBER(dc_insolvency, day), NUMBER(dc_insolvency, recovered),
    NUMBER(dc_insolvency, recovery_days), NUMBER(dc_insolvency, contagion)};

static const dc_policy_number downturn_numbers[] = {
    NUMBER(dc_downturn, severity), NUMBER(dc_downturn, payments), NUMBER(dc_downturn, defaults),
    NUMBER(dc_downturn, from),     NUMBER(dc_downturn, to),       RAMP(dc_downturn)};
static const dc_policy_number forbearance_numbers[] = {
    NUMBER(dc_forbearance, power),   NUMBER(dc_forbearance, from),   NUMBER(dc_forbearance, to),
    NUMBER(dc_forbearance, futures), NUMBER(dc_forbearance, spared), RAMP(dc_forbearance)};
static const dc_policy_number sales_numbers[] = {
    NUMBER(dc_sales_change, change), NUMBER(dc_sales_change, from), NUMBER(dc_sales_change, to),
    NUMBER(dc_sales_change, ramp)};
static const dc_policy_number retention_numbers[] = {
    NUMBER(dc_retention, kept), NUMBER(dc_retention, from), NUMBER(dc_retention, by_claims)};
static const dc_policy_number stop_numbers[] = {NUMBER(dc_stop, from), NUMBER(dc_stop, to),
                                                NUMBER(dc_stop, lost), NUMBER(dc_stop, orders)};
static const dc_policy_number dispute_numbers[] = {
    NUMBER(dc_dispute, rate),   NUMBER(dc_dispute, share),      NUMBER(dc_dispute, settled),
    NUMBER(dc_dispute, within), NUMBER(dc_dispute, concession), NUMBER(dc_dispute, whole),
    NUMBER(dc_dispute, from)};
static const dc_policy_number discount_numbers[] = {
    NUMBER(dc_discount, discount), NUMBER(dc_discount, days), NUMBER(dc_discount, take_up),
    NUMBER(dc_discount, early), NUMBER(dc_discount, from)};
static const dc_policy_number dunning_numbers[] = {
    NUMBER(dc_dunning, at),   NUMBER(dc_dunning, effect),   NUMBER(dc_dunning, decay),
    NUMBER(dc_dunning, from), NUMBER(dc_dunning, late_too), NUMBER(dc_dunning, contacts),
    NUMBER(dc_dunning, cost)};

static const dc_policy_number insurance_numbers[] = {
    NUMBER(dc_insurance, cover),        NUMBER(dc_insurance, premium),
    NUMBER(dc_insurance, limit),        NUMBER(dc_insurance, excess),
    NUMBER(dc_insurance, threshold),    NUMBER(dc_insurance, first_loss),
    NUMBER(dc_insurance, maximum),      NUMBER(dc_insurance, waiting),
    NUMBER(dc_insurance, settlement),   NUMBER(dc_insurance, from),
    NUMBER(dc_insurance, plans_agreed), NUMBER(dc_insurance, customer_limits)};
static const dc_policy_number factoring_numbers[] = {
    NUMBER(dc_factoring, advance),       NUMBER(dc_factoring, fee),
    NUMBER(dc_factoring, interest),      NUMBER(dc_factoring, recourse),
    NUMBER(dc_factoring, recourse_days), NUMBER(dc_factoring, lag),
    NUMBER(dc_factoring, from)};

static const dc_policy_number placement_numbers[] = {
    NUMBER(dc_placement, after),       NUMBER(dc_placement, from),
    NUMBER(dc_placement, since_issue), NUMBER(dc_placement, at_90),
    NUMBER(dc_placement, at_180),      NUMBER(dc_placement, at_365),
    NUMBER(dc_placement, at_730),      NUMBER(dc_placement, win),
    NUMBER(dc_placement, collect),     NUMBER(dc_placement, lag),
    NUMBER(dc_placement, span),        NUMBER(dc_placement, rest),
    NUMBER(dc_placement, cost_share),  NUMBER(dc_placement, fee),
    NUMBER(dc_placement, costs_back),  NUMBER(dc_placement, cost)};
static const dc_policy_number charge_numbers[] = {
    NUMBER(dc_charge, since_issue), NUMBER(dc_charge, plans_exempt), NUMBER(dc_charge, on),
    NUMBER(dc_charge, rate),        NUMBER(dc_charge, each),         NUMBER(dc_charge, after),
    NUMBER(dc_charge, until),       NUMBER(dc_charge, from),         NUMBER(dc_charge, to),
    NUMBER(dc_charge, every),       NUMBER(dc_charge, late_too)};

static const dc_policy_number bill_numbers[] = {
    NUMBER(dc_bill_use, share), NUMBER(dc_bill_use, discounted), NUMBER(dc_bill_use, dishonoured),
    NUMBER(dc_bill_use, rate),  NUMBER(dc_bill_use, tenor),      NUMBER(dc_bill_use, from)};

static const dc_policy_number limit_numbers[] = {
    NUMBER(dc_credit_limit_row, limit),  NUMBER(dc_credit_limit_row, days),
    NUMBER(dc_credit_limit_row, factor), NUMBER(dc_credit_limit_row, lost),
    NUMBER(dc_credit_limit_row, from),   NUMBER(dc_credit_limit_row, customer_limits)};

static bool is_idle_delay(const void *row)
{
    const dc_delay *delay = row;
    return delay->days == 0 || delay->share == 0.0 || delay->from > delay->to;
}

static bool is_idle_plan(const void *row)
{
    return ((const dc_instalments *)row)->share == 0.0;
}

/* New terms change due days, if nothing else. */
static bool is_idle_terms(const void *row)
{
    (void)row;
    return false;
}

static bool is_idle_default(const void *row)
{
    const dc_default_change *change = row;
    return change->multiplier == 1.0 || change->from > change->to;
}

static bool is_idle_insolvency(const void *row)
{
    return ((const dc_insolvency *)row)->largest == 0;
}

static bool is_idle_downturn(const void *row)
{
    const dc_downturn *downturn = row;
    return downturn->severity == 0.0 || downturn->from > downturn->to ||
           (downturn->payments == 1.0 && downturn->defaults == 1.0);
}

static bool is_idle_forbearance(const void *row)
{
    const dc_forbearance *patience = row;
    return patience->power == 1.0 || patience->spared == 1.0 || patience->from > patience->to;
}

static const dc_policy_number supplier_numbers[] = {
    NUMBER(dc_supplier_change, days), NUMBER(dc_supplier_change, pass_through),
    NUMBER(dc_supplier_change, discount), NUMBER(dc_supplier_change, from),
    RAMP(dc_supplier_change)};
static const dc_policy_number line_numbers[] = {
    NUMBER(dc_plan_change, capex), NUMBER(dc_plan_change, change), NUMBER(dc_plan_change, days),
    NUMBER(dc_plan_change, from),  NUMBER(dc_plan_change, to),     RAMP(dc_plan_change)};
static const dc_policy_number inventory_numbers[] = {NUMBER(dc_inventory_change, change),
                                                     NUMBER(dc_inventory_change, from),
                                                     NUMBER(dc_inventory_change, over)};
static const dc_policy_number credit_numbers[] = {
    NUMBER(dc_line_change, limit), NUMBER(dc_line_change, minimum), NUMBER(dc_line_change, rate)};

static const dc_policy_number rate_numbers[] = {NUMBER(dc_rate_change, change),
                                                NUMBER(dc_rate_change, from),
                                                NUMBER(dc_rate_change, to), RAMP(dc_rate_change)};

static bool is_idle_supplier(const void *row)
{
    const dc_supplier_change *change = row;
    return change->days == 0 || change->pass_through == 0.0;
}

static bool is_idle_line(const void *row)
{
    const dc_plan_change *change = row;
    return (change->change == 0.0 && change->days == 0) || change->from > change->to;
}

static bool is_idle_inventory(const void *row)
{
    return ((const dc_inventory_change *)row)->change == 0.0;
}

static bool is_idle_credit(const void *row)
{
    const dc_line_change *change = row;
    return change->limit == 0 && change->minimum == 0 && change->rate == 0.0;
}

static bool is_idle_rate(const void *row)
{
    const dc_rate_change *change = row;
    return change->change == 0.0 || change->from > change->to;
}

static bool is_idle_insurance(const void *row)
{
    return dc_insurance_is_idle(row);
}

static bool is_idle_factoring(const void *row)
{
    return dc_factoring_is_idle(row);
}

static bool is_idle_bill(const void *row)
{
    return dc_bill_use_is_idle(row);
}

static bool is_idle_limit(const void *row)
{
    return dc_credit_limit_is_idle(row);
}

static bool is_idle_sales(const void *row)
{
    const dc_sales_change *sales = row;
    return sales->change == 0.0 || sales->from > sales->to;
}

static bool is_idle_retention(const void *row)
{
    return ((const dc_retention *)row)->kept == 1.0;
}

static bool is_idle_charge(const void *row)
{
    return dc_charge_is_idle(row);
}

static bool is_idle_stop(const void *row)
{
    return ((const dc_stop *)row)->from > ((const dc_stop *)row)->to;
}

static bool is_idle_dispute(const void *row)
{
    const dc_dispute *dispute = row;
    return dispute->rate == 0.0 || dispute->share == 0.0;
}

static bool is_idle_discount(const void *row)
{
    const dc_discount *discount = row;
    return discount->discount == 0.0 || (discount->take_up == 0.0 && discount->early == 0.0);
}

static bool is_idle_dunning(const void *row)
{
    const dc_dunning *stage = row;
    return stage->effect == 1.0 && stage->cost == 0;
}

/* What comes of age goes another way, whatever it is. */
static bool is_idle_placement(const void *row)
{
    (void)row;
    return false;
}

#define ROW(NAME, type, counter, rows, max, numbers, idle)                                         \
    {                                                                                              \
        NAME, offsetof(dc_policy, counter), offsetof(dc_policy, rows), sizeof(type), max,          \
            COUNT_OF(numbers), numbers, idle                                                       \
    }
/* clang-format off */
static const dc_mechanism mechanisms[] = {
    ROW("delays", dc_delay, delay_count, delays, DC_POLICY_DELAYS_MAX, delay_numbers,
        is_idle_delay),
    ROW("plans", dc_instalments, plan_count, plans, DC_POLICY_PLANS_MAX, plan_numbers,
        is_idle_plan),
    ROW("terms", dc_terms_change, terms_count, terms, DC_POLICY_TERMS_MAX, terms_numbers,
        is_idle_terms),
    ROW("defaults", dc_default_change, default_count, defaults, DC_POLICY_DEFAULTS_MAX,
        default_numbers, is_idle_default),
    ROW("insolvencies", dc_insolvency, insolvency_count, insolvencies,
        DC_POLICY_INSOLVENCIES_MAX, insolvency_numbers, is_idle_insolvency),
    ROW("downturns", dc_downturn, downturn_count, downturns, DC_POLICY_DOWNTURNS_MAX,
        downturn_numbers, is_idle_downturn),
    ROW("forbearances", dc_forbearance, forbearance_count, forbearances,
        DC_POLICY_FORBEARANCES_MAX, forbearance_numbers, is_idle_forbearance),
    ROW("insurances", dc_insurance, insurance_count, insurances, DC_POLICY_INSURANCES_MAX,
        insurance_numbers, is_idle_insurance),
    ROW("factorings", dc_factoring, factoring_count, factorings, DC_POLICY_FACTORINGS_MAX,
        factoring_numbers, is_idle_factoring),
    ROW("sales", dc_sales_change, sales_count, sales, DC_POLICY_SALES_MAX, sales_numbers,
        is_idle_sales),
    ROW("retentions", dc_retention, retention_count, retentions, DC_POLICY_RETENTIONS_MAX,
        retention_numbers, is_idle_retention),
    ROW("placements", dc_placement, placement_count, placements, DC_POLICY_PLACEMENTS_MAX,
        placement_numbers, is_idle_placement),
    ROW("charges", dc_charge, charge_count, charges, DC_POLICY_CHARGES_MAX, charge_numbers,
        is_idle_charge),
    ROW("stops", dc_stop, stop_count, stops, DC_POLICY_STOPS_MAX, stop_numbers, is_idle_stop),
    ROW("disputes", dc_dispute, dispute_count, disputes, DC_POLICY_DISPUTES_MAX, dispute_numbers,
        is_idle_dispute),
    ROW("discounts", dc_discount, discount_count, discounts, DC_POLICY_DISCOUNTS_MAX,
        discount_numbers, is_idle_discount),
    ROW("dunnings", dc_dunning, dunning_count, dunnings, DC_POLICY_DUNNINGS_MAX, dunning_numbers,
        is_idle_dunning),
    ROW("suppliers", dc_supplier_change, supplier_count, suppliers, DC_POLICY_SUPPLIERS_MAX,
        supplier_numbers, is_idle_supplier),
    ROW("lines", dc_plan_change, line_count, lines, DC_POLICY_LINES_MAX, line_numbers,
        is_idle_line),
    ROW("inventories", dc_inventory_change, inventory_count, inventories,
        DC_POLICY_INVENTORIES_MAX, inventory_numbers, is_idle_inventory),
    ROW("credits", dc_line_change, credit_count, credits, DC_POLICY_CREDITS_MAX, credit_numbers,
        is_idle_credit),
    ROW("rates", dc_rate_change, rate_count, rates, DC_POLICY_RATES_MAX, rate_numbers,
        is_idle_rate),
    ROW("bills", dc_bill_use, bill_count, bills, DC_POLICY_BILLS_MAX, bill_numbers, is_idle_bill),
    ROW("limits", dc_credit_limit_row, limit_count, limits, DC_POLICY_LIMITS_MAX, limit_numbers,
        is_idle_limit),
};
/* clang-format on */

size_t dc_mechanisms_count(void)
{
    return COUNT_OF(mechanisms);
}

const dc_mechanism *dc_mechanisms_at(size_t index)
{
    return &mechanisms[index];
}

size_t dc_mechanism_rows(const dc_mechanism *mechanism, const dc_policy *policy)
{
    size_t count;
    memcpy(&count, (const char *)policy + mechanism->count, sizeof count);
    return count;
}

const void *dc_mechanism_row(const dc_mechanism *mechanism, const dc_policy *policy, size_t row)
{
    return (const char *)policy + mechanism->rows + row * mechanism->row_size;
}

bool dc_policy_is_idle(const dc_policy *policy)
{
    for (size_t m = 0; m < COUNT_OF(mechanisms); m++)
        for (size_t row = 0; row < dc_mechanism_rows(&mechanisms[m], policy); row++)
            if (!mechanisms[m].is_idle(dc_mechanism_row(&mechanisms[m], policy, row)))
                return false;
    return true;
}
