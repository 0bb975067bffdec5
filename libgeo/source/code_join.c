#include "source/code_join.h"

#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/area_fields.h"

/* What is known of the codes so far. */
typedef struct code_rows {
    geo_dictionary *codes; /* those of the areas first, then the table's others */
    int64_t *first_row;    /* of each code of `codes` in the table; 0: none so far */
    size_t capacity;
} code_rows;

static geo_status add_area_codes(geo_context *context, const geo_areas *areas, code_rows *rows)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < areas->count && status == GEO_OK; i++) {
        int32_t number;
        const char *code = areas->code[i];
        status = geo_dictionary_code(context, rows->codes, geo_text_of(code), &number);
    }
    return status;
}

static geo_status make_room(geo_context *context, code_rows *rows, size_t needed)
{
    size_t before = rows->capacity;
    geo_status status =
        geo_grow_array(context, &rows->first_row, &rows->capacity, needed, sizeof *rows->first_row);
    for (size_t i = before; status == GEO_OK && i < rows->capacity; i++)
        rows->first_row[i] = 0;
    return status;
}

static bool has_other_name(const geo_code_join *join, size_t area, const geo_record *record)
{
    const geo_areas *areas = join->areas;
    if (!areas->name || !areas->name[area] || join->name == GEO_NO_FIELD)
        return false;
    geo_text name = geo_trim(record->field[join->name]);
    return name.length > 0 && geo_compare_names(name, geo_text_of(areas->name[area])) != 0;
}

static geo_status join_row(geo_context *context, geo_code_join *join, code_rows *rows,
                           const geo_record *record)
{
    geo_text code = geo_trim(record->field[join->code]);
    int32_t number = 0;
    geo_status status = geo_dictionary_code(context, rows->codes, code, &number);
    if (status == GEO_OK)
        status = make_room(context, rows, geo_dictionary_count(rows->codes));
    if (status != GEO_OK)
        return status;
    if (rows->first_row[number] > 0)
        return geo_fail(context, GEO_ERROR_DATA,
                        "%s: the code '%.*s' in field %s is there twice, in rows %lld and %lld",
                        join->path, code.length < 80 ? (int)code.length : 80, code.data,
                        join->code_field, (long long)rows->first_row[number],
                        (long long)record->row);
    rows->first_row[number] = record->row;
    if ((size_t)number >= join->areas->count) {
        join->unmatched++;
        return GEO_OK;
    }
    join->matched++;
    if (has_other_name(join, (size_t)number, record))
        join->renamed++;
    return join->take(context, join->user, (size_t)number, record);
}

static geo_status join_rows(geo_context *context, geo_reader *reader, geo_code_join *join,
                            code_rows *rows)
{
    geo_record record;
    bool more = true;
    geo_status status = add_area_codes(context, join->areas, rows);
    while (status == GEO_OK) {
        status = geo_reader_next(context, reader, &record, &more);
        if (status != GEO_OK || !more)
            break;
        if (!record.broken && geo_trim(record.field[join->code]).length > 0)
            status = join_row(context, join, rows, &record);
    }
    return status;
}

/* ---- years ---------------------------------------------------------------------------------- */

/* The year of the LSOAs that the table is about, 0 when they are none. */
static geo_status find_lsoa_year(geo_context *context, const geo_code_join *join,
                                 const code_rows *rows, int *year)
{
    size_t count = geo_dictionary_count(rows->codes);
    const char **code = NULL;
    geo_status status = geo_alloc_array(context, count, sizeof *code, &code);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < count && i < rows->capacity; i++)
        if (rows->first_row[i] > 0)
            code[i] = geo_dictionary_text(rows->codes, (int32_t)i);
    *year = geo_lsoa_year(join->code_field, code, count);
    free(code);
    return GEO_OK;
}

static bool names_lsoas(const char *field)
{
    char plain[GEO_PLAIN_NAME];
    geo_plain_name(geo_text_of(field), plain);
    return strstr(plain, "lsoa") != NULL;
}

/* LSOAs that changed have new codes, so that a join by code would leave out just these. */
static geo_status judge_years(geo_context *context, const geo_code_join *join,
                              const code_rows *rows)
{
    const geo_areas *areas = join->areas;
    int of_areas = geo_lsoa_year(areas->code_field, (const char *const *)areas->code, areas->count);
    int of_table = 0;
    geo_status status = find_lsoa_year(context, join, rows, &of_table);
    if (status != GEO_OK || of_areas == 0 || of_table == 0 || of_areas == of_table)
        return status;
    return geo_fail(context, GEO_ERROR_DATA,
                    "%s: the boundaries (%s, field %s) are LSOAs of %d, the %s (field %s) is of "
                    "those of %d; use one of the boundaries' year%s",
                    join->path, areas->path, areas->code_field, of_areas, join->what,
                    join->code_field, of_table,
                    join->can_bridge ? ", or give the look-up between the two with --bridge LOOKUP "
                                       "to a command that takes it"
                                     : "");
}

/* Codes of one year look like those of another, and most are the same. */
static void report_vintage(geo_context *context, const geo_code_join *join)
{
    int of_areas = geo_field_year(join->areas->code_field);
    int of_table = geo_field_year(join->code_field);
    if (of_areas == 0 || of_table == 0 || of_areas == of_table)
        return;
    static const char format[] = "%s: the boundaries are of %d (%s), the %s is of %d (%s)";
    if (join->matched < join->areas->count || join->unmatched > 0)
        geo_add_warning(context, format, join->path, of_areas, join->areas->code_field, join->what,
                        of_table, join->code_field);
    else
        geo_add_note(context, format, join->path, of_areas, join->areas->code_field, join->what,
                     of_table, join->code_field);
}

/* The share of areas that must find their code. Below half, the two sides are of different years or
 * units, and a join would mislead; LSOAs change less than that from year to year, and all have
 * people. */
static double least_match(const geo_code_join *join)
{
    bool is_lsoa = names_lsoas(join->areas->code_field) || names_lsoas(join->code_field);
    return is_lsoa ? 0.95 : 0.5;
}

static geo_status judge_join(geo_context *context, const geo_code_join *join)
{
    const geo_areas *areas = join->areas;
    if ((double)join->matched < least_match(join) * (double)areas->count)
        return geo_fail(context, GEO_ERROR_DATA,
                        "%s: only %zu of the %zu areas find their code there: the boundaries (%s) "
                        "have %s, the %s has %s; use the %s of the boundaries' year and unit, or "
                        "name the fields "
                        "with %s",
                        join->path, join->matched, areas->count, areas->path, areas->code_field,
                        join->what, join->code_field, join->what, join->options);
    if (2 * join->renamed > join->matched)
        return geo_fail(context, GEO_ERROR_DATA,
                        "%s: codes and names disagree: of %zu areas found there by code (%s), %zu "
                        "have another name than in the boundaries (%s); the codes of one are wrong",
                        join->path, join->matched, join->code_field, join->renamed, areas->path);
    if (join->matched < areas->count || join->unmatched > 0)
        geo_add_warning(
            context,
            "%s: %zu of %zu areas (by %s) have no row there, %zu row%s there (by %s) %s no area",
            join->path, areas->count - join->matched, areas->count, areas->code_field,
            join->unmatched, join->unmatched == 1 ? "" : "s", join->code_field,
            join->unmatched == 1 ? "has" : "have");
    if (join->renamed > 0)
        geo_add_warning(
            context,
            "%s: %zu of %zu areas %s another name there than in the boundaries: another "
            "spelling, or a code that is wrong",
            join->path, join->renamed, join->matched, join->renamed == 1 ? "has" : "have");
    report_vintage(context, join);
    return GEO_OK;
}

/* ---- the join ------------------------------------------------------------------------------- */

geo_status geo_find_join_code(geo_context *context, const geo_reader *reader,
                              const geo_roles *asked, geo_code_join *join, geo_found_roles *found)
{
    const char *const *names = geo_reader_field_names(reader);
    size_t count = geo_reader_field_count(reader);
    geo_roles wanted = *asked;
    for (size_t i = 0; i < count && !wanted.code; i++)
        if (geo_same_name(names[i], join->areas->code_field))
            wanted.code = names[i];
    geo_status status =
        geo_find_roles(context, names, count, join->path, &wanted, GEO_INPUT_TABLE, found);
    if (status == GEO_OK)
        status = geo_require_role(context, found, GEO_ROLE_CODE, names, count, join->path);
    if (status != GEO_OK)
        return status;
    join->code = found->field[GEO_ROLE_CODE];
    join->name = found->field[GEO_ROLE_NAME];
    join->code_field = names[join->code];
    return GEO_OK;
}

geo_status geo_join_by_code(geo_context *context, geo_reader *reader, geo_code_join *join)
{
    code_rows rows = {NULL, NULL, 0};
    geo_status status = geo_dictionary_new(context, &rows.codes);
    if (status == GEO_OK)
        status = join_rows(context, reader, join, &rows);
    if (status == GEO_OK)
        status = judge_years(context, join, &rows);
    if (status == GEO_OK)
        status = judge_join(context, join);
    geo_dictionary_free(rows.codes);
    free(rows.first_row);
    return status;
}
