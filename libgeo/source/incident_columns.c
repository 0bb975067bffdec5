/* The columns of incidents that are not yet a frame: all of them, with one capacity. */
#include <stdlib.h>

#include "core/memory.h"
#include "source/incident.h"

geo_status geo_incident_columns_grow(geo_context *context, geo_frame *rows, size_t *capacity,
                                     size_t needed)
{
    struct {
        void *column;
        size_t size;
    } column[] = {
        {&rows->x, sizeof *rows->x},     {&rows->y, sizeof *rows->y},
        {&rows->row, sizeof *rows->row}, {&rows->category, sizeof *rows->category},
        {&rows->day, sizeof *rows->day}, {&rows->weight, sizeof *rows->weight},
    };
    geo_status status = GEO_OK;
    size_t grown = *capacity;
    for (size_t i = 0; status == GEO_OK && i < sizeof column / sizeof *column; i++) {
        grown = *capacity;
        status = geo_grow_array(context, column[i].column, &grown, needed, column[i].size);
    }
    if (status == GEO_OK)
        *capacity = grown;
    return status;
}

void geo_incident_columns_free(geo_frame *rows)
{
    free(rows->x);
    free(rows->y);
    free(rows->row);
    free(rows->category);
    free(rows->day);
    free(rows->weight);
}
