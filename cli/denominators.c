#include "denominators.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "deliver.h"
#include "denominator_name.h"
#include "text.h"

void denominators_clear(cli_denominators *denominators)
{
    for (size_t i = 0; i < denominators->own_count; i++)
        free(denominators->own[i]);
    free(denominators->own);
    free((void *)denominators->of);
    free((void *)denominators->name);
    text_list_clear_owned(&denominators->own_name);
    *denominators = (cli_denominators){.node_count = 0};
}

/* ---- residents ------------------------------------------------------------------------------ */

geo_status denominators_check(cli_job *job, const cli_load *load)
{
    const geo_areas *areas = load->areas[0];
    geo_bytes names = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (areas->population)
        return GEO_OK;
    for (size_t i = 0; i < areas->attributes->column_count && status == GEO_OK; i++)
        status = geo_bytes_print(job->context, &names, "%s%s", i == 0 ? "" : ", ",
                                 areas->attributes->column[i].name);
    if (status == GEO_OK)
        status = end_text(job->context, &names);
    if (status == GEO_OK)
        status = job_fail(job, GEO_ERROR_USAGE,
                          "%s: rates need a population, and no field is known to hold it; name one "
                          "with --population-field, or a table with --population FILE; its fields: "
                          "%s",
                          areas->path, names.data);
    geo_bytes_clear(&names);
    return status;
}

/* ---- one of them ---------------------------------------------------------------------------- */

/* "households"; "of 'All ages'" where that seems to be residents too, but others than those of all
 * other kinds. */
static geo_status name_own(cli_job *job, const char *field, geo_bytes *out)
{
    char *name = NULL;
    geo_status status = denominator_name(job, field, &name);
    if (status == GEO_OK && denominator_is_residents(name))
        status = geo_bytes_print(job->context, out, "of '%s'", field);
    else if (status == GEO_OK)
        status = geo_bytes_print(job->context, out, "%s", name);
    free(name);
    return status == GEO_OK ? end_text(job->context, out) : status;
}

static geo_status keep(cli_job *job, cli_denominators *all, double *value, const char *field)
{
    geo_bytes name = GEO_BYTES_INIT;
    double **own = realloc(all->own, (all->own_count + 1) * sizeof *own);
    geo_status status = own ? name_own(job, field, &name) : job_out_of_memory(job);
    if (own)
        all->own = own;
    if (status == GEO_OK && !text_list_add_copy(&all->own_name, name.data))
        status = job_out_of_memory(job);
    geo_bytes_clear(&name);
    if (status != GEO_OK) {
        free(value);
        return status;
    }
    all->own[all->own_count++] = value;
    return GEO_OK;
}

static geo_status copy_column(cli_job *job, const geo_areas *areas, const geo_column *column,
                              cli_denominators *all)
{
    double *value = calloc(areas->count + 1, sizeof *value);
    if (!value)
        return job_out_of_memory(job);
    for (size_t area = 0; area < areas->count; area++) {
        bool is_missing = column->type == GEO_INTEGER && column->integer[area] == GEO_NO_INTEGER;
        value[area] = is_missing                    ? (double)NAN
                      : column->type == GEO_INTEGER ? (double)column->integer[area]
                                                    : column->real[area];
    }
    return keep(job, all, value, column->name);
}

/* The areas are the same but for their population, which comes from the file. */
static geo_status read_file(cli_job *job, const geo_areas *areas, const char *path,
                            const char *field, cli_denominators *all)
{
    geo_areas copy = *areas;
    geo_input input = {path, {NULL, 0}};
    geo_population_options options = {.encoding = job->settings->encoding,
                                      .roles.population = field,
                                      .limits = limits_of(job->settings)};
    copy.population = NULL;
    copy.population_field = NULL;
    geo_status status = geo_areas_join_population(job->context, &copy, &input, &options);
    if (status == GEO_OK)
        status = keep(job, all, copy.population, field ? field : copy.population_field);
    free(copy.population_field);
    return status;
}

/* `what` is a field of the areas, else FILE or FILE,FIELD. */
static geo_status find_one(cli_job *job, const geo_areas *areas, const char *what,
                           cli_denominators *all)
{
    const geo_column *column = geo_table_find(areas->attributes, what);
    const char *comma = strrchr(what, ',');
    if (column && column->type == GEO_TEXT)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--denominator: field '%s' of %s holds text, not numbers", column->name,
                        areas->path);
    if (column)
        return copy_column(job, areas, column, all);
    if (!comma)
        return read_file(job, areas, what, NULL, all);
    char *path = strndup(what, (size_t)(comma - what));
    if (!path)
        return job_out_of_memory(job);
    geo_status status = read_file(job, areas, path, comma + 1, all);
    free(path);
    return status;
}

/* ---- by kind -------------------------------------------------------------------------------- */

static geo_status set_one(cli_job *job, const geo_areas *areas, const geo_categories *tree,
                          const char *text, cli_denominators *all)
{
    const char *sign = strchr(text, '=');
    if (!sign || sign == text || sign[1] == '\0')
        return job_fail(job, GEO_ERROR_USAGE,
                        "--denominator %s: give CATEGORY=FIELD or CATEGORY=FILE,FIELD", text);
    char *name = strndup(text, (size_t)(sign - text));
    if (!name)
        return job_out_of_memory(job);
    int32_t node;
    geo_status status = offences_named(job, tree, "--denominator", name, &node);
    if (status == GEO_OK)
        status = find_one(job, areas, sign + 1, all);
    free(name);
    if (status == GEO_OK) {
        all->of[node] = all->own[all->own_count - 1];
        all->name[node] = all->own_name.item[all->own_count - 1];
    }
    return status;
}

/* Parents stand before their children. */
static void inherit(const cli_load *load, const geo_categories *tree, cli_denominators *all)
{
    const geo_areas *areas = load->areas[0];
    for (size_t node = 0; node < tree->count; node++) {
        int32_t parent = tree->parent[node];
        if (all->of[node])
            continue;
        all->of[node] = parent == GEO_NO_CODE ? areas->population : all->of[parent];
        all->name[node] = parent == GEO_NO_CODE ? all->root_name : all->name[parent];
    }
}

geo_status denominators_find(cli_job *job, const cli_load *load, const geo_categories *tree,
                             const text_list *wanted, cli_denominators *out)
{
    const geo_areas *areas = load->areas[0];
    cli_denominators all = {.node_count = tree->count, .root_name = load->denominator};
    all.of = calloc(tree->count + 1, sizeof *all.of);
    all.name = calloc(tree->count + 1, sizeof *all.name);
    geo_status status = all.of && all.name ? GEO_OK : job_out_of_memory(job);
    for (size_t i = 0; i < wanted->count && status == GEO_OK; i++)
        status = set_one(job, areas, tree, wanted->item[i], &all);
    if (status == GEO_OK) {
        inherit(load, tree, &all);
        *out = all;
        return GEO_OK;
    }
    denominators_clear(&all);
    return status;
}

/* ---- what is said of them ------------------------------------------------------------------- */

static bool is_own(const geo_categories *tree, const cli_denominators *all, size_t node)
{
    int32_t parent = tree->parent[node];
    return all->name[node] != (parent == GEO_NO_CODE ? all->root_name : all->name[parent]);
}

geo_status denominators_note(cli_job *job, const geo_categories *tree,
                             const cli_denominators *denominators, geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status =
        geo_bytes_print(job->context, &note, "Rates are per 1,000 %s", denominators->root_name);
    for (size_t node = 0; node < tree->count && status == GEO_OK; node++)
        if (is_own(tree, denominators, node))
            status = geo_bytes_print(job->context, &note, "; those of %s per 1,000 %s",
                                     tree->name[node], denominators->name[node]);
    if (status == GEO_OK && denominator_is_residents(denominators->root_name))
        status = geo_bytes_print(job->context, &note, ". %s", denominator_caveat);
    return deliver_end_note(job, table, &note, status);
}
