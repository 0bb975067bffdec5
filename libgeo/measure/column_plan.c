#include "measure/column_plan.h"

#include <stdio.h>

#include "measure/rank_notes.h"

static geo_status add_column(geo_context *context, const geo_column_plan *plan, const char *level,
                             geo_table *table)
{
    geo_column *added = NULL;
    char name[128];
    char heading[128];
    snprintf(name, sizeof name, "%s%s", plan->name, plan->is_limit ? level : "");
    geo_status status = geo_table_add(context, table, name, plan->type, plan->decimals, &added);
    if (status != GEO_OK)
        return status;
    added->may_shorten = plan->may_shorten;
    added->spare = plan->spare;
    if (!plan->heading)
        return GEO_OK;
    snprintf(heading, sizeof heading, "%s%s%s", plan->heading, plan->is_limit ? level : "",
             plan->is_limit ? "%" : "");
    return geo_table_set_heading(context, added, heading);
}

geo_status geo_add_planned_columns(geo_context *context, const geo_column_plan *plan, size_t count,
                                   double level, geo_table *table, size_t *place)
{
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = geo_level_print(context, level, &text);
    if (status == GEO_OK)
        status = geo_bytes_append(context, &text, "", 1);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        place[i] = plan[i].name ? table->column_count : GEO_NO_COLUMN;
        if (plan[i].name)
            status = add_column(context, &plan[i], text.data, table);
    }
    geo_bytes_clear(&text);
    return status;
}
