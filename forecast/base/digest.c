/* Identities (XXH64) and fingerprints (SHA-256).  Numbers enter as little-endian bytes, so that
 * every machine computes the same. */
#include "duecast/random.h"

#include <stdlib.h>
#include <string.h>

#include <nettle/sha2.h>
#define XXH_STATIC_LINKING_ONLY /* the state on our stack */
#include <xxhash.h>

#include "duecast/arena.h"

enum { NUMBER_BYTES = 8, BUFFER_BYTES = 256, GATHERED_BYTES = 4096 };

static void to_bytes(uint8_t bytes[NUMBER_BYTES], uint64_t number)
{
    for (int i = 0; i < NUMBER_BYTES; i++)
        bytes[i] = (uint8_t)(number >> (8 * i));
}

uint64_t dc_text_hash(const char *text)
{
    return XXH3_64bits(text, strlen(text));
}

/* All parts in one buffer: hashing at once is several times faster than as a stream; 0 when they
 * do not fit. */
static size_t lay_out(uint8_t *buffer, size_t size, const char *const *parts, size_t count)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const char *part = parts[i] ? parts[i] : "";
        size_t      length = 0;
        for (; part[length]; length++) { /* short: two calls would cost more than their bytes */
            if (used + NUMBER_BYTES + length == size)
                return 0;
            buffer[used + NUMBER_BYTES + length] = (uint8_t)part[length];
        }
        if (used + NUMBER_BYTES + length > size)
            return 0;
        to_bytes(buffer + used, length);
        used += NUMBER_BYTES + length;
    }
    return used;
}

uint64_t dc_identity(const char *const *parts, size_t count)
{
    uint8_t buffer[BUFFER_BYTES];
    size_t  used = lay_out(buffer, sizeof buffer, parts, count);
    if (used > 0)
        return XXH64(buffer, used, 0);

    XXH64_state_t state;
    XXH64_reset(&state, 0);
    for (size_t i = 0; i < count; i++) {
        const char *part = parts[i] ? parts[i] : "";
        size_t      length = strlen(part);
        uint8_t     prefix[NUMBER_BYTES];
        to_bytes(prefix, length);
        XXH64_update(&state, prefix, sizeof prefix);
        XXH64_update(&state, part, length);
    }
    return XXH64_digest(&state);
}

/* Numbers and short texts are gathered: hashing them one by one costs more than their bytes. */
struct dc_digest {
    struct sha256_ctx state;
    uint8_t           gathered[GATHERED_BYTES];
    size_t            count;
};

dc_digest *dc_digest_new(void)
{
    dc_digest *digest = dc_heap_alloc(1, sizeof *digest);
    sha256_init(&digest->state);
    return digest;
}

void dc_digest_free(dc_digest *digest)
{
    free(digest);
}

static void flush(dc_digest *digest)
{
    sha256_update(&digest->state, digest->count, digest->gathered);
    digest->count = 0;
}

void dc_digest_bytes(dc_digest *digest, const void *bytes, size_t count)
{
    if (count > GATHERED_BYTES - digest->count)
        flush(digest);
    if (count > GATHERED_BYTES) {
        sha256_update(&digest->state, count, bytes);
    } else if (count > 0) {
        memcpy(digest->gathered + digest->count, bytes, count);
        digest->count += count;
    }
}

void dc_digest_int(dc_digest *digest, int64_t value)
{
    uint8_t bytes[NUMBER_BYTES];
    to_bytes(bytes, (uint64_t)value);
    dc_digest_bytes(digest, bytes, sizeof bytes);
}

void dc_digest_text(dc_digest *digest, const char *text)
{
    size_t length = text ? strlen(text) : 0;
    dc_digest_int(digest, (int64_t)length);
    dc_digest_bytes(digest, text, length);
}

void dc_digest_hex(dc_digest *digest, char out[65])
{
    static const char hex[] = "0123456789abcdef";
    uint8_t           sum[SHA256_DIGEST_SIZE];
    flush(digest);
    sha256_digest(&digest->state, sizeof sum, sum); /* starts afresh by itself */
    for (size_t i = 0; i < sizeof sum; i++) {
        out[2 * i] = hex[sum[i] >> 4];
        out[2 * i + 1] = hex[sum[i] & 15];
    }
    out[2 * sizeof sum] = '\0';
}
