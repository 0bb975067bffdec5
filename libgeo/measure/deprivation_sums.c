#include "measure/deprivation_sums.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/sum.h"

/* Shares of an area that add up to less than this under 1 have lost it in rounding. */
static const double least_rest = 1e-9;

void geo_deprivation_table_free(geo_deprivation_table *table)
{
    if (!table)
        return;
    geo_table_free(table->table);
    free(table->sentence);
    free(table);
}

/* ---- beginning and end ---------------------------------------------------------------------- */

static geo_status check_options(geo_context *context, const geo_deprivation_table_options *options)
{
    if (!(options->level > 0 && options->level < 1))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the level of the interval must lie between 0 and 1, such as 0.95");
    if (options->decimals < 0 || options->decimals > 15)
        return geo_fail(context, GEO_ERROR_USAGE, "decimals must be a number from 0 to 15");
    return GEO_OK;
}

static geo_status check_counts(geo_context *context, const geo_area_counts *counts,
                               const geo_area_deprivation *groups)
{
    if (groups->area_count != counts->areas->count)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "deprivation is known of %zu areas, and there are %zu", groups->area_count,
                        counts->areas->count);
    if (!(counts->years > 0) || !isfinite(counts->years))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the years that the counts cover must be a number above 0");
    for (size_t i = 0; i < counts->areas->count * counts->categories->count; i++)
        if (counts->count[i] < 0)
            return geo_fail(context, GEO_ERROR_DATA, "area %s has a count below 0",
                            counts->areas->code[i / counts->categories->count]);
    return GEO_OK;
}

static bool is_whole(const geo_area_deprivation *groups)
{
    for (size_t i = 0; i < groups->area_count * groups->group_count; i++)
        if (groups->share[i] > 0 && groups->share[i] < 1)
            return false;
    return true;
}

geo_status geo_deprivation_begin(geo_context *context, const geo_area_counts *counts,
                                 const geo_area_deprivation *groups,
                                 const geo_deprivation_table_options *options, size_t count,
                                 struct deprivation_work *work)
{
    static const geo_deprivation_table_options defaults = GEO_DEPRIVATION_TABLE_OPTIONS_INIT;
    *work = (struct deprivation_work){.counts = counts,
                                      .groups = groups,
                                      .options = options ? options : &defaults,
                                      .count = count};
    geo_status status = check_options(context, work->options);
    if (status == GEO_OK)
        status = check_counts(context, counts, groups);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 1, sizeof *work->made, &work->made);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *work->category, &work->category);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *work->sums, &work->sums);
    if (status != GEO_OK)
        return status;
    work->is_whole = is_whole(groups);
    work->made->group_count = groups->group_count;
    work->made->overall = (double)NAN;
    return GEO_OK;
}

geo_status geo_deprivation_end(struct deprivation_work *work, geo_status status,
                               geo_deprivation_table **out)
{
    free(work->category);
    free(work->sums);
    free(work->hidden);
    if (status == GEO_OK)
        *out = work->made;
    else
        geo_deprivation_table_free(work->made);
    return status;
}

/* ---- sums ----------------------------------------------------------------------------------- */

typedef struct part_sum {
    int64_t areas;
    geo_sum incidents;
    geo_sum rated;
    geo_sum population;
} part_sum;

static void add_share(part_sum *sum, double share, double count, double population)
{
    if (!(share > 0))
        return;
    geo_sum_add(&sum->incidents, share * count);
    if (population > 0) {
        geo_sum_add(&sum->rated, share * count);
        geo_sum_add(&sum->population, share * population);
    }
}

static void add_area(const struct deprivation_work *work, size_t area, double count,
                     double population, part_sum sum[GEO_DEPRIVATION_PARTS])
{
    size_t group_count = work->groups->group_count;
    const double *share = work->groups->share + area * group_count;
    int32_t group = work->groups->group[area];
    double rest = 1;
    for (size_t g = 0; g < group_count; g++) {
        add_share(&sum[g], share[g], count, population);
        rest -= share[g];
    }
    if (rest > least_rest)
        add_share(&sum[GEO_PART_UNKNOWN], rest, count, population);
    sum[group == GEO_NO_CODE ? GEO_PART_UNKNOWN : group].areas++;
    add_share(&sum[GEO_PART_ALL], 1, count, population);
    sum[GEO_PART_ALL].areas++;
}

static void finish_part(const part_sum *sum, geo_deprivation_part *part)
{
    part->areas = sum->areas;
    part->incidents = geo_sum_value(&sum->incidents);
    part->rated = geo_sum_value(&sum->rated);
    part->population = geo_sum_value(&sum->population);
}

static void sum_top(const struct deprivation_work *work, part_sum sum[GEO_DEPRIVATION_PARTS])
{
    part_sum *top = &sum[GEO_PART_TOP];
    for (size_t g = 0; g < (work->groups->kind == GEO_DEPRIVATION_DECILES ? 2 : 1); g++) {
        top->areas += sum[g].areas;
        geo_sum_add(&top->incidents, geo_sum_value(&sum[g].incidents));
        geo_sum_add(&top->rated, geo_sum_value(&sum[g].rated));
        geo_sum_add(&top->population, geo_sum_value(&sum[g].population));
    }
}

geo_status geo_deprivation_sum(geo_context *context, const struct deprivation_work *work,
                               int32_t category, const int32_t *parent_of, int32_t parent,
                               geo_deprivation_sums *out)
{
    const geo_area_counts *counts = work->counts;
    const bool *which = work->options->which;
    part_sum sum[GEO_DEPRIVATION_PARTS];
    memset(sum, 0, sizeof sum);
    if (category < 0 || (size_t)category >= counts->categories->count)
        return geo_fail(context, GEO_ERROR_USAGE, "there is no kind of incident %d", category);
    const double *population = counts->population ? counts->population[category] : NULL;
    for (size_t area = 0; area < counts->areas->count; area++) {
        if ((which && !which[area]) || (parent_of && parent_of[area] != parent))
            continue;
        double people = population && isfinite(population[area]) ? population[area] : 0;
        add_area(work, area,
                 (double)counts->count[area * counts->categories->count + (size_t)category], people,
                 sum);
    }
    sum_top(work, sum);
    for (int part = 0; part < GEO_DEPRIVATION_PARTS; part++)
        finish_part(&sum[part], &out->part[part]);
    return GEO_OK;
}

/* ---- parts ---------------------------------------------------------------------------------- */

static bool has_unknown(const struct deprivation_work *work)
{
    for (size_t i = 0; i < work->count; i++) {
        const geo_deprivation_part *unknown = &work->sums[i].part[GEO_PART_UNKNOWN];
        if (unknown->areas > 0 || unknown->incidents > 0 || unknown->population > 0)
            return true;
    }
    return false;
}

size_t geo_deprivation_rows(const struct deprivation_work *work, int part[GEO_DEPRIVATION_PARTS])
{
    size_t count = 0;
    for (size_t g = 0; g < work->groups->group_count; g++)
        part[count++] = (int)g;
    if (has_unknown(work))
        part[count++] = GEO_PART_UNKNOWN;
    if (work->groups->kind != GEO_DEPRIVATION_TOP_20)
        part[count++] = GEO_PART_TOP;
    part[count++] = GEO_PART_ALL;
    return count;
}

const char *geo_deprivation_part_name(const struct deprivation_work *work, int part)
{
    switch (part) {
    case GEO_PART_UNKNOWN:
        return "not known";
    case GEO_PART_TOP:
        return geo_deprivation_group_name(GEO_DEPRIVATION_TOP_20, 0);
    case GEO_PART_ALL:
        return "All areas";
    default:
        return geo_deprivation_group_name(work->groups->kind, (size_t)part);
    }
}

/* ---- what follows from the sums ------------------------------------------------------------- */

static double divide(double one, double other)
{
    return other > 0 ? one / other : (double)NAN;
}

double geo_deprivation_share(const geo_deprivation_sums *sums, int part)
{
    return divide(sums->part[part].incidents, sums->part[GEO_PART_ALL].incidents);
}

double geo_deprivation_population_share(const geo_deprivation_sums *sums, int part)
{
    return divide(sums->part[part].population, sums->part[GEO_PART_ALL].population);
}

/* Only areas with people have incidents that can be held against them. */
double geo_deprivation_ratio(const geo_deprivation_sums *sums, int part)
{
    return divide(divide(sums->part[part].rated, sums->part[GEO_PART_ALL].rated),
                  geo_deprivation_population_share(sums, part));
}

void geo_deprivation_ratio_interval(const geo_deprivation_sums *sums, int part, double level,
                                    double *lower, double *upper)
{
    double all = sums->part[GEO_PART_ALL].rated;
    geo_share_ratio_interval(fmin(sums->part[part].rated, all), all,
                             geo_deprivation_population_share(sums, part), level, lower, upper);
}

double geo_deprivation_rate(const struct deprivation_work *work, const geo_deprivation_sums *sums,
                            int part)
{
    return geo_rate_per_1000(sums->part[part].rated, sums->part[part].population) /
           work->counts->years;
}

void geo_deprivation_rate_interval(const struct deprivation_work *work,
                                   const geo_deprivation_sums *sums, int part, double *lower,
                                   double *upper)
{
    double people = sums->part[part].population;
    geo_count_interval(sums->part[part].rated, work->options->level, lower, upper);
    *lower = geo_rate_per_1000(*lower, people) / work->counts->years;
    *upper = geo_rate_per_1000(*upper, people) / work->counts->years;
}

geo_status geo_deprivation_inequality(geo_context *context, const struct deprivation_work *work,
                                      const geo_deprivation_sums *sums, geo_inequality *out)
{
    double count[GEO_DEPRIVATION_GROUPS_MOST], population[GEO_DEPRIVATION_GROUPS_MOST];
    size_t groups = work->groups->group_count;
    for (size_t g = 0; g < groups; g++) {
        count[g] = sums->part[g].rated;
        population[g] = sums->part[g].population;
    }
    return geo_inequality_make(context, count, population, groups, 1000 / work->counts->years,
                               work->options->level, out);
}

/* ---- columns -------------------------------------------------------------------------------- */

geo_type geo_deprivation_count_type(const struct deprivation_work *work)
{
    return work->is_whole ? GEO_INTEGER : GEO_REAL;
}

void geo_deprivation_set_count(const struct deprivation_work *work, geo_column *column, size_t row,
                               double count)
{
    int64_t round_to = work->options->round_to;
    if (work->is_whole)
        column->integer[row] = geo_round_count((int64_t)count, round_to);
    else
        column->real[row] =
            round_to > 1 ? (double)geo_round_count((int64_t)llround(count), round_to) : count;
}

geo_status geo_deprivation_mark(geo_context *context, const struct deprivation_work *work,
                                geo_column *column, size_t row, double lower, double upper,
                                double reference)
{
    static const geo_mark marks[] = {[GEO_SIMILAR] = GEO_MARK_NONE,
                                     [GEO_LOWER] = GEO_MARK_LOWER,
                                     [GEO_HIGHER] = GEO_MARK_HIGHER};
    geo_mark mark = marks[geo_compare_interval(lower, upper, reference)];
    return mark == GEO_MARK_NONE ? GEO_OK
                                 : geo_table_set_mark(context, work->table, column, row, mark);
}
