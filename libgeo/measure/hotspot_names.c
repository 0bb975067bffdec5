/* What a hotspot is called. */
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/text.h"
#include "measure/hotspots.h"

/* Of the incidents in a hotspot, from which on it is the word for a kind of place that stands for
 * it, rather than the name of a street where others of them were. */
#define KIND_FROM 0.5

/* What police.uk calls map points that are on no street (data.police.uk/about, "Location
 * anonymisation"). */
static const char *const kinds_of_place[] = {
    "Airport/Airfield",
    "Bus/Coach Station",
    "Conference/Exhibition Centre",
    "Further/Higher Educational Building",
    "Hospital",
    "Nightclub",
    "Park/Open Space",
    "Parking Area",
    "Pedestrian Subway",
    "Petrol Station",
    "Police Station",
    "Prison",
    "Race Track",
    "Shopping Area",
    "Sports/Recreation Area",
    "Supermarket",
    "Theatre/Concert Hall",
    "Theme/Adventure Park",
};

static const char near_words[] = "On or near ";

static bool is_kind_of_place(const char *text)
{
    size_t length = sizeof near_words - 1;
    if (geo_begins_with(geo_text_of(text), near_words, length))
        text += length;
    for (size_t i = 0; i < sizeof kinds_of_place / sizeof *kinds_of_place; i++)
        if (geo_same_name(text, kinds_of_place[i]))
            return true;
    return false;
}

/* Months of police.uk differ in how they write that there is none. */
static bool says_nothing(const char *text)
{
    static const char *const words[] = {"", "No Location", "On or near No Location", "On or near"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (geo_same_name(text, words[i]))
            return true;
    return false;
}

static const char *location_key(const hotspot_work *work, int32_t code)
{
    return geo_dictionary_text(work->incidents->locations, code);
}

/* The first of its values, which are in order, that is a street's or not; NULL when there is none.
 */
static const hotspot_value *first_value(const hotspot_work *work, size_t count, bool is_kind)
{
    for (size_t i = 0; i < count; i++)
        if (!says_nothing(work->value[i].key) &&
            !geo_hotspot_is_small(work, work->value[i].count) &&
            is_kind_of_place(work->value[i].key) == is_kind)
            return &work->value[i];
    return NULL;
}

static const char *commonest_location(const hotspot_work *work, int32_t piece)
{
    size_t incidents = work->first[piece + 1] - work->first[piece];
    if (!work->incidents->location || !work->incidents->locations)
        return NULL;
    size_t count = geo_hotspot_values(work, piece, work->incidents->location, location_key);
    const hotspot_value *street = first_value(work, count, false);
    const hotspot_value *kind = first_value(work, count, true);
    if (kind && (!street || (double)kind->count >= KIND_FROM * (double)incidents))
        return kind->key;
    return street ? street->key : NULL;
}

static const char *area_of(const hotspot_work *work, size_t rank)
{
    int32_t area = work->fact[rank].area;
    return area == GEO_NO_CODE ? NULL : geo_hotspot_area_name(work->ground->areas, area);
}

static const char *name_of(const hotspot_work *work, size_t rank)
{
    const geo_hotspot_ground *ground = work->ground;
    int32_t piece = work->made->piece[rank];
    const char *name = commonest_location(work, piece);
    if (!name && ground->place)
        name = ground->place[piece];
    if (!name)
        name = area_of(work, rank);
    return name ? name : ground->pieces->code[piece];
}

/* ---- the same name twice -------------------------------------------------------------------- */

typedef struct named {
    const char *name;
    size_t rank;
} named;

static int compare_named(const void *left, const void *right)
{
    const named *one = left, *other = right;
    int order = strcmp(one->name, other->name);
    return order != 0 ? order : (one->rank > other->rank) - (one->rank < other->rank);
}

/* Which hotspots share a name with another. */
static geo_status find_doubles(geo_context *context, const hotspot_work *work, bool *is_double)
{
    size_t count = work->made->count;
    named *sorted = NULL;
    geo_status status = geo_alloc_array(context, count + 1, sizeof *sorted, &sorted);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        sorted[i] = (named){work->fact[i].name, i};
    qsort(sorted, count, sizeof *sorted, compare_named);
    for (size_t i = 0; i < count; i++)
        is_double[sorted[i].rank] =
            (i > 0 && strcmp(sorted[i].name, sorted[i - 1].name) == 0) ||
            (i + 1 < count && strcmp(sorted[i].name, sorted[i + 1].name) == 0);
    free(sorted);
    return GEO_OK;
}

static const char *id_of(const hotspot_work *work, size_t rank)
{
    return work->ground->pieces->code[work->made->piece[rank]];
}

static bool ends_with(const char *text, const char *words)
{
    size_t length = strlen(text), end = strlen(words);
    return length >= end && strcmp(text + length - end, words) == 0;
}

static geo_status add_words(geo_context *context, hotspot_fact *fact, const char *words)
{
    geo_bytes text = GEO_BYTES_INIT;
    char *longer = NULL;
    if (!words || ends_with(fact->name, words))
        return GEO_OK;
    geo_status status = geo_bytes_print(context, &text, "%s, %s", fact->name, words);
    if (status == GEO_OK)
        status = geo_copy_bytes(context, text.data, text.length, &longer);
    geo_bytes_clear(&text);
    if (status == GEO_OK) {
        free(fact->name);
        fact->name = longer;
    }
    return status;
}

/* "On or near Supermarket" is anywhere. */
static geo_status place_kinds(geo_context *context, const hotspot_work *work)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < work->made->count && status == GEO_OK; i++)
        if (is_kind_of_place(work->fact[i].name))
            status = add_words(context, &work->fact[i], area_of(work, i));
    return status;
}

static geo_status part_doubles(geo_context *context, const hotspot_work *work, bool *is_double,
                               const char *(*words)(const hotspot_work *work, size_t rank))
{
    geo_status status = find_doubles(context, work, is_double);
    for (size_t i = 0; i < work->made->count && status == GEO_OK; i++)
        if (is_double[i])
            status = add_words(context, &work->fact[i], words(work, i));
    return status;
}

geo_status geo_hotspot_find_names(geo_context *context, hotspot_work *work)
{
    bool *is_double = NULL;
    geo_status status =
        geo_alloc_array(context, work->made->count + 1, sizeof *is_double, &is_double);
    for (size_t i = 0; i < work->made->count && status == GEO_OK; i++)
        status = geo_copy_text(context, name_of(work, i), &work->fact[i].name);
    if (status == GEO_OK)
        status = place_kinds(context, work);
    if (status == GEO_OK)
        status = part_doubles(context, work, is_double, area_of);
    if (status == GEO_OK)
        status = part_doubles(context, work, is_double, id_of);
    free(is_double);
    return status;
}
