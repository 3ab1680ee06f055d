#include "support/given_scenarios.h"

#include "support/expect.h"

dc_scenarios given_scenarios(dc_arena *arena, const dc_book *book, const char *const *levers,
                             size_t count)
{
    dc_scenarios out;
    dc_issues   *issues = dc_issues_new();
    assert_int_equal(dc_scenarios_read(&out, arena, book, NULL, 0, levers, count, NULL, 0, issues),
                     DC_OK);
    assert_int_equal(dc_issues_count(issues, DC_ERROR), 0);
    dc_issues_free(issues);
    return out;
}
