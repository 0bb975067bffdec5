/* The export of the fictional police force: what its files share. Data flows from the offences as
 * drawn by hand to records (when and where), to their victims, to the file. */
#ifndef EXPORT_H
#define EXPORT_H

#include "county.h"

#define EXPORT_YEAR 2023
enum { EXPORT_ROWS = 12000, EXPORT_MONTHS = 24, DAY_MINUTES = 24 * 60, AGE_BANDS = 9 };

/* How incidents of a kind spread over days and hours. */
typedef enum { AROUND_CLOCK, SHOP_HOURS, AFTERNOON, EVENING, NIGHT_OUT, RHYTHMS } Rhythm;

/* For how long it may have happened before someone knew. */
typedef enum { AT_ONCE, FOR_HOURS, BY_DAY, OVERNIGHT, OVER_WEEKEND, FOR_DAYS, SPANS } Span;

/* Who suffers from it: age, sex, and whether again and again, differ between these. */
typedef enum { NOBODY, OUT_AND_ABOUT, AT_HANDS_OF_KIN, OF_SEXUAL, OWNERS, ROBBED, PEOPLE } People;

typedef struct {
    const char *group, *subgroup;
    struct {
        double share;  /* of all rows, as a weight */
        double change; /* 2024 against 2023, as a fraction */
        double swing;  /* of the year, about 1 */
        int peak;      /* the month of most, 0 is January */
    } often;
    double mix[SETTINGS]; /* how far it follows hardship, residents, town centres, shops */
    struct {
        Rhythm rhythm;
        double night_out; /* share of those in town centres that belong to a night out */
    } when;
    double span[SPANS]; /* shares */
    struct {
        double public_near_home, public_in_centre; /* shares in public places, of those there */
        double drink;                              /* share by night with alcohol */
        double domestic;                           /* share where people live, behind doors */
    } flags;
    struct {
        People people;
        double share; /* with a victim of their own */
    } whom;
} Offence;

typedef struct {
    int offence;
    Setting setting;
    size_t place;  /* NOWHERE without one */
    long from, to; /* minutes since the first day began */
    bool has_to, is_public, is_drink, is_domestic;
    size_t victim; /* NOWHERE without one */
    int age;       /* of the victim on that day */
    size_t order;  /* as drawn: decides between records of the same minute */
} Record;

typedef struct {
    long born; /* days since the first day, so before 0 */
    char sex;
    bool is_known;     /* whether age and sex were recorded */
    size_t home, last; /* places; NOWHERE when unknown */
} Victim;

typedef struct {
    MapPoint *points;
    size_t inside, outside;
    double *pull[SETTINGS]; /* running sums over the points inside */
} Places;

typedef struct {
    int year, month, day, hour, minute;
} Moment;

/* calendar.c */
int month_days(int month);
int weekday_of(long day);
Moment moment_of(long minutes);

/* offences.c */
extern const Offence offences[];
extern const int offence_count;
extern const double hours_of[RHYTHMS][24];   /* the first is 06:00 */
extern const double weekdays_of[RHYTHMS][7]; /* the first is Monday */
extern const double ages_of[PEOPLE][AGE_BANDS];
extern const double women_of[PEOPLE], again_of[PEOPLE];
extern const char *const age_band_names[AGE_BANDS];
extern const int age_band_starts[AGE_BANDS + 1];
int age_band(int age);

/* area_tables.c: women first */
void count_by_age_and_sex(const County *county, long people[AGE_BANDS][2]);

/* records.c, victims.c: in the order of time */
Record *draw_records(const Places *places);
Victim *find_victims(Record *records, const Places *places, size_t *count);

#endif
