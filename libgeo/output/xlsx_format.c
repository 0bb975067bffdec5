/* How the cells of a workbook look. */
#include <stdio.h>
#include <string.h>

#include "core/memory.h"
#include "core/utf8.h"
#include "output/marks.h"
#include "output/xlsx.h"

/* A spreadsheet's own bounds (ECMA-376 gives none; Excel refuses more). */
enum { DECIMALS_MAX = 30, INDENT_MAX = 15, NUMBER_FORMAT_SIZE = 128 };

static bool is_same(const geo_xlsx_look *one, const geo_xlsx_look *other)
{
    return one->type == other->type && one->decimals == other->decimals &&
           one->mark == other->mark && one->indent == other->indent &&
           one->is_total == other->is_total && one->is_heading == other->is_heading &&
           one->is_group == other->is_group && strcmp(one->symbol, other->symbol) == 0 &&
           strcmp(one->room, other->room) == 0;
}

static size_t count_characters(const char *text)
{
    const char *end = text + strlen(text);
    size_t count = 0;
    for (; text < end; count++)
        geo_utf8_next(&text, end);
    return count;
}

/* "#,##0.0" with the symbol behind it, and "_*" for each character that the symbol is shorter than
 * the longest: a blank as wide as that character. The cell stays a number. */
static void number_format(const geo_xlsx_look *look, char *text)
{
    int decimals = look->type == GEO_REAL ? look->decimals : 0;
    const char *at = look->room;
    const char *end = at + strlen(at);
    size_t covered = count_characters(look->symbol);
    decimals = decimals > DECIMALS_MAX ? DECIMALS_MAX : decimals;
    size_t used = (size_t)snprintf(text, NUMBER_FORMAT_SIZE, "#,##0%s%.*s", decimals > 0 ? "." : "",
                                   decimals, "000000000000000000000000000000");
    if (covered > 0)
        used += (size_t)snprintf(text + used, NUMBER_FORMAT_SIZE - used, "\"%s\"", look->symbol);
    for (size_t i = 0; at < end; i++) {
        const char *from = at;
        geo_utf8_next(&at, end);
        if (i >= covered)
            used += (size_t)snprintf(text + used, NUMBER_FORMAT_SIZE - used, "_%.*s",
                                     (int)(at - from), from);
    }
}

static void dress_heading(const geo_xlsx_look *look, lxw_format *format)
{
    format_set_bold(format);
    format_set_text_wrap(format);
    format_set_align(format, LXW_ALIGN_VERTICAL_BOTTOM);
    format_set_bottom(format, look->is_group ? LXW_BORDER_THIN : LXW_BORDER_MEDIUM);
    if (look->is_group) {
        format_set_align(format, LXW_ALIGN_CENTER);
        format_set_left(format, LXW_BORDER_THIN);
        format_set_right(format, LXW_BORDER_THIN);
    }
}

static void dress(const geo_xlsx_look *look, lxw_format *format)
{
    char text[NUMBER_FORMAT_SIZE];
    unsigned colour = geo_mark_colour(look->mark);
    if (look->type != GEO_TEXT)
        format_set_align(format, LXW_ALIGN_RIGHT);
    if (look->indent > 0)
        format_set_indent(format, (uint8_t)(look->indent > INDENT_MAX ? INDENT_MAX : look->indent));
    if (look->is_heading) {
        dress_heading(look, format);
        return;
    }
    if (look->type != GEO_TEXT) {
        number_format(look, text);
        format_set_num_format(format, text);
    }
    if (colour != GEO_COLOUR_NONE) {
        format_set_pattern(format, LXW_PATTERN_SOLID);
        format_set_fg_color(format, colour);
    }
    if (look->is_total || look->mark == GEO_MARK_FAR_ABOVE)
        format_set_bold(format);
    if (look->is_total)
        format_set_top(format, LXW_BORDER_THIN);
}

geo_status geo_xlsx_format(geo_xlsx *xlsx, const geo_xlsx_look *look, lxw_format **out)
{
    for (size_t i = 0; i < xlsx->style_count; i++) {
        if (is_same(&xlsx->style[i].look, look)) {
            *out = xlsx->style[i].format;
            return GEO_OK;
        }
    }
    geo_status status = geo_grow_array(xlsx->context, &xlsx->style, &xlsx->style_capacity,
                                       xlsx->style_count + 1, sizeof *xlsx->style);
    if (status != GEO_OK)
        return status;
    lxw_format *format = workbook_add_format(xlsx->book);
    if (!format)
        return geo_xlsx_check(xlsx->context, LXW_ERROR_MEMORY_MALLOC_FAILED);
    dress(look, format);
    xlsx->style[xlsx->style_count++] = (geo_xlsx_style){*look, format};
    *out = format;
    return GEO_OK;
}
