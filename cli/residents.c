#include "residents.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/apportion.h>

#include "deliver.h"
#include "outputs.h"

bool residents_are_asked_for(const residents_settings *settings)
{
    return settings->lsoas || settings->lsoa_lookup;
}

/* ---- options -------------------------------------------------------------------------------- */

static geo_status check_settings(cli_job *job, const residents_settings *settings)
{
    if (settings->lsoas && settings->lsoa_lookup)
        return job_fail(job, GEO_ERROR_USAGE,
                        "give either --lsoas, whose boundaries are laid over the areas, or "
                        "--lsoa-lookup, not both");
    if (settings->lsoa_lookup && !job->settings->deprivation)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--lsoa-lookup needs the indices of deprivation; name them with "
                        "--deprivation FILE");
    if (!residents_are_asked_for(settings) &&
        (job->settings->deprivation || settings->lsoa_population))
        return job_fail(job, GEO_ERROR_USAGE,
                        "which LSOAs are in which area? Name their boundaries with --lsoas FILE, "
                        "or a table of LSOAs and areas with --lsoa-lookup FILE");
    return GEO_OK;
}

geo_status residents_check(cli_job *job, const cli_load *load, const residents_settings *settings)
{
    const char *read[] = {settings->lsoas, settings->lsoa_lookup, settings->lsoa_population};
    text_list list = {NULL, 0, 0};
    geo_status status = check_settings(job, settings);
    for (size_t i = 0; i < sizeof read / sizeof *read && status == GEO_OK; i++)
        if (read[i] && !text_list_add(&list, read[i]))
            status = job_out_of_memory(job);
    if (status == GEO_OK)
        status = outputs_check_further(job, &load->inputs, &list, NULL);
    text_list_clear(&list);
    return status == GEO_OK ? indices_check(job, load) : status;
}

/* ---- LSOAs ---------------------------------------------------------------------------------- */

static void clear(residents_lsoas *lsoas)
{
    geo_dictionary_free(lsoas->codes);
    geo_correspondence_free(lsoas->correspondence);
    indices_clear(&lsoas->indices);
    load_clear(&lsoas->load);
}

static geo_status read_boundaries(cli_job *job, const geo_areas *areas, residents_lsoas *lsoas)
{
    geo_status status = geo_crs_copy(job->context, &areas->crs, &lsoas->load.working);
    if (status == GEO_OK)
        status = load_areas(job, &lsoas->load);
    if (status == GEO_OK)
        status = indices_of_areas(job, &lsoas->load, NULL, &lsoas->indices);
    if (status == GEO_OK)
        status = geo_areas_overlap(job->context, lsoas->load.areas[0], areas, GEO_OVERLAP_SLIVER,
                                   &lsoas->correspondence);
    return status;
}

static geo_status check_population(cli_job *job, const residents_lsoas *lsoas)
{
    if (lsoas->load.areas[0]->population)
        return GEO_OK;
    return job_fail(job, GEO_ERROR_USAGE,
                    "%s: the LSOAs have no population; name a table of theirs with "
                    "--lsoa-population FILE, and its field with --lsoa-population-field",
                    lsoas->load.areas[0]->path);
}

static geo_status read_lsoas(cli_job *job, const geo_areas *areas, residents_lsoas *lsoas)
{
    geo_status status = lsoas->settings->lsoas ? read_boundaries(job, areas, lsoas)
                                               : residents_read_lookup(job, areas, lsoas);
    if (status == GEO_OK)
        status = indices_complete_areas(job, &lsoas->indices, lsoas->load.areas[0]);
    return status == GEO_OK ? check_population(job, lsoas) : status;
}

/* ---- the column ----------------------------------------------------------------------------- */

static geo_status find_percent(cli_job *job, const residents_lsoas *lsoas, size_t count,
                               double **out)
{
    static const char *const names[] = {"most_deprived_20", "other_80"};
    const geo_area_shares groups = {
        .group_count = 2, .share = lsoas->indices.areas->share, .name = names, .top = 1};
    double *percent = malloc((2 * count + 1) * sizeof *percent);
    if (!percent)
        return job_out_of_memory(job);
    geo_status status =
        geo_apportion_shares(job->context, lsoas->correspondence, lsoas->load.areas[0]->population,
                             &groups, percent, NULL);
    if (status == GEO_OK)
        *out = percent;
    else
        free(percent);
    return status;
}

static geo_status fill(cli_job *job, const double *percent, int decimals, geo_table *table)
{
    geo_column *column = NULL;
    size_t missing = 0;
    geo_status status =
        geo_table_add(job->context, table, "top_20_percent_residents", GEO_REAL, decimals, &column);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++) {
        if (!table->area || table->area[row] == GEO_NO_CODE)
            continue;
        column->real[row] = percent[2 * table->area[row]];
        missing += isnan(column->real[row]) ? 1 : 0;
    }
    if (missing > 0)
        job_warn(job,
                 "%zu area%s no LSOA with residents and a decile in %s, so that it is not known "
                 "how many are deprived",
                 missing, missing == 1 ? " has" : "s have", missing == 1 ? "it" : "them");
    return status == GEO_OK ? geo_table_set_heading(job->context, column, "in top 20% (%)")
                            : status;
}

static geo_status add_note(cli_job *job, const residents_lsoas *lsoas, geo_table *table)
{
    const residents_settings *settings = lsoas->settings;
    const geo_areas *areas = lsoas->load.areas[0];
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status =
        geo_bytes_print(job->context, &note,
                        "In top 20%%: residents of LSOAs in the nation's deciles 1 and 2 (%s), by "
                        "their own populations (%s), ",
                        lsoas->indices.name, areas->population_field);
    if (status == GEO_OK)
        status = geo_bytes_print(
            job->context, &note,
            settings->lsoas ? "those of LSOAs in several areas shared out by ground (%s); "
                              "deciles are not averaged"
                            : "in the areas that %s puts them in; deciles are not averaged",
            base_name(settings->lsoas ? areas->path : settings->lsoa_lookup));
    return deliver_end_note(job, table, &note, status);
}

static geo_status add_column(cli_job *job, const geo_areas *areas, int decimals,
                             residents_lsoas *lsoas, geo_table *table)
{
    double *percent = NULL;
    geo_status status = read_lsoas(job, areas, lsoas);
    if (status == GEO_OK)
        status = find_percent(job, lsoas, areas->count, &percent);
    if (status == GEO_OK)
        status = fill(job, percent, decimals, table);
    if (status == GEO_OK)
        status = add_note(job, lsoas, table);
    free(percent);
    return status;
}

geo_status residents_add_column(cli_job *job, const residents_settings *settings,
                                const geo_areas *areas, int decimals, geo_table *table)
{
    /* A copy: what is read here are LSOAs, with a population of theirs. */
    const cli_settings *given = job->settings;
    cli_settings own = *given;
    area_choice choice = {.path = settings->lsoas,
                          .layer = settings->lsoa_layer,
                          .population = settings->population_field};
    residents_lsoas lsoas = {.settings = settings};
    own.areas = (area_list){&choice, 1};
    own.population = settings->lsoa_population;
    own.population_code = own.population_layer = own.denominator_name = NULL;
    own.deprivation_groups = GEO_DEPRIVATION_TOP_20;
    own.local = false;
    job->settings = &own;
    geo_status status = add_column(job, areas, decimals, &lsoas, table);
    job->settings = given;
    clear(&lsoas);
    return status;
}
