/* What goes into a map: borders, view, heat, places for names, scale bar. */
#include <math.h>
#include <stdlib.h>

#include "figure/borders.h"
#include "figure/furniture.h"
#include "figure/heat.h"
#include "figure/inside.h"
#include "sample.h"
#include "unit.h"

/* Length of each kind of border in sides of a square. */
static void measure(const geo_areas *areas, const geo_borders *borders,
                    double sides[GEO_BORDER_KINDS])
{
    for (int kind = 0; kind < GEO_BORDER_KINDS; kind++)
        sides[kind] = 0;
    for (size_t i = 0; i < borders->count; i++) {
        const geo_border *border = &borders->border[i];
        for (size_t p = border->first; p < border->last; p++)
            sides[border->kind] +=
                hypot(areas->x[p + 1] - areas->x[p], areas->y[p + 1] - areas->y[p]) / SAMPLE_SIDE_M;
    }
}

static void each_border_is_found_once_by_its_kind(void **state)
{
    static const struct {
        size_t columns, rows;
        bool has_parents; /* two, west and east of the second column */
        double area, parent, outline;
    } cases[] = {{1, 1, false, 0, 0, 4},
                 {2, 2, false, 4, 0, 8},
                 {4, 3, false, 17, 0, 14},
                 {4, 3, true, 14, 3, 14}};
    geo_context *context = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_areas *areas = sample_areas(cases[i].columns, cases[i].rows);
        geo_borders *borders = NULL;
        double sides[GEO_BORDER_KINDS];
        for (size_t a = 0; cases[i].has_parents && a < areas->count; a++)
            areas->parent[a] = a % cases[i].columns < 2 ? "West" : "East";
        assert_int_equal(geo_borders_find(context, areas, &borders), GEO_OK);
        measure(areas, borders, sides);
        assert_true(fabs(sides[GEO_BORDER_AREA] - cases[i].area) < 1e-9);
        assert_true(fabs(sides[GEO_BORDER_PARENT] - cases[i].parent) < 1e-9);
        assert_true(fabs(sides[GEO_BORDER_OUTLINE] - cases[i].outline) < 1e-9);
        geo_borders_free(borders);
        sample_areas_free(areas);
    }
}

static void turn_round(geo_areas *areas, size_t ring)
{
    size_t first = areas->ring_point[ring], last = areas->ring_point[ring + 1] - 1;
    for (; first < last; first++, last--) {
        double x = areas->x[first], y = areas->y[first];
        areas->x[first] = areas->x[last];
        areas->y[first] = areas->y[last];
        areas->x[last] = x;
        areas->y[last] = y;
    }
}

/* How many rings the outline has, each of which must end where it begins, and its area in squares.
 */
static size_t measure_outline(const geo_areas *areas, const geo_borders *borders, double *squares)
{
    size_t rings = 0;
    double start_x = NAN, start_y = NAN, x = NAN, y = NAN, sum = 0;
    for (size_t i = 0; i < borders->outline.count; i++) {
        const geo_border *border = &borders->border[borders->outline.part[i].border];
        for (size_t step = 0; step <= border->last - border->first; step++) {
            size_t p =
                borders->outline.part[i].is_backwards ? border->last - step : border->first + step;
            if (step == 0 && (i == 0 || areas->x[p] != x || areas->y[p] != y)) {
                assert_true(i == 0 || (x == start_x && y == start_y));
                start_x = areas->x[p];
                start_y = areas->y[p];
                rings++;
            } else {
                sum +=
                    (x - 400000) * (areas->y[p] - 300000) - (areas->x[p] - 400000) * (y - 300000);
            }
            x = areas->x[p];
            y = areas->y[p];
        }
    }
    assert_true(rings == 0 || (x == start_x && y == start_y));
    *squares = fabs(sum) / 2 / (SAMPLE_SIDE_M * SAMPLE_SIDE_M);
    return rings;
}

static void check_outline(geo_context *context, const geo_areas *areas, size_t rings,
                          double squares)
{
    geo_borders *borders = NULL;
    double found;
    assert_int_equal(geo_borders_find(context, areas, &borders), GEO_OK);
    assert_int_equal(measure_outline(areas, borders, &found), rings);
    assert_true(fabs(found - squares) < 1e-9);
    geo_borders_free(borders);
}

static void the_outline_covers_what_the_areas_do(void **state)
{
    geo_context *context = *state;
    geo_areas *areas = sample_areas(3, 3);
    check_outline(context, areas, 1, 9);
    turn_round(areas, 1);
    turn_round(areas, 4);
    check_outline(context, areas, 1, 9);
    sample_square(areas, 4, 500000, 300000); /* leaves a hole and is an island */
    check_outline(context, areas, 3, 9);
    sample_square(areas, 4, 400000 + 3 * SAMPLE_SIDE_M,
                  300000 + 3 * SAMPLE_SIDE_M); /* by a corner */
    geo_borders *borders = NULL;
    double squares;
    assert_int_equal(geo_borders_find(context, areas, &borders), GEO_OK);
    measure_outline(areas, borders, &squares);
    assert_true(fabs(squares - 9) < 1e-9);
    geo_borders_free(borders);
    sample_areas_free(areas);
}

static void areas_that_lie_on_one_another_have_no_outline_of_rings(void **state)
{
    geo_context *context = *state;
    geo_areas *areas = sample_areas(3, 1);
    sample_square(areas, 1, 400000, 300000); /* where the first is */
    check_outline(context, areas, 0, 0);
    turn_round(areas, 1);
    check_outline(context, areas, 0, 0);
    sample_areas_free(areas);
}

static void the_view_covers_the_areas_and_never_leaves_the_surface(void **state)
{
    geo_areas *areas = sample_areas(3, 2);
    geo_grid *whole = sample_grid(3, 2, 10), *part = sample_grid(1, 1, 10);
    bool may_grow;
    (void)state;
    geo_extent window = geo_view_window(whole, &areas->extent, &may_grow);
    assert_true(may_grow);
    assert_true(window.x_min < areas->extent.x_min && window.x_max > areas->extent.x_max);
    window = geo_view_window(part, &areas->extent, &may_grow);
    assert_false(may_grow);
    assert_true(window.x_max == part->x_min + (double)part->columns * part->cell_m);
    assert_true(window.y_min >= areas->extent.y_min - 1000 && window.y_max == part->y_max);
    window = geo_view_window(whole, NULL, &may_grow);
    assert_false(may_grow);
    assert_true(window.x_min == whole->x_min && window.y_max == whole->y_max);
    const geo_box frame = {10, 20, 100, 50};
    geo_view view = geo_view_fit((geo_extent){0, 0, 1000, 1000}, frame);
    assert_true(fabs(view.mm_per_m - 0.05) < 1e-12);
    assert_true(fabs(geo_view_x_mm(&view, 500) - 60) < 1e-9);
    assert_true(fabs(geo_view_y_mm(&view, 1000) - 20) < 1e-9);
    geo_grid_free(whole);
    geo_grid_free(part);
    sample_areas_free(areas);
}

static geo_classes choose_classes(geo_context *context, const double *value, size_t count)
{
    const geo_break_need need = {.value = value, .count = count, .wanted = 7};
    geo_classes classes;
    assert_int_equal(geo_classes_choose(context, &need, &classes), GEO_OK);
    return classes;
}

static uint32_t expected_pixel(const geo_style *style, const geo_classes *classes, double value)
{
    int class = geo_classes_find(classes, value);
    if (class < 0)
        return 0;
    geo_colour colour = geo_ramp_class(&style->heat.ramp, (size_t) class, classes->count);
    double alpha = 255 * style->heat.opacity;
    const double channel[4] = {alpha, alpha * colour.red, alpha * colour.green,
                               alpha * colour.blue};
    uint32_t pixel = 0;
    for (int i = 0; i < 4; i++)
        pixel = pixel << 8 | (uint32_t)(channel[i] + 0.5);
    return pixel;
}

static geo_image blank_image(size_t side)
{
    geo_image image = {side, side, calloc(side * side, sizeof *image.pixel)};
    assert_non_null(image.pixel);
    return image;
}

/* 9 pixels a cell on flat ground: the middle one is the cell's centre, and has its class. */
static void heat_is_true_at_cell_centres_and_absent_outside(void **state)
{
    enum { CELLS = 3, PIXELS = 9, MARGIN = 9, SIDE = CELLS * PIXELS + 2 * MARGIN };
    double value[CELLS * CELLS] = {0, 20, 30, 45, 70, 110, 160, 282, 1};
    const geo_grid grid = {.x_min = 1000,
                           .y_max = 5000,
                           .cell_m = 100,
                           .columns = CELLS,
                           .rows = CELLS,
                           .value = value};
    const geo_box frame = {0, 0, SIDE, SIDE};
    const geo_view view = geo_view_fit((geo_extent){900, 4600, 1400, 5100}, frame);
    geo_context *context = *state;
    const geo_classes classes = choose_classes(context, value, 9);
    geo_style *style = NULL;
    geo_image image = {0, 0, NULL};
    assert_int_equal(geo_style_read(context, NULL, &style), GEO_OK);
    image = blank_image(SIDE);
    geo_heat_draw(context, &grid, &classes, &style->heat, NULL, &view, frame, &image);
    for (size_t row = 0; row < CELLS; row++)
        for (size_t column = 0; column < CELLS; column++) {
            size_t y = MARGIN + row * PIXELS + PIXELS / 2,
                   x = MARGIN + column * PIXELS + PIXELS / 2;
            double here = value[row * CELLS + column];
            /* Colours are mixed over a pixel where a break is near: none of these values is. */
            uint32_t pixel = image.pixel[y * SIDE + x];
            assert_int_equal(pixel >> 24, expected_pixel(style, &classes, here) >> 24);
        }
    for (size_t i = 0; i < SIDE; i++) {
        assert_int_equal(image.pixel[i], 0);
        assert_int_equal(image.pixel[i * SIDE], 0);
        assert_int_equal(image.pixel[(SIDE - 1) * SIDE + i], 0);
    }
    free(image.pixel);
    geo_style_free(style);
}

static void a_flat_surface_has_one_colour(void **state)
{
    double value[4] = {282, 282, 282, 282};
    const geo_grid grid = {
        .x_min = 0, .y_max = 200, .cell_m = 100, .columns = 2, .rows = 2, .value = value};
    const geo_box frame = {0, 0, 20, 20};
    const geo_view view = geo_view_fit((geo_extent){0, 0, 200, 200}, frame);
    geo_context *context = *state;
    const geo_classes classes = choose_classes(context, value, 4);
    geo_style *style = NULL;
    geo_image image = {0, 0, NULL};
    assert_int_equal(geo_style_read(context, NULL, &style), GEO_OK);
    image = blank_image(20);
    geo_heat_draw(context, &grid, &classes, &style->heat, NULL, &view, frame, &image);
    for (size_t i = 0; i < 400; i++)
        assert_int_equal(image.pixel[i], expected_pixel(style, &classes, 282));
    assert_true(geo_heat_share(&grid, &classes, &view, frame) == 1);
    free(image.pixel);
    geo_style_free(style);
}

/* The cells in the east have no value: ground and lines of no data from half way to their centres
 * on, or nothing beyond these. */
static void what_has_no_value_may_be_hatched(void **state)
{
    enum { SIDE = 42 };
    double value[6] = {282, 282, NAN, 282, 282, NAN};
    const geo_grid grid = {
        .x_min = 0, .y_max = 200, .cell_m = 100, .columns = 3, .rows = 2, .value = value};
    const geo_box frame = {0, 0, SIDE, SIDE * 2 / 3};
    const geo_view view = geo_view_fit((geo_extent){0, 0, 300, 200}, frame);
    const geo_hatch_style gap = {{1, 1, 1}, {{0, 0, 0}, 4, 1}, 8};
    geo_context *context = *state;
    const geo_classes classes = choose_classes(context, value, 6);
    geo_style *style = NULL;
    assert_int_equal(geo_style_read(context, NULL, &style), GEO_OK);
    geo_image blank = blank_image(SIDE), hatched = blank_image(SIDE);
    blank.rows = hatched.rows = SIDE * 2 / 3;
    geo_heat_draw(context, &grid, &classes, &style->heat, NULL, &view, frame, &blank);
    geo_heat_draw(context, &grid, &classes, &style->heat, &gap, &view, frame, &hatched);
    size_t ground = 0, lines = 0;
    for (size_t i = 0; i < SIDE * blank.rows; i++) {
        size_t column = i % SIDE;
        uint32_t warm = expected_pixel(style, &classes, 282);
        assert_int_equal(blank.pixel[i], column < SIDE * 5 / 6 ? warm : 0);
        assert_int_equal(hatched.pixel[i] >> 24, column < SIDE * 2 / 3 ? warm >> 24 : 0xff);
        ground += hatched.pixel[i] == 0xffffffff;
        lines += hatched.pixel[i] == 0xff000000;
    }
    assert_true(ground > SIDE * SIDE / 18 && lines > SIDE * SIDE / 18);
    free(blank.pixel);
    free(hatched.pixel);
    geo_style_free(style);
}

static double busy_west(void *user, geo_box box)
{
    (void)user;
    return box.x + box.width / 2 < 50 ? 1 : 0;
}

static void names_stand_inside_and_off_what_is_busy(void **state)
{
    /* A square, and a U whose middle is open to the north. */
    static const geo_segment square[] = {
        {0, 0, 100, 0}, {100, 0, 100, 100}, {100, 100, 0, 100}, {0, 100, 0, 0}};
    static const geo_segment cup[] = {{0, 0, 30, 0},      {30, 0, 30, 70}, {30, 70, 70, 70},
                                      {70, 70, 70, 0},    {70, 0, 100, 0}, {100, 0, 100, 100},
                                      {100, 100, 0, 100}, {0, 100, 0, 0}};
    const geo_box frame = {-10, -10, 200, 200};
    geo_spot_need need = {square, 4, frame, {10, 10}, NULL, NULL};
    (void)state;
    geo_spot spot = geo_inside_spot(&need);
    assert_true(fabs(spot.x - 50) < 2 && fabs(spot.y - 50) < 2 && spot.clearance_mm > 48);
    need.busy = busy_west;
    spot = geo_inside_spot(&need);
    assert_true(spot.x >= 50 && spot.clearance_mm > 10);
    need = (geo_spot_need){cup, 8, frame, {40, 8}, NULL, NULL};
    spot = geo_inside_spot(&need);
    assert_true(spot.clearance_mm > 0 && spot.y > 75);
    need.frame = (geo_box){-10, -10, 35, 60}; /* only the west arm is in sight */
    spot = geo_inside_spot(&need);
    assert_true(spot.x > 0 && spot.x < 25 && spot.y < 50);
    need.frame = (geo_box){300, 300, 10, 10};
    assert_true(geo_inside_spot(&need).clearance_mm < 0);
}

static void scale_bars_have_round_lengths(void **state)
{
    static const struct {
        double most_m, length_m;
    } cases[] = {{1000, 1000},   {1499, 1000}, {1999, 1500}, {2000, 2000}, {3999, 3000},
                 {4000, 4000},   {5000, 5000}, {9999, 5000}, {130, 100},   {150, 150},
                 {27000, 20000}, {0.7, 0.5},   {0.3, 0.3},   {1e6, 1e6}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(fabs(geo_scale_bar_length_m(cases[i].most_m) - cases[i].length_m) <
                    1e-9 * cases[i].length_m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(each_border_is_found_once_by_its_kind),
        UNIT_TEST(the_outline_covers_what_the_areas_do),
        UNIT_TEST(areas_that_lie_on_one_another_have_no_outline_of_rings),
        UNIT_TEST(the_view_covers_the_areas_and_never_leaves_the_surface),
        UNIT_TEST(heat_is_true_at_cell_centres_and_absent_outside),
        UNIT_TEST(a_flat_surface_has_one_colour),
        UNIT_TEST(what_has_no_value_may_be_hatched),
        UNIT_TEST(names_stand_inside_and_off_what_is_busy),
        UNIT_TEST(scale_bars_have_round_lengths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
