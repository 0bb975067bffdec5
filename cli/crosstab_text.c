/* Title and notes of a crosstab. */
#include <string.h>

#include "crosstab.h"
#include "deliver.h"
#include "denominator_name.h"

geo_status crosstab_append_subject(cli_job *job, const crosstab_result *result, geo_bytes *bytes)
{
    const geo_crosstab *crosstab = &result->crossing.crosstab;
    geo_status status = append_subject(job, bytes);
    return status == GEO_OK ? geo_bytes_print(job->context, bytes, " by %s and %s",
                                              crosstab->row_name, crosstab->column_name)
                            : status;
}

/* "residents", or what else the areas' population counts; people where it comes from a table. */
static const char *people_text(const crosstab_result *result)
{
    bool is_of_areas = result->people == CROSSTAB_OF_AREAS && result->load.denominator;
    return is_of_areas ? result->load.denominator : "people";
}

geo_status crosstab_append_unit(cli_job *job, const crosstab_result *result, geo_bytes *unit)
{
    static const char *const units[] = {[CROSSTAB_CELLS_ALL] = "Incidents",
                                        [CROSSTAB_CELLS_COUNT] = "Incidents",
                                        [CROSSTAB_CELLS_RATE] = "Incidents per 1,000 ",
                                        [CROSSTAB_CELLS_ROW_SHARE] = "Per cent of the row",
                                        [CROSSTAB_CELLS_COLUMN_SHARE] = "Per cent of the column",
                                        [CROSSTAB_CELLS_SHARE] = "Per cent of all"};
    bool is_rate = result->cells_kind == CROSSTAB_CELLS_RATE;
    return geo_bytes_print(job->context, unit, "%s%s%s", units[result->cells_kind],
                           is_rate ? people_text(result) : "",
                           is_rate && result->settings->per_year ? " a year" : "");
}

/* ---- title ---------------------------------------------------------------------------------- */

static geo_status append_content(cli_job *job, const crosstab_result *result, geo_bytes *title)
{
    static const char *const shares[] = {"", ": share of each row's sum (%)",
                                         ": share of each column's sum (%)", ": share of all (%)"};
    const crosstab_settings *settings = result->settings;
    if (result->people != CROSSTAB_NOBODY)
        return geo_bytes_print(job->context, title, ": %srate per 1,000 %s%s",
                               settings->cells == CROSSTAB_CELLS_RATE ? "" : "count and ",
                               people_text(result), settings->per_year ? " a year" : "");
    return settings->cells == CROSSTAB_CELLS_ALL
               ? GEO_OK
               : geo_bytes_print(job->context, title, "%s", shares[crosstab_shares(settings)]);
}

static geo_status set_title(cli_job *job, const crosstab_result *result)
{
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = crosstab_append_subject(job, result, &title);
    if (status == GEO_OK)
        status = append_content(job, result, &title);
    if (status == GEO_OK)
        status = append_title_period(job, &result->load, &title);
    return deliver_end_title(job, result->table->table, &title, status);
}

/* ---- notes ---------------------------------------------------------------------------------- */

static geo_status append_people(cli_job *job, const crosstab_result *result, geo_bytes *note)
{
    const crosstab_settings *settings = result->settings;
    geo_population_of of = result->crossing.crosstab.population_of;
    if (result->people == CROSSTAB_OF_TABLE)
        return geo_bytes_print(job->context, note, "Rates are per 1,000 people in %s",
                               base_name(settings->population_table));
    if (result->people == CROSSTAB_OF_AGES)
        return geo_bytes_print(job->context, note, "Rates are per 1,000 people of that age in %s",
                               base_name(settings->age_population));
    if (of == GEO_POPULATION_OF_CELLS)
        return geo_bytes_print(job->context, note, "Rates are per 1,000 %s", people_text(result));
    return geo_bytes_print(job->context, note, "Rates are per 1,000 of all %s of the %s's areas",
                           people_text(result), of == GEO_POPULATION_OF_COLUMNS ? "column" : "row");
}

static geo_status append_years(cli_job *job, const crosstab_result *result, geo_bytes *note)
{
    if (!result->settings->per_year)
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, note, ", a year: the counts cover ");
    if (status == GEO_OK)
        status = append_short_number(job->context, note, result->years, 2);
    return status == GEO_OK ? geo_bytes_print(job->context, note, " years") : status;
}

static geo_status append_rates(cli_job *job, const crosstab_result *result, geo_bytes *note)
{
    if (result->people == CROSSTAB_NOBODY)
        return GEO_OK;
    geo_status status = append_people(job, result, note);
    return status == GEO_OK ? append_years(job, result, note) : status;
}

/* Incidents in areas that lie in several groups, which all count in the one with most of them. */
static geo_status append_several(cli_job *job, const crosstab_result *result, geo_bytes *note)
{
    const geo_area_deprivation *groups = result->has_groups ? result->indices.areas : NULL;
    char areas[COUNT_TEXT_SIZE];
    char incidents[COUNT_TEXT_SIZE];
    size_t several = 0;
    int64_t count = 0;
    for (size_t area = 0; groups && result->by_area && area < groups->area_count; area++) {
        const double *share = groups->share + area * groups->group_count;
        int32_t group = groups->group[area];
        if (group == GEO_NO_CODE || share[group] >= 1)
            continue;
        several++;
        count += result->by_area[area];
    }
    if (several == 0)
        return GEO_OK;
    return geo_bytes_print(job->context, note,
                           "Here %s area%s in several groups count%s whole, with %s incidents, in "
                           "the group with most of %s",
                           count_text((int64_t)several, areas), several == 1 ? "" : "s",
                           several == 1 ? "s" : "", count_text(count, incidents),
                           several == 1 ? "it" : "them");
}

/* What has been appended, if anything. */
static geo_status add_note(cli_job *job, const crosstab_result *result, geo_bytes *note)
{
    geo_status status = GEO_OK;
    if (note->length > 0)
        status = end_text(job->context, note);
    if (status == GEO_OK && note->length > 0)
        status = geo_table_add_note(job->context, result->table->table, note->data);
    note->length = 0;
    return status;
}

static geo_status add_notes(cli_job *job, const crosstab_result *result)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_table *table = result->table->table;
    geo_status status = append_rates(job, result, &note);
    if (status == GEO_OK)
        status = add_note(job, result, &note);
    if (status == GEO_OK && result->people == CROSSTAB_OF_AREAS &&
        denominator_is_residents(people_text(result)))
        status = geo_table_add_note(job->context, table, denominator_caveat);
    if (status == GEO_OK && result->has_groups)
        status = indices_note(job, &result->indices, table);
    if (status == GEO_OK)
        status = append_several(job, result, &note);
    if (status == GEO_OK)
        status = add_note(job, result, &note);
    if (status == GEO_OK)
        status = deliver_note_filters(job, result->show, table);
    geo_bytes_clear(&note);
    return status;
}

geo_status crosstab_set_words(cli_job *job, const crosstab_result *result)
{
    geo_status status = set_title(job, result);
    return status == GEO_OK ? add_notes(job, result) : status;
}
