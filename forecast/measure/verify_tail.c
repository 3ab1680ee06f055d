/*
 * verify_tail.c - what sales drive on one path, worked out again as a bookkeeper would: a bill for
 * each purchase, a tax return for each period.
 *
 * Shared with what is verified: the shares and terms that were found (cash_tail.h), and rounding of
 * running sums, which is how they are defined.  Days of payment and of settlement, inventory and
 * all bookings are written again.
 */
#include "verify_tail.h"
#include "verify_paid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "duecast/words.h"

enum { SEARCH = 800, LOOK_BACK = 500 };

struct dc_tail_replay {
    const dc_book *book;
    const dc_tail *tail;
    int32_t      **paid;    /* [group][day]; 0: after the horizon */
    double       **off;     /* [group][day]: share taken off */
    int32_t       *filed;   /* [day]: settled on; 0: never here */
    double        *earlier; /* [day]: invoiced before the as-of date in the 91 days to it */
    int64_t       *past;    /* [day]: tax of the past settled then */
    int64_t       *lines;   /* [day]: tax of plan lines */
    int64_t       *known;   /* [day]: paid of what earlier sales cost by lines of the plan */
};

/* --- days ------------------------------------------------------------------------------------- */

/* By how many days a bill due on a day is paid later, as policy_cash.h defines it. */
static int32_t moved_by(const dc_supplier_change *change, int32_t due)
{
    if (!change || due < change->from)
        return 0;
    int32_t step = due - change->from < change->ramp ? due - change->from + 1 : change->ramp + 1;
    return (int32_t)nearbyint((double)change->days * step / (change->ramp + 1.0) *
                              change->pass_through);
}

/* When the rule pays what is bought on a day and due on another, days later than agreed. */
static int32_t paid_when(bool *early, const dc_tail_replay *r, const dc_pay_rule *rule, int32_t day,
                         int32_t due, int32_t later)
{
    int32_t due_then = due + later + (rule ? rule->stretch_days : 0), found = 0;
    bool    gives = rule && rule->discount > 0.0 && later <= 0;
    for (int32_t t = day; t <= day + SEARCH && found == 0; t++)
        if (t >= due_then && dc_replay_pays_on(r->book, rule, dc_date_add_days(r->book->as_of, t)))
            found = t;
    *early = false;
    for (int32_t t = day; gives && t <= day + rule->discount_days; t++)
        if (dc_replay_pays_on(r->book, rule, dc_date_add_days(r->book->as_of, t))) {
            found = t;
            *early = true;
        }
    return found;
}

static void find_payments(dc_tail_replay *r, size_t g)
{
    const dc_tail_group *group = &r->tail->group[g];
    const dc_pay_rule   *rule = group->rule;
    for (int32_t day = 1; day <= r->tail->day_count; day++) {
        bool    early;
        int32_t due = day + group->terms_days, later = moved_by(group->change, due);
        int32_t usual = paid_when(&early, r, rule, day, due, 0);
        int32_t found = paid_when(&early, r, rule, day, due, later);
        if (found < usual)
            r->off[g][day] = group->change->discount;
        if (early)
            r->off[g][day] += rule->discount - rule->discount * r->off[g][day];
        r->paid[g][day] = found <= r->tail->day_count ? found : 0;
    }
}

/* The day by law of what is booked on a date: walks to the end of its period, then to the day. */
static dc_date filing_day(const dc_book *book, dc_date date)
{
    const dc_tail_told *rules = &book->company.tail;
    bool                quarter = strcmp(rules->vat_every, "quarter") == 0;
    dc_date             end = date;
    for (;; end = dc_date_add_days(end, 1)) {
        dc_civil next = dc_date_to_civil(dc_date_add_days(end, 1));
        if (next.day == 1 && (!quarter || next.month % 3 == 1))
            break;
    }
    dc_date day = dc_date_add_days(end, 1);
    dc_date last = end; /* last day of the month that is reached */
    for (int32_t m = 0; m < rules->vat_months; m++) {
        day = dc_date_add_days(last, 1);
        last = dc_date_month_end(day);
    }
    int32_t in_month = dc_date_to_civil(last).day;
    last =
        dc_date_add_days(last, (rules->vat_day < in_month ? rules->vat_day : in_month) - in_month);
    last = last.day < end.day ? end : last;
    while (!dc_calendar_is_open(book->calendar, last))
        last = dc_date_add_days(last, 1);
    return last;
}

/* Days after the as-of date; 0: settled before, or by lines of the plan; may lie after the horizon.
 */
static int32_t filed_on(const dc_tail_replay *r, int32_t day)
{
    const dc_book *book = r->book;
    int32_t        on = filing_day(book, dc_date_add_days(book->as_of, day)).day - book->as_of.day;
    for (size_t i = 0; i < book->plan_count; i++)
        if (strcasecmp(book->plan[i].line, "vat") == 0 && book->plan[i].of_sales == 0.0 &&
            book->plan[i].to.day + book->plan[i].delay - book->as_of.day >= on)
            return 0;
    return on > 0 ? on : 0;
}

static int64_t home(const dc_book *book, uint16_t currency, dc_money amount)
{
    return dc_book_translate(book, currency, amount).minor;
}

static void book_past(dc_tail_replay *r)
{
    dc_book          copy;
    const dc_book   *book = dc_book_told(&copy, r->book);
    const dc_claims *claims = &book->claims;
    bool             told = false;
    double           paid = (r->tail->with_vat - 1.0) / r->tail->with_vat;
    for (size_t i = 0; i < claims->count; i++)
        told |= claims->tax[i].minor != 0;
    for (size_t i = 0; i < claims->count; i++) {
        dc_money tax = claims->tax[i];
        int32_t  on = filed_on(r, claims->issued[i].day - book->as_of.day);
        if (!told || book->company.tail.vat_rate >= 0.0)
            tax = dc_money_scale(claims->amount[i], r->tail->tax, DC_ROUND_HALF_EVEN);
        if (claims->kind[i] != DC_CLAIM_UNAPPLIED && on > 0 && on <= r->tail->day_count)
            r->past[on] += home(book, claims->currency[i], tax);
    }
    for (size_t i = 0; i < book->bills.count; i++) {
        int32_t  on = filed_on(r, book->bills.issued[i].day - book->as_of.day);
        dc_money tax = dc_money_scale(book->bills.amount[i], paid, DC_ROUND_HALF_EVEN);
        if (on > 0 && on <= r->tail->day_count)
            r->past[on] -= home(book, book->bills.currency[i], tax);
    }
}

/* What book.yaml owes goes with the first return that is still to come. */
static void book_owed(dc_tail_replay *r)
{
    int32_t first = INT32_MAX;
    for (int32_t day = -LOOK_BACK; day <= r->tail->day_count; day++) {
        int32_t on = filed_on(r, day);
        first = on > 0 && on < first ? on : first;
    }
    if (first <= r->tail->day_count)
        r->past[first] = r->book->company.vat_owed.value.minor;
}

static void book_lines(dc_tail_replay *r)
{
    for (size_t i = 0; i < r->book->plan_count; i++) {
        const dc_plan_line *line = &r->book->plan[i];
        if (line->vat == 0.0 || line->of_sales != 0.0 ||
            !r->book->currencies[line->currency].has_rate)
            continue;
        dc_money vat = dc_money_scale(line->amount, line->vat, DC_ROUND_HALF_EVEN);
        int64_t  left = line->worth.known ? line->worth.tax : home(r->book, line->currency, vat);
        for (int32_t date = line->from.day; date <= line->to.day; date++) {
            int32_t day = date - r->book->as_of.day, days = line->to.day - date + 1;
            int64_t share =
                (int64_t)(left < 0 ? floor((double)left / days) : ceil((double)left / days));
            if (day >= 1 && day <= r->tail->day_count && r->filed[day] > 0)
                r->lines[day] += share;
            left -= share;
        }
    }
}

/* Goes back day by day: what was sold on it, what lines of the plan cost of it, paid when. */
static void book_earlier_sales(dc_tail_replay *r, const dc_tail_link *link)
{
    const dc_book *book = r->book;
    const char    *name = r->tail->row_line[link->driven];
    for (int32_t paid = 1; paid <= link->delay && paid <= r->tail->day_count; paid++) {
        dc_date day = dc_date_add_days(book->as_of, paid - link->delay);
        double  share = 0.0;
        for (size_t i = 0; i < book->plan_count; i++) {
            const dc_plan_line *line = &book->plan[i];
            bool                same = line->delay == link->delay && line->vat == link->vat &&
                        strcasecmp(line->line, name) == 0;
            if (same && day.day >= line->from.day && day.day <= line->to.day)
                share += line->of_sales * r->tail->net;
        }
        if (share == 0.0)
            continue;
        dc_period that_day = {dc_date_add_days(day, -1), day};
        double    net = nearbyint((double)dc_book_sales(book, that_day).minor * share);
        r->known[paid] += (int64_t)(net + nearbyint(net * link->vat));
    }
}

dc_tail_replay *dc_tail_replay_make(const dc_book *book, const dc_tail *tail)
{
    size_t          days = (size_t)tail->day_count + 1;
    dc_tail_replay *r = dc_heap_alloc(1, sizeof *r);
    *r = (dc_tail_replay){.book = book, .tail = tail};
    r->paid = dc_heap_alloc(tail->group_count + 1, sizeof *r->paid);
    r->off = dc_heap_alloc(tail->group_count + 1, sizeof *r->off);
    for (size_t g = 0; g < tail->group_count; g++) {
        r->paid[g] = dc_heap_alloc(days, sizeof **r->paid);
        r->off[g] = dc_heap_alloc(days, sizeof **r->off);
        find_payments(r, g);
    }
    r->filed = dc_heap_alloc(days, sizeof *r->filed);
    r->earlier = dc_heap_alloc(days, sizeof *r->earlier);
    r->past = dc_heap_alloc(days, sizeof *r->past);
    r->lines = dc_heap_alloc(days, sizeof *r->lines);
    r->known = dc_heap_alloc(days, sizeof *r->known);
    for (size_t l = 0; l < tail->link_count; l++)
        book_earlier_sales(r, &tail->link[l]);
    for (int32_t day = 0; day <= tail->day_count && day < DC_TAIL_WINDOW; day++) {
        dc_period period = {dc_date_add_days(book->as_of, day - DC_TAIL_WINDOW), book->as_of};
        r->earlier[day] = (double)dc_book_sales(book, period).minor;
    }
    if (!tail->settles)
        return r;
    for (int32_t day = 1; day <= tail->day_count; day++)
        r->filed[day] = filed_on(r, day);
    if (book->company.vat_owed.known)
        book_owed(r);
    else
        book_past(r);
    book_lines(r);
    return r;
}

void dc_tail_replay_free(dc_tail_replay *r)
{
    for (size_t g = 0; r && g < r->tail->group_count; g++) {
        free(r->paid[g]);
        free(r->off[g]);
    }
    if (r) {
        free(r->paid);
        free(r->off);
        free(r->filed);
        free(r->earlier);
        free(r->past);
        free(r->lines);
        free(r->known);
    }
    free(r);
}

dc_tail_ledger dc_tail_ledger_make(const dc_tail *tail)
{
    size_t   days = (size_t)tail->day_count + 1;
    int64_t *all = dc_heap_alloc(6 * days, sizeof *all);
    return (dc_tail_ledger){
        all, all + days, all + 2 * days, all + 3 * days, all + 4 * days, all + 5 * days};
}

void dc_tail_ledger_free(dc_tail_ledger *ledger)
{
    free(ledger->cash);
}

/* --- one path --------------------------------------------------------------------------------- */

static double rounded_rise(double *sum, double to)
{
    double rise = nearbyint(to) - *sum;
    *sum += rise;
    return rise;
}

static int64_t to_hold(const dc_tail_ledger *l, const dc_tail_replay *r, int32_t day)
{
    double sold = day < DC_TAIL_WINDOW ? r->earlier[day] : 0.0;
    for (int32_t d = day; d > 0 && d > day - DC_TAIL_WINDOW; d--)
        sold += (double)l->sold[d];
    return (int64_t)nearbyint(sold * r->tail->cost * r->tail->hold_days[day] / DC_TAIL_WINDOW);
}

/* By how much a policy has changed what to hold: its day of so many, of today's inventory. */
static int64_t more_to_hold(const dc_tail_replay *r, int32_t day)
{
    const dc_plan_changes *changes = r->book->changes;
    int64_t                sum = 0;
    for (size_t i = 0; changes && i < changes->inventory_count; i++) {
        const dc_inventory_change *by = &changes->inventories[i];
        int32_t                    past = day < by->from ? 0 : day - by->from + 1;
        int64_t all = (int64_t)nearbyint((double)r->tail->inventory * by->change);
        sum += past >= by->over ? all : (int64_t)nearbyint((double)all * past / by->over);
    }
    return sum;
}

static void take_bill(dc_tail_ledger *l, const dc_tail_replay *r, int32_t day, int64_t billed)
{
    int64_t split = 0;
    for (size_t g = 0; g < r->tail->group_count; g++) {
        const dc_tail_group *group = &r->tail->group[g];
        int64_t upto = (int64_t)nearbyint((double)billed * group->share_to), one = upto - split;
        int32_t paid = r->paid[g][day];
        split = upto;
        for (int32_t d = day; d <= r->tail->day_count && (paid == 0 || d < paid); d++)
            l->payables[d] += one;
        if (paid == 0)
            continue;
        int64_t off = (int64_t)nearbyint((double)one * r->off[g][day]);
        l->cash[paid] -= one - off;
        l->result[paid] += off;
    }
}

/* Booked for a period: owed from now on, and to be settled with it. */
static void book_tax(dc_tail_ledger *l, const dc_tail_replay *r, int64_t *returns, int32_t day,
                     int64_t tax)
{
    if (r->filed[day] == 0)
        return;
    l->tax[day] += tax;
    l->result[day] -= tax;
    if (r->filed[day] <= r->tail->day_count)
        returns[r->filed[day]] += tax;
}

static void follow_links(dc_tail_ledger *l, const dc_tail_replay *r, int64_t *returns, int32_t day)
{
    l->cash[day] += r->known[day];
    l->result[day] += r->known[day];
    for (size_t i = 0; i < r->tail->link_count; i++) {
        const dc_tail_link *link = &r->tail->link[i];
        int64_t amount = (int64_t)nearbyint((double)l->sold[day] * link->per_gross[day]);
        int64_t tax = (int64_t)nearbyint((double)amount * link->vat);
        int32_t cash = day + link->delay;
        l->result[day] += amount + tax;
        book_tax(l, r, returns, day, tax);
        for (int32_t d = day; d <= r->tail->day_count && d < cash; d++)
            l->payables[d] -= amount + tax;
        if (cash <= r->tail->day_count)
            l->cash[cash] += amount + tax;
    }
}

static void buy(dc_tail_ledger *l, const dc_tail_replay *r, int64_t *returns)
{
    const dc_tail *tail = r->tail;
    double         sold = 0.0, cost_sum = 0.0, made_sum = 0.0, net_sum = 0.0, gross_sum = 0.0;
    int64_t        beside = tail->holds ? tail->inventory - to_hold(l, r, 0) : 0;
    for (int32_t day = 1; day <= tail->day_count; day++) {
        sold += (double)l->sold[day];
        int64_t cost = (int64_t)rounded_rise(&cost_sum, sold * tail->cost), made = cost;
        l->inventory[day] = l->inventory[day - 1];
        if (day < tail->first_day) {
            if (tail->holds)
                beside = tail->inventory - to_hold(l, r, day);
            continue;
        }
        if (tail->holds) {
            int64_t hold = to_hold(l, r, day) + beside + more_to_hold(r, day);
            made = cost + (hold < 0 ? 0 : hold) - l->inventory[day];
            made = made < 0 ? 0 : made;
        }
        made_sum += (double)made;
        l->inventory[day] += made - cost;
        int64_t net = (int64_t)rounded_rise(&net_sum, made_sum * tail->bought);
        int64_t gross = (int64_t)rounded_rise(&gross_sum, net_sum * tail->with_vat);
        l->result[day] += made - cost - gross;
        take_bill(l, r, day, gross);
        book_tax(l, r, returns, day, net - gross);
    }
}

/* What is paid for purchases by then, and nothing else yet, in the currencies of the bills. */
static void exchange(dc_tail_ledger *l, const dc_tail_replay *r, int32_t day)
{
    double change = 0.0;
    for (uint16_t c = 0; c < r->book->currency_count; c++)
        if (r->tail->in_currency[c] > 0.0)
            change += r->tail->in_currency[c] * dc_paid_rate_change(r->book, c, day);
    int64_t gain = (int64_t)nearbyint((double)l->cash[day] * change);
    l->cash[day] += gain;
    l->result[day] += gain;
}

static void settle(dc_tail_ledger *l, const dc_tail_replay *r, const int64_t *returns)
{
    int64_t carried = 0;
    for (int32_t day = 1; day <= r->tail->day_count; day++) {
        int64_t owed = returns[day] + r->past[day];
        l->tax[day] += l->tax[day - 1];
        carried += owed;
        if (carried < 0 && !r->tail->refunds)
            continue;
        l->cash[day] -= carried;
        l->tax[day] -= carried;
        carried = 0;
    }
}

void dc_tail_replay_path(dc_tail_ledger *l, const dc_tail_replay *r)
{
    size_t   days = (size_t)r->tail->day_count + 1;
    int64_t *returns = dc_heap_alloc(days, sizeof *returns);
    double   sold = 0.0, taxed = 0.0;
    memset(l->cash, 0, 5 * days * sizeof *l->cash); /* all but what was sold */
    for (size_t day = 0; day < days; day++)
        l->inventory[day] = r->tail->inventory;
    if (r->tail->buys)
        buy(l, r, returns);
    for (size_t day = 1; day < days && r->tail->rate_change; day++)
        exchange(l, r, (int32_t)day);
    for (int32_t day = 1; day < (int32_t)days; day++) {
        sold += (double)l->sold[day];
        int64_t tax = (int64_t)rounded_rise(&taxed, sold * r->tail->tax);
        if (r->tail->settles)
            book_tax(l, r, returns, day, tax + r->lines[day]);
        follow_links(l, r, returns, day);
    }
    if (r->tail->settles)
        settle(l, r, returns);
    free(returns);
}
