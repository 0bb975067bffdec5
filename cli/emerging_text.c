/* Title and notes of the emerging command, the words on its map, and what JSON says of it. */
#include <math.h>

#include "deliver.h"
#include "emerging.h"

/* "rate per 1,000 residents" */
static geo_status append_values(cli_job *job, const emerging_result *result, geo_bytes *text)
{
    if (!result->is_rate)
        return geo_bytes_print(job->context, text, "count");
    return geo_bytes_print(job->context, text, "rate per 1,000 %s", result->load.denominator);
}

/* ---- the table ------------------------------------------------------------------------------ */

/* Where only the last are tested, the incidents' own period is not that of the table. */
static geo_status append_last_months(cli_job *job, const emerging_counts *counts,
                                     const char *before, geo_bytes *text)
{
    geo_status status = geo_bytes_print(job->context, text, "%s", before);
    return status == GEO_OK ? append_months(job->context, text, counts->month[0],
                                            counts->month[counts->month_count - 1])
                            : status;
}

static geo_status set_title(cli_job *job, const emerging_result *result, geo_table *table)
{
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = append_subject(job, &title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &title, ": emerging hot spots by monthly ");
    if (status == GEO_OK)
        status = append_values(job, result, &title);
    if (status == GEO_OK && result->counts.is_cut)
        status = append_last_months(job, &result->counts, ", ", &title);
    else if (status == GEO_OK)
        status = append_title_period(job, &result->load, &title);
    return deliver_end_title(job, table, &title, status);
}

/* "12 months, January 2024 to December 2024" */
static geo_status append_months_tested(cli_job *job, const emerging_counts *counts, geo_bytes *text)
{
    geo_status status = geo_bytes_print(job->context, text, "%zu months, ", counts->month_count);
    if (status == GEO_OK)
        status = append_month(job->context, text, counts->month[0]);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, " to ");
    return status == GEO_OK
               ? append_month(job->context, text, counts->month[counts->month_count - 1])
               : status;
}

static bool has_gaps(const emerging_counts *counts)
{
    int32_t span = counts->month[counts->month_count - 1] - counts->month[0] + 1;
    return (size_t)span != counts->month_count;
}

static geo_status note_months(cli_job *job, const emerging_result *result, geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(job->context, &note, "Tested: ");
    if (status == GEO_OK)
        status = append_months_tested(job, &result->counts, &note);
    if (status == GEO_OK && has_gaps(&result->counts))
        status = geo_bytes_print(job->context, &note,
                                 "; months without any rows are missing, not zero, and the trend "
                                 "passes over them");
    return deliver_end_note(job, table, &note, status);
}

static geo_status note_neighbours(cli_job *job, const emerging_result *result, geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status =
        neighbours_append(job, &result->rule, result->unit_word, result->neighbours, &note);
    return deliver_end_note(job, table, &note, status);
}

static geo_status note_cells(cli_job *job, const emerging_result *result, geo_table *table)
{
    char all[COUNT_TEXT_SIZE];
    geo_bytes note = GEO_BYTES_INIT, cells = GEO_BYTES_INIT;
    geo_status status = cells_append_words(job, &result->settings->cells, &cells);
    if (status == GEO_OK)
        status = geo_bytes_print(
            job->context, &note, "Cells: %s whose centre is in the areas%s: %s", cells.data,
            result->map.is_studied ? " shown" : "", count_text((int64_t)result->units->count, all));
    geo_bytes_clear(&cells);
    return deliver_end_note(job, table, &note, status);
}

static geo_status describe_table(cli_job *job, const emerging_result *result)
{
    geo_table *table = result->found->table;
    geo_status status = set_title(job, result, table);
    if (status == GEO_OK)
        status = note_months(job, result, table);
    if (status == GEO_OK && emerging_has_cells(result->settings))
        status = note_cells(job, result, table);
    if (status == GEO_OK)
        status = note_neighbours(job, result, table);
    return status == GEO_OK ? deliver_note_filters(job, result->map.show, table) : status;
}

/* ---- the map -------------------------------------------------------------------------------- */

static geo_status write_title(cli_job *job, emerging_result *result)
{
    geo_bytes *title = &result->words.title;
    geo_status status = append_subject(job, title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, title, ": emerging hot spots");
    if (status == GEO_OK)
        status = deliver_titles(job, &result->settings->figure, &result->load, &result->words);
    if (status != GEO_OK || !result->counts.is_cut || result->settings->figure.subtitle)
        return status;
    result->words.subtitle.length = 0;
    status = append_last_months(job, &result->counts, "", &result->words.subtitle);
    return status == GEO_OK ? end_text(job->context, &result->words.subtitle) : status;
}

/* All notes would fill the page: what was tested, and what the words mean in short. */
static geo_status write_method(cli_job *job, emerging_result *result)
{
    const emerging_settings *settings = result->settings;
    geo_bytes *text = &result->words.method;
    geo_status status = geo_bytes_print(job->context, text, "Getis-Ord Gi* of the monthly ");
    if (status == GEO_OK)
        status = append_values(job, result, text);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, ", ");
    if (status == GEO_OK)
        status = append_months_tested(job, &result->counts, text);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, ". Hot in at least ");
    if (status == GEO_OK)
        status = append_short_number(job->context, text, settings->lasting, 1);
    if (status == GEO_OK)
        status = geo_bytes_print(
            job->context, text,
            "%% of months: intensifying, persistent or diminishing by the trend of Gi* "
            "(Mann-Kendall); in the last months alone: new; in some: sporadic. ");
    if (status == GEO_OK)
        status = neighbours_append(job, &result->rule, result->unit_word, result->neighbours, text);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, ".");
    if (status == GEO_OK && job->settings->where)
        status = geo_bytes_print(job->context, text, " Only rows where %s.", job->settings->where);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, " Boundaries: %s.",
                                 base_name(result->load.areas[0]->path));
    return status == GEO_OK ? end_text(job->context, text) : status;
}

/* " The foremost: Hanley (persistent hot spot), ..." */
static geo_status append_foremost(cli_job *job, const emerging_result *result, geo_bytes *text)
{
    enum { NAMED = 3 };
    const geo_table *table = result->found->table;
    const geo_column *class = geo_table_find(table, "class");
    geo_status status = GEO_OK;
    size_t named = 0;
    for (size_t row = 0; row < table->row_count && named < NAMED && status == GEO_OK; row++) {
        if (geo_table_mark(class, row) != GEO_MARK_HIGHER)
            break;
        status =
            geo_bytes_print(job->context, text, "%s%s (%s)", named > 0 ? ", " : " The foremost: ",
                            area_name(result->units, (size_t)table->area[row]), class->text[row]);
        named++;
    }
    return status == GEO_OK && named > 0 ? geo_bytes_print(job->context, text, ".") : status;
}

static geo_status write_description(cli_job *job, emerging_result *result)
{
    geo_bytes *text = &result->words.description;
    const geo_table *table = result->found->table;
    geo_status status = geo_bytes_print(
        job->context, text, "Map of %s. %s%s%s. %s.", result->unit_word, result->words.title.data,
        result->words.subtitle.length > 0 ? ", " : "", result->words.subtitle.data, table->note[0]);
    if (status == GEO_OK)
        status = append_foremost(job, result, text);
    return status == GEO_OK ? end_text(job->context, text) : status;
}

geo_status emerging_describe(cli_job *job, emerging_result *result)
{
    geo_status status = describe_table(job, result);
    if (status == GEO_OK)
        status = write_title(job, result);
    if (status == GEO_OK)
        status = write_method(job, result);
    return status == GEO_OK ? write_description(job, result) : status;
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void json_classes(geo_json *json, const emerging_result *result)
{
    geo_json_object(json, "classes");
    for (int32_t class = 0; class < GEO_EMERGING_COUNT; class ++) {
        int64_t count = 0;
        for (size_t i = 0; i < result->found->count; i++)
            count += result->found->class_of[i] == class && emerging_is_shown(result, i);
        geo_json_integer(json, geo_emerging_name((geo_emerging_class) class), count);
    }
    geo_json_close(json);
}

static void json_months(geo_json *json, const emerging_counts *counts)
{
    char text[MONTH_TEXT_SIZE];
    geo_json_array(json, "months");
    for (size_t i = 0; i < counts->month_count; i++)
        geo_json_text(json, NULL, month_text(counts->month[i], text));
    geo_json_close(json);
}

void emerging_json(cli_job *job, geo_json *json, const void *value)
{
    const emerging_result *result = value;
    const emerging_settings *settings = result->settings;
    (void)job;
    geo_json_text(json, "values", result->is_rate ? "rate" : "count");
    geo_json_text(json, "denominator", result->is_rate ? result->load.denominator : NULL);
    json_months(json, &result->counts);
    geo_json_text(json, "correction", settings->correction == 0 ? "fdr" : "none");
    geo_json_integer(json, "level", settings->level == 0 ? 95 : settings->level == 1 ? 90 : 99);
    geo_json_real(json, "lasting_percent", settings->lasting);
    geo_json_integer(json, "recent_months", settings->recent);
    geo_json_integer(json, "neighbour_pairs", (int64_t)result->neighbours->pair_count);
    json_classes(json, result);
    geo_json_text(json, "alt_text", result->words.description.data);
}
