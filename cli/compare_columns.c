#include <stdlib.h>

#include "compare.h"

/* What areas are part of; where that isn't known each stands for itself. */
static const char *field_of(const compare_settings *settings, const geo_areas *areas)
{
    if (settings->by)
        return settings->by;
    if (areas->parent)
        return areas->parent_field ? areas->parent_field : "parent";
    if (areas->name)
        return areas->name_field ? areas->name_field : "name";
    return areas->code_field ? areas->code_field : "code";
}

static geo_status fail_no_group(cli_job *job, const geo_area_groups *groups, const char *name)
{
    const char *nearest = nearest_name(name, (const char *const *)groups->name, groups->count);
    geo_bytes list = GEO_BYTES_INIT;
    if (nearest)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--this %s: no area has this '%s'; did you mean '%s'?", name, groups->field,
                        nearest);
    geo_status status =
        append_list(job->context, &list, (const char *const *)groups->name, groups->count);
    if (status == GEO_OK)
        status = end_text(job->context, &list);
    if (status == GEO_OK)
        status = job_fail(job, GEO_ERROR_USAGE, "--this %s: no area has this '%s'; there are %s",
                          name, groups->field, list.data);
    geo_bytes_clear(&list);
    return status;
}

static bool is_shown(const compare_result *result, size_t group)
{
    for (size_t i = 0; i < result->shown_count; i++)
        if (result->shown[i] == group)
            return true;
    return false;
}

static geo_status show_these(cli_job *job, compare_result *result)
{
    const text_list *these = &result->settings->these;
    const geo_area_groups *groups = result->groups;
    for (size_t i = 0; i < these->count; i++) {
        size_t group = 0;
        while (group < groups->count && !same_text(groups->name[group], these->item[i]))
            group++;
        if (group == groups->count)
            return fail_no_group(job, groups, these->item[i]);
        if (is_shown(result, group))
            return job_fail(job, GEO_ERROR_USAGE, "--this %s is given twice", these->item[i]);
        result->shown[result->shown_count++] = group;
    }
    return GEO_OK;
}

/* A group is shown when one of its areas is. */
static geo_status show_where(cli_job *job, compare_result *result)
{
    const geo_areas *areas = result->load.areas[0];
    bool *shown = calloc(areas->count + 1, sizeof *shown);
    if (!shown)
        return job_out_of_memory(job);
    geo_status status = geo_show_areas(job->context, areas, result->show, shown);
    for (size_t group = 0; group < result->groups->count && status == GEO_OK; group++) {
        bool is_any = false;
        for (size_t area = 0; area < areas->count; area++)
            is_any = is_any || (shown[area] && result->groups->group[area] == (int32_t)group);
        if (is_any && !is_shown(result, group))
            result->shown[result->shown_count++] = group;
    }
    free(shown);
    return status;
}

static void show_rest(compare_result *result)
{
    for (size_t group = 0; group < result->groups->count; group++)
        if (!is_shown(result, group))
            result->shown[result->shown_count++] = group;
}

geo_status compare_choose_columns(cli_job *job, compare_result *result)
{
    const compare_settings *settings = result->settings;
    const geo_areas *areas = result->load.areas[0];
    geo_status status =
        geo_group_areas(job->context, areas, field_of(settings, areas), &result->groups);
    if (status != GEO_OK)
        return status;
    result->shown = calloc(result->groups->count + 1, sizeof *result->shown);
    if (!result->shown)
        return job_out_of_memory(job);
    status = show_these(job, result);
    if (status == GEO_OK && result->show)
        status = show_where(job, result);
    result->this_count = settings->these.count > 0 ? settings->these.count : result->shown_count;
    if (status == GEO_OK && (settings->each || (settings->these.count == 0 && !result->show)))
        show_rest(result);
    return status;
}
