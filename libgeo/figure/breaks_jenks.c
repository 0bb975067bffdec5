/* Natural breaks: classes of least squared deviation, by dynamic programming. */
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "figure/breaks.h"

#define EXACT_MOST 40000
#define GROUPS     3000

typedef struct natural_breaks {
    size_t count;
    size_t *first;  /* [count + 1]: the first value of each item; an item is a value or a group */
    double *weight; /* [count + 1]: sums over the items before; of the values, about the middle */
    double *sum;
    double *square;
    double *before;  /* [count + 1]: least deviation of the items before, in one class fewer */
    double *now;     /* the same in the classes now looked at */
    uint32_t *split; /* [classes][count + 1]: where the last class begins */
} natural_breaks;

static geo_status allocate(geo_context *context, natural_breaks *breaks, size_t classes)
{
    size_t length = breaks->count + 1;
    double **const sums[] = {&breaks->weight, &breaks->sum, &breaks->square, &breaks->before,
                             &breaks->now};
    geo_status status = geo_alloc_array(context, length, sizeof(size_t), &breaks->first);
    for (size_t i = 0; i < sizeof sums / sizeof *sums && status == GEO_OK; i++)
        status = geo_alloc_array(context, length, sizeof(double), sums[i]);
    if (status == GEO_OK)
        status = geo_alloc_array(context, classes * length, sizeof(uint32_t), &breaks->split);
    return status;
}

static void clear(natural_breaks *breaks)
{
    free(breaks->first);
    free(breaks->weight);
    free(breaks->sum);
    free(breaks->square);
    free(breaks->before);
    free(breaks->now);
    free(breaks->split);
}

/* Items of about the same weight; a value is never shared out between two. */
static void gather(const geo_distribution *distribution, natural_breaks *breaks)
{
    double scale = (double)breaks->count / distribution->total, weight = 0;
    size_t item = 0;
    bool is_exact = breaks->count == distribution->count;
    /* Sums of squares about a value in the middle lose fewer digits than about 0. */
    double middle = distribution->value[distribution->count / 2];
    for (size_t i = 0; i < distribution->count; i++) {
        double deviation = distribution->value[i] - middle;
        if (i > 0 && (is_exact || weight * scale >= (double)(item + 1))) {
            item++;
            breaks->first[item] = i;
            breaks->weight[item + 1] = breaks->weight[item];
            breaks->sum[item + 1] = breaks->sum[item];
            breaks->square[item + 1] = breaks->square[item];
        }
        weight += distribution->weight[i];
        breaks->weight[item + 1] += distribution->weight[i];
        breaks->sum[item + 1] += distribution->weight[i] * deviation;
        breaks->square[item + 1] += distribution->weight[i] * deviation * deviation;
    }
    breaks->count = item + 1;
}

/* Squared deviation of items first .. end - 1 from their mean. */
static double deviation_of(const natural_breaks *breaks, size_t first, size_t end)
{
    double weight = breaks->weight[end] - breaks->weight[first];
    double sum = breaks->sum[end] - breaks->sum[first];
    return fmax(0, breaks->square[end] - breaks->square[first] - sum * sum / weight);
}

/* For ends first .. last in `class` + 1 classes, where the last class begins: between `least` and
 * `most`, since it never moves back while the end moves on. */
static void find_splits(natural_breaks *breaks, size_t class, size_t first, size_t last,
                        size_t least, size_t most)
{
    size_t end = first + (last - first) / 2, best = least;
    double lowest = INFINITY;
    for (size_t i = least; i <= most && i < end; i++) {
        double deviation = breaks->before[i] + deviation_of(breaks, i, end);
        if (deviation < lowest) {
            lowest = deviation;
            best = i;
        }
    }
    breaks->now[end] = lowest;
    breaks->split[class * (breaks->count + 1) + end] = (uint32_t)best;
    if (end > first)
        find_splits(breaks, class, first, end - 1, least, best);
    if (end < last)
        find_splits(breaks, class, end + 1, last, best, most);
}

static void find_breaks(natural_breaks *breaks, size_t classes, size_t *start)
{
    for (size_t end = 1; end <= breaks->count; end++)
        breaks->before[end] = deviation_of(breaks, 0, end);
    for (size_t class = 1; class < classes; class ++) {
        find_splits(breaks, class, class + 1, breaks->count, class, breaks->count - 1);
        double *spare = breaks->before;
        breaks->before = breaks->now;
        breaks->now = spare;
    }
    size_t end = breaks->count;
    for (size_t class = classes - 1; class > 0; class --) {
        end = breaks->split[class * (breaks->count + 1) + end];
        start[class - 1] = breaks->first[end];
    }
}

geo_status geo_split_jenks(geo_context *context, const geo_distribution *distribution,
                           size_t classes, size_t *start, size_t *count)
{
    natural_breaks breaks = {.count = distribution->count};
    if (breaks.count > EXACT_MOST)
        breaks.count = GROUPS;
    if (classes > breaks.count)
        classes = breaks.count;
    geo_status status = allocate(context, &breaks, classes);
    if (status == GEO_OK) {
        gather(distribution, &breaks);
        if (classes > breaks.count)
            classes = breaks.count;
        find_breaks(&breaks, classes, start);
        *count = classes - 1;
    }
    clear(&breaks);
    return status;
}
