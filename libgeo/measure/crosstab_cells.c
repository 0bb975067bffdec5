/* A crosstab with one number a cell. */
#include <string.h>

#include <geo/tables.h>

#include "core/context.h"
#include "core/text.h"

struct picking {
    const geo_crosstab_table *made;
    size_t place;   /* of the numbers in a group */
    size_t skipped; /* a row that has none; SIZE_MAX: there is no such row */
    geo_table *out;
};

/* Where the numbers stand in a group. */
static geo_status find_place(geo_context *context, const geo_crosstab_table *made,
                             geo_crosstab_value value, size_t *place)
{
    *place = value == GEO_CROSSTAB_PERCENTS ? made->percent
             : value == GEO_CROSSTAB_RATES  ? made->rate
                                            : 0;
    return *place > 0 || value == GEO_CROSSTAB_COUNTS
               ? GEO_OK
               : geo_fail(context, GEO_ERROR_USAGE, "the crosstab has no %s",
                          value == GEO_CROSSTAB_RATES ? "rates" : "shares");
}

static size_t group_at(const geo_crosstab_table *made, size_t first)
{
    const geo_table *table = made->table;
    const char *group = table->column[first].group;
    bool is_alone = !group || first + 1 == table->column_count || !table->column[first + 1].group ||
                    strcmp(group, table->column[first + 1].group) != 0;
    return group && is_alone ? 1 : made->group_width;
}

/* "f_count" -> "f", and "f_2" where the labels' column has that name. */
static geo_status name_column(geo_context *context, const geo_column *first, const geo_table *out,
                              geo_bytes *name)
{
    static const char ending[] = "_count";
    size_t length = strlen(first->name);
    if (geo_has_ending(first->name, ending))
        length -= sizeof ending - 1;
    geo_status status = geo_bytes_append(context, name, first->name, length);
    if (status == GEO_OK)
        status = geo_bytes_append(context, name, "", 1);
    if (status != GEO_OK || !geo_table_find(out, name->data))
        return status;
    name->length = length;
    return geo_bytes_append(context, name, "_2", sizeof "_2");
}

static geo_status add_column(geo_context *context, const geo_column *first,
                             const geo_column *picked, geo_table *out, geo_column **added)
{
    geo_bytes name = GEO_BYTES_INIT;
    geo_status status = first->group ? name_column(context, first, out, &name) : GEO_OK;
    if (status == GEO_OK)
        status = geo_table_add(context, out, first->group ? name.data : picked->name, picked->type,
                               picked->decimals, added);
    geo_bytes_clear(&name);
    return status == GEO_OK ? geo_table_set_heading(context, *added,
                                                    first->group ? first->group : picked->heading)
                            : status;
}

static geo_status copy_cell(geo_context *context, const geo_column *picked, size_t row,
                            const geo_table *out, geo_column *added, size_t to)
{
    geo_mark mark = geo_table_mark(picked, row);
    if (picked->type == GEO_TEXT)
        return geo_table_set_text(context, added, to, geo_text_of(picked->text[row]));
    if (picked->type == GEO_INTEGER)
        added->integer[to] = picked->integer[row];
    else
        added->real[to] = picked->real[row];
    return mark == GEO_MARK_NONE ? GEO_OK : geo_table_set_mark(context, out, added, to, mark);
}

static geo_status copy_cells(geo_context *context, const struct picking *picking,
                             const geo_column *picked, geo_column *added)
{
    const geo_table *table = picking->made->table;
    geo_status status = GEO_OK;
    for (size_t row = 0, to = 0; row < table->row_count && status == GEO_OK; row++)
        if (row != picking->skipped)
            status = copy_cell(context, picked, row, picking->out, added, to++);
    return status;
}

static geo_status copy_labels(geo_context *context, const struct picking *picking)
{
    const geo_column *labels = &picking->made->table->column[0];
    geo_column *added = NULL;
    geo_status status = geo_table_add(context, picking->out, labels->name, GEO_TEXT, 0, &added);
    if (status == GEO_OK)
        status = geo_table_set_heading(context, added, labels->heading);
    if (status != GEO_OK)
        return status;
    added->may_shorten = labels->may_shorten;
    return copy_cells(context, picking, labels, added);
}

static geo_status copy_groups(geo_context *context, const struct picking *picking)
{
    const geo_table *table = picking->made->table;
    geo_status status = GEO_OK;
    for (size_t at = 1, width = 0; at < table->column_count && status == GEO_OK; at += width) {
        geo_column *added = NULL;
        width = group_at(picking->made, at);
        if (picking->place >= width)
            continue;
        const geo_column *picked = &table->column[at + picking->place];
        status = add_column(context, &table->column[at], picked, picking->out, &added);
        if (status == GEO_OK)
            status = copy_cells(context, picking, picked, added);
    }
    return status;
}

/* What stands around the cells. */
static geo_status copy_words(geo_context *context, const geo_table *table, geo_table *out)
{
    geo_status status = geo_table_set_title(context, out, table->title);
    for (size_t i = 0; i < table->note_count && status == GEO_OK; i++)
        status = geo_table_add_note(context, out, table->note[i]);
    for (int mark = 0; mark < GEO_MARK_COUNT && status == GEO_OK; mark++)
        if (table->mark_text[mark])
            status = geo_table_set_mark_text(context, out, (geo_mark)mark, table->mark_text[mark]);
    return status == GEO_OK ? geo_table_set_total(context, out, out->row_count - 1) : status;
}

static geo_status pick(geo_context *context, const struct picking *picking)
{
    geo_status status = copy_labels(context, picking);
    if (status == GEO_OK)
        status = copy_groups(context, picking);
    return status == GEO_OK ? copy_words(context, picking->made->table, picking->out) : status;
}

geo_status geo_crosstab_pick(geo_context *context, const geo_crosstab_table *table,
                             geo_crosstab_value value, geo_table **out)
{
    struct picking picking = {.made = table, .skipped = SIZE_MAX};
    size_t rows = table->table->row_count;
    if (value != GEO_CROSSTAB_COUNTS && table->known_rows + 1 < rows)
        picking.skipped = table->known_rows;
    geo_status status = find_place(context, table, value, &picking.place);
    if (status == GEO_OK)
        status = geo_table_new(context, picking.skipped < rows ? rows - 1 : rows, &picking.out);
    if (status == GEO_OK)
        status = pick(context, &picking);
    if (status != GEO_OK) {
        geo_table_free(picking.out);
        return status;
    }
    *out = picking.out;
    return GEO_OK;
}
