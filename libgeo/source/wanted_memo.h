/* Which categories are among those asked for, and their codes. Names compare without regard to
 * case, which takes longer than all else that is done with a row; rows have few, so what came of
 * them is remembered. */
#ifndef GEO_SOURCE_WANTED_MEMO_H
#define GEO_SOURCE_WANTED_MEMO_H

#include <geo/core.h>

#define GEO_WANTED_MEMO_SLOTS 256
#define GEO_WANTED_MEMO_BYTES 48 /* longer names are not remembered */

/* Starts as {0}; one thread's, for one list of names and one dictionary. */
typedef struct geo_wanted_memo {
    struct geo_wanted_slot {
        size_t length; /* 0: free */
        int32_t code;
        char text[GEO_WANTED_MEMO_BYTES];
    } slot[GEO_WANTED_MEMO_SLOTS];
} geo_wanted_memo;

/* A null name is never wanted. */
bool geo_is_wanted(const geo_text *wanted, size_t wanted_count, geo_text name);
/* The name's code in `codes`, to which it is added; GEO_NO_CODE, nothing being added, for one that
 * is not wanted. */
geo_status geo_wanted_memo_code(geo_context *context, geo_wanted_memo *memo, const geo_text *wanted,
                                size_t wanted_count, geo_dictionary *codes, geo_text name,
                                int32_t *code);

#endif
