/* letter_charges.c - what late payment adds to a claim, for a letter alone. */
#include <math.h>
#include <string.h>

#include "letters.h"
#include "text.h"

enum { SPANS_MAX = 64 };

typedef struct {
    dc_late_terms terms; /* law NULL and agreed < 0: nothing is reckoned */
    dc_party      buyer;
} charging;

static void add_gap(letter_draft *draft, dc_word word, const char *a, const char *b)
{
    letter_add_gap(draft, text_fill(draft->arena, dc_say(draft->options->language, word), a, b,
                                    (const char *)NULL));
}

static dc_party seller_of(const dc_company *company)
{
    if (strcmp(company->size, "sme") == 0)
        return DC_PARTY_SME;
    return strcmp(company->size, "large") == 0 ? DC_PARTY_LARGE : DC_PARTY_UNKNOWN;
}

static const dc_late_law *law_of(letter_draft *draft, const dc_company *company)
{
    if (*company->late_law)
        return dc_late_law_find(company->late_law); /* NULL for "none" */
    const dc_late_law *law = dc_late_law_of(company->country);
    if (!law && company->late_rate < 0.0)
        add_gap(draft, DC_WORD_GAP_LAW, company->country, NULL);
    return law;
}

static charging charging_of(letter_draft *draft)
{
    const dc_company  *company = &draft->book->company;
    const dc_late_law *law = law_of(draft, company);
    charging        of = {.buyer = draft->book->customers.contact[draft->demand->customer].party};
    dc_late_verdict verdict = dc_late_applies(law, seller_of(company), of.buyer);
    of.terms.agreed = company->late_rate >= 0.0 ? (int32_t)lround(company->late_rate * 1e6) : -1;
    of.terms.newer = company->reference_rates;
    of.terms.newer_count = company->reference_rate_count;
    if (verdict == DC_LATE_APPLIES)
        of.terms.law = law;
    if (of.terms.agreed >= 0)
        return of;
    if (of.terms.law && *draft->book->customers.contact[draft->demand->customer].late_clause)
        add_gap(draft, DC_WORD_GAP_CLAUSE, NULL, NULL);
    if (verdict == DC_LATE_SELLER_UNKNOWN)
        add_gap(draft, DC_WORD_GAP_SELLER, NULL, NULL);
    if (verdict == DC_LATE_BUYER_UNKNOWN)
        add_gap(draft, DC_WORD_GAP_BUYER, NULL, NULL);
    return of;
}

/* A public body cannot agree on more than so many days after delivery. */
static dc_date due_of(letter_draft *draft, const charging *of, size_t claim)
{
    const dc_claims *claims = &draft->book->claims;
    dc_date          due = claims->due[claim], delivered = dc_claim_delivered(claims, claim);
    if (!of->terms.law || of->terms.law->public_days == 0 || of->buyer != DC_PARTY_PUBLIC)
        return due;
    if (!dc_date_is_set(delivered)) {
        add_gap(draft, DC_WORD_GAP_DELIVERED, NULL, NULL);
        return due;
    }
    dc_date latest = dc_date_add_days(delivered, of->terms.law->public_days);
    if (latest.day >= due.day)
        return due;
    draft->law_days = of->terms.law->public_days;
    return latest;
}

/* What was paid late bore interest until then.  Credits and what came on an unknown day take the
 * claim down from the start, and so does the rest of a long list: never too much is asked for. */
static size_t spans_of(dc_owed_span spans[SPANS_MAX], const dc_book *book,
                       const dc_demand_line *line, dc_date due)
{
    const dc_claims *claims = &book->claims;
    const dc_events *events = &book->events;
    size_t           count = 0;
    spans[count++] = (dc_owed_span){line->demanded, due, book->as_of};
    for (uint32_t e = claims->first_event[line->claim];
         e < claims->first_event[line->claim + 1] && count < SPANS_MAX; e++)
        if (dc_event_is_payment(events->kind[e]) && !events->undated[e] &&
            events->date[e].day > due.day && events->amount[e].minor > 0)
            spans[count++] = (dc_owed_span){events->amount[e], due, events->date[e]};
    return count;
}

static void note_rates(letter_draft *draft, const charging *of, const dc_late_interest *interest,
                       size_t *noted, int32_t seen[])
{
    int32_t days = of->terms.agreed >= 0 ? 365 : of->terms.law->days;
    for (size_t i = 0; i < interest->rate_count && *noted < DC_INTEREST_PERIODS_MAX; i++) {
        bool known = false;
        for (size_t s = 0; s < *noted; s++)
            known |= seen[s] == interest->rate[i];
        if (known)
            continue;
        seen[(*noted)++] = interest->rate[i];
        const char *rate = dc_arena_format(draft->arena, "%.15g", interest->rate[i] / 1e4);
        const char *text = text_fill(
            draft->arena,
            dc_say(draft->language, days == 1 ? DC_WORD_LETTER_RATE_DAY : DC_WORD_LETTER_RATE_YEAR),
            rate, (const char *)NULL);
        draft->rates = *draft->rates
                           ? dc_arena_format(draft->arena, "%s%s%s", draft->rates,
                                             dc_say(draft->language, DC_WORD_LETTER_AND), text)
                           : text;
    }
}

/* In the law's currency; a claim in another goes by what it is worth, or by the smallest sum. */
static dc_money fixed_sum(const letter_draft *draft, const dc_late_law *law, uint16_t currency,
                          dc_money owed)
{
    const dc_book *book = draft->book;
    if (strcmp(book->currencies[currency].code, law->currency) == 0)
        return dc_late_fixed_sum(law, owed);
    for (uint16_t c = 0; c < book->currency_count; c++)
        if (strcmp(book->currencies[c].code, law->currency) == 0 && book->currencies[c].has_rate &&
            book->currencies[currency].has_rate) {
            double home = (double)dc_book_translate(book, currency, owed).minor;
            double unit = (double)dc_book_translate(book, c, DC_MONEY(10000)).minor / 1e4;
            return dc_late_fixed_sum(law, DC_MONEY((int64_t)(home / unit)));
        }
    return dc_late_fixed_sum(law, DC_MONEY(1));
}

static bool charge_line(letter_draft *draft, const charging *of, size_t at, dc_late_interest *out)
{
    const dc_demand_line *line = &draft->demand->line[at];
    const dc_book        *book = draft->book;
    uint16_t              currency = book->claims.currency[line->claim];
    const dc_currency    *code = &book->currencies[currency];
    dc_owed_span          spans[SPANS_MAX];
    size_t                count = spans_of(spans, book, line, due_of(draft, of, line->claim));
    dc_money              owed = DC_MONEY(0);
    dc_late_interest_make(out, &of->terms, spans, count);
    if (!out->known)
        return false;
    for (size_t i = 0; i < count; i++)
        owed = dc_money_add(owed, spans[i].owed);
    draft->charge[at].interest = out->interest;
    letter_total *total = letter_total_of(draft, code->code, code->decimals);
    total->interest = dc_money_add(total->interest, out->interest);
    if (of->terms.law && *of->terms.law->currency) {
        const dc_late_law *law = of->terms.law;
        dc_money           fixed = fixed_sum(draft, law, currency, owed);
        draft->charge[at].fixed = fixed;
        total = letter_total_of(draft, law->currency, dc_currency_decimals(law->currency));
        total->fixed = dc_money_add(total->fixed, fixed);
    }
    return true;
}

static void drop_charges(letter_draft *draft)
{
    memset(draft->charge, 0, draft->demand->count * sizeof *draft->charge);
    for (size_t i = 0; i < draft->total_count; i++)
        draft->total[i].interest = draft->total[i].fixed = DC_MONEY(0);
    draft->law = NULL;
    draft->interest_told = false;
}

/* All or nothing: a letter with the interest of some of its invoices would read as if the others
 * bore none. */
void letter_charges_fill(letter_draft *draft)
{
    charging of = charging_of(draft);
    size_t   noted = 0;
    int32_t  seen[DC_INTEREST_PERIODS_MAX];
    draft->rates = "";
    if (!of.terms.law && of.terms.agreed < 0)
        return;
    draft->interest_told = true;
    draft->law =
        dc_say(draft->language, of.terms.agreed >= 0 ? DC_WORD_LETTER_AGREED : of.terms.law->name);
    for (size_t i = 0; i < draft->demand->count; i++) {
        const dc_demand_line *line = &draft->demand->line[i];
        dc_late_interest      interest;
        char                  missing[11];
        if (line->days_late <= 0 || line->demanded.minor <= 0)
            continue;
        if (!charge_line(draft, &of, i, &interest)) {
            dc_date_format(missing, interest.missing);
            add_gap(draft, DC_WORD_GAP_RATE, of.terms.law->reference, missing);
            drop_charges(draft);
            return;
        }
        note_rates(draft, &of, &interest, &noted, seen);
    }
}
