/* Many tests at once: the false discovery rate. */
#include <math.h>
#include <stdlib.h>

#include <geo/measure.h>

#include "core/context.h"
#include "core/memory.h"

struct test {
    double p;
    size_t place;
};

static int compare_tests(const void *left, const void *right)
{
    const struct test *one = left;
    const struct test *other = right;
    if (one->p < other->p || one->p > other->p)
        return one->p < other->p ? -1 : 1;
    return one->place < other->place ? -1 : 1;
}

/* Benjamini and Hochberg 1995, Controlling the false discovery rate, JRSS B 57, turned into
 * adjusted values: the least of p x tests / rank over this test and all with a greater p. */
static void adjust(const struct test *test, size_t count, double *adjusted)
{
    double least = 1;
    for (size_t i = count; i-- > 0;) {
        least = fmin(least, (double)count / (double)(i + 1) * test[i].p);
        adjusted[test[i].place] = least;
    }
}

geo_status geo_false_discovery(geo_context *context, const double *p, size_t count,
                               double *adjusted)
{
    struct test *test = NULL;
    size_t known = 0;
    geo_status status = geo_alloc_array(context, count, sizeof *test, &test);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        adjusted[i] = p[i];
        if (p[i] < 0 || p[i] > 1)
            status = geo_fail(context, GEO_ERROR_DATA,
                              "p value %zu is %g: a probability lies from 0 to 1", i + 1, p[i]);
        else if (!isnan(p[i]))
            test[known++] = (struct test){p[i], i};
    }
    if (status == GEO_OK) {
        qsort(test, known, sizeof *test, compare_tests);
        adjust(test, known, adjusted);
    }
    free(test);
    return status;
}
