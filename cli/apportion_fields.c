/* The quantities that are shared out: fields of the areas, or of a table of theirs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "apportion.h"

/* ---- one field ------------------------------------------------------------------------------ */

static geo_status fail_field(cli_job *job, const geo_areas *areas, const char *name)
{
    geo_bytes names = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < areas->attributes->column_count && status == GEO_OK; i++)
        if (areas->attributes->column[i].type != GEO_TEXT)
            status = geo_bytes_print(job->context, &names, "%s%s", names.length > 0 ? ", " : "",
                                     areas->attributes->column[i].name);
    if (status == GEO_OK)
        status = end_text(job->context, &names);
    if (status == GEO_OK && name)
        status = job_fail(job, GEO_ERROR_USAGE,
                          "%s: there is no field '%s'; its fields with numbers: %s", areas->path,
                          name, names.length > 0 ? names.data : "none");
    else if (status == GEO_OK)
        status = job_fail(job, GEO_ERROR_USAGE,
                          "%s: which field is to be shared out? Name it with --value, or a table "
                          "with --values FILE; its fields with numbers: %s",
                          areas->path, names.length > 0 ? names.data : "none");
    geo_bytes_clear(&names);
    return status;
}

/* Thousands may be separated, as in the tables of statistical offices. */
static bool parse_number(const char *text, double *number)
{
    char plain[64];
    size_t length = 0;
    for (size_t i = 0; text[i] != '\0' && length < sizeof plain; i++)
        if (text[i] != ',')
            plain[length++] = text[i];
    return length < sizeof plain && geo_number_parse((geo_text){plain, length}, number) &&
           isfinite(*number);
}

static geo_status read_texts(cli_job *job, const geo_areas *areas, const geo_column *column,
                             double *value)
{
    for (size_t i = 0; i < areas->count; i++) {
        const char *text = column->text[i];
        value[i] = NAN;
        if (text && text[0] != '\0' && !parse_number(text, &value[i]))
            return job_fail(job, GEO_ERROR_DATA,
                            "field '%s' of area %s is '%s', which is no number; only numbers can "
                            "be shared out",
                            column->name, areas->code[i], text);
    }
    return GEO_OK;
}

static void read_numbers(const geo_areas *areas, const geo_column *column, double *value)
{
    for (size_t i = 0; i < areas->count; i++) {
        if (column->type == GEO_REAL)
            value[i] = column->real[i];
        else
            value[i] =
                column->integer[i] == GEO_NO_INTEGER ? (double)NAN : (double)column->integer[i];
    }
}

geo_status apportion_field(cli_job *job, const geo_areas *areas, const char *name, double **out)
{
    const geo_column *column = geo_table_find(areas->attributes, name);
    if (!column)
        return fail_field(job, areas, name);
    double *value = malloc((areas->count + 1) * sizeof *value);
    if (!value)
        return job_out_of_memory(job);
    geo_status status = GEO_OK;
    if (column->type == GEO_TEXT)
        status = read_texts(job, areas, column, value);
    else
        read_numbers(areas, column, value);
    if (status == GEO_OK)
        *out = value;
    else
        free(value);
    return status;
}

/* ---- which ---------------------------------------------------------------------------------- */

/* Before anything long is done. */
static geo_status check_quantity(cli_job *job, const char *name)
{
    const char *word = NULL;
    if (!geo_is_no_quantity(name, &word))
        return GEO_OK;
    return job_fail(job, GEO_ERROR_USAGE,
                    "field '%s' seems to hold no quantity ('%s'): rates, ranks, scores and deciles "
                    "cannot be shared out or added up. Share out the counts that it was made of, "
                    "and divide afterwards; --decile-shares tells how many people live in areas of "
                    "each decile",
                    name, word);
}

/* *name is borrowed from the areas, and what it names is a field of theirs afterwards. */
static geo_status join_field(cli_job *job, const apportion_settings *settings, geo_areas *areas,
                             const char *field, const char **name)
{
    const geo_input input = {settings->values, {NULL, 0}};
    geo_attribute_options options = GEO_ATTRIBUTE_OPTIONS_INIT;
    options.layer = settings->values_layer;
    options.encoding = settings->common.encoding;
    options.code = settings->values_code;
    options.field = field;
    options.limits = limits_of(&settings->common);
    options.what = "values";
    options.field_option = "--value";
    options.code_option = "--values-code";
    geo_status status = geo_areas_join_attribute(job->context, areas, &input, &options);
    if (status == GEO_OK)
        *name = areas->attributes->column[areas->attributes->column_count - 1].name;
    return status;
}

static geo_status add_quantity(cli_job *job, apportion_result *result, const char *name)
{
    geo_quantity *quantity = &result->quantity[result->quantity_count];
    double *value = NULL;
    geo_status status = check_quantity(job, name);
    if (status == GEO_OK)
        status = apportion_field(job, result->load.areas[0], name, &value);
    if (status != GEO_OK)
        return status;
    *quantity = (geo_quantity){name, value};
    result->quantity_count++;
    return GEO_OK;
}

static geo_status add_field(cli_job *job, apportion_result *result, const char *field)
{
    geo_areas *areas = result->load.areas[0];
    const char *name = field;
    geo_status status = field ? check_quantity(job, field) : GEO_OK;
    if (status == GEO_OK && result->settings->values)
        status = join_field(job, result->settings, areas, field, &name);
    return status == GEO_OK ? add_quantity(job, result, name) : status;
}

/* Without --value: the population, or the only field of the table. */
static geo_status add_default(cli_job *job, apportion_result *result)
{
    const geo_areas *areas = result->load.areas[0];
    if (result->settings->values)
        return add_field(job, result, NULL);
    if (!areas->population)
        return fail_field(job, areas, NULL);
    double *value = malloc((areas->count + 1) * sizeof *value);
    if (!value)
        return job_out_of_memory(job);
    memcpy(value, areas->population, areas->count * sizeof *value);
    result->quantity[result->quantity_count++] = (geo_quantity){areas->population_field, value};
    return GEO_OK;
}

geo_status apportion_find_fields(cli_job *job, apportion_result *result)
{
    const text_list *fields = &result->settings->value;
    geo_status status = GEO_OK;
    result->quantity = calloc(fields->count + 1, sizeof *result->quantity);
    if (!result->quantity)
        return job_out_of_memory(job);
    for (size_t i = 0; i < fields->count && status == GEO_OK; i++)
        status = add_field(job, result, fields->item[i]);
    return status == GEO_OK && fields->count == 0 ? add_default(job, result) : status;
}
