#include "findings.h"

#include <math.h>
#include <string.h>

#include "cash_view.h"
#include "marks.h"

static const char *word(const dc_answer *answer, dc_word id)
{
    return dc_say(answer->language, id);
}

enum { FEW_CLAIMS = 30, TITLE_MOST = 120 };

const char *company_title(dc_arena *arena, const dc_answer *answer)
{
    return dc_book_title(arena, answer->book);
}

const char *dc_book_title(dc_arena *arena, const dc_book *book)
{
    if (book->company.name && book->company.name[0])
        return text_clean(arena, book->company.name, TITLE_MOST);
    const char *path = book->path ? book->path : "";
    size_t      length = strlen(path);
    if (strspn(path, "./") == length && book->file_count > 0) /* "." names nothing */
        return text_clean(arena, book->files[0].file, TITLE_MOST);
    while (length > 1 && path[length - 1] == '/')
        length--;
    size_t start = length;
    while (start > 0 && path[start - 1] != '/')
        start--;
    return text_clean(arena, dc_arena_copy_bytes(arena, path + start, length - start), TITLE_MOST);
}

static bool includes_tax(const dc_book *book)
{
    if (book->company.tax_rate > 0.0)
        return true;
    for (size_t i = 0; i < book->claims.count; i++)
        if (book->claims.tax && book->claims.tax[i].minor != 0)
            return true;
    return false;
}

const char *say_unit(dc_arena *arena, const dc_answer *answer, const char *label)
{
    const char *unit = label;
    if (label[0] && includes_tax(answer->book))
        unit = text_fill(arena, word(answer, DC_WORD_WITH_TAX), label, (const char *)NULL);
    if (has_currency(answer))
        return unit;
    return dc_arena_format(arena, "%s%s%s", unit, unit[0] ? " · " : "",
                           word(answer, DC_WORD_NO_CURRENCY));
}

const char *say_weeks(dc_arena *arena, const dc_answer *answer, int32_t weeks)
{
    return text_counted(arena, answer->language, DC_WORD_WEEKS, (size_t)weeks);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The file of invoices; the others are on the Log.  A book of one file may call it as it likes. */
static size_t invoices_file(const dc_book *book)
{
    for (size_t i = 0; i < book->file_count; i++)
        if (strcmp(base_name(book->files[i].file), "invoices.csv") == 0)
            return i;
    for (size_t i = 0; i < book->file_count; i++)
        if (book->files[i].rows_read > 0)
            return i;
    return 0;
}

static const char *say_rejects(dc_arena *arena, const dc_answer *answer, const dc_file_totals *file)
{
    double      share = file->worth_read > 0.0 ? file->worth_rejected / file->worth_read : 0.0;
    const char *text = text_fill(
        arena,
        word(answer, file->rows_rejected > 0 ? DC_WORD_SAY_REJECTED : DC_WORD_SAY_NONE_REJECTED),
        text_count(arena, file->rows_rejected), text_share(arena, share, 1), (const char *)NULL);
    if (file->rows_worth_unknown > 0)
        text = dc_arena_format(arena, "%s · %s", text,
                               text_counted(arena, answer->language, DC_WORD_SAY_WORTH_UNKNOWN,
                                            file->rows_worth_unknown));
    size_t elsewhere = 0;
    for (size_t i = 0; i < answer->book->file_count; i++)
        elsewhere += &answer->book->files[i] == file ? 0 : answer->book->files[i].rows_rejected;
    if (elsewhere > 0)
        text = dc_arena_format(arena, "%s · %s", text,
                               text_fill(arena, word(answer, DC_WORD_SAY_REJECTED_ELSEWHERE),
                                         text_count(arena, elsewhere), (const char *)NULL));
    return text;
}

const char *say_rows_read(dc_arena *arena, const dc_answer *answer)
{
    if (answer->book->file_count == 0)
        return word(answer, DC_WORD_NOT_AVAILABLE);
    const dc_file_totals *file = &answer->book->files[invoices_file(answer->book)];
    const char           *later = "";
    if (file->rows_later > 0)
        later = text_fill(arena, word(answer, DC_WORD_SAY_LATER),
                          text_count(arena, file->rows_later), (const char *)NULL);
    return text_fill(arena, word(answer, DC_WORD_SAY_ROWS),
                     text_clean(arena, base_name(file->file), 80),
                     text_count(arena, file->rows_read), text_count(arena, file->rows_used), later,
                     say_rejects(arena, answer, file), (const char *)NULL);
}

int64_t ledger_today(const dc_answer *answer)
{
    return dc_book_ledger(answer->book).minor;
}

const char *say_ledger(dc_arena *arena, const dc_answer *answer, const money_scale *scale)
{
    const dc_figure *control = &answer->book->company.control_receivables;
    int64_t          today = ledger_today(answer);
    const char      *ledger = text_money_words(arena, answer, scale, (double)today);
    dc_word          alone = DC_WORD_SAY_LEDGER_ALONE;
    if (answer->book->company.control_left_out)
        alone = DC_WORD_SAY_LEDGER_TRANSLATED;
    else if (control->of_other_day)
        alone = DC_WORD_SAY_LEDGER_OTHER_DAY;
    if (!control->known)
        return text_fill(arena, word(answer, alone), ledger, (const char *)NULL);
    int64_t difference = today - control->value.minor;
    return text_fill(
        arena, word(answer, difference == 0 ? DC_WORD_SAY_LEDGER_TIES : DC_WORD_SAY_LEDGER_DIFFERS),
        ledger, text_money_words(arena, answer, scale, (double)control->value.minor),
        text_number(arena, money_major(answer, (double)difference),
                    answer->book->currencies[answer->book->home].decimals),
        (const char *)NULL);
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

/* "; customers have begun to pay faster since 2024-02", or nothing. */
static const char *say_drift(dc_arena *arena, const dc_answer *answer)
{
    const dc_drift *drift = &answer->model->drift;
    if (!drift->found)
        return "";
    dc_word id = drift->pace > 1.0 ? DC_WORD_SAY_DRIFT_FASTER : DC_WORD_SAY_DRIFT_SLOWER;
    return dc_arena_format(arena, "%s%s", word(answer, DC_WORD_ASIDE_NEXT),
                           text_fill(arena, word(answer, id),
                                     dc_arena_format(arena, "%.7s", text_date(arena, drift->since)),
                                     (const char *)NULL));
}

const char *say_learnt(dc_arena *arena, const dc_answer *answer)
{
    if (!answer->model->learnt)
        return word(answer, answer->book->has_history ? DC_WORD_SAY_LEARNING_LEFT_OUT
                                                      : DC_WORD_SAY_NOT_LEARNT);
    size_t      claims = answer->model->claims_learnt_from;
    dc_word     how = answer->customer_count == 0 ? DC_WORD_SAY_LEARNT_NONE_OPEN
                      : claims < FEW_CLAIMS       ? DC_WORD_SAY_LEARNT_FEW
                                                  : DC_WORD_SAY_LEARNT;
    const char *learnt =
        text_fill(arena, word(answer, how),
                  text_counted(arena, answer->language, DC_WORD_SAY_SETTLED, claims),
                  text_count(arena, claims), text_share(arena, portfolio_share(answer), 0),
                  (const char *)NULL);
    return dc_arena_format(arena, "%s%s", learnt, say_drift(arena, answer));
}

const char *say_checks(dc_arena *arena, const dc_answer *answer)
{
    size_t count = answer->checks->count;
    return text_fill(arena, word(answer, DC_WORD_SAY_CHECKS),
                     text_count(arena, count - answer->checks->failed), text_count(arena, count),
                     (const char *)NULL);
}

const char *say_failed_check(dc_arena *arena, const dc_answer *answer, const dc_check *check)
{
    const char *detail = check->detail[answer->language]
                             ? text_clean(arena, check->detail[answer->language], 300)
                             : "";
    return text_fill(
        arena, word(answer, detail[0] ? DC_WORD_SAY_CHECK_FAILED : DC_WORD_SAY_CHECK_FAILED_BARE),
        word(answer, check->sentence), detail, (const char *)NULL);
}

void dc_failed_checks_write(FILE *out, const dc_answer *answer)
{
    const dc_checks *checks = answer->checks;
    dc_arena        *arena = dc_arena_new();
    for (size_t i = 0; checks && i < checks->count; i++)
        if (!checks->check[i].passed)
            fprintf(out, "%s\n", say_failed_check(arena, answer, &checks->check[i]));
    dc_arena_free(arena);
}

/* The customer of whom most can be asked for, of those left; ties in the order of the list. */
static size_t next_asked(const dc_answer *answer, const bool *taken)
{
    size_t best = answer->customer_count;
    for (size_t i = 0; i < answer->customer_count; i++) {
        const dc_customer_row *row = &answer->customers[i];
        if (taken[i] || row->asked <= 0)
            continue;
        if (best == answer->customer_count || row->asked > answer->customers[best].asked)
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
        late += answer->customers[i].asked > 0 ? 1 : 0;
    if (late == 0)
        return word(answer, DC_WORD_SAY_NOBODY_LATE);
    for (size_t i = 0; i < count && i < late; i++) {
        size_t                 at = next_asked(answer, taken);
        const dc_customer_row *row = &answer->customers[at];
        taken[at] = true;
        list = dc_arena_format(
            arena, "%s%s%s", list, i > 0 ? " · " : "",
            text_fill(arena, word(answer, DC_WORD_SAY_CUSTOMER),
                      text_clean(arena, answer->book->customers.name[row->customer], 80),
                      text_money_words(arena, answer, scale, (double)row->asked),
                      text_counted(arena, answer->language, DC_WORD_DAYS_LATE_COUNT,
                                   (size_t)row->asked_late),
                      (const char *)NULL));
    }
    if (late <= count)
        return list;
    return text_fill(arena, word(answer, DC_WORD_SAY_MORE), list, text_count(arena, late - count),
                     (const char *)NULL);
}

static const char *text_change(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                               double minor)
{
    return text_signed(arena, money_major(answer, minor) / scale->divisor, scale->decimals);
}

const char *say_range(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                      size_t scenario, const dc_difference *difference)
{
    if (!difference->applicable || !answer->scenarios->scenario[scenario].has_range)
        return "";
    return dc_arena_format(arena, "[%s..%s]", text_change(arena, answer, scale, difference->low),
                           text_change(arena, answer, scale, difference->high));
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
    money_scale          own = money_scale_for(arena, answer, scale, d->mean);
    const char          *range = say_range(arena, answer, &own, best, d);
    const dc_scenario   *scenario = &answer->scenarios->scenario[best];
    const char          *title = scenario->title[answer->language];
    return text_fill(arena, word(answer, DC_WORD_SAY_LARGEST_CHANGE),
                     text_clean(arena, title && title[0] ? title : scenario->name, TITLE_MOST),
                     dc_arena_format(arena, "%s%s%s",
                                     text_unit_words(arena, answer, scale, &own,
                                                     text_change(arena, answer, &own, d->mean)),
                                     range[0] ? " " : "", range),
                     say_weeks(arena, answer, comparison->outcome[0].paired_week[0]),
                     (const char *)NULL);
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
    double      true_up = learnt->mean - (double)booked->value.minor;
    money_scale own = money_scale_for(arena, answer, scale, true_up);
    return text_fill(
        arena, word(answer, DC_WORD_SAY_TRUE_UP), amount,
        text_money_words(arena, answer, scale, (double)booked->value.minor),
        text_unit_words(arena, answer, scale, &own, text_change(arena, answer, &own, true_up)),
        (const char *)NULL);
}

double precision_reached(const dc_answer *answer)
{
    double worst = 0.0;
    for (size_t s = 0; s < answer->comparison->count; s++)
        worst = fmax(worst, dc_outcome_precision(&answer->comparison->outcome[s]));
    return worst;
}

static const char *share_of_mean(dc_arena *arena, double share)
{
    return text_share(arena, share, share < 0.001 ? 3 : share < 0.01 ? 2 : 1);
}

static const char *say_precision(dc_arena *arena, const dc_answer *answer)
{
    double asked = answer->options->precision, reached = precision_reached(answer);
    if (asked <= 0.0)
        return "";
    dc_word how = reached <= asked ? DC_WORD_SAY_PRECISION_MET : DC_WORD_SAY_PRECISION_MISSED;
    return dc_arena_format(arena, " · %s",
                           text_fill(arena, word(answer, how),
                                     dc_arena_format(arena, "%g %%", 100.0 * asked),
                                     share_of_mean(arena, reached), (const char *)NULL));
}

const char *say_paths(dc_arena *arena, const dc_answer *answer, const money_scale *scale)
{
    const dc_outcome  *baseline = &answer->comparison->outcome[0];
    int32_t            week = baseline->paired_week[0];
    const dc_estimate *cash = &baseline->series[DC_CASH_COLLECTED][week];
    money_scale        own = money_scale_for(arena, answer, scale, cash->high[DC_P5]);
    const char        *said =
        text_fill(arena, word(answer, DC_WORD_SAY_PATHS), text_count(arena, baseline->path_count),
                  say_weeks(arena, answer, week), text_money(arena, answer, &own, cash->low[DC_P5]),
                  dc_arena_format(arena, "%s%s", text_money(arena, answer, &own, cash->high[DC_P5]),
                                  own.suffix),
                  (const char *)NULL);
    return dc_arena_format(arena, "%s%s", said, say_precision(arena, answer));
}

dc_word missing_ahead(const dc_answer *answer, dc_metric metric)
{
    dc_word usual = dc_today_missing(answer->today, metric);
    return usual == DC_WORD_MISSING_SALES && answer->book->has_history ? DC_WORD_MISSING_SALES_AHEAD
                                                                       : usual;
}

const char *say_missing_cash(const dc_answer *answer)
{
    return word(answer, answer->book->company.cash.of_other_day ? DC_WORD_T_MISSING_CASH_OF_DAY
                                                                : DC_WORD_T_MISSING_CASH);
}

const char *say_missing(dc_arena *arena, const dc_answer *answer)
{
    const dc_outcome *base = &answer->comparison->outcome[0];
    bool              cash = cash_known(answer, 0);
    const char       *text = cash ? "" : say_missing_cash(answer);
    if (!answer->book->has_history || base->series[DC_DSO][base->paired_week[0]].applicable)
        return text;
    return dc_arena_format(arena, "%s%s%s", text, cash ? "" : " · ",
                           word(answer, DC_WORD_T_MISSING_DSO));
}
