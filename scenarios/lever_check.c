/* From a draft to rows of a policy: names, units, limits, ranges. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "draft.h"
#include "duecast/cash_tail.h"
#include "duecast/nearest.h"
#include "levers.h"

/* Which issue a text of the wrong kind is. */
static const dc_issue_kind bad_value[] = {
    [DC_VALUE_DAYS] = DC_ISSUE_LEVER_BAD_WHOLE,
    [DC_VALUE_COUNT] = DC_ISSUE_LEVER_BAD_WHOLE,
    [DC_VALUE_SHARE] = DC_ISSUE_LEVER_BAD_SHARE,
    [DC_VALUE_FACTOR] = DC_ISSUE_LEVER_BAD_FACTOR,
    [DC_VALUE_DAY] = DC_ISSUE_LEVER_BAD_DAY,
    [DC_VALUE_PERIOD] = DC_ISSUE_LEVER_BAD_PERIOD,
    [DC_VALUE_MONEY] = DC_ISSUE_LEVER_BAD_MONEY,
    [DC_VALUE_SWITCH] = DC_ISSUE_LEVER_BAD_SWITCH,
    [DC_VALUE_AFTER_MISS] = DC_ISSUE_LEVER_BAD_AFTER_MISS,
};

const char *dc_lever_near(dc_arena *arena, const char *name)
{
    const char *names[64];
    size_t      count = dc_levers_count();
    assert(count <= sizeof names / sizeof names[0]);
    for (size_t i = 0; i < count; i++)
        names[i] = dc_levers_at(i).name;
    size_t nearest = dc_nearest(name, names, count);
    return nearest < count ? dc_arena_format(arena, "%s", names[nearest]) : NULL;
}

static const dc_lever *find_lever(const dc_reading *reading, const dc_token *name)
{
    const dc_lever *lever = dc_lever_find(name->text);
    if (lever)
        return lever;
    const char *near = dc_lever_near(reading->arena, name->text);
    dc_token_issue(name, reading->issues, near ? DC_ISSUE_LEVER_UNKNOWN : DC_ISSUE_LEVER_UNLIKE,
                   name->text, near, NULL);
    return NULL;
}

/* Position of the parameter, or the number of parameters when there is none of that name. */
static size_t parameter_position(const dc_lever_info *info, const char *name)
{
    size_t at = 0;
    while (at < info->parameter_count && strcmp(info->parameters[at].name, name) != 0)
        at++;
    return at;
}

static void add_unknown_parameter(const dc_reading *reading, const dc_lever_info *info,
                                  const dc_token *key)
{
    const char *names[DC_LEVER_PARAMETERS_MAX + 1] = {0};
    for (size_t i = 0; i < info->parameter_count; i++)
        names[i] = info->parameters[i].name;
    names[info->parameter_count] = "scope";
    size_t count = info->parameter_count + 1, nearest = dc_nearest(key->text, names, count);
    dc_token_issue(key, reading->issues,
                   nearest < count ? DC_ISSUE_LEVER_PARAMETER : DC_ISSUE_LEVER_PARAMETER_UNLIKE,
                   info->name, key->text,
                   nearest < count ? names[nearest]
                                   : dc_names_joined(reading->arena, names, count));
}

/* A month is checked as its longest, 31 days. */
static bool within_limits(const dc_lever_parameter *parameter, double value, bool in_months)
{
    if ((parameter->kind == DC_VALUE_DAY && value >= INT32_MAX) || isinf(value))
        return true;
    double days = in_months && value > 1.0 ? value * 30.5 : value;
    return parameter->least <= days && days <= parameter->most;
}

static bool read_case(dc_lever_setting *setting, dc_case which, const dc_reading *reading,
                      const dc_lever_parameter *parameter, const dc_token *token)
{
    dc_date as_of = reading->book->as_of;
    double *value = &setting->value[which];
    if (!dc_value_read(value, &setting->in_months, token->text, parameter->kind, as_of)) {
        dc_token_issue(token, reading->issues, bad_value[parameter->kind], parameter->name,
                       token->text, parameter->base);
        return false;
    }
    if (within_limits(parameter, *value, setting->in_months))
        return parameter->kind != DC_VALUE_MONEY || *value == 0.0 || isinf(*value) ||
               dc_tell_own_amount(reading, token, parameter->name);
    dc_token_issue(token, reading->issues, DC_ISSUE_LEVER_LIMITS, parameter->name, token->text,
                   dc_limits_write(reading->arena, parameter, as_of));
    return false;
}

bool dc_tell_own_amount(const dc_reading *reading, const dc_token *value, const char *name)
{
    const dc_book *book = reading->book;
    bool           has_rate = dc_own_has_rate(book);
    char           whole[16];
    if (dc_money_may_be_thousands(whole, sizeof whole, value->text,
                                  book->currencies[book->own].decimals))
        dc_token_issue(value, reading->issues, DC_ISSUE_MAY_BE_THOUSANDS, name, value->text, whole);
    if (book->own != book->home)
        dc_token_issue(value, reading->issues,
                       has_rate ? DC_ISSUE_OWN_AMOUNT : DC_ISSUE_OWN_WITHOUT_RATE, name,
                       book->currencies[book->own].code, book->currencies[book->home].code);
    return has_rate;
}

/* Low and high that were not given are the base. */
static void read_setting(dc_lever_setting *setting, const dc_reading *reading,
                         const dc_lever_parameter *parameter, const dc_token value[DC_CASES])
{
    const dc_token *base = &value[DC_BASE];
    bool            good = true, has_range = value[DC_LOW].text || value[DC_HIGH].text;
    bool            one = !dc_value_takes_range(parameter->kind);
    setting->unit = dc_own_amount(reading->book, 1.0);
    if (has_range && one) {
        dc_token_issue(base, reading->issues, DC_ISSUE_LEVER_NO_RANGE, parameter->name, NULL, NULL);
        return;
    }
    for (int which = DC_LOW; which < DC_CASES; which++)
        if (value[which].text)
            good &= read_case(setting, (dc_case)which, reading, parameter, &value[which]);
        else
            good &= dc_value_read(&setting->value[which], &setting->in_months, base->text,
                                  parameter->kind, reading->book->as_of);
    const double *number = setting->value;
    if (good && (number[DC_LOW] > number[DC_BASE] || number[DC_BASE] > number[DC_HIGH]))
        dc_token_issue(base, reading->issues, DC_ISSUE_LEVER_ORDER, parameter->name,
                       dc_arena_format(reading->arena, "%s / %s / %s",
                                       value[DC_LOW].text ? value[DC_LOW].text : base->text,
                                       base->text,
                                       value[DC_HIGH].text ? value[DC_HIGH].text : base->text),
                       NULL);
    setting->ranged = number[DC_LOW] < number[DC_HIGH];
}

static void read_defaults(dc_lever_setting *setting, const dc_reading *reading,
                          const dc_lever_parameter *parameter)
{
    const char *texts[DC_CASES] = {parameter->low, parameter->base, parameter->high};
    dc_token    value[DC_CASES] = {{.text = NULL}};
    for (int which = DC_LOW; which < DC_CASES; which++)
        if (*texts[which])
            value[which] = dc_token_of_text(texts[which]);
    read_setting(setting, reading, parameter, value);
}

/* The user's values first, then the defaults of what was not given. */
static void read_settings(dc_lever_setting *settings, const dc_reading *reading,
                          const dc_draft_lever *draft, const dc_lever_info *info)
{
    for (size_t i = 0; i < draft->member_count; i++) {
        const dc_draft_member *member = &draft->members[i];
        size_t                 at = parameter_position(info, member->key.text);
        if (at == info->parameter_count) {
            add_unknown_parameter(reading, info, &member->key);
        } else if (settings[at].given) {
            dc_token_issue(&member->key, reading->issues, DC_ISSUE_LEVER_TWICE, member->key.text,
                           NULL, NULL);
        } else {
            settings[at].given = true;
            if (member->value[DC_BASE].text) /* else the reader has complained */
                read_setting(&settings[at], reading, &info->parameters[at], member->value);
        }
    }
    for (size_t at = 0; at < info->parameter_count; at++)
        if (!settings[at].given)
            read_defaults(&settings[at], reading, &info->parameters[at]);
}

/* The base if its window ends before it starts, else an end of the range whose does; DC_CASES. */
static int ending_before_start(const dc_lever_setting *from, const dc_lever_setting *to)
{
    int which = DC_LOW;
    if (to->value[DC_BASE] < from->value[DC_BASE])
        return DC_BASE;
    while (which < DC_CASES && to->value[which] >= from->value[which])
        which++;
    return which;
}

static const char *day_text(const dc_reading *reading, const dc_lever_setting *setting, int which)
{
    return dc_value_write(reading->arena, setting->value[which], false, DC_VALUE_DAY,
                          reading->book->as_of);
}

/* A range of an offer that begins with none is one of the lever and its absence. */
static void check_offer(const dc_reading *reading, const dc_draft_lever *draft,
                        const dc_lever *lever, const dc_lever_setting *settings)
{
    if (lever->offer == 0)
        return;
    const dc_lever_parameter *parameter = &lever->info.parameters[lever->offer - 1];
    const dc_lever_setting   *setting = &settings[lever->offer - 1];
    const char *least = dc_value_write(reading->arena, parameter->least, false, parameter->kind,
                                       reading->book->as_of);
    if (setting->ranged && setting->value[DC_LOW] <= parameter->least)
        dc_token_issue(&draft->lever, reading->issues, DC_ISSUE_LEVER_OFF_IN_RANGE,
                       lever->info.name, parameter->name, least);
}

/* A window that has passed is no mistake, for the book moves on, but it is worth a word: whether
 * it has. */
static bool check_window(const dc_reading *reading, const dc_draft_lever *draft,
                         const dc_lever *lever, const dc_lever_setting *settings)
{
    if (lever->from == lever->to)
        return false;
    const dc_lever_setting *from = &settings[lever->from], *to = &settings[lever->to];
    int                     wrong = ending_before_start(from, to);
    if (from->given && wrong < DC_CASES)
        dc_token_issue(&draft->lever, reading->issues, DC_ISSUE_LEVER_WINDOW,
                       day_text(reading, to, wrong), day_text(reading, from, wrong), NULL);
    else if (to->value[DC_BASE] < 1.0)
        dc_token_issue(&draft->lever, reading->issues, DC_ISSUE_LEVER_OVER, lever->info.name,
                       day_text(reading, to, DC_BASE), NULL);
    return to->value[DC_BASE] < 1.0;
}

static dc_assumption assumption_of(const dc_reading *reading, const dc_lever *lever, size_t at,
                                   const dc_lever_setting *setting, const char *const *source)
{
    const dc_lever_parameter *parameter = &lever->info.parameters[at];
    const char               *texts[DC_CASES];
    for (int which = DC_LOW; which < DC_CASES; which++)
        texts[which] = dc_value_write(reading->arena, setting->value[which], setting->in_months,
                                      parameter->kind, reading->book->as_of);
    dc_assumption out = {.lever = lever->info.name,
                         .parameter = parameter->name,
                         .low = setting->ranged ? texts[DC_LOW] : "",
                         .base = texts[DC_BASE],
                         .high = setting->ranged ? texts[DC_HIGH] : "",
                         .defaulted = !setting->given};
    for (int language = 0; language < DC_LANGUAGE_COUNT; language++) {
        out.unit[language] = parameter->unit[language];
        out.source[language] = setting->given ? source[language] : lever->info.source[language];
    }
    return out;
}

/* One row for whom it touches, then one a parameter, in the order of the lever table. */
static void add_assumptions(dc_scenario *scenario, const dc_reading *reading,
                            const dc_draft_lever *draft, const dc_lever *lever,
                            const dc_lever_setting *settings)
{
    size_t             old = scenario->assumption_count, added = 1 + lever->info.parameter_count;
    const char *const *source = *draft->source[DC_ENGLISH] ? draft->source : scenario->source;
    dc_assumption     *rows = dc_arena_alloc(reading->arena, old + added, sizeof *rows);
    if (old > 0)
        memcpy(rows, scenario->assumptions, old * sizeof *rows);
    rows[old] = (dc_assumption){.lever = lever->info.name,
                                .parameter = "scope",
                                .unit = {"", ""},
                                .low = "",
                                .base = dc_scopes_write(reading->arena, draft),
                                .high = "",
                                .source = {source[DC_ENGLISH], source[DC_CHINESE]},
                                .defaulted = draft->scope_count == 0};
    for (size_t at = 0; at < lever->info.parameter_count; at++)
        rows[old + 1 + at] = assumption_of(reading, lever, at, &settings[at], source);
    scenario->assumptions = rows;
    scenario->assumption_count = old + added;
}

void dc_scenario_add_parts(dc_scenario *scenario, dc_arena *arena, const dc_lever_part *parts,
                           size_t count)
{
    size_t         old = scenario->part_count;
    dc_lever_part *all = dc_arena_alloc(arena, old + count, sizeof *all);
    for (size_t i = 0; i < old + count; i++)
        all[i] = i < old ? scenario->parts[i] : parts[i - old];
    scenario->parts = all;
    scenario->part_count = old + count;
}

/* By its parameter `from` or `day`, at its earliest. */
static int32_t begin_of(const dc_lever *lever, const dc_lever_setting *settings)
{
    const dc_lever_parameter *parameters = lever->info.parameters;
    for (size_t at = 0; at < lever->info.parameter_count; at++)
        if (parameters[at].kind == DC_VALUE_DAY &&
            (strcmp(parameters[at].name, "from") == 0 || strcmp(parameters[at].name, "day") == 0))
            return (int32_t)settings[at].value[DC_LOW];
    return INT32_MIN;
}

/* Purchases that the plan tells are decided: what sales drive begins behind them. */
static void tell_planned(const dc_scenario *scenario, const dc_lever_part *part, dc_arena *arena,
                         const dc_book *book, dc_issues *issues)
{
    bool buys = strcmp(part->lever, "inventory") == 0 || strcmp(part->lever, "supplier_terms") == 0;
    int32_t planned = buys ? dc_plan_reaches(book, "purchases") : 0;
    if (planned > 0)
        dc_issues_add(issues, DC_ISSUE_PURCHASES_PLANNED, NULL, scenario->name, part->lever,
                      dc_value_write(arena, planned, false, DC_VALUE_DAY, book->as_of),
                      (const char *)NULL);
}

void dc_scenarios_look_ahead(const dc_scenarios *scenarios, dc_arena *arena, const dc_book *book,
                             int32_t horizon_days, dc_issues *issues)
{
    for (size_t s = 0; s < scenarios->count; s++)
        for (size_t p = 0; p < scenarios->scenario[s].part_count; p++) {
            const dc_lever_part *part = &scenarios->scenario[s].parts[p];
            tell_planned(&scenarios->scenario[s], part, arena, book, issues);
            if (part->begins <= horizon_days)
                continue;
            dc_issues_add(issues, DC_ISSUE_LEVER_LATER, NULL, scenarios->scenario[s].name,
                          part->lever,
                          dc_value_write(arena, part->begins, false, DC_VALUE_DAY, book->as_of),
                          dc_value_write(arena, horizon_days, false, DC_VALUE_DAY, book->as_of),
                          (const char *)NULL);
        }
}

static void apply(dc_scenario *scenario, const dc_reading *reading, const dc_draft_lever *draft,
                  const dc_lever *lever, const dc_scopes *scopes, const dc_lever_setting *settings)
{
    bool fits = true;
    for (int which = DC_LOW; which < DC_CASES; which++)
        fits &= lever->apply(&scenario->policy[which], scopes, settings, (dc_case)which);
    if (!fits) {
        dc_token_issue(&draft->lever, reading->issues, DC_ISSUE_LEVER_TOO_MANY, lever->info.name,
                       dc_arena_format(reading->arena, "%zu", lever->most), scenario->name);
        return;
    }
    for (size_t at = 0; at < lever->info.parameter_count; at++)
        scenario->has_range |= settings[at].ranged;
    scenario->decided |= lever->decided;
    scenario->decides |= lever->decides;
    scenario->befalls |= lever->befalls;
    scenario->assumed |= lever->assumed;
    add_assumptions(scenario, reading, draft, lever, settings);
    dc_lever_part part = {.lever = lever->info.name,
                          .scope = dc_scopes_write(reading->arena, draft),
                          .begins = begin_of(lever, settings),
                          .policy = dc_arena_alloc(reading->arena, 1, sizeof *part.policy)};
    lever->apply(part.policy, scopes, settings, DC_BASE);
    dc_part_find_numbers(&part, reading->arena, lever, scopes, settings);
    dc_scenario_add_parts(scenario, reading->arena, &part, 1);
}

void dc_scenario_add_lever(dc_scenario *scenario, const dc_reading *reading,
                           const dc_draft_lever *draft)
{
    size_t          errors = dc_issues_count(reading->issues, DC_ERROR);
    const dc_lever *lever = find_lever(reading, &draft->lever);
    if (!lever)
        return;
    dc_lever_setting settings[DC_LEVER_PARAMETERS_MAX] = {{.given = false}};
    read_settings(settings, reading, draft, &lever->info);
    dc_scope_of of = lever->plan_scope  ? (dc_scope_of)lever->plan_scope
                     : lever->open_only ? DC_SCOPE_OPEN
                                        : DC_SCOPE_ITEMS;
    dc_scopes   scopes = dc_scopes_read(reading, draft, of);
    size_t      before = scenario->part_count;
    bool        is_over = false;
    if (dc_issues_count(reading->issues, DC_ERROR) == errors) {
        is_over = check_window(reading, draft, lever, settings);
        check_offer(reading, draft, lever, settings);
    }
    if (lever->settle && dc_issues_count(reading->issues, DC_ERROR) == errors)
        lever->settle(settings);
    if (dc_issues_count(reading->issues, DC_ERROR) == errors)
        apply(scenario, reading, draft, lever, &scopes, settings);
    for (size_t i = before; i < scenario->part_count; i++) {
        dc_lever_part *part = &scenario->parts[i];
        part->is_over = is_over;
        part->reaches_nothing = !dc_scopes_touch(&scopes, reading->book, of);
        part->meets_nothing = scopes.count == 0 && lever->meets && !lever->meets(reading->book);
    }
}
