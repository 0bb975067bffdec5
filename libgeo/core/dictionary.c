/* Texts and their codes: an open-addressing hash table over one arena of bytes. */
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"

struct geo_dictionary {
    size_t count;
    size_t text_capacity;
    size_t *text;    /* [count] offsets into arena, so that growing it moves nothing that is kept */
    geo_bytes arena; /* NUL-terminated texts one after the other */
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
    free(dictionary->text);
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
    return dictionary->arena.data + dictionary->text[code];
}

/* FNV-1a, 64 bits (Fowler, Noll, Vo; RFC 9923). */
static uint64_t hash(const char *data, size_t length)
{
    uint64_t value = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < length; i++)
        value = (value ^ (unsigned char)data[i]) * UINT64_C(1099511628211);
    return value;
}

/* The slot that holds the text, or the free one where it belongs. */
static size_t find_slot(const geo_dictionary *dictionary, geo_text text)
{
    size_t mask = dictionary->slot_count - 1;
    size_t slot = (size_t)hash(text.data, text.length) & mask;
    while (dictionary->slot[slot] != 0) {
        const char *held = geo_dictionary_text(dictionary, dictionary->slot[slot] - 1);
        if (strncmp(held, text.data, text.length) == 0 && held[text.length] == '\0')
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
        const char *held = geo_dictionary_text(dictionary, (int32_t)code);
        slot[find_slot(dictionary, geo_text_of(held))] = (int32_t)code + 1;
    }
    return GEO_OK;
}

static geo_status add_text(geo_context *context, geo_dictionary *dictionary, geo_text text)
{
    if (dictionary->count >= INT32_MAX - 1)
        return geo_fail(context, GEO_ERROR_LIMIT, "more than 2,147,483,646 distinct texts");
    geo_status status = geo_grow_array(context, &dictionary->text, &dictionary->text_capacity,
                                       dictionary->count + 1, sizeof *dictionary->text);
    size_t start = dictionary->arena.length;
    if (status == GEO_OK)
        status = geo_bytes_append(context, &dictionary->arena, text.data, text.length);
    if (status == GEO_OK)
        status = geo_bytes_append(context, &dictionary->arena, "", 1);
    if (status != GEO_OK) {
        dictionary->arena.length = start;
        return status;
    }
    dictionary->text[dictionary->count++] = start;
    return GEO_OK;
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
