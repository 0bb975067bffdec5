/* Bandwidths by rule, side by side. */
#include <math.h>

#include "surface.h"

/* More places take cross-validation, which looks at all pairs, longer than a second or so. */
#define LSCV_UNASKED_MOST 10000

const char *surface_rule_word(geo_bandwidth_rule rule)
{
    static const char *const words[GEO_BANDWIDTH_RULE_COUNT] = {
        "Scott", "Silverman", "Bowman and Foster", "cross-validation"};
    return words[rule];
}

double surface_three_figures(double value)
{
    double step = pow(10, floor(log10(value)) - 2);
    /* By the power itself where it is below 1: a tenth is no double. */
    return step >= 1 ? round(value / step) * step : round(value * (1 / step)) / (1 / step);
}

static geo_status find_rules(cli_job *job, const geo_places *places, surface_rules *rules)
{
    geo_status status = GEO_OK, last = GEO_OK;
    bool is_any = false;
    for (size_t i = 0; i < places->count; i++)
        rules->incidents += places->weight[i];
    rules->places = places->count;
    for (int i = 0; i < GEO_BANDWIDTH_RULE_COUNT && status == GEO_OK; i++) {
        bool is_asked = rules->used == i || rules->used == SURFACE_ALL_RULES;
        if (i == GEO_BANDWIDTH_LSCV && !is_asked && places->count > LSCV_UNASKED_MOST)
            continue;
        status = geo_bandwidth_find(job->context, places, (geo_bandwidth_rule)i, rules->kernel,
                                    &rules->bandwidth[i]);
        rules->is_found[i] = status == GEO_OK;
        is_any = is_any || rules->is_found[i];
        last = status;
        if (i != rules->used && (status == GEO_ERROR_DATA || status == GEO_ERROR_LIMIT))
            status = GEO_OK;
    }
    return status == GEO_OK && rules->used == SURFACE_ALL_RULES && !is_any ? last : status;
}

geo_status surface_find_rules(cli_job *job, const surface_ground *ground, const geo_places *places,
                              geo_kernel kernel, int used, surface_rules *rules)
{
    geo_places *inside = NULL;
    *rules = (surface_rules){.is_known = true, .kernel = kernel, .used = used};
    geo_status status = surface_places_inside(job, ground, places, &inside);
    if (status == GEO_OK)
        status = find_rules(job, inside, rules);
    geo_places_free(inside);
    return status;
}

geo_status surface_append_metres(cli_job *job, double metres, geo_bytes *text)
{
    char count[COUNT_TEXT_SIZE];
    geo_status status =
        metres >= 1000 && metres < 1e15 && floor(metres) == metres
            ? geo_bytes_print(job->context, text, "%s", count_text((int64_t)metres, count))
            : append_short_number(job->context, text, metres, 3);
    return status == GEO_OK ? geo_bytes_append(job->context, text, " m", 2) : status;
}

static geo_status append_rule(cli_job *job, const surface_rules *rules, int rule, geo_bytes *text)
{
    geo_status status = geo_bytes_print(job->context, text, "%s%s ", rule > 0 ? ", " : "",
                                        surface_rule_word((geo_bandwidth_rule)rule));
    if (status == GEO_OK && !rules->is_found[rule])
        return geo_bytes_print(job->context, text, "unknown");
    return status == GEO_OK
               ? surface_append_metres(
                     job, surface_three_figures(rules->bandwidth[rule].bandwidth_m), text)
               : status;
}

geo_status surface_append_rules(cli_job *job, const surface_rules *rules, geo_bytes *text)
{
    geo_status status = GEO_OK;
    for (int rule = 0; rule < GEO_BANDWIDTH_RULE_COUNT && status == GEO_OK; rule++)
        status = append_rule(job, rules, rule, text);
    return status == GEO_OK ? geo_bytes_print(job->context, text, " for a %s kernel",
                                              geo_kernel_name(rules->kernel))
                            : status;
}

void surface_json_rules(geo_json *json, const surface_rules *rules)
{
    static const char *const keys[GEO_BANDWIDTH_RULE_COUNT] = {"scott_m", "silverman_m",
                                                               "bowman_foster_m", "lscv_m"};
    if (!rules->is_known)
        return;
    geo_json_object(json, "bandwidths");
    geo_json_text(json, "rule",
                  rules->used < 0 ? NULL
                                  : geo_bandwidth_rule_name((geo_bandwidth_rule)rules->used));
    for (int i = 0; i < GEO_BANDWIDTH_RULE_COUNT; i++)
        geo_json_real(json, keys[i],
                      rules->is_found[i] ? rules->bandwidth[i].bandwidth_m : (double)NAN);
    geo_json_close(json);
}
