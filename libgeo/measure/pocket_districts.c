/* Pockets by district, as a table and in words. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/sum.h"
#include "core/text.h"
#include "measure/column_plan.h"
#include "measure/pockets.h"

/* Wards that a sentence names; more are counted. */
enum { WARDS_NAMED = 4 };

enum {
    DISTRICT,
    LSOAS,
    POPULATION,
    BAND,
    PERCENT = BAND + GEO_POCKET_BANDS_MOST,
    POCKET_POPULATION,
    POCKET_POPULATION_PERCENT,
    COLUMNS
};

typedef struct district {
    const char *name; /* NULL: not known */
    size_t first;     /* of the LSOAs in order of their districts */
    size_t end;
    int64_t lsoas;
    int64_t within[GEO_POCKET_BANDS_MOST];
    int64_t pockets;
    geo_sum population;
    geo_sum pocket_population;
    bool is_shown;
} district;

typedef struct district_work {
    const pocket_work *pockets;
    size_t *area; /* [area_count] whose deprivation is known, by district and ward */
    size_t area_count;
    district *district; /* [count] */
    size_t count;
    district all;
    geo_table *table;
    size_t place[COLUMNS];
} district_work;

/* ---- districts of LSOAs --------------------------------------------------------------------- */

/* What is not known comes last. */
static int compare_texts(const char *one, const char *other)
{
    if (!one || !other)
        return !one - !other;
    return strcmp(one, other);
}

typedef struct placed {
    const char *district;
    const char *ward;
    size_t area;
} placed;

static int compare_placed(const void *left, const void *right)
{
    const placed *one = left;
    const placed *other = right;
    int order = compare_texts(one->district, other->district);
    if (order == 0)
        order = compare_texts(one->ward, other->ward);
    return order != 0 ? order : (one->area > other->area) - (one->area < other->area);
}

static void add_area(const pocket_work *pockets, size_t area, district *to)
{
    const double *population = pockets->areas->population;
    bool is_pocket = geo_is_pocket(pockets, area);
    to->lsoas++;
    to->pockets += is_pocket;
    for (size_t band = pockets->band[area]; is_pocket && band < pockets->made->band_count; band++)
        to->within[band]++;
    if (population && isfinite(population[area])) {
        geo_sum_add(&to->population, population[area]);
        geo_sum_add(&to->pocket_population, is_pocket ? population[area] : 0);
    }
}

static void gather(district_work *work, const placed *lsoa)
{
    for (size_t i = 0; i < work->area_count; i++) {
        work->area[i] = lsoa[i].area;
        if (i == 0 || compare_texts(lsoa[i].district, lsoa[i - 1].district) != 0)
            work->district[work->count++] = (district){.name = lsoa[i].district, .first = i};
        district *to = &work->district[work->count - 1];
        to->end = i + 1;
        to->is_shown |= geo_pocket_is_shown(work->pockets, lsoa[i].area);
        add_area(work->pockets, lsoa[i].area, to);
    }
}

static geo_status find_districts(geo_context *context, district_work *work)
{
    const pocket_work *pockets = work->pockets;
    size_t known = pockets->made->known;
    placed *lsoa = NULL;
    geo_status status = geo_alloc_array(context, known, sizeof *lsoa, &lsoa);
    if (status == GEO_OK)
        status = geo_alloc_array(context, known, sizeof *work->area, &work->area);
    if (status == GEO_OK)
        status = geo_alloc_array(context, known, sizeof *work->district, &work->district);
    for (size_t area = 0; area < pockets->areas->count && status == GEO_OK; area++) {
        const char *const *name = pockets->areas->district;
        if (!geo_pocket_is_known(pockets, area))
            continue;
        lsoa[work->area_count].district = name ? name[area] : NULL;
        lsoa[work->area_count].ward = geo_pocket_ward(pockets, area);
        lsoa[work->area_count++].area = area;
    }
    if (status == GEO_OK) {
        qsort(lsoa, work->area_count, sizeof *lsoa, compare_placed);
        gather(work, lsoa);
    }
    free(lsoa);
    return status;
}

/* ---- those of the table --------------------------------------------------------------------- */

static double percent_of(int64_t part, int64_t whole)
{
    return whole > 0 ? 100 * (double)part / (double)whole : (double)NAN;
}

static int compare_districts(const void *left, const void *right)
{
    const district *one = left;
    const district *other = right;
    int64_t share = one->pockets * other->lsoas;
    int64_t other_share = other->pockets * one->lsoas;
    if (share != other_share)
        return share > other_share ? -1 : 1;
    return compare_texts(one->name, other->name);
}

static void sum_up(district *sum, const district *part)
{
    sum->lsoas += part->lsoas;
    sum->pockets += part->pockets;
    for (size_t band = 0; band < GEO_POCKET_BANDS_MOST; band++)
        sum->within[band] += part->within[band];
    geo_sum_add(&sum->population, geo_sum_value(&part->population));
    geo_sum_add(&sum->pocket_population, geo_sum_value(&part->pocket_population));
}

static void keep_shown(district_work *work)
{
    size_t kept = 0;
    for (size_t i = 0; i < work->count; i++)
        if (work->district[i].is_shown)
            work->district[kept++] = work->district[i];
    work->all.is_shown = kept == work->count;
    work->count = kept;
    qsort(work->district, kept, sizeof *work->district, compare_districts);
    for (size_t i = 0; i < kept; i++)
        sum_up(&work->all, &work->district[i]);
}

/* A single one, or districts that are not known, are their own sum. */
static bool has_sum(const district_work *work)
{
    return work->count > 1;
}

static void name_row(const district_work *work, const district *row, char *text, size_t size)
{
    if (row == &work->all)
        snprintf(text, size, "%s districts", work->all.is_shown ? "All" : "These");
    else if (!work->pockets->areas->district)
        snprintf(text, size, "All areas");
    else
        snprintf(text, size, "%s", row->name ? row->name : "District not known");
}

/* ---- table ---------------------------------------------------------------------------------- */

static geo_status set_groups(geo_context *context, const district_work *work)
{
    char text[64];
    geo_status status = GEO_OK;
    for (size_t band = 0; band < work->pockets->made->band_count && status == GEO_OK; band++)
        status = geo_table_set_group(context, &work->table->column[work->place[BAND + band]],
                                     "Most deprived");
    snprintf(text, sizeof text, "In the most deprived %d%%", work->pockets->made->within);
    for (int column = PERCENT; column < COLUMNS && status == GEO_OK; column++)
        if (work->place[column] != GEO_NO_COLUMN)
            status = geo_table_set_group(context, &work->table->column[work->place[column]], text);
    return status;
}

static geo_status add_columns(geo_context *context, district_work *work)
{
    const geo_pockets *made = work->pockets->made;
    int decimals = work->pockets->options->decimals;
    char name[GEO_POCKET_BANDS_MOST][16], heading[GEO_POCKET_BANDS_MOST][16];
    geo_column_plan plan[COLUMNS] = {
        [DISTRICT] = {"district", NULL, GEO_TEXT, false, true, 0, 0},
        [LSOAS] = {"lsoas", "LSOAs", GEO_INTEGER, false, false, 0, 0},
        [POPULATION] = {"population", NULL, GEO_REAL, false, false, 2, 0},
        [PERCENT] = {"pocket_percent", "% of LSOAs", GEO_REAL, false, false, 0, decimals},
        [POCKET_POPULATION] = {"pocket_population", "residents", GEO_REAL, false, false, 1, 0},
        [POCKET_POPULATION_PERCENT] = {"pocket_population_percent", "% of residents", GEO_REAL,
                                       false, false, 0, decimals},
    };
    for (size_t band = 0; band < made->band_count; band++) {
        snprintf(name[band], sizeof name[band], "top_%d", made->band[band]);
        snprintf(heading[band], sizeof heading[band], "%d%%", made->band[band]);
        plan[BAND + band] =
            (geo_column_plan){name[band], heading[band], GEO_INTEGER, false, false, 0, 0};
    }
    if (!work->pockets->areas->population)
        plan[POPULATION].name = plan[POCKET_POPULATION].name =
            plan[POCKET_POPULATION_PERCENT].name = NULL;
    geo_status status = geo_add_planned_columns(
        context, plan, COLUMNS, work->pockets->options->level, work->table, work->place);
    return status == GEO_OK ? set_groups(context, work) : status;
}

static geo_status fill_row(geo_context *context, const district_work *work, const district *from,
                           size_t row)
{
    const geo_column *place = work->table->column;
    char name[256];
    place[work->place[LSOAS]].integer[row] = from->lsoas;
    for (size_t band = 0; band < work->pockets->made->band_count; band++)
        place[work->place[BAND + band]].integer[row] = from->within[band];
    place[work->place[PERCENT]].real[row] = percent_of(from->pockets, from->lsoas);
    if (work->pockets->areas->population) {
        double people = geo_sum_value(&from->population);
        double pocket_people = geo_sum_value(&from->pocket_population);
        place[work->place[POPULATION]].real[row] = people;
        place[work->place[POCKET_POPULATION]].real[row] = pocket_people;
        place[work->place[POCKET_POPULATION_PERCENT]].real[row] =
            people > 0 ? 100 * pocket_people / people : (double)NAN;
    }
    name_row(work, from, name, sizeof name);
    return geo_table_set_text(context, &work->table->column[work->place[DISTRICT]], row,
                              geo_text_of(name));
}

static geo_status make_table(geo_context *context, district_work *work)
{
    geo_status status = geo_table_new(context, work->count + has_sum(work), &work->table);
    if (status == GEO_OK)
        status = add_columns(context, work);
    for (size_t row = 0; row < work->count && status == GEO_OK; row++)
        status = fill_row(context, work, &work->district[row], row);
    if (status != GEO_OK || !has_sum(work))
        return status;
    status = fill_row(context, work, &work->all, work->count);
    return status == GEO_OK ? geo_table_set_total(context, work->table, work->count) : status;
}

/* ---- words ---------------------------------------------------------------------------------- */

/* The wards of a district's pockets, in order of their names; of more than can be named only how
 * many there are. */
static size_t find_wards(const district_work *work, const district *of,
                         const char *ward[WARDS_NAMED])
{
    size_t count = 0;
    const char *last = NULL;
    for (size_t i = of->first; i < of->end; i++) {
        const char *here = geo_is_pocket(work->pockets, work->area[i])
                               ? geo_pocket_ward(work->pockets, work->area[i])
                               : NULL;
        if (!here || (last && strcmp(here, last) == 0))
            continue;
        if (count < WARDS_NAMED)
            ward[count] = here;
        count++;
        last = here;
    }
    return count;
}

static geo_status append_wards(geo_context *context, const district_work *work, const district *of,
                               geo_bytes *text)
{
    const char *ward[WARDS_NAMED];
    size_t count = find_wards(work, of, ward);
    if (count == 0)
        return GEO_OK;
    if (count > WARDS_NAMED)
        return geo_bytes_print(context, text, ", in %zu wards", count);
    geo_status status = geo_bytes_print(context, text, ", in %s", ward[0]);
    for (size_t i = 1; i < count && status == GEO_OK; i++)
        status = geo_bytes_print(context, text, "%s%s", i + 1 < count ? ", " : " and ", ward[i]);
    return status;
}

static geo_status append_count(geo_context *context, int64_t count, geo_bytes *text)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%lld", (long long)count);
    return geo_separate_thousands(context, geo_text_of(digits), text);
}

static geo_status append_share(geo_context *context, const district *of, geo_bytes *text)
{
    geo_status status = of->pockets > 0 ? append_count(context, of->pockets, text)
                                        : geo_bytes_print(context, text, "none");
    if (status == GEO_OK)
        status = geo_bytes_print(context, text, " of ");
    return status == GEO_OK ? append_count(context, of->lsoas, text) : status;
}

static geo_status append_sentence(geo_context *context, const district_work *work,
                                  const district *of, geo_bytes *text)
{
    char name[256];
    geo_status status = GEO_OK;
    name_row(work, of, name, sizeof name);
    if (work->pockets->areas->district)
        status = geo_bytes_print(context, text, "%s: ", name);
    if (status == GEO_OK)
        status = append_share(context, of, text);
    if (status == GEO_OK)
        status = geo_bytes_print(context, text, " LSOA%s %s in the %d%% most deprived %s",
                                 of->lsoas == 1 ? "" : "s", of->pockets > 1 ? "are" : "is",
                                 work->pockets->made->within, work->pockets->options->among);
    if (status == GEO_OK && of != &work->all)
        status = append_wards(context, work, of, text);
    return status == GEO_OK ? geo_bytes_append(context, text, "", 1) : status;
}

static geo_status make_sentences(geo_context *context, const district_work *work)
{
    geo_pockets *made = work->pockets->made;
    size_t count = work->count + has_sum(work);
    geo_status status = geo_alloc_array(context, count, sizeof *made->sentence, &made->sentence);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        geo_bytes text = GEO_BYTES_INIT;
        status = append_sentence(context, work, i < work->count ? &work->district[i] : &work->all,
                                 &text);
        if (status == GEO_OK)
            made->sentence[made->sentence_count++] = text.data;
        else
            geo_bytes_clear(&text);
    }
    return status;
}

geo_status geo_pocket_make_districts(geo_context *context, pocket_work *pockets)
{
    district_work work = {.pockets = pockets};
    geo_status status = find_districts(context, &work);
    if (status == GEO_OK) {
        keep_shown(&work);
        status = make_table(context, &work);
    }
    if (status == GEO_OK)
        status = make_sentences(context, &work);
    free(work.area);
    free(work.district);
    pockets->made->districts = work.table; /* freed with what is made */
    return status;
}
