/* What the tests of charts share: drawing in each format, and reading the SVG back. */
#ifndef TESTS_FIGURE_CHART_TEST_H
#define TESTS_FIGURE_CHART_TEST_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "figure/canvas.h"
#include "unit.h"

#define MM_PER_POINT (25.4 / 72)

static const geo_figure_text chart_words = {"Burglary & theft in T\xC5\xB7 G\xC5\xB5yn",
                                            "April 2018 to March 2019",
                                            "Source: made up <here>",
                                            "Rates per 1,000 residents with 95% intervals",
                                            NULL,
                                            NULL};

typedef geo_status (*chart_drawing)(geo_context *context, const void *chart, geo_picture format,
                                    geo_bytes *out);

/* The SVG as a C string. Each format is drawn twice, to the same bytes and without a warning. */
static inline char *chart_svg(chart_drawing draw, const void *chart)
{
    char *svg = NULL;
    for (int format = GEO_PICTURE_PNG; format <= GEO_PICTURE_PDF; format++) {
        geo_context *context = geo_context_new();
        geo_bytes first = GEO_BYTES_INIT, second = GEO_BYTES_INIT;
        if (draw(context, chart, (geo_picture)format, &first) != GEO_OK)
            fail_msg("%s", geo_message(context));
        assert_int_equal(draw(context, chart, (geo_picture)format, &second), GEO_OK);
        assert_int_equal(first.length, second.length);
        assert_memory_equal(first.data, second.data, first.length);
        assert_int_equal(geo_warning_count(context), 0);
        if (format == GEO_PICTURE_SVG) {
            svg = calloc(first.length + 1, 1);
            memcpy(svg, first.data, first.length);
        }
        geo_bytes_clear(&first);
        geo_bytes_clear(&second);
        geo_context_free(context);
    }
    return svg;
}

static inline void chart_fails(geo_context *context, chart_drawing draw, const void *chart,
                               geo_status status, const char *message)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(draw(context, chart, GEO_PICTURE_SVG, &bytes), status);
    assert_null(bytes.data);
    if (!strstr(geo_message(context), message))
        fail_msg("\"%s\" lacks \"%s\"", geo_message(context), message);
}

/* Each of the first 20 allocations fails, then one in ever more, until none does. */
static inline void chart_survives_want_of_memory(geo_context *context, chart_drawing draw,
                                                 const void *chart)
{
    geo_status status = GEO_ERROR_MEMORY;
    int64_t n = 0;
    while (status == GEO_ERROR_MEMORY) {
        geo_bytes bytes = GEO_BYTES_INIT;
        n += 1 + n / 20;
        geo_fail_allocation(context, n);
        status = draw(context, chart, GEO_PICTURE_SVG, &bytes);
        if (status == GEO_ERROR_MEMORY)
            assert_null(bytes.data);
        geo_bytes_clear(&bytes);
    }
    assert_int_equal(status, GEO_OK);
    assert_true(n > 50);
    geo_fail_allocation(context, 0);
}

static inline void chart_says(const char *svg, const char *text)
{
    char wanted[256];
    snprintf(wanted, sizeof wanted, ">%s</text>", text);
    if (!strstr(svg, wanted))
        fail_msg("the SVG lacks %s", wanted);
}

/* The number behind `name` in the element at `at`. */
static inline double chart_number(const char *at, const char *name)
{
    const char *found = strstr(at, name);
    assert_non_null(found);
    return strtod(found + strlen(name), NULL);
}

/* ---- texts ---------------------------------------------------------------------------------- */

static inline void chart_copy_text(const char *from, const char *to, char *out, size_t size)
{
    static const char *const escaped[][2] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}};
    size_t used = 0;
    while (from < to && used + 1 < size) {
        size_t i = 0;
        while (i < 4 && strncmp(from, escaped[i][0], strlen(escaped[i][0])) != 0)
            i++;
        out[used++] = i < 4 ? escaped[i][1][0] : *from;
        from += i < 4 ? strlen(escaped[i][0]) : 1;
    }
    out[used] = '\0';
}

/* What the ink of a text element covers: letters without their leading. */
static inline geo_box chart_text_box(geo_canvas *canvas, const char *element, char *text,
                                     size_t size)
{
    char fonts[200];
    const char *family = strstr(element, "font-family=\"") + 13;
    const char *end = strchr(element, '>');
    chart_copy_text(end + 1, strstr(end, "</text>"), text, size);
    chart_copy_text(family, strchr(family, '"'), fonts, sizeof fonts);
    const char *bold = strstr(element, "font-weight=\"bold\"");
    const char *turn = strstr(element, "rotate(-90");
    double height = chart_number(element, "font-size=\"");
    const geo_text_style style = {
        fonts, height / MM_PER_POINT, bold && bold < end, {0, 0, 0}, {0, 0, 0}, 0};
    double width = geo_canvas_measure(canvas, text, &style, 0).width;
    double x = chart_number(element, " x=\""), y = chart_number(element, " y=\"");
    assert_true(height >= 6.5 * MM_PER_POINT - 0.001);
    if (turn && turn < end)
        return (geo_box){x - 0.75 * height, y - width, 0.95 * height, width};
    return (geo_box){x, y - 0.75 * height, width, 0.95 * height};
}

/* No text leaves the page, is smaller than 6.5 pt or runs into another. */
static inline void chart_texts_are_clear(const char *svg)
{
    enum { TEXTS = 2000 };
    const geo_canvas_options options = {GEO_PICTURE_SVG, 0, {1, 1}, NULL, NULL, NULL};
    static geo_box box[TEXTS];
    static char text[TEXTS][120];
    geo_context *context = geo_context_new();
    geo_canvas *canvas = NULL;
    size_t count = 0;
    assert_int_equal(geo_canvas_new(context, &options, &canvas), GEO_OK);
    double width = chart_number(svg, "viewBox=\"0 0 ");
    double height = chart_number(svg, " height=\"");
    for (const char *at = strstr(svg, "<text"); at; at = strstr(at + 1, "<text")) {
        assert_true(count < TEXTS);
        geo_box *one = &box[count];
        *one = chart_text_box(canvas, at, text[count], sizeof text[count]);
        if (one->x < 0 || one->y < 0 || one->x + one->width > width ||
            one->y + one->height > height)
            fail_msg("\"%s\" leaves the page", text[count]);
        for (size_t i = 0; i < count; i++)
            if (one->x < box[i].x + box[i].width && box[i].x < one->x + one->width &&
                one->y < box[i].y + box[i].height && box[i].y < one->y + one->height)
                fail_msg("\"%s\" runs into \"%s\"", text[count], text[i]);
        count++;
    }
    geo_canvas_free(canvas);
    geo_context_free(context);
}

/* ---- paths ---------------------------------------------------------------------------------- */

/* Where the group begins and ends; the groups that are asked for hold no others. */
static inline const char *chart_group(const char *svg, const char *id, const char **end)
{
    char wanted[60];
    snprintf(wanted, sizeof wanted, "<g id=\"%s\">", id);
    const char *group = strstr(svg, wanted);
    if (!group)
        fail_msg("the SVG has no group %s", id);
    *end = strstr(group, "</g>");
    return group;
}

static inline size_t chart_count(const char *svg, const char *id, const char *what)
{
    const char *end, *at = chart_group(svg, id, &end);
    size_t count = 0;
    while ((at = strstr(at + 1, what)) != NULL && at < end)
        count++;
    return count;
}

/* The index-th box that is filled in the group. */
static inline geo_box chart_box(const char *svg, const char *id, size_t index)
{
    const char *end, *at = chart_group(svg, id, &end);
    geo_box box = {0, 0, 0, 0};
    for (size_t i = 0; i <= index; i++)
        at = strstr(at + 1, "<path d=\"M");
    assert_true(at && at < end);
    double right, bottom;
    assert_int_equal(
        sscanf(at, "<path d=\"M%lf %lfL%lf %*fL%*f %lf", &box.x, &box.y, &right, &bottom), 4);
    box.width = right - box.x;
    box.height = bottom - box.y;
    return box;
}

static inline int chart_shut_down(void **state)
{
    (void)state;
    geo_figure_shutdown();
    return 0;
}

#endif
