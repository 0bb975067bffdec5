/* Small counts of a table of shares. */
#ifndef GEO_MEASURE_SHARE_HIDDEN_H
#define GEO_MEASURE_SHARE_HIDDEN_H

#include <geo/tables.h>

/* By row, that of all rows behind the last. */
typedef struct geo_share_hidden {
    bool *meeting;
    bool *total;
    size_t count; /* hidden, of both */
} geo_share_hidden;

/* Chooses the counts to hide so that neither those that meet the condition nor those that don't can
 * be told where they are few. All rows are taken to be shown. Starts as {0}. */
geo_status geo_share_hide(geo_context *context, const geo_share_rows *rows, int64_t below,
                          geo_share_hidden *hidden);
void geo_share_hidden_clear(geo_share_hidden *hidden);

#endif
