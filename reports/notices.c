/* notices.c - letters and their index as a folder: see notices.h. */
#include "duecast/notices.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "duecast/random.h"
#include "folder.h"
#include "letters.h"
#include "text.h"

enum { NAME_BYTES_MAX = 80, FOLDERS_MAX = 8, AGREEMENT = DC_LETTER_COUNT, KINDS = AGREEMENT + 1 };

static const char        index_name[] = "letters.csv";
static const char *const endings[LETTER_FORMAT_COUNT] = {".txt", ".html"};

static const char *kind_key(int kind)
{
    return kind == AGREEMENT ? "agreement" : dc_letter_about((dc_letter)kind)->key;
}

/* --- what all letters share ------------------------------------------------------------------ */

typedef struct {
    const dc_book           *book;
    const dc_notice_options *options;
    dc_issues               *issues;
    dc_arena                *arena;
    dc_notices              *out;
    size_t                   gap_capacity;
    const char              *folders[FOLDERS_MAX];
    size_t                   folder_count;
    const letter_template *template[KINDS][DC_LANGUAGE_COUNT][LETTER_FORMAT_COUNT];
} office;

static void open_office(office *all)
{
    struct stat facts;
    const char *path = all->book->path;
    if (path && stat(path, &facts) == 0 && S_ISDIR(facts.st_mode))
        all->folders[all->folder_count++] = dc_arena_format(all->arena, "%s/templates", path);
    for (size_t i = 0; i < all->options->library_count && all->folder_count < FOLDERS_MAX; i++)
        all->folders[all->folder_count++] = all->options->library[i];
}

static bool has_templates(const office *all)
{
    struct stat facts;
    return all->folder_count > all->options->library_count && stat(all->folders[0], &facts) == 0 &&
           S_ISDIR(facts.st_mode);
}

static dc_status read_templates(office *all, int first, int last)
{
    bool good = true;
    for (int kind = first; kind <= last; kind++)
        for (int language = 0; language < DC_LANGUAGE_COUNT; language++)
            for (int format = 0; format < LETTER_FORMAT_COUNT; format++) {
                const char *name =
                    dc_arena_format(all->arena, "%s.%s%s", kind_key(kind),
                                    dc_language_code((dc_language)language), endings[format]);
                all->template[kind][language][format] =
                    letter_template_read(all->arena, all->folders, all->folder_count, name,
                                         (letter_format)format, all->issues);
                good &= all->template[kind][language][format] != NULL;
            }
    return good ? DC_OK : DC_ERR_INPUT;
}

void dc_notices_check(dc_arena *arena, const dc_book *book, const char *const *library,
                      size_t library_count, dc_issues *issues)
{
    const dc_notice_options options = {.library = library, .library_count = library_count};
    office all = {.book = book, .options = &options, .issues = issues, .arena = arena};
    open_office(&all);
    if (has_templates(&all))
        read_templates(&all, 0, AGREEMENT);
}

static void count_gap(office *all, const char *what)
{
    for (size_t i = 0; i < all->out->gap_count; i++)
        if (strcmp(all->out->gap[i].what, what) == 0) {
            all->out->gap[i].letters++;
            return;
        }
    all->out->gap = dc_arena_grow(all->arena, all->out->gap, &all->gap_capacity,
                                  all->out->gap_count + 1, sizeof *all->out->gap);
    all->out->gap[all->out->gap_count++] = (dc_notice_gap){dc_arena_copy_text(all->arena, what), 1};
}

/* What is missing as one text, and counted. */
static const char *gaps_of(office *all, const letter_draft *draft,
                           const bool missing[LETTER_FIELD_COUNT])
{
    const char *text = "";
    for (size_t i = 0; i < draft->gap_count + LETTER_FIELD_COUNT; i++) {
        bool        is_gap = i < draft->gap_count;
        size_t      field = i - draft->gap_count;
        const char *what = is_gap           ? draft->gap[i]
                           : missing[field] ? letter_fields[field].label[all->options->language]
                                            : NULL;
        if (!what)
            continue;
        text = *text ? dc_arena_format(draft->arena, "%s; %s", text, what) : what;
        count_gap(all, what);
    }
    return text;
}

/* --- names of files -------------------------------------------------------------------------- */

static bool is_safe(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '_' ||
           (unsigned char)letter >= 0x80;
}

/* A customer's number as part of a name; where it had to be changed a hash keeps it apart. */
static const char *safe_name(dc_arena *arena, const char *id)
{
    char   name[NAME_BYTES_MAX + 1];
    size_t length = 0;
    bool   changed = strlen(id) > NAME_BYTES_MAX || id[0] == '-';
    for (; id[length] && length < NAME_BYTES_MAX; length++) {
        bool good = is_safe(id[length]) && !(length == 0 && id[0] == '-');
        name[length] = good ? id[length] : '_';
        changed |= !good;
    }
    while (length > 0 && ((unsigned char)id[length] & 0xC0) == 0x80)
        length--; /* not within a letter */
    name[length] = '\0';
    const char *clean = text_clean(arena, name, NAME_BYTES_MAX);
    if (!changed && strcmp(clean, id) == 0)
        return clean;
    return dc_arena_format(arena, "%s-%08x", clean, (unsigned)dc_identity(&id, 1) & 0xFFFFFFFFu);
}

static bool is_ours(const char *name)
{
    char end[40];
    if (strcmp(name, index_name) == 0)
        return true;
    for (int kind = 0; kind < DC_LETTER_COUNT; kind++)
        for (int format = 0; format < LETTER_FORMAT_COUNT; format++) {
            snprintf(end, sizeof end, "-%s%s", kind_key(kind), endings[format]);
            if (dc_path_ends(name, end))
                return true;
        }
    return false;
}

/* --- writing --------------------------------------------------------------------------------- */

static bool write_file(const office *all, const letter_draft *draft, letter_format format,
                       const char *path, bool missing[LETTER_FIELD_COUNT])
{
    FILE *out = fopen(path, "wb");
    if (!out)
        return false;
    letter_write(out, all->template[draft->letter][draft->language][format], &draft -> values,
                 draft -> language, missing);
    bool written = !ferror(out);
    return fclose(out) == 0 && written;
}

static void put_money(FILE *out, dc_money amount, int decimals)
{
    char text[32];
    dc_money_format(text, sizeof text, amount, decimals);
    fprintf(out, ",%s", text);
}

static void put_texts(FILE *out, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            putc(',', out);
        dc_csv_text(out, texts[i]);
    }
}

/* A row for each currency of the letter. */
static void write_index_rows(FILE *out, const office *all, const letter_draft *draft,
                             const char *file, const char *gaps)
{
    const dc_customers *customers = &all->book->customers;
    uint32_t            customer = draft->demand->customer;
    char                date[11];
    dc_date_format(date, all->book->as_of);
    const char *head[] = {customers->id[customer],
                          customers->name[customer],
                          dc_language_code(draft->language),
                          kind_key(draft->letter),
                          date,
                          draft->values.value[FIELD_DAYS]};
    const char *tail[] = {dc_arena_format(draft->arena, "%s%s", file, endings[LETTER_TEXT]),
                          dc_arena_format(draft->arena, "%s%s", file, endings[LETTER_HTML]), gaps,
                          ""};
    for (size_t i = 0; i < draft->total_count; i++) {
        const letter_total *total = &draft->total[i];
        put_texts(out, head, sizeof head / sizeof head[0]);
        fprintf(out, ",%s", total->code);
        put_money(out, total->balance, total->decimals);
        put_money(out, total->demanded, total->decimals);
        put_money(out, total->interest, total->decimals);
        put_money(out, total->fixed, total->decimals);
        put_money(out, total->claimed, total->decimals);
        putc(',', out);
        put_texts(out, tail, sizeof tail / sizeof tail[0]);
        putc('\n', out);
    }
}

static void write_left_out(FILE *out, const office *all, const dc_demand *demand, const char *why)
{
    const dc_customers *customers = &all->book->customers;
    char                days[16] = "";
    if (demand->days_late > 0)
        snprintf(days, sizeof days, "%d", demand->days_late);
    for (size_t i = 0; i < demand->total_count; i++) {
        const dc_demand_total *total = &demand->total[i];
        const dc_currency     *currency = &all->book->currencies[total->currency];
        put_texts(out,
                  (const char *const[]){customers->id[demand->customer],
                                        customers->name[demand->customer], "", "", "", days,
                                        currency->code},
                  7);
        put_money(out, total->balance, currency->decimals);
        put_money(out, total->overdue, currency->decimals);
        fputs(",,,,,,,", out);
        dc_csv_text(out, why);
        putc('\n', out);
    }
}

/* One customer: its letter in both forms, its rows of the index. */
static bool write_customer(office *all, const char *folder, FILE *index, const dc_demand *demand,
                           dc_arena *arena)
{
    const char *why;
    bool        missing[LETTER_FIELD_COUNT] = {false};
    int         letter = letter_stage(&why, arena, all->book, demand, all->options);
    if (letter == DC_LETTER_COUNT) {
        all->out->left_out++;
        write_left_out(index, all, demand, why);
        return true;
    }
    letter_draft *draft = dc_arena_alloc(arena, 1, sizeof *draft);
    *draft = (letter_draft){.book = all->book,
                            .options = all->options,
                            .arena = arena,
                            .demand = demand,
                            .letter = letter};
    letter_draft_fill(draft);
    const char *file =
        dc_arena_format(arena, "%s-%s", safe_name(arena, all->book->customers.id[demand->customer]),
                        kind_key(letter));
    for (int format = 0; format < LETTER_FORMAT_COUNT; format++)
        if (!write_file(all, draft, (letter_format)format,
                        dc_arena_format(arena, "%s/%s%s", folder, file, endings[format]), missing))
            return false;
    all->out->letters[letter]++;
    write_index_rows(index, all, draft, file, gaps_of(all, draft, missing));
    return true;
}

static bool write_letters(office *all, const char *folder)
{
    const dc_book *book = all->book;
    FILE          *index = fopen(dc_arena_format(all->arena, "%s/%s", folder, index_name), "wb");
    bool           good = index != NULL;
    if (index)
        fputs("customer,name,language,letter,date,days_overdue,currency,balance,demanded,interest,"
              "fixed_sum,claimed,text,html,missing,left_out\n",
              index);
    for (uint32_t c = 0; good && c < book->customers.count; c++) {
        dc_arena *arena = dc_arena_new();
        dc_demand demand;
        dc_demand_make(&demand, arena, book, c, all->options->with_disputed);
        if (demand.count > 0)
            good = write_customer(all, folder, index, &demand, arena);
        dc_arena_free(arena);
    }
    if (index) {
        good &= !ferror(index);
        good &= fclose(index) == 0;
    }
    return good;
}

dc_status dc_notices_write(dc_notices *out, dc_arena *arena, const dc_book *book,
                           const char *folder, const dc_notice_options *options, dc_issues *issues)
{
    office all = {.book = book, .options = options, .issues = issues, .arena = arena, .out = out};
    size_t length = strlen(folder);
    *out = (dc_notices){.left_out = 0};
    while (length > 1 && folder[length - 1] == '/')
        length--;
    const char *name = dc_arena_copy_bytes(arena, folder, length);
    open_office(&all);
    dc_status status = read_templates(&all, 0, DC_LETTER_COUNT - 1);
    if (status != DC_OK)
        return status;
    if (!folder_may_be_replaced(name, index_name, is_ours)) {
        dc_issues_add(issues, DC_ISSUE_OUTPUT_NOT_OURS, NULL, name, (const char *)NULL);
        return DC_ERR_OUTPUT;
    }
    char *unfinished = beside(name);
    if (mkdir(unfinished, 0777) != 0)
        status = cannot_write(name, strerror(errno), issues);
    else if (!write_letters(&all, unfinished))
        status = cannot_write(name, strerror(errno), issues);
    if (status == DC_OK)
        status = folder_swap(unfinished, name, issues);
    if (status != DC_OK)
        folder_remove(unfinished);
    free(unfinished);
    return status;
}

/* --- the agreement on a plan ----------------------------------------------------------------- */

typedef struct {
    office       *all;
    letter_draft *draft;
    letter_format format;
    bool          missing[LETTER_FIELD_COUNT];
} agreement;

static letter_format format_of(const char *path)
{
    for (int format = 0; format < LETTER_FORMAT_COUNT; format++)
        if (dc_path_ends(path, endings[format]))
            return (letter_format)format;
    return LETTER_FORMAT_COUNT;
}

/* "plan.zh.html" is in Chinese, whatever the customer's language. */
static bool language_of(dc_language *out, const char *path)
{
    char end[16];
    for (int language = 0; language < DC_LANGUAGE_COUNT; language++)
        for (int format = 0; format < LETTER_FORMAT_COUNT; format++) {
            *out = (dc_language)language;
            snprintf(end, sizeof end, ".%s%s", dc_language_code(*out), endings[format]);
            if (dc_path_ends(path, end))
                return true;
        }
    return false;
}

bool dc_agreement_knows(const char *path)
{
    return format_of(path) != LETTER_FORMAT_COUNT;
}

static dc_status write_agreement(void *context, FILE *out)
{
    agreement          *of = context;
    const letter_draft *draft = of->draft;
    letter_write(out, of->all->template[AGREEMENT][draft->language][of->format], &draft -> values,
                 draft -> language, of -> missing);
    return ferror(out) || fflush(out) != 0 ? DC_ERR_OUTPUT : DC_OK;
}

dc_status dc_agreement_write(dc_notices *out, dc_arena *arena, const dc_book *book,
                             const dc_demand *demand, const dc_payment_plan *plan, const char *path,
                             const dc_notice_options *options, dc_issues *issues)
{
    office all = {.book = book, .options = options, .issues = issues, .arena = arena, .out = out};
    agreement of = {.all = &all, .format = format_of(path)};
    *out = (dc_notices){.left_out = 0};
    open_office(&all);
    dc_status status = read_templates(&all, AGREEMENT, AGREEMENT);
    if (status != DC_OK)
        return status;
    of.draft = dc_arena_alloc(arena, 1, sizeof *of.draft);
    *of.draft = (letter_draft){.book = book,
                               .options = options,
                               .arena = arena,
                               .demand = demand,
                               .letter = AGREEMENT,
                               .has_plan = true,
                               .plan = *plan};
    of.draft->has_language = language_of(&of.draft->language, path);
    letter_draft_fill(of.draft);
    status = dc_report_file(path, write_agreement, &of, issues);
    gaps_of(&all, of.draft, of.missing);
    return status;
}
