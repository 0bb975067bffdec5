/* Peaks of hotspots as points for a phone. */
#include <stdlib.h>

#include "hotspots.h"

/* "341 incidents; Etruria and Hanley; Joiner's Square; SJ 8825 4761" */
static geo_status write_peak(cli_job *job, const hotspots_result *result, size_t rank,
                             geo_bytes *text)
{
    const geo_table *data = result->hotspots->data;
    const geo_column *areas = geo_table_find(data, "areas");
    const geo_column *reference = geo_table_find(data, "grid_reference");
    char count[COUNT_TEXT_SIZE];
    int64_t in = geo_table_find(data, "count")->integer[rank];
    geo_status status = geo_bytes_print(job->context, text, "%s incident%s", count_text(in, count),
                                        in == 1 ? "" : "s");
    if (status == GEO_OK && areas && areas->text[rank])
        status = geo_bytes_print(job->context, text, "; %s", areas->text[rank]);
    if (status == GEO_OK && reference && reference->text[rank])
        status = geo_bytes_print(job->context, text, "; %s", reference->text[rank]);
    return status == GEO_OK ? end_text(job->context, text) : status;
}

/* A waypoint's name begins with the number on the map. */
static geo_status write_name(cli_job *job, const hotspots_result *result, size_t rank,
                             geo_bytes *text)
{
    geo_status status =
        geo_bytes_print(job->context, text, "%zu. %s", rank + 1, result->hotspots->name[rank]);
    return status == GEO_OK ? end_text(job->context, text) : status;
}

void hotspots_clear_peaks(hotspots_peaks *peaks)
{
    for (size_t i = 0; peaks->words && i < 2 * peaks->points.count; i++)
        geo_bytes_clear(&peaks->words[i]);
    free(peaks->words);
    free((void *)peaks->text);
    free(peaks->x);
    free(peaks->y);
}

static geo_status make_room(cli_job *job, size_t count, hotspots_peaks *peaks)
{
    peaks->x = calloc(count + 1, sizeof *peaks->x);
    peaks->y = calloc(count + 1, sizeof *peaks->y);
    peaks->words = calloc(2 * count + 1, sizeof *peaks->words);
    peaks->text = calloc(2 * count + 1, sizeof *peaks->text);
    peaks->points.count = count;
    return peaks->x && peaks->y && peaks->words && peaks->text ? GEO_OK : job_out_of_memory(job);
}

geo_status hotspots_find_peaks(cli_job *job, const hotspots_result *result, hotspots_peaks *peaks)
{
    size_t count = result->hotspots->count;
    geo_status status = make_room(job, count, peaks);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        int32_t piece = result->hotspots->piece[i];
        peaks->x[i] = result->pieces.x[piece];
        peaks->y[i] = result->pieces.y[piece];
        status = write_name(job, result, i, &peaks->words[i]);
        if (status == GEO_OK)
            status = write_peak(job, result, i, &peaks->words[count + i]);
        peaks->text[i] = peaks->words[i].data;
        peaks->text[count + i] = peaks->words[count + i].data;
    }
    peaks->points = (geo_waypoints){.crs = &result->load.frame->crs,
                                    .title = result->hotspots->table->title,
                                    .count = count,
                                    .x = peaks->x,
                                    .y = peaks->y,
                                    .name = peaks->text,
                                    .point_text = peaks->text ? peaks->text + count : NULL};
    return status;
}
