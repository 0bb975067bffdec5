/* At which densities the contours of an overlay run. */
#include <string.h>

#include "overlay.h"

static geo_status fail(cli_job *job, const char *text)
{
    return job_fail(job, GEO_ERROR_USAGE,
                    "--contours %s: give 1 to %d levels of one kind, the lowest first: times the "
                    "mean (2x,4x,8x), shares of the cells (90%%,95%%,99%%) or incidents per km2 "
                    "(100,200,400); or none",
                    text, GEO_CONTOURS_MOST);
}

geo_status overlay_read_levels(cli_job *job, const char *text, overlay_hotspots *hotspots)
{
    const char *part = text;
    cli_levels *levels = &hotspots->levels;
    cli_level *level = levels->level;
    if (strcmp(text, "none") == 0)
        return GEO_OK;
    while (true) {
        size_t length = strcspn(part, ","), i = levels->count;
        if (i == GEO_CONTOURS_MOST || !level_read((geo_text){part, length}, &level[i]))
            return fail(job, text);
        if (i > 0 && (level[i].kind != level[0].kind || level[i].number <= level[i - 1].number))
            return fail(job, text);
        levels->count++;
        if (!part[length])
            return GEO_OK;
        part += length + 1;
    }
}

geo_status overlay_append_contour(cli_job *job, double density, geo_bytes *text)
{
    geo_status status = geo_bytes_print(job->context, text, "At least ");
    return status == GEO_OK ? levels_append_number(job, density, text) : status;
}
