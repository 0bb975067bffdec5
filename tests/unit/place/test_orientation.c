/* The exact predicate against signs known without computing them in floating point. */
#include "place/orientation.h"
#include "unit.h"

static void check(double ax, double ay, double bx, double by, double cx, double cy, int sign)
{
    assert_int_equal(geo_orientation(ax, ay, bx, by, cx, cy), sign);
    assert_int_equal(geo_orientation_exact(ax, ay, bx, by, cx, cy), sign);
    assert_int_equal(geo_orientation(bx, by, cx, cy, ax, ay), sign);
    assert_int_equal(geo_orientation(bx, by, ax, ay, cx, cy), -sign);
    assert_int_equal(geo_orientation_exact(ax, ay, cx, cy, bx, by), -sign);
    assert_int_equal(geo_orientation(ay, ax, by, bx, cy, cx), -sign);
}

static void plain_triangles(void **state)
{
    static const struct {
        double ax, ay, bx, by, cx, cy;
        int sign;
    } row[] = {
        {0, 0, 1, 0, 0, 1, 1},
        {0, 0, 1, 0, 0, -1, -1},
        {0, 0, 1, 0, 7, 0, 0},
        {0, 0, 3, 3, -2, -2, 0},
        {5, 5, 5, 5, 1, 2, 0},
        {5, 5, 5, 9, 5, -3, 0},
        {1e100, 1e100, -1e100, -1e100, 0, 0, 0},
        {1e100, 1e100, -1e100, -1e100, 0, 1e-100, -1},
        {1e150, 0, 0, 1e150, 0, 0, 1},
        {0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0}, /* x = y: on the diagonal however 0.1 is rounded */
        {0.1, 0.1, 0.2, 0.2, 0.3, 0.30000000000000004, 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
        check(row[i].ax, row[i].ay, row[i].bx, row[i].by, row[i].cx, row[i].cy, row[i].sign);
}

/* Points 0.5 + i 2^-53 about the line through (12, 12) and (24, 24), the example of Kettner and
 * others 2008, "Classroom examples of robustness problems in geometric computations": plain
 * arithmetic gets hundreds of these wrong. The line is x = y, so the sign is that of y - x. */
static void grid_of_last_bits(void **state)
{
    int wrong_when_rounded = 0;
    (void)state;
    for (int i = 0; i < 256; i++) {
        for (int j = 0; j < 256; j++) {
            double x = 0.5 + i * 0x1p-53;
            double y = 0.5 + j * 0x1p-53;
            int sign = (y > x) - (y < x);
            check(12, 12, 24, 24, x, y, sign);
            double rounded = (12 - x) * (24 - y) - (12 - y) * (24 - x);
            wrong_when_rounded += (rounded > 0) - (rounded < 0) != sign;
        }
    }
    assert_true(wrong_when_rounded > 100);
}

/* Whole numbers up to 2^50: the sign by 128-bit integers. */
__extension__ typedef __int128 wide;

static int64_t random_whole(uint64_t *seed, int bits)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(*seed >> (64 - bits)) - ((int64_t)1 << (bits - 1));
}

static void nearly_on_a_line(void **state)
{
    uint64_t seed = 1;
    int zeros = 0;
    (void)state;
    for (int i = 0; i < 200000; i++) {
        int64_t ax = random_whole(&seed, 48), ay = random_whole(&seed, 48);
        int64_t dx = random_whole(&seed, 40), dy = random_whole(&seed, 40);
        int64_t along = random_whole(&seed, 8);
        int64_t cx = ax + along * dx + random_whole(&seed, 2);
        int64_t cy = ay + along * dy + random_whole(&seed, 1);
        const wide determinant =
            (wide)(ax - cx) * (ay + dy - cy) - (wide)(ay - cy) * (ax + dx - cx);
        int sign = (determinant > 0) - (determinant < 0);
        zeros += sign == 0;
        check((double)ax, (double)ay, (double)(ax + dx), (double)(ay + dy), (double)cx, (double)cy,
              sign);
    }
    assert_true(zeros > 1000);
}

/* As the plane is cut in halves exactly at 2^-k, so are the signs kept by scaling. */
static void scaling_keeps_signs(void **state)
{
    (void)state;
    for (int power = -400; power <= 450; power += 50) {
        double s = ldexp(1, power);
        check(12 * s, 12 * s, 24 * s, 24 * s, 0.5 * s, (0.5 + 0x1p-53) * s, 1);
        check(12 * s, 12 * s, 24 * s, 24 * s, 0.5 * s, 0.5 * s, 0);
        check(12 * s, 12 * s, 24 * s, 24 * s, (0.5 + 0x1p-53) * s, 0.5 * s, -1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(plain_triangles),
        UNIT_TEST(grid_of_last_bits),
        UNIT_TEST(nearly_on_a_line),
        UNIT_TEST(scaling_keeps_signs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
