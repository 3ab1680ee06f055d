#include "support/expect.h"

/* ISO 4217 list one. */
static void currencies_have_the_decimals_of_iso_4217(void **state)
{
    (void)state;
    static const struct {
        int         decimals;
        const char *codes[20];
    } cases[] = {
        {0,
         {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
          "VUV", "XAF", "XOF", "XPF"}},
        {2,
         {"EUR", "USD", "CNY", "GBP", "CHF", "INR", "HUF", "TWD", "IDR", "MGA", "MRU", "XXX", "AED",
          "ZWL"}},
        {3, {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}},
        {4, {"CLF", "UYW"}},
        {-1, {"", "EU", "EURO", "eur", "QQQ", "E U", "R U", " US", "XAU", "RMB"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (size_t c = 0; c < 20 && cases[i].codes[c]; c++)
            if (dc_currency_decimals(cases[i].codes[c]) != cases[i].decimals)
                fail_msg("'%s' has %d decimals, expected %d", cases[i].codes[c],
                         dc_currency_decimals(cases[i].codes[c]), cases[i].decimals);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(currencies_have_the_decimals_of_iso_4217),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
