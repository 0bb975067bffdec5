/* The circles of a scan on its map, numbered and listed. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/place.h>

#include "clusters.h"

#define CORNERS 72
#define PI      3.14159265358979323846

void clusters_clear_circles(clusters_circles *circles)
{
    geo_areas_free(circles->areas);
    for (size_t i = 0; i < CIRCLE_COLUMNS; i++)
        text_list_clear_owned(&circles->text[i]);
}

/* ---- the circles ---------------------------------------------------------------------------- */

static geo_status new_areas(cli_job *job, const geo_areas *like, size_t count, geo_areas **out)
{
    geo_areas *areas = *out = calloc(1, sizeof *areas);
    if (!areas)
        return job_out_of_memory(job);
    areas->count = areas->ring_count = count;
    areas->point_count = count * (CORNERS + 1);
    areas->code = calloc(count + 1, sizeof *areas->code);
    areas->area_ring = calloc(count + 1, sizeof *areas->area_ring);
    areas->ring_point = calloc(count + 1, sizeof *areas->ring_point);
    areas->ring_is_hole = calloc(count + 1, sizeof *areas->ring_is_hole);
    areas->x = calloc(areas->point_count + 1, sizeof *areas->x);
    areas->y = calloc(areas->point_count + 1, sizeof *areas->y);
    if (!areas->code || !areas->area_ring || !areas->ring_point || !areas->ring_is_hole ||
        !areas->x || !areas->y)
        return job_out_of_memory(job);
    for (size_t i = 0; i <= count; i++) {
        areas->area_ring[i] = i;
        areas->ring_point[i] = i * (CORNERS + 1);
    }
    return geo_crs_copy(job->context, &like->crs, &areas->crs);
}

/* Of one area the radius is 0: a circle as large as that is drawn. */
static void trace(geo_areas *areas, size_t circle, double x, double y, double radius)
{
    size_t first = areas->ring_point[circle];
    for (size_t i = 0; i <= CORNERS; i++) {
        double angle = 2 * PI * (double)(i % CORNERS) / CORNERS;
        areas->x[first + i] = x + radius * sin(angle);
        areas->y[first + i] = y + radius * cos(angle);
    }
}

static geo_status trace_all(cli_job *job, const clusters_result *result, clusters_circles *out)
{
    const geo_table *table = result->clusters;
    const geo_column *radius = geo_table_find(table, "radius_m");
    double *ground = calloc(result->units->count + 1, sizeof *ground);
    geo_status status = ground ? new_areas(job, result->units, table->row_count, &out->areas)
                               : job_out_of_memory(job);
    if (status == GEO_OK)
        geo_areas_ground(result->units, ground);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++) {
        size_t centre = (size_t)table->area[row];
        trace(out->areas, row, result->x[centre], result->y[centre],
              fmax(radius->real[row], sqrt(ground[centre] / PI)));
        out->areas->code[row] = geo_table_find(table, "centre")->text[row];
    }
    free(ground);
    if (status == GEO_OK)
        out->areas->extent = geo_extent_of(out->areas->x, out->areas->y, out->areas->point_count);
    return status;
}

/* ---- the list ------------------------------------------------------------------------------- */

static geo_status add_text(cli_job *job, geo_bytes *text, text_list *list)
{
    geo_status status = end_text(job->context, text);
    if (status == GEO_OK && !text_list_add_copy(list, text->data))
        status = job_out_of_memory(job);
    geo_bytes_clear(text);
    return status;
}

static geo_status add_number(cli_job *job, double number, int decimals, text_list *list)
{
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = isnan(number)
                            ? geo_bytes_print(job->context, &text, "all")
                            : geo_bytes_append_number(job->context, &text, number, decimals);
    if (status == GEO_OK)
        return add_text(job, &text, list);
    geo_bytes_clear(&text);
    return status;
}

static geo_status list_row(cli_job *job, const geo_table *table, size_t row, clusters_circles *out)
{
    char count[COUNT_TEXT_SIZE];
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (!text_list_add_copy(&out->text[0], geo_table_find(table, "centre")->text[row]))
        return job_out_of_memory(job);
    status = geo_bytes_print(job->context, &text, "%s",
                             count_text(geo_table_find(table, "count")->integer[row], count));
    if (status == GEO_OK)
        status = add_text(job, &text, &out->text[1]);
    if (status == GEO_OK)
        status = add_number(job, geo_table_find(table, "expected")->real[row], 1, &out->text[2]);
    if (status == GEO_OK)
        status =
            add_number(job, geo_table_find(table, "relative_risk")->real[row], 1, &out->text[3]);
    return status;
}

geo_status clusters_make_circles(cli_job *job, const clusters_result *result, clusters_circles *out)
{
    static const char *const heading[] = {"Around", "Incidents", "Expected", "Risk"};
    geo_status status = trace_all(job, result, out);
    for (size_t row = 0; row < result->clusters->row_count && status == GEO_OK; row++)
        status = list_row(job, result->clusters, row, out);
    for (size_t i = 0; i < CIRCLE_COLUMNS; i++)
        out->column[i] = (geo_list_column){heading[i], out->text[i].item, i > 0};
    out->numbered = (geo_numbered_areas){.areas = out->areas,
                                         .title = "Clusters, the least likely by chance first",
                                         .column_count = CIRCLE_COLUMNS,
                                         .column = out->column,
                                         .legend_text = "Circles of the scan"};
    return status;
}
