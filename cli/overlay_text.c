/* Titles and notes of an overlay, and the words on its map. */
#include <math.h>
#include <string.h>

#include "deliver.h"
#include "overlay.h"

static const char *subject_of_kind(const overlay_result *result)
{
    if (result->settings->kind == GEO_OVERLAY_BIVARIATE)
        return "rate and deprivation";
    if (result->settings->kind == GEO_OVERLAY_BOTH)
        return "high rates in deprived areas";
    return result->settings->heat    ? "density over deprivation"
           : result->hotspots.pieces ? "hotspots over deprivation"
                                     : "deprivation";
}

/* ---- sums over the areas shown -------------------------------------------------------------- */

typedef struct overlay_sums {
    size_t areas;
    int64_t incidents;
    double residents; /* whole numbers; of areas whose population is known */
    double deprived_residents;
} overlay_sums;

static overlay_sums sums_of(const overlay_result *result)
{
    const geo_areas *areas = result->load.areas[0];
    overlay_sums sums = {0, 0, 0, 0};
    for (size_t i = 0; i < areas->count; i++) {
        if (!overlay_is_shown(result, i))
            continue;
        sums.areas++;
        sums.incidents += result->tally->total[i];
        if (!areas->population || !(areas->population[i] > 0))
            continue;
        sums.residents += areas->population[i];
        sums.deprived_residents += overlay_is_deprived(result, i) ? areas->population[i] : 0;
    }
    return sums;
}

/* ---- the sentence --------------------------------------------------------------------------- */

static geo_status append_percent(cli_job *job, double part, double whole, const char *of,
                                 geo_bytes *text)
{
    geo_status status =
        geo_bytes_append_number(job->context, text, whole > 0 ? 100 * part / whole : 0, 0);
    return status == GEO_OK ? geo_bytes_print(job->context, text, "%% %s", of) : status;
}

/* "62% of the ground of hotspots and 58% of the 1,234 incidents in them are in the most deprived
 * 20% of areas, where 40% of residents live" */
static geo_status write_sentence(cli_job *job, overlay_result *result)
{
    char count[COUNT_TEXT_SIZE];
    const overlay_hotspots *hotspots = &result->hotspots;
    const overlay_sums sums = sums_of(result);
    geo_bytes *text = &result->sentence;
    geo_status status = append_percent(job, hotspots->deprived_km2, hotspots->ground_km2,
                                       "of the ground of hotspots and ", text);
    if (status == GEO_OK)
        status = append_percent(job, (double)hotspots->deprived_incidents,
                                (double)hotspots->incidents, "of the ", text);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text,
                                 "%s incidents in them are in the most deprived 20%% of areas",
                                 count_text(hotspots->incidents, count));
    if (status == GEO_OK && sums.residents > 0) {
        status = geo_bytes_print(job->context, text, ", where ");
        if (status == GEO_OK)
            status = append_percent(job, sums.deprived_residents, sums.residents, "of ", text);
        if (status == GEO_OK)
            status = geo_bytes_print(job->context, text, "%s live", result->load.denominator);
    }
    return status == GEO_OK ? end_text(job->context, text) : status;
}

/* ---- tables --------------------------------------------------------------------------------- */

/* "Anti-social behaviour: rate and deprivation, October 2018 to February 2019" */
static geo_status set_title(cli_job *job, const overlay_result *result, const char *what,
                            geo_table *table)
{
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = append_subject(job, &title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &title, ": %s", what);
    if (status == GEO_OK)
        status = append_title_period(job, &result->load, &title);
    return deliver_end_title(job, table, &title, status);
}

static geo_status append_kernel(cli_job *job, const overlay_result *result, geo_bytes *text)
{
    return surface_append_method(job, &result->settings->surface, &result->hotspots.options, text);
}

static geo_status note_contours(cli_job *job, const overlay_result *result, geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status =
        geo_bytes_print(job->context, &note,
                        result->hotspots.levels.count > 1 ? "Contours at " : "Hotspots: at least ");
    if (status == GEO_OK)
        status = levels_append(job, &result->hotspots.levels, overlay_density_unit(result), &note);
    if (status == GEO_OK)
        return deliver_end_note(job, table, &note, GEO_OK);
    geo_bytes_clear(&note);
    return status;
}

static geo_status note_kernel(cli_job *job, const overlay_result *result, geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = append_kernel(job, result, &note);
    if (status == GEO_OK)
        return deliver_end_note(job, table, &note, GEO_OK);
    geo_bytes_clear(&note);
    return status;
}

static geo_status describe_hotspots(cli_job *job, overlay_result *result)
{
    geo_table *table = result->hotspots.table;
    if (!table)
        return GEO_OK;
    geo_status status = set_title(job, result, "hotspots", table);
    if (status == GEO_OK)
        status = set_title(job, result, "hotspots", result->hotspots.layer);
    if (status == GEO_OK && table->row_count > 0)
        status = write_sentence(job, result);
    if (status == GEO_OK && table->row_count > 0)
        status = geo_table_add_note(job->context, table, result->sentence.data);
    if (status == GEO_OK && table->row_count > 0)
        status = geo_table_add_note(job->context, table,
                                    "Deprived: within the most deprived 20% of areas");
    if (status == GEO_OK)
        status = note_contours(job, result, table);
    if (status == GEO_OK)
        status = note_contours(job, result, result->hotspots.layer);
    return status == GEO_OK ? note_kernel(job, result, table) : status;
}

static geo_status describe_tables(cli_job *job, overlay_result *result)
{
    geo_table *areas = result->overlay->areas;
    geo_status status = set_title(job, result, subject_of_kind(result), areas);
    if (status == GEO_OK)
        status = indices_note(job, &result->indices, areas);
    if (status == GEO_OK)
        status = deliver_note_filters(job, result->map.show, areas);
    if (status == GEO_OK)
        status = set_title(job, result,
                           result->settings->kind == GEO_OVERLAY_GROUPS ? "groups of deprivation"
                                                                        : "classes of the map",
                           result->overlay->classes);
    return status == GEO_OK ? describe_hotspots(job, result) : status;
}

/* ---- the map -------------------------------------------------------------------------------- */

static geo_status write_title(cli_job *job, overlay_result *result)
{
    const char *given = result->settings->figure.title;
    geo_bytes *title = &result->words.title;
    geo_status status =
        given ? geo_bytes_print(job->context, title, "%s", given) : append_subject(job, title);
    if (status == GEO_OK && !given)
        status = geo_bytes_print(job->context, title, ": %s", subject_of_kind(result));
    return status == GEO_OK ? end_text(job->context, title) : status;
}

static geo_status write_period(cli_job *job, overlay_result *result)
{
    const char *given = result->settings->figure.subtitle;
    geo_status status = append_period(job->context, &result->words.period, result->load.frame,
                                      load_period(&result->load));
    if (status == GEO_OK)
        status = end_text(job->context, &result->words.period);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &result->words.subtitle, "%s",
                                 given ? given : result->words.period.data);
    return status == GEO_OK ? end_text(job->context, &result->words.subtitle) : status;
}

static geo_status append_sentence(cli_job *job, const char *sentence, geo_bytes *text)
{
    return geo_bytes_print(job->context, text, "%s%s.", text->length > 0 ? " " : "", sentence);
}

/* The notes of the table of areas, but for thirds: the legend says where they begin. */
static geo_status append_notes(cli_job *job, const overlay_result *result, geo_bytes *text)
{
    enum { NOTES_ON_THIRDS = 2 };
    const geo_table *table = result->overlay->areas;
    size_t first = result->settings->kind == GEO_OVERLAY_BIVARIATE ? NOTES_ON_THIRDS : 0;
    geo_status status = GEO_OK;
    if (result->sentence.length > 0)
        status = append_sentence(job, result->sentence.data, text);
    for (size_t i = first; i < table->note_count && status == GEO_OK; i++)
        status = append_sentence(job, table->note[i], text);
    return status;
}

static geo_status append_surface(cli_job *job, const overlay_result *result, geo_bytes *text)
{
    if (!result->hotspots.surface)
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, text, "%s", text->length > 0 ? " " : "");
    if (status == GEO_OK)
        status = append_kernel(job, result, text);
    if (status == GEO_OK && result->hotspots.pieces) {
        status = geo_bytes_print(job->context, text, "; contours at ");
        if (status == GEO_OK)
            status =
                levels_append(job, &result->hotspots.levels, overlay_density_unit(result), text);
    }
    return status == GEO_OK ? geo_bytes_print(job->context, text, ".") : status;
}

static geo_status append_sources(cli_job *job, const overlay_result *result, geo_bytes *text)
{
    const geo_areas *areas = result->load.areas[0];
    const cli_inputs *inputs = &result->load.inputs;
    geo_status status =
        geo_bytes_print(job->context, text, " Boundaries: %s", base_name(areas->path));
    if (status == GEO_OK && areas->layer && areas->layer[0])
        status = geo_bytes_print(job->context, text, " (%s)", areas->layer);
    if (status != GEO_OK)
        return status;
    if (inputs->path.count == 1)
        return geo_bytes_print(job->context, text, ". Incidents: %s.",
                               base_name(inputs->input[0].path));
    return geo_bytes_print(job->context, text, ". Incidents: %zu files.", inputs->path.count);
}

static geo_status write_method(cli_job *job, overlay_result *result)
{
    char count[COUNT_TEXT_SIZE];
    geo_bytes *text = &result->words.method;
    const overlay_sums sums = sums_of(result);
    geo_status status = geo_bytes_print(
        job->context, text, "%s incident%s within the areas%s.", count_text(sums.incidents, count),
        sums.incidents == 1 ? "" : "s", result->map.is_studied ? " shown" : "");
    if (status == GEO_OK)
        status = append_notes(job, result, text);
    if (status == GEO_OK)
        status = append_surface(job, result, text);
    if (status == GEO_OK)
        status = append_sources(job, result, text);
    return status == GEO_OK ? end_text(job->context, text) : status;
}

/* ---- for those who can't see the map -------------------------------------------------------- */

/* "Areas in each class: Both: 12; Neither: 40." of the classes that have any. */
static geo_status append_classes(cli_job *job, const overlay_result *result, geo_bytes *text)
{
    const geo_table *classes = result->overlay->classes;
    const geo_column *words = geo_table_find(classes, "class");
    const geo_column *areas = geo_table_find(classes, "areas");
    const char *first = result->settings->kind == GEO_OVERLAY_GROUPS
                            ? " Areas in each group of deprivation: "
                            : " Areas in each class: ";
    geo_status status = GEO_OK;
    bool is_first = true;
    for (size_t row = 0; row < classes->row_count && status == GEO_OK; row++) {
        if (areas->integer[row] == 0 || (classes->is_total && classes->is_total[row]))
            continue;
        status = geo_bytes_print(job->context, text, "%s%s: %lld", is_first ? first : "; ",
                                 words->text[row], (long long)areas->integer[row]);
        is_first = false;
    }
    return status == GEO_OK ? geo_bytes_print(job->context, text, ".") : status;
}

/* "Both, the highest rates first: Stoke-on-Trent 015D in Etruria and Hanley (519.7), ..." */
static geo_status append_foremost(cli_job *job, const overlay_result *result, geo_bytes *text)
{
    enum { NAMED = 3 };
    const geo_overlay *overlay = result->overlay;
    const int32_t foremost = (int32_t)overlay->class_count - 1;
    const geo_table *areas = overlay->areas;
    const geo_column *rate = geo_table_find(areas, "rate_per_1000");
    geo_status status = GEO_OK;
    for (size_t row = 0; row < areas->row_count && row < NAMED && status == GEO_OK; row++) {
        size_t area = (size_t)areas->area[row];
        const char *ward = result->ward_of ? result->ward_of[area] : NULL;
        if (overlay->class_of[area] != foremost)
            break;
        if (row == 0)
            status =
                geo_bytes_print(job->context, text,
                                " %s, the highest rates first: ", overlay->class_text[foremost]);
        if (status == GEO_OK)
            status = geo_bytes_print(job->context, text, "%s%s%s%s (", row > 0 ? ", " : "",
                                     area_name(result->load.areas[0], area), ward ? " in " : "",
                                     ward ? ward : "");
        if (status == GEO_OK)
            status = geo_bytes_append_number(job->context, text, rate->real[row],
                                             overlay_decimals(result));
        if (status == GEO_OK)
            status = geo_bytes_append(job->context, text, ")", 1);
    }
    if (status == GEO_OK && areas->row_count > 0 && overlay->class_of[areas->area[0]] == foremost)
        status = geo_bytes_append(job->context, text, ".", 1);
    return status;
}

static geo_status append_hotspots(cli_job *job, const overlay_result *result, geo_bytes *text)
{
    enum { NAMED = 3 };
    const geo_table *table = result->hotspots.table;
    const geo_column *place = table ? geo_table_find(table, "place") : NULL;
    if (!table || table->row_count == 0)
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, text, " %zu hotspot%s, the densest in",
                                        table->row_count, table->row_count == 1 ? "" : "s");
    const char *named[NAMED];
    size_t count = 0;
    for (size_t row = 0; row < table->row_count && count < NAMED; row++) {
        bool is_new = place->text[row] != NULL;
        for (size_t i = 0; i < count && is_new; i++)
            is_new = strcmp(named[i], place->text[row]) != 0;
        if (is_new)
            named[count++] = place->text[row];
    }
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, " ");
    if (status == GEO_OK)
        status = append_list(job->context, text, named, count);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, ". %s.", result->sentence.data);
    return status;
}

static geo_status write_description(cli_job *job, overlay_result *result)
{
    char count[COUNT_TEXT_SIZE];
    geo_bytes *text = &result->words.description;
    const overlay_sums sums = sums_of(result);
    geo_status status = geo_bytes_print(
        job->context, text, "Map of %zu areas. %s%s%s: %s incidents, %s.", sums.areas,
        result->words.title.data, result->words.period.length > 0 ? ", " : "",
        result->words.period.data, count_text(sums.incidents, count), result->indices.name);
    if (status == GEO_OK)
        status = append_classes(job, result, text);
    if (status == GEO_OK && result->settings->kind != GEO_OVERLAY_GROUPS)
        status = append_foremost(job, result, text);
    if (status == GEO_OK)
        status = append_hotspots(job, result, text);
    return status == GEO_OK ? end_text(job->context, text) : status;
}

geo_status overlay_describe(cli_job *job, overlay_result *result)
{
    geo_status status = describe_tables(job, result);
    if (status == GEO_OK)
        status = write_title(job, result);
    if (status == GEO_OK)
        status = write_period(job, result);
    if (status == GEO_OK)
        status = write_method(job, result);
    return status == GEO_OK ? write_description(job, result) : status;
}
