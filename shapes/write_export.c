/* The export of the force: one row for each record, in the columns and words that crime recording
 * systems hand out. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export.h"

#define FORCE_LETTERS "AP"

static Places find_places(const County *county)
{
    Places places = {0};
    MapPoint *inside = place_map_points(county, &places.inside),
             *beyond = place_outside_points(county, &places.outside);
    places.points = allocate(places.inside + places.outside, sizeof *places.points);
    memcpy(places.points, inside, places.inside * sizeof *inside);
    memcpy(places.points + places.inside, beyond, places.outside * sizeof *beyond);
    free(inside);
    free(beyond);
    for (int setting = 0; setting < SETTINGS; setting++) {
        double running = 0.0;
        places.pull[setting] = allocate(places.inside, sizeof(double));
        for (size_t i = 0; i < places.inside; i++)
            places.pull[setting][i] = running += places.points[i].pull[setting];
    }
    return places;
}

static void free_places(Places *places)
{
    for (int setting = 0; setting < SETTINGS; setting++)
        free(places->pull[setting]);
    free(places->points);
}

/* The town or village whose edge is nearest. */
static const char *settlement_at(const County *county, Point p)
{
    const char *name = "";
    double least = INFINITY;
    for (size_t i = 0; i < town_count; i++) {
        double away = distance(p, (Point){towns[i].x, towns[i].y}) - town_radius(&towns[i]);
        if (away < least) {
            least = away;
            name = towns[i].name;
        }
    }
    for (size_t i = 0; i < county->village_count; i++) {
        const Village *village = &county->villages[i];
        double away = distance(p, village->centre) - village->radius;
        if (away < least) {
            least = away;
            name = village->name;
        }
    }
    return name;
}

static void write_time(FILE *file, long minutes)
{
    Moment moment = moment_of(minutes);
    fprintf(file, "%02d/%02d/%d %02d:%02d", moment.day, moment.month, moment.year, moment.hour,
            moment.minute);
}

static void write_place(FILE *file, const County *county, const Places *places, size_t place)
{
    if (place == NOWHERE) {
        fputs(",,,", file);
        return;
    }
    const MapPoint *point = &places->points[place];
    fprintf(file, "%.0f,%.0f,", point->at.x, point->at.y);
    if (point->lsoa >= 0)
        fprintf(file, "\"%s, %s\",", point->street, settlement_at(county, point->at));
    else
        fprintf(file, "\"%s, outside the county\",", point->street);
}

/* References are all different, and tell nothing of when a person was first heard of. */
static unsigned long reference_of(size_t victim)
{
    enum { PRIME = 9999991 };
    return (unsigned long)((victim + 1) * 1618033 % PRIME);
}

static void write_victim(FILE *file, const Record *record, const Victim *victims)
{
    if (record->victim == NOWHERE) {
        fputs(",,,\n", file);
        return;
    }
    const Victim *victim = &victims[record->victim];
    fprintf(file, "V%07lu,", reference_of(record->victim));
    if (victim->is_known)
        fprintf(file, "%d,%s,%c\n", record->age, age_band_names[age_band(record->age)],
                victim->sex);
    else
        fputs(",,\n", file);
}

static char flag(bool is_set)
{
    return is_set ? 'Y' : 'N';
}

static void write_record(FILE *file, const County *county, const Places *places,
                         const Record *record)
{
    write_time(file, record->from);
    fputc(',', file);
    if (record->has_to)
        write_time(file, record->to);
    fprintf(file, ",%s,%s,", offences[record->offence].group, offences[record->offence].subgroup);
    write_place(file, county, places, record->place);
    fprintf(file, "%c,%c,%c,", flag(record->is_public), flag(record->is_drink),
            flag(record->is_domestic));
}

void write_force_export(const County *county, const char *path)
{
    Places places = find_places(county);
    Record *records = draw_records(&places);
    size_t victim_count = 0;
    Victim *victims = find_victims(records, &places, &victim_count);
    FILE *file = open_table(path);
    fputs("Incident Number,Date From,Date To,Offence Group,Offence Subgroup,Easting,Northing,"
          "Location,Public Place,Alcohol,Domestic Abuse,Victim Reference,Victim Age,"
          "Victim Age Band,Victim Sex\n",
          file);
    Random random = {14142};
    size_t number = 0;
    int year = 0;
    for (size_t i = 0; i < EXPORT_ROWS; i++) {
        /* Numbers start anew each year and have gaps: other kinds of calls are counted too. */
        Moment moment = moment_of(records[i].from);
        if (moment.year != year)
            number = 0;
        year = moment.year;
        number += 1 + random_below(&random, 40);
        fprintf(file, FORCE_LETTERS "/%02d/%06zu,", year % 100, number);
        write_record(file, county, &places, &records[i]);
        write_victim(file, &records[i], victims);
    }
    close_table(file, path);
    free(victims);
    free(records);
    free_places(&places);
}
