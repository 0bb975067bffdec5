/* Burglaries of two years with their days, at addresses: each may be followed by others there or
 * nearby within some weeks, as burglars come back to what they know. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "export.h"

enum { FIRST_ONES = 1000, BURGLARIES = 1200, STREETS_ACROSS_M = 60 };

#define ROUND_TURN   6.283185307179586
#define FOLLOWED     0.15 /* share that another one follows */
#define SAME_ADDRESS 0.2  /* share of those that are where the first one was */
#define MEAN_DAYS    7.0  /* until it follows */
#define FARTHEST_M   250.0
#define EXPORT_DAYS  731

typedef struct {
    Point at;
    long day; /* since the first of the export */
    bool is_business;
    size_t order; /* as drawn: decides between those of the same day */
} Burglary;

static Point beside(Random *random, Point at, double metres)
{
    double turn = ROUND_TURN * random_unit(random);
    return (Point){round(at.x + metres * cos(turn)), round(at.y + metres * sin(turn))};
}

static Burglary draw_first(Random *random, const MapPoint *points, const double *pull, size_t count)
{
    size_t place = random_weighted(random, pull, count);
    return (Burglary){
        .at = beside(random, points[place].at, STREETS_ACROSS_M * sqrt(random_unit(random))),
        .day = (long)random_below(random, EXPORT_DAYS),
        .is_business = random_unit(random) < 0.2};
}

static Burglary draw_next(Random *random, const Burglary *first)
{
    Burglary next = *first;
    next.day += 1 + (long)floor(-MEAN_DAYS * log(1.0 - random_unit(random)));
    if (random_unit(random) >= SAME_ADDRESS)
        next.at = beside(random, first->at, FARTHEST_M * sqrt(random_unit(random)));
    return next;
}

static int by_day(const void *one, const void *other)
{
    const Burglary *a = one, *b = other;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static size_t draw_burglaries(Random *random, const MapPoint *points, const double *pull,
                              size_t count, Burglary *drawn)
{
    size_t made = 0;
    for (; made < FIRST_ONES; made++)
        drawn[made] = draw_first(random, points, pull, count);
    for (size_t i = 0; i < made && made < BURGLARIES; i++) {
        Burglary next = draw_next(random, &drawn[i]);
        if (random_unit(random) < FOLLOWED && next.day < EXPORT_DAYS)
            drawn[made++] = next;
    }
    for (size_t i = 0; i < made; i++)
        drawn[i].order = i;
    qsort(drawn, made, sizeof *drawn, by_day);
    return made;
}

void write_burglaries(const County *county, const char *path)
{
    Random random = {27182};
    size_t count = 0;
    MapPoint *points = place_map_points(county, &count);
    double *pull = allocate(count, sizeof *pull), running = 0.0;
    Burglary *drawn = allocate(BURGLARIES, sizeof *drawn);
    for (size_t i = 0; i < count; i++)
        pull[i] = running += points[i].pull[AT_HOME];
    size_t made = draw_burglaries(&random, points, pull, count, drawn);
    FILE *file = open_table(path);
    fputs("Date,Easting,Northing,Offence Subgroup\n", file);
    for (size_t i = 0; i < made; i++) {
        Moment moment = moment_of(drawn[i].day * DAY_MINUTES);
        fprintf(file, "%02d/%02d/%d,%.0f,%.0f,%s\n", moment.day, moment.month, moment.year,
                drawn[i].at.x, drawn[i].at.y,
                drawn[i].is_business ? "Burglary Business and Community" : "Burglary Residential");
    }
    close_table(file, path);
    free(drawn);
    free(pull);
    free(points);
}
