#include "indices.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "outputs.h"

void indices_clear(cli_indices *indices)
{
    geo_deprivation_free(indices->table);
    geo_area_deprivation_free(indices->areas);
    geo_correspondence_free(indices->bridge);
    geo_bridge_report_clear(&indices->bridged);
    free(indices->name);
    *indices = (cli_indices){.table = NULL};
}

geo_status indices_check(cli_job *job, const cli_load *load)
{
    const cli_settings *settings = job->settings;
    text_list read = {NULL, 0, 0};
    bool is_kept = (!settings->deprivation || text_list_add(&read, settings->deprivation)) &&
                   (!settings->bridge || text_list_add(&read, settings->bridge));
    geo_status status = is_kept ? GEO_OK : job_out_of_memory(job);
    if (status == GEO_OK)
        status = outputs_check_further(job, &load->inputs, &read, NULL);
    text_list_clear(&read);
    return status;
}

/* ---- reading -------------------------------------------------------------------------------- */

/* "Index of Multiple Deprivation 2019" */
static geo_status name_indices(cli_job *job, cli_indices *indices)
{
    geo_bytes name = GEO_BYTES_INIT;
    const geo_deprivation *table = indices->table;
    geo_status status = geo_bytes_print(job->context, &name, "%s", geo_domain_text(table->domain));
    if (status == GEO_OK && table->year > 0)
        status = geo_bytes_print(job->context, &name, " %d", table->year);
    if (status == GEO_OK)
        status = end_text(job->context, &name);
    indices->name = name.data;
    return status;
}

static geo_status read_file(cli_job *job, cli_indices *out)
{
    const cli_settings *settings = job->settings;
    const geo_input input = {settings->deprivation, {NULL, 0}};
    geo_deprivation_options options = GEO_DEPRIVATION_OPTIONS_INIT;
    options.layer = settings->deprivation_layer;
    options.encoding = settings->encoding;
    options.domain = (geo_domain)settings->domain;
    options.code = settings->deprivation_code;
    options.field = settings->deprivation_field;
    options.national = (double)settings->national;
    options.limits = limits_of(settings);
    geo_status status = geo_deprivation_read(job->context, &input, &options, &out->table);
    return status == GEO_OK ? name_indices(job, out) : status;
}

/* The fields of the boundaries themselves, read as a table. */
static geo_status read_boundaries(cli_job *job, const cli_load *load, cli_indices *out)
{
    const cli_settings *settings = job->settings;
    const geo_areas *areas = load->areas[0];
    const geo_input input = {areas->path, {NULL, 0}};
    geo_deprivation_options options = GEO_DEPRIVATION_OPTIONS_INIT;
    options.layer = settings->areas.item[0].layer;
    options.domain = (geo_domain)settings->domain;
    options.code = areas->code_field;
    options.field = settings->deprivation_field;
    options.national = (double)settings->national;
    options.limits = limits_of(settings);
    geo_status status = geo_deprivation_read(job->context, &input, &options, &out->table);
    if (status == GEO_ERROR_USAGE)
        return job_fail(job, status,
                        "the boundaries have no field that tells their deprivation; name a table "
                        "with --deprivation FILE, or the field with --deprivation-field (%s)",
                        geo_message(job->context));
    return status == GEO_OK ? name_indices(job, out) : status;
}

/* ---- over a bridge -------------------------------------------------------------------------- */

/* Borrowed from the dictionary, freed with free(). */
static geo_status texts_of(cli_job *job, const geo_dictionary *codes, const char ***out)
{
    size_t count = geo_dictionary_count(codes);
    const char **text = malloc((count + 1) * sizeof *text);
    if (!text)
        return job_out_of_memory(job);
    for (size_t i = 0; i < count; i++)
        text[i] = geo_dictionary_text(codes, (int32_t)i);
    *out = text;
    return GEO_OK;
}

static int other_year(int year)
{
    return year == 2011 ? 2021 : 2011;
}

/* What is in an area that was merged of several is shared out by the people of these. */
static geo_status read_bridge(cli_job *job, const char *const *code, size_t count, int year,
                              cli_indices *out)
{
    const cli_settings *settings = job->settings;
    const geo_input input = {settings->bridge, {NULL, 0}};
    geo_bridge_options options = {.encoding = settings->encoding, .limits = limits_of(settings)};
    const char **rows = NULL;
    options.to_year = out->table->lsoa_year;
    options.from_year = year > 0 ? year : other_year(options.to_year);
    if (options.to_year == 0)
        options.to_year = other_year(options.from_year);
    options.to_weight = out->table->population;
    geo_status status = texts_of(job, out->table->codes, &rows);
    if (status == GEO_OK)
        status = geo_bridge_read(job->context, &input, &options, code, count, rows,
                                 out->table->count, &out->bridge, &out->bridged);
    free((void *)rows);
    return status;
}

/* Only where the years differ: what is of one year needs none. */
static geo_status find_bridge(cli_job *job, const char *const *code, size_t count, int year,
                              cli_indices *out)
{
    int of_table = out->table->lsoa_year;
    if (!job->settings->bridge)
        return GEO_OK;
    if (year == of_table && year > 0) {
        job_note(job, "--bridge was not needed: boundaries and indices are both of LSOA %d", year);
        return GEO_OK;
    }
    if (year == 0 && of_table == 0)
        return job_fail(job, GEO_ERROR_DATA,
                        "%s: --bridge needs to know of which year the LSOAs are, and neither the "
                        "codes nor the names of their fields (%s) tell",
                        job->settings->bridge, out->table->code_field);
    return read_bridge(job, code, count, year, out);
}

/* ---- areas and codes ------------------------------------------------------------------------ */

/* Codes, and what to call them. */
typedef struct coded {
    const char *const *code;
    size_t count;
    const char *field; /* NULL: none */
    const char *text;
    const bool *which;
    const double *weight; /* as in the library's options */
} coded;

static geo_status find_groups(cli_job *job, const coded *given, cli_indices *out)
{
    geo_area_deprivation_options options = GEO_AREA_DEPRIVATION_OPTIONS_INIT;
    options.kind = (geo_deprivation_kind)job->settings->deprivation_groups;
    options.is_local = job->settings->local;
    options.which = given->which;
    options.lsoa_year = geo_lsoa_year(given->field, given->code, given->count);
    options.areas_text = given->text;
    options.weight = given->weight;
    geo_status status = find_bridge(job, given->code, given->count, options.lsoa_year, out);
    options.bridge = out->bridge;
    if (status == GEO_OK)
        status = geo_area_deprivation_find(job->context, out->table, given->code, given->count,
                                           &options, &out->areas);
    return status;
}

geo_status indices_of_areas(cli_job *job, const cli_load *load, const bool *which, cli_indices *out)
{
    const geo_areas *areas = load->areas[0];
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status =
        job->settings->deprivation ? read_file(job, out) : read_boundaries(job, load, out);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &text, "%s (%s)", areas->path, areas->code_field);
    if (status == GEO_OK)
        status = end_text(job->context, &text);
    if (status == GEO_OK) {
        const coded given = {areas->code, areas->count, areas->code_field, text.data, which, NULL};
        status = find_groups(job, &given, out);
    }
    geo_bytes_clear(&text);
    return status;
}

geo_status indices_of_codes(cli_job *job, const geo_dictionary *codes, const double *weight,
                            const char *text, cli_indices *out)
{
    const char **code = NULL;
    if (!job->settings->deprivation)
        return job_fail(job, GEO_ERROR_USAGE,
                        "no indices of deprivation given; name them with --deprivation FILE");
    geo_status status = read_file(job, out);
    if (status == GEO_OK)
        status = texts_of(job, codes, &code);
    if (status == GEO_OK) {
        const coded given = {code, geo_dictionary_count(codes), NULL, text, NULL, weight};
        status = find_groups(job, &given, out);
    }
    free((void *)code);
    return status;
}

geo_status indices_of_table(cli_job *job, cli_indices *out)
{
    const char **code = NULL;
    geo_status status = read_file(job, out);
    if (status == GEO_OK)
        status = texts_of(job, out->table->codes, &code);
    if (status == GEO_OK) {
        const coded given = {code, out->table->count, out->table->code_field, "its own rows", NULL,
                             0};
        status = find_groups(job, &given, out);
    }
    free((void *)code);
    return status;
}

/* ---- what the boundaries lack --------------------------------------------------------------- */

/* A column of the areas' attributes with a text of each area's row; NULL entries where there is
 * none. */
static geo_status add_texts(cli_job *job, const cli_indices *indices, char *const *of_row,
                            const char *field, geo_areas *areas, const char ***out)
{
    geo_column *column = NULL;
    const char **text = calloc(areas->count + 1, sizeof *text);
    if (!text)
        return job_out_of_memory(job);
    geo_status status = geo_table_add(job->context, areas->attributes, field, GEO_TEXT, 0, &column);
    for (size_t i = 0; i < areas->count && status == GEO_OK; i++) {
        int32_t row = indices->areas->row[i];
        const char *found = row == GEO_NO_CODE ? NULL : of_row[row];
        status = geo_table_set_text(job->context, column, i,
                                    (geo_text){found, found ? strlen(found) : 0});
    }
    for (size_t i = 0; i < areas->count && status == GEO_OK; i++)
        text[i] = column->text[i];
    if (status == GEO_OK)
        *out = text;
    else
        free((void *)text);
    return status;
}

/* A name that no attribute has. */
static const char *free_name(const geo_areas *areas, const char *first, const char *second)
{
    return geo_table_find(areas->attributes, first) ? second : first;
}

static geo_status add_parents(cli_job *job, const cli_indices *indices, geo_areas *areas)
{
    const char *field = free_name(areas, "district", "district of the indices");
    geo_status status =
        add_texts(job, indices, indices->table->district, field, areas, &areas->parent);
    free(areas->parent_field);
    areas->parent_field = status == GEO_OK ? strdup(field) : NULL;
    if (status == GEO_OK)
        job_note(job, "districts of the areas: those of %s", indices->table->path);
    return status;
}

static geo_status add_population(cli_job *job, const cli_indices *indices, geo_areas *areas)
{
    const geo_deprivation *table = indices->table;
    double *population = malloc((areas->count + 1) * sizeof *population);
    if (!population)
        return job_out_of_memory(job);
    for (size_t i = 0; i < areas->count; i++) {
        int32_t row = indices->areas->row[i];
        population[i] = row == GEO_NO_CODE ? (double)NAN : table->population[row];
    }
    areas->population = population;
    free(areas->population_field);
    areas->population_field = strdup(table->population_field);
    job_note(job, "population: field %s of %s", table->population_field, table->path);
    return areas->population_field ? GEO_OK : job_out_of_memory(job);
}

geo_status indices_complete_areas(cli_job *job, const cli_indices *indices, geo_areas *areas)
{
    const geo_deprivation *table = indices->table;
    geo_status status = GEO_OK;
    if (!areas->name && table->name && !indices->bridge)
        status = add_texts(job, indices, table->name, free_name(areas, "name", "name of the area"),
                           areas, &areas->name);
    if (status == GEO_OK && !areas->parent && table->district)
        status = add_parents(job, indices, areas);
    if (status == GEO_OK && !areas->population && table->population && !indices->bridge)
        status = add_population(job, indices, areas);
    return status;
}

/* ---- what is said of them ------------------------------------------------------------------- */

static const char *kind_text(geo_deprivation_kind kind)
{
    static const char *const text[] = {"deciles", "quintiles",
                                       "the most deprived 20% and the rest"};
    return text[kind];
}

static geo_status append_groups(cli_job *job, const cli_indices *indices, geo_bytes *note)
{
    char count[COUNT_TEXT_SIZE];
    const geo_deprivation *table = indices->table;
    const geo_area_deprivation *areas = indices->areas;
    geo_status status =
        geo_bytes_print(job->context, note, "Deprivation: %s (%s), %s", indices->name,
                        base_name(table->path), kind_text(areas->kind));
    if (status != GEO_OK)
        return status;
    if (areas->is_local)
        return geo_bytes_print(job->context, note,
                               " of the %s areas here, ranked among themselves and not in the "
                               "nation: 1 is the most deprived",
                               count_text((int64_t)areas->matched, count));
    if (table->national == 0)
        return geo_bytes_print(job->context, note,
                               " of the whole nation: equal numbers of areas, not of people; 1 is "
                               "the most deprived");
    return geo_bytes_print(job->context, note,
                           " of the nation's %s areas: equal numbers of areas, not of people; 1 is "
                           "the most deprived",
                           count_text((int64_t)table->national, count));
}

static geo_status append_source(cli_job *job, const cli_indices *indices, geo_bytes *note)
{
    const geo_deprivation *table = indices->table;
    if (table->is_from_score)
        return geo_bytes_print(job->context, note, ". Ranks are by score (%s)", table->value_field);
    return table->is_from_rank ? geo_bytes_print(job->context, note, ". Worked out from ranks (%s)",
                                                 table->value_field)
                               : GEO_OK;
}

static geo_status append_bridge(cli_job *job, const cli_indices *indices, geo_bytes *note)
{
    const geo_bridge_report *bridged = &indices->bridged;
    geo_status status = geo_bytes_print(
        job->context, note,
        "Bridged from %s to %s by %s. Areas that are the same in both years: %zu; with others in "
        "one of the indices' areas, whose deprivation they have: %zu; in several, among which what "
        "is in them is shared out %s: %zu",
        bridged->from_field, bridged->to_field, base_name(bridged->path), bridged->unchanged,
        bridged->merged, indices->table->population ? "by their people" : "in equal parts",
        bridged->split);
    if (status == GEO_OK && bridged->irregular > 0)
        status = geo_bytes_print(job->context, note,
                                 "; changed irregularly, and shared out "
                                 "likewise: %zu",
                                 bridged->irregular);
    if (status == GEO_OK && bridged->without > 0)
        status = geo_bytes_print(job->context, note, "; not in the look-up: %zu", bridged->without);
    return status;
}

static geo_status add_note(cli_job *job, geo_bytes *note, geo_table *table)
{
    geo_status status = end_text(job->context, note);
    if (status == GEO_OK)
        status = geo_table_add_note(job->context, table, note->data);
    note->length = 0;
    return status;
}

geo_status indices_note(cli_job *job, const cli_indices *indices, geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = append_groups(job, indices, &note);
    if (status == GEO_OK)
        status = append_source(job, indices, &note);
    if (status == GEO_OK)
        status = add_note(job, &note, table);
    if (status == GEO_OK && indices->bridge) {
        status = append_bridge(job, indices, &note);
        if (status == GEO_OK)
            status = add_note(job, &note, table);
    }
    geo_bytes_clear(&note);
    return status;
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void write_bridge(geo_json *json, const geo_bridge_report *bridged)
{
    geo_json_object(json, "bridge");
    geo_json_text(json, "path", bridged->path);
    geo_json_text(json, "from", bridged->from_field);
    geo_json_text(json, "to", bridged->to_field);
    geo_json_integer(json, "unchanged", (int64_t)bridged->unchanged);
    geo_json_integer(json, "split", (int64_t)bridged->split);
    geo_json_integer(json, "merged", (int64_t)bridged->merged);
    geo_json_integer(json, "irregular", (int64_t)bridged->irregular);
    geo_json_integer(json, "without", (int64_t)bridged->without);
    geo_json_close(json);
}

static int64_t year_or_none(int year)
{
    return year > 0 ? year : GEO_NO_INTEGER;
}

void indices_json(geo_json *json, const cli_indices *indices)
{
    static const char *const groups[] = {"10", "5", "20pc"};
    const geo_deprivation *table = indices->table;
    const geo_area_deprivation *areas = indices->areas;
    geo_json_object(json, "deprivation");
    geo_json_text(json, "index", indices->name);
    geo_json_text(json, "path", table->path);
    geo_json_text(json, "domain", geo_domain_name(table->domain));
    geo_json_integer(json, "year", year_or_none(table->year));
    geo_json_integer(json, "lsoa_year", year_or_none(table->lsoa_year));
    geo_json_text(json, "groups", groups[areas->kind]);
    geo_json_boolean(json, "local", areas->is_local);
    geo_json_integer(json, "national",
                     table->national > 0 ? (int64_t)table->national : GEO_NO_INTEGER);
    geo_json_integer(json, "areas", (int64_t)areas->counted);
    geo_json_integer(json, "matched", (int64_t)areas->matched);
    if (indices->bridge)
        write_bridge(json, &indices->bridged);
    geo_json_close(json);
}
