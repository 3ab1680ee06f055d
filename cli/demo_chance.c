/* demo_chance.c - luck, seasons, business days and exchange rates of the sample company. */
#include "cli/demo_parts.h"

#include <assert.h>
#include <string.h>

#include "duecast/random.h"

/* Sales by month: a dip in August and over Christmas, a push before the quarters end. */
static const double season[13] = {0,    0.94, 0.96, 1.08, 1.00, 0.98, 1.08,
                                  1.02, 0.74, 1.08, 1.09, 1.10, 0.80};

static const double  growth_a_year = 0.03;
static const double  month_end_push = 1.7; /* the last three business days of a month */
static const int32_t last_days_pushed = 3;

double demo_luck(const demo_book *demo, demo_topic topic, uint64_t entity, uint32_t draw)
{
    assert(entity < UINT64_C(1) << 56);
    dc_luck luck = {demo->seed, (uint64_t)topic << 56 | entity, DC_PURPOSE_DEMO};
    return dc_uniform(luck, 0, draw);
}

double demo_at(const double *quantiles, size_t count, double u)
{
    double place = u * (double)(count - 1);
    size_t below = (size_t)place;
    if (below >= count - 1)
        return quantiles[count - 1];
    return quantiles[below] + (quantiles[below + 1] - quantiles[below]) * (place - (double)below);
}

double demo_mean(const double *quantiles, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i + 1 < count; i++)
        sum += (quantiles[i] + quantiles[i + 1]) / 2;
    return sum / (double)(count - 1);
}

double demo_season(int32_t month)
{
    assert(month >= 1 && month <= 12);
    return season[month];
}

int32_t demo_day(int32_t year, int32_t month, int32_t day)
{
    dc_date date;
    bool    exists = dc_date_from_civil(&date, year, month, day);
    assert(exists);
    (void)exists;
    return date.day;
}

/* Business days from `day` to the end of its month, `day` included. */
static int32_t business_days_left(const dc_calendar *calendar, int32_t day)
{
    int32_t count = 0;
    for (int32_t end = dc_date_month_end(DC_DATE(day)).day; day <= end; day++)
        count += dc_calendar_is_open(calendar, DC_DATE(day));
    return count;
}

static double sales_weight(const dc_calendar *calendar, int32_t day, int32_t first)
{
    if (!dc_calendar_is_open(calendar, DC_DATE(day)))
        return 0;
    double weight = demo_season(dc_date_to_civil(DC_DATE(day)).month);
    if (business_days_left(calendar, day) <= last_days_pushed)
        weight *= month_end_push;
    return weight * (1 + growth_a_year * (double)(day - first) / 365);
}

/* The day money moves when it is meant to move on `day`: the customer's next pay run. */
static int32_t run_day(const dc_calendar *calendar, demo_run run, int32_t day)
{
    dc_date date = DC_DATE(day);
    if (run == DEMO_MONTH_END)
        return dc_calendar_adjust(calendar, dc_date_month_end(date), DC_ADJUST_FOLLOWING).day;
    if (run == DEMO_THURSDAY) {
        int32_t thursday = (3 - dc_date_weekday(date) + 7) % 7;
        date = dc_date_add_days(date, thursday);
    }
    return dc_calendar_adjust(calendar, date, DC_ADJUST_FOLLOWING).day;
}

void demo_make_days(demo_book *demo)
{
    const dc_calendar *calendar = dc_calendar_target(demo->arena);
    double             sum = 0;

    demo->first = demo_day(2024, 7, 1);
    demo->as_of = demo->first + DEMO_DAYS - 1;
    for (int32_t i = 0; i < DEMO_DAYS; i++) {
        int32_t day = demo->first + i;
        demo->open_day[i] = dc_calendar_is_open(calendar, DC_DATE(day));
        demo->sold_by[i] = sum;
        sum += sales_weight(calendar, day, demo->first);
        for (int run = 0; run < DEMO_RUNS; run++)
            demo->pay_on[run][i] = run_day(calendar, (demo_run)run, day);
    }
    demo->sold_by[DEMO_DAYS] = sum;
    for (int32_t i = 0; i <= DEMO_DAYS; i++)
        demo->sold_by[i] /= sum;
}

/* A quote wanders by up to 1 % a week and is drawn back to its level. */
static void make_quotes(demo_book *demo, demo_market_id market, int64_t level)
{
    int64_t *quotes = demo->markets[market].quotes;
    int64_t  quote = level;
    for (uint32_t week = 0; week < DEMO_WEEKS; week++) {
        uint64_t entity = (uint64_t)market << 32 | week;
        double   step = (demo_luck(demo, DEMO_LUCK_RATE, entity, 0) - 0.5) * 0.02;
        quote += (int64_t)((double)quote * step) + (level - quote) / 20;
        quotes[week] = quote;
    }
    demo->markets[market].rate = (dc_rate){quote, 6};
}

void demo_make_rates(demo_book *demo)
{
    static const demo_market markets[DEMO_MARKETS] = {
        [DEMO_GERMANY] = {"DE", "EUR", "en", 19, 1, {1, 0}, {0}},
        [DEMO_AMERICA] = {"US", "USD", "en", 0, 1.125, {0, 0}, {0}},
        [DEMO_CHINA] = {"CN", "CNY", "zh", 0, 8.125, {0, 0}, {0}},
    };
    memcpy(demo->markets, markets, sizeof markets);
    make_quotes(demo, DEMO_AMERICA, 890000);
    make_quotes(demo, DEMO_CHINA, 123000);
}
