#include "figure/pdf_font.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"

#define THOUSANDTHS 1000.0

/* ---- fonts that are known ------------------------------------------------------------------- */

static bool has_table(hb_face_t *face, hb_tag_t tag)
{
    hb_blob_t *table = hb_face_reference_table(face, tag);
    bool has = hb_blob_get_length(table) > 0;
    hb_blob_destroy(table);
    return has;
}

static void clear_font(geo_pdf_font *font)
{
    hb_font_destroy(font->font);
    hb_set_destroy(font->glyphs);
    geo_bytes_clear(&font->texts);
    free(font->text_at);
}

void geo_pdf_fonts_clear(geo_pdf_fonts *fonts)
{
    for (size_t i = 0; i < fonts->count; i++)
        clear_font(&fonts->font[i]);
    free(fonts->font);
    *fonts = (geo_pdf_fonts){0};
}

static bool is_same(hb_font_t *one, hb_font_t *other)
{
    unsigned count = 0, other_count = 0;
    const int *place = hb_font_get_var_coords_normalized(one, &count);
    const int *other_place = hb_font_get_var_coords_normalized(other, &other_count);
    return hb_font_get_face(one) == hb_font_get_face(other) && count == other_count &&
           (count == 0 || memcmp(place, other_place, count * sizeof *place) == 0);
}

static geo_status check_outlines(geo_context *context, hb_face_t *face)
{
    if (has_table(face, HB_TAG('g', 'l', 'y', 'f')) || has_table(face, HB_TAG('C', 'F', 'F', ' ')))
        return GEO_OK;
    char name[128] = "";
    unsigned size = sizeof name;
    hb_ot_name_get_utf8(face, HB_OT_NAME_ID_FULL_NAME, HB_LANGUAGE_INVALID, &size, name);
    return geo_fail(context, GEO_ERROR_OUTPUT,
                    "the font '%s', which some of the text needs, cannot be put into a PDF: it has "
                    "no outlines that PDF knows; choose PNG or SVG, or other characters",
                    name);
}

static geo_status make_font(geo_context *context, hb_font_t *shaped, geo_pdf_font *out)
{
    unsigned count = 0;
    const float *place = hb_font_get_var_coords_design(shaped, &count);
    hb_face_t *face = hb_font_get_face(shaped);
    geo_status status = check_outlines(context, face);
    if (status != GEO_OK)
        return status;
    geo_pdf_font font = {.texts = GEO_BYTES_INIT};
    font.glyph_count = hb_face_get_glyph_count(face);
    font.units_per_em = hb_face_get_upem(face);
    status = geo_alloc_array(context, font.glyph_count, sizeof *font.text_at, &font.text_at);
    if (status != GEO_OK)
        return status;
    font.font = hb_font_create(face);
    font.glyphs = hb_set_create();
    hb_font_set_var_coords_design(font.font, place, count);
    *out = font;
    return GEO_OK;
}

geo_status geo_pdf_font_find(geo_context *context, geo_pdf_fonts *fonts, hb_font_t *font,
                             size_t *index)
{
    for (*index = 0; *index < fonts->count; ++*index)
        if (is_same(fonts->font[*index].font, font))
            return GEO_OK;
    geo_status status = geo_grow_array(context, &fonts->font, &fonts->capacity, fonts->count + 1,
                                       sizeof *fonts->font);
    if (status == GEO_OK)
        status = make_font(context, font, &fonts->font[fonts->count]);
    if (status == GEO_OK)
        fonts->count++;
    return status;
}

geo_status geo_pdf_font_use(geo_context *context, geo_pdf_font *font, hb_codepoint_t glyph,
                            geo_text text, bool *is_told)
{
    *is_told = false;
    hb_set_add(font->glyphs, glyph);
    if (!text.data || text.length == 0 || glyph >= font->glyph_count)
        return GEO_OK;
    if (font->text_at[glyph] > 0) {
        const char *before = font->texts.data + font->text_at[glyph] - 1;
        *is_told = strlen(before) == text.length && memcmp(before, text.data, text.length) == 0;
        return GEO_OK;
    }
    size_t start = font->texts.length;
    geo_status status = geo_bytes_append(context, &font->texts, text.data, text.length);
    if (status == GEO_OK)
        status = geo_bytes_append(context, &font->texts, "", 1);
    if (status != GEO_OK)
        return status;
    font->text_at[glyph] = start + 1;
    *is_told = true;
    return GEO_OK;
}

static double to_thousandths(const geo_pdf_font *font, double units)
{
    return units * THOUSANDTHS / font->units_per_em;
}

double geo_pdf_font_advance(const geo_pdf_font *font, hb_codepoint_t glyph)
{
    return to_thousandths(font, hb_font_get_glyph_h_advance(font->font, glyph));
}

/* ---- the font's program --------------------------------------------------------------------- */

static void pin_axes(hb_subset_input_t *input, const geo_pdf_font *font)
{
    hb_face_t *face = hb_font_get_face(font->font);
    hb_ot_var_axis_info_t axis;
    unsigned count = 1, place_count = 0;
    const float *place = hb_font_get_var_coords_design(font->font, &place_count);
    for (unsigned i = 0; hb_ot_var_get_axis_infos(face, i, &count, &axis) > i; i++)
        hb_subset_input_pin_axis_location(input, face, axis.tag,
                                          i < place_count ? place[i] : axis.default_value);
}

/*
 * Cut down to the glyphs that are shown, under their old numbers, so that the page can be written
 * before the font. Printers need no hints, and readers of PDF neither the tables that choose
 * glyphs nor names. NULL when there is not enough memory or the font is damaged.
 */
static hb_face_t *cut_down(const geo_pdf_font *font)
{
    static const char not_needed[][5] = {"GSUB", "GPOS", "GDEF", "BASE", "MATH", "name", "post",
                                         "OS/2", "cmap", "gasp", "FFTM", "vhea", "vmtx", "STAT"};
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        return NULL;
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING);
    hb_set_union(hb_subset_input_glyph_set(input), font->glyphs);
    for (size_t i = 0; i < sizeof not_needed / sizeof *not_needed; i++)
        hb_set_add(hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG),
                   hb_tag_from_string(not_needed[i], 4));
    pin_axes(input, font);
    hb_face_t *face = hb_subset_or_fail(hb_font_get_face(font->font), input);
    hb_subset_input_destroy(input);
    return face;
}

/* A TrueType font is embedded as the file that it is, of the other kind its outlines alone. */
static void put_program(geo_pdf_file *file, const geo_pdf_font *font, bool is_truetype,
                        size_t number)
{
    hb_face_t *face = file->status == GEO_OK ? cut_down(font) : NULL;
    if (!face) {
        if (file->status == GEO_OK)
            file->status = geo_fail(file->context, GEO_ERROR_OUTPUT,
                                    "a font of the figure cannot be read, so that it cannot be "
                                    "put into the PDF");
        return;
    }
    hb_blob_t *blob = is_truetype ? hb_face_reference_blob(face)
                                  : hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' '));
    unsigned length = 0;
    const char *data = hb_blob_get_data(blob, &length);
    geo_bytes entries = GEO_BYTES_INIT;
    geo_pdf_fail(file, is_truetype
                           ? geo_bytes_print(file->context, &entries, " /Length1 %u", length)
                           : geo_bytes_print(file->context, &entries, " /Subtype /CIDFontType0C"));
    geo_pdf_fail(file, geo_bytes_append(file->context, &entries, "", 1));
    if (file->status == GEO_OK)
        geo_pdf_put_stream(file, number, entries.data, data, length);
    geo_bytes_clear(&entries);
    hb_blob_destroy(blob);
    hb_face_destroy(face);
}

/* ---- what is said of it --------------------------------------------------------------------- */

#define NAME_SIZE 64

static bool may_be_in_name(char character)
{
    char lower = geo_lower(character);
    return (lower >= 'a' && lower <= 'z') || geo_is_digit(character) || character == '-';
}

/* Six letters that differ between subsets of a font (9.6.4), made of its glyphs' numbers (the hash
 * of Fowler, Noll and Vo), and its PostScript name. */
static void name_font(const geo_pdf_font *font, char name[NAME_SIZE])
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    hb_codepoint_t glyph = HB_SET_VALUE_INVALID;
    while (hb_set_next(font->glyphs, &glyph))
        hash = (hash ^ glyph) * UINT64_C(0x100000001b3);
    hash ^= hash >> 32;
    for (int i = 0; i < 6; i++, hash /= 26)
        name[i] = (char)('A' + hash % 26);
    name[6] = '+';
    char given[NAME_SIZE - 7] = "";
    unsigned size = sizeof given;
    hb_ot_name_get_utf8(hb_font_get_face(font->font), HB_OT_NAME_ID_POSTSCRIPT_NAME,
                        HB_LANGUAGE_INVALID, &size, given);
    size_t used = 7;
    for (const char *at = *given ? given : "Font"; *at; at++)
        if (may_be_in_name(*at))
            name[used++] = *at;
    name[used] = '\0';
}

static int big_endian_16(const char *bytes)
{
    int number = (unsigned char)bytes[0] << 8 | (unsigned char)bytes[1];
    return number < 0x8000 ? number : number - 0x10000;
}

/* The box of all glyphs stands in table "head" from byte 36 on. */
static void put_box(geo_pdf_file *file, const geo_pdf_font *font)
{
    unsigned length = 0;
    hb_blob_t *head =
        hb_face_reference_table(hb_font_get_face(font->font), HB_TAG('h', 'e', 'a', 'd'));
    const char *data = hb_blob_get_data(head, &length);
    geo_pdf_print(file, " /FontBBox [");
    for (size_t i = 0; i < 4; i++) {
        geo_pdf_put_number(
            file, length >= 44 ? to_thousandths(font, big_endian_16(data + 36 + 2 * i)) : 0);
        geo_pdf_print(file, i < 3 ? " " : "]");
    }
    hb_blob_destroy(head);
}

static void put_metric(geo_pdf_file *file, const geo_pdf_font *font, const char *name,
                       hb_ot_metrics_tag_t metric)
{
    hb_position_t position = 0;
    hb_ot_metrics_get_position_with_fallback(font->font, metric, &position);
    geo_pdf_print(file, " /%s ", name);
    geo_pdf_put_number(file, to_thousandths(font, position));
}

static void put_descriptor(geo_pdf_file *file, const geo_pdf_font *font, const char *name,
                           bool is_truetype, size_t number)
{
    /* Letters are not those of a standard set, so the font is symbolic (9.8.2). Stems matter to
     * readers that make up a font, and this one is there. */
    size_t program = geo_pdf_new_number(file);
    geo_pdf_begin_object(file, number);
    geo_pdf_print(file, "<</Type /FontDescriptor /FontName /%s /Flags 4 /ItalicAngle 0 /StemV 80",
                  name);
    put_metric(file, font, "Ascent", HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER);
    put_metric(file, font, "Descent", HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER);
    put_metric(file, font, "CapHeight", HB_OT_METRICS_TAG_CAP_HEIGHT);
    put_box(file, font);
    geo_pdf_print(file, " /FontFile%d %zu 0 R>>", is_truetype ? 2 : 3, program);
    geo_pdf_end_object(file);
    put_program(file, font, is_truetype, program);
}

static void put_widths(geo_pdf_file *file, const geo_pdf_font *font)
{
    hb_codepoint_t glyph = HB_SET_VALUE_INVALID, before = HB_SET_VALUE_INVALID;
    geo_pdf_print(file, " /W [");
    while (hb_set_next(font->glyphs, &glyph)) {
        bool goes_on = before != HB_SET_VALUE_INVALID && glyph == before + 1;
        if (!goes_on)
            geo_pdf_print(file, "%s%u [", before == HB_SET_VALUE_INVALID ? "" : "] ", glyph);
        else
            geo_pdf_print(file, " ");
        geo_pdf_put_number(file, geo_pdf_font_advance(font, glyph));
        before = glyph;
    }
    geo_pdf_print(file, before == HB_SET_VALUE_INVALID ? "]" : "]]");
}

static void put_descendant(geo_pdf_file *file, const geo_pdf_font *font, const char *name,
                           size_t number)
{
    bool is_truetype = has_table(hb_font_get_face(font->font), HB_TAG('g', 'l', 'y', 'f'));
    size_t descriptor = geo_pdf_new_number(file);
    geo_pdf_begin_object(file, number);
    geo_pdf_print(file,
                  "<</Type /Font /Subtype /%s /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) "
                  "/Ordering (Identity) /Supplement 0>> /FontDescriptor %zu 0 R%s",
                  is_truetype ? "CIDFontType2" : "CIDFontType0", name, descriptor,
                  is_truetype ? " /CIDToGIDMap /Identity" : "");
    put_widths(file, font);
    geo_pdf_print(file, ">>");
    geo_pdf_end_object(file);
    put_descriptor(file, font, name, is_truetype, descriptor);
}

/* ---- the text of glyphs --------------------------------------------------------------------- */

static bool next_told(const geo_pdf_font *font, hb_codepoint_t *glyph)
{
    while (hb_set_next(font->glyphs, glyph))
        if (*glyph < font->glyph_count && font->text_at[*glyph] > 0)
            return true;
    return false;
}

static geo_status append_text_of(geo_context *context, const geo_pdf_font *font,
                                 hb_codepoint_t glyph, geo_bytes *map)
{
    geo_status status = geo_bytes_print(context, map, "<%04X> <", glyph);
    if (status == GEO_OK)
        status = geo_pdf_append_utf16(context, map,
                                      geo_text_of(font->texts.data + font->text_at[glyph] - 1));
    return status ? status : geo_bytes_append(context, map, ">\n", 2);
}

/* At most a hundred glyphs in a block (Adobe Technical Note 5411). */
static geo_status append_map(geo_context *context, const geo_pdf_font *font, geo_bytes *map)
{
    enum { MOST = 100 };
    hb_codepoint_t glyph = HB_SET_VALUE_INVALID;
    geo_status status = GEO_OK;
    for (bool more = next_told(font, &glyph); more && status == GEO_OK;) {
        hb_codepoint_t ahead = glyph;
        unsigned count = 1;
        while (count < MOST && next_told(font, &ahead))
            count++;
        status = geo_bytes_print(context, map, "%u beginbfchar\n", count);
        for (; count > 0 && status == GEO_OK; count--) {
            status = append_text_of(context, font, glyph, map);
            more = next_told(font, &glyph);
        }
        if (status == GEO_OK)
            status = geo_bytes_print(context, map, "endbfchar\n");
    }
    return status;
}

static void put_text_map(geo_pdf_file *file, const geo_pdf_font *font, size_t number)
{
    static const char head[] =
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
    static const char tail[] = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
    geo_bytes map = GEO_BYTES_INIT;
    geo_status status = geo_bytes_append(file->context, &map, head, sizeof head - 1);
    if (status == GEO_OK)
        status = append_map(file->context, font, &map);
    if (status == GEO_OK)
        status = geo_bytes_append(file->context, &map, tail, sizeof tail - 1);
    geo_pdf_fail(file, status);
    if (file->status == GEO_OK)
        geo_pdf_put_stream(file, number, "", map.data, map.length);
    geo_bytes_clear(&map);
}

void geo_pdf_font_put(geo_pdf_file *file, const geo_pdf_font *font, size_t number)
{
    char name[NAME_SIZE];
    name_font(font, name);
    size_t descendant = geo_pdf_new_number(file);
    size_t text_map = geo_pdf_new_number(file);
    geo_pdf_begin_object(file, number);
    geo_pdf_print(file,
                  "<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H "
                  "/DescendantFonts [%zu 0 R] /ToUnicode %zu 0 R>>",
                  name, descendant, text_map);
    geo_pdf_end_object(file);
    put_descendant(file, font, name, descendant);
    put_text_map(file, font, text_map);
}
