#include "duecast/nearest.h"

#include <string.h>

enum { NAME_MAX_BYTES = 63 }; /* longer names get no suggestion */

static char folded(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return c == '_' ? '-' : c;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment by rows: three rows in turn are enough. */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t rows[3][NAME_MAX_BYTES + 1];

    for (size_t j = 0; j <= b_length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t       *row = rows[i % 3];
        const size_t *above = rows[(i - 1) % 3], *above_two = rows[(i + 1) % 3];

        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            char   x = folded(a[i - 1]), y = folded(b[j - 1]);
            size_t kept = above[j - 1] + (x == y ? 0 : 1);

            row[j] = least(kept, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && x == folded(b[j - 2]) && y == folded(a[i - 2]))
                row[j] = least(row[j], above_two[j - 2] + 1);
        }
    }
    return rows[a_length % 3][b_length];
}

size_t dc_nearest(const char *wanted, const char *const *names, size_t count)
{
    size_t wanted_length = strlen(wanted);
    size_t best = count, best_distance = NAME_MAX_BYTES + 1;

    if (wanted_length > NAME_MAX_BYTES)
        return count;
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(names[i]);
        size_t longer = length > wanted_length ? length : wanted_length;

        if (length > NAME_MAX_BYTES)
            continue;
        size_t apart = distance(wanted, wanted_length, names[i], length);
        if (apart < best_distance && apart * 3 <= longer) {
            best = i;
            best_distance = apart;
        }
    }
    return best;
}
