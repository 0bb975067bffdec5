/* The records of the force's export: which offence, on which day and at what hour, for how long it
 * may have gone on, and where. */
#include <math.h>
#include <stdlib.h>

#include "export.h"

enum { DAYS = 731, MOST_OFFENCES = 32, OUTSIDE_COUNTY = 30, BACKWARDS = 4 };
#define WITHOUT_PLACE 0.03
#define WITHOUT_END   0.06

typedef struct {
    double by_offence[MOST_OFFENCES], by_month[MOST_OFFENCES][EXPORT_MONTHS];
    double by_hour[RHYTHMS][24];
} Chances;

static void fill_chances(Chances *chances)
{
    double sum = 0.0;
    for (int i = 0; i < offence_count && i < MOST_OFFENCES; i++) {
        const Offence *offence = &offences[i];
        double running = 0.0;
        chances->by_offence[i] = sum += offence->often.share;
        for (int month = 0; month < EXPORT_MONTHS; month++) {
            double season = 1.0 + offence->often.swing *
                                      cos(6.283185307179586 * (month - offence->often.peak) / 12.0);
            running +=
                month_days(month) * season * (month < 12 ? 1.0 : 1.0 + offence->often.change);
            chances->by_month[i][month] = running;
        }
    }
    for (int rhythm = 0; rhythm < RHYTHMS; rhythm++) {
        double running = 0.0;
        for (int hour = 0; hour < 24; hour++)
            chances->by_hour[rhythm][hour] = running += hours_of[rhythm][hour];
    }
}

static bool happens(Random *random, double share)
{
    return random_unit(random) < share;
}

static long between(Random *random, double low, double high)
{
    return lround(low + (high - low) * random_unit(random));
}

/* An index drawn in proportion to a few weights. */
static size_t drawn_from(Random *random, const double *weights, size_t count)
{
    double cumulative[SPANS], running = 0.0; /* there are fewer settings */
    for (size_t i = 0; i < count; i++)
        cumulative[i] = running += weights[i];
    return random_weighted(random, cumulative, count);
}

static long draw_day(const double *by_month, Rhythm rhythm, Random *random)
{
    int month = (int)random_weighted(random, by_month, EXPORT_MONTHS);
    long first = 0, day;
    for (int before = 0; before < month; before++)
        first += month_days(before);
    do
        day = first + (long)random_below(random, (size_t)month_days(month));
    while (!happens(random, weekdays_of[rhythm][weekday_of(day)] / 2.5));
    return day;
}

/* People say "at ten" or "half past": most minutes are round. */
static long draw_minute(Random *random)
{
    double chance = random_unit(random);
    if (chance < 0.22)
        return 0;
    if (chance < 0.38)
        return 30;
    if (chance < 0.72)
        return 5 * (long)random_below(random, 12);
    return (long)random_below(random, 60);
}

static long to_five(long minutes)
{
    return (minutes + 2) / 5 * 5;
}

static long friday_near(long day)
{
    long friday = day - weekday_of(day) + 4;
    return friday < 0 ? friday + 7 : friday >= DAYS ? friday - 7 : friday;
}

/* From some time after `start`, in hours, to some time after it, both within limits. */
static void set_limits(Record *record, long start, const double hours[4], Random *random)
{
    record->from = start + to_five(between(random, 60.0 * hours[0], 60.0 * hours[1]));
    record->to = start + to_five(between(random, 60.0 * hours[2], 60.0 * hours[3]));
}

/* Short absences are the most common ones. */
static long draw_hours_away(Random *random)
{
    double share = random_unit(random);
    return to_five(20 + lround(400.0 * share * share * random_unit(random)));
}

/* When it may have begun and ended, about the moment when it is thought to have happened. */
static void set_span(Record *record, Span span, long day, Random *random)
{
    static const double by_day[] = {7.25, 10.0, 14.5, 18.75};
    static const double overnight[] = {17.5, 23.75, 24.0 + 5.75, 24.0 + 9.5};
    static const double over_weekend[] = {16.0, 19.0, 72.0 + 6.75, 72.0 + 9.25};
    if (span == BY_DAY)
        set_limits(record, day * DAY_MINUTES, by_day, random);
    else if (span == OVERNIGHT)
        set_limits(record, day * DAY_MINUTES, overnight, random);
    else if (span == OVER_WEEKEND)
        set_limits(record, friday_near(day) * DAY_MINUTES, over_weekend, random);
    else if (span == FOR_HOURS)
        record->to = record->from + draw_hours_away(random);
    else if (span == FOR_DAYS)
        record->to = record->from + to_five(between(random, DAY_MINUTES / 2.0, 50.0 * DAY_MINUTES));
    else
        record->to = record->from + (happens(random, 0.65) ? 0 : between(random, 1.0, 20.0));
}

static void draw_time(Record *record, const Chances *chances, Random *random)
{
    const Offence *offence = &offences[record->offence];
    bool night_out = record->setting == IN_CENTRE && happens(random, offence->when.night_out);
    Rhythm rhythm = night_out ? NIGHT_OUT : offence->when.rhythm;
    Span span = night_out ? AT_ONCE : (Span)drawn_from(random, offence->span, SPANS);
    long day = draw_day(chances->by_month[record->offence], rhythm, random);
    long hour = 6 + (long)random_weighted(random, chances->by_hour[rhythm], 24);
    record->from = day * DAY_MINUTES + hour * 60 + draw_minute(random);
    record->from %= (long)DAYS * DAY_MINUTES; /* the last small hours are those of the first day */
    set_span(record, span, day, random);
    record->has_to = !happens(random, WITHOUT_END);
}

static void draw_circumstances(Record *record, Random *random)
{
    const Offence *offence = &offences[record->offence];
    bool near_home = record->setting == AT_HOME || record->setting == ANYWHERE;
    long hour = record->from / 60 % 24;
    bool is_night = hour >= 20 || hour < 5;
    record->is_public = happens(random, near_home ? offence->flags.public_near_home
                                                  : offence->flags.public_in_centre);
    record->is_drink = happens(random, offence->flags.drink * (is_night ? 1.0 : 0.22));
    record->is_domestic =
        happens(random, offence->flags.domestic) && near_home && !record->is_public;
}

static void draw_place(Record *record, const Places *places, Random *random)
{
    size_t place = random_weighted(random, places->pull[record->setting], places->inside);
    record->place = happens(random, WITHOUT_PLACE) ? NOWHERE : place;
    if (record->order < OUTSIDE_COUNTY)
        record->place = places->inside + random_below(random, places->outside);
}

static int by_time(const void *first, const void *second)
{
    const Record *a = first, *b = second;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

/* An end that is known, on the same day or the next. */
static bool can_be_mixed_up(const Record *record)
{
    long minutes = record->to - record->from;
    return record->has_to && minutes >= 60 && minutes <= DAY_MINUTES;
}

/* Every export has a few that end before they begin: whoever typed them mixed the two up. */
static void turn_some_round(Record *records)
{
    for (size_t part = 0; part < BACKWARDS; part++) {
        size_t i = (2 * part + 1) * EXPORT_ROWS / (2 * BACKWARDS);
        while (!can_be_mixed_up(&records[i]))
            i++;
        long from = records[i].from;
        records[i].from = records[i].to;
        records[i].to = from;
    }
}

Record *draw_records(const Places *places)
{
    Random random = {68005};
    Chances chances = {0};
    fill_chances(&chances);
    Record *records = allocate(EXPORT_ROWS, sizeof *records);
    for (size_t i = 0; i < EXPORT_ROWS; i++) {
        Record *record = &records[i];
        record->order = i;
        record->victim = NOWHERE;
        record->offence = (int)random_weighted(&random, chances.by_offence, (size_t)offence_count);
        record->setting = (Setting)drawn_from(&random, offences[record->offence].mix, SETTINGS);
        draw_time(record, &chances, &random);
        draw_circumstances(record, &random);
        draw_place(record, places, &random);
    }
    qsort(records, EXPORT_ROWS, sizeof *records, by_time);
    turn_some_round(records);
    return records;
}
