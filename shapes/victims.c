/* Whom it befell. A person who has suffered once is likelier than others to suffer again, at the
 * same home or near the place of the last time. */
#include <math.h>
#include <stdlib.h>

#include "export.h"

#define YEAR_DAYS   365.25
#define ADULT_KIN   16 /* from which age on abuse counts as domestic */
#define GROWN       18
#define WITHOUT_WHO 0.03
enum { CANDIDATES = 5 };

typedef struct {
    Victim *all;
    size_t count;
    size_t *earlier[PEOPLE]; /* the victim of each earlier record: those of many come up often */
    size_t earlier_count[PEOPLE];
    const Places *places;
    Random random;
} Search;

static double apart(const Places *places, size_t a, size_t b)
{
    if (a == NOWHERE || b == NOWHERE)
        return 1e6;
    return distance(places->points[a].at, places->points[b].at);
}

static size_t somebody_near(Search *search, People people, size_t place)
{
    size_t nearest = NOWHERE;
    double least = INFINITY;
    for (int i = 0; i < CANDIDATES; i++) {
        size_t which = random_below(&search->random, search->earlier_count[people]);
        size_t victim = search->earlier[people][which];
        double away = apart(search->places, place, search->all[victim].last);
        if (away < least) {
            least = away;
            nearest = victim;
        }
    }
    return nearest;
}

/* Children are not out at night. */
static bool is_late(const Record *record)
{
    long hour = record->from / 60 % 24;
    return record->is_public && (hour >= 22 || hour < 6);
}

static double draw_age(Random *random, People people, const Record *record)
{
    double cumulative[AGE_BANDS], running = 0.0;
    for (int band = 0; band < AGE_BANDS; band++) {
        if (!is_late(record) || age_band_starts[band] >= GROWN)
            running += ages_of[people][band];
        cumulative[band] = running;
    }
    size_t band = random_weighted(random, cumulative, AGE_BANDS);
    double low = age_band_starts[band], high = age_band_starts[band + 1];
    double along = random_unit(random);
    if (band + 1 == AGE_BANDS) /* most of the oldest are not much beyond the limit */
        along *= along;
    double age = low + (high - low) * along;
    return record->is_domestic ? fmax(age, ADULT_KIN + along) : age;
}

static size_t somebody_new(Search *search, People people, const Record *record)
{
    Random *random = &search->random;
    Victim *victim = &search->all[search->count];
    double age = draw_age(random, people, record);
    victim->born = record->from / DAY_MINUTES - lround(age * YEAR_DAYS);
    victim->sex = random_unit(random) < women_of[people] ? 'F' : 'M';
    victim->is_known = random_unit(random) >= WITHOUT_WHO;
    victim->home = victim->last = NOWHERE;
    return search->count++;
}

/* What befalls people at home befalls them at the same place. */
static void record_victim(Record *record, Victim *victim)
{
    bool at_home = record->setting == AT_HOME && !record->is_public && record->place != NOWHERE;
    if (at_home && victim->home != NOWHERE)
        record->place = victim->home;
    if (at_home)
        victim->home = record->place;
    victim->last = record->place;
    record->age = (int)floor((double)(record->from / DAY_MINUTES - victim->born) / YEAR_DAYS);
    record->is_domestic = record->is_domestic && record->age >= ADULT_KIN;
}

static void befall(Search *search, Record *record)
{
    const Offence *offence = &offences[record->offence];
    if (random_unit(&search->random) >= offence->whom.share)
        return;
    People people = record->is_domestic ? AT_HANDS_OF_KIN : offence->whom.people;
    bool again = random_unit(&search->random) < again_of[people];
    record->victim = again && search->earlier_count[people] > 0
                         ? somebody_near(search, people, record->place)
                         : somebody_new(search, people, record);
    search->earlier[people][search->earlier_count[people]++] = record->victim;
    record_victim(record, &search->all[record->victim]);
}

Victim *find_victims(Record *records, const Places *places, size_t *count)
{
    Search search = {.places = places, .random = {16180}};
    search.all = allocate(EXPORT_ROWS, sizeof *search.all);
    for (int people = 0; people < PEOPLE; people++)
        search.earlier[people] = allocate(EXPORT_ROWS, sizeof(size_t));
    for (size_t i = 0; i < EXPORT_ROWS; i++)
        befall(&search, &records[i]);
    for (int people = 0; people < PEOPLE; people++)
        free(search.earlier[people]);
    *count = search.count;
    return search.all;
}
