/* Incidents by day of the week and hour. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <geo/measure.h>
#include <geo/tables.h>

#include "core/memory.h"
#include "core/sum.h"
#include "core/text.h"

enum { DAYS = 7, HOURS = 24, CELLS = DAYS * HOURS, DAY_MINUTES = 1440 };

/* 1970 began on a Thursday. */
enum { FIRST_MONDAY = 4 };

/* Weights are added up in blocks of so many incidents, and these without what rounding drops. */
enum { BLOCK = 1024 };

struct geo_hours {
    double block[CELLS];
    geo_sum sum[CELLS];
    int64_t count;
};

double geo_week_minute(int32_t day, int32_t minute)
{
    return ((double)day - FIRST_MONDAY) * DAY_MINUTES + minute;
}

geo_status geo_hours_new(geo_context *context, geo_hours **out)
{
    return geo_alloc_array(context, 1, sizeof **out, out);
}

void geo_hours_free(geo_hours *hours)
{
    free(hours);
}

static void add_block(geo_hours *hours)
{
    for (int cell = 0; cell < CELLS; cell++) {
        geo_sum_add(&hours->sum[cell], hours->block[cell]);
        hours->block[cell] = 0;
    }
}

bool geo_hours_add(geo_hours *hours, double from_minute, double to_minute)
{
    if (!geo_aoristic_hours(from_minute, to_minute, hours->block))
        return false;
    hours->count++;
    if (hours->count % BLOCK == 0)
        add_block(hours);
    return true;
}

int64_t geo_hours_count(const geo_hours *hours)
{
    return hours->count;
}

/* ---- table ---------------------------------------------------------------------------------- */

static double cell_value(const geo_hours *hours, int day, int hour)
{
    geo_sum sum = hours->sum[day * HOURS + hour];
    geo_sum_add(&sum, hours->block[day * HOURS + hour]);
    return geo_sum_value(&sum);
}

/* Expected counts of incidents whose hours are all known are whole. */
static bool are_whole(const geo_hours *hours)
{
    for (int day = 0; day < DAYS; day++)
        for (int hour = 0; hour < HOURS; hour++) {
            double value = cell_value(hours, day, hour);
            if (value != floor(value))
                return false;
        }
    return true;
}

static geo_status add_columns(geo_context *context, int decimals, geo_table *table)
{
    geo_column *column = NULL;
    geo_status status = geo_table_add(context, table, "day", GEO_TEXT, 0, NULL);
    for (int hour = 0; hour < HOURS && status == GEO_OK; hour++) {
        char name[16];
        snprintf(name, sizeof name, "hour_%02d", hour);
        status = geo_table_add(context, table, name, GEO_REAL, decimals, &column);
        if (status == GEO_OK)
            status = geo_table_set_heading(context, column, name + sizeof "hour");
    }
    return status == GEO_OK ? geo_table_add(context, table, "total", GEO_REAL, decimals, NULL)
                            : status;
}

static void fill_cells(const geo_hours *hours, geo_table *table)
{
    geo_sum all = {0, 0};
    for (int hour = 0; hour <= HOURS; hour++)
        table->column[1 + hour].real[DAYS] = 0;
    for (int day = 0; day < DAYS; day++) {
        geo_sum row = {0, 0};
        for (int hour = 0; hour < HOURS; hour++) {
            double value = cell_value(hours, day, hour);
            table->column[1 + hour].real[day] = value;
            table->column[1 + hour].real[DAYS] += value;
            geo_sum_add(&row, value);
            geo_sum_add(&all, value);
        }
        table->column[1 + HOURS].real[day] = geo_sum_value(&row);
    }
    table->column[1 + HOURS].real[DAYS] = geo_sum_value(&all);
}

geo_status geo_hours_table(geo_context *context, const geo_hours *hours, int decimals,
                           geo_table **out)
{
    static const char *const days[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday",    "All days"};
    geo_table *table = NULL;
    geo_status status = geo_table_new(context, DAYS + 1, &table);
    if (status == GEO_OK)
        status = add_columns(context, are_whole(hours) ? 0 : decimals, table);
    for (size_t day = 0; day <= DAYS && status == GEO_OK; day++)
        status = geo_table_set_text(context, &table->column[0], day, geo_text_of(days[day]));
    if (status == GEO_OK)
        status = geo_table_set_total(context, table, DAYS);
    if (status != GEO_OK) {
        geo_table_free(table);
        return status;
    }
    fill_cells(hours, table);
    *out = table;
    return GEO_OK;
}
