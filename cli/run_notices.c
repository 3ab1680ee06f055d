/* run_notices.c - `duecast worklist --notices DIR`: letters to customers. */
#include "duecast/worklist.h"
#include "notices.h"
#include "terminal.h"

static const char *const library[] = {DUECAST_DATA_DIR "/letters", DUECAST_SOURCE_LETTERS};

dc_status dc_notice_options_of(dc_notice_options *out, const dc_cli_options *options,
                               const dc_book *book)
{
    static const int32_t months[] = {1, 0, 0, 0, 3}, days[] = {0, 7, 14, 28, 0}; /* of --period */
    const dc_currency   *home = &book->currencies[book->home];
    dc_work_settings     settings;
    dc_work_settings_of(&settings, book);
    dc_money least = DC_MONEY(settings.minimum);
    if (options->minimum && (dc_money_parse(&least, options->minimum, home->decimals,
                                            DC_NUMBER_STYLE_PLAIN) != DC_NUMBER_OK ||
                             least.minor < 0)) {
        dc_terminal_complain(options, DC_WORD_NOTICES_BAD_MINIMUM, options->minimum);
        return DC_ERR_USAGE;
    }
    if (dc_date_is_set(options->first) && options->first.day <= book->as_of.day) {
        char day[11];
        dc_date_format(day, options->first);
        dc_terminal_complain(options, DC_WORD_PLAN_FIRST_PAST, day);
        return DC_ERR_USAGE;
    }
    *out = (dc_notice_options){.language = (dc_language)options->language,
                               .letter = options->letter - 1,
                               .with_disputed = options->with_disputed,
                               .minimum = least.minor,
                               .insurer_consents = options->insurer_consents,
                               .plan = DC_PLAN_TERMS_INIT,
                               .library = library,
                               .library_count = sizeof library / sizeof library[0]};
    out->plan.down_payment = options->down;
    out->plan.count = (int32_t)options->instalments;
    out->plan.every_months = months[options->period];
    out->plan.every_days = days[options->period];
    out->plan.start = options->first;
    return DC_OK;
}

static void say_count(FILE *out, const char *label, size_t count)
{
    char text[DC_COUNT_TEXT_MAX];
    dc_terminal_count(text, count);
    fprintf(out, "%7s  %s\n", text, label);
}

static void tell_text(FILE *out, const dc_notices *notices, const dc_cli_options *options)
{
    dc_language language = (dc_language)options->language;
    size_t      letters = 0;
    char        count[DC_COUNT_TEXT_MAX];
    for (int i = 0; i < DC_LETTER_COUNT; i++)
        letters += notices->letters[i];
    dc_terminal_count(count, letters);
    dc_terminal_say(out, language, DC_WORD_NOTICES_WRITTEN,
                    (const char *const[]){count, options->notices}, 2);
    for (int i = 0; i < DC_LETTER_COUNT; i++)
        if (notices->letters[i] > 0)
            say_count(out, dc_say(language, dc_letter_about((dc_letter)i)->name),
                      notices->letters[i]);
    if (notices->left_out > 0)
        say_count(out, dc_say(language, DC_WORD_NOTICES_LEFT_OUT), notices->left_out);
    if (notices->gap_count > 0)
        fprintf(out, "%s\n", dc_say(language, DC_WORD_NOTICES_MISSING));
    for (size_t i = 0; i < notices->gap_count; i++)
        say_count(out, notices->gap[i].what, notices->gap[i].letters);
    fprintf(out, "%s\n", dc_say(language, DC_WORD_NOTICES_ADVICE));
}

json_t *dc_notices_gaps_json(const dc_notices *notices)
{
    json_t *gaps = json_array();
    for (size_t i = 0; i < notices->gap_count; i++)
        json_array_append_new(gaps, json_pack("{s:s, s:I}", "what", notices->gap[i].what, "letters",
                                              (json_int_t)notices->gap[i].letters));
    return gaps;
}

static void tell_json(FILE *out, const dc_notices *notices, const dc_cli_options *options)
{
    json_t *root = json_object(), *letters = json_object();
    json_object_set_new(root, "folder", json_string(options->notices));
    for (int i = 0; i < DC_LETTER_COUNT; i++)
        json_object_set_new(letters, dc_letter_about((dc_letter)i)->key,
                            json_integer((json_int_t)notices->letters[i]));
    json_object_set_new(root, "letters", letters);
    json_object_set_new(root, "left_out", json_integer((json_int_t)notices->left_out));
    json_object_set_new(root, "missing", dc_notices_gaps_json(notices));
    json_dumpf(root, out, JSON_INDENT(1));
    fputc('\n', out);
    json_decref(root);
}

dc_status dc_notices_run(dc_run *run, const dc_cli_options *options)
{
    dc_notice_options how;
    dc_notices        notices;
    dc_status         status = dc_notice_options_of(&how, options, run->book);
    if (status == DC_OK)
        status =
            dc_notices_write(&notices, run->arena, run->book, options->notices, &how, run->issues);
    if (status != DC_OK)
        return status;
    if (options->json)
        tell_json(stdout, &notices, options);
    else
        tell_text(stdout, &notices, options);
    return DC_OK;
}

void dc_notices_look(dc_run *run)
{
    dc_notices_check(run->arena, run->book, library, sizeof library / sizeof library[0],
                     run->issues);
}

dc_status dc_letters_run(const dc_cli_options *options)
{
    dc_run    run;
    dc_status status = dc_run_read(&run, options);
    if (status == DC_OK && options->notices)
        status = dc_notices_run(&run, options);
    if (status == DC_OK && options->plan)
        status = dc_plan_run(&run, options);
    if (!options->quiet || status != DC_OK) {
        dc_issues_sort(run.issues);
        dc_terminal_issues(stderr, run.issues, options, DC_WARNING, DC_ISSUES_SHOWN);
    }
    dc_run_free(&run);
    return status;
}
