/* wardmap matrix: rates of areas by category, each beside those of a reference. */
#include "commands.h"
#include "deliver.h"
#include "matrix.h"
#include "outputs.h"
#include "table.h"

static const matrix_settings matrix_defaults = MATRIX_SETTINGS_INIT;

#define AT(member) offsetof(matrix_settings, member)

static const cli_option layout_table[] = {
    {"values", 0, OPTION_CHOICE, AT(values), "KIND", "rate|count|both",
     "what the cells hold: rates per 1,000 (the default), counts or both; bands are always of "
     "rates"},
    {"totals", 0, OPTION_CHOICE, AT(totals), "KIND", "none|sums|all",
     "rows at the foot: sums of the areas shown and of the reference, or all (the default): also "
     "the mean and the two bounds of the bands"},
    {"bands", 0, OPTION_FLAG, AT(bands), NULL, NULL,
     "a column with the band behind each category's values, for .csv and .gpkg"},
    {"long", 0, OPTION_FLAG, AT(is_long), NULL, NULL,
     "a row for each area and category: count, population, rate, 95% interval, band, rank, z"},
};
static const option_group layout_options = OPTION_GROUP("Table", layout_table);

typedef struct matrix_output {
    matrix_result result;
    geo_table *table;
} matrix_output;

static geo_status check(cli_job *job, const matrix_settings *settings)
{
    for (size_t i = 0; settings->is_long && i < settings->common.output.count; i++)
        if (output_is_layer(settings->common.output.item[i]))
            return job_fail(job, GEO_ERROR_USAGE,
                            "%s: a layer has one feature for each area, so --long has no place in "
                            "it; leave it out",
                            settings->common.output.item[i]);
    return GEO_OK;
}

static geo_matrix_layout layout_of(const matrix_settings *settings)
{
    geo_matrix_layout layout = GEO_MATRIX_LAYOUT_INIT;
    layout.values = (geo_matrix_values)settings->values;
    layout.totals = (geo_matrix_totals)settings->totals;
    layout.bands = settings->bands;
    layout.top = (size_t)settings->top;
    layout.round_to = settings->round_to;
    layout.decimals = matrix_decimals(settings);
    return layout;
}

static const char *what_of(const matrix_settings *settings)
{
    static const char *const what[][2] = {
        [GEO_MATRIX_RATES] = {"by area and category, rates per 1,000 residents",
                              "by area and category, rates per 1,000 residents a year"},
        [GEO_MATRIX_COUNTS] = {"by area and category, counts", "by area and category, counts"},
        [GEO_MATRIX_BOTH] = {"by area and category, counts and rates per 1,000 residents",
                             "by area and category, counts and rates per 1,000 residents a year"}};
    return what[settings->is_long ? (int)GEO_MATRIX_BOTH : settings->values][settings->per_year];
}

static geo_status make_table(cli_job *job, matrix_output *output)
{
    const matrix_settings *settings = output->result.settings;
    const geo_matrix_layout layout = layout_of(settings);
    geo_status status =
        settings->is_long
            ? geo_matrix_long_table(job->context, output->result.matrix, &layout, &output->table)
            : geo_matrix_table(job->context, output->result.matrix, &layout, &output->table);
    if (status == GEO_OK)
        status = matrix_set_title(job, &output->result, NULL, what_of(settings), output->table);
    return status == GEO_OK ? matrix_add_notes(job, &output->result, output->table) : status;
}

static void write_json(cli_job *job, geo_json *json, const void *result)
{
    (void)job;
    matrix_json(json, result);
}

/* That of the first category: its rate, where the table has it. */
static const char *shade_field(const matrix_settings *settings, const geo_table *table)
{
    size_t column = 0;
    while (table->column[column].type == GEO_TEXT)
        column++;
    return table->column[column + (settings->values == GEO_MATRIX_BOTH)].name;
}

static geo_status deliver_table(cli_job *job, const matrix_output *output)
{
    const matrix_settings *settings = output->result.settings;
    bool is_count = settings->values == GEO_MATRIX_COUNTS;
    const cli_delivery delivery = {.load = &output->result.load,
                                   .table = output->table,
                                   .shade_field = shade_field(settings, output->table),
                                   .shade_unit = is_count             ? "incidents"
                                                 : settings->per_year ? "incidents per 1,000 "
                                                                        "residents a year"
                                                                      : "incidents per 1,000 "
                                                                        "residents",
                                   .style = output->result.style,
                                   .result = &output->result,
                                   .json = write_json,
                                   .figure = &settings->figure,
                                   .draw = matrix_draw};
    return deliver(job, &delivery);
}

static geo_status matrix_worker(cli_job *job, matrix_output *output)
{
    geo_status status = check(job, output->result.settings);
    if (status == GEO_OK)
        status = matrix_check_figure(job, &output->result);
    if (status == GEO_OK)
        status = matrix_measure(job, &output->result);
    if (status == GEO_OK)
        status = make_table(job, output);
    if (status == GEO_OK)
        status = matrix_plan_figure(job, &output->result);
    if (status == GEO_OK)
        status = deliver_table(job, output);
    return status;
}

static geo_status run_matrix(cli_job *job, const void *settings)
{
    matrix_output output = {.result = {.settings = settings}};
    geo_status status = matrix_worker(job, &output);
    geo_table_free(output.table);
    matrix_clear(&output.result);
    return status;
}

static const char *const matrix_formats[] = {TABLE_FORMATS, "json", LAYER_FORMATS, "png",
                                             "svg",         "pdf",  NULL};

static const command_example matrix_examples[] = {
    {"The wards of one district beside all of the county, 2024, as a workbook and a picture",
     "wardmap matrix shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--per-year --show \"parent = 'Aldminster'\" -o aldminster.xlsx -o aldminster.svg"},
    {"Every rate with its interval, band and rank, a row for each ward and category",
     "wardmap matrix shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--per-year --long -o rates.csv"},
    {"The kinds of theft alone",
     "wardmap matrix shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--branch Theft --top 10"},
    {NULL, NULL},
};

const cli_command matrix_command = {
    .name = "matrix",
    .operands = "INCIDENTS... --areas FILE",
    .summary = "areas by category, with the rates that stand out",
    .description =
        "Counts the incidents in each area by category and divides by its residents: the table of "
        "wards and offences of a strategic assessment, highest total first. Each rate is banded "
        "beside the same category's rates in all areas of the file, or in those of --reference: "
        "'Above' is over their mean plus one standard deviation, 'Significantly above' plus two. "
        "That is a convention, not a test of significance. --show limits the areas shown, never "
        "the reference.\n\nA picture (-o with .png, .svg or .pdf) shows the table with its cells "
        "shaded by band; a .gpkg has the polygons with the table's columns and opens in QGIS "
        "shaded by the first category.",
    .groups = {&area_options, &population_options, &offence_options, &matrix_options,
               &layout_options, &figure_options, &filter_options, &output_options,
               &incident_options, &run_options, &limit_options, NULL},
    .formats = matrix_formats,
    .examples = matrix_examples,
    .may_print = true,
    .settings_size = sizeof(matrix_settings),
    .defaults = &matrix_defaults,
    .run = run_matrix,
};
