#include "source/wanted_memo.h"

#include <string.h>

#include "core/text.h"

enum { SHORTEST = sizeof(uint32_t) };

bool geo_is_wanted(const geo_text *wanted, size_t wanted_count, geo_text name)
{
    for (size_t i = 0; i < wanted_count && name.data; i++)
        if (wanted[i].length == name.length && geo_compare_names(name, wanted[i]) == 0)
            return true;
    return false;
}

/* By both ends and the length; no branches, which a processor could not foretell. */
static size_t slot_of(geo_text name)
{
    uint32_t first, last;
    memcpy(&first, name.data, sizeof first);
    memcpy(&last, name.data + name.length - sizeof last, sizeof last);
    uint64_t mixed = (first + name.length + ((uint64_t)last << 32)) * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(mixed >> 48) % GEO_WANTED_MEMO_SLOTS;
}

static bool holds(const struct geo_wanted_slot *slot, geo_text name)
{
    return slot->length == name.length && memcmp(slot->text, name.data, name.length) == 0;
}

static geo_status code_of(geo_context *context, const geo_text *wanted, size_t wanted_count,
                          geo_dictionary *codes, geo_text name, int32_t *code)
{
    *code = GEO_NO_CODE;
    return geo_is_wanted(wanted, wanted_count, name)
               ? geo_dictionary_code(context, codes, name, code)
               : GEO_OK;
}

geo_status geo_wanted_memo_code(geo_context *context, geo_wanted_memo *memo, const geo_text *wanted,
                                size_t wanted_count, geo_dictionary *codes, geo_text name,
                                int32_t *code)
{
    if (name.length < SHORTEST || name.length > GEO_WANTED_MEMO_BYTES)
        return code_of(context, wanted, wanted_count, codes, name, code);
    size_t at = slot_of(name);
    struct geo_wanted_slot *slot = &memo->slot[at];
    /* Two names that come often may share a slot. */
    if (slot->length != 0 && !holds(slot, name))
        slot = &memo->slot[at ^ 1];
    if (holds(slot, name)) {
        *code = slot->code;
        return GEO_OK;
    }
    geo_status status = code_of(context, wanted, wanted_count, codes, name, code);
    if (status != GEO_OK)
        return status;
    slot->length = name.length;
    slot->code = *code;
    memcpy(slot->text, name.data, name.length);
    return GEO_OK;
}
