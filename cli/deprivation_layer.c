/* LSOAs with their deprivation and their incidents as a layer that QGIS opens shaded by group. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "deprivation.h"
#include "layer.h"

/* Colours of ColorBrewer's Blues, its darkest where deprivation is greatest (C. A. Brewer,
 * ColorBrewer 2.0, Apache License 2.0), ten by interpolation. */
static const char *const ten[] = {"#08306b", "#08468b", "#1561a9", "#2f7ebc", "#5199cc",
                                  "#7cb7da", "#a6cee4", "#c6dbef", "#dce9f6", "#f7fbff"};
static const char *const five[] = {"#08519c", "#3182bd", "#6baed6", "#bdd7e7", "#eff3ff"};
static const char *const two[] = {"#2171b5", "#eff3ff"};

enum { CODE, NAME, DISTRICT, GROUP, RANK, POPULATION, INCIDENTS, RATE, LOWER, UPPER, COLUMNS };

static const char *group_field(geo_deprivation_kind kind)
{
    static const char *const field[] = {"decile", "quintile", "group"};
    return field[kind];
}

static geo_status add_columns(cli_job *job, const deprivation_result *result, geo_table *table)
{
    const struct {
        const char *name;
        geo_type type;
        int decimals;
    } column[COLUMNS] = {
        [CODE] = {"code", GEO_TEXT, 0},
        [NAME] = {"name", GEO_TEXT, 0},
        [DISTRICT] = {"parent", GEO_TEXT, 0},
        [GROUP] = {group_field(result->indices.areas->kind), GEO_INTEGER, 0},
        [RANK] = {"deprivation_rank", GEO_REAL, 0},
        [POPULATION] = {"population", GEO_REAL, 0},
        [INCIDENTS] = {"incidents", GEO_INTEGER, 0},
        [RATE] = {"rate_per_1000", GEO_REAL, 1},
        [LOWER] = {"rate_lower_95", GEO_REAL, 1},
        [UPPER] = {"rate_upper_95", GEO_REAL, 1},
    };
    geo_status status = GEO_OK;
    for (size_t i = 0; i < COLUMNS && status == GEO_OK; i++)
        status = geo_table_add(job->context, table, column[i].name, column[i].type,
                               column[i].decimals, NULL);
    return status;
}

static geo_status set_text(cli_job *job, geo_table *table, int column, size_t row, const char *text)
{
    const geo_text value = {text, text ? strlen(text) : 0};
    return geo_table_set_text(job->context, &table->column[column], row, value);
}

static void fill_rate(const deprivation_result *result, size_t area, geo_table *table, size_t row)
{
    double people =
        result->load.areas[0]->population ? result->load.areas[0]->population[area] : (double)NAN;
    double years = result->settings->per_year ? result->years : 1, lower, upper;
    double count = (double)result->counts.tally[0]->total[area];
    geo_count_interval(count, 0.95, &lower, &upper);
    table->column[POPULATION].real[row] = people;
    table->column[RATE].real[row] = geo_rate_per_1000(count, people) / years;
    table->column[LOWER].real[row] = geo_rate_per_1000(lower, people) / years;
    table->column[UPPER].real[row] = geo_rate_per_1000(upper, people) / years;
}

static geo_status fill_row(cli_job *job, const deprivation_result *result, size_t area,
                           geo_table *table, size_t row)
{
    const geo_areas *areas = result->load.areas[0];
    const geo_area_deprivation *groups = result->indices.areas;
    int32_t group = groups->group[area];
    geo_status status = geo_table_set_area(job->context, table, row, (int32_t)area);
    if (status == GEO_OK)
        status = set_text(job, table, CODE, row, areas->code[area]);
    if (status == GEO_OK && areas->name)
        status = set_text(job, table, NAME, row, areas->name[area]);
    if (status == GEO_OK && areas->parent)
        status = set_text(job, table, DISTRICT, row, areas->parent[area]);
    if (group != GEO_NO_CODE)
        table->column[GROUP].integer[row] = group + 1;
    if (groups->order)
        table->column[RANK].real[row] = groups->order[area];
    table->column[INCIDENTS].integer[row] =
        geo_round_count(result->counts.tally[0]->total[area], result->settings->round_to);
    fill_rate(result, area, table, row);
    return status;
}

static size_t count_shown(const deprivation_result *result)
{
    size_t count = 0;
    for (size_t area = 0; area < result->load.areas[0]->count; area++)
        count += !result->shown || result->shown[area];
    return count;
}

static geo_status fill_table(cli_job *job, const deprivation_result *result, geo_table *table)
{
    geo_status status = geo_table_set_title(job->context, table, result->made->table->title);
    size_t row = 0;
    for (size_t i = 0; i < result->made->table->note_count && status == GEO_OK; i++)
        status = geo_table_add_note(job->context, table, result->made->table->note[i]);
    if (status == GEO_OK)
        status = add_columns(job, result, table);
    for (size_t area = 0; area < result->load.areas[0]->count && status == GEO_OK; area++)
        if (!result->shown || result->shown[area])
            status = fill_row(job, result, area, table, row++);
    return status;
}

static geo_status write_layer(cli_job *job, const deprivation_result *result,
                              const geo_table *table, const char *path, geo_bytes *bytes)
{
    static const char *const *const colours[] = {ten, five, two};
    geo_deprivation_kind kind = result->indices.areas->kind;
    double lower[GEO_DEPRIVATION_GROUPS_MOST];
    const char *label[GEO_DEPRIVATION_GROUPS_MOST];
    for (size_t g = 0; g < geo_deprivation_group_count(kind); g++) {
        lower[g] = (double)g + 1;
        label[g] = geo_deprivation_group_name(kind, g);
    }
    const geo_layer_style style = {.field = group_field(kind),
                                   .unit = result->indices.name,
                                   .class_count = geo_deprivation_group_count(kind),
                                   .lower = lower,
                                   .colour = colours[kind],
                                   .label = label,
                                   .name_field = "name"};
    return layer_write(job, result->load.areas[0], table, &style, path, bytes);
}

geo_status deprivation_layer(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const deprivation_result *result = value;
    geo_table *table = NULL;
    geo_status status = geo_table_new(job->context, count_shown(result), &table);
    if (status == GEO_OK)
        status = fill_table(job, result, table);
    if (status == GEO_OK)
        status = write_layer(job, result, table, path, bytes);
    geo_table_free(table);
    return status;
}
