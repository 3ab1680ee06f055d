/* demo_customers.c - who buys from the sample company, and how they pay. */
#include "cli/demo_parts.h"

#include <assert.h>
#include <stddef.h>

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

enum { INVOICES_PER_CUSTOMER = 50, CUSTOMERS_MIN = 150 };

/* Gross sales of two years, a little under the level of the second: 75 m a year. */
static const double sales_two_years = 144.5e6;

/* What is drawn for a customer. */
/* clang-format off */
enum { DRAW_SEGMENT, DRAW_MARKET, DRAW_HABIT, DRAW_TERMS, DRAW_WEIGHT, DRAW_LEVEL, DRAW_SHIFT,
       DRAW_SPREAD, DRAW_JOINED, DRAW_STREET };
/* clang-format on */

typedef struct {
    const char *name;
    double      share;    /* of the customers */
    double      level;    /* of a usual invoice, relative */
    double      shift;    /* days added to the habit's */
    double      dispute;  /* chance per invoice */
    const char *terms[4]; /* one of these, equally likely */
    const char *type;
} segment_row;

/* clang-format off */
static const segment_row segments[DEMO_SEGMENTS] = {
    {"retail", 0.36, 0.8, 2, 0.030, {"net 30", "net 30", "net 14", "net 30"}, "SME"},
    {"industrial", 0.34, 1.3, 0, 0.035, {"net 30", "net 45", "net 30", "30 EOM"}, "private"},
    {"public", 0.12, 1.1, 5, 0.010, {"net 30", "net 30", "net 30", "net 30"}, "public"},
    {"export", 0.18, 1.2, 4, 0.025, {"net 60", "net 45", "net 60", "net 30"}, "private"},
};
/* clang-format on */

typedef struct {
    double      share;
    double      shift, spread; /* days late: middle and unit of its shape */
    demo_run    run;
    double      part_payment, never;
    bool        discounts;
    const char *grade;
} habit_row;

enum { PROMPT, STEADY, THURSDAYS, MONTH_ENDS, SLOW, EARLY, HABITS };

static const habit_row habits[HABITS] = {
    {0.26, 1, 4, DEMO_DAILY, 0.01, 0.005, false, "A"},
    {0.28, 7, 6, DEMO_DAILY, 0.02, 0.009, false, "B"},
    {0.16, 4, 5, DEMO_THURSDAY, 0.01, 0.007, false, "B"},
    {0.11, 5, 5, DEMO_MONTH_END, 0.01, 0.007, false, "B"},
    {0.11, 27, 15, DEMO_DAILY, 0.08, 0.035, false, "C"},
    {0.08, -19, 3, DEMO_DAILY, 0.00, 0.001, true, "A"},
};

/* The customers the story needs; the others are drawn. */
typedef struct {
    const char    *name;
    demo_segment   segment;
    demo_market_id market;
    int            habit;
    double         weight, level; /* relative to a middling customer */
    double         dispute;       /* chance per invoice; 0: the segment's */
    int32_t        fails[3];      /* insolvent on year, month, day */
    bool           worsens, instalments;
} special_row;

/* clang-format off */
static const special_row specials[] = {
    {"Nordhaus Maschinenbau AG", DEMO_INDUSTRIAL, DEMO_GERMANY, MONTH_ENDS, 0, 0, 0, {0}, 0, 0},
    {"Lumen Leuchten GmbH", DEMO_RETAIL, DEMO_GERMANY, STEADY, 2.5, 2.5, 0.15, {0}, 0, 0},
    {"Müller & Söhne GmbH", DEMO_INDUSTRIAL, DEMO_GERMANY, PROMPT, 1.5, 1.5, 0, {0}, 0, true},
    {"Krüger \"Die Werkstatt\", Lübeck", DEMO_RETAIL, DEMO_GERMANY, SLOW, 1, 0.8, 0, {0}, 0, 0},
    {"苏州恒达精密机械有限公司", DEMO_EXPORT, DEMO_CHINA, STEADY, 1.5, 1.5, 0,
     {0}, 0, 0},
    {"Hartwig Stahlbau GmbH", DEMO_INDUSTRIAL, DEMO_GERMANY, SLOW, 1.5, 1.2, 0,
     {2025, 9, 12}, 0, 0},
    {"Ostsee Anlagentechnik GmbH", DEMO_INDUSTRIAL, DEMO_GERMANY, STEADY, 1.5, 1.4, 0,
     {2026, 3, 6}, 0, 0},
    {"Fjord & Förde Handel GmbH", DEMO_RETAIL, DEMO_GERMANY, PROMPT, 1.5, 1.2, 0, {0}, true, 0},
    {"Great Lakes Fittings Inc.", DEMO_EXPORT, DEMO_AMERICA, THURSDAYS, 1.5, 1.2, 0, {0}, true, 0},
    {"Stadtwerke Ahrenfeld", DEMO_PUBLIC, DEMO_GERMANY, MONTH_ENDS, 1.5, 1.5, 0, {0}, 0, 0},
    {"Kessler Pumpen KG", DEMO_INDUSTRIAL, DEMO_GERMANY, THURSDAYS, 1.5, 1.2, 0, {0}, 0, true},
};
/* clang-format on */

/* The largest customer: so that it holds about 15 % of what is open. */
static const double largest_of_invoices = 0.045, largest_of_sales = 0.135;

/* How customers differ: quantiles at equal steps, relative to a middling one. */
static const double weights[] = {0.20, 0.35, 0.50, 0.70, 1.00, 1.50, 2.20, 3.60};
static const double levels[] = {0.25, 0.40, 0.60, 0.80, 1.00, 1.30, 1.80, 3.00};

/* clang-format off */
static const char *const first_names[DEMO_MARKETS][16] = {
    {"Adler", "Bergner", "Claussen", "Dornfeld", "Eichler", "Falkner", "Gerlach", "Hollmann",
     "Isarblick", "Jansen", "Kolbe", "Lindau", "Merzig", "Neuhof", "Ostermann", "Rothe"},
    {"Alder", "Bayview", "Cascade", "Dakota", "Evergreen", "Foothill", "Granite", "Harbor",
     "Ironwood", "Juniper", "Keystone", "Lakeside", "Mesa", "Northgate", "Orchard", "Prairie"},
    {"上海", "宁波", "深圳", "青岛", "天津", "无锡", "杭州", "广州",
     "南京", "成都", "武汉", "厦门", "大连", "常州", "佛山", "温州"},
};
static const char *const second_names[DEMO_MARKETS][12] = {
    {" Antriebe", " Blechtechnik", " Dichtungen", " Elektro", " Fördertechnik", " Getriebe",
     " Hydraulik", " Kältetechnik", " Lagertechnik", " Metallbau", " Werkzeuge", " Zerspanung"},
    {" Bearings", " Controls", " Drives", " Equipment", " Fasteners", " Gears", " Hydraulics",
     " Machining", " Motors", " Pumps", " Supply", " Tooling"},
    {"华瑞", "恒通", "金石", "立新", "明达", "盛丰",
     "泰和", "天工", "新科", "信诚", "永利", "中联"},
};
static const char *const last_names[DEMO_MARKETS][3] = {
    {" GmbH", " KG", " AG"},
    {" Inc.", " LLC", " Corp."},
    {"机械有限公司", "贸易有限公司", "科技有限公司"},
};
static const char *const public_bodies[] = {"Stadtwerke", "Landkreis", "Klinikum", "Hafenamt",
                                            "Wasserverband", "Hochschule", "Verkehrsbetriebe"};
static const char *const towns[] = {"Ahlstedt",  "Birkenau",  "Cronsfeld", "Dünenhagen",
                                    "Elmstadt",  "Finkenberg", "Grünhafen", "Heidenau",
                                    "Immenried", "Köstritz",  "Lerchenfeld", "Mühlrain",
                                    "Nordersand"};
static const char *const streets[DEMO_MARKETS] = {"Werkstraße", "Mill Road", "工业路"};
/* clang-format on */

const char *demo_segment_name(demo_segment segment)
{
    return segments[segment].name;
}

static double luck(const demo_book *demo, size_t index, uint32_t draw)
{
    return demo_luck(demo, DEMO_LUCK_CUSTOMER, index, draw);
}

static demo_segment drawn_segment(double u)
{
    int segment = 0;
    while (segment + 1 < DEMO_SEGMENTS && u >= segments[segment].share)
        u -= segments[segment++].share;
    return (demo_segment)segment;
}

static int drawn_habit(double u)
{
    int habit = 0;
    while (habit + 1 < HABITS && u >= habits[habit].share)
        u -= habits[habit++].share;
    return habit;
}

/* Names run through first, second and last parts and are numbered when all have been used. */
static const char *drawn_name(const demo_book *demo, const demo_customer *customer, size_t index)
{
    size_t      first = index % 16, second = index / 16 % 12, last = index / 192 % 3;
    size_t      round = index / 576;
    const char *middle = second_names[customer->market][second];
    const char *start = first_names[customer->market][first];
    const char *end = last_names[customer->market][last];

    if (customer->segment == DEMO_PUBLIC) {
        size_t bodies = COUNT(public_bodies), places = COUNT(towns);
        round = index / (bodies * places);
        start = public_bodies[index % bodies];
        middle = " ";
        end = towns[index / bodies % places];
    }
    if (round == 0)
        return dc_arena_format(demo->arena, "%s%s%s", start, middle, end);
    return dc_arena_format(demo->arena, "%s%s%s (%zu)", start, middle, end, round + 1);
}

static void give_address(const demo_book *demo, demo_customer *customer, size_t index)
{
    int number = 1 + (int)(luck(demo, index, DRAW_STREET) * 180);
    customer->address = dc_arena_format(demo->arena, "%s %d, %s", streets[customer->market], number,
                                        demo->markets[customer->market].country);
    customer->email = dc_arena_format(demo->arena, "accounts@c%05zu.example", index + 1);
}

static void apply_habit(const demo_book *demo, demo_customer *customer, size_t index, int habit)
{
    const habit_row   *row = &habits[habit];
    const segment_row *segment = &segments[customer->segment];

    customer->run = row->run;
    customer->discounts = row->discounts;
    customer->grade = row->grade;
    customer->part_payment = row->part_payment;
    customer->never = customer->segment == DEMO_PUBLIC ? 0 : row->never;
    customer->dispute = segment->dispute;
    customer->shift = row->shift + segment->shift + (luck(demo, index, DRAW_SHIFT) - 0.5) * 8;
    customer->spread = row->spread * (0.6 + 0.8 * luck(demo, index, DRAW_SPREAD));
}

static void choose_terms(const demo_book *demo, demo_customer *customer, size_t index)
{
    size_t choice = (size_t)(luck(demo, index, DRAW_TERMS) * 4);
    customer->terms_text = segments[customer->segment].terms[choice];
    bool understood = dc_terms_parse(&customer->terms, customer->terms_text);
    assert(understood);
    (void)understood;
}

/* One in 25 is new and has hardly any history; one in seven joined on the way. */
static void choose_start(const demo_book *demo, demo_customer *customer, size_t index)
{
    double u = luck(demo, index, DRAW_JOINED);
    if (index % 25 == 24) {
        customer->joined = demo->as_of - 12 - (int32_t)(u * 60);
        customer->weight *= 0.1;
        customer->grade = "";
    } else if (index % 7 == 3) {
        double passed = u * 0.8;
        customer->joined = demo->first + (int32_t)(passed * DEMO_DAYS);
        customer->weight *= 1 - passed;
    }
}

static void make_drawn(const demo_book *demo, demo_customer *customer, size_t index)
{
    const segment_row *segment;
    double             market = luck(demo, index, DRAW_MARKET);

    customer->segment = drawn_segment(luck(demo, index, DRAW_SEGMENT));
    customer->market = DEMO_GERMANY;
    if (customer->segment == DEMO_EXPORT)
        customer->market = market < 0.6 ? DEMO_AMERICA : DEMO_CHINA;
    segment = &segments[customer->segment];
    customer->name = drawn_name(demo, customer, index);
    customer->weight = demo_at(weights, COUNT(weights), luck(demo, index, DRAW_WEIGHT));
    customer->level =
        segment->level * demo_at(levels, COUNT(levels), luck(demo, index, DRAW_LEVEL));
    apply_habit(demo, customer, index, drawn_habit(luck(demo, index, DRAW_HABIT)));
    choose_start(demo, customer, index);
    if (index % 40 == 17)
        customer->worsens = demo->as_of - 160;
}

static void make_special(const demo_book *demo, demo_customer *customer, size_t index)
{
    const special_row *row = &specials[index];

    customer->name = row->name;
    customer->segment = row->segment;
    customer->market = row->market;
    customer->weight = row->weight;
    customer->level = row->level * segments[row->segment].level;
    apply_habit(demo, customer, index, row->habit);
    if (row->dispute > 0)
        customer->dispute = row->dispute;
    if (row->fails[0])
        customer->failed = demo_day(row->fails[0], row->fails[1], row->fails[2]);
    if (row->worsens)
        customer->worsens = demo->as_of - 160;
    customer->instalments = row->instalments;
}

/* Shares out exactly the invoices wanted: by running totals, so that rounding never adds up. */
static void share_out_invoices(demo_book *demo)
{
    double sum = 0, so_far = 0;
    size_t given = 0;

    for (size_t i = 1; i < demo->customer_count; i++)
        sum += demo->customers[i].weight;
    demo->customers[0].weight = sum * largest_of_invoices / (1 - largest_of_invoices);
    sum += demo->customers[0].weight;

    for (size_t i = 0; i < demo->customer_count; i++) {
        so_far += demo->customers[i].weight;
        size_t upto = (size_t)(so_far / sum * (double)demo->invoices + 0.5);
        demo->customers[i].invoices = upto - given;
        given = upto;
    }
    assert(given == demo->invoices);
}

static double gross_level(const demo_book *demo, const demo_customer *customer)
{
    double vat = demo->markets[customer->market].vat_percent / 100.0;
    return (double)customer->invoices * customer->level * (1 + vat);
}

/* From relative levels to money: two years' sales as intended, the largest customer's share too. */
static void scale_levels(demo_book *demo)
{
    demo_customer *largest = &demo->customers[0];
    double         sum = 0;

    largest->level = 0;
    for (size_t i = 1; i < demo->customer_count; i++)
        sum += gross_level(demo, &demo->customers[i]);
    double euros = sales_two_years * demo->scale * (1 - largest_of_sales) / sum;
    for (size_t i = 1; i < demo->customer_count; i++)
        demo->customers[i].level *= euros;

    largest->level = 1;
    largest->level = sales_two_years * demo->scale * largest_of_sales / gross_level(demo, largest);
}

void demo_make_customers(demo_book *demo)
{
    size_t count = demo->invoices / INVOICES_PER_CUSTOMER;
    demo->customer_count = count < CUSTOMERS_MIN ? CUSTOMERS_MIN : count;
    demo->customers = dc_arena_alloc(demo->arena, demo->customer_count, sizeof demo->customers[0]);

    for (size_t i = 0; i < demo->customer_count; i++) {
        demo_customer *customer = &demo->customers[i];
        customer->joined = customer->failed = customer->worsens = DEMO_NEVER;
        if (i < COUNT(specials))
            make_special(demo, customer, i);
        else
            make_drawn(demo, customer, i);
        customer->type = segments[customer->segment].type;
        choose_terms(demo, customer, i);
        give_address(demo, customer, i);
    }
    demo->customers[0].type = "large";
    share_out_invoices(demo);
    scale_levels(demo);
}
