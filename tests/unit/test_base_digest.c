#include "support/expect.h"

#include "duecast/random.h"

static void sha256_gives_the_published_digest(void **state)
{
    (void)state;
    /* FIPS 180-2, appendix B.1: "abc"; and of nothing, which also shows the fresh start. */
    dc_digest *digest = dc_digest_new();
    char       hex[65];
    dc_digest_bytes(digest, "ab", 2);
    dc_digest_bytes(digest, "c", 1);
    dc_digest_hex(digest, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    dc_digest_bytes(digest, NULL, 0);
    dc_digest_hex(digest, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    dc_digest_free(digest);
}

static void typed_values_enter_as_little_endian_bytes(void **state)
{
    (void)state;
    dc_digest *typed = dc_digest_new(), *plain = dc_digest_new();
    char       typed_hex[65], plain_hex[65];
    dc_digest_int(typed, -2);
    dc_digest_text(typed, "ab");
    dc_digest_text(typed, NULL);
    dc_digest_bytes(plain, "\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 8);
    dc_digest_bytes(plain, "\2\0\0\0\0\0\0\0ab", 10);
    dc_digest_bytes(plain, "\0\0\0\0\0\0\0\0", 8);
    dc_digest_hex(typed, typed_hex);
    dc_digest_hex(plain, plain_hex);
    assert_string_equal(typed_hex, plain_hex);
    dc_digest_free(typed);
    dc_digest_free(plain);
    dc_digest_free(NULL);
}

static void an_identity_is_xxh64_of_its_parts(void **state)
{
    (void)state;
    const char *const one[] = {"ab", "c"}, *const other[] = {"a", "bc"};
    const char *const empty[] = {"ab", "c", ""}, *const null[] = {"ab", "c", NULL};
    assert_int_equal(dc_identity(one, 2), dc_identity(one, 2));
    assert_true(dc_identity(one, 2) != dc_identity(other, 2));
    assert_true(dc_identity(one, 2) != dc_identity(empty, 3));
    assert_true(dc_identity(empty, 3) == dc_identity(null, 3));
    assert_true(dc_identity(NULL, 0) == UINT64_C(0xEF46DB3751D8E999)); /* XXH64 of nothing */
    assert_true(dc_identity(one, 2) == UINT64_C(0x7B92A14FBCBF0536));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_gives_the_published_digest),
        cmocka_unit_test(typed_values_enter_as_little_endian_bytes),
        cmocka_unit_test(an_identity_is_xxh64_of_its_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
