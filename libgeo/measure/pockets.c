/* LSOAs among the most deprived: which, and where. */
#include "measure/pockets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"

void geo_pockets_free(geo_pockets *pockets)
{
    if (!pockets)
        return;
    geo_table_free(pockets->table);
    geo_table_free(pockets->districts);
    for (size_t i = 0; pockets->sentence && i < pockets->sentence_count; i++)
        free(pockets->sentence[i]);
    free(pockets->sentence);
    free(pockets);
}

const char *geo_pocket_ward(const pocket_work *work, size_t area)
{
    int32_t ward =
        work->areas->wards ? geo_correspondence_largest(work->areas->wards, area) : GEO_NO_CODE;
    return ward == GEO_NO_CODE ? NULL : work->areas->ward[ward];
}

/* ---- bands ---------------------------------------------------------------------------------- */

static geo_status check_options(geo_context *context, const pocket_work *work)
{
    const geo_pocket_options *options = work->options;
    if (options->within < 1 || options->within > 100)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "pockets are in the most deprived 1 to 100%%, not %d%%", options->within);
    if (!work->areas->rank && options->within % 10 != 0)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the most deprived %d%% cannot be told from deciles alone: take a multiple "
                        "of 10, or indices with ranks",
                        options->within);
    if (!(options->years > 0) || !isfinite(options->years))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the years that the counts cover must be a number above 0");
    if (!(options->level > 0 && options->level < 1))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the level of the interval must lie between 0 and 1, such as 0.95");
    return GEO_OK;
}

static void choose_bands(pocket_work *work)
{
    static const int usual[] = {1, 5, 10, 20};
    geo_pockets *made = work->made;
    made->within = work->options->within;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (usual[i] < made->within && (work->areas->rank || usual[i] % 10 == 0))
            made->band[made->band_count++] = usual[i];
    made->band[made->band_count++] = made->within;
}

/* ceil(100 rank / n) <= per cent, and of deciles ceil(10 rank / n) = decile. */
static bool is_within(const geo_pocket_areas *areas, size_t area, int percent)
{
    if (areas->rank)
        return 100 * areas->rank[area] <= percent * areas->national;
    return 10 * areas->decile[area] <= percent;
}

static bool is_known(const geo_pocket_areas *areas, size_t area)
{
    return areas->rank ? areas->rank[area] >= 1 && areas->rank[area] <= areas->national
                       : areas->decile[area] > 0;
}

static geo_status find_bands(geo_context *context, pocket_work *work)
{
    geo_pockets *made = work->made;
    for (size_t area = 0; area < work->areas->count; area++) {
        size_t band = 0;
        bool known = is_known(work->areas, area);
        while (known && band < made->band_count && !is_within(work->areas, area, made->band[band]))
            band++;
        work->band[area] = (unsigned char)(known ? band : made->band_count + 1);
        made->known += known;
        made->found += geo_is_pocket(work, area);
    }
    if (made->known > 0)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_DATA, "the deprivation of none of %zu areas is known",
                    work->areas->count);
}

/* ---- order ---------------------------------------------------------------------------------- */

typedef struct standing {
    double order;
    const char *code;
    size_t area;
} standing;

static int compare_standing(const void *left, const void *right)
{
    const standing *one = left;
    const standing *other = right;
    if (one->order < other->order || one->order > other->order)
        return one->order < other->order ? -1 : 1;
    return strcmp(one->code, other->code);
}

static geo_status list_pockets(geo_context *context, pocket_work *work)
{
    const geo_pocket_areas *areas = work->areas;
    standing *found = NULL;
    size_t count = 0;
    geo_status status = geo_alloc_array(context, work->made->found, sizeof *found, &found);
    if (status == GEO_OK)
        status = geo_alloc_array(context, work->made->found, sizeof *work->listed, &work->listed);
    for (size_t area = 0; area < areas->count && status == GEO_OK; area++)
        if (geo_is_pocket(work, area) && geo_pocket_is_shown(work, area))
            found[count++] = (standing){areas->rank ? areas->rank[area] : areas->decile[area],
                                        areas->code[area], area};
    if (status == GEO_OK)
        qsort(found, count, sizeof *found, compare_standing);
    for (size_t i = 0; i < count; i++)
        work->listed[i] = found[i].area;
    work->listed_count = count;
    free(found);
    return status;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static geo_status find(geo_context *context, pocket_work *work)
{
    geo_status status = geo_alloc_array(context, 1, sizeof *work->made, &work->made);
    if (status == GEO_OK)
        status = geo_alloc_array(context, work->areas->count, sizeof *work->band, &work->band);
    if (status != GEO_OK)
        return status;
    choose_bands(work);
    status = find_bands(context, work);
    if (status == GEO_OK)
        status = list_pockets(context, work);
    if (status == GEO_OK)
        status = geo_pocket_make_table(context, work);
    return status == GEO_OK ? geo_pocket_make_districts(context, work) : status;
}

geo_status geo_pockets_find(geo_context *context, const geo_pocket_areas *areas,
                            const geo_pocket_options *options, geo_pockets **out)
{
    static const geo_pocket_options defaults = GEO_POCKET_OPTIONS_INIT;
    pocket_work work = {.areas = areas, .options = options ? options : &defaults};
    geo_status status = check_options(context, &work);
    if (status == GEO_OK)
        status = find(context, &work);
    free(work.band);
    free(work.listed);
    if (status != GEO_OK) {
        geo_pockets_free(work.made);
        return status;
    }
    *out = work.made;
    return GEO_OK;
}
