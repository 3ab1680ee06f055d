/* solve_read.c - "credit_insurance.premium in 0%..2%: credit_result@13w-baseline=0". */
#include <math.h>
#include <string.h>

#include "duecast/solve.h"
#include "levers.h"

static const char against[] = "-baseline";

typedef struct {
    dc_arena         *arena;
    const dc_book    *book;
    dc_issues        *issues;
    const char       *text;
    dc_solve_request *out;
} reading;

static dc_status refuse(const reading *r, dc_issue_kind kind, const char *a, const char *b)
{
    dc_issues_add(r->issues, kind, NULL, a, b, (const char *)NULL);
    return DC_ERR_USAGE;
}

/* Bytes [from, to) without blanks around them. */
static const char *piece(const reading *r, const char *from, const char *to)
{
    while (from < to && *from == ' ')
        from++;
    while (to > from && to[-1] == ' ')
        to--;
    return dc_arena_copy_bytes(r->arena, from, (size_t)(to - from));
}

static dc_status refuse_range(const reading *r, const char *text)
{
    const dc_lever_parameter *p = r->out->parameter;
    const char               *limits = dc_limits_write(r->arena, p, r->book->as_of);
    dc_issues_add(r->issues, DC_ISSUE_SOLVE_RANGE, NULL, text, p->name, limits, (const char *)NULL);
    return DC_ERR_USAGE;
}

static dc_status read_end(double *out, const reading *r, const char *text)
{
    const dc_lever_parameter *p = r->out->parameter;
    bool                      in_months;
    if (!dc_value_read(out, &in_months, text, p->kind, r->book->as_of) || *out < p->least ||
        *out > p->most)
        return refuse_range(r, text);
    return DC_OK;
}

/* Without "in" all that the parameter may be; an amount has no natural end. */
static dc_status read_range(const reading *r, const char *range)
{
    dc_solve_request *out = r->out;
    const char       *dots = range ? strstr(range, "..") : NULL;
    if (!range && out->parameter->kind != DC_VALUE_MONEY) {
        out->low = out->parameter->least;
        out->high = out->parameter->most;
        return DC_OK;
    }
    if (!range)
        return refuse(r, DC_ISSUE_SOLVE_NEEDS_RANGE, out->lever, out->parameter->name);
    if (!dots)
        return refuse_range(r, range);
    dc_status low = read_end(&out->low, r, piece(r, range, dots));
    dc_status high = read_end(&out->high, r, piece(r, dots + 2, range + strlen(range)));
    if (low == DC_OK && high == DC_OK && out->low >= out->high)
        return refuse_range(r, range);
    return low != DC_OK ? low : high;
}

static const dc_lever_parameter *find_parameter(const dc_lever *lever, const char *name)
{
    for (size_t i = 0; i < lever->info.parameter_count; i++)
        if (strcmp(lever->info.parameters[i].name, name) == 0)
            return &lever->info.parameters[i];
    return NULL;
}

static bool is_number(const dc_lever_parameter *parameter)
{
    return parameter->kind != DC_VALUE_DAY && dc_value_takes_range(parameter->kind);
}

static dc_status refuse_lever(const reading *r, const char *name)
{
    const char *near = dc_lever_near(r->arena, name);
    return refuse(r, near ? DC_ISSUE_LEVER_UNKNOWN : DC_ISSUE_LEVER_UNLIKE, name, near);
}

/* "2" of "late_payment#2": the second lever of that kind. */
static bool read_nth(size_t *out, const char *text)
{
    for (*out = 0; *text >= '0' && *text <= '9' && *out < 100; text++)
        *out = 10 * *out + (size_t)(*text - '0');
    return *text == '\0' && *out > 0;
}

/* "late_payment.days in 0..60", "late_payment#2.days" */
static dc_status read_lever(const reading *r, const char *left)
{
    const char *dot = strchr(left, '.'), *in = strstr(left, " in ");
    if (!dot || (in && dot > in))
        return refuse(r, DC_ISSUE_SOLVE_SYNTAX, r->text, NULL);
    const char     *end = in ? in : left + strlen(left);
    const char     *hash = memchr(left, '#', (size_t)(dot - left));
    const char     *name = piece(r, left, hash ? hash : dot), *parameter = piece(r, dot + 1, end);
    const dc_lever *lever = dc_lever_find(name);
    if (hash && !read_nth(&r->out->nth, piece(r, hash + 1, dot)))
        return refuse(r, DC_ISSUE_SOLVE_SYNTAX, r->text, NULL);
    if (!lever)
        return refuse_lever(r, name);
    r->out->lever = lever->info.name;
    r->out->parameter = find_parameter(lever, parameter);
    if (!r->out->parameter || !is_number(r->out->parameter))
        return refuse(r, DC_ISSUE_SOLVE_PARAMETER, lever->info.name, parameter);
    r->out->offer =
        lever->offer > 0 && r->out->parameter == &lever->info.parameters[lever->offer - 1];
    return read_range(r, in ? piece(r, in + strlen(" in "), left + strlen(left)) : NULL);
}

static bool read_target(double *out, const reading *r, const char *text, dc_unit unit)
{
    dc_money amount;
    bool     in_months;
    int      decimals = r->book->currencies[r->book->home].decimals;
    switch (unit) {
    case DC_UNIT_MONEY:
        if (dc_money_parse(&amount, text, decimals, DC_NUMBER_STYLE_PLAIN) != DC_NUMBER_OK)
            return false;
        *out = (double)amount.minor;
        return true;
    case DC_UNIT_SHARE: return dc_value_read(out, &in_months, text, DC_VALUE_SHARE, r->book->as_of);
    case DC_UNIT_DAYS:
    case DC_UNIT_COUNT: break;
    }
    return dc_value_read(out, &in_months, text, DC_VALUE_FACTOR, r->book->as_of);
}

/* "lowest_cash@13w-baseline=0" */
static dc_status read_figure(const reading *r, const char *right)
{
    const char *equals = strchr(right, '=');
    if (!equals)
        return refuse(r, DC_ISSUE_SOLVE_SYNTAX, r->text, NULL);
    const char *figure = piece(r, right, equals);
    size_t      length = strlen(figure), tail = strlen(against);
    r->out->against_baseline = length > tail && strcmp(figure + length - tail, against) == 0;
    if (r->out->against_baseline)
        length -= tail;
    dc_objective_at at = dc_objective_read(figure, length);
    const char     *near = dc_objective_near(figure, strcspn(figure, "@"));
    if (at.objective == DC_OBJECTIVES || at.week == DC_NONE)
        return refuse(r, near ? DC_ISSUE_SOLVE_FIGURE : DC_ISSUE_SOLVE_UNLIKE, figure, near);
    r->out->objective = at.objective;
    r->out->week = at.week;
    const char *target = piece(r, equals + 1, right + strlen(right));
    if (strncmp(target, "as ", strlen("as ")) == 0) {
        const char *lever = target + strlen("as ");
        r->out->as = lever + strspn(lever, " ");
        return r->out->against_baseline ? refuse(r, DC_ISSUE_SOLVE_SYNTAX, r->text, NULL) : DC_OK;
    }
    if (!read_target(&r->out->target, r, target, dc_objective_about(at.objective)->unit))
        return refuse(r, DC_ISSUE_SOLVE_TARGET, target, figure);
    return DC_OK;
}

dc_status dc_solve_read(dc_solve_request *out, dc_arena *arena, const char *text,
                        const dc_book *book, dc_issues *issues)
{
    reading     r = {arena, book, issues, text, out};
    const char *colon = strchr(text, ':');
    *out = (dc_solve_request){0};
    if (!colon)
        return refuse(&r, DC_ISSUE_SOLVE_SYNTAX, text, NULL);
    dc_status lever = read_lever(&r, piece(&r, text, colon));
    dc_status figure = read_figure(&r, piece(&r, colon + 1, text + strlen(text)));
    return lever != DC_OK ? lever : figure;
}
