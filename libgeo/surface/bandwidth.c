/* Bandwidths by rule. */
#include "surface/bandwidth.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/sum.h"

/* In the order of geo_bandwidth_rule. */
static const char *const names[GEO_BANDWIDTH_RULE_COUNT] = {"scott", "silverman", "bowman-foster",
                                                            "lscv"};

const char *geo_bandwidth_rule_name(geo_bandwidth_rule rule)
{
    return (int)rule >= 0 && rule < GEO_BANDWIDTH_RULE_COUNT ? names[rule] : "unknown";
}

geo_status geo_bandwidth_rule_parse(geo_context *context, const char *name,
                                    geo_bandwidth_rule *rule)
{
    for (int i = 0; i < GEO_BANDWIDTH_RULE_COUNT; i++) {
        if (strcmp(names[i], name) == 0) {
            *rule = (geo_bandwidth_rule)i;
            return GEO_OK;
        }
    }
    char list[256];
    geo_list_names(names, GEO_BANDWIDTH_RULE_COUNT, list, sizeof list);
    return geo_fail(context, GEO_ERROR_USAGE,
                    "no rule for a bandwidth is called '%.60s'; there are: %s", name, list);
}

geo_kernel geo_bandwidth_rule_kernel(geo_bandwidth_rule rule)
{
    return rule == GEO_BANDWIDTH_SILVERMAN ? GEO_KERNEL_QUARTIC : GEO_KERNEL_GAUSSIAN;
}

/* ---- how far places are spread -------------------------------------------------------------- */

typedef struct weighed_value {
    double value;
    double weight;
} weighed_value;

static int by_value(const void *left, const void *right)
{
    const weighed_value *one = left;
    const weighed_value *other = right;
    return (one->value > other->value) - (one->value < other->value);
}

/* The median as if each value stood there as many times as it weighs: of two middle ones the mean.
 */
static double median_of(weighed_value *value, size_t count, double total)
{
    geo_sum below = {0, 0};
    qsort(value, count, sizeof *value, by_value);
    for (size_t i = 0; i + 1 < count; i++) {
        geo_sum_add(&below, value[i].weight);
        if (geo_sum_value(&below) > total / 2)
            return value[i].value;
        if (geo_sum_value(&below) == total / 2)
            return (value[i].value + value[i + 1].value) / 2;
    }
    return value[count - 1].value;
}

/* Median absolute deviation from the median. */
static double deviation_of(const double *of, const double *weight, size_t count, double total,
                           weighed_value *value)
{
    for (size_t i = 0; i < count; i++)
        value[i] = (weighed_value){of[i], weight[i]};
    double middle = median_of(value, count, total);
    for (size_t i = 0; i < count; i++)
        value[i].value = fabs(value[i].value - middle);
    return median_of(value, count, total);
}

static double mean_of(const double *of, const geo_places *places, double total)
{
    geo_sum sum = {0, 0};
    for (size_t i = 0; i < places->count; i++)
        geo_sum_add(&sum, of[i] * places->weight[i]);
    return geo_sum_value(&sum) / total;
}

/* Sum of squared deviations from the mean. */
static double squares_of(const double *of, const geo_places *places, double mean)
{
    geo_sum sum = {0, 0};
    for (size_t i = 0; i < places->count; i++)
        geo_sum_add(&sum, (of[i] - mean) * (of[i] - mean) * places->weight[i]);
    return geo_sum_value(&sum);
}

/* ---- rules ---------------------------------------------------------------------------------- */

static double scott(const geo_places *places, double total)
{
    double x2 = squares_of(places->x, places, mean_of(places->x, places, total));
    double y2 = squares_of(places->y, places, mean_of(places->y, places, total));
    return sqrt(sqrt(x2) * sqrt(y2) / (total - 1)) * pow(total, -1 / 6.0);
}

static double silverman(const geo_places *places, double total, weighed_value *value)
{
    double x = mean_of(places->x, places, total);
    double y = mean_of(places->y, places, total);
    double squares = squares_of(places->x, places, x) + squares_of(places->y, places, y);
    for (size_t i = 0; i < places->count; i++)
        value[i] = (weighed_value){hypot(places->x[i] - x, places->y[i] - y), places->weight[i]};
    double median = median_of(value, places->count, total);
    /* ln 2, as half of a Gaussian in the plane lies within sqrt(2 ln 2) of its deviation. */
    double spread = fmin(sqrt(squares / total), median / sqrt(log(2)));
    return 0.9 * spread * pow(total, -1 / 5.0);
}

static double bowman_foster(const geo_places *places, double total, weighed_value *value)
{
    static const double median_of_normal = 0.6745;
    double x = deviation_of(places->x, places->weight, places->count, total, value);
    double y = deviation_of(places->y, places->weight, places->count, total, value);
    return sqrt(x * y) / median_of_normal * pow(total, -1 / 6.0);
}

static geo_status cross_validate(geo_context *context, const geo_places *places, double total,
                                 geo_bandwidth *out)
{
    double most_m = 1.5 * scott(places, total);
    if (places->count > GEO_LSCV_PLACES_MOST)
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "cross-validation looks at all pairs of places, and %zu are more than %d; "
                        "take another rule",
                        places->count, GEO_LSCV_PLACES_MOST);
    if (!(most_m > 0))
        return GEO_OK;
    return geo_bandwidth_cross_validate(context, places, most_m / 75, most_m, &out->own_m,
                                        &out->is_at_end);
}

static geo_status apply(geo_context *context, const geo_places *places, geo_bandwidth_rule rule,
                        double total, weighed_value *value, geo_bandwidth *out)
{
    switch (rule) {
    case GEO_BANDWIDTH_SCOTT:
        out->own_m = scott(places, total);
        return GEO_OK;
    case GEO_BANDWIDTH_SILVERMAN:
        out->own_m = silverman(places, total, value);
        return GEO_OK;
    case GEO_BANDWIDTH_BOWMAN_FOSTER:
        out->own_m = bowman_foster(places, total, value);
        return GEO_OK;
    default:
        return cross_validate(context, places, total, out);
    }
}

static geo_status check(geo_context *context, geo_bandwidth_rule rule, geo_kernel kernel)
{
    if ((int)rule < 0 || rule >= GEO_BANDWIDTH_RULE_COUNT)
        return geo_fail(context, GEO_ERROR_USAGE, "there is no rule number %d for a bandwidth",
                        (int)rule);
    if ((int)kernel < 0 || kernel >= GEO_KERNEL_COUNT)
        return geo_fail(context, GEO_ERROR_USAGE, "there is no kernel number %d", (int)kernel);
    return GEO_OK;
}

/* Weights that are no numbers are those of no collector. */
static geo_status weigh(geo_context *context, const geo_places *places, double *total)
{
    geo_sum sum = {0, 0};
    size_t weighing = 0;
    for (size_t i = 0; i < places->count; i++) {
        geo_sum_add(&sum, places->weight[i]);
        weighing += places->weight[i] > 0;
    }
    *total = geo_sum_value(&sum);
    if (weighing >= 2 && *total > 1)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_DATA,
                    "a rule needs incidents at two places and more to find a bandwidth, and there "
                    "%s %zu; give metres",
                    weighing == 1 ? "is" : "are", weighing);
}

geo_status geo_bandwidth_find(geo_context *context, const geo_places *places,
                              geo_bandwidth_rule rule, geo_kernel kernel, geo_bandwidth *out)
{
    geo_bandwidth found = {0, 0, false};
    weighed_value *value = NULL;
    double total = 0;
    geo_status status = check(context, rule, kernel);
    if (status == GEO_OK)
        status = weigh(context, places, &total);
    if (status == GEO_OK)
        status = geo_alloc_array(context, places->count, sizeof *value, &value);
    if (status == GEO_OK)
        status = apply(context, places, rule, total, value, &found);
    free(value);
    if (status != GEO_OK)
        return status;
    if (!(found.own_m > 0) || !isfinite(found.own_m))
        return geo_fail(context, GEO_ERROR_DATA,
                        "the incidents have no spread in the plane that the rule %s can take a "
                        "bandwidth from; give metres",
                        geo_bandwidth_rule_name(rule));
    found.bandwidth_m = found.own_m * (geo_kernel_deviation(geo_bandwidth_rule_kernel(rule)) /
                                       geo_kernel_deviation(kernel));
    *out = found;
    return GEO_OK;
}
