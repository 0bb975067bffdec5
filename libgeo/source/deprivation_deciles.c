#include "source/deprivation_deciles.h"

#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"

/* ---- scores --------------------------------------------------------------------------------- */

typedef struct scored_row {
    double score;
    size_t row;
} scored_row;

static int by_falling_score(const void *left, const void *right)
{
    const scored_row *one = left;
    const scored_row *other = right;
    return (one->score < other->score) - (one->score > other->score);
}

/* Equal scores share the first of their places, so that equal areas are in one decile. */
static size_t rank_scores(const geo_deprivation *index, scored_row *scored, double *rank)
{
    size_t known = 0;
    for (size_t i = 0; i < index->count; i++) {
        rank[i] = (double)NAN;
        if (!isnan(index->score[i]))
            scored[known++] = (scored_row){index->score[i], i};
    }
    qsort(scored, known, sizeof *scored, by_falling_score);
    for (size_t i = 0; i < known; i++) {
        bool is_equal = i > 0 && scored[i].score == scored[i - 1].score;
        rank[scored[i].row] = is_equal ? rank[scored[i - 1].row] : (double)(i + 1);
    }
    return known;
}

static geo_status rank_by_score(geo_context *context, const geo_index_nation *nation,
                                geo_deprivation *index)
{
    scored_row *scored = NULL;
    geo_status status = geo_alloc_array(context, index->count, sizeof *scored, &scored);
    if (status == GEO_OK)
        status = geo_alloc_array(context, index->count, sizeof *index->rank, &index->rank);
    if (status == GEO_OK) {
        size_t known = rank_scores(index, scored, index->rank);
        index->national = known;
        if (known != nation->areas)
            geo_add_warning(context,
                            "%s: it has scores alone, so its %zu areas are ranked among "
                            "themselves: deciles are not the nation's",
                            index->path, known);
    }
    free(scored);
    return status;
}

/* ---- ranks ---------------------------------------------------------------------------------- */

static geo_status check_ranks(geo_context *context, const geo_deprivation *index)
{
    for (size_t i = 0; index->rank && index->national > 0 && i < index->count; i++)
        if (index->rank[i] > (double)index->national)
            return geo_fail(context, GEO_ERROR_DATA,
                            "%s: %s has rank %.0f, but there are only %zu areas; if the index "
                            "ranks more, say how many with --national",
                            index->path, geo_dictionary_text(index->codes, (int32_t)i),
                            index->rank[i], index->national);
    return GEO_OK;
}

static geo_status work_out(geo_context *context, geo_deprivation *index)
{
    if (index->national == 0)
        return geo_fail(context, GEO_ERROR_DATA,
                        "%s: among how many areas are the ranks in field %s? Neither its codes "
                        "(%s) nor its fields tell; say it with --national (England: 32844 LSOAs "
                        "of 2011, 33755 of 2021)",
                        index->path, index->value_field, index->code_field);
    for (size_t i = 0; i < index->count; i++)
        index->decile[i] = geo_decile_of_rank(index->rank[i], (double)index->national);
    return GEO_OK;
}

/* ---- deciles of the file -------------------------------------------------------------------- */

static geo_status compare(geo_context *context, const geo_deprivation *index)
{
    size_t compared = 0;
    size_t other = 0;
    size_t reversed = 0;
    for (size_t i = 0; index->rank && i < index->count; i++) {
        int32_t decile = geo_decile_of_rank(index->rank[i], (double)index->national);
        if (decile == 0 || index->decile[i] == 0)
            continue;
        compared++;
        other += decile != index->decile[i];
        reversed += decile + index->decile[i] == 11;
    }
    if (compared >= 10 && 2 * reversed > compared)
        return geo_fail(context, GEO_ERROR_DATA,
                        "%s: decile 1 of field %s is the least deprived, by the ranks beside it; "
                        "here 1 has to be the most deprived",
                        index->path, index->value_field);
    if (other > 0)
        geo_add_warning(context,
                        "%s: %zu of %zu deciles (field %s) are not what the ranks beside them "
                        "give among %zu areas; those of the file are used",
                        index->path, other, compared, index->value_field, index->national);
    return GEO_OK;
}

/* ---- notes ---------------------------------------------------------------------------------- */

static void note_extent(geo_context *context, const geo_index_nation *nation,
                        const geo_deprivation *index)
{
    if (nation->is_own && nation->areas > 0 && index->national != nation->areas)
        geo_add_warning(context,
                        "%s: its ranks are 1 to %zu, so among its own areas and not among the %zu "
                        "of %s: deciles are not the nation's",
                        index->path, index->national, nation->areas, nation->name);
    else if (!index->is_from_score && index->national > index->count)
        geo_add_note(context, "%s: an extract of %zu of the %zu areas%s%s; deciles are national",
                     index->path, index->count, index->national, nation->name ? " of " : "",
                     nation->name ? nation->name : "");
}

static void note_origin(geo_context *context, const geo_index_nation *nation,
                        const geo_deprivation *index)
{
    const char *text = geo_domain_text(index->domain);
    if (!index->is_from_rank) {
        geo_add_note(context, "deprivation: %s, deciles in field %s of %s, by %s", text,
                     index->value_field, index->path, index->code_field);
        return;
    }
    geo_add_note(context,
                 "deprivation: %s, deciles worked out from the %ss in field %s of %s, by %s: "
                 "tenths of %zu areas",
                 text, index->is_from_score ? "score" : "rank", index->value_field, index->path,
                 index->code_field, index->national);
    if (nation->name && nation->name[0] == 'W')
        geo_add_note(context, "deciles worked out from Welsh ranks may differ by a rank at their "
                              "edges from the groups that the Welsh Government publishes");
}

geo_status geo_complete_deciles(geo_context *context, const geo_index_nation *nation,
                                geo_deprivation *index)
{
    geo_status status = GEO_OK;
    if (index->is_from_score)
        status = rank_by_score(context, nation, index);
    if (status == GEO_OK)
        status = check_ranks(context, index);
    if (status == GEO_OK)
        status = index->is_from_rank ? work_out(context, index) : compare(context, index);
    if (status != GEO_OK)
        return status;
    note_origin(context, nation, index);
    note_extent(context, nation, index);
    return GEO_OK;
}
