/* Writers whose memory runs out: a status each time, and no file. */
#include "allocations.h"
#include "output_test.h"
#include "table_sample.h"

typedef geo_status (*table_writer)(geo_context *context, const geo_table *table, geo_bytes *out);

static geo_status to_text(geo_context *context, const geo_table *table, geo_bytes *out)
{
    const geo_text_style narrow = {40, true};
    return geo_table_to_text(context, table, &narrow, out);
}

static geo_status to_json(geo_context *context, const geo_table *table, geo_bytes *out)
{
    geo_ledger *ledger = NULL;
    geo_json *json = NULL;
    geo_status status = geo_ledger_new(context, &ledger);
    if (status == GEO_OK)
        status = geo_ledger_add_input(context, ledger, "a.csv");
    if (status == GEO_OK)
        status = geo_json_new(context, &json);
    if (status == GEO_OK) {
        geo_json_object(json, NULL);
        geo_json_ledger(json, "ledger", ledger, true);
        geo_json_table(json, "rows", table);
        status = geo_json_end(context, json, out);
    }
    geo_json_free(json);
    geo_ledger_free(ledger);
    return status;
}

typedef struct table_job {
    table_writer writer;
    const geo_table *table;
} table_job;

static geo_status write_table(geo_context *context, void *data)
{
    const table_job *job = data;
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = job->writer(context, job->table, &bytes);
    geo_bytes_clear(&bytes);
    return status;
}

static geo_status to_html(geo_context *context, const geo_table *table, geo_bytes *out)
{
    static const geo_html_style page = {.is_document = true};
    return geo_table_to_html(context, table, &page, out);
}

static void tables(void **state)
{
    scratch *test = *state;
    static const struct {
        table_writer writer;
        int at_least;
    } cases[] = {
        {geo_table_to_csv, 3}, {geo_table_to_markdown, 20}, {to_text, 30},          {to_json, 5},
        {to_html, 40},         {geo_table_to_latex, 40},    {geo_table_to_xlsx, 40}};
    geo_table *table[2] = {ward_table(test->context), NULL};
    assert_int_equal(sample_table(test->context, &table[1]), GEO_OK);
    setenv("TMPDIR", test->folder, 1);
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        table_job job = {cases[i / 2].writer, table[i % 2]};
        assert_true(fail_each_allocation(write_table, &job) >= cases[i / 2].at_least);
        assert_entries(test->folder, 0);
    }
    unsetenv("TMPDIR");
    geo_table_free(table[0]);
    geo_table_free(table[1]);
}

static geo_status save(geo_context *context, void *path)
{
    char text[] = "text";
    const geo_bytes bytes = {text, 4, 4};
    return geo_file_save(context, path, &bytes);
}

static geo_status hold(geo_context *context, void *path)
{
    static const char block[1 << 17];
    geo_file *file = NULL;
    (void)path;
    geo_status status = geo_file_create(context, "/dev/null", &file);
    if (status == GEO_OK)
        status = geo_file_hold(context, file);
    if (status == GEO_OK)
        status = geo_file_write(context, file, block, sizeof block);
    if (status == GEO_OK)
        status = geo_file_commit(context, file);
    geo_file_free(file);
    return status;
}

static geo_status write_surface(geo_context *context, void *path)
{
    static const geo_metadata metadata = {"kernel", "quartic"};
    char wkt[] = BRITISH_WKT, name[] = "OSGB36 / British National Grid", unit[] = "per km2";
    double value[6] = {0, 1, 2, 3, 4, 5};
    const geo_grid grid = {.crs = {.wkt = wkt, .name = name, .epsg = 27700, .is_metric = true},
                           .cell_m = 100,
                           .columns = 3,
                           .rows = 2,
                           .value = value,
                           .unit = unit};
    return geo_grid_write_tiff(context, &grid, &metadata, 1, path);
}

static geo_status write_points(geo_context *context, void *path)
{
    static const geo_field_definition field[] = {
        {"name", GEO_TEXT}, {"NAME", GEO_TEXT}, {"count", GEO_INTEGER}};
    const geo_text value[] = {text_of("T\xC5\xB5r \xFF"), text_of(NULL), text_of("12")};
    char wkt[] = BRITISH_WKT;
    const geo_crs crs = {.wkt = wkt, .epsg = 27700, .is_metric = true};
    geo_point_writer *writer = NULL;
    geo_status status = geo_point_writer_create(context, path, NULL, &crs, field, 3, &writer);
    for (int i = 0; i < 2 && status == GEO_OK; i++)
        status = geo_point_writer_add(context, writer, i == 0, 400000, 300000, value);
    if (status == GEO_OK)
        status = geo_point_writer_commit(context, writer);
    geo_point_writer_free(writer);
    return status;
}

/* Whatever fails, nothing is left beside the file that stands in the end. */
static void files(void **state)
{
    scratch *test = *state;
    assert_true(fail_each_allocation(hold, NULL) >= 4);
    static const struct {
        const char *name;
        allocating_job job;
        int at_least;
    } cases[] = {
        {"a.txt", save, 4},           {"a.tif", write_surface, 5},
        {"a.gpkg", write_points, 10}, {"a.geojson", write_points, 10},
        {"a.fgb", write_points, 10},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *path = path_in(test, cases[i].name);
        int failures = fail_each_allocation(cases[i].job, path);
        if (failures < cases[i].at_least)
            fail_msg("%s: %d allocations", cases[i].name, failures);
        assert_entries(test->folder, (int)i + 1);
        free(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(tables),
        SCRATCH_TEST(files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
