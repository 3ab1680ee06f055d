#include "findings.h"

#include <math.h>
#include <string.h>

#include "marks.h"

static const char *word(const dc_answer *answer, dc_word id)
{
    return dc_say(answer->language, id);
}

double rejected_share(const dc_answer *answer)
{
    double read = 0.0, rejected = 0.0;
    for (size_t i = 0; i < answer->book->file_count; i++) {
        read += answer->book->files[i].worth_read;
        rejected += answer->book->files[i].worth_rejected;
    }
    return read > 0.0 ? rejected / read : 0.0;
}

const char *say_rows_read(dc_arena *arena, const dc_answer *answer)
{
    size_t read = 0, used = 0, rejected = 0;
    for (size_t i = 0; i < answer->book->file_count; i++) {
        read += answer->book->files[i].rows_read;
        used += answer->book->files[i].rows_used;
        rejected += answer->book->files[i].rows_rejected;
    }
    return text_fill(arena, word(answer, DC_WORD_SAY_ROWS), text_count(arena, read),
                     text_count(arena, used), text_count(arena, rejected),
                     text_share(arena, rejected_share(answer), 1), (const char *)NULL);
}

const char *say_ledger(dc_arena *arena, const dc_answer *answer, const money_scale *scale)
{
    const dc_figure *control = &answer->book->company.control_receivables;
    const char      *ledger = text_money(arena, answer, scale, (double)answer->today->ledger);
    if (!control->known)
        return text_fill(arena, word(answer, DC_WORD_SAY_LEDGER_ALONE), ledger, (const char *)NULL);
    double difference = (double)(answer->today->ledger - control->value.minor);
    return text_fill(
        arena,
        word(answer, difference == 0.0 ? DC_WORD_SAY_LEDGER_TIES : DC_WORD_SAY_LEDGER_DIFFERS),
        ledger, text_money(arena, answer, scale, (double)control->value.minor),
        text_number(arena, money_major(answer, difference), 2), (const char *)NULL);
}

/* Share of the open value whose forecast leans on the portfolio instead of its customer. */
static double portfolio_share(const dc_answer *answer)
{
    double open = 0.0, own = 0.0;
    for (size_t i = 0; i < answer->customer_count; i++) {
        open += (double)answer->customers[i].open;
        own += (double)answer->customers[i].open * answer->customers[i].own_share;
    }
    return open > 0.0 ? 1.0 - own / open : 1.0;
}

const char *say_learnt(dc_arena *arena, const dc_answer *answer)
{
    if (!answer->model->learnt)
        return word(answer, DC_WORD_SAY_NOT_LEARNT);
    return text_fill(arena, word(answer, DC_WORD_SAY_LEARNT),
                     text_count(arena, answer->model->claims_learnt_from),
                     text_share(arena, portfolio_share(answer), 0), (const char *)NULL);
}

const char *say_checks(dc_arena *arena, const dc_answer *answer)
{
    size_t count = answer->checks->count;
    return text_fill(arena, word(answer, DC_WORD_SAY_CHECKS),
                     text_count(arena, count - answer->checks->failed), text_count(arena, count),
                     (const char *)NULL);
}

static bool named_before(const dc_answer *answer, size_t scenario, size_t index, const char *lever)
{
    for (size_t s = 0; s <= scenario; s++) {
        const dc_scenario *row = &answer->scenarios->scenario[s];
        size_t             end = s == scenario ? index : row->assumption_count;
        for (size_t i = 0; row->assumed && i < end; i++)
            if (strcmp(row->assumptions[i].lever, lever) == 0)
                return true;
    }
    return false;
}

const char *say_assumed(dc_arena *arena, const dc_answer *answer)
{
    const char *levers = answer->model->learnt ? "" : word(answer, DC_WORD_SAY_ASSUMED_HABITS);
    for (size_t s = 0; s < answer->scenarios->count; s++) {
        const dc_scenario *row = &answer->scenarios->scenario[s];
        for (size_t i = 0; row->assumed && i < row->assumption_count; i++) {
            const char *lever = row->assumptions[i].lever;
            if (!named_before(answer, s, i, lever))
                levers = dc_arena_format(arena, "%s%s%s", levers, levers[0] ? ", " : "", lever);
        }
    }
    if (!levers[0])
        return word(answer, DC_WORD_SAY_NOTHING_ASSUMED);
    if (!answer->model->learnt && !strchr(levers, ','))
        return levers;
    return text_fill(arena, word(answer, DC_WORD_SAY_ASSUMED), levers, (const char *)NULL);
}

/* The customer with the largest overdue below `limit`; ties in the order of the list. */
static size_t next_overdue(const dc_answer *answer, const bool *taken)
{
    size_t best = answer->customer_count;
    for (size_t i = 0; i < answer->customer_count; i++) {
        const dc_customer_row *row = &answer->customers[i];
        if (taken[i] || row->overdue <= 0)
            continue;
        if (best == answer->customer_count || row->overdue > answer->customers[best].overdue)
            best = i;
    }
    return best;
}

const char *say_call_first(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                           size_t count)
{
    bool       *taken = dc_arena_alloc(arena, answer->customer_count + 1, sizeof *taken);
    const char *list = "";
    size_t      late = 0;
    for (size_t i = 0; i < answer->customer_count; i++)
        late += answer->customers[i].overdue > 0 ? 1 : 0;
    if (late == 0)
        return word(answer, DC_WORD_SAY_NOBODY_LATE);
    for (size_t i = 0; i < count && i < late; i++) {
        size_t                 at = next_overdue(answer, taken);
        const dc_customer_row *row = &answer->customers[at];
        taken[at] = true;
        list = dc_arena_format(
            arena, "%s%s%s", list, i > 0 ? " · " : "",
            text_fill(arena, word(answer, DC_WORD_SAY_CUSTOMER),
                      text_clean(arena, answer->book->customers.name[row->customer], 80),
                      text_money_words(arena, answer, scale, (double)row->overdue),
                      text_number(arena, row->days_late_max, 0), (const char *)NULL));
    }
    if (late <= count)
        return list;
    return text_fill(arena, word(answer, DC_WORD_SAY_MORE), list, text_count(arena, late - count),
                     (const char *)NULL);
}

const char *say_range(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                      size_t scenario, const dc_difference *difference)
{
    if (!difference->applicable || !answer->scenarios->scenario[scenario].has_range)
        return "";
    return dc_arena_format(
        arena, "[%s..%s]",
        text_signed(arena, money_major(answer, difference->low) / scale->divisor, scale->decimals),
        text_signed(arena, money_major(answer, difference->high) / scale->divisor,
                    scale->decimals));
}

const char *say_largest_change(dc_arena *arena, const dc_answer *answer, const money_scale *scale)
{
    const dc_comparison *comparison = answer->comparison;
    size_t               best = 0;
    double               size = 0.0;
    for (size_t s = 1; s < comparison->count; s++) {
        const dc_difference *d = &comparison->difference[s][DC_CASH_COLLECTED][0];
        if (d->applicable && fabs(d->mean) > size) {
            size = fabs(d->mean);
            best = s;
        }
    }
    if (best == 0)
        return "";
    const dc_difference *d = &comparison->difference[best][DC_CASH_COLLECTED][0];
    const char          *range = say_range(arena, answer, scale, best, d);
    const dc_scenario   *scenario = &answer->scenarios->scenario[best];
    const char          *title = scenario->title[answer->language];
    double               change = money_major(answer, d->mean) / scale->divisor;
    return text_fill(
        arena, word(answer, DC_WORD_SAY_LARGEST_CHANGE), title && title[0] ? title : scenario->name,
        dc_arena_format(arena, "%s%s%s%s", text_signed(arena, change, scale->decimals),
                        scale->suffix, range[0] ? " " : "", range),
        text_number(arena, comparison->outcome[0].paired_week[0], 0), (const char *)NULL);
}

const char *say_true_up(dc_arena *arena, const dc_answer *answer, const money_scale *scale)
{
    const dc_estimate *learnt = &answer->today->value[DC_ALLOWANCE];
    const dc_figure   *booked = &answer->book->company.control_allowance;
    if (!learnt->applicable)
        return word(answer, dc_metric_missing(DC_ALLOWANCE));
    const char *amount = text_money_words(arena, answer, scale, learnt->mean);
    if (!booked->known)
        return text_fill(arena, word(answer, DC_WORD_SAY_ALLOWANCE), amount, (const char *)NULL);
    double true_up = learnt->mean - (double)booked->value.minor;
    return text_fill(
        arena, word(answer, DC_WORD_SAY_TRUE_UP), amount,
        text_money_words(arena, answer, scale, (double)booked->value.minor),
        dc_arena_format(
            arena, "%s%s",
            text_signed(arena, money_major(answer, true_up) / scale->divisor, scale->decimals),
            scale->suffix),
        (const char *)NULL);
}
