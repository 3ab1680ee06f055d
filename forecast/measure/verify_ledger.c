/* verify_ledger.c - the plain ledger that stories are posted to.  See verify.h. */
#include "verify.h"

#include <stdlib.h>

enum { B = DC_PATH_BLOCK };

void dc_ledger_open(dc_ledger *ledger, const dc_block *block, const dc_ageing_edges *edges)
{
    size_t rows = (size_t)block->day_count + 1, reports = block->report_count * B;
    *ledger = (dc_ledger){
        .day_count = block->day_count,
        .report_count = block->report_count,
        .report_days = block->report_days,
        .edges = edges,
        .daily = dc_heap_alloc(block->path_count * rows * DC_LEDGER_CHANNELS, sizeof(int64_t)),
        .ageing = dc_heap_alloc(reports * DC_BUCKETS + 1, sizeof(int64_t)),
        .customer = dc_heap_alloc(reports + 1, sizeof(int64_t)),
        .segment = dc_heap_alloc(reports + 1, sizeof(int64_t)),
        .by_customer = dc_heap_alloc(reports + 1, sizeof(int64_t)),
        .by_segment = dc_heap_alloc(reports + 1, sizeof(int64_t)),
    };
}

void dc_ledger_free(dc_ledger *ledger)
{
    free(ledger->daily);
    free(ledger->ageing);
    free(ledger->customer);
    free(ledger->segment);
    free(ledger->by_customer);
    free(ledger->by_segment);
}

static int64_t *row_of(dc_ledger *ledger, uint32_t path, int32_t day)
{
    size_t rows = (size_t)ledger->day_count + 1;
    return ledger->daily + (path * rows + (size_t)day) * DC_LEDGER_CHANNELS;
}

/* As many edges lie before that day past due; what is not due comes first. */
static size_t bucket_of(const dc_ledger *ledger, int32_t days_past_due)
{
    size_t bucket = days_past_due >= 1;
    for (size_t i = 0; i + 2 < DC_BUCKETS; i++)
        bucket += days_past_due >= ledger->edges->last_day[i] + 1;
    return bucket;
}

/* What is still open at the close of `day`. */
static int64_t open_on(const dc_story *story, int32_t day)
{
    int64_t open = story->issue <= day ? story->amount : 0;
    for (int32_t i = 0; i < story->event_count; i++)
        if (story->event[i].day <= day)
            open -= story->event[i].settled;
    return open;
}

static void post_event(dc_ledger *ledger, const dc_story *story, const dc_story_event *event,
                       uint32_t path)
{
    int64_t *row = row_of(ledger, path, event->day);
    bool     overdue = event->day > story->due;
    row[overdue ? DC_FLOW_SETTLED_OVERDUE : DC_FLOW_SETTLED_NOT_DUE] += event->settled;
    row[DC_FLOW_NOT_CASH] += event->not_cash;
    row[DC_FLOW_CREDITS_USED] += event->credits;
    row[DC_FLOW_UNAPPLIED_USED] += event->unapplied;
    if (event->written_off)
        row[DC_FLOW_WRITTEN_OFF] += event->settled;
    else
        row[DC_LEDGER_CASH] += event->settled - event->not_cash;
    if (event->recovered == 0 || event->recovered_day > ledger->day_count)
        return;
    row = row_of(ledger, path, event->recovered_day);
    row[DC_FLOW_RECOVERED] += event->recovered;
    row[DC_LEDGER_CASH] += event->recovered;
}

static bool is_sound(const dc_story_event *event)
{
    int64_t used = event->credits + event->unapplied;
    return event->settled >= 0 && event->credits >= 0 && event->unapplied >= 0 &&
           used <= event->not_cash && event->not_cash <= event->settled &&
           (!event->written_off || event->not_cash == 0) && event->recovered >= 0 &&
           event->recovered <= (event->written_off ? event->settled : 0);
}

/* I1, with the cash, the rest and the loss added up afresh. */
static bool adds_up(const dc_ledger *ledger, const dc_story *story)
{
    int64_t cash = 0, not_cash = 0, written_off = 0;
    bool    sound = true;
    for (int32_t i = 0; i < story->event_count; i++) {
        const dc_story_event *event = &story->event[i];
        sound = sound && is_sound(event) && event->day >= story->issue && event->day >= 1;
        if (event->day > ledger->day_count)
            continue;
        not_cash += event->not_cash;
        if (event->written_off)
            written_off += event->settled;
        else
            cash += event->settled - event->not_cash;
    }
    int64_t open = open_on(story, ledger->day_count);
    int64_t issued = story->issue <= ledger->day_count ? story->amount : 0;
    return sound && open >= 0 && issued == open + cash + not_cash + written_off;
}

bool dc_ledger_post(dc_ledger *ledger, const dc_story *story, uint32_t path)
{
    if (story->issue >= 1 && story->issue <= ledger->day_count) {
        row_of(ledger, path, story->issue)[DC_FLOW_INVOICED] += story->amount;
        row_of(ledger, path, story->issue)[DC_FLOW_NOT_ORDERED] += story->not_ordered;
    }
    for (int32_t i = 0; i < story->event_count; i++)
        if (story->event[i].day <= ledger->day_count)
            post_event(ledger, story, &story->event[i], path);
    if (story->due >= 0 && story->due < ledger->day_count)
        row_of(ledger, path, story->due + 1)[DC_FLOW_FELL_DUE] += open_on(story, story->due);
    for (size_t r = 0; r < ledger->report_count; r++) {
        int32_t day = ledger->report_days[r];
        int64_t open = open_on(story, day);
        ledger->ageing[(r * DC_BUCKETS + bucket_of(ledger, day - story->due)) * B + path] += open;
        ledger->customer[r * B + path] += open;
        ledger->segment[r * B + path] += open;
    }
    return adds_up(ledger, story);
}

static void close_group(const dc_ledger *ledger, int64_t *open, int64_t *sum)
{
    for (size_t i = 0; i < ledger->report_count * B; i++) {
        sum[i] += open[i];
        open[i] = 0;
    }
}

void dc_ledger_close_customer(dc_ledger *ledger)
{
    close_group(ledger, ledger->customer, ledger->by_customer);
}

void dc_ledger_close_segment(dc_ledger *ledger)
{
    close_group(ledger, ledger->segment, ledger->by_segment);
}
