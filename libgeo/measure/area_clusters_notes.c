/* Hot and cold spots, clusters and outliers: what stands under the table. */
#include <math.h>
#include <stdio.h>

#include "core/memory.h"
#include "core/text.h"
#include "measure/area_clusters.h"

static const char *areas_word(const geo_area_clusters_work *work)
{
    return work->options->area_word ? work->options->area_word : "areas";
}

static geo_status end_note(const geo_area_clusters_work *work, geo_bytes *note, geo_status status)
{
    if (status == GEO_OK)
        status = geo_bytes_append(work->context, note, "", 1);
    if (status == GEO_OK)
        status = geo_table_add_note(work->context, work->made->table, note->data);
    geo_bytes_clear(note);
    return status;
}

/* "9,999" */
static geo_status append_whole(const geo_area_clusters_work *work, geo_bytes *note, size_t number)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%zu", number);
    return geo_separate_thousands(work->context, geo_text_of(digits), note);
}

static geo_status append_number(const geo_area_clusters_work *work, geo_bytes *note,
                                const char *before, double number, int decimals)
{
    geo_status status = geo_bytes_print(work->context, note, "%s", before);
    return status == GEO_OK ? geo_bytes_append_number(work->context, note, number, decimals)
                            : status;
}

/* "p 0.0123", "p below 0.0001" */
static geo_status append_p(const geo_area_clusters_work *work, geo_bytes *note, const char *before,
                           double p)
{
    if (p < 0.0001)
        return geo_bytes_print(work->context, note, "%sp below 0.0001", before);
    geo_status status = geo_bytes_print(work->context, note, "%sp ", before);
    return status == GEO_OK ? geo_bytes_append_number(work->context, note, p, 4) : status;
}

/* ---- what a class means --------------------------------------------------------------------- */

static geo_status note_spot_statistic(const geo_area_clusters_work *work)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(
        work->context, &note,
        "z is Getis-Ord Gi*: how far the value of one of the %s and its neighbours together lies "
        "from the mean of all, in the standard deviations that chance would give it. What is high "
        "alone is no hot spot, and what is ordinary among high ones may be one",
        areas_word(work));
    return end_note(work, &note, status);
}

static geo_status note_cluster_statistic(const geo_area_clusters_work *work)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(
        work->context, &note,
        "I is local Moran's: above 0 where one of the %s is like its neighbours, below 0 where it "
        "is unlike them. High and low are above and below the mean of all; significant is a p of "
        "up to 0.05, from ",
        areas_word(work));
    if (status == GEO_OK)
        status = append_whole(work, &note, work->options->local_permutations);
    if (status == GEO_OK)
        status = geo_bytes_print(work->context, &note, " permutations of the others");
    return end_note(work, &note, status);
}

static geo_status note_correction(const geo_area_clusters_work *work)
{
    geo_bytes note = GEO_BYTES_INIT;
    bool is_corrected = work->options->is_corrected;
    size_t tested = work->made->tested;
    geo_status status =
        geo_bytes_print(work->context, &note, "Classes go by %s",
                        is_corrected ? "p, FDR: p corrected for " : "p as it is, of ");
    if (status == GEO_OK)
        status = append_whole(work, &note, tested);
    if (status == GEO_OK && is_corrected)
        status = geo_bytes_print(work->context, &note,
                                 " tests (Benjamini and Hochberg), so that of what is called "
                                 "significant at 95%% at most 5%% are expected to be chance");
    if (status == GEO_OK && !is_corrected)
        status = geo_bytes_print(work->context, &note,
                                 " tests: by chance alone some %.0f would be significant at 95%%",
                                 round(0.05 * (double)tested));
    return end_note(work, &note, status);
}

/* ---- how many ------------------------------------------------------------------------------- */

static size_t count_class(const geo_area_clusters_work *work, const int32_t *class_of,
                          int32_t class)
{
    const bool *shown = work->options->shown;
    size_t count = 0;
    for (size_t i = 0; i < work->made->count; i++)
        count += class_of[i] == class && (!shown || shown[i]);
    return count;
}

static geo_status append_spots(const geo_area_clusters_work *work, const char *what,
                               const int32_t *class_of, const geo_spot spot[3], geo_bytes *note)
{
    size_t count[3];
    for (int i = 0; i < 3; i++)
        count[i] = count_class(work, class_of, (int32_t)spot[i]);
    return geo_bytes_print(work->context, note, "%s: %zu at 99%%, %zu at 95%%, %zu at 90%%", what,
                           count[0], count[1], count[2]);
}

static geo_status note_spots(const geo_area_clusters_work *work)
{
    static const geo_spot hot[] = {GEO_SPOT_HOT_99, GEO_SPOT_HOT_95, GEO_SPOT_HOT_90};
    static const geo_spot cold[] = {GEO_SPOT_COLD_99, GEO_SPOT_COLD_95, GEO_SPOT_COLD_90};
    const geo_area_clusters *made = work->made;
    geo_bytes note = GEO_BYTES_INIT;
    double tested = (double)made->tested;
    geo_status status = append_spots(work, "Hot spots", made->class_of, hot, &note);
    if (status == GEO_OK)
        status = append_spots(work, ". Cold spots", made->class_of, cold, &note);
    if (status == GEO_OK && work->options->is_corrected) {
        status =
            append_spots(work, ". Without the correction, hot", made->raw_class_of, hot, &note);
        if (status == GEO_OK)
            status = append_spots(work, "; cold", made->raw_class_of, cold, &note);
    }
    if (status == GEO_OK && !work->options->shown)
        status = geo_bytes_print(work->context, &note,
                                 "; by chance alone, hot and cold together, some %.0f, %.0f and "
                                 "%.0f",
                                 round(0.01 * tested), round(0.04 * tested), round(0.05 * tested));
    return end_note(work, &note, status);
}

static geo_status append_clusters(const geo_area_clusters_work *work, const int32_t *class_of,
                                  geo_bytes *note)
{
    return geo_bytes_print(work->context, note,
                           "%zu high among high, %zu high among low, %zu low among high, %zu low "
                           "among low",
                           count_class(work, class_of, GEO_CLUSTER_HIGH_HIGH),
                           count_class(work, class_of, GEO_CLUSTER_HIGH_LOW),
                           count_class(work, class_of, GEO_CLUSTER_LOW_HIGH),
                           count_class(work, class_of, GEO_CLUSTER_LOW_LOW));
}

static geo_status note_clusters(const geo_area_clusters_work *work)
{
    const geo_area_clusters *made = work->made;
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(work->context, &note, "Significant: ");
    if (status == GEO_OK)
        status = append_clusters(work, made->class_of, &note);
    if (status == GEO_OK && work->options->is_corrected) {
        status = geo_bytes_print(work->context, &note, ". Without the correction: ");
        if (status == GEO_OK)
            status = append_clusters(work, made->raw_class_of, &note);
    }
    if (status == GEO_OK && !work->options->shown)
        status = geo_bytes_print(work->context, &note, "; by chance alone some %.0f in all",
                                 round(0.05 * (double)made->tested));
    return end_note(work, &note, status);
}

/* No p by permutation is below 2 / (permutations + 1), and the correction multiplies that of a
 * single area by the number of all. */
static geo_status note_least_p(const geo_area_clusters_work *work)
{
    geo_bytes note = GEO_BYTES_INIT;
    double permutations = (double)work->options->local_permutations;
    double least = 2 / (permutations + 1) * (double)work->made->tested;
    double fewest = ceil(least / 0.05);
    if (geo_area_clusters_is_spots(work) || !work->options->is_corrected || !(fewest > 1) ||
        !(permutations > 0))
        return GEO_OK;
    geo_status status = geo_bytes_print(work->context, &note, "With ");
    if (status == GEO_OK)
        status = append_whole(work, &note, work->options->local_permutations);
    if (status == GEO_OK)
        status = geo_bytes_print(work->context, &note, " permutations fewer than ");
    if (status == GEO_OK)
        status = append_whole(work, &note, (size_t)fewest);
    if (status == GEO_OK)
        status = geo_bytes_print(work->context, &note,
                                 " %s cannot be significant after the correction, however much "
                                 "they stand out; more permutations find single ones",
                                 areas_word(work));
    return end_note(work, &note, status);
}

/* ---- the whole map -------------------------------------------------------------------------- */

static geo_status append_global(const geo_area_clusters_work *work, const char *name,
                                const geo_autocorrelation *of, geo_bytes *note)
{
    geo_status status = append_number(work, note, name, of->statistic, 4);
    if (status == GEO_OK)
        status = append_number(work, note, " (by chance ", of->expected, 4);
    if (status == GEO_OK && !isnan(of->z))
        status = append_number(work, note, ", z ", of->z, 2);
    if (status == GEO_OK && !isnan(of->z))
        status = append_p(work, note, ", ", of->p);
    if (status == GEO_OK && !isnan(of->permuted_p))
        status = append_p(work, note, "; by permutation ", of->permuted_p);
    return status == GEO_OK ? geo_bytes_print(work->context, note, ")") : status;
}

static geo_status note_map(const geo_area_clusters_work *work)
{
    const geo_area_clusters *made = work->made;
    geo_bytes note = GEO_BYTES_INIT;
    const char *verdict = made->moran.p > 0.05 ? "neighbours are neither alike nor unlike"
                          : made->moran.z > 0  ? "neighbours are alike"
                                               : "neighbours are unlike";
    geo_status status = append_global(work, "The whole map: Moran's I ", &made->moran, &note);
    if (status == GEO_OK)
        status = append_global(work, ", Geary's C ", &made->geary, &note);
    if (status == GEO_OK)
        status = geo_bytes_print(work->context, &note, ": %s", verdict);
    return end_note(work, &note, status);
}

geo_status geo_area_clusters_add_notes(const geo_area_clusters_work *work)
{
    geo_status status = geo_area_clusters_is_spots(work) ? note_spots(work) : note_clusters(work);
    if (status == GEO_OK)
        status = note_map(work);
    if (status == GEO_OK)
        status = geo_area_clusters_is_spots(work) ? note_spot_statistic(work)
                                                  : note_cluster_statistic(work);
    if (status == GEO_OK)
        status = note_correction(work);
    return status == GEO_OK ? note_least_p(work) : status;
}
