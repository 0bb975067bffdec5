/* Which group of deprivation areas are in. */
#include <math.h>
#include <stdlib.h>

#include <geo/deprivation.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"

void geo_area_deprivation_free(geo_area_deprivation *areas)
{
    if (!areas)
        return;
    free(areas->share);
    free(areas->group);
    free(areas->row);
    free(areas->order);
    free(areas);
}

/* What is asked, and what it is answered by. */
typedef struct finding {
    const geo_deprivation *deprivation;
    const char *const *code;
    const geo_area_deprivation_options *options;
    double *standing; /* [deprivation->count] by which rows stand from the most deprived on, NaN
                         where that is not known; NULL: only deciles are known */
    geo_area_deprivation *made;
} finding;

static bool counts(const finding *find, size_t area)
{
    return !find->options->which || find->options->which[area];
}

/* ---- years ---------------------------------------------------------------------------------- */

static geo_status check_years(geo_context *context, const finding *find)
{
    const geo_deprivation *deprivation = find->deprivation;
    int year = find->options->lsoa_year;
    if (find->options->bridge || year == 0 || deprivation->lsoa_year == 0 ||
        year == deprivation->lsoa_year)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_DATA,
                    "%s: these indices are of the LSOAs of %d (field %s), but %s of those of %d: "
                    "many codes are the same and not all of them the same place; use indices and "
                    "boundaries of one year, or give the look-up between them with --bridge LOOKUP",
                    deprivation->path, deprivation->lsoa_year, deprivation->code_field,
                    find->options->areas_text, year);
}

/* ---- standing ------------------------------------------------------------------------------- */

/* By rank where there are any, else by falling score. */
static geo_status find_standing(geo_context *context, finding *find)
{
    const geo_deprivation *deprivation = find->deprivation;
    const double *from = deprivation->rank ? deprivation->rank : deprivation->score;
    if (!from)
        return GEO_OK;
    geo_status status =
        geo_alloc_array(context, deprivation->count, sizeof *find->standing, &find->standing);
    for (size_t i = 0; i < deprivation->count && status == GEO_OK; i++)
        find->standing[i] = deprivation->rank ? from[i] : -from[i];
    return status;
}

/* ---- rows and groups ------------------------------------------------------------------------ */

static void take_row(finding *find, size_t area, int32_t row, double share, double *known)
{
    const geo_deprivation *deprivation = find->deprivation;
    geo_area_deprivation *made = find->made;
    int32_t group = geo_deprivation_group_of(made->kind, deprivation->decile[row]);
    if (group == GEO_NO_CODE)
        return;
    made->share[area * made->group_count + (size_t)group] += share;
    if (made->order)
        made->order[area] += share * find->standing[row];
    *known += share;
}

/* Where the decile of a part is not known the others stand for it. */
static void divide_by_known(geo_area_deprivation *made, size_t area, double known)
{
    double *share = &made->share[area * made->group_count];
    if (made->order)
        made->order[area] = known > 0 ? made->order[area] / known : (double)NAN;
    if (known <= 0)
        return;
    double largest = 0;
    size_t groups = 0;
    for (size_t g = 0; g < made->group_count; g++) {
        share[g] /= known;
        groups += share[g] > 0;
        if (share[g] > largest) {
            largest = share[g];
            made->group[area] = (int32_t)g;
        }
    }
    made->matched++;
    made->in_several += groups > 1;
}

static void find_area(finding *find, size_t area)
{
    const geo_correspondence *bridge = find->options->bridge;
    geo_area_deprivation *made = find->made;
    double known = 0;
    if (!counts(find, area))
        return;
    made->counted++;
    if (bridge) {
        made->row[area] = geo_correspondence_largest(bridge, area);
        for (size_t p = bridge->first[area]; p < bridge->first[area + 1]; p++)
            take_row(find, area, bridge->to[p], bridge->share[p], &known);
    } else {
        geo_text code = geo_trim(geo_text_of(find->code[area]));
        made->row[area] =
            code.length > 0 ? geo_dictionary_find(find->deprivation->codes, code) : GEO_NO_CODE;
        if (made->row[area] != GEO_NO_CODE)
            take_row(find, area, made->row[area], 1, &known);
    }
    divide_by_known(made, area, known);
}

/* ---- ranked anew ---------------------------------------------------------------------------- */

typedef struct standing {
    double order;
    size_t area;
} standing;

static int compare_standing(const void *left, const void *right)
{
    const standing *one = left;
    const standing *other = right;
    if (one->order < other->order || one->order > other->order)
        return one->order < other->order ? -1 : 1;
    return one->area < other->area ? -1 : 1;
}

/* Out of all groups where `of` is 0. */
static void put_in_group(geo_area_deprivation *made, size_t area, double rank, double of)
{
    int32_t group = geo_deprivation_group_of(made->kind, geo_decile_of_rank(rank, of));
    for (size_t g = 0; g < made->group_count; g++)
        made->share[area * made->group_count + g] = (int32_t)g == group ? 1 : 0;
    made->group[area] = group;
    made->order[area] = rank;
}

/* Equal areas share the first of their ranks. */
static geo_status rank_anew(geo_context *context, geo_area_deprivation *made)
{
    standing *ranked = NULL;
    size_t count = 0, rank = 1;
    geo_status status = geo_alloc_array(context, made->area_count, sizeof *ranked, &ranked);
    for (size_t i = 0; i < made->area_count && status == GEO_OK; i++)
        if (made->group[i] != GEO_NO_CODE && !isnan(made->order[i]))
            ranked[count++] = (standing){made->order[i], i};
        else
            put_in_group(made, i, (double)NAN, 0);
    if (status == GEO_OK)
        qsort(ranked, count, sizeof *ranked, compare_standing);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && ranked[i].order > ranked[i - 1].order)
            rank = i + 1;
        put_in_group(made, ranked[i].area, (double)rank, (double)count);
    }
    free(ranked);
    made->in_several = 0;
    return status;
}

/* ---- what was found ------------------------------------------------------------------------- */

/* The share of areas that have a group, or of what is in them. */
static double matched_share(const finding *find)
{
    const double *weight = find->options->weight;
    const geo_area_deprivation *made = find->made;
    double matched = 0, all = 0;
    if (!weight)
        return (double)made->matched / (double)made->counted;
    for (size_t i = 0; i < made->area_count; i++)
        if (counts(find, i)) {
            all += weight[i];
            matched += made->group[i] != GEO_NO_CODE ? weight[i] : 0;
        }
    return matched / all;
}

static geo_status judge(geo_context *context, const finding *find)
{
    const geo_area_deprivation *made = find->made;
    const geo_deprivation *deprivation = find->deprivation;
    const char *areas = find->options->areas_text;
    size_t without = made->counted - made->matched;
    const char *in_them = find->options->weight ? ", by the incidents in them" : "";
    double share = matched_share(find), percent = 100 * share;
    if (made->counted == 0)
        return geo_fail(
            context, GEO_ERROR_DATA,
            "%s: no area is left to find the deprivation of; does the condition on areas fit "
            "any?",
            areas);
    if (share < find->options->least_match)
        return geo_fail(
            context, GEO_ERROR_DATA,
            "%s: only %zu of %zu areas%s (%.1f%%) of %s find their code there (field %s); "
            "at least %g%% must: are both of the same year and nation? Where they are "
            "LSOAs of 2011 and of 2021, give --bridge LOOKUP",
            deprivation->path, made->matched, made->counted, in_them, percent, areas,
            deprivation->code_field, 100 * find->options->least_match);
    if (without > 0)
        geo_add_warning(context,
                        "%s: %zu of %zu areas of %s %s no deprivation there; what is in them is in "
                        "no group",
                        deprivation->path, without, made->counted, areas,
                        without == 1 ? "has" : "have");
    geo_add_note(context, "deprivation: %zu of %zu areas matched%s (%.1f%%) by %s of %s",
                 made->matched, made->counted, in_them, percent, deprivation->code_field,
                 deprivation->path);
    return GEO_OK;
}

static geo_status make_room(geo_context *context, const finding *find, size_t count)
{
    geo_area_deprivation *made = find->made;
    geo_status status =
        geo_alloc_array(context, count * made->group_count, sizeof *made->share, &made->share);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *made->group, &made->group);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *made->row, &made->row);
    if (status == GEO_OK && find->standing)
        status = geo_alloc_array(context, count, sizeof *made->order, &made->order);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        made->group[i] = GEO_NO_CODE;
        made->row[i] = GEO_NO_CODE;
        if (made->order && !counts(find, i))
            made->order[i] = (double)NAN;
    }
    return status;
}

static geo_status find_all(geo_context *context, finding *find, size_t count)
{
    geo_area_deprivation *made = find->made;
    made->kind = find->options->kind;
    made->group_count = geo_deprivation_group_count(made->kind);
    made->area_count = count;
    made->is_local = find->options->is_local;
    geo_status status = find_standing(context, find);
    if (status == GEO_OK && made->is_local && !find->standing)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "%s: areas cannot be ranked anew by deciles alone; local groups need ranks "
                        "or scores",
                        find->deprivation->path);
    if (status == GEO_OK)
        status = make_room(context, find, count);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        find_area(find, i);
    if (status == GEO_OK)
        status = judge(context, find);
    return status == GEO_OK && made->is_local ? rank_anew(context, made) : status;
}

geo_status geo_area_deprivation_find(geo_context *context, const geo_deprivation *deprivation,
                                     const char *const *code, size_t count,
                                     const geo_area_deprivation_options *options,
                                     geo_area_deprivation **out)
{
    static const geo_area_deprivation_options defaults = GEO_AREA_DEPRIVATION_OPTIONS_INIT;
    finding find = {
        .deprivation = deprivation, .code = code, .options = options ? options : &defaults};
    geo_status status = check_years(context, &find);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 1, sizeof *find.made, &find.made);
    if (status == GEO_OK)
        status = find_all(context, &find, count);
    free(find.standing);
    if (status == GEO_OK)
        *out = find.made;
    else
        geo_area_deprivation_free(find.made);
    return status;
}
