/* Names, deciles and years of what indices of deprivation are about. */
#include <math.h>
#include <stdio.h>

#include <geo/core.h>

#include "unit.h"

static void names_of_domains(void **state)
{
    (void)state;
    for (int i = 0; i < GEO_DOMAIN_COUNT; i++) {
        geo_domain found = GEO_DOMAIN_COUNT;
        assert_true(geo_domain_of(geo_domain_name((geo_domain)i), &found));
        assert_int_equal(found, i);
        assert_non_null(geo_domain_text((geo_domain)i));
    }
    geo_domain domain = GEO_DOMAIN_CRIME;
    assert_true(geo_domain_of("IMD", &domain));
    assert_int_equal(domain, GEO_DOMAIN_IMD);
    assert_false(geo_domain_of("wealth", &domain));
}

/* Of 32,844: the last rank of decile 1 is 3,284, that of decile 5 is 16,422, which is exactly half.
 */
static void deciles_of_ranks(void **state)
{
    (void)state;
    assert_int_equal(geo_decile_of_rank(1, 32844), 1);
    assert_int_equal(geo_decile_of_rank(3284, 32844), 1);
    assert_int_equal(geo_decile_of_rank(3285, 32844), 2);
    assert_int_equal(geo_decile_of_rank(16422, 32844), 5);
    assert_int_equal(geo_decile_of_rank(16423, 32844), 6);
    assert_int_equal(geo_decile_of_rank(32844, 32844), 10);
    assert_int_equal(geo_decile_of_rank(0, 32844), 0);
    assert_int_equal(geo_decile_of_rank(32845, 32844), 0);
    assert_int_equal(geo_decile_of_rank((double)NAN, 32844), 0);
    assert_int_equal(geo_decile_of_rank(1, 0), 0);
    for (int32_t national = 1; national < 200; national++)
        for (int32_t rank = 1; rank <= national; rank++)
            assert_int_equal(geo_decile_of_rank(rank, national),
                             (10 * rank + national - 1) / national);
}

static void years_by_field(void **state)
{
    (void)state;
    const char *const codes[] = {"E01000001"};
    assert_int_equal(geo_lsoa_year("LSOA11CD", codes, 1), 2011);
    assert_int_equal(geo_lsoa_year("lsoa21_code", codes, 1), 2021);
    assert_int_equal(geo_lsoa_year("LSOA code (2011)", codes, 1), 2011);
    assert_int_equal(geo_lsoa_year("LSOA code (2021)", codes, 1), 2021);
    assert_int_equal(geo_lsoa_year("LSOA code", codes, 1), 0);
    assert_int_equal(geo_lsoa_year("WD21CD", codes, 1), 0);
    assert_int_equal(geo_lsoa_year(NULL, NULL, 0), 0);
}

static void years_by_codes(void **state)
{
    (void)state;
    const char *of_2021[] = {NULL, "", "E01000001", "E01033769"};
    const char *welsh[] = {"W01001958", "W01001959"};
    const char *wards[] = {"E05033769"};
    assert_int_equal(geo_lsoa_year(NULL, of_2021, 4), 2021);
    assert_int_equal(geo_lsoa_year("code", of_2021, 3), 0);
    assert_int_equal(geo_lsoa_year(NULL, welsh, 2), 2021);
    assert_int_equal(geo_lsoa_year(NULL, welsh, 1), 0);
    assert_int_equal(geo_lsoa_year(NULL, wards, 1), 0);
    char text[100][10];
    const char *of_2011[100];
    for (int i = 0; i < 100; i++) {
        snprintf(text[i], sizeof text[i], "E010%05d", (33669 + i) % 100000);
        of_2011[i] = text[i];
    }
    assert_int_equal(geo_lsoa_year("code", of_2011, 100), 2011);
    assert_int_equal(geo_lsoa_year("code", of_2011, 99), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(names_of_domains),
        UNIT_TEST(deciles_of_ranks),
        UNIT_TEST(years_by_field),
        UNIT_TEST(years_by_codes),
    };
    return cmocka_run_group_tests_name("deprivation", tests, NULL, NULL);
}
