/* Rates of areas by category, measured against a reference. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/measure.h>
#include <geo/tables.h>

#include "core/context.h"
#include "core/memory.h"
#include "measure/matrix_hidden.h"

/* Doubles hold every whole number up to here. */
static const int64_t count_limit = INT64_C(1) << 53;

struct place {
    double rate;
    const char *code;
    size_t area;
};

struct matrix_work {
    const geo_matrix_options *options;
    bool *shown;         /* by area */
    struct place *place; /* [areas] scratch */
    double *rate;        /* [areas] scratch */
    geo_matrix *matrix;
};

int64_t geo_matrix_count(const geo_matrix *matrix, size_t area, size_t column)
{
    return matrix->counts
        .count[area * matrix->counts.categories->count + (size_t)matrix->category[column]];
}

geo_band geo_matrix_band(const geo_matrix *matrix, size_t area, size_t column)
{
    return geo_band_of(&matrix->reference[column],
                       matrix->rate[area * matrix->category_count + column]);
}

/* ---- what makes no sense -------------------------------------------------------------------- */

static const char *path_of(const geo_matrix *matrix)
{
    return matrix->counts.areas->path ? matrix->counts.areas->path : "areas";
}

static geo_status check_options(geo_context *context, const struct matrix_work *work)
{
    const geo_categories *tree = work->matrix->counts.categories;
    int32_t branch = work->options->branch;
    double years = work->matrix->counts.years;
    if (!(years > 0) || !isfinite(years))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the years that the counts cover must be a number above 0");
    if (tree->count == 0)
        return geo_fail(context, GEO_ERROR_USAGE, "there is no category to count by");
    if (branch != GEO_NO_CODE && (branch < 0 || (size_t)branch >= tree->count))
        return geo_fail(context, GEO_ERROR_USAGE, "there is no category %d", (int)branch);
    return GEO_OK;
}

static geo_status check_counts(geo_context *context, const geo_matrix *matrix)
{
    const geo_area_counts *counts = &matrix->counts;
    size_t nodes = counts->categories->count;
    for (size_t node = 0; node < nodes; node++)
        if (!counts->population[node])
            return geo_fail(context, GEO_ERROR_USAGE,
                            "%s: rates need a population: name the field that holds it, or a file "
                            "of populations by code",
                            path_of(matrix));
    for (size_t i = 0; i < counts->areas->count * nodes; i++)
        if (counts->count[i] < 0 || counts->count[i] > count_limit)
            return geo_fail(context, GEO_ERROR_DATA, "%s: area %s has a count out of range",
                            path_of(matrix), counts->areas->code[i / nodes]);
    return GEO_OK;
}

/* ---- areas ---------------------------------------------------------------------------------- */

static geo_status copy_condition(geo_context *context, const geo_filter *filter, char **out)
{
    return filter ? geo_copy_text(context, geo_filter_text(filter), out) : GEO_OK;
}

static geo_status choose_areas(geo_context *context, struct matrix_work *work)
{
    geo_matrix *matrix = work->matrix;
    const geo_areas *areas = matrix->counts.areas;
    geo_status status = geo_alloc_array(context, areas->count, sizeof *work->shown, &work->shown);
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas->count, sizeof *matrix->in_reference,
                                 &matrix->in_reference);
    if (status == GEO_OK)
        status = geo_show_areas(context, areas, work->options->show, work->shown);
    if (status == GEO_OK)
        status = geo_show_areas(context, areas, work->options->reference, matrix->in_reference);
    if (status == GEO_OK)
        status = copy_condition(context, work->options->show, &matrix->shown_where);
    if (status == GEO_OK)
        status = copy_condition(context, work->options->reference, &matrix->reference_where);
    for (size_t area = 0; status == GEO_OK && area < areas->count; area++) {
        matrix->shown_count += work->shown[area];
        matrix->reference_count += matrix->in_reference[area];
    }
    if (status == GEO_OK && matrix->reference_count == 0 && matrix->reference_where)
        return geo_fail(context, GEO_ERROR_USAGE, "%s: no area is in the reference: none has %s",
                        path_of(matrix), matrix->reference_where);
    return status;
}

/* ---- categories ----------------------------------------------------------------------------- */

static bool is_below(const geo_categories *tree, int32_t node, int32_t branch)
{
    while (node != GEO_NO_CODE && node != branch)
        node = tree->parent[node];
    return node == branch;
}

static bool is_wanted(const struct matrix_work *work, int32_t node)
{
    const geo_categories *tree = work->matrix->counts.categories;
    int32_t branch = work->options->branch;
    int32_t top = branch == GEO_NO_CODE ? 0 : tree->level[branch];
    if (branch != GEO_NO_CODE && !is_below(tree, node, branch))
        return false;
    return work->options->levels == 0 || (size_t)(tree->level[node] - top) < work->options->levels;
}

static bool has_incidents(const struct matrix_work *work, size_t node)
{
    const geo_matrix *matrix = work->matrix;
    size_t nodes = matrix->counts.categories->count;
    for (size_t area = 0; area < matrix->counts.areas->count; area++)
        if ((work->shown[area] || matrix->in_reference[area]) &&
            matrix->counts.count[area * nodes + node] > 0)
            return true;
    return false;
}

static geo_status choose_categories(geo_context *context, struct matrix_work *work)
{
    geo_matrix *matrix = work->matrix;
    size_t nodes = matrix->counts.categories->count;
    geo_status status =
        geo_alloc_array(context, nodes, sizeof *matrix->category, &matrix->category);
    if (status == GEO_OK)
        status = geo_alloc_array(context, nodes, sizeof *matrix->left_out, &matrix->left_out);
    for (size_t node = 0; status == GEO_OK && node < nodes; node++) {
        if (!is_wanted(work, (int32_t)node))
            continue;
        if (matrix->category_count == 0 || has_incidents(work, node))
            matrix->category[matrix->category_count++] = (int32_t)node;
        else
            matrix->left_out[matrix->left_out_count++] = (int32_t)node;
    }
    return status;
}

/* ---- rates ---------------------------------------------------------------------------------- */

static void find_rates(geo_matrix *matrix, size_t column)
{
    const geo_area_counts *counts = &matrix->counts;
    const double *population = counts->population[matrix->category[column]];
    for (size_t area = 0; area < counts->areas->count; area++)
        matrix->rate[area * matrix->category_count + column] =
            geo_rate_per_1000((double)geo_matrix_count(matrix, area, column), population[area]) /
            counts->years;
}

static geo_status find_reference(geo_context *context, struct matrix_work *work, size_t column)
{
    geo_matrix *matrix = work->matrix;
    size_t count = 0;
    for (size_t area = 0; area < matrix->counts.areas->count; area++)
        if (matrix->in_reference[area])
            work->rate[count++] = matrix->rate[area * matrix->category_count + column];
    geo_status status = geo_reference_make(context, work->rate, count, work->options->sd,
                                           &matrix->reference[column]);
    return status == GEO_OK
               ? status
               : geo_fail_in(context, status, "%s",
                             matrix->counts.categories->name[matrix->category[column]]);
}

/* Best rate first, equal rates by code, areas without rate last. */
static int compare_places(const void *left, const void *right)
{
    const struct place *one = left;
    const struct place *other = right;
    if (isnan(one->rate) != isnan(other->rate))
        return isnan(one->rate) ? 1 : -1;
    if (one->rate > other->rate || one->rate < other->rate)
        return one->rate > other->rate ? -1 : 1;
    return strcmp(one->code, other->code);
}

/* Those of which `which` is true, in order; how many they are. */
static size_t order_areas(struct matrix_work *work, const bool *which, size_t column)
{
    const geo_matrix *matrix = work->matrix;
    size_t count = 0;
    for (size_t area = 0; area < matrix->counts.areas->count; area++)
        if (which[area])
            work->place[count++] =
                (struct place){matrix->rate[area * matrix->category_count + column],
                               matrix->counts.areas->code[area], area};
    if (count > 1)
        qsort(work->place, count, sizeof *work->place, compare_places);
    return count;
}

static void rank_areas(struct matrix_work *work, size_t column)
{
    geo_matrix *matrix = work->matrix;
    size_t count = order_areas(work, matrix->in_reference, column);
    int64_t rank = 0;
    for (size_t area = 0; area < matrix->counts.areas->count; area++)
        matrix->rank[area * matrix->category_count + column] = GEO_NO_INTEGER;
    for (size_t i = 0; i < count && !isnan(work->place[i].rate); i++) {
        if (i == 0 || work->place[i].rate < work->place[i - 1].rate)
            rank = (int64_t)i + 1;
        matrix->rank[work->place[i].area * matrix->category_count + column] = rank;
        matrix->ranked[column]++;
    }
}

static geo_status order_shown(geo_context *context, struct matrix_work *work)
{
    geo_matrix *matrix = work->matrix;
    geo_status status =
        geo_alloc_array(context, matrix->shown_count, sizeof *matrix->shown, &matrix->shown);
    if (status != GEO_OK)
        return status;
    order_areas(work, work->shown, 0);
    for (size_t i = 0; i < matrix->shown_count; i++)
        matrix->shown[i] = work->place[i].area;
    return GEO_OK;
}

static geo_status allocate_cells(geo_context *context, struct matrix_work *work)
{
    geo_matrix *matrix = work->matrix;
    size_t areas = matrix->counts.areas->count;
    size_t columns = matrix->category_count;
    geo_status status =
        geo_alloc_array(context, columns, sizeof *matrix->reference, &matrix->reference);
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas * columns, sizeof *matrix->rate, &matrix->rate);
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas * columns, sizeof *matrix->rank, &matrix->rank);
    if (status == GEO_OK)
        status = geo_alloc_array(context, columns, sizeof *matrix->ranked, &matrix->ranked);
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas, sizeof *work->place, &work->place);
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas, sizeof *work->rate, &work->rate);
    return status;
}

static geo_status measure(geo_context *context, struct matrix_work *work)
{
    geo_status status = allocate_cells(context, work);
    for (size_t column = 0; status == GEO_OK && column < work->matrix->category_count; column++) {
        find_rates(work->matrix, column);
        geo_matrix_share_hidden(work->matrix, column);
        status = find_reference(context, work, column);
        geo_matrix_drop_hidden(work->matrix, column);
        if (status == GEO_OK)
            rank_areas(work, column);
    }
    return status == GEO_OK ? order_shown(context, work) : status;
}

/* Named for the first category; others may have denominators of their own. */
static void warn_of_missing(geo_context *context, const geo_matrix *matrix)
{
    enum { NAMED_MAX = 5 };
    const char *code[NAMED_MAX] = {NULL};
    const double *population = matrix->counts.population[matrix->category[0]];
    char list[512];
    size_t missing = 0;
    for (size_t area = 0; area < matrix->counts.areas->count; area++) {
        if (!matrix->in_reference[area] || population[area] > 0)
            continue;
        if (missing < NAMED_MAX)
            code[missing] = matrix->counts.areas->code[area];
        missing++;
    }
    if (missing == 0)
        return;
    geo_list_names(code, missing < NAMED_MAX ? missing : NAMED_MAX, list, sizeof list);
    geo_add_warning(context,
                    "%zu %s no population and so no rate, and %s left out of mean and SD: %s%s",
                    missing, missing == 1 ? "area has" : "areas have", missing == 1 ? "is" : "are",
                    list, missing > NAMED_MAX ? ", ..." : "");
}

/* ---- matrix --------------------------------------------------------------------------------- */

static geo_status make(geo_context *context, struct matrix_work *work)
{
    geo_status status = check_options(context, work);
    if (status == GEO_OK)
        status = check_counts(context, work->matrix);
    if (status == GEO_OK)
        status = choose_areas(context, work);
    if (status == GEO_OK)
        status = choose_categories(context, work);
    work->matrix->suppress_below = work->options->suppress_below;
    if (status == GEO_OK && work->options->suppress_below > 1)
        status = geo_matrix_hide(context, work->matrix, work->shown, work->options->suppress_below);
    if (status == GEO_OK)
        status = measure(context, work);
    if (status == GEO_OK)
        warn_of_missing(context, work->matrix);
    return status;
}

geo_status geo_matrix_make(geo_context *context, const geo_area_counts *counts,
                           const geo_matrix_options *options, geo_matrix **out)
{
    const geo_matrix_options unset = GEO_MATRIX_OPTIONS_INIT;
    struct matrix_work work = {.options = options ? options : &unset};
    geo_status status = geo_alloc_array(context, 1, sizeof *work.matrix, &work.matrix);
    if (status == GEO_OK) {
        work.matrix->counts = *counts;
        status = make(context, &work);
    }
    free(work.shown);
    free(work.place);
    free(work.rate);
    if (status == GEO_OK)
        *out = work.matrix;
    else
        geo_matrix_free(work.matrix);
    return status;
}

void geo_matrix_free(geo_matrix *matrix)
{
    if (!matrix)
        return;
    free(matrix->category);
    free(matrix->reference);
    free(matrix->rate);
    free(matrix->rank);
    free(matrix->in_reference);
    free(matrix->shown);
    free(matrix->ranked);
    free(matrix->hidden);
    free(matrix->hidden_totals);
    free(matrix->left_out);
    free(matrix->shown_where);
    free(matrix->reference_where);
    free(matrix);
}
