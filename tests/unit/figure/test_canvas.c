/* What is drawn on a canvas, in each format. */
#include <stdlib.h>
#include <string.h>

#include "figure/canvas.h"
#include "unit.h"

static const geo_line_style line = {{0, 0, 0}, 0.5, 1};

static geo_canvas *open_page(geo_context *context, geo_picture format)
{
    const geo_canvas_options options = {format, 254, {40, 30}, "Test", "Test", NULL};
    geo_canvas *canvas = NULL;
    assert_int_equal(geo_canvas_new(context, &options, &canvas), GEO_OK);
    return canvas;
}

/* A C string. */
static char *finish(geo_canvas *canvas)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_canvas_finish(canvas, &bytes), GEO_OK);
    char *text = calloc(bytes.length + 1, 1);
    memcpy(text, bytes.data, bytes.length);
    geo_bytes_clear(&bytes);
    geo_canvas_free(canvas);
    return text;
}

static void a_circle_is_two_arcs(void **state)
{
    geo_canvas *canvas = open_page(*state, GEO_PICTURE_SVG);
    geo_canvas_circle(canvas, 10, 20, 2.5);
    geo_canvas_fill(canvas, line.colour, 1);
    char *svg = finish(canvas);
    assert_non_null(strstr(svg, "d=\"M7.5 20A2.5 2.5 0 1 1 12.5 20A2.5 2.5 0 1 1 7.5 20Z\""));
    free(svg);
}

static void dashes_are_as_long_as_their_gaps(void **state)
{
    geo_canvas *canvas = open_page(*state, GEO_PICTURE_SVG);
    geo_canvas_move(canvas, 0, 0);
    geo_canvas_line(canvas, 10, 0);
    geo_canvas_stroke_dashed(canvas, &line, 1.5);
    geo_canvas_move(canvas, 0, 5);
    geo_canvas_line(canvas, 10, 5);
    geo_canvas_stroke(canvas, &line);
    char *svg = finish(canvas);
    const char *dashes = strstr(svg, "stroke-dasharray=\"1.5\"");
    assert_non_null(dashes);
    assert_null(strstr(dashes + 1, "stroke-dasharray"));
    assert_non_null(strstr(dashes, "d=\"M0 5L10 5\""));
    free(svg);
}

/* The number behind `name` in the first text. */
static double attribute(const char *svg, const char *name)
{
    const char *at = strstr(strstr(svg, "<text"), name);
    return strtod(at + strlen(name), NULL);
}

static void turned_text_reads_upwards(void **state)
{
    const geo_text_style style = {"DejaVu Sans", 8, false, {0, 0, 0}, {0, 0, 0}, 0};
    geo_canvas *canvas = open_page(*state, GEO_PICTURE_SVG);
    geo_size size = geo_canvas_measure(canvas, "Rate", &style, 0);
    geo_canvas_text_turned(canvas, "Rate", &style, GEO_ALIGN_CENTRE, 5, 15, 0);
    char *svg = finish(canvas);
    assert_non_null(strstr(svg, ">Rate</text>"));
    assert_non_null(strstr(svg, "transform=\"rotate(-90 "));
    double x = attribute(svg, " x=\""), y = attribute(svg, " y=\"");
    assert_true(x > 5 && x < 5 + size.height);
    assert_true(y > 15 + size.width / 2 - 0.01 && y < 15 + size.width / 2 + 0.01);
    free(svg);
}

/* Circles, dashes and turned text in the other formats; and the path is used up. */
static void other_formats_draw_them_too(void **state)
{
    const geo_text_style style = {"DejaVu Sans", 8, false, {0, 0, 0}, {0, 0, 0}, 0};
    static const geo_colour white = {1, 1, 1};
    static const geo_picture formats[] = {GEO_PICTURE_PNG, GEO_PICTURE_PDF};
    for (size_t i = 0; i < 2; i++) {
        size_t length[2];
        for (size_t with = 0; with < 2; with++) {
            geo_bytes bytes = GEO_BYTES_INIT;
            geo_canvas *canvas = open_page(*state, formats[i]);
            geo_canvas_box(canvas, (geo_box){0, 0, 40, 30});
            geo_canvas_fill(canvas, white, 1);
            if (with) {
                geo_canvas_circle(canvas, 10, 20, 2.5);
                geo_canvas_circle(canvas, 20, 20, 2.5);
                geo_canvas_stroke_dashed(canvas, &line, 1);
                geo_canvas_text_turned(canvas, "Rate", &style, GEO_ALIGN_LEFT, 5, 15, 0);
            }
            assert_int_equal(geo_canvas_finish(canvas, &bytes), GEO_OK);
            length[with] = bytes.length;
            geo_bytes_clear(&bytes);
            geo_canvas_free(canvas);
        }
        assert_true(length[1] > length[0] + 100);
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
        UNIT_TEST(a_circle_is_two_arcs),
        UNIT_TEST(dashes_are_as_long_as_their_gaps),
        UNIT_TEST(turned_text_reads_upwards),
        UNIT_TEST(other_formats_draw_them_too),
    };
    return cmocka_run_group_tests(tests, NULL, shut_down);
}
