/* Which area LSOAs are in, by a table of codes. */
#include <stdlib.h>
#include <string.h>

#include "lookup.h"
#include "residents.h"

/* ---- LSOAs without boundaries --------------------------------------------------------------- */

static geo_status copy(cli_job *job, const char *text, char **out)
{
    *out = strdup(text);
    return *out ? GEO_OK : job_out_of_memory(job);
}

/* The codes as areas, which is what populations are joined to. */
static geo_status make_areas(cli_job *job, const cli_lookup *lookup, residents_lsoas *lsoas)
{
    cli_load *load = &lsoas->load;
    size_t count = geo_dictionary_count(lsoas->codes);
    load->areas = calloc(1, sizeof *load->areas);
    geo_areas *areas = calloc(1, sizeof *areas);
    if (!load->areas || !areas) {
        free(areas);
        return job_out_of_memory(job);
    }
    load->areas[0] = areas;
    load->area_count = 1;
    areas->count = count;
    areas->code = calloc(count + 1, sizeof *areas->code);
    areas->area_ring = calloc(count + 1, sizeof *areas->area_ring);
    areas->ring_point = calloc(1, sizeof *areas->ring_point);
    if (!areas->code || !areas->area_ring || !areas->ring_point)
        return job_out_of_memory(job);
    for (size_t i = 0; i < count; i++)
        areas->code[i] = geo_dictionary_text(lsoas->codes, (int32_t)i);
    geo_status status = copy(job, lookup->path, &areas->path);
    if (status == GEO_OK)
        status = copy(job, lookup->lsoa_field, &areas->code_field);
    return status == GEO_OK ? geo_table_new(job->context, count, &areas->attributes) : status;
}

static geo_status join_population(cli_job *job, residents_lsoas *lsoas)
{
    const geo_input input = {lsoas->settings->lsoa_population, {NULL, 0}};
    geo_population_options options = {.encoding = job->settings->encoding,
                                      .roles.population = lsoas->settings->population_field,
                                      .limits = limits_of(job->settings)};
    if (!lsoas->settings->lsoa_population)
        return GEO_OK;
    return geo_areas_join_population(job->context, lsoas->load.areas[0], &input, &options);
}

static geo_status take_lookup(cli_job *job, const geo_areas *areas, cli_lookup *lookup,
                              residents_lsoas *lsoas)
{
    if (lookup->count == 0)
        return job_fail(job, GEO_ERROR_DATA,
                        "%s: none of its %zu areas is one of %s; the look-up is of another year or "
                        "of other areas",
                        lookup->path, lookup->elsewhere, areas->path);
    geo_status status = lookup_correspondence(job, lookup, &lsoas->correspondence);
    lsoas->codes = lookup->lsoas;
    lookup->lsoas = NULL;
    if (status == GEO_OK)
        status = make_areas(job, lookup, lsoas);
    if (status == GEO_OK)
        job_note(job, "%zu LSOAs are in the areas that %s puts them in",
                 lsoas->load.areas[0]->count, lookup->path);
    return status;
}

geo_status residents_read_lookup(cli_job *job, const geo_areas *areas, residents_lsoas *lsoas)
{
    const lookup_asked asked = {.path = lsoas->settings->lsoa_lookup,
                                .lsoa = lsoas->settings->lookup_code,
                                .area = lsoas->settings->lookup_area,
                                .lsoa_option = "lookup-lsoa",
                                .area_option = "lookup-area",
                                .areas = areas};
    cli_lookup lookup;
    geo_status status = lookup_read(job, &asked, &lookup);
    if (status == GEO_OK)
        status = take_lookup(job, areas, &lookup, lsoas);
    lookup_clear(&lookup);
    if (status == GEO_OK)
        status = join_population(job, lsoas);
    return status == GEO_OK
               ? indices_of_codes(job, lsoas->codes, NULL, "LSOAs of the look-up", &lsoas->indices)
               : status;
}
