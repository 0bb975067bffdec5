/* How areas lie in others, as a table. */
#include "core/text.h"
#include "geo/apportion.h"

enum { FROM_CODE, FROM_NAME, TO_CODE, TO_NAME, TEXTS };

typedef struct pair_texts {
    const char *const *of[TEXTS]; /* NULL: the areas have no names */
    size_t place[TEXTS];          /* in the table */
} pair_texts;

static size_t count_rows(const geo_correspondence *correspondence)
{
    size_t rows = correspondence->part_count;
    for (size_t i = 0; i < correspondence->from_count; i++)
        rows += correspondence->first[i] == correspondence->first[i + 1];
    return rows;
}

static geo_status add_columns(geo_context *context, geo_table *table, pair_texts *texts)
{
    static const char *const name[TEXTS] = {"from_code", "from_name", "to_code", "to_name"};
    geo_status status = GEO_OK;
    for (int i = 0; i < TEXTS && status == GEO_OK; i++) {
        texts->place[i] = table->column_count;
        if (texts->of[i])
            status = geo_table_add(context, table, name[i], GEO_TEXT, 0, NULL);
    }
    return status == GEO_OK ? geo_table_add(context, table, "share", GEO_REAL, 9, NULL) : status;
}

static geo_status set_text(geo_context *context, const geo_table *table, const pair_texts *texts,
                           int column, size_t row, size_t area)
{
    if (!texts->of[column])
        return GEO_OK;
    return geo_table_set_text(context, &table->column[texts->place[column]], row,
                              geo_text_of(texts->of[column][area]));
}

/* `part` SIZE_MAX: the area is in none. */
static geo_status set_row(geo_context *context, geo_table *table, const pair_texts *texts,
                          const geo_correspondence *correspondence, size_t row, size_t from,
                          size_t part)
{
    bool is_in = part != SIZE_MAX;
    geo_status status = set_text(context, table, texts, FROM_CODE, row, from);
    if (status == GEO_OK)
        status = set_text(context, table, texts, FROM_NAME, row, from);
    table->column[table->column_count - 1].real[row] = is_in ? correspondence->share[part] : 0;
    for (int i = TO_CODE; i <= TO_NAME && is_in && status == GEO_OK; i++)
        status = set_text(context, table, texts, i, row, (size_t)correspondence->to[part]);
    return status;
}

static geo_status fill(geo_context *context, const geo_correspondence *correspondence,
                       const pair_texts *texts, geo_table *table)
{
    size_t row = 0;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < correspondence->from_count && status == GEO_OK; i++) {
        size_t first = correspondence->first[i], last = correspondence->first[i + 1];
        if (first == last)
            status = set_row(context, table, texts, correspondence, row++, i, SIZE_MAX);
        for (size_t p = first; p < last && status == GEO_OK; p++)
            status = set_row(context, table, texts, correspondence, row++, i, p);
    }
    return status;
}

geo_status geo_correspondence_table(geo_context *context, const geo_areas *from,
                                    const geo_areas *to, const geo_correspondence *correspondence,
                                    geo_table **out)
{
    geo_table *table = NULL;
    pair_texts texts = {.of = {(const char *const *)from->code, (const char *const *)from->name,
                               (const char *const *)to->code, (const char *const *)to->name}};
    geo_status status = geo_table_new(context, count_rows(correspondence), &table);
    if (status == GEO_OK)
        status = add_columns(context, table, &texts);
    if (status == GEO_OK)
        status = fill(context, correspondence, &texts, table);
    if (status == GEO_OK)
        *out = table;
    else
        geo_table_free(table);
    return status;
}
