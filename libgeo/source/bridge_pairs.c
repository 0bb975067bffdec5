#include "source/bridge_pairs.h"

#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/area_fields.h"
#include "source/roles.h"

void geo_bridge_pairs_clear(geo_bridge_pairs *pairs)
{
    geo_dictionary_free(pairs->from);
    geo_dictionary_free(pairs->to);
    free(pairs->pair);
    *pairs = (geo_bridge_pairs){.count = 0};
}

/* ---- fields --------------------------------------------------------------------------------- */

typedef struct bridge_fields {
    size_t from;
    size_t to;
    size_t change; /* GEO_NO_FIELD: none */
} bridge_fields;

static geo_status fail_for_fields(geo_context *context, const geo_reader *reader, const char *path,
                                  int year, const char *what)
{
    char list[2048];
    geo_list_names(geo_reader_field_names(reader), geo_reader_field_count(reader), list,
                   sizeof list);
    return geo_fail(context, GEO_ERROR_USAGE,
                    "%s: %s with the codes of %d; they are told by names such as LSOA11CD and "
                    "LSOA21CD; its fields: %s",
                    path, what, year, list);
}

/* LSOAs before any other unit of that year. */
static geo_status find_year(geo_context *context, const geo_reader *reader, const char *path,
                            int year, size_t *field)
{
    const char *const *names = geo_reader_field_names(reader);
    size_t found[2] = {0, 0};
    size_t first[2] = {GEO_NO_FIELD, GEO_NO_FIELD};
    for (size_t i = 0; i < geo_reader_field_count(reader); i++) {
        bool is_lsoa = geo_lsoa_year(names[i], NULL, 0) == year;
        if (!geo_is_area_code_field(geo_text_of(names[i])) ||
            !(is_lsoa || geo_field_year(names[i]) == year))
            continue;
        if (found[!is_lsoa]++ == 0)
            first[!is_lsoa] = i;
    }
    size_t unit = found[0] > 0 ? 0 : 1;
    *field = first[unit];
    if (found[unit] == 1)
        return GEO_OK;
    return fail_for_fields(context, reader, path, year,
                           found[unit] == 0 ? "there is no field" : "there are several fields");
}

static geo_status find_asked(geo_context *context, const geo_reader *reader, const char *path,
                             const char *asked, size_t *field)
{
    const char *const *names = geo_reader_field_names(reader);
    size_t count = geo_reader_field_count(reader);
    char list[2048];
    for (size_t i = 0; i < count; i++)
        if (geo_same_name(names[i], asked)) {
            *field = i;
            return GEO_OK;
        }
    geo_list_names(names, count, list, sizeof list);
    return geo_fail(context, GEO_ERROR_USAGE, "%s: there is no field '%.100s'; its fields: %s",
                    path, asked, list);
}

static size_t find_change(const geo_reader *reader)
{
    static const char *const known[] = {"chgind", "changecode", "change", "changeindicator", NULL};
    const char *const *names = geo_reader_field_names(reader);
    for (size_t i = 0; i < geo_reader_field_count(reader); i++) {
        char plain[GEO_PLAIN_NAME];
        geo_plain_name(geo_text_of(names[i]), plain);
        for (const char *const *name = known; *name; name++)
            if (strcmp(plain, *name) == 0)
                return i;
    }
    return GEO_NO_FIELD;
}

static geo_status find_fields(geo_context *context, const geo_reader *reader, const char *path,
                              const geo_bridge_options *options, bridge_fields *fields)
{
    fields->change = find_change(reader);
    geo_status status = options->from_field
                            ? find_asked(context, reader, path, options->from_field, &fields->from)
                            : find_year(context, reader, path, options->from_year, &fields->from);
    if (status == GEO_OK)
        status = options->to_field
                     ? find_asked(context, reader, path, options->to_field, &fields->to)
                     : find_year(context, reader, path, options->to_year, &fields->to);
    if (status == GEO_OK && options->change_field)
        status = find_asked(context, reader, path, options->change_field, &fields->change);
    return status;
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* The letters tell how the older areas became the newer ones: backwards a split is a merger. */
static geo_area_fate fate_of(geo_text letter, bool is_backwards)
{
    if (letter.length != 1)
        return GEO_AREA_WITHOUT;
    switch (geo_lower(*letter.data)) {
    case 'u':
        return GEO_AREA_UNCHANGED;
    case 's':
        return is_backwards ? GEO_AREA_MERGED : GEO_AREA_SPLIT;
    case 'm':
        return is_backwards ? GEO_AREA_SPLIT : GEO_AREA_MERGED;
    case 'x':
        return GEO_AREA_IRREGULAR;
    default:
        return GEO_AREA_WITHOUT;
    }
}

static geo_status take_row(geo_context *context, const geo_record *record,
                           const bridge_fields *fields, bool is_backwards, geo_bridge_pairs *pairs)
{
    geo_text from = geo_trim(record->field[fields->from]);
    geo_text to = geo_trim(record->field[fields->to]);
    geo_bridge_pair pair = {0, 0, GEO_AREA_WITHOUT};
    if (from.length == 0 || to.length == 0)
        return GEO_OK;
    if (fields->change != GEO_NO_FIELD)
        pair.fate = fate_of(geo_trim(record->field[fields->change]), is_backwards);
    geo_status status = geo_dictionary_code(context, pairs->from, from, &pair.from);
    if (status == GEO_OK)
        status = geo_dictionary_code(context, pairs->to, to, &pair.to);
    if (status == GEO_OK)
        status = geo_grow_array(context, &pairs->pair, &pairs->capacity, pairs->count + 1,
                                sizeof *pairs->pair);
    if (status == GEO_OK)
        pairs->pair[pairs->count++] = pair;
    return status;
}

static int compare_pairs(const void *left, const void *right)
{
    const geo_bridge_pair *one = left;
    const geo_bridge_pair *other = right;
    if (one->from != other->from)
        return one->from < other->from ? -1 : 1;
    if (one->to != other->to)
        return one->to < other->to ? -1 : 1;
    return (one->fate > other->fate) - (one->fate < other->fate);
}

static void sort_pairs(geo_bridge_pairs *pairs)
{
    size_t kept = 0;
    if (pairs->count == 0)
        return;
    qsort(pairs->pair, pairs->count, sizeof *pairs->pair, compare_pairs);
    for (size_t i = 1; i < pairs->count; i++)
        if (pairs->pair[i].from != pairs->pair[kept].from ||
            pairs->pair[i].to != pairs->pair[kept].to)
            pairs->pair[++kept] = pairs->pair[i];
    pairs->count = kept + 1;
}

static geo_status read_rows(geo_context *context, geo_reader *reader, const char *path,
                            const geo_bridge_options *options, geo_bridge_pairs *pairs,
                            geo_bridge_report *report)
{
    const char *const *names = geo_reader_field_names(reader);
    bridge_fields fields;
    geo_record record;
    bool more = true;
    geo_status status = find_fields(context, reader, path, options, &fields);
    if (status == GEO_OK)
        status = geo_copy_text(context, names[fields.from], &report->from_field);
    if (status == GEO_OK)
        status = geo_copy_text(context, names[fields.to], &report->to_field);
    while (status == GEO_OK) {
        status = geo_reader_next(context, reader, &record, &more);
        if (status != GEO_OK || !more)
            break;
        if (!record.broken)
            status =
                take_row(context, &record, &fields, options->from_year > options->to_year, pairs);
    }
    sort_pairs(pairs);
    return status;
}

geo_status geo_read_bridge_pairs(geo_context *context, const geo_input *input,
                                 const geo_bridge_options *options, geo_bridge_pairs *pairs,
                                 geo_bridge_report *report)
{
    geo_reader_options reading = GEO_READER_OPTIONS_INIT;
    geo_reader *reader = NULL;
    reading.layer = options->layer;
    reading.encoding = options->encoding;
    reading.code_field = options->from_field;
    reading.find_header = true;
    reading.limits = options->limits;
    geo_status status = geo_reader_open(context, input, &reading, &reader);
    if (status == GEO_OK)
        status = geo_copy_text(context, input->path, &report->path);
    if (status == GEO_OK)
        status = read_rows(context, reader, input->path, options, pairs, report);
    geo_reader_free(reader);
    return status;
}
