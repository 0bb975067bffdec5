/* The matrix as it is published: areas down, categories across. */
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "measure/matrix_wide.h"

geo_status geo_matrix_check_layout(geo_context *context, const geo_matrix_layout *layout)
{
    if (!(layout->level > 0 && layout->level < 1))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the level of the interval must lie between 0 and 1, such as 0.95");
    return geo_check_rounding(context, layout->round_to);
}

geo_status geo_check_rounding(geo_context *context, int64_t round_to)
{
    if (round_to < 0 || round_to > INT64_C(1) << 53)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "counts are rounded to a multiple of a whole number above 0, such as 10");
    return GEO_OK;
}

size_t geo_matrix_rows(const geo_matrix *matrix, size_t top)
{
    return top > 0 && top < matrix->shown_count ? top : matrix->shown_count;
}

const char *geo_matrix_parent(const geo_matrix *matrix, size_t area)
{
    return matrix->counts.areas->parent ? matrix->counts.areas->parent[area] : NULL;
}

bool geo_matrix_same_parent(const geo_matrix *matrix, size_t area, const char *parent)
{
    const char *other = geo_matrix_parent(matrix, area);
    return parent && other && strcmp(parent, other) == 0;
}

/* ---- columns -------------------------------------------------------------------------------- */

static bool has_parents(const geo_matrix *matrix)
{
    for (size_t i = 1; matrix->counts.areas->parent && i < matrix->shown_count; i++) {
        const char *first = geo_matrix_parent(matrix, matrix->shown[0]);
        const char *other = geo_matrix_parent(matrix, matrix->shown[i]);
        if (first ? !geo_matrix_same_parent(matrix, matrix->shown[i], first) : other != NULL)
            return true;
    }
    return false;
}

/* "Misc. Crimes Against Society" -> "misc_crimes_against_society". */
static geo_status append_snake(geo_context *context, const char *name, geo_bytes *out)
{
    geo_status status = GEO_OK;
    bool is_pending = false;
    for (const char *at = name; *at != '\0' && status == GEO_OK; at++) {
        char letter = geo_lower(*at);
        bool is_word = geo_is_digit(letter) || (letter >= 'a' && letter <= 'z') || *at < 0;
        if (is_word && is_pending && out->length > 0)
            status = geo_bytes_append(context, out, "_", 1);
        if (is_word && status == GEO_OK)
            status = geo_bytes_append(context, out, &letter, 1);
        is_pending = !is_word;
    }
    return status;
}

/* Names that differ by signs alone get a number. */
static geo_status append_name(geo_context *context, const geo_wide_matrix *wide,
                              const char *category, const char *suffix, geo_bytes *out)
{
    const geo_column *taken = NULL;
    geo_status status = append_snake(context, category, out);
    size_t length = out->length;
    for (int number = 1; status == GEO_OK && (number == 1 || taken); number++) {
        out->length = length;
        if (number > 1)
            status = geo_bytes_print(context, out, "_%d", number);
        if (status == GEO_OK)
            status = geo_bytes_print(context, out, "_%s", suffix);
        if (status == GEO_OK)
            status = geo_bytes_append(context, out, "", 1);
        taken = status == GEO_OK ? geo_table_find(wide->table, out->data) : NULL;
    }
    return status;
}

static geo_status add_cells(geo_context *context, geo_wide_matrix *wide, size_t category,
                            const char *suffix, geo_type type, size_t *place)
{
    const geo_matrix *matrix = wide->matrix;
    const char *title = matrix->counts.categories->name[matrix->category[category]];
    bool is_grouped = wide->layout->values == GEO_MATRIX_BOTH || wide->layout->bands;
    geo_bytes name = GEO_BYTES_INIT;
    geo_column *column = NULL;
    geo_status status = append_name(context, wide, title, suffix, &name);
    if (status == GEO_OK)
        status = geo_table_add(context, wide->table, name.data, type,
                               type == GEO_REAL ? wide->layout->decimals : 0, &column);
    if (status == GEO_OK)
        status = geo_table_set_heading(context, column, is_grouped ? suffix : title);
    if (status == GEO_OK && is_grouped)
        status = geo_table_set_group(context, column, title);
    if (status == GEO_OK)
        *place = wide->table->column_count - 1;
    geo_bytes_clear(&name);
    return status;
}

static geo_status add_category(geo_context *context, geo_wide_matrix *wide, size_t category)
{
    geo_wide_cells *cells = &wide->cells[category];
    geo_status status = GEO_OK;
    *cells = (geo_wide_cells){GEO_NO_COLUMN, GEO_NO_COLUMN, GEO_NO_COLUMN};
    if (wide->layout->values != GEO_MATRIX_RATES)
        status = add_cells(context, wide, category, "count", GEO_INTEGER, &cells->count);
    if (status == GEO_OK && wide->layout->values != GEO_MATRIX_COUNTS)
        status = add_cells(context, wide, category, "rate", GEO_REAL, &cells->rate);
    if (status == GEO_OK && wide->layout->bands)
        status = add_cells(context, wide, category, "band", GEO_TEXT, &cells->band);
    return status;
}

static geo_status add_columns(geo_context *context, geo_wide_matrix *wide)
{
    geo_column *column = NULL;
    geo_status status = geo_table_add(context, wide->table, "code", GEO_TEXT, 0, &column);
    if (status == GEO_OK) {
        column->spare = 1;
        status = geo_table_add(context, wide->table, "name", GEO_TEXT, 0, &column);
    }
    if (status == GEO_OK) {
        column->may_shorten = true;
        if (wide->has_parent)
            status = geo_table_add(context, wide->table, "parent", GEO_TEXT, 0, &column);
    }
    if (status == GEO_OK && wide->has_parent) {
        column->may_shorten = true;
        column->spare = 2;
    }
    if (status == GEO_OK)
        status = geo_alloc_array(context, wide->matrix->category_count, sizeof *wide->cells,
                                 &wide->cells);
    for (size_t i = 0; status == GEO_OK && i < wide->matrix->category_count; i++)
        status = add_category(context, wide, i);
    return status;
}

geo_status geo_matrix_set_text(geo_context *context, geo_table *table, const char *column,
                               size_t row, const char *text)
{
    const geo_column *found = geo_table_find(table, column);
    if (!found || !text)
        return GEO_OK;
    return geo_table_set_text(context, &table->column[found - table->column], row,
                              geo_text_of(text));
}

geo_status geo_matrix_set_area(geo_context *context, const geo_matrix *matrix, size_t area,
                               geo_table *table, size_t row)
{
    const geo_areas *areas = matrix->counts.areas;
    geo_status status = geo_table_set_area(context, table, row, (int32_t)area);
    if (status == GEO_OK)
        status = geo_matrix_set_text(context, table, "code", row, areas->code[area]);
    if (status == GEO_OK && areas->name)
        status = geo_matrix_set_text(context, table, "name", row, areas->name[area]);
    if (status == GEO_OK)
        status =
            geo_matrix_set_text(context, table, "parent", row, geo_matrix_parent(matrix, area));
    return status;
}

geo_status geo_matrix_set_band(geo_context *context, geo_table *table, size_t column, size_t row,
                               geo_band band)
{
    static const geo_mark mark[] = {
        [GEO_BAND_ABOVE] = GEO_MARK_ABOVE, [GEO_BAND_SIGNIFICANTLY_ABOVE] = GEO_MARK_FAR_ABOVE};
    return band == GEO_BAND_NONE
               ? GEO_OK
               : geo_table_set_mark(context, table, &table->column[column], row, mark[band]);
}

/* ---- areas ---------------------------------------------------------------------------------- */

geo_status geo_matrix_hide_cell(geo_context *context, const geo_wide_matrix *wide, size_t category,
                                size_t row)
{
    const geo_wide_cells *cells = &wide->cells[category];
    const size_t column[] = {cells->count, cells->rate};
    geo_status status = GEO_OK;
    for (size_t i = 0; status == GEO_OK && i < sizeof column / sizeof *column; i++)
        if (column[i] != GEO_NO_COLUMN)
            status = geo_table_set_mark(context, wide->table, &wide->table->column[column[i]], row,
                                        GEO_MARK_HIDDEN);
    return status;
}

static geo_status fill_cell(geo_context *context, const geo_wide_matrix *wide, size_t category,
                            size_t row)
{
    const geo_matrix *matrix = wide->matrix;
    const geo_wide_cells *cells = &wide->cells[category];
    size_t area = matrix->shown[row];
    geo_band band = geo_matrix_band(matrix, area, category);
    geo_column *column = wide->table->column;
    geo_status status = GEO_OK;
    if (geo_matrix_is_hidden(matrix, area, category))
        return geo_matrix_hide_cell(context, wide, category, row);
    if (cells->count != GEO_NO_COLUMN)
        column[cells->count].integer[row] =
            geo_round_count(geo_matrix_count(matrix, area, category), wide->layout->round_to);
    if (cells->rate != GEO_NO_COLUMN)
        column[cells->rate].real[row] = matrix->rate[area * matrix->category_count + category];
    if (cells->band != GEO_NO_COLUMN && band != GEO_BAND_NONE)
        status = geo_table_set_text(context, &column[cells->band], row,
                                    geo_text_of(geo_band_name(band)));
    return status == GEO_OK
               ? geo_matrix_set_band(context, wide->table,
                                     cells->rate != GEO_NO_COLUMN ? cells->rate : cells->count, row,
                                     band)
               : status;
}

static geo_status fill_areas(geo_context *context, const geo_wide_matrix *wide)
{
    geo_status status = GEO_OK;
    for (size_t row = 0; status == GEO_OK && row < wide->rows; row++) {
        status =
            geo_matrix_set_area(context, wide->matrix, wide->matrix->shown[row], wide->table, row);
        for (size_t i = 0; status == GEO_OK && i < wide->matrix->category_count; i++)
            status = fill_cell(context, wide, i, row);
    }
    return status;
}

/* ---- table ---------------------------------------------------------------------------------- */

geo_status geo_matrix_table(geo_context *context, const geo_matrix *matrix,
                            const geo_matrix_layout *layout, geo_table **out)
{
    const geo_matrix_layout unset = GEO_MATRIX_LAYOUT_INIT;
    geo_wide_matrix wide = {.matrix = matrix, .layout = layout ? layout : &unset};
    geo_status status = geo_matrix_check_layout(context, wide.layout);
    wide.rows = geo_matrix_rows(matrix, wide.layout->top);
    wide.has_parent = has_parents(matrix);
    geo_matrix_plan_foot(&wide);
    if (status == GEO_OK)
        status = geo_table_new(context, wide.rows + wide.foot_count, &wide.table);
    if (status == GEO_OK)
        status = add_columns(context, &wide);
    if (status == GEO_OK)
        status = fill_areas(context, &wide);
    if (status == GEO_OK)
        status = geo_matrix_fill_foot(context, &wide);
    if (status == GEO_OK)
        status = geo_matrix_add_key(context, matrix, wide.table);
    if (status == GEO_OK)
        status = geo_matrix_add_notes(context, matrix, wide.layout, false, wide.table);
    free(wide.cells);
    if (status == GEO_OK)
        *out = wide.table;
    else
        geo_table_free(wide.table);
    return status;
}
