/* Three years of incidents: what kind, which month, at which map point, and the monthly files in
 * the layout of the open street-level data of the police in England. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "county.h"

enum { ROWS = 60000, WITHOUT_PLACE = 1200, OUTSIDE_COUNTY = 300 };
#define FORCE "Aldshire Police"

/* Share of all rows; change from year to year; size of the yearly swing and the month of its peak
 * (0 is January); and how far it follows residents' hardship, residents, town centres and shops. */
typedef struct {
    const char *name;
    double share, growth, swing;
    int peak;
    double mix[SETTINGS];
} Kind;

static const Kind kinds[] = {
    {"Anti-social behaviour", 0.185, -0.05, 0.28, 6, {0.56, 0.13, 0.25, 0.06}},
    {"Bicycle theft", 0.010, -0.06, 0.30, 6, {0.37, 0.17, 0.38, 0.08}},
    {"Burglary", 0.043, -0.03, 0.14, 11, {0.52, 0.37, 0.08, 0.03}},
    {"Criminal damage and arson", 0.086, -0.01, 0.08, 5, {0.67, 0.19, 0.11, 0.03}},
    {"Drugs", 0.026, 0.04, 0.05, 4, {0.60, 0.09, 0.27, 0.04}},
    {"Other crime", 0.020, 0.02, 0.03, 5, {0.63, 0.22, 0.13, 0.02}},
    {"Other theft", 0.068, 0.00, 0.06, 7, {0.40, 0.33, 0.15, 0.12}},
    {"Possession of weapons", 0.009, 0.05, 0.06, 6, {0.66, 0.07, 0.24, 0.03}},
    {"Public order", 0.070, 0.01, 0.10, 6, {0.53, 0.09, 0.31, 0.07}},
    {"Robbery", 0.011, 0.02, 0.08, 10, {0.50, 0.06, 0.40, 0.04}},
    {"Shoplifting", 0.072, 0.12, 0.04, 11, {0.03, 0.00, 0.49, 0.48}},
    {"Theft from the person", 0.008, 0.03, 0.10, 11, {0.17, 0.06, 0.68, 0.09}},
    {"Vehicle crime", 0.048, -0.02, 0.07, 10, {0.46, 0.43, 0.07, 0.04}},
    {"Violence and sexual offences", 0.344, 0.02, 0.07, 6, {0.69, 0.11, 0.17, 0.03}},
};
enum { KINDS = sizeof kinds / sizeof *kinds, ANTI_SOCIAL = 0 };

typedef struct {
    const char *name;
    double settled, recent; /* weight in older months and in the last three */
} Outcome;

static const Outcome outcomes[] = {
    {"Unable to prosecute suspect", 0.39, 0.19},
    {"Investigation complete; no suspect identified", 0.33, 0.21},
    {"Status update unavailable", 0.08, 0.01},
    {"Under investigation", 0.01, 0.46},
    {"Awaiting court outcome", 0.03, 0.07},
    {"Court result unavailable", 0.05, 0.01},
    {"Action to be taken by another organisation", 0.03, 0.01},
    {"Further action is not in the public interest", 0.02, 0.01},
    {"Formal action is not in the public interest", 0.02, 0.01},
    {"Further investigation is not in the public interest", 0.01, 0.01},
    {"Local resolution", 0.02, 0.01},
    {"Offender given a caution", 0.01, 0.005},
};
enum { OUTCOMES = sizeof outcomes / sizeof *outcomes };

typedef struct {
    int month, kind;
    size_t place; /* within the county, or, counted on from there, outside it; NOWHERE without a
                     place */
} Incident;

typedef struct {
    MapPoint *points;
    size_t inside, outside;
    double *pull[KINDS]; /* running sums over the points inside */
    double by_month[KINDS][MONTHS];
    double by_kind[KINDS];
    double settled[OUTCOMES], recent[OUTCOMES];
} Chances;

static void fill_time(Chances *chances)
{
    static const double days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    double sum = 0.0;
    for (int kind = 0; kind < KINDS; kind++) {
        const Kind *k = &kinds[kind];
        double running = 0.0;
        chances->by_kind[kind] = sum += k->share;
        for (int month = 0; month < MONTHS; month++) {
            double season = 1.0 + k->swing * cos(6.283185307179586 * (month - k->peak) / 12.0);
            running += days[month % 12] * season * pow(1.0 + k->growth, month / 12.0);
            chances->by_month[kind][month] = running;
        }
    }
    double settled = 0.0, recent = 0.0;
    for (int i = 0; i < OUTCOMES; i++) {
        chances->settled[i] = settled += outcomes[i].settled;
        chances->recent[i] = recent += outcomes[i].recent;
    }
}

static void fill_places(Chances *chances, const County *county)
{
    size_t outside = 0;
    double total[SETTINGS] = {0};
    MapPoint *inside = place_map_points(county, &chances->inside),
             *beyond = place_outside_points(county, &outside);
    chances->points = allocate(chances->inside + outside, sizeof *chances->points);
    memcpy(chances->points, inside, chances->inside * sizeof *inside);
    memcpy(chances->points + chances->inside, beyond, outside * sizeof *beyond);
    chances->outside = outside;
    free(inside);
    free(beyond);
    for (size_t i = 0; i < chances->inside; i++)
        for (int setting = 0; setting < SETTINGS; setting++)
            total[setting] += chances->points[i].pull[setting];
    for (int kind = 0; kind < KINDS; kind++) {
        double running = 0.0;
        chances->pull[kind] = allocate(chances->inside, sizeof(double));
        for (size_t i = 0; i < chances->inside; i++) {
            for (int setting = 0; setting < SETTINGS; setting++)
                running +=
                    kinds[kind].mix[setting] * chances->points[i].pull[setting] / total[setting];
            chances->pull[kind][i] = running;
        }
    }
}

static int by_file_order(const void *first, const void *second)
{
    const Incident *a = first, *b = second;
    if (a->month != b->month)
        return a->month - b->month;
    bool a_antisocial = a->kind == ANTI_SOCIAL, b_antisocial = b->kind == ANTI_SOCIAL;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    if (a_antisocial != b_antisocial)
        return a_antisocial ? -1 : 1;
    return a->kind - b->kind;
}

static Incident *draw_incidents(const Chances *chances)
{
    Random random = {1729};
    Incident *incidents = allocate(ROWS, sizeof *incidents);
    for (size_t i = 0; i < ROWS; i++) {
        Incident *incident = &incidents[i];
        incident->kind = (int)random_weighted(&random, chances->by_kind, KINDS);
        incident->month = (int)random_weighted(&random, chances->by_month[incident->kind], MONTHS);
        if (i < WITHOUT_PLACE)
            incident->place = NOWHERE;
        else if (i < WITHOUT_PLACE + OUTSIDE_COUNTY)
            incident->place = chances->inside + random_below(&random, chances->outside);
        else
            incident->place =
                random_weighted(&random, chances->pull[incident->kind], chances->inside);
    }
    qsort(incidents, ROWS, sizeof *incidents, by_file_order);
    return incidents;
}

static void write_place(FILE *file, const County *county, const Chances *chances, size_t place)
{
    if (place == NOWHERE) {
        fputs(",,No Location,,", file);
        return;
    }
    const MapPoint *point = &chances->points[place];
    fprintf(file, "%.6f,%.6f,On or near %s,", point->lon, point->lat, point->street);
    if (point->lsoa >= 0)
        fprintf(file, "%s,%s", county->lsoas[point->lsoa].code, county->lsoas[point->lsoa].name);
    else
        fprintf(file, "X019%05zu,%s", 1 + place - chances->inside, point->neighbour);
}

static void write_row(FILE *file, const County *county, const Chances *chances,
                      const Incident *incident, Random *random)
{
    bool crime = incident->kind != ANTI_SOCIAL;
    if (crime)
        for (int i = 0; i < 4; i++)
            fprintf(file, "%016llx", (unsigned long long)random_next(random));
    fprintf(file, ",%d-%02d," FORCE "," FORCE ",", FIRST_YEAR + incident->month / 12,
            1 + incident->month % 12);
    write_place(file, county, chances, incident->place);
    const double *weights = incident->month >= MONTHS - 3 ? chances->recent : chances->settled;
    size_t outcome = random_weighted(random, weights, OUTCOMES);
    fprintf(file, ",%s,%s,\n", kinds[incident->kind].name, crime ? outcomes[outcome].name : "");
}

void write_incidents(const County *county, const char *folder)
{
    Chances chances = {0};
    fill_time(&chances);
    fill_places(&chances, county);
    Incident *incidents = draw_incidents(&chances);
    Random random = {31337};
    size_t next = 0;
    for (int month = 0; month < MONTHS; month++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%d-%02d-aldshire-street.csv", folder,
                 FIRST_YEAR + month / 12, 1 + month % 12);
        FILE *file = open_table(path);
        fputs("Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA "
              "name,Crime type,"
              "Last outcome category,Context\n",
              file);
        for (; next < ROWS && incidents[next].month == month; next++)
            write_row(file, county, &chances, &incidents[next], &random);
        close_table(file, path);
    }
    for (int kind = 0; kind < KINDS; kind++)
        free(chances.pull[kind]);
    free(chances.points);
    free(incidents);
}
