/* Months of series as tables: one below the other, and side by side. */
#include <limits.h>
#include <math.h>
#include <stdio.h>

#include "core/context.h"
#include "core/text.h"
#include "measure/trend_work.h"

enum { MONTH_SIZE = 24 };

static geo_text month_text(const geo_trend_work *work, size_t month, char text[MONTH_SIZE])
{
    int year, of_year, day;
    geo_day_to_civil(geo_month_first_day(work->number[month]), &year, &of_year, &day);
    snprintf(text, MONTH_SIZE, "%04d-%02d", year, of_year);
    return geo_text_of(text);
}

static geo_status set_count(geo_context *context, const geo_table *table, geo_column *column,
                            size_t row, const geo_trend_month *month)
{
    if (month->is_hidden)
        return geo_table_set_mark(context, table, column, row, GEO_MARK_HIDDEN);
    if (isnan(month->count))
        return GEO_OK;
    column->integer[row] = (int64_t)month->count;
    if (month->outside == GEO_SIMILAR)
        return GEO_OK;
    return geo_table_set_mark(context, table, column, row,
                              month->outside == GEO_HIGHER ? GEO_MARK_HIGHER : GEO_MARK_LOWER);
}

static geo_status add_mark_texts(geo_context *context, const geo_trend_work *work, geo_table *table)
{
    size_t above = 0, below = 0, hidden = 0;
    geo_status status = GEO_OK;
    for (size_t s = 0; s < work->series_count; s++) {
        above += work->trend->series[s].above;
        below += work->trend->series[s].below;
        hidden += work->trend->series[s].kept_back;
    }
    if (above > 0)
        status = geo_table_set_mark_text(context, table, GEO_MARK_HIGHER, "above the upper limit");
    if (status == GEO_OK && below > 0)
        status = geo_table_set_mark_text(context, table, GEO_MARK_LOWER, "below the lower limit");
    if (status == GEO_OK && hidden > 0)
        status = geo_table_set_mark_text(context, table, GEO_MARK_HIDDEN,
                                         "kept back, so that nobody can be known by it");
    return status;
}

/* ---- one below the other: whose months they are --------------------------------------------- */

static const char *code_of(const geo_trend_series *series)
{
    return series->code;
}

static const char *name_of(const geo_trend_series *series)
{
    return series->name;
}

static const char *parent_of(const geo_trend_series *series)
{
    return series->parent;
}

static const char *category_of(const geo_trend_series *series)
{
    return series->category;
}

static const struct name_column {
    const char *name;
    const char *(*text)(const geo_trend_series *series);
    int spare;
} name_columns[] = {{"code", code_of, 6},
                    {"name", name_of, 0},
                    {"parent", parent_of, 5},
                    {"category", category_of, 0}};

static geo_status add_name(geo_context *context, const geo_trend_work *work,
                           const struct name_column *name, geo_table *table)
{
    geo_column *column = NULL;
    bool is_used = false;
    for (size_t s = 0; s < work->series_count; s++)
        is_used = is_used || name->text(&work->series[s]);
    if (!is_used)
        return GEO_OK;
    geo_status status = geo_table_add(context, table, name->name, GEO_TEXT, 0, &column);
    if (status != GEO_OK)
        return status;
    column->spare = name->spare;
    column->may_shorten = name->text != code_of;
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++) {
        const geo_trend_series *series = &work->series[row / work->month_count];
        status = geo_table_set_text(context, column, row, geo_text_of(name->text(series)));
    }
    return status;
}

static geo_status add_names(geo_context *context, const geo_trend_work *work, geo_table *table)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < sizeof name_columns / sizeof *name_columns && status == GEO_OK; i++)
        status = add_name(context, work, &name_columns[i], table);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++) {
        int32_t level = work->series[row / work->month_count].level;
        if (level > 0)
            status = geo_table_set_level(context, table, row,
                                         (unsigned char)(level > UCHAR_MAX ? UCHAR_MAX : level));
    }
    return status;
}

static geo_status add_months(geo_context *context, const geo_trend_work *work, geo_table *table)
{
    char text[MONTH_SIZE];
    geo_column *column = NULL;
    geo_status status = geo_table_add(context, table, "month", GEO_TEXT, 0, &column);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++)
        status = geo_table_set_text(context, column, row,
                                    month_text(work, row % work->month_count, text));
    return status;
}

static geo_status add_counts(geo_context *context, const geo_trend_work *work, geo_table *table)
{
    geo_column *column = NULL;
    geo_status status = geo_table_add(context, table, "count", GEO_INTEGER, 0, &column);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++)
        status = set_count(context, table, column, row, &work->trend->month[row]);
    return status;
}

/* ---- one below the other: numbers ----------------------------------------------------------- */

/* A rate of a month is about a twelfth of a year's, and has a digit more. */
enum { OF_RATES = -1, OF_MONTHLY_RATES = -2, OF_EXPECTATIONS = -3 };

/* Of the month, or where it says `of_series` of the series. */
static const struct number_column {
    const char *name;
    const char *heading;
    size_t offset;
    int decimals;
    int spare;
    bool of_series;
    bool is_rate;
} number_columns[] = {
    {"days", NULL, offsetof(geo_trend_month, days), 0, 2, false, false},
    {"rate_per_1000", "rate per 1,000", offsetof(geo_trend_month, rate_per_1000), OF_MONTHLY_RATES,
     0, false, true},
    {"centre", NULL, offsetof(geo_trend_summary, centre), OF_EXPECTATIONS, 1, true, false},
    {"seasonal_factor", NULL, offsetof(geo_trend_month, seasonal_factor), 2, 3, false, false},
    {"expected", NULL, offsetof(geo_trend_month, expected), OF_EXPECTATIONS, 0, false, false},
    {"lower_limit", NULL, offsetof(geo_trend_month, lower_limit), OF_EXPECTATIONS, 0, false, false},
    {"upper_limit", NULL, offsetof(geo_trend_month, upper_limit), OF_EXPECTATIONS, 0, false, false},
};

static const struct number_column year_columns[] = {
    {"rolling_12", "12 months", offsetof(geo_trend_month, rolling_12), 0, 0, false, false},
    {"rolling_12_rate_per_1000", "12 months per 1,000",
     offsetof(geo_trend_month, rolling_12_rate_per_1000), OF_RATES, 4, false, true},
};

/* Hundreds a month need no tenths. */
static int decimals_of(const geo_trend_work *work, const struct number_column *number)
{
    enum { HUNDREDS = 100 };
    double smallest = INFINITY;
    if (number->decimals == OF_RATES)
        return work->options->decimals;
    if (number->decimals == OF_MONTHLY_RATES)
        return work->options->decimals + 1;
    if (number->decimals != OF_EXPECTATIONS)
        return number->decimals;
    for (size_t s = 0; s < work->series_count; s++)
        smallest = fmin(smallest, work->trend->series[s].centre);
    return smallest >= HUNDREDS ? 0 : 1;
}

/* Nothing is said of a missing month. */
static double value_at(const geo_trend_work *work, const struct number_column *number, size_t row)
{
    if (!geo_trend_knows(work, row / work->month_count, row % work->month_count))
        return (double)NAN;
    const void *holder = number->of_series
                             ? (const void *)&work->trend->series[row / work->month_count]
                             : (const void *)&work->trend->month[row];
    return *(const double *)(const void *)((const char *)holder + number->offset);
}

static bool has_population(const geo_trend_work *work)
{
    for (size_t s = 0; s < work->series_count; s++)
        if (work->series[s].population > 0)
            return true;
    return false;
}

static bool is_used(const geo_trend_work *work, const struct number_column *number)
{
    bool is_season = number->offset == offsetof(geo_trend_month, seasonal_factor);
    if (number->is_rate)
        return has_population(work);
    for (size_t s = 0; s < work->series_count; s++)
        if (!is_season || number->of_series || work->trend->series[s].is_seasonal)
            return true;
    return false;
}

/* What would tell a count that is kept back, though it could be worked out. */
static bool is_kept_back(const geo_trend_work *work, const struct number_column *number, size_t row)
{
    if (number->offset == offsetof(geo_trend_month, days) && !number->of_series)
        return false;
    if (number->offset == offsetof(geo_trend_month, rate_per_1000) && !number->of_series)
        return work->trend->month[row].is_hidden;
    return work->trend->series[row / work->month_count].kept_back > 0;
}

static bool is_of_year(const struct number_column *number)
{
    return number >= year_columns && number < year_columns + 2;
}

/* Sums of 12 months are kept back where one of these is. */
static bool year_is_kept_back(const geo_trend_work *work, size_t row)
{
    size_t month = row % work->month_count;
    for (size_t back = 0; back < 12 && back <= month && month >= 11; back++)
        if (work->trend->month[row - back].is_hidden)
            return true;
    return false;
}

static geo_status fill_number(geo_context *context, const geo_trend_work *work,
                              const struct number_column *number, geo_table *table,
                              geo_column *column)
{
    geo_status status = GEO_OK;
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++) {
        double value = value_at(work, number, row);
        bool hides =
            is_of_year(number) ? year_is_kept_back(work, row) : is_kept_back(work, number, row);
        if (isnan(value) && hides)
            status = geo_table_set_mark(context, table, column, row, GEO_MARK_HIDDEN);
        else if (column->type == GEO_REAL)
            column->real[row] = value;
        else if (!isnan(value))
            column->integer[row] = (int64_t)value;
    }
    return status;
}

static geo_status add_number(geo_context *context, const geo_trend_work *work,
                             const struct number_column *number, geo_table *table)
{
    geo_column *column = NULL;
    bool is_whole = number->decimals == 0;
    if (!is_used(work, number))
        return GEO_OK;
    geo_status status =
        geo_table_add(context, table, number->name, is_whole ? GEO_INTEGER : GEO_REAL,
                      decimals_of(work, number), &column);
    if (status != GEO_OK)
        return status;
    column->spare = number->spare;
    if (number->heading)
        status = geo_table_set_heading(context, column, number->heading);
    return status == GEO_OK ? fill_number(context, work, number, table, column) : status;
}

static geo_status add_outside(geo_context *context, const geo_trend_work *work, geo_table *table)
{
    geo_column *column = NULL;
    geo_status status = geo_table_add(context, table, "outside", GEO_TEXT, 0, &column);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++) {
        const geo_trend_month *month = &work->trend->month[row];
        const char *text = isnan(month->expected)         ? NULL
                           : month->outside == GEO_HIGHER ? "above"
                           : month->outside == GEO_LOWER  ? "below"
                                                          : "";
        status = geo_table_set_text(context, column, row, geo_text_of(text));
    }
    return status;
}

static geo_status make_long(geo_context *context, geo_trend_work *work)
{
    geo_trend *trend = work->trend;
    geo_status status =
        geo_table_new(context, work->series_count * work->month_count, &trend->table);
    if (status == GEO_OK)
        status = add_names(context, work, trend->table);
    if (status == GEO_OK)
        status = add_months(context, work, trend->table);
    if (status == GEO_OK)
        status = add_counts(context, work, trend->table);
    for (size_t i = 0; i < sizeof number_columns / sizeof *number_columns && status == GEO_OK; i++)
        status = add_number(context, work, &number_columns[i], trend->table);
    if (status == GEO_OK)
        status = add_outside(context, work, trend->table);
    for (size_t i = 0; i < sizeof year_columns / sizeof *year_columns && status == GEO_OK; i++)
        status = add_number(context, work, &year_columns[i], trend->table);
    return status == GEO_OK ? add_mark_texts(context, work, trend->table) : status;
}

/* ---- side by side --------------------------------------------------------------------------- */

/* Side by side the kind is the same of all areas. */
static const char *label_of(const geo_trend_series *series)
{
    return series->name       ? series->name
           : series->code     ? series->code
           : series->parent   ? series->parent
           : series->category ? series->category
                              : "count";
}

static geo_status add_series(geo_context *context, const geo_trend_work *work, size_t series,
                             geo_table *table)
{
    geo_column *column = NULL;
    const geo_trend_series *of = &work->series[series];
    geo_status status =
        geo_table_add(context, table, of->code ? of->code : label_of(of), GEO_INTEGER, 0, &column);
    if (status == GEO_OK)
        status = geo_table_set_heading(context, column, label_of(of));
    for (size_t m = 0; m < work->month_count && status == GEO_OK; m++)
        status = set_count(context, table, column, m, &geo_trend_months(work, series)[m]);
    return status;
}

static geo_status make_wide(geo_context *context, geo_trend_work *work)
{
    geo_table **table = &work->trend->wide;
    geo_status status = geo_table_new(context, work->month_count, table);
    if (status == GEO_OK)
        status = add_months(context, work, *table);
    for (size_t s = 0; s < work->series_count && status == GEO_OK; s++)
        status = add_series(context, work, s, *table);
    return status == GEO_OK ? add_mark_texts(context, work, *table) : status;
}

geo_status geo_trend_make_tables(geo_context *context, geo_trend_work *work)
{
    geo_status status = make_long(context, work);
    return status == GEO_OK ? make_wide(context, work) : status;
}
