#include "neighbours.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/place.h>
#include <geo/spatial.h>

#include "load.h"

/* Borders of one source share their vertices, but for the rounding of a transformation. */
#define SNAP_M 0.01

/* ---- what is asked for ---------------------------------------------------------------------- */

static geo_status fail(cli_job *job, const char *text)
{
    return job_fail(job, GEO_ERROR_USAGE,
                    "--neighbours %s: give queen, rook, distance=METRES, nearest=K or "
                    "inverse=METRES[,POWER], such as nearest=8 or inverse=2000,2",
                    text);
}

static bool take_number(const char *text, size_t length, double *number)
{
    return geo_number_parse((geo_text){text, length}, number) && isfinite(*number) && *number > 0;
}

/* "2000,2" */
static bool take_inverse(const char *text, cli_neighbours *out)
{
    const char *comma = strchr(text, ',');
    out->power = 1;
    if (comma && !take_number(comma + 1, strlen(comma + 1), &out->power))
        return false;
    return take_number(text, comma ? (size_t)(comma - text) : strlen(text), &out->distance_m);
}

static bool take_nearest(const char *text, cli_neighbours *out)
{
    double number;
    if (!take_number(text, strlen(text), &number) || number != floor(number) || number > 1e6)
        return false;
    out->nearest = (size_t)number;
    return true;
}

/* What follows "word="; NULL when the text is something else. */
static const char *after_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    return strncmp(text, word, length) == 0 && text[length] == '=' ? text + length + 1 : NULL;
}

geo_status neighbours_parse(cli_job *job, const char *text, cli_neighbours *out)
{
    *out = (cli_neighbours){.rule = NEIGHBOURS_QUEEN};
    if (!text || strcmp(text, "queen") == 0)
        return GEO_OK;
    const char *within = after_word(text, "distance"), *nearest = after_word(text, "nearest");
    const char *inverse = after_word(text, "inverse");
    out->rule = within    ? NEIGHBOURS_WITHIN
                : nearest ? NEIGHBOURS_NEAREST
                : inverse ? NEIGHBOURS_INVERSE
                          : NEIGHBOURS_ROOK;
    bool is_good = within    ? take_number(within, strlen(within), &out->distance_m)
                   : nearest ? take_nearest(nearest, out)
                   : inverse ? take_inverse(inverse, out)
                             : strcmp(text, "rook") == 0;
    return is_good ? GEO_OK : fail(job, text);
}

/* ---- neighbours ----------------------------------------------------------------------------- */

static bool touches(const cli_neighbours *rule)
{
    return rule->rule == NEIGHBOURS_QUEEN || rule->rule == NEIGHBOURS_ROOK;
}

static geo_status near_points(cli_job *job, const cli_neighbours *rule, const double *x,
                              const double *y, size_t count, geo_neighbours **out)
{
    if (rule->rule == NEIGHBOURS_NEAREST)
        return geo_neighbours_nearest(job->context, x, y, count, rule->nearest, out);
    return geo_neighbours_within(job->context, x, y, count, rule->distance_m,
                                 rule->rule == NEIGHBOURS_INVERSE ? rule->power : 0, out);
}

geo_status neighbours_of_areas(cli_job *job, const cli_neighbours *rule, const geo_areas *areas,
                               geo_neighbours **out)
{
    if (touches(rule))
        return geo_areas_contiguity(job->context, areas,
                                    rule->rule == NEIGHBOURS_ROOK ? GEO_CONTIGUITY_ROOK
                                                                  : GEO_CONTIGUITY_QUEEN,
                                    SNAP_M, out);
    double *x = calloc(areas->count + 1, sizeof *x), *y = calloc(areas->count + 1, sizeof *y);
    geo_status status =
        x && y ? geo_areas_points(job->context, areas, x, y) : job_out_of_memory(job);
    if (status == GEO_OK)
        status = near_points(job, rule, x, y, areas->count, out);
    free(x);
    free(y);
    return status;
}

geo_status neighbours_of_cells(cli_job *job, const cli_neighbours *rule, const geo_cells *cells,
                               const int32_t *which, size_t count, geo_neighbours **out)
{
    if (touches(rule))
        return geo_cells_neighbours(job->context, cells, which, count,
                                    rule->rule == NEIGHBOURS_ROOK, out);
    double *x = calloc(count + 1, sizeof *x), *y = calloc(count + 1, sizeof *y);
    geo_status status = x && y ? GEO_OK : job_out_of_memory(job);
    if (status == GEO_OK) {
        geo_cells_centres(cells, which, count, x, y);
        status = near_points(job, rule, x, y, count, out);
    }
    free(x);
    free(y);
    return status;
}

/* ---- what is said of them ------------------------------------------------------------------- */

static geo_status append_rule(cli_job *job, const cli_neighbours *rule, const char *word,
                              geo_bytes *text)
{
    geo_status status = GEO_OK;
    switch (rule->rule) {
    case NEIGHBOURS_QUEEN:
        return geo_bytes_print(job->context, text, "%s that touch (queen)", word);
    case NEIGHBOURS_ROOK:
        return geo_bytes_print(job->context, text, "%s that share a stretch of border (rook)",
                               word);
    case NEIGHBOURS_NEAREST:
        return geo_bytes_print(job->context, text, "the %zu nearest %s", rule->nearest, word);
    default:
        status = geo_bytes_print(job->context, text, "%s within ", word);
    }
    if (status == GEO_OK)
        status = append_short_number(job->context, text, rule->distance_m, 3);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, " m");
    if (status == GEO_OK && rule->rule == NEIGHBOURS_INVERSE) {
        status = geo_bytes_print(job->context, text, ", weighted by 1 / distance");
        if (status == GEO_OK && rule->power != 1) {
            status = geo_bytes_print(job->context, text, " to the power of ");
            if (status == GEO_OK)
                status = append_short_number(job->context, text, rule->power, 3);
        }
    }
    return status;
}

geo_status neighbours_append(cli_job *job, const cli_neighbours *rule, const char *word,
                             const geo_neighbours *neighbours, geo_bytes *text)
{
    geo_status status = geo_bytes_print(job->context, text, "Neighbours: ");
    if (status == GEO_OK)
        status = append_rule(job, rule, word, text);
    if (status != GEO_OK || neighbours->count == 0 || rule->rule == NEIGHBOURS_NEAREST)
        return status;
    status = geo_bytes_print(job->context, text, ", ");
    if (status == GEO_OK)
        status = geo_bytes_append_number(
            job->context, text, (double)neighbours->pair_count / (double)neighbours->count, 1);
    return status == GEO_OK ? geo_bytes_print(job->context, text, " on average") : status;
}

static bool is_island(const double *value, const geo_neighbours *neighbours, size_t area)
{
    if (isnan(value[area]))
        return false;
    for (size_t p = neighbours->first[area]; p < neighbours->first[area + 1]; p++)
        if (!isnan(value[neighbours->to[p]]))
            return false;
    return true;
}

void neighbours_warn_of_islands(cli_job *job, const geo_areas *areas, const double *value,
                                const geo_neighbours *neighbours)
{
    enum { NAMED = 5 };
    const char *name[NAMED];
    size_t islands = 0;
    geo_bytes list = GEO_BYTES_INIT;
    for (size_t i = 0; i < areas->count; i++) {
        if (!is_island(value, neighbours, i))
            continue;
        if (islands < NAMED)
            name[islands] = area_name(areas, i);
        islands++;
    }
    if (islands == 0)
        return;
    size_t named = islands < NAMED ? islands : NAMED;
    if (append_list(job->context, &list, name, named) == GEO_OK &&
        end_text(job->context, &list) == GEO_OK)
        job_warn(job,
                 "%zu %s no neighbour: %s%s; local Moran, Moran's I and Geary's C leave such "
                 "islands out, and Gi* has nothing of theirs but their own value: --neighbours "
                 "nearest=K gives each its K nearest",
                 islands, islands == 1 ? "has" : "have", list.data,
                 islands > named ? " and others" : "");
    geo_bytes_clear(&list);
}
