/* Forecasts side by side, and their curves, as tables. */
#include <math.h>
#include <stdlib.h>

#include <geo/evaluation.h>
#include <geo/measure.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "measure/column_plan.h"

#define PERCENT 100.0

static geo_status check_shares(geo_context *context, const double *area_share, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!(area_share[i] > (i > 0 ? area_share[i - 1] : 0)) || !(area_share[i] <= 1))
            return geo_fail(context, GEO_ERROR_USAGE,
                            "shares of the ground must rise, be above 0%% and at most 100%%");
    return GEO_OK;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static bool flags_itself(const geo_forecast *forecast)
{
    return !isnan(forecast->own_share);
}

struct row {
    double share;
    size_t forecast;
};

static int compare_rows(const void *a, const void *b)
{
    const struct row *one = a, *other = b;
    if (one->share < other->share || one->share > other->share)
        return one->share < other->share ? -1 : 1;
    return (one->forecast > other->forecast) - (one->forecast < other->forecast);
}

static geo_status list_rows(geo_context *context, const geo_forecast *forecast, size_t count,
                            const double *area_share, size_t share_count, struct row **out,
                            size_t *rows)
{
    geo_status status = geo_alloc_array(context, count * (share_count + 1), sizeof **out, out);
    *rows = 0;
    for (size_t f = 0; f < count && status == GEO_OK; f++) {
        if (flags_itself(&forecast[f]))
            (*out)[(*rows)++] = (struct row){forecast[f].own_share, f};
        else
            for (size_t s = 0; s < share_count; s++)
                (*out)[(*rows)++] = (struct row){area_share[s], f};
    }
    if (status == GEO_OK && *rows > 1)
        qsort(*out, *rows, sizeof **out, compare_rows);
    return status;
}

/* ---- what a forecast caught ----------------------------------------------------------------- */

enum {
    METHOD,
    GROUND_PERCENT,
    GROUND_KM2,
    EARLIER,
    CAUGHT,
    HIT_RATE,
    LOWER,
    UPPER,
    PAI,
    RRI,
    PEI_STAR,
    AREA_UNDER,
    COLUMNS
};

static const geo_column_plan plan[COLUMNS] = {
    [METHOD] = {"method", NULL, GEO_TEXT, .may_shorten = true},
    [GROUND_PERCENT] = {"ground_percent", "ground (%)", GEO_REAL, .decimals = 2},
    [GROUND_KM2] = {"ground_km2", "ground (km2)", GEO_REAL, .decimals = 2, .spare = 3},
    [EARLIER] = {"earlier", NULL, GEO_REAL, .spare = 2},
    [CAUGHT] = {"caught", NULL, GEO_REAL, .decimals = 0},
    [HIT_RATE] = {"hit_rate_percent", "hit rate (%)", GEO_REAL, .decimals = 1},
    [LOWER] = {"hit_rate_lower_", "lower ", GEO_REAL, .is_limit = true, .decimals = 1, .spare = 1},
    [UPPER] = {"hit_rate_upper_", "upper ", GEO_REAL, .is_limit = true, .decimals = 1, .spare = 1},
    [PAI] = {"pai", "PAI", GEO_REAL, .decimals = 2},
    [RRI] = {"rri", "RRI", GEO_REAL, .decimals = 2},
    [PEI_STAR] = {"pei_star", "PEI*", GEO_REAL, .decimals = 2},
    [AREA_UNDER] = {"area_under_curve", NULL, GEO_REAL, .decimals = 3},
};

#define LEVEL 0.95

/* Incidents at the end of a step are whole but for rounding. */
static double caught_at(const geo_hit_curve *curve, double share)
{
    double all = (double)curve->incidents, caught = geo_hit_curve_at(curve, share) * all;
    if (isnan(caught))
        return 0;
    double whole = floor(caught + 0.5);
    return fabs(caught - whole) < 1e-9 * all ? whole : caught;
}

static geo_status set_row(geo_context *context, const geo_forecast *forecast,
                          const geo_hit_curve *ideal, double share, size_t row, geo_table *table)
{
    const geo_hit_curve *later = forecast->later, *earlier = forecast->earlier;
    double all = (double)later->incidents, caught = caught_at(later, share);
    double before = earlier ? (double)earlier->incidents : (double)NAN;
    double held = earlier ? caught_at(earlier, share) : (double)NAN;
    double hit_rate = geo_hit_rate(caught, all);
    geo_column *column = table->column;
    double lower = (double)NAN, upper = (double)NAN;
    geo_share_interval(caught, all, LEVEL, &lower, &upper);
    column[GROUND_PERCENT].real[row] = PERCENT * share;
    column[GROUND_KM2].real[row] = share * later->area_km2;
    column[EARLIER].real[row] = held;
    column[CAUGHT].real[row] = caught;
    column[HIT_RATE].real[row] = PERCENT * hit_rate;
    column[LOWER].real[row] = PERCENT * lower;
    column[UPPER].real[row] = PERCENT * upper;
    column[PAI].real[row] = geo_prediction_accuracy(hit_rate, 1, share, 1);
    column[RRI].real[row] = geo_recapture_rate(held, before, caught, all);
    column[PEI_STAR].real[row] =
        ideal ? geo_prediction_efficiency(hit_rate, geo_hit_curve_at(ideal, share)) : (double)NAN;
    column[AREA_UNDER].real[row] = flags_itself(forecast) ? (double)NAN : later->area_under;
    return geo_table_set_text(context, &column[METHOD], row, geo_text_of(forecast->name));
}

geo_status geo_evaluation_table(geo_context *context, const geo_forecast *forecast, size_t count,
                                const geo_hit_curve *ideal, const double *area_share,
                                size_t share_count, geo_table **out)
{
    struct row *row = NULL;
    size_t rows = 0, place[COLUMNS];
    geo_table *table = NULL;
    geo_status status = check_shares(context, area_share, share_count);
    if (status == GEO_OK)
        status = list_rows(context, forecast, count, area_share, share_count, &row, &rows);
    if (status == GEO_OK)
        status = geo_table_new(context, rows, &table);
    if (status == GEO_OK)
        status = geo_add_planned_columns(context, plan, COLUMNS, LEVEL, table, place);
    for (size_t i = 0; i < rows && status == GEO_OK; i++)
        status = set_row(context, &forecast[row[i].forecast], ideal, row[i].share, i, table);
    free(row);
    if (status == GEO_OK)
        *out = table;
    else
        geo_table_free(table);
    return status;
}

/* ---- curves --------------------------------------------------------------------------------- */

/* Empty beyond `end`. */
static geo_status add_curve(geo_context *context, const geo_hit_curve *curve, double end,
                            const char *name, const char *heading, const double *area_share,
                            geo_table *table)
{
    geo_column *column = NULL;
    geo_status status = geo_table_add(context, table, name, GEO_REAL, 1, &column);
    if (status == GEO_OK)
        status = geo_table_set_heading(context, column, heading);
    for (size_t s = 0; s < table->row_count && status == GEO_OK; s++)
        column->real[s] =
            area_share[s] > end ? (double)NAN : PERCENT * geo_hit_curve_at(curve, area_share[s]);
    return status;
}

geo_status geo_hit_curve_table(geo_context *context, const geo_forecast *forecast,
                               const char *const *column, size_t count, const geo_hit_curve *ideal,
                               const double *area_share, size_t share_count, geo_table **out)
{
    geo_table *table = NULL;
    geo_column *ground = NULL;
    geo_status status = check_shares(context, area_share, share_count);
    if (status == GEO_OK)
        status = geo_table_new(context, share_count, &table);
    if (status == GEO_OK)
        status = geo_table_add(context, table, "ground_percent", GEO_REAL, 1, &ground);
    if (status == GEO_OK)
        status = geo_table_set_heading(context, ground, plan[GROUND_PERCENT].heading);
    for (size_t s = 0; s < share_count && status == GEO_OK; s++)
        ground->real[s] = PERCENT * area_share[s];
    for (size_t f = 0; f < count && status == GEO_OK; f++)
        status = add_curve(context, forecast[f].later,
                           flags_itself(&forecast[f]) ? forecast[f].own_share : 1, column[f],
                           forecast[f].name, area_share, table);
    if (status == GEO_OK && ideal)
        status = add_curve(context, ideal, 1, "possible", "most possible", area_share, table);
    if (status == GEO_OK)
        *out = table;
    else
        geo_table_free(table);
    return status;
}
