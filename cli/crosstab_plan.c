/* What a crosstab is asked for, checked before a byte is read. */
#include <stdlib.h>

#include "crosstab.h"
#include "outputs.h"

geo_share_base crosstab_shares(const crosstab_settings *settings)
{
    static const geo_share_base of[] = {[CROSSTAB_CELLS_ALL] = GEO_SHARES_NONE,
                                        [CROSSTAB_CELLS_COUNT] = GEO_SHARES_NONE,
                                        [CROSSTAB_CELLS_RATE] = GEO_SHARES_NONE,
                                        [CROSSTAB_CELLS_ROW_SHARE] = GEO_SHARES_ROWS,
                                        [CROSSTAB_CELLS_COLUMN_SHARE] = GEO_SHARES_COLUMNS,
                                        [CROSSTAB_CELLS_SHARE] = GEO_SHARES_ALL};
    return settings->cells == CROSSTAB_CELLS_ALL ? (geo_share_base)settings->shares
                                                 : of[settings->cells];
}

/* ---- what goes down and across -------------------------------------------------------------- */

/* What is asked for by a name of its own, not as a field. */
typedef struct named_field {
    const char *word;
    const char *title;
    bool is_group; /* of deprivation */
    geo_deprivation_kind group;
    label_kind kind;
} named_field;

static const named_field named_fields[] = {
    {"decile", "deprivation decile", true, GEO_DEPRIVATION_DECILES, LABELS_OF_FIELD},
    {"quintile", "deprivation quintile", true, GEO_DEPRIVATION_QUINTILES, LABELS_OF_FIELD},
    {"top-20", "deprivation", true, GEO_DEPRIVATION_TOP_20, LABELS_OF_FIELD},
    {"category", "category", false, GEO_DEPRIVATION_DECILES, LABELS_OF_CATEGORY},
    {"month", "month", false, GEO_DEPRIVATION_DECILES, LABELS_OF_MONTH},
    {"weekday", "day of the week", false, GEO_DEPRIVATION_DECILES, LABELS_OF_WEEKDAY},
};

/* NULL: it is a field. */
static const named_field *find_named(const char *field)
{
    for (size_t i = 0; i < sizeof named_fields / sizeof *named_fields; i++)
        if (field && same_text(field, named_fields[i].word))
            return &named_fields[i];
    return NULL;
}

static bool is_group(const char *field)
{
    const named_field *named = find_named(field);
    return named && named->is_group;
}

static void name_labels(cli_labels *labels)
{
    const named_field *named = find_named(labels->field);
    if (!named)
        return;
    labels->kind = named->kind;
    labels->title = named->title;
}

/* The field's name says which groups; --groups may only say the same. */
static geo_status choose_groups(cli_job *job, const char *field, crosstab_settings *settings)
{
    const named_field *named = find_named(field);
    int asked = settings->common.deprivation_groups;
    if (!named || !named->is_group)
        return GEO_OK;
    if (asked != GEO_DEPRIVATION_DECILES && asked != (int)named->group)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--groups says otherwise than '%s'; leave out --groups, since the field's "
                        "name tells the groups",
                        field);
    settings->common.deprivation_groups = (int)named->group;
    return GEO_OK;
}

geo_status crosstab_name_fields(cli_job *job, crosstab_settings *settings, crosstab_result *result)
{
    cli_crossing *crossing = &result->crossing;
    crossing->rows =
        (cli_labels){.option = "rows", .field = settings->rows, .most = CROSSING_ROWS_MOST};
    crossing->columns = (cli_labels){
        .option = "columns", .field = settings->columns, .most = CROSSING_COLUMNS_MOST};
    result->rows_are_groups = is_group(settings->rows);
    result->has_groups = result->rows_are_groups || is_group(settings->columns);
    name_labels(&crossing->rows);
    name_labels(&crossing->columns);
    geo_status status = choose_groups(job, settings->rows, settings);
    return status == GEO_OK ? choose_groups(job, settings->columns, settings) : status;
}

static bool is_by_category(const crosstab_result *result)
{
    return result->crossing.rows.kind == LABELS_OF_CATEGORY ||
           result->crossing.columns.kind == LABELS_OF_CATEGORY;
}

/* ---- settings ------------------------------------------------------------------------------- */

static geo_status check_fields(cli_job *job, const crosstab_result *result)
{
    const crosstab_settings *settings = result->settings;
    if (!settings->rows || !settings->columns)
        return job_fail(job, GEO_ERROR_USAGE,
                        "name what goes down and what goes across with --rows FIELD and --columns "
                        "FIELD; 'wardmap profile' counts by one field alone");
    if (same_text(settings->rows, settings->columns))
        return job_fail(job, GEO_ERROR_USAGE, "--rows and --columns are the same field");
    if (is_group(settings->rows) && is_group(settings->columns))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--rows and --columns are both deprivation; name another field for one");
    if (!result->has_groups && settings->common.deprivation)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--deprivation is for --rows or --columns decile, quintile or top-20");
    if (settings->offences.categories && !is_by_category(result))
        return job_fail(job, GEO_ERROR_USAGE, "--categories is for --rows or --columns category");
    if (settings->common.areas.count == 0 && (settings->show || result->has_groups))
        return job_fail(job, GEO_ERROR_USAGE,
                        "%s is about areas, and there are none; name them with --areas FILE",
                        result->has_groups ? "deprivation" : "--show");
    return GEO_OK;
}

static geo_status check_rates(cli_job *job, const crosstab_settings *settings)
{
    const char *given = settings->population_table   ? "--population-table"
                        : settings->age_population   ? "--age-population"
                        : settings->whole_population ? "--whole-population"
                        : settings->per_year         ? "--per-year"
                                                     : NULL;
    int sources =
        !!settings->population_table + !!settings->age_population + settings->whole_population;
    if (given && !crosstab_wants_rates(settings))
        return job_fail(job, GEO_ERROR_USAGE,
                        "%s is for rates, and --cells shows none; leave out one of them", given);
    if (sources > 1)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--population-table, --age-population and --whole-population each tell who "
                        "rates are divided by; leave out all but one");
    return settings->age_population && settings->common.areas.count == 0
               ? job_fail(job, GEO_ERROR_USAGE,
                          "--age-population has people of areas, and there are none; name them "
                          "with --areas FILE")
               : GEO_OK;
}

static geo_status check_cells(cli_job *job, const crosstab_settings *settings)
{
    if (settings->shares != GEO_SHARES_NONE && settings->cells != CROSSTAB_CELLS_ALL)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--show-shares puts shares beside counts, and --cells has one number a "
                        "cell; leave out one of them");
    if (settings->suppress_below > 1 && settings->sort == CROSSTAB_BY_COUNT)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--sort count would tell by their place how large the counts are that "
                        "--suppress-below keeps back; leave out one of them");
    return GEO_OK;
}

static geo_status read_bands(cli_job *job, const char *option, const char *text, double **band,
                             cli_labels *labels)
{
    if (!text)
        return GEO_OK;
    if (find_named(labels->field))
        return job_fail(job, GEO_ERROR_USAGE, "--%s cuts numbers, and '%s' holds none", option,
                        labels->field);
    geo_status status = labels_bands(job, option, text, band, &labels->band_count);
    labels->band = *band;
    return status;
}

static geo_status check_settings(cli_job *job, crosstab_result *result)
{
    const crosstab_settings *settings = result->settings;
    cli_crossing *crossing = &result->crossing;
    geo_status status = check_fields(job, result);
    if (status == GEO_OK)
        status = check_rates(job, settings);
    if (status == GEO_OK)
        status = check_cells(job, settings);
    if (status == GEO_OK)
        status = read_bands(job, "bands", settings->bands, &result->band, &crossing->rows);
    if (status == GEO_OK)
        status = read_bands(job, "column-bands", settings->column_bands, &result->column_band,
                            &crossing->columns);
    return status == GEO_OK && settings->show
               ? geo_filter_parse(job->context, settings->show, &result->show)
               : status;
}

static geo_status check_files(cli_job *job, const crosstab_result *result)
{
    const crosstab_settings *settings = result->settings;
    const char *path =
        settings->population_table ? settings->population_table : settings->age_population;
    text_list read = {NULL, 0, 0};
    geo_status status = indices_check(job, &result->load);
    if (status != GEO_OK || !path)
        return status;
    status = text_list_add(&read, path)
                 ? outputs_check_further(job, &result->load.inputs, &read, NULL)
                 : job_out_of_memory(job);
    text_list_clear(&read);
    return status;
}

geo_status crosstab_plan(cli_job *job, crosstab_result *result)
{
    geo_status status = check_settings(job, result);
    if (status == GEO_OK)
        status = crosstab_check_figure(job, result);
    if (status == GEO_OK)
        status = load_plan(job, &result->load);
    if (status == GEO_OK)
        status = check_files(job, result);
    if (status == GEO_OK && is_by_category(result))
        status = offences_plan(job, &result->settings->offences, &result->load, &result->offences);
    return status;
}
