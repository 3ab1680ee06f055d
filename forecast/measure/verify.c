/*
 * verify.c - simulates again and holds every path, or a stated sample of them, against the replay.
 */
#include "verify.h"

#include "samples.h"

#include <stdio.h>
#include <stdlib.h>

enum { B = DC_PATH_BLOCK, BLOCKS_LEAST = 2 };

static const double item_paths_most = 1e8; /* replayed in full up to here */

static const struct {
    const char *name;
    dc_word     sentence;
} rows[DC_VERIFY_COUNT] = {
    [DC_VERIFY_OPENING] = {"identity_opening", DC_WORD_CHECK_IDENTITY_OPENING},
    [DC_VERIFY_I1] = {"identity_i1", DC_WORD_CHECK_IDENTITY_I1},
    [DC_VERIFY_I2] = {"identity_i2", DC_WORD_CHECK_IDENTITY_I2},
    [DC_VERIFY_I3] = {"identity_i3", DC_WORD_CHECK_IDENTITY_I3},
    [DC_VERIFY_I4] = {"identity_i4", DC_WORD_CHECK_IDENTITY_I4},
    [DC_VERIFY_NOT_NEGATIVE] = {"not_negative", DC_WORD_CHECK_NOT_NEGATIVE},
    [DC_VERIFY_FLOWS] = {"replay_flows", DC_WORD_CHECK_REPLAY_FLOWS},
    [DC_VERIFY_AGEING] = {"replay_ageing", DC_WORD_CHECK_REPLAY_AGEING},
    [DC_VERIFY_BESIDE] = {"replay_beside", DC_WORD_CHECK_REPLAY_BESIDE},
};

typedef struct {
    dc_replay   replay;
    bool       *chosen; /* per path block */
    size_t      block_count, chosen_count;
    uint64_t    path_count; /* in the chosen blocks */
    dc_findings findings;
} verification;

/* All blocks, or as many as fit: the first, the last and evenly between. */
static void choose_blocks(verification *run, dc_arena *arena)
{
    const dc_simulate_options *options = run->replay.options;
    double a_block = (double)run->replay.items->count * (double)run->replay.policy_count * B;
    size_t count = (options->path_count + B - 1) / B, wanted = count;
    if (a_block * (double)count > item_paths_most)
        wanted = (size_t)(item_paths_most / a_block);
    if (wanted < BLOCKS_LEAST)
        wanted = count < BLOCKS_LEAST ? count : BLOCKS_LEAST;
    run->chosen = dc_arena_alloc(arena, count, sizeof *run->chosen);
    run->block_count = count;
    run->chosen_count = wanted;
    for (size_t i = 0; i < wanted; i++) {
        size_t block = wanted > 1 ? i * (count - 1) / (wanted - 1) : 0;
        run->chosen[block] = true;
        run->path_count += block + 1 < count ? B : options->path_count - block * B;
    }
}

static void verify_block(void *context, const dc_block *block)
{
    verification *run = context;
    dc_findings   found = {0};
    if (!run->chosen[block->block])
        return;
    dc_verify_block(&found, &run->replay, block);
#pragma omp critical(duecast_verify)
    for (int claim = 0; claim < DC_VERIFY_COUNT; claim++)
        dc_finding_note(&run->findings.of[claim], &found.of[claim]);
}

/* --- reporting -------------------------------------------------------------------------------- */

/* 1234567 -> "1,234,567". */
static const char *grouped(dc_arena *arena, uint64_t number)
{
    enum { TEXT_MAX = 32 };
    char digits[TEXT_MAX], *out = dc_arena_alloc(arena, TEXT_MAX, 1);
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    dc_group_thousands(out, TEXT_MAX, digits);
    return out;
}

/* A sentence of the list of words, filled. */
static const char *said(dc_arena *arena, dc_language language, dc_word word,
                        const char *const *texts, size_t count)
{
    return dc_filled(arena, dc_say(language, word), texts, count);
}

static const char *extent(dc_arena *arena, const verification *run, dc_language language)
{
    const dc_replay *replay = &run->replay;
    const char *blocks[] = {grouped(arena, run->chosen_count), grouped(arena, run->block_count)};
    const char *sizes[] = {run->chosen_count < run->block_count
                               ? said(arena, language, DC_WORD_FOUND_SAMPLE, blocks, 2)
                               : "",
                           grouped(arena, run->path_count),
                           dc_arena_format(arena, "%d", (int)replay->options->horizon_days),
                           dc_arena_format(arena, "%zu", replay->policy_count),
                           grouped(arena, replay->items->count)};
    return said(arena, language, DC_WORD_FOUND_EXTENT, sizes, sizeof sizes / sizeof sizes[0]);
}

static const char *item_name(dc_arena *arena, const dc_replay *replay, uint32_t item,
                             dc_language language)
{
    if (item == UINT32_MAX)
        return "";
    uint32_t    claim = replay->items->claim[item];
    const char *of = claim == UINT32_MAX ? dc_say(language, DC_WORD_FOUND_PLAN)
                                         : replay->book->claims.invoice[claim];
    return said(arena, language,
                item < replay->items->claim_count ? DC_WORD_FOUND_INVOICE : DC_WORD_FOUND_SLOT, &of,
                1);
}

static const char *first_of(dc_arena *arena, const dc_replay *replay, const dc_finding *finding,
                            dc_language language)
{
    if (finding->differences == 0)
        return "";
    const char *texts[] = {dc_arena_format(arena, "%zu, %s", finding->scenario,
                                           replay->book->currencies[finding->currency].code),
                           dc_arena_format(arena, "%u", (unsigned)finding->path),
                           dc_arena_format(arena, "%d", (int)finding->day),
                           finding->what,
                           dc_arena_format(arena, "%lld", (long long)finding->simulated),
                           dc_arena_format(arena, "%lld", (long long)finding->replayed),
                           item_name(arena, replay, finding->item, language)};
    return said(arena, language, DC_WORD_FOUND_FIRST, texts, sizeof texts / sizeof texts[0]);
}

/* What was looked at, how often it differs, and where first. */
static void tell_finding(dc_check *check, dc_arena *arena, const verification *run,
                         const dc_finding *finding)
{
    for (int language = 0; language < DC_LANGUAGE_COUNT; language++) {
        const char *texts[] = {extent(arena, run, (dc_language)language),
                               grouped(arena, finding->differences),
                               first_of(arena, &run->replay, finding, (dc_language)language)};
        check->detail[language] = said(arena, (dc_language)language, DC_WORD_FOUND_DIFFERENCES,
                                       texts, sizeof texts / sizeof texts[0]);
    }
}

dc_status dc_verify(dc_checks *checks, dc_arena *arena, const dc_book *book, const dc_model *model,
                    const dc_items *items, const dc_policy *const *policies, size_t policy_count,
                    const dc_simulate_options *options)
{
    verification        run = {.path_count = 0};
    dc_simulate_options quiet = *options;
    quiet.progress = NULL;
    dc_replay_make(&run.replay, arena, book, model, items, policies, policy_count, &quiet);
    choose_blocks(&run, arena);
    dc_status status =
        dc_paths_simulate(book, model, items, policies, policy_count, &quiet, verify_block, &run);
    if (status != DC_OK)
        return status;
    for (int claim = 0; claim < DC_VERIFY_COUNT; claim++) {
        const dc_finding *finding = &run.findings.of[claim];
        if (claim == DC_VERIFY_BESIDE && !dc_policies_are_costed(policies, policy_count))
            continue; /* there is nothing to check */
        tell_finding(dc_checks_add(checks, rows[claim].name, rows[claim].sentence,
                                   finding->differences == 0),
                     arena, &run, finding);
    }
    return DC_OK;
}
