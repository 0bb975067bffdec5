/* What JSON says of hotspots beside their table. */
#include <math.h>

#include <geo/evaluation.h>

#include "hotspots.h"

static void json_cells(geo_json *json, const hotspots_result *result)
{
    const cell_settings *cells = &result->settings->cells;
    geo_json_object(json, "cells");
    geo_json_text(json, "shape", cells->shape == CELLS_SQUARES ? "squares" : "hexagons");
    geo_json_real(json, "size_m", cells->size_m);
    geo_json_real(json, "area_km2", geo_cells_area_km2(result->cells.cells));
    geo_json_close(json);
}

static void json_surface(geo_json *json, const hotspots_result *result)
{
    const geo_density_options *options = &result->density;
    geo_json_object(json, "surface");
    geo_json_text(json, "kernel", geo_kernel_name(options->kernel));
    geo_json_real(json, "bandwidth_m", options->bandwidth_m);
    geo_json_real(json, "cell_m", options->cell_m);
    surface_json_method(json, &result->settings->surface);
    geo_json_real(json, "peak_ratio",
                  result->settings->by_peaks ? GEO_CONTOUR_PEAK_RATIO : (double)NAN);
    geo_json_close(json);
}

static void json_clusters(geo_json *json, const hotspots_result *result)
{
    geo_json_object(json, "clusters");
    geo_json_real(json, "distance_m", result->settings->cluster_m);
    geo_json_integer(json, "min_incidents", result->settings->cluster_incidents);
    geo_json_close(json);
}

/* From where on ground is a hotspot. */
static void json_threshold(geo_json *json, const hotspots_result *result)
{
    geo_json_object(json, "threshold");
    geo_json_real(json, "density",
                  result->threshold < HOTSPOTS_NOWHERE ? result->threshold : (double)NAN);
    geo_json_text(json, "unit", GEO_DENSITY_UNIT);
    geo_json_real(json, "mean", isnan(result->share) ? result->levels.mean : (double)NAN);
    geo_json_real(json, "share_asked_for", result->share);
    geo_json_real(json, "share_of_cells", isnan(result->share) ? (double)NAN : result->share_cells);
    geo_json_close(json);
}

/* Of the three methods the keys of the other two are null. */
static void json_method(geo_json *json, const hotspots_result *result)
{
    static const struct {
        const char *key;
        void (*write)(geo_json *json, const hotspots_result *result);
    } part[] = {[HOTSPOTS_BY_SURFACE] = {"surface", json_surface},
                [HOTSPOTS_BY_CLUSTERS] = {"clusters", json_clusters},
                [HOTSPOTS_BY_CELLS] = {"cells", json_cells}};
    hotspots_method method = hotspots_method_of(result->settings);
    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        if (i == method)
            part[i].write(json, result);
        else
            geo_json_text(json, part[i].key, NULL);
    if (method == HOTSPOTS_BY_CLUSTERS)
        geo_json_text(json, "threshold", NULL);
    else
        json_threshold(json, result);
}

/* Sums of other times follow the table, which may keep them back. */
static bool is_shown(const hotspots_result *result, geo_hotspot_time time)
{
    static const char *const column[] = {[GEO_HOTSPOT_NOW] = "count",
                                         [GEO_HOTSPOT_BEFORE] = "count_before",
                                         [GEO_HOTSPOT_LATER] = "count_later"};
    const geo_hotspots *hotspots = result->hotspots;
    const geo_column *count = geo_table_find(hotspots->data, column[time]);
    return count && geo_table_mark(count, hotspots->count) != GEO_MARK_HIDDEN;
}

static void json_time(geo_json *json, const hotspots_result *result, geo_hotspot_time time,
                      const char *key)
{
    const geo_hotspots *hotspots = result->hotspots;
    const geo_bytes *period = &result->times.text[time];
    int64_t all = hotspots->in_all[time], in = hotspots->in_hotspots[time];
    int64_t multiple = result->settings->round_to;
    if (!is_shown(result, time)) {
        geo_json_text(json, key, NULL);
        return;
    }
    geo_json_object(json, key);
    geo_json_text(json, "period", period->length > 0 ? period->data : NULL);
    geo_json_integer(json, "incidents", geo_round_count(all, multiple));
    geo_json_integer(json, "in_hotspots", geo_round_count(in, multiple));
    geo_json_integer(json, "elsewhere", geo_round_count(all - in, multiple));
    geo_json_real(json, "share", geo_hit_rate((double)in, (double)all));
    geo_json_real(json, "pai",
                  geo_prediction_accuracy((double)in, (double)all, hotspots->ground_km2,
                                          result->studied_km2));
    geo_json_close(json);
}

void hotspots_write_json(cli_job *job, geo_json *json, const void *value)
{
    const hotspots_result *result = value;
    const geo_hotspots *hotspots = result->hotspots;
    (void)job;
    json_method(json, result);
    geo_json_integer(json, "hotspots", (int64_t)hotspots->count);
    geo_json_integer(json, "too_small", (int64_t)result->too_small);
    geo_json_integer(json, "too_few", (int64_t)hotspots->too_few);
    geo_json_integer(json, "beyond_the_list", (int64_t)hotspots->beyond);
    geo_json_integer(json, "kept_back", (int64_t)hotspots->kept_back);
    geo_json_real(json, "ground_km2", hotspots->ground_km2);
    geo_json_real(json, "studied_km2", result->studied_km2);
    json_time(json, result, GEO_HOTSPOT_NOW, "now");
    json_time(json, result, GEO_HOTSPOT_BEFORE, "before");
    json_time(json, result, GEO_HOTSPOT_LATER, "later");
}
