#include "surface.h"

#include <math.h>
#include <string.h>

#include "surface_state.h"

#define AT(member) offsetof(surface_command_settings, surface.member)

static const cli_option surface_table[] = {
    {"kernel", 0, OPTION_CHOICE, AT(kernel), "NAME",
     "quartic|epanechnikov|triangular|uniform|gaussian", "shape of the kernel (default quartic)"},
    {"bandwidth", 0, OPTION_TEXT, AT(bandwidth), "METRES|RULE", NULL,
     "radius of the kernel in metres, or the rule that finds it: scott, silverman (as in ArcGIS), "
     "bowman-foster or lscv (least-squares cross-validation); without it a round figure by the "
     "size of the map"},
    {"cell", 0, OPTION_NUMBER, AT(cell), "METRES", NULL,
     "side of a cell of the surface; without it a round figure near a 10th of the bandwidth"},
    {"edge", 0, OPTION_CHOICE, AT(edge), "METHOD", "none|uniform|jones-diggle",
     "make up for incidents beyond the border of the areas, which nobody has recorded: uniform "
     "divides each cell by the part of its kernel that lies within them, jones-diggle each "
     "incident, so that all of them stay on the surface"},
    {"adaptive", 0, OPTION_TEXT, AT(adaptive), "METHOD", NULL,
     "a bandwidth for each incident: abramson (narrow where incidents are dense), neighbours=K "
     "(the distance to the K-th nearest, at least a third of --bandwidth) or none"},
};
const option_group surface_options = OPTION_GROUP("Surface", surface_table);
const option_group surface_size_options = {"Surface", surface_table, 3};

/* ---- settings ------------------------------------------------------------------------------- */

/* Metres, or of a rule its number and NaN; neither: -1 and NaN. */
static geo_status read_bandwidth(cli_job *job, const char *text, double *bandwidth_m, int *rule)
{
    *bandwidth_m = NAN;
    *rule = -1;
    if (!text || (geo_number_parse((geo_text){text, strlen(text)}, bandwidth_m) &&
                  isfinite(*bandwidth_m) && *bandwidth_m > 0))
        return GEO_OK;
    *bandwidth_m = NAN;
    for (int i = 0; i < GEO_BANDWIDTH_RULE_COUNT; i++)
        if (strcmp(text, geo_bandwidth_rule_name((geo_bandwidth_rule)i)) == 0) {
            *rule = i;
            return GEO_OK;
        }
    return job_fail(job, GEO_ERROR_USAGE,
                    "--bandwidth %s: give metres, more than 0, or a rule: scott, silverman, "
                    "bowman-foster or lscv",
                    text);
}

geo_status surface_read_adaptive(cli_job *job, const char *text, surface_adaptive *out)
{
    static const char neighbours[] = "neighbours=";
    double count = 0;
    *out = (surface_adaptive){SURFACE_FIXED, 0};
    if (!text || strcmp(text, "none") == 0)
        return GEO_OK;
    out->kind = SURFACE_ABRAMSON;
    if (strcmp(text, "abramson") == 0)
        return GEO_OK;
    const char *number = text + sizeof neighbours - 1;
    out->kind = SURFACE_NEIGHBOURS;
    if (strncmp(text, neighbours, sizeof neighbours - 1) == 0 &&
        geo_number_parse((geo_text){number, strlen(number)}, &count) && count >= 1 &&
        count <= 1e6 && floor(count) == count) {
        out->neighbours = (int64_t)count;
        return GEO_OK;
    }
    return job_fail(job, GEO_ERROR_USAGE,
                    "--adaptive %s: give abramson, neighbours=K with a whole K such as "
                    "neighbours=30, or none",
                    text);
}

geo_status surface_check(cli_job *job, const surface_settings *settings)
{
    double bandwidth_m = NAN;
    int rule = -1;
    surface_adaptive adaptive;
    if (!isnan(settings->cell) && settings->cell <= 0)
        return job_fail(job, GEO_ERROR_USAGE, "--cell must be more than 0");
    geo_status status = read_bandwidth(job, settings->bandwidth, &bandwidth_m, &rule);
    if (status == GEO_OK)
        status = surface_read_adaptive(job, settings->adaptive, &adaptive);
    if (status != GEO_OK)
        return status;
    if (settings->edge != GEO_EDGE_NONE && job->settings->areas.count == 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--edge is about the border of the areas; name them with --areas");
    if (settings->edge == GEO_EDGE_UNIFORM && adaptive.kind != SURFACE_FIXED)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--edge uniform is for one bandwidth; with --adaptive take --edge "
                        "jones-diggle");
    return GEO_OK;
}

bool surface_is_plain(const surface_settings *settings)
{
    return settings->edge == GEO_EDGE_NONE &&
           (!settings->adaptive || strcmp(settings->adaptive, "none") == 0);
}

/* ---- sizes ---------------------------------------------------------------------------------- */

/* The 1, 2 or 5 times a power of ten that is nearest by ratio. */
static double round_figure(double value)
{
    static const double steps[] = {1, 2, 5, 10};
    double power = pow(10, floor(log10(value)));
    double best = power;
    for (size_t i = 1; i < sizeof steps / sizeof *steps; i++)
        if (fabs(log(steps[i] * power / value)) < fabs(log(best / value)))
            best = steps[i] * power;
    return best;
}

#define BANDWIDTH_PER_CELL   10
#define BANDWIDTH_OF_NOTHING 100 /* metres, where the extent is a point */

double surface_round_bandwidth(const geo_extent *extent, double side_per_bandwidth)
{
    /* Of the square of the same area: a long thin map is no small one. */
    double side = sqrt((extent->x_max - extent->x_min) * (extent->y_max - extent->y_min));
    return side > 0 ? round_figure(side / side_per_bandwidth) : BANDWIDTH_OF_NOTHING;
}

static geo_status note_round_bandwidth(cli_job *job, double bandwidth_m)
{
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = surface_append_metres(job, bandwidth_m, &text);
    if (status == GEO_OK)
        status = end_text(job->context, &text);
    if (status == GEO_OK)
        job_note(job, "bandwidth %s, chosen from the map's size; set it with --bandwidth",
                 text.data);
    geo_bytes_clear(&text);
    return status;
}

static geo_status note_rules(cli_job *job, const surface_rules *rules, const char *before)
{
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = surface_append_rules(job, rules, &text);
    if (status == GEO_OK)
        status = end_text(job->context, &text);
    if (status == GEO_OK)
        job_note(job, "%s%s", before, text.data);
    geo_bytes_clear(&text);
    return status;
}

static geo_status note_used_rule(cli_job *job, const surface_rules *rules)
{
    const char *word = surface_rule_word((geo_bandwidth_rule)rules->used);
    geo_bytes before = GEO_BYTES_INIT;
    geo_status status =
        geo_bytes_print(job->context, &before, "bandwidth by rule: %s; all rules: ", word);
    if (status == GEO_OK)
        status = end_text(job->context, &before);
    if (status == GEO_OK)
        status = note_rules(job, rules, before.data);
    if (status == GEO_OK && rules->bandwidth[rules->used].is_at_end)
        job_warn(job, "cross-validation finds no best bandwidth within its range, 1/50 to 3/2 of "
                      "Scott's, and gives the end of it; take another rule or give metres");
    geo_bytes_clear(&before);
    return status;
}

bool surface_wants_rules(const cli_job *job, const surface_settings *settings)
{
    double bandwidth_m;
    const char *given = settings->bandwidth;
    return job->settings->json || job->settings->explain ||
           (given && !geo_number_parse((geo_text){given, strlen(given)}, &bandwidth_m));
}

geo_status surface_choose_sizes(cli_job *job, const surface_settings *settings,
                                const surface_ground *ground, const geo_places *places,
                                double side_per_bandwidth, geo_density_options *options,
                                surface_rules *rules)
{
    int rule = -1;
    geo_status status = read_bandwidth(job, settings->bandwidth, &options->bandwidth_m, &rule);
    rules->is_known = false;
    if (status == GEO_OK && surface_wants_rules(job, settings))
        status = surface_find_rules(job, ground, places, options->kernel, rule, rules);
    if (status == GEO_OK && rule >= 0) {
        options->bandwidth_m = surface_three_figures(rules->bandwidth[rule].bandwidth_m);
        status = note_used_rule(job, rules);
    } else if (status == GEO_OK && isnan(options->bandwidth_m)) {
        options->bandwidth_m = surface_round_bandwidth(&options->extent, side_per_bandwidth);
        status = note_round_bandwidth(job, options->bandwidth_m);
    }
    if (status == GEO_OK && rule < 0 && job->settings->explain)
        status = note_rules(job, rules, "bandwidths by rule: ");
    options->cell_m = isnan(settings->cell)
                          ? round_figure(options->bandwidth_m / BANDWIDTH_PER_CELL)
                          : settings->cell;
    return status;
}

geo_status surface_find_extent(cli_job *job, const surface_ground *ground, const geo_places *places,
                               geo_extent *extent)
{
    *extent = ground->areas ? geo_areas_extent(ground->areas, ground->which)
                            : geo_extent_of(places->x, places->y, places->count);
    if (extent->x_min <= extent->x_max)
        return GEO_OK;
    return ground->areas ? job_fail(job, GEO_ERROR_DATA, "%s: the areas have no geometry to map",
                                    ground->areas->path)
                         : job_fail(job, GEO_ERROR_DATA,
                                    "no incident has coordinates and passes the filters, so there "
                                    "is nothing to map");
}

geo_status surface_choose_with_rules(cli_job *job, const surface_settings *settings,
                                     const surface_ground *ground, const geo_places *places,
                                     double side_per_bandwidth, geo_density_options *options,
                                     surface_rules *rules)
{
    *options = (geo_density_options)GEO_DENSITY_OPTIONS_INIT;
    options->kernel = (geo_kernel)settings->kernel;
    geo_status status = surface_find_extent(job, ground, places, &options->extent);
    if (status == GEO_OK)
        status =
            surface_choose_sizes(job, settings, ground, places, side_per_bandwidth, options, rules);
    options->extent.x_min -= options->bandwidth_m;
    options->extent.y_min -= options->bandwidth_m;
    options->extent.x_max += options->bandwidth_m;
    options->extent.y_max += options->bandwidth_m;
    return status;
}

geo_status surface_choose(cli_job *job, const surface_settings *settings,
                          const surface_ground *ground, const geo_places *places,
                          double side_per_bandwidth, geo_density_options *options)
{
    surface_rules rules;
    return surface_choose_with_rules(job, settings, ground, places, side_per_bandwidth, options,
                                     &rules);
}
