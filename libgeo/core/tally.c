/* Counts by area and category. */
#include <stdlib.h>

#include <geo/core.h>

void geo_tally_free(geo_tally *tally)
{
    if (!tally)
        return;
    free(tally->count);
    free(tally->total);
    free(tally);
}
