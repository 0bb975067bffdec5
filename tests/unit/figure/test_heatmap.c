/* Whole heat maps, in each format. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "figure/style.h"
#include "sample.h"
#include "unit.h"

static const geo_figure_text words = {
    "Burglary & theft in T\xC5\xB7 G\xC5\xB5yn",
    "April 2018 to March 2019",
    "Source: made up <here>",
    "Kernel density of 123 incidents, quartic kernel, bandwidth 1,000 m",
    NULL,
    NULL};

static bool holds(const geo_bytes *bytes, const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i + length <= bytes->length; i++)
        if (memcmp(bytes->data + i, text, length) == 0)
            return true;
    return false;
}

static uint32_t big_endian(const geo_bytes *bytes, size_t at)
{
    const unsigned char *data = (const unsigned char *)bytes->data + at;
    return (uint32_t)data[0] << 24 | (uint32_t)data[1] << 16 | (uint32_t)data[2] << 8 | data[3];
}

/* Where the data of a chunk begins, or 0. */
static size_t find_chunk(const geo_bytes *png, const char *type)
{
    size_t at = 8;
    while (at + 12 <= png->length) {
        if (memcmp(png->data + at + 4, type, 4) == 0)
            return at + 8;
        at += big_endian(png, at) + 12;
    }
    return 0;
}

static void check_format(const geo_bytes *bytes, geo_picture format)
{
    assert_true(bytes->length > 1000);
    if (format == GEO_PICTURE_PNG) {
        assert_memory_equal(bytes->data, "\x89PNG\r\n\x1a\n", 8);
        assert_true(find_chunk(bytes, "IEND") + 4 == bytes->length);
        assert_int_equal(find_chunk(bytes, "tIME"), 0);
    } else if (format == GEO_PICTURE_SVG) {
        assert_memory_equal(bytes->data, "<?xml", 5);
        assert_memory_equal(bytes->data + bytes->length - 7, "</svg>\n", 7);
    } else {
        assert_memory_equal(bytes->data, "%PDF-", 5);
        assert_memory_equal(bytes->data + bytes->length - 6, "%%EOF\n", 6);
        assert_false(holds(bytes, "CreationDate"));
    }
}

static void draw(geo_context *context, const geo_grid *grid, const geo_areas *areas,
                 geo_picture format, geo_bytes *out)
{
    if (sample_heatmap(context, grid, areas, NULL, &words, format, 96, out) != GEO_OK)
        fail_msg("%s", geo_message(context));
    check_format(out, format);
}

/* Draws each format twice and keeps the SVG. */
static void draw_all(const geo_grid *grid, const geo_areas *areas, size_t warnings, geo_bytes *svg)
{
    for (int format = GEO_PICTURE_PNG; format <= GEO_PICTURE_PDF; format++) {
        geo_context *context = geo_context_new();
        geo_bytes first = GEO_BYTES_INIT, second = GEO_BYTES_INIT;
        draw(context, grid, areas, (geo_picture)format, &first);
        geo_context_set_threads(context, 1);
        draw(context, grid, areas, (geo_picture)format, &second);
        assert_int_equal(first.length, second.length);
        assert_memory_equal(first.data, second.data, first.length);
        assert_int_equal(geo_warning_count(context), warnings);
        geo_bytes_clear(&second);
        if (format == GEO_PICTURE_SVG)
            *svg = first;
        else
            geo_bytes_clear(&first);
        geo_context_free(context);
    }
}

static void draws_a_county(void **state)
{
    geo_areas *areas = sample_areas(4, 4);
    geo_grid *grid = sample_grid(4, 4, 80);
    geo_bytes svg = GEO_BYTES_INIT;
    (void)state;
    for (size_t i = 0; i < areas->count; i++)
        areas->parent[i] = i % 4 < 2 ? "Castle & Quay" : "Sea <View> \xC5\xB4\xC5\xB7";
    draw_all(grid, areas, 0, &svg);
    static const char *const texts[] = {
        "<title id=\"title\">Burglary &amp; theft in T\xC5\xB7 G\xC5\xB5yn</title>",
        "<desc id=\"desc\">Burglary &amp; theft",
        ">Burglary &amp; theft in T\xC5\xB7 G\xC5\xB5yn</text>",
        ">April 2018 to March 2019</text>",
        ">Source: made up &lt;here&gt;</text>",
        ">Castle &amp; Quay</text>",
        ">Sea &lt;View&gt; \xC5\xB4\xC5\xB7</text>",
        ">Incidents per km\xC2\xB2</text>",
        ">Below 4 not shown. Highest: 79.4.<",
        ">5 km</text>",
        ">N</text>",
        "width=\"210mm\" height=\"297mm\"",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!holds(&svg, texts[i]))
            fail_msg("the SVG lacks %s", texts[i]);
    assert_false(holds(&svg, ">A1<")); /* parents are named, not areas */
    geo_bytes_clear(&svg);
    sample_areas_free(areas);
    geo_grid_free(grid);
}

static void an_empty_surface_says_so(void **state)
{
    geo_areas *areas = sample_areas(4, 2);
    geo_grid *grid = sample_grid(4, 2, 0);
    geo_bytes svg = GEO_BYTES_INIT;
    (void)state;
    draw_all(grid, areas, 0, &svg);
    assert_true(holds(&svg, ">No incidents to show</text>"));
    assert_true(holds(&svg, "No incidents to show</desc>"));
    assert_false(holds(&svg, "<image"));
    assert_false(holds(&svg, "per km"));
    assert_true(holds(&svg, "width=\"297mm\" height=\"210mm\""));
    geo_bytes_clear(&svg);
    sample_areas_free(areas);
    geo_grid_free(grid);
}

static void equal_values_are_one_class(void **state)
{
    geo_grid *grid = sample_grid(1, 1, 0);
    geo_bytes svg = GEO_BYTES_INIT;
    (void)state;
    for (size_t i = 0; i < grid->columns * grid->rows; i++)
        grid->value[i] = 3.25;
    draw_all(grid, NULL, 0, &svg);
    assert_true(holds(&svg, ">3.25</text>"));
    assert_false(holds(&svg, "not shown"));
    geo_bytes_clear(&svg);
    geo_grid_free(grid);
}

static void one_area_and_none(void **state)
{
    geo_areas *areas = sample_areas(1, 1);
    geo_grid *grid = sample_grid(1, 1, 5);
    geo_bytes svg = GEO_BYTES_INIT;
    (void)state;
    draw_all(grid, areas, 0, &svg);
    assert_true(holds(&svg, ">A1</text>"));
    geo_bytes_clear(&svg);
    draw_all(grid, NULL, 0, &svg);
    assert_false(holds(&svg, ">A1<"));
    geo_bytes_clear(&svg);
    areas->extent.x_min = 1;
    areas->extent.x_max = 0; /* areas, but no geometry */
    draw_all(grid, areas, 0, &svg);
    geo_bytes_clear(&svg);
    sample_areas_free(areas);
    geo_grid_free(grid);
}

static void names_may_be_anything(void **state)
{
    geo_areas *areas = sample_areas(2, 2);
    geo_grid *grid = sample_grid(2, 2, 50);
    geo_bytes svg = GEO_BYTES_INIT;
    (void)state;
    areas->name[0] = "Stoke\x1B \xFF\xC2\x85 Prior";
    areas->name[1] = "Llanfairpwllgwyngyllgogerychwyrndrobwll and Elsewhere";
    areas->name[2] = NULL;
    areas->name[3] = "<b>&amp;</b>";
    draw_all(grid, areas, 1, &svg);
    assert_true(holds(&svg, ">Stoke\xEF\xBF\xBD \xEF\xBF\xBD\xEF\xBF\xBD Prior</text>"));
    assert_true(holds(&svg, ">&lt;b&gt;&amp;amp;&lt;/b&gt;</text>"));
    geo_bytes_clear(&svg);
    sample_areas_free(areas);
    geo_grid_free(grid);
}

static void a_png_knows_its_size_and_its_words(void **state)
{
    geo_context *context = *state;
    geo_areas *areas = sample_areas(4, 4);
    geo_grid *grid = sample_grid(4, 4, 80);
    geo_bytes png = GEO_BYTES_INIT;
    assert_int_equal(sample_heatmap(context, grid, areas, NULL, &words, GEO_PICTURE_PNG, 150, &png),
                     GEO_OK);
    size_t header = find_chunk(&png, "IHDR"), size = find_chunk(&png, "pHYs");
    assert_int_equal(big_endian(&png, header), 1240); /* 210 mm at 150 dpi */
    assert_int_equal(big_endian(&png, header + 4), 1754);
    assert_int_equal(big_endian(&png, size), 5906); /* pixels per metre */
    assert_int_equal(big_endian(&png, size + 4), 5906);
    assert_int_equal(png.data[size + 8], 1);
    assert_true(holds(&png, "iTXtTitle"));
    assert_true(holds(&png, "iTXtDescription"));
    assert_true(holds(&png, "tEXtSoftware"));
    geo_bytes_clear(&png);
    sample_areas_free(areas);
    geo_grid_free(grid);
}

static void limits_and_senseless_arguments_are_refused(void **state)
{
    static const struct {
        double dpi;
        geo_status status;
    } cases[] = {{2900, GEO_ERROR_LIMIT},
                 {1e300, GEO_ERROR_LIMIT},
                 {0, GEO_ERROR_USAGE},
                 {-96, GEO_ERROR_USAGE},
                 {0.0 / 0.0, GEO_ERROR_USAGE}};
    geo_context *context = *state;
    geo_grid *grid = sample_grid(1, 1, 5);
    geo_areas *areas = sample_areas(1, 1);
    geo_bytes bytes = GEO_BYTES_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(sample_heatmap(context, grid, NULL, NULL, &words, GEO_PICTURE_PNG,
                                        cases[i].dpi, &bytes),
                         cases[i].status);
        assert_null(bytes.data);
    }
    grid->crs.epsg = 27700;
    areas->crs.epsg = 32630;
    assert_int_equal(sample_heatmap(context, grid, areas, NULL, &words, GEO_PICTURE_SVG, 0, &bytes),
                     GEO_ERROR_CRS);
    grid->columns = 0;
    assert_int_equal(sample_heatmap(context, grid, NULL, NULL, &words, GEO_PICTURE_SVG, 0, &bytes),
                     GEO_ERROR_USAGE);
    sample_areas_free(areas);
    geo_grid_free(grid);
}

static void text_without_a_font_is_an_error(void **state)
{
    /* U+10FFFD: private use, which no font on a plain system has. */
    const geo_figure_text unknown = {"Burglary \xF4\x8F\xBF\xBD", NULL, NULL, NULL, NULL, NULL};
    geo_context *context = *state;
    geo_grid *grid = sample_grid(1, 1, 5);
    geo_bytes bytes = GEO_BYTES_INIT;
    for (int format = GEO_PICTURE_PNG; format <= GEO_PICTURE_PDF; format++) {
        assert_int_equal(
            sample_heatmap(context, grid, NULL, NULL, &unknown, (geo_picture)format, 96, &bytes),
            GEO_ERROR_OUTPUT);
        assert_non_null(strstr(geo_message(context), "no installed font can draw"));
        assert_null(bytes.data);
    }
    geo_grid_free(grid);
}

static void a_figure_without_words_is_a_map(void **state)
{
    geo_context *context = *state;
    geo_grid *grid = sample_grid(1, 1, 5);
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(sample_heatmap(context, grid, NULL, NULL, NULL, GEO_PICTURE_SVG, 0, &bytes),
                     GEO_OK);
    check_format(&bytes, GEO_PICTURE_SVG);
    assert_true(holds(&bytes, "<title id=\"title\">Heat map</title>"));
    geo_bytes_clear(&bytes);
    geo_grid_free(grid);
}

/* The n-th allocation of the library fails: each of the first 20, then one in ever more. */
static void memory_that_runs_out_is_a_status(void **state)
{
    static const int formats[] = {GEO_PICTURE_SVG, GEO_PICTURE_PDF, GEO_PICTURE_PNG};
    geo_areas *areas = sample_areas(2, 1);
    geo_grid *grid = sample_grid(2, 1, 50);
    for (size_t i = 0; i < 3; i++) {
        geo_status status = GEO_ERROR_MEMORY;
        int64_t n = 0;
        while (status == GEO_ERROR_MEMORY) {
            geo_context *context = *state;
            geo_bytes bytes = GEO_BYTES_INIT;
            n += 1 + n / 20;
            geo_fail_allocation(context, n);
            status = sample_heatmap(context, grid, areas, NULL, &words, (geo_picture)formats[i], 20,
                                    &bytes);
            if (status == GEO_ERROR_MEMORY)
                assert_null(bytes.data);
            geo_bytes_clear(&bytes);
        }
        assert_int_equal(status, GEO_OK);
        assert_true(n > 50);
    }
    sample_areas_free(areas);
    geo_grid_free(grid);
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
        UNIT_TEST(draws_a_county),
        UNIT_TEST(an_empty_surface_says_so),
        UNIT_TEST(equal_values_are_one_class),
        UNIT_TEST(one_area_and_none),
        UNIT_TEST(names_may_be_anything),
        UNIT_TEST(a_png_knows_its_size_and_its_words),
        UNIT_TEST(limits_and_senseless_arguments_are_refused),
        UNIT_TEST(text_without_a_font_is_an_error),
        UNIT_TEST(memory_that_runs_out_is_a_status),
        UNIT_TEST(a_figure_without_words_is_a_map),
    };
    return cmocka_run_group_tests(tests, NULL, shut_down);
}
