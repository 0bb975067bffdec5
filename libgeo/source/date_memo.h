/* Remembers what dates mean: inputs have few, and a look-up costs a third of reading one. */
#ifndef GEO_SOURCE_DATE_MEMO_H
#define GEO_SOURCE_DATE_MEMO_H

#include <geo/core.h>

#define GEO_DATE_MEMO_SLOTS 256

typedef struct geo_date {
    int32_t day;
    int32_t month; /* since January 1970 */
    bool is_month_only;
} geo_date;

/* Starts as {0}; one thread's. */
typedef struct geo_date_memo {
    struct geo_date_slot {
        uint64_t text[2];
        size_t length; /* 0: free */
        geo_date date;
    } slot[GEO_DATE_MEMO_SLOTS];
} geo_date_memo;

/* As geo_date_parse(). */
bool geo_date_memo_parse(geo_date_memo *memo, geo_text text, geo_date *date);

#endif
