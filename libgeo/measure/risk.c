/* Places at greatest risk: areas by how many categories they stand out in. */
#include "measure/risk.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"

enum {
    PLACE,
    CODE,
    NAME,
    PARENT,
    SIGNIFICANTLY_ABOVE,
    ABOVE,
    REASONS,
    COUNT,
    RATE,
    BAND,
    RANK,
    RANK_IN_PARENT,
    COLUMNS
};

struct place_column {
    const char *name;
    const char *heading;
    geo_type type;
    bool may_shorten;
    int spare;
};

static const struct place_column columns[COLUMNS] = {
    [PLACE] = {"place", NULL, GEO_INTEGER, false, 0},
    [CODE] = {"code", NULL, GEO_TEXT, false, 1},
    [NAME] = {"name", NULL, GEO_TEXT, true, 0},
    [PARENT] = {"parent", NULL, GEO_TEXT, true, 3},
    [SIGNIFICANTLY_ABOVE] = {"significantly_above", NULL, GEO_INTEGER, false, 4},
    [ABOVE] = {"above", NULL, GEO_INTEGER, false, 4},
    [REASONS] = {"reasons", NULL, GEO_TEXT, true, 0},
    [COUNT] = {"count", NULL, GEO_INTEGER, false, 0},
    [RATE] = {"rate_per_1000", "rate per 1,000", GEO_REAL, false, 0},
    [BAND] = {"band", NULL, GEO_TEXT, false, 2},
    [RANK] = {"rank", NULL, GEO_TEXT, false, 0},
    [RANK_IN_PARENT] = {"rank_in_parent", "in its parent", GEO_TEXT, false, 3},
};

struct place {
    size_t area;
    const char *code;
    int64_t significantly_above; /* groups */
    int64_t above;
    double rate;
    int64_t count;
};

struct risk_work {
    const geo_matrix *matrix;
    const geo_risk_options *options;
    struct place *place; /* [listed] */
    size_t listed;
    size_t rows;
    geo_risk *risk;
};

/* ---- order ---------------------------------------------------------------------------------- */

static struct place place_of(const geo_matrix *matrix, size_t area)
{
    struct place place = {
        .area = area,
        .code = matrix->counts.areas->code[area],
        .rate = matrix->rate[area * matrix->category_count],
        .count = geo_matrix_is_hidden(matrix, area, 0) ? 0 : geo_matrix_count(matrix, area, 0)};
    for (size_t i = geo_risk_first_group(matrix); i < matrix->category_count; i++) {
        geo_band band = geo_matrix_band(matrix, area, i);
        place.significantly_above += band == GEO_BAND_SIGNIFICANTLY_ABOVE;
        place.above += band == GEO_BAND_ABOVE;
    }
    return place;
}

static int compare_places(const void *left, const void *right)
{
    const struct place *one = left;
    const struct place *other = right;
    if (one->significantly_above != other->significantly_above)
        return one->significantly_above > other->significantly_above ? -1 : 1;
    if (one->above != other->above)
        return one->above > other->above ? -1 : 1;
    if (isnan(one->rate) != isnan(other->rate))
        return isnan(one->rate) ? 1 : -1;
    if (one->rate > other->rate || one->rate < other->rate)
        return one->rate > other->rate ? -1 : 1;
    if (one->count != other->count)
        return one->count > other->count ? -1 : 1;
    return strcmp(one->code, other->code);
}

static geo_status find_places(geo_context *context, struct risk_work *work)
{
    const geo_matrix *matrix = work->matrix;
    geo_status status =
        geo_alloc_array(context, matrix->shown_count, sizeof *work->place, &work->place);
    for (size_t i = 0; status == GEO_OK && i < matrix->shown_count; i++) {
        struct place place = place_of(matrix, matrix->shown[i]);
        if (place.significantly_above + place.above > 0 ||
            geo_matrix_band(matrix, place.area, 0) != GEO_BAND_NONE)
            work->place[work->listed++] = place;
    }
    if (work->listed > 1)
        qsort(work->place, work->listed, sizeof *work->place, compare_places);
    work->risk->without_band = matrix->shown_count - work->listed;
    work->rows = work->options->top > 0 && work->options->top < work->listed ? work->options->top
                                                                             : work->listed;
    return status;
}

/* ---- table ---------------------------------------------------------------------------------- */

static geo_status add_columns(geo_context *context, const geo_risk_options *options,
                              geo_table *table)
{
    geo_status status = GEO_OK;
    for (int i = 0; i < COLUMNS && status == GEO_OK; i++) {
        geo_column *column = NULL;
        status = geo_table_add(context, table, columns[i].name, columns[i].type,
                               i == RATE ? options->decimals : 0, &column);
        if (status != GEO_OK)
            return status;
        column->may_shorten = columns[i].may_shorten;
        column->spare = columns[i].spare;
        if (columns[i].heading)
            status = geo_table_set_heading(context, column, columns[i].heading);
    }
    return status;
}

static geo_status set_place(geo_context *context, geo_table *table, int column, size_t row,
                            int64_t rank, size_t of)
{
    char text[64];
    snprintf(text, sizeof text, "%lld of %zu", (long long)rank, of);
    return geo_table_set_text(context, &table->column[column], row, geo_text_of(text));
}

/* Among all areas with the same parent that have a rate. */
static geo_status set_rank_in_parent(geo_context *context, const struct risk_work *work,
                                     const struct place *place, size_t row)
{
    const geo_matrix *matrix = work->matrix;
    const char *parent = geo_matrix_parent(matrix, place->area);
    int64_t rank = 1;
    size_t all = 0;
    if (!parent || isnan(place->rate))
        return GEO_OK;
    for (size_t area = 0; area < matrix->counts.areas->count; area++) {
        double rate = matrix->rate[area * matrix->category_count];
        if (isnan(rate) || !geo_matrix_same_parent(matrix, area, parent))
            continue;
        all++;
        rank += rate > place->rate;
    }
    return set_place(context, work->risk->table, RANK_IN_PARENT, row, rank, all);
}

static geo_status set_reasons(geo_context *context, const struct risk_work *work, size_t area,
                              size_t row)
{
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status =
        geo_risk_append_reasons(context, work->matrix, area, work->options->decimals, &text);
    if (status == GEO_OK)
        status = geo_table_set_text(context, &work->risk->table->column[REASONS], row,
                                    (geo_text){text.data, text.length});
    geo_bytes_clear(&text);
    return status;
}

static geo_status set_overall(geo_context *context, const struct risk_work *work,
                              const struct place *place, size_t row)
{
    geo_table *table = work->risk->table;
    geo_status status = GEO_OK;
    if (geo_matrix_is_hidden(work->matrix, place->area, 0)) {
        status = geo_table_set_mark(context, table, &table->column[COUNT], row, GEO_MARK_HIDDEN);
        return status == GEO_OK
                   ? geo_table_set_mark(context, table, &table->column[RATE], row, GEO_MARK_HIDDEN)
                   : status;
    }
    table->column[COUNT].integer[row] = geo_round_count(place->count, work->options->round_to);
    table->column[RATE].real[row] = place->rate;
    return GEO_OK;
}

static geo_status fill_row(geo_context *context, const struct risk_work *work, size_t row)
{
    const geo_matrix *matrix = work->matrix;
    const struct place *place = &work->place[row];
    geo_table *table = work->risk->table;
    geo_band band = geo_matrix_band(matrix, place->area, 0);
    int64_t rank = matrix->rank[place->area * matrix->category_count];
    table->column[PLACE].integer[row] = (int64_t)row + 1;
    table->column[SIGNIFICANTLY_ABOVE].integer[row] = place->significantly_above;
    table->column[ABOVE].integer[row] = place->above;
    geo_status status = geo_matrix_set_area(context, matrix, place->area, table, row);
    if (status == GEO_OK)
        status = set_overall(context, work, place, row);
    if (status == GEO_OK)
        status = set_reasons(context, work, place->area, row);
    if (status == GEO_OK && band != GEO_BAND_NONE)
        status = geo_matrix_set_text(context, table, "band", row, geo_band_name(band));
    if (status == GEO_OK)
        status = geo_matrix_set_band(context, table, RATE, row, band);
    if (status == GEO_OK && rank != GEO_NO_INTEGER)
        status = set_place(context, table, RANK, row, rank, matrix->ranked[0]);
    return status == GEO_OK ? set_rank_in_parent(context, work, place, row) : status;
}

/* ---- notes ---------------------------------------------------------------------------------- */

static geo_status add_listed_note(geo_context *context, const struct risk_work *work)
{
    const geo_matrix *matrix = work->matrix;
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status =
        geo_bytes_print(context, &note, "%zu of %zu areas%s%s listed: those above in a category",
                        work->rows, matrix->shown_count, matrix->shown_where ? " where " : "",
                        matrix->shown_where ? matrix->shown_where : "");
    if (status == GEO_OK && work->rows < work->listed)
        status = geo_bytes_print(context, &note, ", and of these %zu the first", work->listed);
    if (status == GEO_OK)
        status = geo_bytes_append(context, &note, "", 1);
    if (status == GEO_OK)
        status = geo_table_add_note(context, work->risk->table, note.data);
    geo_bytes_clear(&note);
    return status;
}

static geo_status add_order_note(geo_context *context, const struct risk_work *work)
{
    const geo_matrix *matrix = work->matrix;
    const char *overall = matrix->counts.categories->name[matrix->category[0]];
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(
        context, &note,
        "Order: categories significantly above (most first), categories above, rate, count; "
        "rate, count, band and rank are of %s%s",
        overall, matrix->category_count > 1 ? ", which is not among the categories counted" : "");
    if (status == GEO_OK)
        status = geo_bytes_append(context, &note, "", 1);
    if (status == GEO_OK)
        status = geo_table_add_note(context, work->risk->table, note.data);
    geo_bytes_clear(&note);
    return status;
}

static geo_status add_notes(geo_context *context, const struct risk_work *work)
{
    geo_table *table = work->risk->table;
    geo_status status = add_listed_note(context, work);
    if (status == GEO_OK)
        status = add_order_note(context, work);
    if (status == GEO_OK)
        status = geo_matrix_add_band_note(context, work->matrix, table);
    if (status == GEO_OK)
        status = geo_matrix_add_count_notes(context, work->matrix, work->options->round_to, table);
    return status;
}

/* ---- places --------------------------------------------------------------------------------- */

static geo_status check(geo_context *context, const geo_risk_options *options)
{
    if (options->from != GEO_BAND_ABOVE && options->from != GEO_BAND_SIGNIFICANTLY_ABOVE)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "areas are listed by category from Above or Significantly above on");
    return geo_check_rounding(context, options->round_to);
}

static geo_status make(geo_context *context, struct risk_work *work)
{
    geo_status status = check(context, work->options);
    if (status == GEO_OK)
        status = find_places(context, work);
    if (status == GEO_OK)
        status = geo_table_new(context, work->rows, &work->risk->table);
    if (status == GEO_OK)
        status = add_columns(context, work->options, work->risk->table);
    for (size_t row = 0; status == GEO_OK && row < work->rows; row++) {
        status = fill_row(context, work, row);
        if (status == GEO_OK)
            status =
                geo_table_set_area(context, work->risk->table, row, (int32_t)work->place[row].area);
    }
    if (status == GEO_OK)
        status = geo_matrix_add_key(context, work->matrix, work->risk->table);
    if (status == GEO_OK)
        status = add_notes(context, work);
    if (status == GEO_OK)
        status = geo_risk_hotspots(context, work->matrix, work->options, &work->risk->hotspots);
    return status;
}

geo_status geo_risk_find(geo_context *context, const geo_matrix *matrix,
                         const geo_risk_options *options, geo_risk **out)
{
    const geo_risk_options unset = GEO_RISK_OPTIONS_INIT;
    struct risk_work work = {.matrix = matrix, .options = options ? options : &unset};
    geo_status status = geo_alloc_array(context, 1, sizeof *work.risk, &work.risk);
    if (status == GEO_OK)
        status = make(context, &work);
    free(work.place);
    if (status == GEO_OK)
        *out = work.risk;
    else
        geo_risk_free(work.risk);
    return status;
}

void geo_risk_free(geo_risk *risk)
{
    if (!risk)
        return;
    geo_table_free(risk->table);
    geo_table_free(risk->hotspots);
    free(risk);
}
