#include "duecast/money.h"

#include <string.h>

/*
 * Currencies by their number of decimals: ISO 4217 list one, and codes withdrawn since 2010 that
 * old ledgers still hold.  Codes without decimals of their own (gold, SDR) are left out.
 */
typedef struct {
    int         decimals;
    const char *codes; /* separated by single blanks */
} currency_row;

/* clang-format off */
static const currency_row currencies[] = {
    {0, "BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"},
    {2, "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP "
        "BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EEK EGP ERN ETB "
        "EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS "
        "KHR KPW KYD KZT LAK LBP LKR LRD LSL LTL LVL MAD MDL MGA MKD MMK MNT MOP MRO MRU MUR MVR "
        "MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR "
        "SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TOP TRY TTD "
        "TWD TZS UAH USD USN UYU UZS VED VEF VES WST XCD XCG XSU XXX YER ZAR ZMK ZMW ZWG ZWL"},
    {3, "BHD IQD JOD KWD LYD OMR TND"},
    {4, "CLF UYW"},
};
/* clang-format on */

enum { CODE_LETTERS = 3, CODE_STRIDE = CODE_LETTERS + 1 };

static bool holds(const char *codes, const char *code)
{
    size_t length = strlen(codes);
    for (size_t at = 0; at + CODE_LETTERS <= length; at += CODE_STRIDE)
        if (memcmp(codes + at, code, CODE_LETTERS) == 0)
            return true;
    return false;
}

int dc_currency_decimals(const char *code)
{
    if (strlen(code) != CODE_LETTERS)
        return -1;
    for (size_t row = 0; row < sizeof currencies / sizeof currencies[0]; row++)
        if (holds(currencies[row].codes, code))
            return currencies[row].decimals;
    return -1;
}
