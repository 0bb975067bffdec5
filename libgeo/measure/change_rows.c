#include "measure/change_rows.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"

/* Beyond it the test of two counts is not exact. */
static const int64_t count_limit = 1000000000;

void geo_change_rows_clear(geo_change_rows_work *work)
{
    free(work->is_shown);
    free(work->area);
    free(work->node);
    free(work->cell);
    free(work->p);
    free(work->adjusted);
}

static size_t areas_of(const geo_change_rows_work *work)
{
    return work->before->areas ? work->before->areas->count : 1;
}

static int64_t count_at(const geo_area_counts *counts, size_t area, int32_t node)
{
    return counts->count[area * counts->categories->count + (size_t)node];
}

/* ---- which ---------------------------------------------------------------------------------- */

static geo_status choose_areas(geo_context *context, geo_change_rows_work *work)
{
    const geo_areas *areas = work->before->areas;
    size_t count = areas_of(work);
    geo_status status = geo_alloc_array(context, count, sizeof *work->is_shown, &work->is_shown);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *work->area, &work->area);
    if (status == GEO_OK && areas)
        status = geo_show_areas(context, areas, work->options->show, work->is_shown);
    else if (status == GEO_OK)
        work->is_shown[0] = true;
    for (size_t area = 0; status == GEO_OK && area < count; area++)
        if (work->is_shown[area] && work->options->rows != GEO_CHANGE_BY_CATEGORY)
            work->area[work->area_count++] = area;
    return status;
}

static bool is_asked_for(const geo_change_rows_work *work, size_t node)
{
    const geo_change_options *options = work->options;
    const geo_categories *tree = work->before->categories;
    for (size_t i = 0; i < options->category_count; i++)
        if (options->category[i] == (int32_t)node)
            return true;
    if (options->category_count > 0)
        return false;
    if (options->rows == GEO_CHANGE_BY_AREA)
        return node == 0;
    return options->levels == 0 || tree->level[node] < options->levels;
}

/* Kinds that no incident of the areas shown is of have nothing to say, unless they are asked for.
 */
static bool is_empty(const geo_change_rows_work *work, size_t node)
{
    int64_t sum = 0;
    for (size_t area = 0; area < areas_of(work); area++)
        if (work->is_shown[area])
            sum += count_at(work->before, area, (int32_t)node) +
                   count_at(work->after, area, (int32_t)node);
    return sum == 0 && work->options->category_count == 0 && node > 0;
}

static geo_status choose_nodes(geo_context *context, geo_change_rows_work *work)
{
    const geo_categories *tree = work->before->categories;
    geo_status status = geo_alloc_array(context, tree->count, sizeof *work->node, &work->node);
    for (size_t node = 0; status == GEO_OK && node < tree->count; node++)
        if (is_asked_for(work, node) && !is_empty(work, node))
            work->node[work->node_count++] = (int32_t)node;
    return status;
}

/* ---- counts --------------------------------------------------------------------------------- */

static geo_status check_counts(geo_context *context, const geo_area_counts *counts, size_t areas)
{
    for (size_t area = 0; area < areas; area++)
        for (size_t node = 0; node < counts->categories->count; node++) {
            int64_t count = count_at(counts, area, (int32_t)node);
            if (count < 0 || count > count_limit)
                return geo_fail(context, GEO_ERROR_DATA,
                                "area %zu has a count out of range: 0 to 1,000,000,000", area + 1);
        }
    return GEO_OK;
}

static double population_at(const geo_area_counts *counts, size_t area, int32_t node)
{
    const double *population = counts->population ? counts->population[node] : NULL;
    return population && population[area] > 0 ? population[area] : (double)NAN;
}

/* One area is its own sum; without rows for areas all of them are one row. */
static bool has_sums(const geo_change_rows_work *work)
{
    return work->area_count != 1;
}

/* Of an area, or of all that are shown. People whom nobody counted stand in no sum of populations.
 */
static geo_change_cell count_cell(const geo_change_rows_work *work, int32_t area, int32_t node)
{
    geo_change_cell cell = {
        .area = area, .node = node, .is_sum = area == GEO_NO_CODE && work->area_count > 0};
    double population = 0;
    for (size_t a = 0; a < areas_of(work); a++) {
        if (area == GEO_NO_CODE ? !work->is_shown[a] : (size_t)area != a)
            continue;
        cell.before += count_at(work->before, a, node);
        cell.after += count_at(work->after, a, node);
        double of_area = population_at(work->after, a, node);
        population += isnan(of_area) ? 0 : of_area;
    }
    cell.population = population > 0 ? population : (double)NAN;
    return cell;
}

static geo_status fill_cells(geo_context *context, geo_change_rows_work *work)
{
    size_t rows = (work->area_count + 1) * work->node_count;
    geo_status status = geo_alloc_array(context, rows, sizeof *work->cell, &work->cell);
    if (status == GEO_OK)
        status = geo_alloc_array(context, rows, sizeof *work->p, &work->p);
    if (status == GEO_OK)
        status = geo_alloc_array(context, rows, sizeof *work->adjusted, &work->adjusted);
    size_t blocks = work->area_count + has_sums(work);
    for (size_t a = 0; status == GEO_OK && a < blocks; a++)
        for (size_t n = 0; n < work->node_count; n++) {
            int32_t area = a < work->area_count ? (int32_t)work->area[a] : GEO_NO_CODE;
            geo_change_cell *cell = &work->cell[work->row_count++];
            *cell = count_cell(work, area, work->node[n]);
            work->has_population = work->has_population || !isnan(cell->population);
        }
    return status;
}

/* ---- what is kept back ---------------------------------------------------------------------- */

/* Among the nodes that are shown, the nearest one above. */
static int32_t parent_column(const geo_change_rows_work *work, size_t column)
{
    const geo_categories *tree = work->before->categories;
    int32_t node = tree->parent[work->node[column]];
    for (; node != GEO_NO_CODE; node = tree->parent[node])
        for (size_t i = 0; i < column; i++)
            if (work->node[i] == node)
                return (int32_t)i;
    return GEO_NO_CODE;
}

struct kept_back {
    int32_t *parent;
    int64_t *count; /* of all rows, the sum last */
    bool *hidden;
};

static geo_status hide_period(geo_context *context, geo_change_rows_work *work,
                              struct kept_back *kept, bool is_after)
{
    geo_suppress_options options = GEO_SUPPRESS_OPTIONS_INIT;
    geo_suppression found;
    size_t sums = work->area_count * work->node_count;
    bool sums_areas = work->area_count > 1;
    options.below = work->options->suppress_below;
    for (size_t row = 0; row < work->row_count; row++)
        kept->count[row] = is_after ? work->cell[row].after : work->cell[row].before;
    const geo_count_table table = {.row_count = sums_areas ? work->area_count : 1,
                                   .column_count = work->node_count,
                                   .column_parent = kept->parent,
                                   .has_total_row = sums_areas,
                                   .count = kept->count,
                                   .total = sums_areas ? kept->count + sums : NULL};
    geo_status status = geo_suppress(context, &table, &options, kept->hidden, &found);
    for (size_t row = 0; status == GEO_OK && row < work->row_count; row++) {
        if (is_after)
            work->cell[row].hides_after = kept->hidden[row];
        else
            work->cell[row].hides_before = kept->hidden[row];
    }
    return status;
}

static geo_status keep_back(geo_context *context, geo_change_rows_work *work)
{
    struct kept_back kept = {NULL, NULL, NULL};
    if (work->options->suppress_below < 2)
        return GEO_OK;
    geo_status status =
        geo_alloc_array(context, work->node_count, sizeof *kept.parent, &kept.parent);
    if (status == GEO_OK)
        status = geo_alloc_array(context, work->row_count, sizeof *kept.count, &kept.count);
    if (status == GEO_OK)
        status = geo_alloc_array(context, work->row_count, sizeof *kept.hidden, &kept.hidden);
    for (size_t column = 0; status == GEO_OK && column < work->node_count; column++)
        kept.parent[column] = parent_column(work, column);
    if (status == GEO_OK)
        status = hide_period(context, work, &kept, false);
    if (status == GEO_OK)
        status = hide_period(context, work, &kept, true);
    free(kept.parent);
    free(kept.count);
    free(kept.hidden);
    return status;
}

geo_status geo_change_make_rows(geo_context *context, geo_change_rows_work *work)
{
    geo_status status = check_counts(context, work->before, areas_of(work));
    if (status == GEO_OK)
        status = check_counts(context, work->after, areas_of(work));
    if (status == GEO_OK)
        status = choose_areas(context, work);
    if (status == GEO_OK)
        status = choose_nodes(context, work);
    if (status == GEO_OK)
        status = fill_cells(context, work);
    return status == GEO_OK ? keep_back(context, work) : status;
}

/* ---- names ---------------------------------------------------------------------------------- */

static geo_status add_text(geo_context *context, geo_table *table, const char *name,
                           bool may_shorten, int spare, geo_column **column)
{
    geo_status status = geo_table_add(context, table, name, GEO_TEXT, 0, column);
    if (status != GEO_OK)
        return status;
    (*column)->may_shorten = may_shorten;
    (*column)->spare = spare;
    return GEO_OK;
}

/* Code, name and parent of the rows that have an area; the sum has a name alone. */
static geo_status add_area_column(geo_context *context, const geo_change_rows_work *work,
                                  geo_table *table, const char *name, const char *const *text,
                                  const char *sum)
{
    geo_column *column = NULL;
    geo_status status = add_text(context, table, name, text != work->before->areas->code,
                                 text == work->before->areas->code ? 5 : 0, &column);
    for (size_t row = 0; row < work->row_count && status == GEO_OK; row++) {
        int32_t area = work->cell[row].area;
        const char *value = area == GEO_NO_CODE ? sum : text[area];
        status = geo_table_set_text(context, column, row, geo_text_of(value));
    }
    return status;
}

static geo_status add_areas(geo_context *context, const geo_change_rows_work *work,
                            geo_table *table)
{
    const geo_areas *areas = work->before->areas;
    if (!areas || work->options->rows == GEO_CHANGE_BY_CATEGORY)
        return GEO_OK;
    const char *all = work->options->show ? "All areas shown" : "All areas";
    geo_status status =
        add_area_column(context, work, table, "code", areas->code, areas->name ? NULL : all);
    if (status == GEO_OK && areas->name)
        status = add_area_column(context, work, table, "name", areas->name, all);
    if (status == GEO_OK && areas->parent)
        status = add_area_column(context, work, table, "parent", areas->parent, NULL);
    for (size_t row = 0; row < work->row_count && status == GEO_OK; row++) {
        status = geo_table_set_area(context, table, row, work->cell[row].area);
        if (status == GEO_OK && work->cell[row].is_sum)
            status = geo_table_set_total(context, table, row);
    }
    return status;
}

/* Of the nodes that are shown: one whose group isn't begins at the margin. */
static unsigned char level_of(const geo_change_rows_work *work, int32_t node)
{
    const geo_categories *tree = work->before->categories;
    int32_t level = 0;
    for (int32_t above = tree->parent[node]; above != GEO_NO_CODE; above = tree->parent[above])
        for (size_t i = 0; i < work->node_count; i++)
            level += work->node[i] == above;
    return (unsigned char)(level > UCHAR_MAX ? UCHAR_MAX : level);
}

static geo_status add_categories(geo_context *context, const geo_change_rows_work *work,
                                 geo_table *table)
{
    const geo_categories *tree = work->before->categories;
    bool is_tree = work->options->rows == GEO_CHANGE_BY_CATEGORY;
    geo_column *column = NULL;
    if (work->options->rows == GEO_CHANGE_BY_AREA)
        return GEO_OK;
    geo_status status = add_text(context, table, "category", true, 0, &column);
    for (size_t row = 0; row < work->row_count && status == GEO_OK; row++) {
        int32_t node = work->cell[row].node;
        status = geo_table_set_text(context, column, row, geo_text_of(tree->name[node]));
        if (status == GEO_OK && is_tree)
            status = geo_table_set_level(context, table, row, level_of(work, node));
    }
    return status;
}

geo_status geo_change_add_names(geo_context *context, const geo_change_rows_work *work,
                                geo_table *table)
{
    geo_status status = add_areas(context, work, table);
    return status == GEO_OK ? add_categories(context, work, table) : status;
}
