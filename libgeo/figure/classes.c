/* Class breaks of a legend. */
#include "figure/classes.h"

#include <math.h>

#include "core/context.h"
#include "figure/breaks.h"

#define BLANK_SHARE    0.01 /* of a surface's highest value: less is too little to be classed */
#define SURFACE_DIGITS 3
#define MIRROR_ERROR   1e-9

/* What is cut into classes: the values, or their distances from 0 when they are changes. */
typedef struct break_search {
    geo_context *context;
    const geo_break_need *need;
    geo_break_rule rule;
    double lowest;
    double highest;
    size_t classes;
    double step; /* of equal steps; 0 else */
    size_t count;
    double cut[GEO_CLASSES_MOST]; /* ascending, in (lowest, highest] */
} break_search;

static bool is_cut_by_moments(geo_break_rule rule)
{
    return rule == GEO_BREAKS_SD || rule == GEO_BREAKS_INCREMENTAL_MEAN;
}

/* Rules that need nothing but the lowest and highest value. */
static void cut_range(break_search *search)
{
    if (search->rule == GEO_BREAKS_GEOMETRIC)
        search->count =
            geo_cut_geometric(search->lowest, search->highest, search->classes, search->cut);
    else
        search->count = geo_cut_equal(search->lowest, search->highest, search->classes, search->cut,
                                      &search->step);
}

/* A surface runs on between its cells: three digits say as much as more. */
static double cut_between(const break_search *search, double below, double to)
{
    double cut = geo_shortest_between(below, to);
    if (search->need->purpose != GEO_FOR_SURFACE || !(cut > 0))
        return cut;
    double rounded = geo_round_to(cut, SURFACE_DIGITS - 1 - geo_exponent_of(cut));
    return rounded > search->lowest && rounded <= search->highest ? rounded : cut;
}

static geo_status cut_by_split(break_search *search, const geo_distribution *distribution)
{
    size_t start[GEO_CLASSES_MOST], count = 0;
    geo_status status = GEO_OK;
    if (search->rule == GEO_BREAKS_QUANTILE)
        count = geo_split_quantile(distribution, search->classes, start);
    else
        status = geo_split_jenks(search->context, distribution, search->classes, start, &count);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        search->cut[i] =
            cut_between(search, distribution->value[start[i] - 1], distribution->value[start[i]]);
    search->count = count;
    return GEO_OK;
}

/* Of areas, standard deviations lie on both sides of the mean: whole ones where classes are even,
 * half ones where they are odd, so that one class is about the mean. */
static void cut_by_moments(break_search *search, const geo_distribution *distribution)
{
    bool is_change = search->need->purpose == GEO_FOR_CHANGE;
    double mean = geo_distribution_mean(distribution), first = mean, step = mean;
    if (search->rule == GEO_BREAKS_SD) {
        step = geo_distribution_sd(distribution, is_change ? 0 : mean);
        if (is_change)
            first = step;
        if (search->need->purpose == GEO_FOR_AREAS)
            first = mean - ((double)search->classes - 2) / 2 * step;
    } else {
        first = step = geo_round_to(mean, SURFACE_DIGITS - 1 - geo_exponent_of(mean));
    }
    if (!(step > 0))
        return;
    search->count = search->classes - 1;
    geo_cut_steps(first, step, search->count, search->cut);
}

/* The least value that the rule looks at: 0 says that there are no incidents, not how many. */
static double least_looked_at(const break_search *search)
{
    if (search->need->purpose == GEO_FOR_AREAS && search->rule != GEO_BREAKS_INCREMENTAL_MEAN)
        return -INFINITY;
    if (search->need->purpose == GEO_FOR_SURFACE && !is_cut_by_moments(search->rule))
        return search->lowest;
    return nextafter(0, 1);
}

static geo_status cut_distribution(break_search *search)
{
    geo_distribution distribution = {0};
    geo_status status = geo_distribution_make(
        search->context, search->need->value, search->need->count, least_looked_at(search),
        search->need->purpose == GEO_FOR_CHANGE, &distribution);
    if (status != GEO_OK)
        return status;
    if (is_cut_by_moments(search->rule))
        cut_by_moments(search, &distribution);
    else
        status = cut_by_split(search, &distribution);
    geo_distribution_clear(&distribution);
    return status;
}

/* Drops what cuts nothing off, and the second of two that rounding made equal. */
static void keep_ascending(break_search *search)
{
    double last = search->lowest;
    size_t kept = 0;
    for (size_t i = 0; i < search->count; i++)
        if (search->cut[i] > last && search->cut[i] <= search->highest)
            last = search->cut[kept++] = search->cut[i];
    search->count = kept;
}

static geo_status find_cuts(break_search *search)
{
    geo_status status = GEO_OK;
    if (search->classes < 2)
        return GEO_OK;
    if (search->rule == GEO_BREAKS_GEOMETRIC || search->rule == GEO_BREAKS_EQUAL)
        cut_range(search);
    else
        status = cut_distribution(search);
    keep_ascending(search);
    return status;
}

static void add_class(geo_classes *classes, double lower)
{
    if (classes->count < GEO_CLASSES_MOST)
        classes->lower[classes->count++] = lower;
}

/* Equal steps begin at a tenth of a step, so that the map shows where there is little but not where
 * there is nothing. */
static geo_status class_surface(break_search *search, geo_classes *out)
{
    bool has_first = search->rule == GEO_BREAKS_QUANTILE || search->rule == GEO_BREAKS_JENKS;
    double least = out->highest * BLANK_SHARE;
    search->lowest = has_first ? geo_floor_to(least, -geo_exponent_of(least)) : 0;
    search->classes = search->need->wanted;
    if (!has_first && search->rule != GEO_BREAKS_EQUAL)
        search->classes++;
    geo_status status = find_cuts(search);
    if (status != GEO_OK)
        return status;
    if (search->rule == GEO_BREAKS_EQUAL)
        add_class(out, search->step / 10);
    else if (has_first)
        add_class(out, search->lowest);
    for (size_t i = 0; i < search->count; i++)
        add_class(out, search->cut[i]);
    return GEO_OK;
}

/* Rounded down as far as the breaks are. */
static double first_of_areas(const break_search *search)
{
    int decimals = 0;
    if (search->step > 0)
        return search->count
                   ? geo_round_to(search->cut[0] - search->step, 2 - geo_exponent_of(search->step))
                   : search->lowest;
    for (size_t i = 0; i < search->count; i++) {
        int needed = geo_decimals_of(search->cut[i]);
        decimals = needed > decimals ? needed : decimals;
    }
    return search->count ? geo_floor_to(search->lowest, decimals) : search->lowest;
}

static geo_status class_areas(break_search *search, geo_classes *out)
{
    search->lowest = out->lowest;
    search->classes = search->need->wanted;
    geo_status status = find_cuts(search);
    if (status != GEO_OK)
        return status;
    add_class(out, fmin(first_of_areas(search), out->lowest));
    for (size_t i = 0; i < search->count; i++)
        add_class(out, search->cut[i]);
    return GEO_OK;
}

/* The double above: that a value on the break belongs to the class below it. */
static double mirrored(double cut)
{
    return nextafter(-cut, INFINITY);
}

/* A round number that is above every distance from 0 and above the last break. */
static double beyond_change(const break_search *search)
{
    double last = search->count ? search->cut[search->count - 1] : 0;
    int decimals = -geo_exponent_of(search->highest);
    double beyond = -geo_floor_to(-search->highest, decimals);
    return beyond > last ? beyond : beyond + geo_scaled(1, -decimals);
}

static geo_status class_change(break_search *search, geo_classes *out)
{
    size_t wanted = search->need->wanted;
    search->lowest = 0;
    search->classes = (wanted + 1) / 2;
    geo_status status = find_cuts(search);
    if (status != GEO_OK)
        return status;
    if (search->count > 0 || wanted % 2 == 0)
        add_class(out, -beyond_change(search));
    for (size_t i = search->count; i-- > 0;)
        add_class(out, mirrored(search->cut[i]));
    if (wanted % 2 == 0)
        add_class(out, 0);
    for (size_t i = 0; i < search->count; i++)
        add_class(out, search->cut[i]);
    if (out->count == 0)
        add_class(out, -beyond_change(search));
    return GEO_OK;
}

static bool is_one_class(const geo_break_need *need, const geo_classes *range)
{
    bool is_equal = range->lowest == range->highest;
    if (need->purpose == GEO_FOR_CHANGE) /* all of them up or down is not no change */
        is_equal = is_equal && range->lowest == 0;
    return need->wanted < 2 || is_equal;
}

static void class_one(const geo_break_need *need, geo_classes *out)
{
    double lower = out->lowest;
    if (need->purpose == GEO_FOR_SURFACE && !(lower > 0))
        lower = out->highest * BLANK_SHARE;
    add_class(out, lower);
}

/* Each whole number that occurs, or of changes each up to the greatest, on both sides of 0. */
static geo_status class_each(break_search *search, geo_classes *out)
{
    geo_distribution distribution = {0};
    bool is_change = search->need->purpose == GEO_FOR_CHANGE;
    geo_status status = geo_distribution_make(search->context, search->need->value,
                                              search->need->count, -INFINITY, false, &distribution);
    if (status != GEO_OK)
        return status;
    bool is_whole = distribution.count <= GEO_CLASSES_MOST;
    for (size_t i = 0; i < distribution.count && is_whole; i++)
        is_whole = distribution.value[i] == floor(distribution.value[i]);
    if (is_whole && is_change && 2 * search->highest < GEO_CLASSES_MOST)
        for (double lower = -search->highest; lower <= search->highest; lower++)
            add_class(out, lower);
    for (size_t i = 0; i < distribution.count && is_whole && !is_change; i++)
        add_class(out, distribution.value[i]);
    geo_distribution_clear(&distribution);
    return GEO_OK;
}

static geo_status class_by_rule(break_search *search, geo_classes *out)
{
    out->rule = search->rule;
    if (search->rule == GEO_BREAKS_EACH)
        return class_each(search, out);
    if (search->need->purpose == GEO_FOR_SURFACE)
        return class_surface(search, out);
    if (search->need->purpose == GEO_FOR_CHANGE)
        return class_change(search, out);
    bool needs_positive =
        search->rule == GEO_BREAKS_GEOMETRIC || search->rule == GEO_BREAKS_INCREMENTAL_MEAN;
    return needs_positive && out->lowest < 0 ? GEO_OK : class_areas(search, out);
}

static geo_status class_values(geo_context *context, const geo_break_need *need, geo_classes *out)
{
    break_search search = {.context = context, .need = need, .rule = need->rule};
    search.highest = need->purpose == GEO_FOR_CHANGE ? fmax(fabs(out->lowest), fabs(out->highest))
                                                     : out->highest;
    geo_status status = class_by_rule(&search, out);
    if (status != GEO_OK || out->count > 0)
        return status;
    geo_add_warning(context, "%s, so that classes have equal steps instead of '%s' ones",
                    need->rule == GEO_BREAKS_EACH ? "the values are not a few whole numbers"
                                                  : "some values are below 0",
                    geo_break_rule_name(need->rule));
    search.rule = GEO_BREAKS_EQUAL;
    return class_by_rule(&search, out);
}

static geo_status class_given(geo_context *context, const geo_break_need *need, geo_classes *out)
{
    if (!need->given)
        return geo_fail(context, GEO_ERROR_USAGE, "no breaks are given");
    for (size_t i = 0; i < need->given->count; i++) {
        double lower = need->given->lower[i];
        add_class(out, need->purpose == GEO_FOR_CHANGE && lower < 0 ? mirrored(-lower) : lower);
    }
    if (need->purpose == GEO_FOR_CHANGE && out->count > 0 && out->lowest < out->lower[0])
        out->lower[0] = out->lowest;
    return GEO_OK;
}

/* Lowest and highest of what is finite; NaN where nothing is. */
static void find_range(const geo_break_need *need, geo_classes *out)
{
    out->lowest = INFINITY;
    out->highest = -INFINITY;
    for (size_t i = 0; i < need->count; i++) {
        if (!isfinite(need->value[i]))
            continue;
        out->lowest = fmin(out->lowest, need->value[i]);
        out->highest = fmax(out->highest, need->value[i]);
    }
    if (out->lowest > out->highest)
        out->lowest = out->highest = NAN;
}

geo_status geo_classes_choose(geo_context *context, const geo_break_need *need, geo_classes *out)
{
    geo_break_need limited = *need;
    geo_classes classes = {.rule = need->rule};
    geo_status status = GEO_OK;
    if (limited.wanted > GEO_CLASSES_MOST)
        limited.wanted = GEO_CLASSES_MOST;
    find_range(need, &classes);
    if (need->rule == GEO_BREAKS_GIVEN)
        status = class_given(context, &limited, &classes);
    else if (isnan(classes.highest) || (need->purpose == GEO_FOR_SURFACE && classes.highest <= 0))
        classes.count = 0;
    else if (is_one_class(&limited, &classes))
        class_one(&limited, &classes);
    else
        status = class_values(context, &limited, &classes);
    if (status == GEO_OK)
        *out = classes;
    return status;
}

int geo_classes_find(const geo_classes *classes, double value)
{
    int found = -1;
    while ((size_t)(found + 1) < classes->count && value >= classes->lower[found + 1])
        found++;
    return found;
}

/* The end of the last class. Mirrored classes reach as far up as down. */
static double end_of(const geo_classes *classes)
{
    double last = classes->lower[classes->count - 1];
    bool is_mirrored = classes->count > 1 && classes->lower[0] < 0 && last > 0 &&
                       fabs(classes->lower[1] + last) <= MIRROR_ERROR * last;
    if (is_mirrored)
        return -classes->lower[0];
    if (classes->highest > last)
        return classes->highest;
    return classes->count > 1 ? 2 * last - classes->lower[classes->count - 2] : last + 1;
}

double geo_classes_position(const geo_classes *classes, double value)
{
    int class = geo_classes_find(classes, value);
    if (class < 0)
        return -1;
    size_t next = (size_t) class + 1;
    double from = classes->lower[class];
    double to = next < classes->count ? classes->lower[next] : end_of(classes);
    double within = fmin(1, (value - from) / (to - from));
    return ((double)class + within) / (double)classes->count;
}
