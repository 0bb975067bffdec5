/* Reading when memory runs out: a status each time, and nothing half done. */
#include "allocations.h"
#include "vector_files.h"

static const char squares[] = FEATURES(
    FEATURE("\"WD24CD\":\"E01\",\"WD24NM\":\"Ash\",\"pop\":5", POLYGON(SQUARE(-2, 52, -1, 53))));

static geo_status read_areas(geo_context *context, void *data)
{
    geo_areas *areas = NULL;
    geo_status status = geo_areas_read(context, data, NULL, &areas);
    assert_true((status == GEO_OK) == (areas != NULL));
    geo_areas_free(areas);
    return status;
}

static geo_status read_shapes(geo_context *context, void *data)
{
    static const geo_extent extent = {400000, 200000, 500000, 400000};
    geo_crs grid = {NULL, NULL, 0, false};
    geo_shapes_options options = GEO_SHAPES_OPTIONS_INIT;
    geo_shapes *shapes = NULL;
    options.working = &grid;
    options.extent = &extent;
    geo_status status = geo_crs_from_text(context, "EPSG:27700", &grid);
    if (status == GEO_OK)
        status = geo_shapes_read(context, data, &options, &shapes);
    assert_true((status == GEO_OK) == (shapes != NULL));
    geo_shapes_free(shapes);
    geo_crs_clear(&grid);
    return status;
}

typedef struct population_job {
    geo_areas *areas;
    geo_input input;
} population_job;

static geo_status join_population(geo_context *context, void *data)
{
    population_job *job = data;
    const double *before = job->areas->population;
    geo_status status = geo_areas_join_population(context, job->areas, &job->input, NULL);
    assert_true(status == GEO_OK || job->areas->population == before);
    return status;
}

static geo_status describe(geo_context *context, void *data)
{
    geo_description *description = NULL;
    geo_status status = geo_describe(context, data, NULL, &description);
    assert_true((status == GEO_OK) == (description != NULL));
    geo_description_free(description);
    return status;
}

static geo_status read_rows(geo_context *context, void *data)
{
    geo_reader *reader = NULL;
    geo_record record;
    bool more = true;
    geo_status status = geo_reader_open(context, data, NULL, &reader);
    while (status == GEO_OK && more)
        status = geo_reader_next(context, reader, &record, &more);
    geo_reader_free(reader);
    return status;
}

static geo_status read_incidents(geo_context *context, void *data)
{
    static const char *const category[] = {"Drugs"};
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    geo_frame *frame = NULL;
    geo_ledger *ledger = NULL;
    geo_filter *where = NULL;
    options.records = GEO_WHOLE_RECORDS;
    options.category = category;
    options.category_count = 1;
    geo_status status = geo_filter_parse(context, "\"Crime type\" LIKE 'D%'", &where);
    options.where = where;
    if (status == GEO_OK)
        status = geo_incidents_read(context, data, 1, &options, &frame, &ledger);
    assert_true((status == GEO_OK) == (frame && ledger));
    geo_frame_free(frame);
    geo_ledger_free(ledger);
    geo_filter_free(where);
    return status;
}

static void all_readers(void **state)
{
    scratch *made = *state;
    geo_input layer = scratch_file(made, "a.geojson", squares);
    geo_input rows = scratch_file(
        made, "i.csv",
        "Month,Longitude,Latitude,Crime type\n2019-01,-1.5,52.5,\"Dr\"\"ugs\"\n2019-02,,,Drugs\n");
    const struct {
        allocating_job job;
        geo_input *input;
        int at_least;
    } cases[] = {
        {read_areas, &layer, 30}, {read_shapes, &layer, 25}, {describe, &layer, 10},
        {describe, &rows, 10},    {read_rows, &rows, 10},    {read_incidents, &rows, 30},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int failures = fail_each_allocation(cases[i].job, cases[i].input);
        if (failures < cases[i].at_least)
            fail_msg("case %d: %d allocations", (int)i, failures);
    }
}

static void populations(void **state)
{
    scratch *made = *state;
    geo_input layer = scratch_file(made, "a.geojson", squares);
    population_job job = {
        NULL, scratch_file(made, "p.csv", "Mid-2020\n\nWD24CD,Population\nE01,\"7,228\"\n")};
    assert_int_equal(geo_areas_read(made->context, &layer, NULL, &job.areas), GEO_OK);
    assert_true(fail_each_allocation(join_population, &job) > 15);
    assert_true(job.areas->population[0] == 7228);
    geo_areas_free(job.areas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VECTOR_TEST(all_readers),
        VECTOR_TEST(populations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
