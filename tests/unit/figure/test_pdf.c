/* What is in a PDF: that its parts are found where its table says, and what is drawn and told. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "core/memory.h"
#include "figure/canvas.h"
#include "unit.h"

static const geo_text_style plain = {"DejaVu Sans", 8, false, {0, 0, 0}, {1, 1, 1}, 0};
static const geo_text_style with_halo = {"DejaVu Sans", 8, false, {0, 0, 0}, {1, 1, 1}, 0.4};
static const geo_line_style line = {{1, 0, 0.5}, 0.5, 0.75};

static geo_canvas *open_titled(geo_context *context, const char *title, const char *description,
                               const char *date)
{
    const geo_canvas_options options = {GEO_PICTURE_PDF, 0, {40, 30}, title, description, date};
    geo_canvas *canvas = NULL;
    assert_int_equal(geo_canvas_new(context, &options, &canvas), GEO_OK);
    return canvas;
}

static geo_canvas *open_page(geo_context *context)
{
    return open_titled(context, "Title", "Words", NULL);
}

static geo_bytes finish(geo_canvas *canvas)
{
    geo_bytes file = GEO_BYTES_INIT;
    assert_int_equal(geo_canvas_finish(canvas, &file), GEO_OK);
    geo_canvas_free(canvas);
    return file;
}

static size_t find(const geo_bytes *file, size_t from, const char *text)
{
    size_t length = strlen(text);
    for (size_t i = from; i + length <= file->length; i++)
        if (memcmp(file->data + i, text, length) == 0)
            return i;
    return SIZE_MAX;
}

static bool has(const geo_bytes *file, const char *text)
{
    return find(file, 0, text) != SIZE_MAX;
}

static size_t count(const char *text, const char *part)
{
    size_t found = 0;
    for (; (text = strstr(text, part)) != NULL; text += strlen(part))
        found++;
    return found;
}

/* The object's stream, unpacked, as a C string. */
static char *stream_of(const geo_bytes *file, unsigned number, size_t *length)
{
    enum { MOST = 1 << 20 };
    char head[32], *text = calloc(MOST, 1);
    snprintf(head, sizeof head, "\n%u 0 obj\n", number);
    size_t object = find(file, 0, head);
    size_t start = find(file, object, "stream\n") + strlen("stream\n");
    size_t packed = strtoul(file->data + find(file, object, "/Length ") + 8, NULL, 10);
    uLongf unpacked = MOST - 1;
    assert_int_equal(memcmp(file->data + start + packed, "\nendstream", 10), 0);
    assert_int_equal(
        uncompress((Bytef *)text, &unpacked, (const Bytef *)file->data + start, packed), Z_OK);
    if (length)
        *length = unpacked;
    return text;
}

/* The first part of what is drawn; small pages have one. */
static char *drawing_of(const geo_bytes *file)
{
    size_t at = find(file, 0, "/Contents [") + strlen("/Contents [");
    return stream_of(file, (unsigned)strtoul(file->data + at, NULL, 10), NULL);
}

static void draw_everything(geo_canvas *canvas)
{
    uint32_t pixel[] = {0xFF102030, 0x80400000, 0x00000000, 0xFFFFFFFF, 0x01000001, 0xFF000000};
    const geo_image image = {3, 2, pixel};
    geo_canvas_begin_clip(canvas, (geo_box){0, 0, 40, 30});
    geo_canvas_image(canvas, &image, (geo_box){5, 5, 10, 10});
    geo_canvas_circle(canvas, 10, 20, 2.5);
    geo_canvas_fill(canvas, line.colour, 0.5);
    geo_canvas_box(canvas, (geo_box){1, 1, 3, 3});
    geo_canvas_begin_clip_path(canvas);
    geo_canvas_box(canvas, (geo_box){2, 2, 3, 3});
    geo_canvas_stroke_dashed(canvas, &line, 1);
    geo_canvas_end_clip(canvas);
    geo_canvas_text(canvas, "Tŷ Gŵyn", &with_halo, GEO_ALIGN_LEFT, 5, 15, 0);
    geo_canvas_text_turned(canvas, "Rate", &plain, GEO_ALIGN_LEFT, 5, 15, 0);
    geo_canvas_end_clip(canvas);
}

static void the_table_tells_where_objects_are(void **state)
{
    geo_canvas *canvas = open_page(*state);
    draw_everything(canvas);
    geo_bytes file = finish(canvas);
    assert_memory_equal(file.data, "%PDF-1.7\n", 9);
    size_t tail = find(&file, 0, "startxref\n");
    size_t table = strtoul(file.data + tail + strlen("startxref\n"), NULL, 10);
    assert_memory_equal(file.data + table, "xref\n0 ", 7);
    unsigned size = (unsigned)strtoul(file.data + table + 7, NULL, 10);
    size_t first = find(&file, table, "0000000000 65535 f \n");
    assert_true(size > 10);
    for (unsigned i = 1; i < size; i++) {
        const char *entry = file.data + first + 20 * i;
        char head[32];
        int length = snprintf(head, sizeof head, "%u 0 obj\n", i);
        assert_memory_equal(entry + 10, " 00000 n \n", 10);
        assert_memory_equal(file.data + strtoul(entry, NULL, 10), head, (size_t)length);
    }
    assert_int_equal(find(&file, first + 20 * size, "trailer\n"), first + 20 * size);
    geo_bytes_clear(&file);
}

static void what_is_begun_is_ended(void **state)
{
    geo_canvas *canvas = open_page(*state);
    draw_everything(canvas);
    geo_bytes file = finish(canvas);
    char *drawing = drawing_of(&file);
    assert_int_equal(count(drawing, "BT\n"), 3);
    assert_int_equal(count(drawing, "BT\n"), count(drawing, "ET\n"));
    assert_int_equal(count(drawing, "BDC\n"), count(drawing, "EMC\n"));
    assert_int_equal(count(drawing, "q\n") + count(drawing, "q "),
                     count(drawing, "Q\n") + count(drawing, "Q "));
    free(drawing);
    geo_bytes_clear(&file);
}

/* Points of the lattice are whole twentieths of a point; others have as many decimals as print
 * can show. */
static void points_are_short(void **state)
{
    geo_canvas *canvas = open_page(*state);
    double step = geo_canvas_step_mm(canvas);
    geo_canvas_move(canvas, 7 * step, 1234 * step);
    geo_canvas_line(canvas, -3 * step, 0.126 * step);
    geo_canvas_line(canvas, 10.5 * step, 1e300);
    geo_canvas_fill_union(canvas, line.colour, 1);
    geo_bytes file = finish(canvas);
    char *drawing = drawing_of(&file);
    assert_non_null(strstr(drawing, "1 0 0.5 rg\n7 1234 m\n-3 0.13 l\n10.5 0 l\nf\n"));
    assert_non_null(strstr(drawing, "0.05 0 0 -0.05 0 85.039 cm"));
    free(drawing);
    geo_bytes_clear(&file);
}

/* Colours and the rest are said when they change; a clip's end brings back what was before it. */
static void the_pen_is_said_once(void **state)
{
    geo_canvas *canvas = open_page(*state);
    for (int i = 0; i < 4; i++) {
        if (i == 2)
            geo_canvas_begin_clip(canvas, (geo_box){0, 0, 10, 10});
        if (i == 3)
            geo_canvas_end_clip(canvas);
        geo_canvas_move(canvas, i, 0);
        geo_canvas_line(canvas, 10, 0);
        geo_canvas_stroke(canvas, &line);
    }
    geo_canvas_stroke(canvas, &line); /* there is no path left */
    geo_bytes file = finish(canvas);
    char *drawing = drawing_of(&file);
    assert_int_equal(count(drawing, "S\n"), 4);
    assert_int_equal(count(drawing, "1 0 0.5 RG\n"), 2);
    assert_int_equal(count(drawing, "/A0 gs\n"), 2);
    assert_true(has(&file, "/A0 <</ca 0.75 /CA 0.75>>"));
    assert_false(has(&file, "/A1 "));
    free(drawing);
    geo_bytes_clear(&file);
}

static void a_clip_without_a_path_hides_all(void **state)
{
    geo_canvas *canvas = open_page(*state);
    geo_canvas_begin_clip_path(canvas);
    geo_canvas_end_clip(canvas);
    geo_bytes file = finish(canvas);
    char *drawing = drawing_of(&file);
    assert_non_null(strstr(drawing, "q\n0 0 0 0 re\nW n\nQ\n"));
    free(drawing);
    geo_bytes_clear(&file);
}

static void words_are_told(void **state)
{
    geo_canvas *canvas = open_titled(*state, "Crime (all) \\ 5%", "Tŷ 😀", "2026-03-31T12:30:00Z");
    geo_bytes file = finish(canvas);
    assert_true(has(&file, "/Title (Crime \\(all\\) \\\\ 5%)"));
    assert_true(has(&file, "/Subject <FEFF005401770020D83DDE00>"));
    assert_true(has(&file, "/S /Figure"));
    assert_true(has(&file, "/Alt <FEFF005401770020D83DDE00>"));
    assert_true(has(&file, "/CreationDate (D:20260331123000Z)"));
    geo_bytes_clear(&file);
}

/* The text of the glyphs of all fonts of the file. */
static char *text_map_of(const geo_bytes *file)
{
    size_t at = find(file, 0, "/ToUnicode ");
    assert_true(at != SIZE_MAX);
    return stream_of(file, (unsigned)strtoul(file->data + at + strlen("/ToUnicode "), NULL, 10),
                     NULL);
}

static void glyphs_tell_their_text(void **state)
{
    geo_canvas *canvas = open_page(*state);
    geo_canvas_text(canvas, "ŵ1", &plain, GEO_ALIGN_LEFT, 5, 5, 0);
    geo_bytes file = finish(canvas);
    char *drawing = drawing_of(&file), *map = text_map_of(&file);
    assert_non_null(strstr(map, "> <0175>\n"));
    assert_non_null(strstr(map, "> <0031>\n"));
    assert_non_null(strstr(map, "2 beginbfchar\n"));
    assert_null(strstr(drawing, "ActualText"));
    free(drawing);
    free(map);
    geo_bytes_clear(&file);
}

/* One glyph shows the letter in one character and in two: it stands for what it stood for first,
 * and the other text is beside it. A halo has none, or names would be found twice. */
static void text_that_glyphs_cannot_tell_is_beside_them(void **state)
{
    geo_canvas *canvas = open_page(*state);
    geo_canvas_text(canvas, "\xC3\xA9 e\xCC\x81", &plain, GEO_ALIGN_LEFT, 5, 5, 0);
    geo_canvas_text(canvas, "h", &with_halo, GEO_ALIGN_LEFT, 5, 15, 0);
    geo_bytes file = finish(canvas);
    char *drawing = drawing_of(&file), *map = text_map_of(&file);
    assert_non_null(strstr(map, "> <00E9>\n"));
    assert_int_equal(count(drawing, "/Span <</ActualText <FEFF00650301>>> BDC\n["), 1);
    assert_int_equal(count(drawing, "/Span <</ActualText <FEFF>>> BDC\nBT\n"), 1);
    assert_int_equal(count(drawing, "ActualText"), 2);
    assert_int_equal(count(drawing, "1 Tr\n"), 1);
    free(drawing);
    free(map);
    geo_bytes_clear(&file);
}

/* Colours of PDF are not premultiplied; the file's eighth object is the image, its mask follows. */
static void images_have_a_mask(void **state)
{
    static const unsigned char colour[] = {0x10, 0x20, 0x30, 0x80, 0, 0,    0, 0, 0,
                                           0xFF, 0xFF, 0xFF, 0,    0, 0xFF, 0, 0, 0};
    static const unsigned char opacity[] = {0xFF, 0x80, 0, 0xFF, 1, 0xFF};
    geo_canvas *canvas = open_page(*state);
    draw_everything(canvas);
    geo_bytes file = finish(canvas);
    size_t length = 0, mask_length = 0;
    size_t reference = find(&file, 0, "/SMask ");
    unsigned mask = (unsigned)strtoul(file.data + reference + strlen("/SMask "), NULL, 10);
    char *pixels = stream_of(&file, 8, &length), *masked = stream_of(&file, mask, &mask_length);
    assert_int_equal(length, sizeof colour);
    assert_memory_equal(pixels, colour, sizeof colour);
    assert_int_equal(mask_length, sizeof opacity);
    assert_memory_equal(masked, opacity, sizeof opacity);
    free(pixels);
    free(masked);
    geo_bytes_clear(&file);
}

static void the_same_drawing_is_the_same_file(void **state)
{
    geo_bytes file[2];
    for (size_t i = 0; i < 2; i++) {
        geo_canvas *canvas = open_page(*state);
        draw_everything(canvas);
        file[i] = finish(canvas);
    }
    assert_int_equal(file[0].length, file[1].length);
    assert_memory_equal(file[0].data, file[1].data, file[0].length);
    geo_bytes_clear(&file[0]);
    geo_bytes_clear(&file[1]);
}

static geo_bytes draw_long_line(geo_context *context)
{
    geo_canvas *canvas = open_page(context);
    for (int i = 0; i < 60000; i++) {
        if (i % 1000 == 0)
            geo_canvas_move(canvas, 0, i / 1000.0);
        geo_canvas_line(canvas, i % 37, i % 29);
    }
    geo_canvas_stroke(canvas, &line);
    return finish(canvas);
}

/* Long drawings are in parts of whole lines, packed by any number of threads to the same bytes. */
static void parts_make_a_whole(void **state)
{
    geo_bytes file[2];
    for (int i = 0; i < 2; i++) {
        geo_context_set_threads(*state, i == 0 ? 1 : 7);
        file[i] = draw_long_line(*state);
    }
    assert_int_equal(file[0].length, file[1].length);
    assert_memory_equal(file[0].data, file[1].data, file[0].length);
    const char *at = file[0].data + find(&file[0], 0, "/Contents [") + strlen("/Contents [");
    size_t points = 0, parts = 0;
    for (char *end; *at != ']'; parts++, at = end + strlen(" 0 R"), at += *at == ' ') {
        char *text = stream_of(&file[0], (unsigned)strtoul(at, &end, 10), NULL);
        points += count(text, " l\n") + count(text, " m\n");
        assert_int_equal(text[strlen(text) - 1], '\n');
        free(text);
    }
    assert_true(parts > 2);
    assert_int_equal(points, 60000 + 60);
    geo_bytes_clear(&file[0]);
    geo_bytes_clear(&file[1]);
}

/* Each allocation in its turn, until there are no more. */
static void memory_may_run_out(void **state)
{
    geo_status status = GEO_ERROR_MEMORY;
    for (int64_t n = 1; status != GEO_OK; n++) {
        const geo_canvas_options options = {GEO_PICTURE_PDF, 0, {40, 30}, "Tŷ", "Tŷ", NULL};
        geo_canvas *canvas = NULL;
        geo_bytes file = GEO_BYTES_INIT;
        geo_fail_allocation(*state, n);
        status = geo_canvas_new(*state, &options, &canvas);
        if (status == GEO_OK) {
            draw_everything(canvas);
            status = geo_canvas_finish(canvas, &file);
        }
        geo_fail_allocation(*state, 0);
        assert_true(status == GEO_OK || status == GEO_ERROR_MEMORY);
        assert_true(n < 10000);
        geo_canvas_free(canvas);
        geo_bytes_clear(&file);
    }
}

static int shut_down(void **state)
{
    (void)state;
    geo_figure_shutdown();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(the_table_tells_where_objects_are),
        UNIT_TEST(what_is_begun_is_ended),
        UNIT_TEST(points_are_short),
        UNIT_TEST(the_pen_is_said_once),
        UNIT_TEST(a_clip_without_a_path_hides_all),
        UNIT_TEST(words_are_told),
        UNIT_TEST(glyphs_tell_their_text),
        UNIT_TEST(text_that_glyphs_cannot_tell_is_beside_them),
        UNIT_TEST(images_have_a_mask),
        UNIT_TEST(the_same_drawing_is_the_same_file),
        UNIT_TEST(parts_make_a_whole),
        UNIT_TEST(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, shut_down);
}
