/* One kind of incident by group of deprivation. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/text.h"
#include "measure/column_plan.h"
#include "measure/deprivation_sums.h"

enum {
    GROUP,
    AREAS,
    POPULATION,
    POPULATION_SHARE,
    INCIDENTS,
    SHARE,
    SHARE_LOWER,
    SHARE_UPPER,
    RATIO,
    RATIO_LOWER,
    RATIO_UPPER,
    RATE,
    RATE_LOWER,
    RATE_UPPER,
    COMPARISON,
    COLUMNS
};

struct profile {
    struct deprivation_work work;
    size_t place[COLUMNS];
};

static const char *group_heading(geo_deprivation_kind kind)
{
    return kind == GEO_DEPRIVATION_DECILES     ? "Decile"
           : kind == GEO_DEPRIVATION_QUINTILES ? "Quintile"
                                               : "Group";
}

static geo_status add_columns(geo_context *context, struct profile *profile)
{
    const struct deprivation_work *work = &profile->work;
    int decimals = work->options->decimals;
    geo_column_plan plan[COLUMNS] = {
        [GROUP] = {"group", group_heading(work->groups->kind), GEO_TEXT, false, true, 0, 0},
        [AREAS] = {"areas", "LSOAs", GEO_INTEGER, false, false, 5, 0},
        [POPULATION] = {"population", NULL, GEO_REAL, false, false, 4, 0},
        [POPULATION_SHARE] = {"population_share_percent", "share of population (%)", GEO_REAL,
                              false, false, 0, decimals},
        [INCIDENTS] = {"incidents", NULL, geo_deprivation_count_type(work), false, false, 0, 1},
        [SHARE] = {"share_percent", "share of incidents (%)", GEO_REAL, false, false, 0, decimals},
        [SHARE_LOWER] = {"share_lower_", "lower ", GEO_REAL, true, false, 3, decimals},
        [SHARE_UPPER] = {"share_upper_", "upper ", GEO_REAL, true, false, 3, decimals},
        [RATIO] = {"ratio", NULL, GEO_REAL, false, false, 0, decimals + 1},
        [RATIO_LOWER] = {"ratio_lower_", "lower ", GEO_REAL, true, false, 2, decimals + 1},
        [RATIO_UPPER] = {"ratio_upper_", "upper ", GEO_REAL, true, false, 2, decimals + 1},
        [RATE] = {"rate_per_1000", "rate per 1,000", GEO_REAL, false, false, 0, decimals},
        [RATE_LOWER] = {"rate_lower_", "lower ", GEO_REAL, true, false, 1, decimals},
        [RATE_UPPER] = {"rate_upper_", "upper ", GEO_REAL, true, false, 1, decimals},
        [COMPARISON] = {"comparison", NULL, GEO_TEXT, false, false, 6, 0},
    };
    static const int of_people[] = {POPULATION,  POPULATION_SHARE, RATIO,
                                    RATIO_LOWER, RATIO_UPPER,      RATE,
                                    RATE_LOWER,  RATE_UPPER,       COMPARISON};
    for (size_t i = 0; !work->has_population && i < sizeof of_people / sizeof *of_people; i++)
        plan[of_people[i]].name = NULL;
    return geo_add_planned_columns(context, plan, COLUMNS, work->options->level, work->table,
                                   profile->place);
}

static geo_column *column_of(const struct profile *profile, int column)
{
    return &profile->work.table->column[profile->place[column]];
}

static void fill_shares(const struct profile *profile, size_t row, int part)
{
    const geo_deprivation_sums *sums = profile->work.sums;
    double all = sums->part[GEO_PART_ALL].incidents, lower, upper;
    column_of(profile, SHARE)->real[row] = 100 * geo_deprivation_share(sums, part);
    if (part == GEO_PART_ALL || sums->part[part].areas == 0)
        return;
    geo_share_interval(fmin(sums->part[part].incidents, all), all, profile->work.options->level,
                       &lower, &upper);
    column_of(profile, SHARE_LOWER)->real[row] = 100 * lower;
    column_of(profile, SHARE_UPPER)->real[row] = 100 * upper;
}

static void fill_ratio(const struct profile *profile, size_t row, int part)
{
    const struct deprivation_work *work = &profile->work;
    double lower, upper;
    geo_deprivation_ratio_interval(work->sums, part, work->options->level, &lower, &upper);
    column_of(profile, RATIO)->real[row] = geo_deprivation_ratio(work->sums, part);
    column_of(profile, RATIO_LOWER)->real[row] = lower;
    column_of(profile, RATIO_UPPER)->real[row] = upper;
}

static geo_status fill_rate(geo_context *context, const struct profile *profile, size_t row,
                            int part)
{
    const struct deprivation_work *work = &profile->work;
    double lower, upper, overall = work->made->overall;
    geo_deprivation_rate_interval(work, work->sums, part, &lower, &upper);
    column_of(profile, RATE)->real[row] = geo_deprivation_rate(work, work->sums, part);
    column_of(profile, RATE_LOWER)->real[row] = lower;
    column_of(profile, RATE_UPPER)->real[row] = upper;
    if (part == GEO_PART_ALL || isnan(lower) || isnan(overall))
        return GEO_OK;
    const char *word = geo_comparison_name(geo_compare_interval(lower, upper, overall));
    geo_status status =
        geo_table_set_text(context, column_of(profile, COMPARISON), row, geo_text_of(word));
    return status == GEO_OK ? geo_deprivation_mark(context, work, column_of(profile, RATE), row,
                                                   lower, upper, overall)
                            : status;
}

static geo_status mark_hidden(geo_context *context, const struct profile *profile, size_t row)
{
    geo_status status = GEO_OK;
    for (int column = INCIDENTS; column < COLUMNS && status == GEO_OK; column++)
        if (profile->place[column] != GEO_NO_COLUMN)
            status = geo_table_set_mark(context, profile->work.table, column_of(profile, column),
                                        row, GEO_MARK_HIDDEN);
    return status;
}

static geo_status fill_row(geo_context *context, const struct profile *profile, size_t row,
                           int part)
{
    const struct deprivation_work *work = &profile->work;
    const geo_deprivation_part *sum = &work->sums->part[part];
    geo_status status = geo_table_set_text(context, column_of(profile, GROUP), row,
                                           geo_text_of(geo_deprivation_part_name(work, part)));
    column_of(profile, AREAS)->integer[row] = sum->areas;
    if (work->has_population) {
        column_of(profile, POPULATION)->real[row] = sum->population;
        column_of(profile, POPULATION_SHARE)->real[row] =
            100 * geo_deprivation_population_share(work->sums, part);
    }
    if (status == GEO_OK && (part == GEO_PART_TOP || part == GEO_PART_ALL))
        status = geo_table_set_total(context, work->table, row);
    if (status != GEO_OK)
        return status;
    if (geo_deprivation_hides(work, (size_t)part, 0))
        return mark_hidden(context, profile, row);
    geo_deprivation_set_count(work, column_of(profile, INCIDENTS), row, sum->incidents);
    fill_shares(profile, row, part);
    if (!work->has_population)
        return GEO_OK;
    if (part != GEO_PART_ALL)
        fill_ratio(profile, row, part);
    return fill_rate(context, profile, row, part);
}

static geo_status fill_table(geo_context *context, struct profile *profile)
{
    struct deprivation_work *work = &profile->work;
    int part[GEO_DEPRIVATION_PARTS];
    size_t rows = geo_deprivation_rows(work, part);
    geo_status status = geo_table_new(context, rows, &work->made->table);
    work->table = work->made->table;
    if (status == GEO_OK)
        status = add_columns(context, profile);
    for (size_t row = 0; row < rows && status == GEO_OK; row++)
        status = fill_row(context, profile, row, part[row]);
    return status;
}

/* What is hidden of all would be told by what is worked out of all. */
static geo_status measure(geo_context *context, struct profile *profile)
{
    struct deprivation_work *work = &profile->work;
    const geo_deprivation_sums none = {.part = {{0}}};
    bool hides = geo_deprivation_hides_any(work, 0);
    work->has_population = work->sums->part[GEO_PART_ALL].population > 0;
    if (!geo_deprivation_hides(work, GEO_PART_ALL, 0))
        work->made->overall = geo_deprivation_rate(work, work->sums, GEO_PART_ALL);
    return geo_deprivation_inequality(context, work, hides ? &none : work->sums,
                                      &work->made->inequality);
}

static geo_status make(geo_context *context, struct profile *profile, int32_t category)
{
    struct deprivation_work *work = &profile->work;
    const int32_t parent = GEO_NO_CODE;
    work->category[0] = category;
    geo_status status = geo_deprivation_sum(context, work, category, NULL, 0, work->sums);
    if (status == GEO_OK)
        status = geo_deprivation_hide(context, work, &parent);
    if (status == GEO_OK)
        status = measure(context, profile);
    if (status == GEO_OK)
        status = fill_table(context, profile);
    if (status == GEO_OK)
        status = geo_deprivation_add_sentence(context, work);
    if (status == GEO_OK)
        status = geo_deprivation_add_inequality_note(context, work);
    return status == GEO_OK ? geo_deprivation_add_notes(context, work, work->has_population)
                            : status;
}

geo_status geo_deprivation_profile(geo_context *context, const geo_area_counts *counts,
                                   const geo_area_deprivation *groups, int32_t category,
                                   const geo_deprivation_table_options *options,
                                   geo_deprivation_table **out)
{
    struct profile profile;
    geo_status status = geo_deprivation_begin(context, counts, groups, options, 1, &profile.work);
    if (status == GEO_OK)
        status = make(context, &profile, category);
    return geo_deprivation_end(&profile.work, status, out);
}
