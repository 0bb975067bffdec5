#include "source/date_memo.h"

#include <string.h>

/* Longer ones, with a time of day, hardly come again. */
enum { LONGEST = 16 };

/* The bytes of a text of 4 to 16, from both its ends: with the length they are the whole of it. */
static void pack(geo_text text, uint64_t packed[2])
{
    uint32_t first, last;
    if (text.length >= 8) {
        memcpy(&packed[0], text.data, 8);
        memcpy(&packed[1], text.data + text.length - 8, 8);
        return;
    }
    memcpy(&first, text.data, 4);
    memcpy(&last, text.data + text.length - 4, 4);
    packed[0] = first;
    packed[1] = last;
}

static bool parse(geo_text text, geo_date *date)
{
    if (!geo_date_parse(text, &date->day, &date->is_month_only))
        return false;
    date->month = geo_month_of_day(date->day);
    return true;
}

bool geo_date_memo_parse(geo_date_memo *memo, geo_text text, geo_date *date)
{
    uint64_t packed[2];
    if (text.length < 4 || text.length > LONGEST)
        return parse(text, date);
    pack(text, packed);
    uint64_t mixed = (packed[0] ^ (packed[1] << 7)) * UINT64_C(0x9E3779B97F4A7C15);
    struct geo_date_slot *slot = &memo->slot[(mixed >> 48) % GEO_DATE_MEMO_SLOTS];
    if (slot->length == text.length && slot->text[0] == packed[0] && slot->text[1] == packed[1]) {
        *date = slot->date;
        return true;
    }
    if (!parse(text, date))
        return false;
    *slot = (struct geo_date_slot){{packed[0], packed[1]}, text.length, *date};
    return true;
}
