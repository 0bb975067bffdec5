/* Which offences the rows of comparators are about. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare_file.h"

/* How a row was understood. */
enum { BY_NAME = 1, BY_VALUE };

typedef struct matching {
    cli_job *job;
    const geo_area_counts *counts;
    const geo_categories *tree;
    cli_comparators *comparators;
    int32_t *node; /* [rows] GEO_NO_CODE: none */
    int *how;      /* [rows] */
    size_t *row;   /* [nodes] that is about it; SIZE_MAX: none */
} matching;

/* ---- by name -------------------------------------------------------------------------------- */

static bool is_below(const geo_categories *tree, int32_t node, int32_t above)
{
    while (node != GEO_NO_CODE && node != above)
        node = tree->parent[node];
    return node == above;
}

/* "Theft - Shoplifting", as published tables have it. */
static int32_t find_path(const geo_categories *tree, const char *text)
{
    static const char parting[] = " - ";
    const char *at = strstr(text, parting);
    if (!at)
        return GEO_NO_CODE;
    char *group = strndup(text, (size_t)(at - text));
    int32_t above = group ? geo_categories_named(tree, group) : GEO_NO_CODE;
    int32_t node = geo_categories_named(tree, at + strlen(parting));
    free(group);
    return above != GEO_NO_CODE && node != GEO_NO_CODE && is_below(tree, node, above) ? node
                                                                                      : GEO_NO_CODE;
}

static int32_t find_named(const geo_categories *tree, const char *text)
{
    int32_t node = geo_categories_named(tree, text);
    return node == GEO_NO_CODE ? find_path(tree, text) : node;
}

static geo_status match_names(matching *work)
{
    const text_list *offence = &work->comparators->offence;
    for (size_t row = 0; row < offence->count; row++) {
        int32_t node = find_named(work->tree, offence->item[row]);
        work->node[row] = node;
        if (node == GEO_NO_CODE)
            continue;
        if (work->row[node] != SIZE_MAX)
            return job_fail(work->job, GEO_ERROR_DATA,
                            "%s: '%s' and '%s' are the same offence; keep one of the rows",
                            work->comparators->path, offence->item[work->row[node]],
                            offence->item[row]);
        work->how[row] = BY_NAME;
        work->row[node] = row;
    }
    return GEO_OK;
}

/* ---- by value ------------------------------------------------------------------------------- */

/* A value that is one of several of an offence has the rate of a part alone. */
static void match_values(matching *work)
{
    const text_list *offence = &work->comparators->offence;
    const size_t several = SIZE_MAX - 1;
    if (work->tree->field_count != 1)
        return;
    for (size_t row = 0; row < offence->count; row++) {
        geo_text value = {offence->item[row], strlen(offence->item[row])};
        int32_t node = work->how[row] == 0 ? geo_categories_find(work->tree, &value) : GEO_NO_CODE;
        if (node == GEO_NO_CODE || (work->row[node] != SIZE_MAX && work->row[node] != several &&
                                    work->how[work->row[node]] == BY_NAME))
            continue;
        work->node[row] = node;
        work->how[row] = BY_VALUE;
        work->row[node] = work->row[node] == SIZE_MAX ? row : several;
    }
    for (size_t row = 0; row < offence->count; row++)
        if (work->how[row] == BY_VALUE && work->row[work->node[row]] == several) {
            work->node[row] = GEO_NO_CODE;
            work->how[row] = 0;
        }
}

/* ---- what is said --------------------------------------------------------------------------- */

/* "'a', 'b', 'c', ..." */
static geo_status append_quoted(cli_job *job, geo_bytes *list, size_t number, const char *name)
{
    enum { NAMED_MOST = 5 };
    if (number > NAMED_MOST)
        return GEO_OK;
    if (number == NAMED_MOST)
        return geo_bytes_print(job->context, list, ", ...");
    return geo_bytes_print(job->context, list, "%s'%s'", number > 0 ? ", " : "", name);
}

static geo_status warn_of_rows(matching *work)
{
    const text_list *offence = &work->comparators->offence;
    geo_bytes list = GEO_BYTES_INIT;
    size_t count = 0;
    geo_status status = GEO_OK;
    for (size_t row = 0; row < offence->count && status == GEO_OK; row++)
        if (work->node[row] == GEO_NO_CODE)
            status = append_quoted(work->job, &list, count++, offence->item[row]);
    if (status == GEO_OK)
        status = end_text(work->job->context, &list);
    if (status == GEO_OK && count > 0)
        job_warn(work->job,
                 "%s: %zu of %zu rows %s no offence that is counted here, and %s left out: %s",
                 work->comparators->path, count, offence->count, count == 1 ? "is" : "are",
                 count == 1 ? "is" : "are", list.data);
    geo_bytes_clear(&list);
    return status;
}

static bool has_incidents(const geo_area_counts *counts, size_t node)
{
    for (size_t area = 0; area < counts->areas->count; area++)
        if (counts->count[area * counts->categories->count + node] > 0)
            return true;
    return false;
}

static geo_status note_nodes(matching *work)
{
    geo_bytes list = GEO_BYTES_INIT;
    size_t count = 0, of = 0;
    geo_status status = GEO_OK;
    for (size_t node = 0; node < work->tree->count && status == GEO_OK; node++) {
        if (!has_incidents(work->counts, node))
            continue;
        of++;
        if (work->row[node] >= work->comparators->offence.count)
            status = append_quoted(work->job, &list, count++, work->tree->name[node]);
    }
    if (status == GEO_OK)
        status = end_text(work->job->context, &list);
    if (status == GEO_OK && count > 0)
        job_note(work->job, "%s has no row for %zu of %zu offences with incidents: %s",
                 work->comparators->path, count, of, list.data);
    geo_bytes_clear(&list);
    return status;
}

static void note_values(const matching *work)
{
    for (size_t row = 0; row < work->comparators->offence.count; row++)
        if (work->how[row] == BY_VALUE)
            job_note(work->job, "%s: '%s' is taken for '%s'", work->comparators->path,
                     work->comparators->offence.item[row], work->tree->name[work->node[row]]);
}

/* ---- rates ---------------------------------------------------------------------------------- */

static geo_status arrange(matching *work)
{
    cli_comparators *comparators = work->comparators;
    size_t columns = comparators->name.count;
    comparators->rate = calloc(columns + 1, sizeof *comparators->rate);
    comparators->comparator = calloc(columns + 1, sizeof *comparators->comparator);
    if (!comparators->rate || !comparators->comparator)
        return job_out_of_memory(work->job);
    for (size_t i = 0; i < columns; i++) {
        double *rate = calloc(work->tree->count + 1, sizeof *rate);
        if (!rate)
            return job_out_of_memory(work->job);
        for (size_t node = 0; node < work->tree->count; node++) {
            size_t row = work->row[node];
            rate[node] = row < comparators->offence.count ? comparators->read[row * columns + i]
                                                          : (double)NAN;
        }
        comparators->rate[i] = rate;
        comparators->comparator[i] = (geo_comparator){comparators->name.item[i], rate};
    }
    return GEO_OK;
}

static geo_status match(matching *work)
{
    geo_status status = match_names(work);
    if (status != GEO_OK)
        return status;
    match_values(work);
    note_values(work);
    status = note_nodes(work);
    if (status == GEO_OK)
        status = warn_of_rows(work);
    return status == GEO_OK ? arrange(work) : status;
}

geo_status comparators_match(cli_job *job, const geo_area_counts *counts,
                             cli_comparators *comparators)
{
    const geo_categories *tree = counts->categories;
    matching work = {.job = job, .counts = counts, .tree = tree, .comparators = comparators};
    work.node = calloc(comparators->offence.count + 1, sizeof *work.node);
    work.how = calloc(comparators->offence.count + 1, sizeof *work.how);
    work.row = calloc(tree->count + 1, sizeof *work.row);
    geo_status status = work.node && work.how && work.row ? GEO_OK : job_out_of_memory(job);
    for (size_t node = 0; node < tree->count && status == GEO_OK; node++)
        work.row[node] = SIZE_MAX;
    if (status == GEO_OK)
        status = match(&work);
    free(work.node);
    free(work.how);
    free(work.row);
    return status;
}
