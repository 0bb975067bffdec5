/* The LSOAs of 2011. Most are those of 2021; some grew and were split, some shrank and were merged,
 * and along one new road a boundary was drawn anew. */
#include <stdlib.h>
#include <string.h>

#include "county.h"

enum { SPLIT_IN_TWO = 9, SPLIT_IN_THREE = 1, MERGED = 3, FIRST_FORMER_CODE = 901 };

typedef struct {
    const County *county;
    bool *is_taken;
    Former *former;
    size_t count;
    int coded;
    Random random;
} Work;

static bool are_neighbours(const County *county, int a, int b)
{
    for (size_t i = 0; i < county->area_count; i++)
        if (county->areas[i].lsoa == a)
            for (size_t j = county->graph.start[i]; j < county->graph.start[i + 1]; j++)
                if (county->areas[county->graph.to[j]].lsoa == b)
                    return true;
    return false;
}

/* Of one middle layer area, which names but for the letter tell. */
static bool share_number(const Lsoa *a, const Lsoa *b)
{
    return strncmp(a->name, b->name, strlen(a->name) - 1) == 0;
}

static bool are_together(const County *county, size_t a, size_t b)
{
    const Lsoa *first = &county->lsoas[a], *second = &county->lsoas[b];
    return first->ward == second->ward && share_number(first, second) &&
           are_neighbours(county, (int)a, (int)b);
}

/* The first of `length` LSOAs that follow each other. A middle layer area changes only once. */
static size_t draw_run(Work *work, size_t length)
{
    const County *county = work->county;
    for (;;) {
        size_t first = random_below(&work->random, county->lsoa_count - length + 1);
        bool fits = true;
        for (size_t i = 0; i < county->lsoa_count; i++)
            fits = fits &&
                   !(work->is_taken[i] && share_number(&county->lsoas[i], &county->lsoas[first]));
        for (size_t i = first + 1; i < first + length; i++)
            fits = fits && are_together(county, i - 1, i);
        if (!fits)
            continue;
        for (size_t i = first; i < first + length; i++)
            work->is_taken[i] = true;
        return first;
    }
}

/* One that is no more, called after its successor: letters from F on were not given in 2021. */
static Former *add_former(Work *work, char change, size_t first, size_t part_count, char letter)
{
    const Lsoa *successor = &work->county->lsoas[first];
    Former *former = &work->former[work->count++];
    size_t length = strlen(successor->name);
    *former = (Former){.change = change, .part_count = part_count};
    snprintf(former->code, sizeof former->code, "X01%06d", FIRST_FORMER_CODE + work->coded++);
    snprintf(former->name, sizeof former->name, "%.*s%c", (int)length - 1, successor->name, letter);
    for (size_t i = 0; i < part_count; i++) {
        former->part[i] = first + i;
        former->population += 0.91 * (double)work->county->lsoas[first + i].population;
    }
    return former;
}

static void add_split(Work *work, size_t parts)
{
    size_t first = draw_run(work, parts);
    add_former(work, 'S', first, parts, 'F');
}

static void add_merged(Work *work)
{
    size_t whole = draw_run(work, 1);
    Former *poorer = add_former(work, 'M', whole, 1, 'F');
    Former *richer = add_former(work, 'M', whole, 1, 'G');
    poorer->population *= 0.61;
    richer->population *= 0.52; /* together they were more than there are now */
    poorer->apart = 0.35;
    richer->apart = -0.35;
}

/* Some of the first came to the second. */
static void add_irregular(Work *work)
{
    size_t first = draw_run(work, 2);
    Former *larger = add_former(work, 'X', first, 2, 'F');
    Former *smaller = add_former(work, 'X', first + 1, 1, 'G');
    larger->population *= 0.58;
    smaller->population *= 0.84;
    smaller->apart = 0.2;
}

static void add_unchanged(Work *work, size_t which)
{
    const Lsoa *lsoa = &work->county->lsoas[which];
    Former *former = &work->former[work->count++];
    *former = (Former){.change = 'U', .part = {which}, .part_count = 1};
    memcpy(former->code, lsoa->code, sizeof former->code);
    memcpy(former->name, lsoa->name, sizeof former->name);
    former->population = (0.94 + 0.07 * random_unit(&work->random)) * (double)lsoa->population;
}

static int by_code(const void *first, const void *second)
{
    return strcmp(((const Former *)first)->code, ((const Former *)second)->code);
}

Former *find_former_lsoas(const County *county, size_t *count)
{
    size_t lsoas = county->lsoa_count;
    Work work = {.county = county, .random = {2011}};
    work.is_taken = allocate(lsoas, sizeof *work.is_taken);
    work.former = allocate(lsoas + MERGED, sizeof *work.former);
    for (int i = 0; i < SPLIT_IN_THREE; i++)
        add_split(&work, 3);
    for (int i = 0; i < SPLIT_IN_TWO; i++)
        add_split(&work, 2);
    for (int i = 0; i < MERGED; i++)
        add_merged(&work);
    add_irregular(&work);
    for (size_t i = 0; i < lsoas; i++)
        if (!work.is_taken[i])
            add_unchanged(&work, i);
    qsort(work.former, work.count, sizeof *work.former, by_code);
    free(work.is_taken);
    *count = work.count;
    return work.former;
}
