/* Rows of a GeoPackage's layer. */
#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "source/gpkg.h"

/* ---- the query ------------------------------------------------------------------------------ */

static bool is_needed(size_t field, const size_t *needed, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (needed[i] == field)
            return true;
    return false;
}

/* GDAL's query, so that rows come in the same order: only the needed fields of a layer with
 * geometry, all fields of a table. */
static bool begin(geo_gpkg *gpkg, const size_t *needed, size_t count)
{
    const char *geometry = gpkg->chosen->geometry_column;
    sqlite3_str *columns = sqlite3_str_new(gpkg->database);
    int next = 1;
    sqlite3_str_appendf(columns, "m.\"%w\"", gpkg->id_column);
    if (geometry) {
        sqlite3_str_appendf(columns, ", m.\"%w\"", geometry);
        next++;
    }
    for (size_t i = 0; i < gpkg->field_count; i++) {
        bool is_read = is_needed(i, needed, count);
        gpkg->column[i] = is_read ? next : -1;
        if (!is_read && geometry)
            continue;
        sqlite3_str_appendf(columns, ", m.\"%w\"", gpkg->field[i].name);
        next++;
    }
    char *list = sqlite3_str_finish(columns);
    if (list)
        gpkg->rows = geo_gpkg_prepare(gpkg, "SELECT %s FROM \"%w\" m", list, gpkg->chosen->table);
    sqlite3_free(list);
    return gpkg->rows != NULL;
}

/* ---- values --------------------------------------------------------------------------------- */

/* Digits where `form` has '0', else the same signs as there. */
static bool has_form(const char *text, const char *form, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (form[i] == '0' ? !geo_is_digit(text[i]) : text[i] != form[i])
            return false;
    return true;
}

static int two_digits(const char *text)
{
    return (text[0] - '0') * 10 + (text[1] - '0');
}

/* "2019-01-31": GDAL takes 31 days in every month. */
static bool is_date(const char *text)
{
    if (!has_form(text, "0000-00-00", 10))
        return false;
    int month = two_digits(text + 5);
    int day = two_digits(text + 8);
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* "", "Z", or "+05:45" up to 14 hours, which GDAL keeps in quarters of an hour. */
static bool is_zone(const char *text, size_t length)
{
    if (length < 6)
        return length == 0 || (length == 1 && *text == 'Z');
    int hours = two_digits(text + 1);
    int minutes = two_digits(text + 4);
    return length == 6 && (*text == '+' || *text == '-') && has_form(text + 1, "00:00", 5) &&
           hours <= 14 && minutes < 60 && minutes % 15 == 0 && hours + minutes > 0;
}

/* "2019-01-31T22:05:09.250Z", with or without thousandths and zone. Thousandths are shown when
 * there are any. */
static bool take_time(const char *text, size_t length, geo_gpkg_value *value)
{
    const size_t second = 19, thousandth = 23;
    if (length < second || !is_date(text) || !has_form(text + 10, "T00:00:00", 9) ||
        two_digits(text + 11) > 23 || two_digits(text + 14) > 59 || two_digits(text + 17) > 59)
        return false;
    bool has_fraction = length >= thousandth && has_form(text + second, ".000", 4);
    size_t end = has_fraction ? thousandth : second;
    size_t used = has_fraction && memcmp(text + second, ".000", 4) != 0 ? thousandth : second;
    if (!is_zone(text + end, length - end))
        return false;
    memcpy(value->made, text, used);
    memcpy(value->made + used, text + end, length - end);
    value->text = (geo_text){value->made, used + length - end};
    return true;
}

static bool is_null(sqlite3_stmt *rows, int column)
{
    return sqlite3_column_type(rows, column) == SQLITE_NULL;
}

/* A text ends at its first NUL, as in GDAL. */
static bool take_text(sqlite3_stmt *rows, int column, geo_gpkg_kind kind, geo_gpkg_value *value)
{
    if (kind != GEO_GPKG_TEXT && sqlite3_column_type(rows, column) != SQLITE_TEXT) {
        value->is_there = false;
        return is_null(rows, column);
    }
    value->text = geo_text_of((const char *)sqlite3_column_text(rows, column));
    value->is_there = value->text.data != NULL;
    if (!value->is_there)
        return is_null(rows, column);
    if (kind == GEO_GPKG_DATE)
        return value->text.length == 10 && is_date(value->text.data);
    return kind == GEO_GPKG_TEXT || take_time(value->text.data, value->text.length, value);
}

/* False for what only GDAL can tell. SQLite gives 0 for null, and asking it for the type costs as
 * much as asking for the number. */
static bool take_value(sqlite3_stmt *rows, int column, const geo_gpkg_field *field,
                       geo_gpkg_value *value)
{
    switch (field->kind) {
    case GEO_GPKG_INTEGER:
        value->integer = field->is_short ? sqlite3_column_int(rows, column)
                                         : (int64_t)sqlite3_column_int64(rows, column);
        value->real = (double)value->integer;
        break;
    case GEO_GPKG_REAL:
        value->real = sqlite3_column_double(rows, column);
        break;
    default:
        return take_text(rows, column, field->kind, value);
    }
    value->is_there = value->real != 0 || !is_null(rows, column);
    return true;
}

/* ---- geometry ------------------------------------------------------------------------------- */

/* Behind the header (2.1.3 of the standard) is well-known binary; "" when there is no plain one. */
static geo_text without_header(const unsigned char *blob, size_t size)
{
    static const size_t envelope[8] = {0, 32, 48, 48, 64};
    const size_t least = 8;
    const geo_text unknown = {"", 0};
    if (!blob || size < least || blob[0] != 'G' || blob[1] != 'P' || blob[2] != 0)
        return unknown;
    unsigned kind = blob[3] >> 1 & 7;
    bool is_extended = (blob[3] & 0x20) != 0;
    size_t header = least + envelope[kind];
    if (kind > 4 || is_extended || size < header)
        return unknown;
    return (geo_text){(const char *)blob + header, size - header};
}

static geo_text take_geometry(sqlite3_stmt *rows, int column)
{
    const void *blob = sqlite3_column_blob(rows, column);
    if (!blob && is_null(rows, column))
        return (geo_text){NULL, 0};
    return without_header(blob, blob ? (size_t)sqlite3_column_bytes(rows, column) : 0);
}

/* ---- the next row --------------------------------------------------------------------------- */

geo_gpkg_step geo_gpkg_next(geo_gpkg *gpkg, const size_t *needed, size_t count)
{
    if (gpkg->is_at_end) /* SQLite would begin again */
        return GEO_GPKG_END;
    if (!gpkg->rows && !begin(gpkg, needed, count))
        return GEO_GPKG_TROUBLE;
    int step = sqlite3_step(gpkg->rows);
    gpkg->is_at_end = step == SQLITE_DONE;
    if (step != SQLITE_ROW)
        return gpkg->is_at_end ? GEO_GPKG_END : GEO_GPKG_TROUBLE;
    gpkg->id = sqlite3_column_int64(gpkg->rows, 0);
    if (gpkg->id == 0 && is_null(gpkg->rows, 0))
        return GEO_GPKG_TROUBLE;
    if (gpkg->chosen->geometry_column)
        gpkg->geometry = take_geometry(gpkg->rows, 1);
    for (size_t i = 0; i < count; i++) {
        size_t field = needed[i];
        if (!take_value(gpkg->rows, gpkg->column[field], &gpkg->field[field], &gpkg->value[field]))
            return GEO_GPKG_TROUBLE;
    }
    return GEO_GPKG_ROW;
}
