/* Contiguous parts of about equal load: each part spreads from a seed over the graph of neighbours;
 * parts that grew too heavy start later in the next round, and seeds move to the middle of what
 * they won. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "county.h"

typedef struct {
    double cost;
    size_t area;
} Step;

typedef struct {
    Step *steps;
    size_t count, room;
} Heap;

static bool sooner(Step a, Step b)
{
    return a.cost < b.cost || (a.cost == b.cost && a.area < b.area);
}

static void heap_push(Heap *heap, Step step)
{
    if (heap->count == heap->room) {
        heap->room = heap->room ? 2 * heap->room : 256;
        heap->steps = realloc(heap->steps, heap->room * sizeof *heap->steps);
        if (!heap->steps)
            fail("out of memory");
    }
    size_t i = heap->count++;
    while (i > 0 && sooner(step, heap->steps[(i - 1) / 2])) {
        heap->steps[i] = heap->steps[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    heap->steps[i] = step;
}

static Step heap_pop(Heap *heap)
{
    Step top = heap->steps[0], last = heap->steps[--heap->count];
    size_t i = 0;
    for (size_t child = 1; child < heap->count; child = 2 * i + 1) {
        if (child + 1 < heap->count && sooner(heap->steps[child + 1], heap->steps[child]))
            child++;
        if (!sooner(heap->steps[child], last))
            break;
        heap->steps[i] = heap->steps[child];
        i = child;
    }
    heap->steps[i] = last;
    return top;
}

/* Labels spread from the areas whose start is finite, each to the areas it reaches first. An area
 * with infinite effort stays out. Real boundaries are not the fairest ones: every crossing costs
 * somewhat more or less. */
void spread(const County *county, const double *start, const double *effort, double river_cost,
            int *label)
{
    const Graph *graph = &county->graph;
    double *cost = allocate(county->area_count, sizeof *cost);
    Heap heap = {0};
    for (size_t i = 0; i < county->area_count; i++) {
        cost[i] = start[i];
        if (isfinite(start[i]))
            heap_push(&heap, (Step){start[i], i});
        else
            label[i] = -1;
    }
    while (heap.count > 0) {
        Step step = heap_pop(&heap);
        if (step.cost > cost[step.area])
            continue;
        const OutputArea *here = &county->areas[step.area];
        for (size_t i = graph->start[step.area]; i < graph->start[step.area + 1]; i++) {
            size_t next = graph->to[i];
            if (isfinite(start[next]) || !isfinite(effort[next]))
                continue;
            double whim =
                0.8 + 0.5 * (double)(hash_points(here->centre, county->areas[next].centre) % 1024) /
                          1024.0;
            double further = step.cost + (graph->across_river[i] ? river_cost : 0.0) +
                             whim * distance(here->centre, county->areas[next].centre) *
                                 (effort[step.area] + effort[next]) / 2.0;
            if (further < cost[next]) {
                cost[next] = further;
                label[next] = label[step.area];
                heap_push(&heap, (Step){further, next});
            }
        }
    }
    free(heap.steps);
    free(cost);
}

typedef struct {
    const Division *of;
    double scale; /* makes the mean load of a part 1 */
    double *effort, *start;
    int *label;   /* per area of the county */
    size_t *seed; /* per part */
    double *late, *load;
} Attempt;

static void sow_seeds(Attempt *attempt, Random *random)
{
    const Division *of = attempt->of;
    double *running = allocate(of->member_count, sizeof *running), sum = 0.0;
    for (size_t i = 0; i < of->member_count; i++) {
        size_t area = of->members[i];
        running[i] = sum += of->pinned && of->pinned[area] >= 0 ? 0.0 : of->load[area];
    }
    for (int part = 0; part < of->parts; part++) {
        attempt->late[part] = 0.0;
        bool taken = part >= of->pinned_parts;
        for (int tries = 0; taken && tries < 200; tries++) {
            attempt->seed[part] = of->members[random_weighted(random, running, of->member_count)];
            taken = false;
            for (int other = of->pinned_parts; other < part; other++)
                taken |= attempt->seed[other] == attempt->seed[part];
        }
    }
    free(running);
}

static void grow(Attempt *attempt)
{
    const Division *of = attempt->of;
    for (size_t i = 0; i < of->member_count; i++) {
        size_t area = of->members[i];
        int part = of->pinned ? of->pinned[area] : -1;
        attempt->start[area] = part >= 0 ? attempt->late[part] : INFINITY;
        attempt->label[area] = part;
    }
    for (int part = of->pinned_parts; part < of->parts; part++) {
        attempt->start[attempt->seed[part]] = attempt->late[part];
        attempt->label[attempt->seed[part]] = part;
    }
    spread(of->county, attempt->start, attempt->effort, 0.45, attempt->label);
    memset(attempt->load, 0, (size_t)of->parts * sizeof *attempt->load);
    for (size_t i = 0; i < of->member_count; i++) {
        int part = attempt->label[of->members[i]];
        if (part < 0)
            fail("an output area cannot be reached");
        attempt->load[part] += of->load[of->members[i]] * attempt->scale;
    }
}

static double imbalance(const Attempt *attempt)
{
    double worst = 0.0;
    for (int part = 0; part < attempt->of->parts; part++)
        worst = fmax(worst, fabs(attempt->load[part] - 1.0));
    return worst;
}

/* The member of a part that lies nearest to its centre of load. */
static size_t middle_of(const Attempt *attempt, int part)
{
    const Division *of = attempt->of;
    Point centre = {0.0, 0.0};
    double sum = 0.0, nearest = INFINITY;
    size_t middle = attempt->seed[part];
    for (size_t i = 0; i < of->member_count; i++) {
        size_t area = of->members[i];
        if (attempt->label[area] != part)
            continue;
        double weight = of->load[area] + 1e-9;
        centre.x += weight * of->county->areas[area].centre.x;
        centre.y += weight * of->county->areas[area].centre.y;
        sum += weight;
    }
    centre = (Point){centre.x / sum, centre.y / sum};
    for (size_t i = 0; i < of->member_count; i++) {
        size_t area = of->members[i];
        double away = distance(of->county->areas[area].centre, centre);
        if (attempt->label[area] == part && away < nearest &&
            (!of->pinned || of->pinned[area] < 0)) {
            nearest = away;
            middle = area;
        }
    }
    return middle;
}

static double improve(Attempt *attempt, double best, int *part)
{
    const Division *of = attempt->of;
    enum { ROUNDS = 70, MOVING = 40 };
    for (int turn = 0; turn < ROUNDS; turn++) {
        grow(attempt);
        double score = imbalance(attempt);
        if (score < best) {
            best = score;
            for (size_t i = 0; i < of->member_count; i++)
                part[of->members[i]] = attempt->label[of->members[i]];
        }
        for (int i = 0; i < of->parts; i++) {
            attempt->late[i] += (turn < MOVING ? 0.20 : 0.08) * (attempt->load[i] - 1.0);
            if (turn < MOVING && i >= of->pinned_parts)
                attempt->seed[i] = middle_of(attempt, i);
        }
    }
    return best;
}

/* Writes the part of each member to part[area]; returns the largest relative departure from equal
 * load. */
double divide(const Division *division, int *part)
{
    size_t areas = division->county->area_count, parts = (size_t)division->parts;
    double sum = 0.0, best = INFINITY;
    Attempt attempt = {.of = division,
                       .effort = allocate(areas, sizeof(double)),
                       .start = allocate(areas, sizeof(double)),
                       .label = allocate(areas, sizeof(int)),
                       .seed = allocate(parts, sizeof(size_t)),
                       .late = allocate(parts, sizeof(double)),
                       .load = allocate(parts, sizeof(double))};
    for (size_t i = 0; i < division->member_count; i++)
        sum += division->load[division->members[i]];
    attempt.scale = division->parts / sum;
    for (size_t i = 0; i < areas; i++)
        attempt.effort[i] = attempt.start[i] = INFINITY;
    for (size_t i = 0; i < division->member_count; i++) {
        size_t area = division->members[i];
        attempt.effort[area] =
            sqrt(division->load[area] * attempt.scale / division->county->areas[area].area);
    }
    for (int i = 0; i < division->restarts; i++) {
        Random random = {hash_pair(division->seed, (uint64_t)i)};
        sow_seeds(&attempt, &random);
        best = improve(&attempt, best, part);
    }
    free(attempt.effort);
    free(attempt.start);
    free(attempt.label);
    free(attempt.seed);
    free(attempt.late);
    free(attempt.load);
    return best;
}
