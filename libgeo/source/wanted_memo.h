/* Which categories are among those asked for, and their codes. Names compare without regard to
 * case, which takes longer than all else that is done with a row; rows have few, so what came of
 * them is remembered. */
#ifndef GEO_SOURCE_WANTED_MEMO_H
#define GEO_SOURCE_WANTED_MEMO_H

#include <string.h>

#include <geo/core.h>

#define GEO_WANTED_MEMO_SLOTS 256
/* Names of other lengths are not remembered. */
#define GEO_WANTED_MEMO_LEAST sizeof(uint32_t)
#define GEO_WANTED_MEMO_BYTES 48

/* Starts as {0}; one thread's, for one list of names and one dictionary. */
typedef struct geo_wanted_memo {
    struct geo_wanted_slot {
        size_t length; /* 0: free */
        int32_t code;
        char text[GEO_WANTED_MEMO_BYTES];
    } slot[GEO_WANTED_MEMO_SLOTS];
} geo_wanted_memo;

/* By both ends and the length; no branches, which a processor could not foretell. */
static inline size_t geo_wanted_memo_place(geo_text name)
{
    uint32_t first, last;
    memcpy(&first, name.data, sizeof first);
    memcpy(&last, name.data + name.length - sizeof last, sizeof last);
    uint64_t mixed = (first + name.length + ((uint64_t)last << 32)) * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(mixed >> 48) % GEO_WANTED_MEMO_SLOTS;
}

/* The slot that holds the name, or NULL. Names that come often may share a place: each has two. */
static inline const struct geo_wanted_slot *geo_wanted_memo_recall(const geo_wanted_memo *memo,
                                                                   geo_text name)
{
    if (name.length - GEO_WANTED_MEMO_LEAST > GEO_WANTED_MEMO_BYTES - GEO_WANTED_MEMO_LEAST)
        return NULL;
    size_t at = geo_wanted_memo_place(name);
    for (size_t other = 0; other < 2; other++) {
        const struct geo_wanted_slot *slot = &memo->slot[at ^ other];
        if (slot->length == name.length && memcmp(slot->text, name.data, name.length) == 0)
            return slot;
    }
    return NULL;
}

/* A null name is never wanted. */
bool geo_is_wanted(const geo_text *wanted, size_t wanted_count, geo_text name);
/* The name's code in `codes`, to which it is added; GEO_NO_CODE, nothing being added, for one that
 * is not wanted. For names that geo_wanted_memo_recall() does not know. */
geo_status geo_wanted_memo_learn(geo_context *context, geo_wanted_memo *memo,
                                 const geo_text *wanted, size_t wanted_count, geo_dictionary *codes,
                                 geo_text name, int32_t *code);

#endif
