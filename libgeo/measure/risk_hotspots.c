/* Areas at or above a band, category by category. */
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/text.h"
#include "measure/risk.h"

enum { CATEGORY, ABOVE, SIGNIFICANTLY_ABOVE, SHOWN, REFERENCE, AREAS, COLUMNS };

struct hotspot_column {
    const char *name;
    const char *heading;
    geo_type type;
    bool is_rate;
};

static const struct hotspot_column columns[COLUMNS] = {
    [CATEGORY] = {"category", NULL, GEO_TEXT, false},
    [ABOVE] = {"threshold_above", "above: over", GEO_REAL, true},
    [SIGNIFICANTLY_ABOVE] = {"threshold_significantly_above", "significantly above: over", GEO_REAL,
                             true},
    [SHOWN] = {"areas_shown", "areas listed", GEO_INTEGER, false},
    [REFERENCE] = {"areas_in_reference", "in the reference", GEO_INTEGER, false},
    [AREAS] = {"areas", "areas (rate per 1,000)", GEO_TEXT, false},
};

struct hotspot {
    double rate;
    const char *code;
    size_t area;
};

struct hotspots {
    const geo_matrix *matrix;
    const geo_risk_options *options;
    struct hotspot *found; /* [shown_count] of the present category */
    geo_table *table;
};

static bool reaches(const struct hotspots *work, size_t area, size_t category)
{
    return geo_matrix_band(work->matrix, area, category) >= work->options->from;
}

/* Best rate first, equal ones by code. */
static int compare_hotspots(const void *left, const void *right)
{
    const struct hotspot *one = left;
    const struct hotspot *other = right;
    if (one->rate > other->rate || one->rate < other->rate)
        return one->rate > other->rate ? -1 : 1;
    return strcmp(one->code, other->code);
}

static size_t find_shown(const struct hotspots *work, size_t category)
{
    const geo_matrix *matrix = work->matrix;
    size_t count = 0;
    for (size_t i = 0; i < matrix->shown_count; i++) {
        size_t area = matrix->shown[i];
        if (reaches(work, area, category))
            work->found[count++] =
                (struct hotspot){matrix->rate[area * matrix->category_count + category],
                                 matrix->counts.areas->code[area], area};
    }
    if (count > 1)
        qsort(work->found, count, sizeof *work->found, compare_hotspots);
    return count;
}

static size_t count_in_reference(const struct hotspots *work, size_t category)
{
    size_t count = 0;
    for (size_t area = 0; area < work->matrix->counts.areas->count; area++)
        count += work->matrix->in_reference[area] && reaches(work, area, category);
    return count;
}

/* ---- text ----------------------------------------------------------------------------------- */

static const char *name_of(const geo_areas *areas, size_t area)
{
    return areas->name && areas->name[area] ? areas->name[area] : areas->code[area];
}

static bool is_twice(const geo_matrix *matrix, size_t area)
{
    const geo_areas *areas = matrix->counts.areas;
    for (size_t i = 0; i < matrix->shown_count; i++)
        if (matrix->shown[i] != area &&
            strcmp(name_of(areas, matrix->shown[i]), name_of(areas, area)) == 0)
            return true;
    return false;
}

/* "Town, Newcastle-under-Lyme (282.2)" */
static geo_status append_area(geo_context *context, const struct hotspots *work,
                              const struct hotspot *hotspot, geo_bytes *text)
{
    const char *parent = geo_matrix_parent(work->matrix, hotspot->area);
    geo_status status = geo_bytes_print(context, text, "%s%s", text->length > 0 ? ", " : "",
                                        name_of(work->matrix->counts.areas, hotspot->area));
    if (status == GEO_OK && parent && is_twice(work->matrix, hotspot->area))
        status = geo_bytes_print(context, text, " in %s", parent);
    if (status == GEO_OK)
        status = geo_bytes_append(context, text, " (", 2);
    if (status == GEO_OK)
        status = geo_bytes_append_number(context, text, hotspot->rate, work->options->decimals);
    return status == GEO_OK ? geo_bytes_append(context, text, ")", 1) : status;
}

static geo_status set_areas(geo_context *context, const struct hotspots *work, size_t count,
                            size_t row)
{
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        status = append_area(context, work, &work->found[i], &text);
    if (status == GEO_OK && count > 0)
        status = geo_table_set_text(context, &work->table->column[AREAS], row,
                                    (geo_text){text.data, text.length});
    geo_bytes_clear(&text);
    return status;
}

/* ---- table ---------------------------------------------------------------------------------- */

static geo_status add_columns(geo_context *context, const struct hotspots *work)
{
    geo_status status = GEO_OK;
    for (int i = 0; i < COLUMNS && status == GEO_OK; i++) {
        geo_column *column = NULL;
        status = geo_table_add(context, work->table, columns[i].name, columns[i].type,
                               columns[i].is_rate ? work->options->decimals : 0, &column);
        if (status == GEO_OK && columns[i].heading)
            status = geo_table_set_heading(context, column, columns[i].heading);
        if (status == GEO_OK)
            column->may_shorten = columns[i].type == GEO_TEXT;
    }
    return status;
}

static geo_status set_bounds(geo_context *context, const struct hotspots *work, size_t row)
{
    const geo_reference *reference = &work->matrix->reference[row];
    geo_column *column = work->table->column;
    geo_status status = GEO_OK;
    if (!work->matrix->hidden_totals || !work->matrix->hidden_totals[row]) {
        column[ABOVE].real[row] = reference->above;
        column[SIGNIFICANTLY_ABOVE].real[row] = reference->significantly_above;
        return GEO_OK;
    }
    for (int i = ABOVE; status == GEO_OK && i <= SIGNIFICANTLY_ABOVE; i++)
        status = geo_table_set_mark(context, work->table, &column[i], row, GEO_MARK_HIDDEN);
    return status;
}

static geo_status fill_row(geo_context *context, const struct hotspots *work, size_t row)
{
    const geo_matrix *matrix = work->matrix;
    const geo_categories *tree = matrix->counts.categories;
    size_t count = find_shown(work, row);
    work->table->column[SHOWN].integer[row] = (int64_t)count;
    work->table->column[REFERENCE].integer[row] = (int64_t)count_in_reference(work, row);
    geo_status status = geo_table_set_text(context, &work->table->column[CATEGORY], row,
                                           geo_text_of(tree->name[matrix->category[row]]));
    if (status == GEO_OK)
        status = geo_table_set_level(context, work->table, row,
                                     (unsigned char)tree->level[matrix->category[row]]);
    if (status == GEO_OK)
        status = set_bounds(context, work, row);
    return status == GEO_OK ? set_areas(context, work, count, row) : status;
}

static geo_status make(geo_context *context, struct hotspots *work)
{
    bool is_above = work->options->from == GEO_BAND_ABOVE;
    geo_status status =
        geo_alloc_array(context, work->matrix->shown_count, sizeof *work->found, &work->found);
    if (status == GEO_OK)
        status = geo_table_new(context, work->matrix->category_count, &work->table);
    if (status == GEO_OK)
        status = add_columns(context, work);
    for (size_t row = 0; status == GEO_OK && row < work->matrix->category_count; row++)
        status = fill_row(context, work, row);
    if (status == GEO_OK)
        status = geo_table_set_title(context, work->table,
                                     is_above ? "Areas above the mean of areas, by category"
                                              : "Areas significantly above the mean of areas, by "
                                                "category");
    if (status == GEO_OK)
        status = geo_table_add_note(context, work->table,
                                    is_above ? "Listed from Above on, best rate first"
                                             : "Listed from Significantly above on, best rate "
                                               "first");
    if (status == GEO_OK && work->matrix->suppression.small > 0)
        status = geo_matrix_add_hidden_key(context, work->table);
    if (status == GEO_OK)
        status = geo_matrix_add_band_note(context, work->matrix, work->table);
    if (status == GEO_OK)
        status = geo_matrix_add_count_notes(context, work->matrix, 0, work->table);
    return status;
}

geo_status geo_risk_hotspots(geo_context *context, const geo_matrix *matrix,
                             const geo_risk_options *options, geo_table **out)
{
    struct hotspots work = {.matrix = matrix, .options = options};
    geo_status status = make(context, &work);
    free(work.found);
    if (status == GEO_OK)
        *out = work.table;
    else
        geo_table_free(work.table);
    return status;
}
