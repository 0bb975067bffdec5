/* Texts and their codes: an open-addressing hash table over one arena of bytes. */
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"

/* Where a text is in the arena; an offset, so that growing it moves nothing that is kept. */
typedef struct place {
    size_t start;
    size_t length;
} place;

struct geo_dictionary {
    size_t count;
    size_t place_capacity;
    place *place;      /* [count] */
    geo_bytes arena;   /* NUL-terminated texts one after the other */
    size_t slot_count; /* a power of two, more than twice the count */
    int32_t *slot;     /* code + 1; 0 is free */
};

geo_status geo_dictionary_new(geo_context *context, geo_dictionary **out)
{
    geo_dictionary *dictionary = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *dictionary, &dictionary);
    if (status != GEO_OK)
        return status;
    dictionary->slot_count = 64;
    status = geo_alloc_array(context, dictionary->slot_count, sizeof *dictionary->slot,
                             &dictionary->slot);
    if (status != GEO_OK) {
        geo_dictionary_free(dictionary);
        return status;
    }
    *out = dictionary;
    return GEO_OK;
}

void geo_dictionary_free(geo_dictionary *dictionary)
{
    if (!dictionary)
        return;
    free(dictionary->place);
    free(dictionary->slot);
    geo_bytes_clear(&dictionary->arena);
    free(dictionary);
}

size_t geo_dictionary_count(const geo_dictionary *dictionary)
{
    return dictionary->count;
}

const char *geo_dictionary_text(const geo_dictionary *dictionary, int32_t code)
{
    if (code < 0 || (size_t)code >= dictionary->count)
        return NULL;
    return dictionary->arena.data + dictionary->place[code].start;
}

static inline uint64_t mix(uint64_t value, uint64_t bits)
{
    value = (value ^ bits) * UINT64_C(0x9E3779B97F4A7C15);
    return value ^ value >> 32;
}

/* Eight bytes at a time, the last eight overlapping those before: a multiplication for each byte
 * would take longer than all else that is done with a row's category. The order of bytes in a word
 * shows in nothing but the slots. */
static uint64_t hash(const char *data, size_t length)
{
    uint64_t value = length;
    uint64_t bits = 0;
    if (length < sizeof bits) {
        for (size_t i = 0; i < length; i++)
            bits = bits << 8 | (unsigned char)data[i];
        return mix(value, bits);
    }
    for (size_t at = 0; at < length - sizeof bits; at += sizeof bits) {
        memcpy(&bits, data + at, sizeof bits);
        value = mix(value, bits);
    }
    memcpy(&bits, data + length - sizeof bits, sizeof bits);
    return mix(value, bits);
}

/* The slot that holds the text, or the free one where it belongs. */
static size_t find_slot(const geo_dictionary *dictionary, geo_text text)
{
    size_t mask = dictionary->slot_count - 1;
    size_t slot = (size_t)hash(text.data, text.length) & mask;
    while (dictionary->slot[slot] != 0) {
        const place *held = &dictionary->place[dictionary->slot[slot] - 1];
        const char *data = dictionary->arena.data + held->start;
        if (held->length == text.length &&
            (text.length == 0 || memcmp(data, text.data, text.length) == 0))
            return slot;
        slot = (slot + 1) & mask;
    }
    return slot;
}

static geo_status double_slots(geo_context *context, geo_dictionary *dictionary)
{
    int32_t *slot = NULL;
    geo_status status = geo_alloc_array(context, 2 * dictionary->slot_count, sizeof *slot, &slot);
    if (status != GEO_OK)
        return status;
    free(dictionary->slot);
    dictionary->slot = slot;
    dictionary->slot_count *= 2;
    for (size_t code = 0; code < dictionary->count; code++) {
        const place *held = &dictionary->place[code];
        geo_text text = {dictionary->arena.data + held->start, held->length};
        slot[find_slot(dictionary, text)] = (int32_t)code + 1;
    }
    return GEO_OK;
}

static geo_status add_text(geo_context *context, geo_dictionary *dictionary, geo_text text)
{
    if (dictionary->count >= INT32_MAX - 1)
        return geo_fail(context, GEO_ERROR_LIMIT, "more than 2,147,483,646 distinct texts");
    geo_status status = geo_grow_array(context, &dictionary->place, &dictionary->place_capacity,
                                       dictionary->count + 1, sizeof *dictionary->place);
    size_t start = dictionary->arena.length;
    if (status == GEO_OK)
        status = geo_bytes_append(context, &dictionary->arena, text.data, text.length);
    if (status == GEO_OK)
        status = geo_bytes_append(context, &dictionary->arena, "", 1);
    if (status != GEO_OK) {
        dictionary->arena.length = start;
        return status;
    }
    dictionary->place[dictionary->count++] = (place){start, text.length};
    return GEO_OK;
}

int32_t geo_dictionary_find(const geo_dictionary *dictionary, geo_text text)
{
    return dictionary->slot[find_slot(dictionary, text)] - 1;
}

geo_status geo_dictionary_code(geo_context *context, geo_dictionary *dictionary, geo_text text,
                               int32_t *code)
{
    size_t slot = find_slot(dictionary, text);
    if (dictionary->slot[slot] != 0) {
        *code = dictionary->slot[slot] - 1;
        return GEO_OK;
    }
    geo_status status = GEO_OK;
    if (2 * (dictionary->count + 1) > dictionary->slot_count) {
        status = double_slots(context, dictionary);
        if (status != GEO_OK)
            return status;
        slot = find_slot(dictionary, text);
    }
    status = add_text(context, dictionary, text);
    if (status != GEO_OK)
        return status;
    *code = (int32_t)(dictionary->count - 1);
    dictionary->slot[slot] = *code + 1;
    return GEO_OK;
}
