/* How sure the order of cells, areas and hotspots is. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evaluate.h"

enum { METHOD, CODE, NAME, X, Y, EARLIER_COUNT, LATER_COUNT, RANK, LOWER, UPPER, TOP, COLUMNS };

static const struct {
    const char *name;
    const char *heading;
    geo_type type;
    int decimals;
    int spare;
} plan[COLUMNS] = {
    [METHOD] = {"method", NULL, GEO_TEXT, 0, 0},
    [CODE] = {"code", NULL, GEO_TEXT, 0, 4},
    [NAME] = {"name", NULL, GEO_TEXT, 0, 0},
    [X] = {"x", NULL, GEO_REAL, 0, 3},
    [Y] = {"y", NULL, GEO_REAL, 0, 3},
    [EARLIER_COUNT] = {"earlier", NULL, GEO_INTEGER, 0, 0},
    [LATER_COUNT] = {"later", NULL, GEO_INTEGER, 0, 2},
    [RANK] = {"rank", NULL, GEO_INTEGER, 0, 0},
    [LOWER] = {"rank_lower_95", "lower 95%", GEO_INTEGER, 0, 0},
    [UPPER] = {"rank_upper_95", "upper 95%", GEO_INTEGER, 0, 0},
    [TOP] = {"top_percent", NULL, GEO_REAL, 1, 0},
};

/* Places of one kind. */
typedef struct ranking {
    evaluate_method method;
    const evaluate_ground *ground;
    size_t count;   /* places that may be ranked: hotspots without the rest of the ground */
    double *people; /* [count] of rates; NULL: ranks are by count */
    int32_t *first; /* [kept] the places that are first */
    size_t kept;
    geo_rank_stability *stability;
} ranking;

static void clear(ranking *of)
{
    free(of->people);
    free(of->first);
    geo_rank_stability_free(of->stability);
}

/* ---- ranks ---------------------------------------------------------------------------------- */

struct place {
    double value;
    int32_t at;
};

static int compare_places(const void *a, const void *b)
{
    const struct place *one = a, *other = b;
    if (one->value > other->value || one->value < other->value)
        return one->value > other->value ? -1 : 1;
    return (one->at > other->at) - (one->at < other->at);
}

/* 0 for places that have no rate either. */
static double value_of(const ranking *of, size_t at)
{
    double incidents = (double)of->ground->incidents[EARLIER][at];
    if (!of->people)
        return incidents;
    return of->people[at] > 0 ? incidents / of->people[at] : 0;
}

static geo_status find_first(cli_job *job, size_t most, ranking *of)
{
    struct place *place = malloc((of->count + 1) * sizeof *place);
    of->first = malloc((of->count + 1) * sizeof *of->first);
    if (!place || !of->first) {
        free(place);
        return job_out_of_memory(job);
    }
    for (size_t i = 0; i < of->count; i++)
        place[i] = (struct place){value_of(of, i), (int32_t)i};
    qsort(place, of->count, sizeof *place, compare_places);
    while (of->kept < of->count && of->kept < most && place[of->kept].value > 0) {
        of->first[of->kept] = place[of->kept].at;
        of->kept++;
    }
    free(place);
    return GEO_OK;
}

static geo_status find_people(cli_job *job, const evaluate_result *result, ranking *of)
{
    const double *population = result->load.areas[0]->population;
    if (of->method != METHOD_RATES)
        return GEO_OK;
    of->people = calloc(of->count + 1, sizeof *of->people);
    if (!of->people)
        return job_out_of_memory(job);
    for (size_t i = 0; i < of->count; i++)
        of->people[i] = population[result->area_of[i]];
    return GEO_OK;
}

static geo_status rank(cli_job *job, const evaluate_result *result, ranking *of)
{
    const int64_t *incidents = of->ground->incidents[EARLIER];
    geo_stability_options options = GEO_STABILITY_OPTIONS_INIT;
    options.replicates = (size_t)result->settings->bootstrap;
    options.seed = (uint64_t)result->settings->seed;
    options.top = (size_t)result->settings->top;
    geo_status status = find_people(job, result, of);
    if (status == GEO_OK)
        status = find_first(job, options.top, of);
    if (status == GEO_OK)
        status = geo_rank_stability_make(job->context, incidents, of->people, of->count, of->first,
                                         of->kept, &options, &of->stability);
    return status;
}

/* ---- table ---------------------------------------------------------------------------------- */

static geo_status add_columns(cli_job *job, const evaluate_result *result, geo_table *table)
{
    char top[64], count[COUNT_TEXT_SIZE];
    snprintf(top, sizeof top, "in top %s (%%)", count_text(result->settings->top, count));
    for (int i = 0; i < COLUMNS; i++) {
        geo_column *column = NULL;
        const char *heading = i == TOP ? top : plan[i].heading;
        geo_status status = geo_table_add(job->context, table, plan[i].name, plan[i].type,
                                          plan[i].decimals, &column);
        if (status == GEO_OK && heading)
            status = geo_table_set_heading(job->context, column, heading);
        if (status != GEO_OK)
            return status;
        column->spare = plan[i].spare;
        column->may_shorten = plan[i].type == GEO_TEXT;
    }
    return GEO_OK;
}

static geo_status set_words(cli_job *job, const char *method, const char *code, const char *name,
                            size_t row, geo_table *table)
{
    geo_column *column = table->column;
    geo_status status = geo_table_set_text(job->context, &column[METHOD], row, text_of(method));
    if (status == GEO_OK)
        status = geo_table_set_text(job->context, &column[CODE], row, text_of(code));
    return status == GEO_OK ? geo_table_set_text(job->context, &column[NAME], row, text_of(name))
                            : status;
}

/* A cell is called after the area that its centre is in. */
static geo_status set_cell(cli_job *job, const evaluate_result *result, size_t at, size_t row,
                           geo_table *table)
{
    int32_t place = result->cell_of[at], area = GEO_NO_CODE;
    double *x = &table->column[X].real[row], *y = &table->column[Y].real[row];
    geo_cells_centres(result->lattice.cells, &result->lattice.which[place], 1, x, y);
    geo_status status = geo_locate(job->context, result->load.locator[0], x, y, 1, &area);
    if (status != GEO_OK)
        return status;
    return set_words(job, "Cells by count", result->lattice.areas->code[place],
                     area == GEO_NO_CODE ? NULL : area_name(result->load.areas[0], (size_t)area),
                     row, table);
}

static geo_status set_place(cli_job *job, const evaluate_result *result, const ranking *of,
                            size_t at, size_t row, geo_table *table)
{
    const geo_areas *areas = of->method == METHOD_HOTSPOTS ? result->spots : result->load.areas[0];
    if (of->method == METHOD_CELLS)
        return set_cell(job, result, at, row, table);
    size_t area = of->method == METHOD_HOTSPOTS ? at : (size_t)result->area_of[at];
    return set_words(job, result->name[of->method].data, areas->code[area], area_name(areas, area),
                     row, table);
}

static geo_status set_row(cli_job *job, const evaluate_result *result, const ranking *of, size_t i,
                          size_t row, geo_table *table)
{
    const geo_rank_stability *stability = of->stability;
    size_t at = (size_t)of->first[i];
    geo_column *column = table->column;
    column[X].real[row] = column[Y].real[row] = (double)NAN;
    column[EARLIER_COUNT].integer[row] = of->ground->incidents[EARLIER][at];
    column[LATER_COUNT].integer[row] = of->ground->incidents[LATER][at];
    column[RANK].integer[row] = stability->rank[i];
    column[LOWER].integer[row] = stability->rank_lower[i];
    column[UPPER].integer[row] = stability->rank_upper[i];
    column[TOP].real[row] = 100 * stability->top_share[i];
    return set_place(job, result, of, at, row, table);
}

static geo_status write_notes(cli_job *job, const evaluate_result *result, geo_table *table)
{
    char replicates[COUNT_TEXT_SIZE];
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(
        job->context, &note,
        "Ranks are by the earlier incidents, or their rate. %s times each incident was drawn a "
        "Poisson(1) number "
        "of times (seed %lld), as if as many others had happened by chance where these did: the "
        "rank of a place lay from lower to upper in 95%% of these, places with equal counts "
        "sharing their ranks, and the last column says in how many it was among the first %lld",
        count_text(result->settings->bootstrap, replicates), (long long)result->settings->seed,
        (long long)result->settings->top);
    if (status == GEO_OK)
        status = end_text(job->context, &note);
    if (status == GEO_OK)
        status = geo_table_add_note(job->context, table, note.data);
    geo_bytes_clear(&note);
    return status == GEO_OK ? geo_table_set_title(job->context, table, "How sure the order is")
                            : status;
}

static geo_status tabulate(cli_job *job, evaluate_result *result, const ranking *of, size_t kinds)
{
    geo_table *table = NULL;
    size_t rows = 0, row = 0;
    for (size_t k = 0; k < kinds; k++)
        rows += of[k].kept;
    geo_status status = geo_table_new(job->context, rows, &table);
    result->stability = table;
    if (status == GEO_OK)
        status = add_columns(job, result, table);
    for (size_t k = 0; k < kinds; k++)
        for (size_t i = 0; i < of[k].kept && status == GEO_OK; i++)
            status = set_row(job, result, &of[k], i, row++, table);
    return status == GEO_OK ? write_notes(job, result, table) : status;
}

geo_status evaluate_make_stability(cli_job *job, evaluate_result *result)
{
    ranking of[] = {{.method = METHOD_CELLS, .ground = &result->cells},
                    {.method = METHOD_AREAS, .ground = &result->areas},
                    {.method = METHOD_RATES, .ground = &result->areas},
                    {.method = METHOD_HOTSPOTS, .ground = &result->hotspots}};
    size_t kinds = 0;
    geo_status status = GEO_OK;
    if (result->settings->bootstrap == 0)
        return GEO_OK;
    for (size_t k = 0; k < sizeof of / sizeof *of && status == GEO_OK; k++) {
        if (!result->wants[of[k].method])
            continue;
        of[kinds] = of[k];
        of[kinds].count = of[k].ground->count - (of[k].method == METHOD_HOTSPOTS);
        status = rank(job, result, &of[kinds++]);
    }
    if (status == GEO_OK)
        status = tabulate(job, result, of, kinds);
    for (size_t k = 0; k < kinds; k++)
        clear(&of[k]);
    return status;
}
