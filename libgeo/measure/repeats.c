/* Rows counted by whom they are about. */
#include "measure/repeats.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/text.h"

const int geo_repeat_worst[REPEAT_WORST] = {10, 5, 1};

geo_status geo_repeats_new(geo_context *context, geo_repeats **out)
{
    geo_repeats *repeats = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *repeats, &repeats);
    if (status == GEO_OK)
        status = geo_dictionary_new(context, &repeats->people);
    if (status != GEO_OK) {
        geo_repeats_free(repeats);
        return status;
    }
    *out = repeats;
    return GEO_OK;
}

void geo_repeats_free(geo_repeats *repeats)
{
    if (!repeats)
        return;
    geo_dictionary_free(repeats->people);
    free(repeats->rows);
    free(repeats->slot);
    free(repeats);
}

/* ---- a person's rows with one value --------------------------------------------------------- */

/* The slot of the pair, or the free one where it belongs. */
static repeat_pair *find_pair(repeat_pair *slot, size_t slot_count, int32_t person, int32_t value)
{
    size_t mask = slot_count - 1;
    uint64_t key = (uint64_t)(uint32_t)person << 32 | (uint32_t)value;
    uint64_t mixed = (key ^ key >> 32) * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(mixed >> 20) & mask;
    while (slot[at].rows != 0 && (slot[at].person != person || slot[at].value != value))
        at = (at + 1) & mask;
    return &slot[at];
}

static geo_status make_room(geo_context *context, geo_repeats *repeats)
{
    enum { FIRST = 1024 };
    size_t slot_count = repeats->slot_count > 0 ? 2 * repeats->slot_count : FIRST;
    repeat_pair *slot = NULL;
    if (repeats->pair_count + 1 <= repeats->slot_count / 3 * 2)
        return GEO_OK;
    geo_status status = geo_alloc_array(context, slot_count, sizeof *slot, &slot);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < repeats->slot_count; i++) {
        const repeat_pair *pair = &repeats->slot[i];
        if (pair->rows != 0)
            *find_pair(slot, slot_count, pair->person, pair->value) = *pair;
    }
    free(repeats->slot);
    repeats->slot = slot;
    repeats->slot_count = slot_count;
    return GEO_OK;
}

static geo_status count_pair(geo_context *context, geo_repeats *repeats, int32_t person,
                             int32_t value)
{
    geo_status status = make_room(context, repeats);
    if (status != GEO_OK)
        return status;
    repeat_pair *pair = find_pair(repeats->slot, repeats->slot_count, person, value);
    repeats->pair_count += pair->rows == 0;
    *pair = (repeat_pair){person, value, pair->rows + 1};
    if ((size_t)value >= repeats->value_count)
        repeats->value_count = (size_t)value + 1;
    return GEO_OK;
}

/* ---- rows ----------------------------------------------------------------------------------- */

geo_status geo_repeats_add(geo_context *context, geo_repeats *repeats, geo_text id, int32_t value)
{
    const geo_text trimmed = geo_trim(id);
    size_t known = geo_dictionary_count(repeats->people);
    int32_t person = GEO_NO_CODE;
    if (trimmed.length == 0) {
        repeats->without_id++;
        return GEO_OK;
    }
    geo_status status = geo_grow_array(context, &repeats->rows, &repeats->capacity, known + 1,
                                       sizeof *repeats->rows);
    if (status == GEO_OK)
        status = geo_dictionary_code(context, repeats->people, trimmed, &person);
    if (status != GEO_OK)
        return status;
    if ((size_t)person == known)
        repeats->rows[person] = 0;
    repeats->rows[person]++;
    return value >= 0 ? count_pair(context, repeats, person, value) : GEO_OK;
}

/* ---- figures -------------------------------------------------------------------------------- */

static int compare_falling(const void *left, const void *right)
{
    int64_t one = *(const int64_t *)left;
    int64_t other = *(const int64_t *)right;
    return (one < other) - (one > other);
}

/* Those with most rows first. People with one row are many and need no sorting. */
static void sort_falling(int64_t *rows, size_t people)
{
    size_t several = 0;
    for (size_t i = 0; i < people; i++) {
        int64_t here = rows[i];
        if (here < 2)
            continue;
        rows[i] = rows[several];
        rows[several++] = here;
    }
    if (several > 1)
        qsort(rows, several, sizeof *rows, compare_falling);
}

/* The smallest whole number of people that is at least so many per cent of them. */
static int64_t part_of(size_t people, int percent)
{
    int64_t whole = (int64_t)people / 100 * percent;
    int64_t rest = (int64_t)people % 100 * percent;
    return whole + (rest + 99) / 100;
}

static void count_person(int64_t rows, int64_t least, repeat_figures *figures)
{
    figures->people++;
    figures->rows += rows;
    figures->most_rows = rows > figures->most_rows ? rows : figures->most_rows;
    for (int64_t with = 1; with <= REPEAT_CLASSES && with <= rows; with++) {
        figures->people_with[with]++;
        figures->rows_with[with] += rows;
    }
    if (rows >= least) {
        figures->repeat_people++;
        figures->repeat_rows += rows;
    }
}

void geo_repeat_figures_of(int64_t *rows, size_t people, int64_t least, repeat_figures *out)
{
    *out = (repeat_figures){.people = 0};
    sort_falling(rows, people);
    for (int i = 0; i < REPEAT_WORST; i++)
        out->worst_people[i] = part_of(people, geo_repeat_worst[i]);
    for (size_t person = 0; person < people; person++) {
        for (int i = 0; i < REPEAT_WORST; i++)
            if ((int64_t)person < out->worst_people[i])
                out->worst_rows[i] += rows[person];
        count_person(rows[person], least, out);
    }
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* The rows of each person by value: those of value v are first[v] .. first[v + 1] - 1. */
static void spread_pairs(const geo_repeats *repeats, size_t *first, int64_t *rows)
{
    for (size_t i = 0; i < repeats->slot_count; i++)
        if (repeats->slot[i].rows != 0)
            first[repeats->slot[i].value + 1]++;
    for (size_t value = 0; value < repeats->value_count; value++)
        first[value + 1] += first[value];
    for (size_t i = 0; i < repeats->slot_count; i++)
        if (repeats->slot[i].rows != 0)
            rows[first[repeats->slot[i].value]++] = repeats->slot[i].rows;
    for (size_t value = repeats->value_count; value > 0; value--)
        first[value] = first[value - 1];
    first[0] = 0;
}

static geo_status count_values(geo_context *context, const geo_repeats *repeats, int64_t least,
                               repeat_lines *out)
{
    size_t *first = NULL;
    int64_t *rows = NULL;
    geo_status status = geo_alloc_array(context, repeats->value_count + 1, sizeof *first, &first);
    if (status == GEO_OK)
        status = geo_alloc_array(context, repeats->pair_count, sizeof *rows, &rows);
    if (status == GEO_OK)
        status = geo_alloc_array(context, repeats->value_count, sizeof *out->value, &out->value);
    if (status == GEO_OK) {
        out->value_count = repeats->value_count;
        spread_pairs(repeats, first, rows);
        for (size_t value = 0; value < repeats->value_count; value++)
            geo_repeat_figures_of(rows + first[value], first[value + 1] - first[value], least,
                                  &out->value[value]);
    }
    free(first);
    free(rows);
    return status;
}

geo_status geo_repeat_count(geo_context *context, const geo_repeats *repeats, int64_t least,
                            repeat_lines *out)
{
    size_t people = geo_dictionary_count(repeats->people);
    int64_t *rows = NULL;
    geo_status status = geo_alloc_array(context, people, sizeof *rows, &rows);
    if (status != GEO_OK)
        return status;
    for (size_t person = 0; person < people; person++)
        rows[person] = repeats->rows[person];
    geo_repeat_figures_of(rows, people, least, &out->all);
    free(rows);
    return repeats->value_count > 0 ? count_values(context, repeats, least, out) : GEO_OK;
}

void geo_repeat_lines_clear(repeat_lines *lines)
{
    free(lines->value);
    *lines = (repeat_lines){.value = NULL};
}
