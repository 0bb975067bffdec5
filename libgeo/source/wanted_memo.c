#include "source/wanted_memo.h"

#include "core/text.h"

bool geo_is_wanted(const geo_text *wanted, size_t wanted_count, geo_text name)
{
    for (size_t i = 0; i < wanted_count && name.data; i++)
        if (wanted[i].length == name.length && geo_compare_names(name, wanted[i]) == 0)
            return true;
    return false;
}

geo_status geo_wanted_memo_learn(geo_context *context, geo_wanted_memo *memo,
                                 const geo_text *wanted, size_t wanted_count, geo_dictionary *codes,
                                 geo_text name, int32_t *code)
{
    *code = GEO_NO_CODE;
    if (geo_is_wanted(wanted, wanted_count, name)) {
        geo_status status = geo_dictionary_code(context, codes, name, code);
        if (status != GEO_OK)
            return status;
    }
    if (name.length < GEO_WANTED_MEMO_LEAST || name.length > GEO_WANTED_MEMO_BYTES)
        return GEO_OK;
    size_t at = geo_wanted_memo_place(name);
    struct geo_wanted_slot *slot = &memo->slot[memo->slot[at].length == 0 ? at : at ^ 1];
    slot->length = name.length;
    slot->code = *code;
    memcpy(slot->text, name.data, name.length);
    return GEO_OK;
}
