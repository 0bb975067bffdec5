/* Incidents: the fate of every kind of row, columns, roles, filters, periods, CRS. */
#include <math.h>

#include "incidents_test.h"

static bool has_note(const geo_context *context, const char *part)
{
    for (size_t i = 0; i < geo_note_count(context); i++)
        if (strstr(geo_note(context, i), part))
            return true;
    return false;
}

/* ---- the fate of a row ---------------------------------------------------------------------- */

/* One row each after a good one, so that its number is 2. */
static void every_row_has_its_fate(void **state)
{
    static const struct {
        const char *row;
        geo_fate fate; /* GEO_PLACED: in the frame */
        const char *field;
        const char *why;
    } table[] = {
        {"2019-01,-1.85,52.6,Theft", GEO_PLACED, "", NULL},
        {"2019-01, -1.85 ,52.6,", GEO_PLACED, "", NULL},
        {",-1.85,52.6,Theft", GEO_PLACED, "", NULL},
        {"31/01/2019 23:10,-1.85,52.6,Theft", GEO_PLACED, "", NULL},
        {"2019-01,,,Theft", GEO_NO_COORDINATES, "", NULL},
        {"2019-01, ,\t,Theft", GEO_NO_COORDINATES, "", NULL},
        {"2019-01,0,0,Theft", GEO_NO_COORDINATES, "", NULL},
        {"2019-01,0.000,-0.0,Theft", GEO_NO_COORDINATES, "", NULL},
        {"2019-01,-1.85,,Theft", GEO_REJECTED, "Latitude", "blank"},
        {"2019-01,,52.6,Theft", GEO_REJECTED, "Longitude", "blank"},
        {"2019-01,west,52.6,Theft", GEO_REJECTED, "Longitude", "not a number"},
        {"2019-01,-1.85,\"52,6\",Theft", GEO_REJECTED, "Latitude", "not a number"},
        {"2019-01,-1.85,52.6N,Theft", GEO_REJECTED, "Latitude", "not a number"},
        {"2019-01,NaN,52.6,Theft", GEO_REJECTED, "Longitude", "not a finite number"},
        {"2019-01,-1.85,inf,Theft", GEO_REJECTED, "Latitude", "not a finite number"},
        {"2019-01,-1.85,1e999,Theft", GEO_REJECTED, "Latitude", "not a finite number"},
        {"2019-01,181,52.6,Theft", GEO_REJECTED, "Longitude", "out of range"},
        {"2019-01,-1.85,90.5,Theft", GEO_REJECTED, "Latitude", "out of range"},
        {"2019-01,411911,318520,Theft", GEO_REJECTED, "Longitude", "out of range"},
        {"30/02/2019,-1.85,52.6,Theft", GEO_REJECTED, "Month", "not a date"},
        {"2019-13,-1.85,52.6,Theft", GEO_REJECTED, "Month", "not a date"},
        {"2019-01,-1.85", GEO_REJECTED, "2 fields where the header has 4", "short row"},
        {"2019-01,-1.85,52.6,Theft,x", GEO_REJECTED, "5 fields where the header has 4", "long row"},
        {"Month,Longitude,Latitude,Crime type", GEO_REJECTED, "", "the header again"},
    };
    scratch *test = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char text[400];
        snprintf(text, sizeof text,
                 "Month,Longitude,Latitude,Crime type\n2019-02,-1.8,52.7,Drugs\n%s\n"
                 "2019-02,-1.8,52.7,Drugs\n",
                 table[i].row);
        incidents_read read = must_read(test, text, NULL);
        const geo_ledger_line *line = &read.ledger->line[0];
        assert_int_equal(line->read, 3);
        assert_int_equal(read.frame->input[0].read, 3);
        if (table[i].fate == GEO_PLACED) {
            assert_int_equal(read.frame->count, 3);
            assert_int_equal(read.frame->row[1], 2);
        } else {
            assert_int_equal(read.frame->count, 2);
            if (line->count[table[i].fate] != 1)
                fail_msg("%s: not %s", table[i].row, geo_fate_name(table[i].fate));
            const geo_ledger_row *first = &line->first[table[i].fate][0];
            assert_int_equal(first->row, 2);
            assert_string_equal(first->field, table[i].field);
            if (table[i].why && (!first->why || !strstr(first->why, table[i].why)))
                fail_msg("%s: %s", table[i].row, first->why ? first->why : "no reason");
        }
        drop(&read);
    }
}

/* Filtered before the date is judged, the date before the period, the period before the place. */
static void fates_are_judged_in_order(void **state)
{
    static const struct {
        const char *row;
        geo_fate fate;
    } table[] = {
        {"2019-13,west,,Theft", GEO_FILTERED},    {"2019-13,west,,Drugs", GEO_REJECTED},
        {"2018-12,west,,Drugs", GEO_FILTERED},    {"2019-01,west,,Drugs", GEO_REJECTED},
        {"2019-01,,,Drugs", GEO_NO_COORDINATES},  {"2018-12,,,Drugs", GEO_FILTERED},
        {"2019-01,-1.85,52.6,Drugs", GEO_PLACED}, {",-1.85,52.6,Drugs", GEO_FILTERED},
        {"2019-01,-1.85", GEO_REJECTED},
    };
    scratch *test = *state;
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    geo_period period;
    geo_filter *where = NULL;
    assert_int_equal(geo_period_parse(test->context, "2019-01..2019-02", &period), GEO_OK);
    assert_int_equal(geo_filter_parse(test->context, "\"crime type\" <> 'Theft'", &where), GEO_OK);
    options.period = &period;
    options.where = where;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char text[200];
        snprintf(text, sizeof text, "Month,Longitude,Latitude,Crime type\n%s\n", table[i].row);
        incidents_read read = must_read(test, text, &options);
        int64_t found = table[i].fate == GEO_PLACED ? (int64_t)read.frame->count
                                                    : read.ledger->line[0].count[table[i].fate];
        if (found != 1)
            fail_msg("%s: not %s", table[i].row, geo_fate_name(table[i].fate));
        drop(&read);
    }
    geo_filter_free(where);
}

static void first_ten_rows_of_a_fate_are_kept_in_order(void **state)
{
    scratch *test = *state;
    char text[20000] = "Month,Longitude,Latitude\n";
    for (int i = 1; i <= 500; i++) {
        static const char *const row[] = {"2019-01,-1.8,52.6\n", "2019-01,x,52.6\n", "2019-01,,\n",
                                          "short\n"};
        strcat(text, row[i % 4]);
    }
    incidents_read read = must_read(test, text, NULL);
    const geo_ledger_line *line = &read.ledger->line[0];
    assert_int_equal(line->read, 500);
    assert_int_equal(line->count[GEO_REJECTED], 250);
    assert_int_equal(line->count[GEO_NO_COORDINATES], 125);
    for (int i = 0; i < GEO_LEDGER_ROWS; i++) {
        assert_int_equal(line->first[GEO_REJECTED][i].row, 1 + 2 * i);
        assert_int_equal(line->first[GEO_NO_COORDINATES][i].row, 2 + 4 * i);
    }
    drop(&read);
}

/* ---- columns -------------------------------------------------------------------------------- */

static void columns_hold_what_the_rows_said(void **state)
{
    static const char text[] =
        POLICE_HEADER ",2019-01,S,S,-1.85,52.6,On or near A,E01,L,Drugs,,\n"
                      ",2019-02,S,S,,,,,,Theft,,\n"
                      ",2018-12,S,S,-1.86,52.61,\"On, or near\",E01,L,\"Anti-social \"\"x\"\"\",,\n"
                      ",2019-01,S,S,-1.87,52.62,On,E01,L,,,\n"
                      ",2019-01,S,S,-1.85,52.6,On,E01,L,Drugs,,\n";
    static const int64_t row[] = {1, 3, 4, 5};
    static const int32_t category[] = {0, 1, GEO_NO_CODE, 0};
    scratch *test = *state;
    incidents_read read = must_read(test, text, NULL);
    const geo_frame *frame = read.frame;
    assert_int_equal(frame->count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(frame->row[i], row[i]);
        assert_int_equal(frame->category[i], category[i]);
    }
    assert_int_equal(geo_dictionary_count(frame->categories), 2);
    assert_string_equal(geo_dictionary_text(frame->categories, 1), "Anti-social \"x\"");
    assert_int_equal(frame->day[1], geo_day_from_civil(2018, 12, 1));
    assert_true(frame->is_monthly);
    assert_int_equal(frame->input[0].month_rows, 4);
    assert_int_equal(frame->input[0].day_rows, 0);
    assert_string_equal(frame->input[0].date_field, "Month");
    assert_int_equal(frame->month_count, 3);
    assert_int_equal(frame->month[0].month, (2018 - 1970) * 12 + 11);
    assert_int_equal(frame->month[1].rows, 3);
    assert_int_equal(frame->month[2].rows, 1);
    assert_int_equal(frame->crs.epsg, 27700);
    assert_true(has_note(test->context, "longitude from 'Longitude'"));
    assert_true(has_note(test->context, "category from 'Crime type'"));
    drop(&read);
}

static void absent_fields_give_no_columns(void **state)
{
    scratch *test = *state;
    incidents_read read = must_read(test, "lon,lat\n-1.85,52.6\n", NULL);
    assert_null(read.frame->category);
    assert_null(read.frame->day);
    assert_null(read.frame->input[0].date_field);
    assert_int_equal(read.frame->input[0].month_rows, 0);
    assert_int_equal(read.frame->month_count, 0);
    assert_false(read.frame->is_monthly);
    drop(&read);
}

/* Months are counted before --where and --category, or a rare crime would leave gaps. */
static void months_are_those_of_all_rows_in_the_period(void **state)
{
    static const char text[] = "Month,lon,lat,Category\n2019-01,-1.8,52.6,a\n2019-02,-1.8,52.6,b\n"
                               "2019-03,,,b\n2019-04,-1.8,52.6,a\n2019-05,x,52.6,a\nbad,1,1,b\n";
    static const char *const wanted[] = {"A"};
    scratch *test = *state;
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    geo_period period;
    assert_int_equal(geo_period_parse(test->context, "2019-02..", &period), GEO_OK);
    options.period = &period;
    options.category = wanted;
    options.category_count = 1;
    incidents_read read = must_read(test, text, &options);
    assert_int_equal(read.frame->count, 1);
    assert_int_equal(read.frame->row[0], 4);
    assert_int_equal(read.frame->month_count, 4);
    assert_int_equal(geo_dictionary_count(read.frame->categories), 1);
    assert_int_equal(read.ledger->line[0].count[GEO_FILTERED], 4);
    assert_int_equal(read.ledger->line[0].count[GEO_REJECTED], 1);
    drop(&read);
}

/* One in April, whose day isn't known; 30 March was a day. */
static void months_cut_by_the_period_are_warned_of(void **state)
{
    static const char text[] = "Date,lon,lat\n2019-02,-1.8,52.6\n2019-03-30,-1.8,52.6\n"
                               "2019-04,-1.8,52.6\n2019-05,-1.8,52.6\n";
    scratch *test = *state;
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    geo_period period;
    assert_int_equal(geo_period_parse(test->context, "2019-03-15..2019-04-29", &period), GEO_OK);
    options.period = &period;
    incidents_read read = must_read(test, text, &options);
    assert_int_equal(read.frame->count, 1);
    assert_int_equal(read.ledger->line[0].count[GEO_FILTERED], 3);
    bool is_warned = false;
    for (size_t i = 0; i < geo_warning_count(test->context); i++)
        is_warned = is_warned || strstr(geo_warning(test->context, i), "1 row is dated by month");
    assert_true(is_warned);
    drop(&read);
}

static void unknown_category_is_warned_of(void **state)
{
    static const char *const wanted[] = {"Drugs", "Burglery"};
    scratch *test = *state;
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    options.category = wanted;
    options.category_count = 2;
    incidents_read read = must_read(test, "lon,lat,category\n-1.8,52.6,Drugs\n", &options);
    bool is_warned = false;
    for (size_t i = 0; i < geo_warning_count(test->context); i++) {
        is_warned = is_warned || strstr(geo_warning(test->context, i), "Burglery");
        assert_null(strstr(geo_warning(test->context, i), "'Drugs'"));
    }
    assert_true(is_warned);
    drop(&read);
}

/* By runs of rows and, where there is a filter, one by one. */
static void blanks_around_a_category_are_nothing(void **state)
{
    static const char text[] =
        "lon,lat,category\n-1.8,52.6,Drugs\n-1.8,52.6, Drugs\n-1.8,52.6,\"Drugs \"\n-1.8,52.6, \n"
        "-1.8,52.6,Drugs\t\n";
    static const char *const wanted[] = {"drugs"};
    scratch *test = *state;
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    incidents_read all = must_read(test, text, &options);
    assert_int_equal(all.frame->count, 5);
    assert_int_equal(geo_dictionary_count(all.frame->categories), 1);
    assert_int_equal(all.frame->category[3], GEO_NO_CODE);
    drop(&all);
    options.category = wanted;
    options.category_count = 1;
    incidents_read some = must_read(test, text, &options);
    assert_int_equal(some.frame->count, 4);
    assert_int_equal(geo_dictionary_count(some.frame->categories), 1);
    drop(&some);
}

/* ---- roles and options ---------------------------------------------------------------------- */

static void roles_that_are_missing_are_told(void **state)
{
    static const char *const wanted[] = {"Drugs"};
    scratch *test = *state;
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    geo_period period = {0, 0};
    geo_filter *where = NULL;

    assert_int_equal(read_text(test, "a,b,c\n1,2,3\n", NULL).status, GEO_ERROR_USAGE);
    assert_message_holds(test, "--lon");
    assert_message_holds(test, "a, b, c");

    options.roles.lon = "absent";
    options.roles.lat = "b";
    assert_int_equal(read_text(test, "a,b,c\n1,2,3\n", &options).status, GEO_ERROR_USAGE);
    assert_message_holds(test, "absent");
    assert_message_holds(test, "a, b, c");

    options = (geo_incident_options)GEO_INCIDENT_OPTIONS_INIT;
    options.period = &period;
    assert_int_equal(read_text(test, "lon,lat,c\n1,2,3\n", &options).status, GEO_ERROR_USAGE);
    assert_message_holds(test, "--date");

    options = (geo_incident_options)GEO_INCIDENT_OPTIONS_INIT;
    options.category = wanted;
    options.category_count = 1;
    assert_int_equal(read_text(test, "lon,lat,c\n1,2,3\n", &options).status, GEO_ERROR_USAGE);
    assert_message_holds(test, "--category-field");

    options = (geo_incident_options)GEO_INCIDENT_OPTIONS_INIT;
    assert_int_equal(geo_filter_parse(test->context, "nonesuch = 'a'", &where), GEO_OK);
    options.where = where;
    assert_int_equal(read_text(test, "lon,lat,c\n1,2,3\n", &options).status, GEO_ERROR_USAGE);
    assert_message_holds(test, "nonesuch");
    assert_message_holds(test, "lon, lat, c");
    geo_filter_free(where);
}

static void coordinates_without_a_crs_are_refused(void **state)
{
    static const char text[] = "X,Y\n411911,318520\n";
    scratch *test = *state;
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    assert_int_equal(read_text(test, text, &options).status, GEO_ERROR_CRS);
    assert_message_holds(test, "--crs");
    assert_message_holds(test, "text.csv");
    options.crs = "EPSG:999999";
    assert_int_equal(read_text(test, text, &options).status, GEO_ERROR_CRS);
    options.crs = "EPSG:27700";
    incidents_read read = must_read(test, text, &options);
    assert_true(read.frame->x[0] == 411911 && read.frame->y[0] == 318520);
    drop(&read);
}

static void crs_applies_to_degrees_only_when_they_are_named(void **state)
{
    static const char text[] = "lon,lat\n-1.85,52.6\n";
    scratch *test = *state;
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    incidents_read plain = must_read(test, text, &options);
    options.crs = "EPSG:4277"; /* degrees on the Airy ellipsoid: about 100 m off in Staffordshire */
    incidents_read found = must_read(test, text, &options);
    assert_true(found.frame->x[0] == plain.frame->x[0]);
    assert_true(has_note(test->context, "are taken as WGS 84"));
    options.roles.lon = "lon";
    options.roles.lat = "lat";
    incidents_read named = must_read(test, text, &options);
    assert_true(fabs(named.frame->x[0] - plain.frame->x[0]) > 50);
    options.crs = "EPSG:27700";
    assert_int_equal(read_text(test, text, &options).status, GEO_ERROR_USAGE);
    assert_message_holds(test, "--x and --y");
    drop(&plain);
    drop(&found);
    drop(&named);
}

/* Ordnance Survey, A guide to coordinate systems in Great Britain: a Helmert step is good to 5 m.
 */
static void coordinates_come_out_in_the_working_crs(void **state)
{
    static const struct {
        const char *text;
        double x, y, tolerance;
    } table[] = {
        /* The worked example of that guide, annexe C: Caister water tower. */
        {"Easting,Northing\n651409.903,313177.270\n", 651409.903, 313177.270, 0},
        {"Longitude,Latitude\n1.716073973,52.65800783\n", 651409.903, 313177.270, 5},
        {"Longitude;Latitude\n1,716073973;52,65800783\n", 651409.903, 313177.270, 5},
        {"Easting;Northing\n651409,903;313177,27\n", 651409.903, 313177.270, 0},
        {"Easting\tNorthing\n651409.903\t313177.270\n", 651409.903, 313177.270, 0},
    };
    scratch *test = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        incidents_read read = must_read(test, table[i].text, NULL);
        assert_int_equal(read.frame->count, 1);
        assert_true(fabs(read.frame->x[0] - table[i].x) <= table[i].tolerance);
        assert_true(fabs(read.frame->y[0] - table[i].y) <= table[i].tolerance);
        assert_int_equal(read.frame->crs.epsg, 27700);
        drop(&read);
    }
}

/* "385,000" may be a spreadsheet's thousands: never taken for 385 metres. */
static void thousands_are_not_decimals(void **state)
{
    scratch *test = *state;
    incidents_read read =
        must_read(test, "Easting;Northing\n385,000;323,000\n385000,5;323000,25\n", NULL);
    assert_int_equal(read.frame->count, 1);
    assert_int_equal(read.ledger->line[0].count[GEO_REJECTED], 1);
    assert_true(read.frame->x[0] == 385000.5 && read.frame->y[0] == 323000.25);
    drop(&read);
}

static void elsewhere_the_utm_zone_is_chosen(void **state)
{
    scratch *test = *state;
    incidents_read read = must_read(test, "lon,lat\n13.40,52.52\n13.41,52.53\n", NULL);
    assert_int_equal(read.frame->crs.epsg, 32633);
    drop(&read);
}

static void no_rows_are_an_empty_frame(void **state)
{
    scratch *test = *state;
    incidents_read read = must_read(test, POLICE_HEADER, NULL);
    assert_int_equal(read.frame->count, 0);
    assert_int_equal(read.ledger->line[0].read, 0);
    assert_true(read.frame->crs.is_metric);
    drop(&read);
}

/* People, outcomes: tables without coordinates, and those of which nobody asks where. */
static void places_that_nobody_asks_for_are_not_looked_at(void **state)
{
    scratch *test = *state;
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    options.no_places = true;
    incidents_read read =
        must_read(test, "Person,Month\n1,2019-01\n2,2019-02\n,2019-13\n", &options);
    const geo_ledger_line *line = &read.ledger->line[0];
    assert_int_equal(read.frame->count, 2);
    assert_int_equal(line->read, 3);
    assert_int_equal(line->count[GEO_REJECTED], 1);
    assert_int_equal(read.frame->month_count, 2);
    drop(&read);
    read = must_read(test,
                     "Month,Longitude,Latitude,Crime type\n2019-01,,,Theft\n2019-01,west,1,Theft\n"
                     "2019-01,-1.85,52.6,Drugs\n",
                     &options);
    line = &read.ledger->line[0];
    assert_int_equal(read.frame->count, 3);
    assert_int_equal(line->count[GEO_NO_COORDINATES] + line->count[GEO_REJECTED], 0);
    assert_true(read.frame->x[2] == 0 && read.frame->y[2] == 0);
    drop(&read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(every_row_has_its_fate),
        SCRATCH_TEST(fates_are_judged_in_order),
        SCRATCH_TEST(first_ten_rows_of_a_fate_are_kept_in_order),
        SCRATCH_TEST(columns_hold_what_the_rows_said),
        SCRATCH_TEST(absent_fields_give_no_columns),
        SCRATCH_TEST(months_are_those_of_all_rows_in_the_period),
        SCRATCH_TEST(months_cut_by_the_period_are_warned_of),
        SCRATCH_TEST(unknown_category_is_warned_of),
        SCRATCH_TEST(blanks_around_a_category_are_nothing),
        SCRATCH_TEST(roles_that_are_missing_are_told),
        SCRATCH_TEST(coordinates_without_a_crs_are_refused),
        SCRATCH_TEST(crs_applies_to_degrees_only_when_they_are_named),
        SCRATCH_TEST(coordinates_come_out_in_the_working_crs),
        SCRATCH_TEST(thousands_are_not_decimals),
        SCRATCH_TEST(elsewhere_the_utm_zone_is_chosen),
        SCRATCH_TEST(no_rows_are_an_empty_frame),
        SCRATCH_TEST(places_that_nobody_asks_for_are_not_looked_at),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_source_shutdown();
    return failed;
}
