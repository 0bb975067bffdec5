/* The list of hotspots: order, names, counts of each time, what is kept back. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/hotspots.h>

#include "allocations.h"
#include "near.h"
#include "unit.h"

enum { PIECES = 4, WARDS = 3, INCIDENTS_MOST = 400 };
enum { HIGH_STREET, SUPERMARKET, MILL_LANE, NO_LOCATION, NOWHERE };
enum { BURGLARY, ROBBERY, DRUGS };

typedef struct sample {
    geo_areas pieces;
    geo_areas wards;
    geo_hotspot_ground ground;
    geo_hotspot_incidents incidents;
    geo_dictionary *categories;
    geo_dictionary *locations;
    double x[INCIDENTS_MOST];
    double y[INCIDENTS_MOST];
    int32_t piece[INCIDENTS_MOST];
    unsigned char time[INCIDENTS_MOST];
    int32_t area[INCIDENTS_MOST];
    int32_t category[INCIDENTS_MOST];
    int32_t location[INCIDENTS_MOST];
    signed char weekday[INCIDENTS_MOST];
    signed char hour[INCIDENTS_MOST];
} sample;

static const char *piece_codes[PIECES] = {"A", "B", "C", "D"};
static const char *ward_codes[WARDS] = {"W1", "W2", "W3"};
static const char *ward_names[WARDS] = {"North", "South", NULL};
static const char *ward_parents[WARDS] = {"Eastshire", "Eastshire", "Westshire"};
static const double ground_km2[PIECES] = {1, 0.5, 0.25, 0.25};
static const double peaks[PIECES] = {50, 40, 90, 40};
static const double peak_x[PIECES] = {388255, 388355, 388455, 388355};
static const double peak_y[PIECES] = {347615, 347715, 347815, 347615};

static geo_dictionary *texts_of(geo_context *context, const char *const *text, size_t count)
{
    geo_dictionary *texts = NULL;
    int32_t code;
    assert_int_equal(geo_dictionary_new(context, &texts), GEO_OK);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(
            geo_dictionary_code(context, texts, (geo_text){text[i], strlen(text[i])}, &code),
            GEO_OK);
    return texts;
}

static void add(sample *of, size_t count, int32_t piece, geo_hotspot_time time, int32_t location,
                int32_t area)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = of->incidents.count++;
        assert_true(at < INCIDENTS_MOST);
        of->piece[at] = piece;
        of->time[at] = (unsigned char)time;
        of->location[at] = location;
        of->area[at] = area;
        of->category[at] = BURGLARY;
        of->x[at] = (double)(1000 * (piece + 2)) + (double)at;
        of->y[at] = 0;
        of->weekday[at] = -1;
        of->hour[at] = -1;
    }
}

/* Of the incidents with these numbers. */
static void set_category(sample *of, size_t first, size_t count, int32_t category)
{
    for (size_t i = first; i < first + count; i++)
        of->category[i] = category;
}

static sample *make_sample(geo_context *context)
{
    static const char *const locations[] = {"On or near High Street", "On or near Supermarket",
                                            "On or near Mill Lane", "No Location", "On or near"};
    static const char *const categories[] = {"Burglary", "Robbery", "Drugs"};
    sample *of = calloc(1, sizeof *of);
    assert_non_null(of);
    of->locations = texts_of(context, locations, 5);
    of->categories = texts_of(context, categories, 3);
    of->pieces = (geo_areas){.count = PIECES, .code = piece_codes, .crs = {.epsg = 27700}};
    of->wards =
        (geo_areas){.count = WARDS, .code = ward_codes, .name = ward_names, .parent = ward_parents};
    of->ground = (geo_hotspot_ground){.pieces = &of->pieces,
                                      .area_km2 = ground_km2,
                                      .peak = peaks,
                                      .peak_x = peak_x,
                                      .peak_y = peak_y,
                                      .studied_km2 = 40,
                                      .areas = &of->wards};
    of->incidents = (geo_hotspot_incidents){.x = of->x,
                                            .y = of->y,
                                            .piece = of->piece,
                                            .time = of->time,
                                            .area = of->area,
                                            .category = of->category,
                                            .location = of->location,
                                            .weekday = of->weekday,
                                            .hour = of->hour,
                                            .categories = of->categories,
                                            .locations = of->locations};
    return of;
}

static void free_sample(sample *of)
{
    geo_dictionary_free(of->locations);
    geo_dictionary_free(of->categories);
    free(of);
}

static geo_hotspots *list(geo_context *context, const sample *of,
                          const geo_hotspot_options *options)
{
    geo_hotspots *made = NULL;
    if (geo_hotspots_make(context, &of->ground, &of->incidents, options, &made) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return made;
}

static double real(const geo_hotspots *made, const char *column, size_t row)
{
    return geo_table_find(made->data, column)->real[row];
}

static int64_t integer(const geo_hotspots *made, const char *column, size_t row)
{
    return geo_table_find(made->data, column)->integer[row];
}

static const char *text(const geo_hotspots *made, const char *column, size_t row)
{
    return geo_table_find(made->data, column)->text[row];
}

static bool is_hidden(const geo_hotspots *made, const char *column, size_t row)
{
    return geo_table_mark(geo_table_find(made->data, column), row) == GEO_MARK_HIDDEN;
}

static void assert_order(const geo_hotspots *made, const char *expected)
{
    assert_int_equal(made->count, strlen(expected));
    for (size_t i = 0; i < made->count; i++) {
        assert_int_equal(text(made, "id", i)[0], expected[i]);
        assert_int_equal(integer(made, "rank", i), (int64_t)i + 1);
        assert_int_equal(made->data->area[i], made->piece[i]);
    }
}

/* ---- the list ------------------------------------------------------------------------------- */

/* A 10, B 20, C 20, D 20 incidents on 1, 1/2, 1/4, 1/4 km2. */
static sample *four_hotspots(geo_context *context)
{
    sample *of = make_sample(context);
    add(of, 10, 0, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    add(of, 20, 1, GEO_HOTSPOT_NOW, HIGH_STREET, 1);
    add(of, 20, 2, GEO_HOTSPOT_NOW, MILL_LANE, 1);
    add(of, 20, 3, GEO_HOTSPOT_NOW, GEO_NO_CODE, 2);
    add(of, 30, GEO_NO_CODE, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    return of;
}

/* Equal counts by peak, equal peaks from the north. */
static void orders(void **state)
{
    sample *of = four_hotspots(*state);
    geo_hotspot_options options = GEO_HOTSPOT_OPTIONS_INIT;
    geo_hotspots *made = list(*state, of, &options);
    assert_order(made, "CBDA");
    geo_hotspots_free(made);
    options.order = GEO_HOTSPOTS_BY_DENSITY;
    made = list(*state, of, &options);
    assert_order(made, "CDBA");
    geo_hotspots_free(made);
    options.order = GEO_HOTSPOTS_BY_PEAK;
    made = list(*state, of, &options);
    assert_order(made, "CABD");
    geo_hotspots_free(made);
    free_sample(of);
}

static void figures(void **state)
{
    sample *of = four_hotspots(*state);
    geo_hotspots *made = list(*state, of, NULL);
    assert_int_equal(made->data->row_count, 7);
    assert_int_equal(integer(made, "count", 0), 20);
    assert_true(is_near(real(made, "share", 0), 20, 1e-15));
    assert_true(is_near(real(made, "density", 0), 80, 1e-15));
    assert_true(is_near(real(made, "pai", 0), 0.2 / (0.25 / 40), 1e-15));
    assert_string_equal(text(made, "grid_reference", 0), "SJ 8845 4781");
    assert_string_equal(text(made, "areas", 0), "South");
    assert_string_equal(text(made, "areas", 2), "W3");
    assert_string_equal(text(made, "parent", 2), "Westshire");
    assert_true(real(made, "x", 0) == 388455 && real(made, "y", 0) == 347815);
    free_sample(of);
    geo_hotspots_free(made);
}

/* The hotspots and the rest are all. */
static void sums(void **state)
{
    sample *of = four_hotspots(*state);
    geo_hotspots *made = list(*state, of, NULL);
    assert_int_equal(made->in_hotspots[GEO_HOTSPOT_NOW], 70);
    assert_int_equal(made->in_all[GEO_HOTSPOT_NOW], 100);
    assert_string_equal(text(made, "name", 4), "All hotspots");
    assert_int_equal(integer(made, "count", 4), 70);
    assert_int_equal(integer(made, "count", 5), 30);
    assert_int_equal(integer(made, "count", 6), 100);
    assert_true(is_near(real(made, "area_km2", 4), 2, 1e-15));
    assert_true(is_near(real(made, "area_km2", 5), 38, 1e-15));
    assert_true(is_near(real(made, "pai", 4), 0.7 / (2.0 / 40), 1e-15));
    assert_true(is_near(real(made, "pai", 6), 1, 1e-15));
    assert_int_equal(integer(made, "rank", 4), GEO_NO_INTEGER);
    assert_true(made->data->is_total[4] && made->data->area[4] == GEO_NO_CODE);
    free_sample(of);
    geo_hotspots_free(made);
}

/* 25 of 100 incidents in 10 of 200 km2: 5 (Chainey, Tompson and Uhlig 2008). */
static void accuracy_index(void **state)
{
    static const double whole_km2[PIECES] = {10, 1, 1, 1};
    sample *of = make_sample(*state);
    add(of, 25, 0, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    add(of, 75, GEO_NO_CODE, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    of->ground.area_km2 = whole_km2;
    of->ground.studied_km2 = 200;
    geo_hotspots *made = list(*state, of, NULL);
    assert_true(is_near(real(made, "pai", 0), 5, 1e-15));
    geo_hotspots_free(made);
    free_sample(of);
}

/* Any order of the incidents gives the same tables. */
static void shuffled(void **state)
{
    sample *of = four_hotspots(*state);
    geo_hotspots *made = list(*state, of, NULL);
    size_t count = of->incidents.count;
    sample *other = make_sample(*state);
    for (size_t i = 0; i < count; i++) {
        size_t from = i * 37 % count;
        add(other, 1, of->piece[from], (geo_hotspot_time)of->time[from], of->location[from],
            of->area[from]);
        other->x[i] = of->x[from];
    }
    geo_hotspots *again = list(*state, other, NULL);
    for (size_t row = 0; row < made->data->row_count; row++)
        for (size_t i = 0; i < made->data->column_count; i++) {
            const geo_column *one = &made->data->column[i], *two = &again->data->column[i];
            if (one->type == GEO_TEXT && one->text[row])
                assert_string_equal(one->text[row], two->text[row]);
            if (one->type == GEO_INTEGER)
                assert_int_equal(one->integer[row], two->integer[row]);
            if (one->type == GEO_REAL)
                assert_memory_equal(&one->real[row], &two->real[row], sizeof(double));
        }
    geo_hotspots_free(made);
    geo_hotspots_free(again);
    free_sample(of);
    free_sample(other);
}

static void shorter_lists(void **state)
{
    sample *of = four_hotspots(*state);
    geo_hotspot_options options = GEO_HOTSPOT_OPTIONS_INIT;
    options.min_count = 11;
    options.most = 2;
    geo_hotspots *made = list(*state, of, &options);
    assert_order(made, "CB");
    assert_int_equal(made->too_few, 1);
    assert_int_equal(made->beyond, 1);
    assert_int_equal(integer(made, "count", 3), 60);
    geo_hotspots_free(made);
    free_sample(of);
}

/* ---- names ---------------------------------------------------------------------------------- */

static void assert_name(void **state, sample *of, const char *expected)
{
    geo_hotspots *made = list(*state, of, NULL);
    assert_string_equal(made->name[0], expected);
    assert_string_equal(text(made, "name", 0), expected);
    geo_hotspots_free(made);
    free_sample(of);
}

static void name_of_commonest_street(void **state)
{
    sample *of = make_sample(*state);
    add(of, 4, 0, GEO_HOTSPOT_NOW, MILL_LANE, 0);
    add(of, 5, 0, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    add(of, 50, 0, GEO_HOTSPOT_NOW, NO_LOCATION, 0);
    add(of, 50, 0, GEO_HOTSPOT_NOW, NOWHERE, 0);
    assert_name(state, of, "On or near High Street");
}

static void names_tied(void **state)
{
    sample *of = make_sample(*state);
    add(of, 5, 0, GEO_HOTSPOT_NOW, MILL_LANE, 0);
    add(of, 5, 0, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    assert_name(state, of, "On or near High Street");
}

/* A kind of place counts where half of the incidents are, and says where only with its ward. */
static void streets_before_kinds_of_place(void **state)
{
    sample *of = make_sample(*state);
    add(of, 9, 0, GEO_HOTSPOT_NOW, SUPERMARKET, 0);
    add(of, 3, 0, GEO_HOTSPOT_NOW, MILL_LANE, 0);
    add(of, 7, 0, GEO_HOTSPOT_NOW, NO_LOCATION, 0);
    assert_name(state, of, "On or near Mill Lane");
    of = make_sample(*state);
    add(of, 10, 0, GEO_HOTSPOT_NOW, SUPERMARKET, 0);
    add(of, 3, 0, GEO_HOTSPOT_NOW, MILL_LANE, 0);
    add(of, 7, 0, GEO_HOTSPOT_NOW, NO_LOCATION, 0);
    assert_name(state, of, "On or near Supermarket, North");
}

static void names_without_locations(void **state)
{
    static const char *const places[PIECES] = {"Castle Hill", NULL, NULL, NULL};
    sample *of = make_sample(*state);
    add(of, 5, 0, GEO_HOTSPOT_NOW, GEO_NO_CODE, 1);
    of->ground.place = places;
    assert_name(state, of, "Castle Hill");
    of = make_sample(*state);
    add(of, 5, 0, GEO_HOTSPOT_NOW, NO_LOCATION, 1);
    assert_name(state, of, "South");
    of = make_sample(*state);
    add(of, 5, 1, GEO_HOTSPOT_NOW, GEO_NO_CODE, GEO_NO_CODE);
    of->ground.areas = NULL;
    of->incidents.area = NULL;
    assert_name(state, of, "B");
}

/* By ward, and where that is the same too by id. */
static void same_names(void **state)
{
    sample *of = make_sample(*state);
    add(of, 9, 0, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    add(of, 8, 1, GEO_HOTSPOT_NOW, HIGH_STREET, 1);
    add(of, 7, 2, GEO_HOTSPOT_NOW, HIGH_STREET, 1);
    add(of, 6, 3, GEO_HOTSPOT_NOW, MILL_LANE, 1);
    geo_hotspots *made = list(*state, of, NULL);
    assert_string_equal(made->name[0], "On or near High Street, North");
    assert_string_equal(made->name[1], "On or near High Street, South, B");
    assert_string_equal(made->name[2], "On or near High Street, South, C");
    assert_string_equal(made->name[3], "On or near Mill Lane");
    geo_hotspots_free(made);
    free_sample(of);
}

/* ---- what is in them ------------------------------------------------------------------------ */

static void wards_by_incidents(void **state)
{
    sample *of = make_sample(*state);
    add(of, 3, 0, GEO_HOTSPOT_NOW, HIGH_STREET, 2);
    add(of, 5, 0, GEO_HOTSPOT_NOW, HIGH_STREET, 1);
    add(of, 3, 0, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    geo_hotspots *made = list(*state, of, NULL);
    assert_string_equal(text(made, "areas", 0), "South; North; W3");
    assert_string_equal(text(made, "parent", 0), "Eastshire");
    geo_hotspots_free(made);
    free_sample(of);
}

static void categories(void **state)
{
    sample *of = make_sample(*state);
    add(of, 12, 0, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    set_category(of, 0, 4, ROBBERY);
    set_category(of, 4, 4, DRUGS);
    geo_hotspots *made = list(*state, of, NULL);
    assert_string_equal(text(made, "categories", 0), "Burglary (4), Drugs (4), Robbery (4)");
    geo_hotspots_free(made);
    set_category(of, 0, 12, DRUGS);
    made = list(*state, of, NULL);
    assert_null(geo_table_find(made->data, "categories"));
    geo_hotspots_free(made);
    free_sample(of);
}

/* Sunday 3, Friday 3, Monday 1; 23:00 to 01:00 over midnight. */
static void days_and_hours(void **state)
{
    static const signed char day[] = {6, 6, 6, 4, 4, 4, 0, -1};
    static const signed char hour[] = {23, 23, 0, 1, 0, 12, 13, -1};
    sample *of = make_sample(*state);
    add(of, 8, 0, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    memcpy(of->weekday, day, sizeof day);
    memcpy(of->hour, hour, sizeof hour);
    geo_hotspots *made = list(*state, of, NULL);
    assert_string_equal(text(made, "busiest_days", 0), "Friday (43%), Sunday (43%)");
    assert_string_equal(text(made, "busiest_hours", 0), "22:00-02:00 (71%)");
    geo_hotspots_free(made);
    free_sample(of);
}

static void stacks(void **state)
{
    sample *of = make_sample(*state);
    add(of, 10, 0, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    add(of, 10, 1, GEO_HOTSPOT_NOW, MILL_LANE, 0);
    for (size_t i = 0; i < 5; i++)
        of->x[2 * i] = 77;
    geo_hotspots *made = list(*state, of, NULL);
    assert_order(made, "AB");
    assert_true(is_near(real(made, "stacked_share", 0), 50, 1e-15));
    assert_true(is_near(real(made, "stacked_share", 1), 10, 1e-15));
    assert_int_equal(made->stacked, 1);
    assert_true(is_near(made->highest_stack, 0.5, 1e-15));
    assert_int_equal(geo_table_mark(geo_table_find(made->data, "stacked_share"), 0),
                     GEO_MARK_ABOVE);
    geo_hotspots_free(made);
    free_sample(of);
}

/* ---- other times ---------------------------------------------------------------------------- */

/* 65 in 12 months against 40 in 11: R's poisson.test(c(65, 40), c(1, 11/12)) has p 0.0505606. */
static void change(void **state)
{
    sample *of = make_sample(*state);
    geo_hotspot_options options = GEO_HOTSPOT_OPTIONS_INIT;
    add(of, 65, 0, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    add(of, 40, 0, GEO_HOTSPOT_BEFORE, HIGH_STREET, 0);
    add(of, 5, 1, GEO_HOTSPOT_NOW, MILL_LANE, 0);
    options.has_before = true;
    options.years[GEO_HOTSPOT_BEFORE] = 11.0 / 12;
    geo_hotspots *made = list(*state, of, &options);
    assert_int_equal(integer(made, "count_before", 0), 40);
    assert_true(is_near(real(made, "p", 0), 0.0505606, 1e-6));
    assert_true(
        is_near(real(made, "percent_change", 0), 100 * (65 / (40 / (11.0 / 12)) - 1), 1e-12));
    assert_string_equal(text(made, "direction", 0), "no significant change");
    assert_int_equal(integer(made, "count_before", 1), 0);
    assert_true(isnan(real(made, "percent_change", 1)));
    assert_string_equal(text(made, "direction", 1), "new");
    assert_null(geo_table_find(made->data, "count_later"));
    geo_hotspots_free(made);
    free_sample(of);
}

static void later(void **state)
{
    sample *of = four_hotspots(*state);
    geo_hotspot_options options = GEO_HOTSPOT_OPTIONS_INIT;
    add(of, 10, 2, GEO_HOTSPOT_LATER, HIGH_STREET, 0);
    add(of, 40, GEO_NO_CODE, GEO_HOTSPOT_LATER, HIGH_STREET, 0);
    options.has_later = true;
    geo_hotspots *made = list(*state, of, &options);
    assert_order(made, "CBDA");
    assert_int_equal(integer(made, "count", 0), 20);
    assert_int_equal(integer(made, "count_later", 0), 10);
    assert_true(is_near(real(made, "share_later", 0), 20, 1e-15));
    assert_true(is_near(real(made, "pai_later", 0), 0.2 / (0.25 / 40), 1e-15));
    assert_true(is_near(real(made, "pai_later", 4), 0.2 / (2.0 / 40), 1e-15));
    assert_int_equal(integer(made, "count_later", 5), 40);
    geo_hotspots_free(made);
    free_sample(of);
}

/* ---- what is kept back ---------------------------------------------------------------------- */

static void small_hotspots_are_not_listed(void **state)
{
    sample *of = make_sample(*state);
    geo_hotspot_options options = GEO_HOTSPOT_OPTIONS_INIT;
    add(of, 20, 0, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    add(of, 4, 1, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    add(of, 6, GEO_NO_CODE, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    options.suppress_below = 5;
    geo_hotspots *made = list(*state, of, &options);
    assert_order(made, "A");
    assert_int_equal(made->kept_back, 1);
    assert_int_equal(integer(made, "count", 2), 10);
    geo_hotspots_free(made);
    free_sample(of);
}

/* Two incidents elsewhere would follow from the rest: the last hotspot joins them. */
static void few_elsewhere(void **state)
{
    sample *of = make_sample(*state);
    geo_hotspot_options options = GEO_HOTSPOT_OPTIONS_INIT;
    add(of, 20, 0, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    add(of, 8, 1, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    add(of, 2, GEO_NO_CODE, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    options.suppress_below = 5;
    geo_hotspots *made = list(*state, of, &options);
    assert_order(made, "A");
    assert_int_equal(integer(made, "count", 2), 10);
    assert_int_equal(made->kept_back, 1);
    geo_hotspots_free(made);
    free_sample(of);
}

/* 10 burglaries and 3 robberies of 13: the burglaries would tell of the robberies. */
static void small_categories(void **state)
{
    sample *of = make_sample(*state);
    geo_hotspot_options options = GEO_HOTSPOT_OPTIONS_INIT;
    add(of, 13, 0, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    set_category(of, 0, 3, ROBBERY);
    add(of, 30, 1, GEO_HOTSPOT_NOW, MILL_LANE, 0);
    set_category(of, 13, 3, ROBBERY);
    set_category(of, 16, 3, DRUGS);
    add(of, 30, GEO_NO_CODE, GEO_HOTSPOT_NOW, MILL_LANE, 0);
    options.suppress_below = 5;
    geo_hotspots *made = list(*state, of, &options);
    assert_order(made, "BA");
    assert_string_equal(text(made, "categories", 0), "Burglary (24)");
    assert_null(text(made, "categories", 1));
    geo_hotspots_free(made);
    free_sample(of);
}

static void small_counts_before(void **state)
{
    sample *of = four_hotspots(*state);
    geo_hotspot_options options = GEO_HOTSPOT_OPTIONS_INIT;
    add(of, 30, 0, GEO_HOTSPOT_BEFORE, HIGH_STREET, 0);
    add(of, 20, 1, GEO_HOTSPOT_BEFORE, HIGH_STREET, 0);
    add(of, 2, 2, GEO_HOTSPOT_BEFORE, HIGH_STREET, 0);
    add(of, 50, GEO_NO_CODE, GEO_HOTSPOT_BEFORE, HIGH_STREET, 0);
    options.has_before = true;
    options.suppress_below = 5;
    geo_hotspots *made = list(*state, of, &options);
    assert_order(made, "CBDA");
    assert_true(is_hidden(made, "count_before", 0));
    assert_true(is_hidden(made, "percent_change", 0));
    assert_true(is_hidden(made, "p", 0));
    assert_true(is_hidden(made, "direction", 0));
    assert_int_equal(integer(made, "count_before", 0), GEO_NO_INTEGER);
    size_t others = 0;
    for (size_t row = 1; row <= made->count; row++)
        others += is_hidden(made, "count_before", row);
    assert_true(others > 0); /* else it would follow from the sum */
    geo_hotspots_free(made);
    free_sample(of);
}

static void small_stacks(void **state)
{
    sample *of = make_sample(*state);
    geo_hotspot_options options = GEO_HOTSPOT_OPTIONS_INIT;
    add(of, 10, 0, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    add(of, 10, GEO_NO_CODE, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    for (size_t i = 0; i < 8; i++)
        of->x[i] = 77;
    options.suppress_below = 5;
    geo_hotspots *made = list(*state, of, &options);
    assert_true(is_hidden(made, "stacked_share", 0)); /* two are elsewhere */
    assert_int_equal(made->stacked, 0);
    geo_hotspots_free(made);
    free_sample(of);
}

/* ---- errors --------------------------------------------------------------------------------- */

static void rounded(void **state)
{
    sample *of = four_hotspots(*state);
    geo_hotspot_options options = GEO_HOTSPOT_OPTIONS_INIT;
    options.round_to = 50;
    geo_hotspots *made = list(*state, of, &options);
    assert_int_equal(integer(made, "count", 0), 0);
    assert_int_equal(integer(made, "count", 4), 50);
    assert_true(is_near(real(made, "share", 0), 20, 1e-15));
    assert_int_equal(made->incidents[0], 20);
    geo_hotspots_free(made);
    free_sample(of);
}

static void no_hotspots(void **state)
{
    sample *of = make_sample(*state);
    add(of, 10, GEO_NO_CODE, GEO_HOTSPOT_NOW, HIGH_STREET, 0);
    geo_hotspots *made = list(*state, of, NULL);
    assert_int_equal(made->count, 0);
    assert_int_equal(made->data->row_count, 3);
    assert_int_equal(integer(made, "count", 1), 10);
    geo_hotspots_free(made);
    free_sample(of);
}

static void what_is_refused(void **state)
{
    sample *of = four_hotspots(*state);
    geo_hotspot_options options = GEO_HOTSPOT_OPTIONS_INIT;
    geo_hotspots *made = NULL;
    options.years[GEO_HOTSPOT_NOW] = 0;
    assert_int_equal(geo_hotspots_make(*state, &of->ground, &of->incidents, &options, &made),
                     GEO_ERROR_USAGE);
    options.years[GEO_HOTSPOT_NOW] = 1;
    options.round_to = -1;
    assert_int_equal(geo_hotspots_make(*state, &of->ground, &of->incidents, &options, &made),
                     GEO_ERROR_USAGE);
    of->piece[3] = PIECES;
    assert_int_equal(geo_hotspots_make(*state, &of->ground, &of->incidents, NULL, &made),
                     GEO_ERROR_INTERNAL);
    of->piece[3] = 0;
    of->area[3] = WARDS;
    assert_int_equal(geo_hotspots_make(*state, &of->ground, &of->incidents, NULL, &made),
                     GEO_ERROR_INTERNAL);
    of->area[3] = 0;
    of->location[3] = 5;
    assert_int_equal(geo_hotspots_make(*state, &of->ground, &of->incidents, NULL, &made),
                     GEO_ERROR_INTERNAL);
    assert_null(made);
    free_sample(of);
}

static geo_status make_and_free(geo_context *context, void *data)
{
    const sample *of = data;
    geo_hotspot_options options = GEO_HOTSPOT_OPTIONS_INIT;
    geo_hotspots *made = NULL;
    options.has_before = true;
    options.has_later = true;
    options.suppress_below = 5;
    geo_status status = geo_hotspots_make(context, &of->ground, &of->incidents, &options, &made);
    geo_hotspots_free(made);
    return status;
}

static void memory_that_runs_out(void **state)
{
    sample *of = four_hotspots(*state);
    add(of, 10, 2, GEO_HOTSPOT_LATER, HIGH_STREET, 0);
    add(of, 2, 1, GEO_HOTSPOT_BEFORE, HIGH_STREET, 0);
    assert_true(fail_each_allocation(make_and_free, of) > 40);
    free_sample(of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(orders),
        UNIT_TEST(figures),
        UNIT_TEST(sums),
        UNIT_TEST(accuracy_index),
        UNIT_TEST(shuffled),
        UNIT_TEST(shorter_lists),
        UNIT_TEST(name_of_commonest_street),
        UNIT_TEST(names_tied),
        UNIT_TEST(streets_before_kinds_of_place),
        UNIT_TEST(names_without_locations),
        UNIT_TEST(same_names),
        UNIT_TEST(wards_by_incidents),
        UNIT_TEST(categories),
        UNIT_TEST(days_and_hours),
        UNIT_TEST(stacks),
        UNIT_TEST(change),
        UNIT_TEST(later),
        UNIT_TEST(small_hotspots_are_not_listed),
        UNIT_TEST(few_elsewhere),
        UNIT_TEST(small_categories),
        UNIT_TEST(small_counts_before),
        UNIT_TEST(small_stacks),
        UNIT_TEST(rounded),
        UNIT_TEST(no_hotspots),
        UNIT_TEST(what_is_refused),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
