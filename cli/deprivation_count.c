/* Incidents counted by LSOA, and the deprivation of these. */
#include <stdlib.h>
#include <string.h>

#include "deprivation.h"
#include "period.h"

/* Of boundaries, or of --population alone: its field is an option of areas. */
bool deprivation_has_areas(const deprivation_settings *settings)
{
    const area_list *areas = &settings->common.areas;
    return areas->count > 0 && areas->item[0].path;
}

bool deprivation_asks_kinds(const deprivation_settings *settings)
{
    return settings->by == DEPRIVATION_BY_CATEGORY || settings->against;
}

/* ---- which areas count ---------------------------------------------------------------------- */

static geo_status choose_areas(cli_job *job, deprivation_result *result)
{
    const geo_areas *areas = result->load.areas[0];
    if (!result->show || result->shown)
        return GEO_OK;
    result->shown = calloc(areas->count + 1, sizeof *result->shown);
    if (!result->shown)
        return job_out_of_memory(job);
    return geo_show_areas(job->context, areas, result->show, result->shown);
}

/* Whether --show asks for what the boundaries don't have, and the indices may. */
static bool asks_indices(const deprivation_result *result)
{
    const geo_areas *areas = result->load.areas[0];
    for (size_t i = 0; result->show && i < geo_filter_field_count(result->show); i++) {
        const char *field = geo_filter_field(result->show, i);
        if ((same_text(field, "parent") && !areas->parent) ||
            (same_text(field, "name") && !areas->name) ||
            (same_text(field, "population") && !areas->population) || same_text(field, "district"))
            return true;
    }
    return false;
}

/* Which areas count decides their groups where these are local; the indices may decide which. */
static geo_status find_deprivation(cli_job *job, deprivation_result *result)
{
    cli_load *load = &result->load;
    geo_status status = GEO_OK;
    if (asks_indices(result)) {
        status = indices_of_areas(job, load, NULL, &result->indices);
        if (status == GEO_OK)
            status = indices_complete_areas(job, &result->indices, load->areas[0]);
        if (status == GEO_OK)
            status = choose_areas(job, result);
        indices_clear(&result->indices);
    }
    if (status == GEO_OK)
        status = choose_areas(job, result);
    if (status == GEO_OK)
        status = indices_of_areas(job, load, result->shown, &result->indices);
    return status == GEO_OK ? indices_complete_areas(job, &result->indices, load->areas[0])
                            : status;
}

static geo_status prepare_areas(cli_job *job, deprivation_result *result)
{
    geo_status status = load_areas(job, &result->load);
    if (status == GEO_OK)
        status = find_deprivation(job, result);
    return status == GEO_OK ? own_codes_begin(job, result->load.areas[0], &result->codes) : status;
}

/* How many incidents have each code; freed with free(). The tally may have room for more, or know
 * fewer. */
static geo_status weigh_codes(cli_job *job, const deprivation_result *result, double **out)
{
    const geo_tally *tally = result->counts.tally[0];
    size_t count = geo_dictionary_count(result->codes.code);
    double *weight = calloc(count + 1, sizeof *weight);
    if (!weight)
        return job_out_of_memory(job);
    for (size_t i = 0; i < count && i < tally->area_count; i++)
        weight[i] = (double)tally->total[i];
    *out = weight;
    return GEO_OK;
}

static geo_status find_codes(cli_job *job, deprivation_result *result)
{
    geo_bytes text = GEO_BYTES_INIT;
    double *weight = NULL;
    geo_status status = weigh_codes(job, result, &weight);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &text, "the incidents (%s)",
                                 result->codes.field_name.data);
    if (status == GEO_OK)
        status = end_text(job->context, &text);
    if (status == GEO_OK)
        status = indices_of_codes(job, result->codes.code, weight, text.data, &result->indices);
    free(weight);
    geo_bytes_clear(&text);
    return status;
}

/* With --show the study area is known: LSOAs of the indices without any incident are in it too. */
static geo_status add_further_codes(cli_job *job, deprivation_result *result)
{
    const geo_dictionary *further = result->indices.table->codes;
    geo_status status = GEO_OK;
    if (!result->show || result->indices.bridge)
        return GEO_OK;
    for (size_t i = 0; i < result->indices.table->count && status == GEO_OK; i++) {
        const char *code = geo_dictionary_text(further, (int32_t)i);
        int32_t at;
        status = geo_dictionary_code(job->context, result->codes.code,
                                     (geo_text){code, strlen(code)}, &at);
    }
    indices_clear(&result->indices);
    return status == GEO_OK ? find_codes(job, result) : status;
}

/* Without the people of LSOAs that have no incident there are no rates. */
static void forget_people(const deprivation_result *result, geo_areas *areas)
{
    if (result->show)
        return;
    free(areas->population);
    areas->population = NULL;
}

/* The codes are known once the incidents are read: they are the areas, without any ground. */
static geo_status take_codes(cli_job *job, deprivation_result *result)
{
    geo_areas *areas = NULL;
    geo_status status = find_codes(job, result);
    if (status == GEO_OK)
        status = add_further_codes(job, result);
    if (status == GEO_OK)
        status = own_codes_areas(job, &result->codes, &result->load, &areas);
    if (status == GEO_OK)
        status = load_take_areas(job, &result->load, areas);
    if (status == GEO_OK)
        status = indices_complete_areas(job, &result->indices, result->load.areas[0]);
    if (status != GEO_OK)
        return status;
    forget_people(result, result->load.areas[0]);
    status = choose_areas(job, result);
    if (status == GEO_OK)
        status = load_population(job, &result->load, result->shown);
    return status == GEO_OK
               ? geo_tally_grow(job->context, result->counts.tally[0], result->load.areas[0]->count)
               : status;
}

/* ---- of which year the codes are ------------------------------------------------------------ */

/* Codes of one year counted in areas of another would lose what has changed between; beside points
 * they agree less often. */
static geo_status check_years(cli_job *job, const deprivation_result *result)
{
    const geo_areas *areas = result->load.areas[0];
    const cli_own_codes *codes = &result->codes;
    int year = geo_lsoa_year(areas->code_field, areas->code, areas->count), own = 0;
    geo_status status = own_codes_year(job, codes, &own);
    if (status != GEO_OK || year == 0 || own == 0 || year == own || codes->compared == 0)
        return status;
    if (codes->decides)
        return job_fail(job, GEO_ERROR_DATA,
                        "the incidents have codes of LSOA %d (%s), and %s has LSOA %d (%s); take "
                        "boundaries of the same year, or leave out --by-code to count by point",
                        own, codes->field_name.data, areas->path, year, areas->code_field);
    job_warn(job,
             "the incidents' own codes (%s) are of LSOA %d, the boundaries (%s) of LSOA %d: where "
             "the two don't agree it may be the areas that have changed",
             codes->field_name.data, own, areas->code_field, year);
    return GEO_OK;
}

/* ---- counts --------------------------------------------------------------------------------- */

/* One kind for all, where they are not told apart. */
static geo_status count_all(cli_job *job, deprivation_result *result)
{
    const geo_tally *tally = result->counts.tally[0];
    geo_dictionary *none = NULL;
    geo_status status = geo_dictionary_new(job->context, &none);
    if (status == GEO_OK)
        status = geo_categories_from_dictionary(job->context, none, &result->offences.tree);
    geo_dictionary_free(none);
    if (status != GEO_OK)
        return status;
    result->count = calloc(tally->area_count + 1, sizeof *result->count);
    if (!result->count)
        return job_out_of_memory(job);
    for (size_t area = 0; area < tally->area_count; area++)
        result->count[area] = tally->total[area];
    return GEO_OK;
}

static geo_status count_incidents(cli_job *job, deprivation_result *result)
{
    bool asks_kinds = deprivation_asks_kinds(result->settings);
    result->load.codes = &result->codes;
    result->load.records = GEO_WHOLE_RECORDS;
    return counts_of_all(job, &result->load, asks_kinds ? &result->offences : NULL,
                         &result->counts);
}

static geo_status add_up(cli_job *job, deprivation_result *result)
{
    if (!deprivation_asks_kinds(result->settings))
        return count_all(job, result);
    return offences_count(job, &result->offences, result->counts.tally[0], &result->count);
}

static geo_status find_people(cli_job *job, deprivation_result *result)
{
    const deprivation_settings *settings = result->settings;
    bool has_rates = !settings->against && result->load.areas[0]->population;
    geo_status status = denominators_find(job, &result->load, result->offences.tree,
                                          &settings->offences.denominator, &result->denominators);
    if (status == GEO_OK && has_rates)
        status = period_years(job, &result->load, settings->per_year, &result->years);
    else if (status == GEO_OK)
        status = period_warn(job, &result->load);
    if (status == GEO_OK && !result->load.areas[0]->population && deprivation_has_areas(settings))
        job_note(job, "no population is known, so there are neither rates nor ratios; name a "
                      "field with --population-field, or a table with --population");
    return status;
}

geo_status deprivation_count(cli_job *job, deprivation_result *result)
{
    bool has_areas = deprivation_has_areas(result->settings);
    geo_status status =
        has_areas ? prepare_areas(job, result) : own_codes_begin(job, NULL, &result->codes);
    if (status == GEO_OK)
        status = count_incidents(job, result);
    if (status == GEO_OK && has_areas)
        status = check_years(job, result);
    if (status == GEO_OK && !has_areas)
        status = take_codes(job, result);
    if (status == GEO_OK)
        status = add_up(job, result);
    return status == GEO_OK ? find_people(job, result) : status;
}
