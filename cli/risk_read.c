/* Incidents, what they stand beside, and people, each as places. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "risk.h"

bool risk_is_shown(const risk_result *result, int32_t area)
{
    return area != GEO_NO_CODE && (!result->map.is_studied || result->map.is_studied[area]);
}

/* ---- places of rows ------------------------------------------------------------------------- */

typedef struct collecting {
    const risk_result *result;
    geo_place_collector *collector;
} collecting;

static geo_status place_rows(geo_context *context, void *user, const double *x, const double *y,
                             size_t count, int32_t *area)
{
    const collecting *work = user;
    return geo_locate(context, work->result->load.locator[0], x, y, count, area);
}

/* Those in the areas shown. */
static geo_status take_rows(geo_context *context, void *user, const geo_incident_rows *rows)
{
    enum { BLOCK = 1024 };
    const collecting *work = user;
    const geo_frame *frame = rows->frame;
    double x[BLOCK], y[BLOCK];
    size_t count = 0;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < frame->count && status == GEO_OK; i++) {
        if (risk_is_shown(work->result, rows->area[i])) {
            x[count] = frame->x[i];
            y[count++] = frame->y[i];
        }
        if (count == BLOCK || i + 1 == frame->count) {
            status = geo_place_collector_add(context, work->collector, x, y, NULL, count);
            count = 0;
        }
    }
    return status;
}

static geo_status read_places(cli_job *job, risk_result *result, geo_places **out)
{
    collecting work = {result, NULL};
    const geo_incident_sink sink = {.user = &work, .place = place_rows, .take = take_rows};
    geo_status status = geo_place_collector_new(job->context, &work.collector);
    if (status == GEO_OK)
        status = load_stream(job, &result->load, &sink);
    if (status == GEO_OK)
        status = geo_place_collector_finish(job->context, work.collector, out);
    geo_place_collector_free(work.collector);
    return status;
}

/* ---- other rows ----------------------------------------------------------------------------- */

/* What is asked of rows beside. */
typedef struct asking {
    geo_filter *where; /* NULL: none */
    text_list category;
    const cli_inputs *inputs;
    const geo_period *period; /* NULL: that of the incidents */
} asking;

/* Reads with other filters than the command's; what the load holds is as before. */
static geo_status read_asked(cli_job *job, risk_result *result, const asking *asked,
                             geo_places **out, geo_frame **frame, geo_ledger **ledger)
{
    const cli_settings *given = job->settings;
    cli_settings other = *given;
    const cli_load kept = result->load;
    other.category = asked->category;
    job->settings = &other;
    result->load.frame = NULL;
    result->load.ledger = NULL;
    result->load.where = asked->where;
    result->load.inputs = *asked->inputs;
    if (asked->period) {
        result->load.period = *asked->period;
        result->load.has_period = true;
    }
    geo_status status = read_places(job, result, out);
    *frame = result->load.frame;
    *ledger = result->load.ledger;
    result->load = kept;
    job->settings = given;
    return status;
}

/* Incidents that are in `part` too are taken out; both come in one order. */
static void subtract(geo_places *all, const geo_places *part)
{
    size_t kept = 0, j = 0;
    for (size_t i = 0; i < all->count; i++) {
        while (j < part->count &&
               (part->y[j] > all->y[i] || (part->y[j] == all->y[i] && part->x[j] < all->x[i])))
            j++;
        bool is_same = j < part->count && part->x[j] == all->x[i] && part->y[j] == all->y[i];
        int64_t left = all->incidents[i] - (is_same ? part->incidents[j] : 0);
        if (left <= 0)
            continue;
        all->x[kept] = all->x[i];
        all->y[kept] = all->y[i];
        all->incidents[kept] = left;
        all->weight[kept++] = (double)left;
    }
    all->count = kept;
}

static bool has_text(const text_list *list, const char *text)
{
    for (size_t i = 0; i < list->count; i++)
        if (same_text(list->item[i], text))
            return true;
    return false;
}

/* Kinds that both lists keep; an empty list keeps all. False: none. */
static geo_status common_categories(cli_job *job, const text_list *one, const text_list *other,
                                    text_list *out, bool *any)
{
    const text_list *longer = one->count > 0 ? one : other;
    for (size_t i = 0; i < longer->count; i++)
        if ((longer == other || other->count == 0 || has_text(other, one->item[i])) &&
            !text_list_add(out, longer->item[i]))
            return job_out_of_memory(job);
    *any = longer->count == 0 || out->count > 0;
    return GEO_OK;
}

static geo_status both_conditions(cli_job *job, const risk_settings *settings, geo_filter **out)
{
    const char *one = settings->common.where, *other = settings->against_where;
    geo_bytes text = GEO_BYTES_INIT;
    if (!one && !other)
        return GEO_OK;
    geo_status status = one && other
                            ? geo_bytes_print(job->context, &text, "(%s) AND (%s)", one, other)
                            : geo_bytes_print(job->context, &text, "%s", one ? one : other);
    if (status == GEO_OK)
        status = end_text(job->context, &text);
    if (status == GEO_OK)
        status = geo_filter_parse(job->context, text.data, out);
    geo_bytes_clear(&text);
    return status;
}

/* Rows that pass both filters are incidents, not what these stand beside. */
static geo_status take_out_common(cli_job *job, risk_result *result)
{
    const risk_settings *settings = result->settings;
    asking asked = {.inputs = &result->load.inputs};
    geo_places *common = NULL;
    geo_frame *frame = NULL;
    geo_ledger *ledger = NULL;
    bool any = false;
    geo_status status = common_categories(job, &settings->common.category,
                                          &settings->against_category, &asked.category, &any);
    if (status == GEO_OK && any)
        status = both_conditions(job, settings, &asked.where);
    if (status == GEO_OK && any)
        status = read_asked(job, result, &asked, &common, &frame, &ledger);
    if (status == GEO_OK && any)
        subtract(result->beside, common);
    geo_places_free(common);
    geo_frame_free(frame);
    geo_ledger_free(ledger);
    geo_filter_free(asked.where);
    text_list_clear(&asked.category);
    return status;
}

static geo_status read_other_rows(cli_job *job, risk_result *result)
{
    const risk_settings *settings = result->settings;
    bool has_files = settings->against.count > 0;
    const asking asked = {.where = result->against_where,
                          .category = settings->against_category,
                          .inputs = has_files ? &result->against : &result->load.inputs};
    geo_status status = read_asked(job, result, &asked, &result->beside, &result->beside_frame,
                                   &result->beside_ledger);
    if (status != GEO_OK || has_files)
        return status;
    if (!result->is_others)
        return take_out_common(job, result);
    subtract(result->beside, result->places);
    return GEO_OK;
}

static geo_status read_before(cli_job *job, risk_result *result)
{
    const asking asked = {.where = result->load.where,
                          .category = result->settings->common.category,
                          .inputs = &result->load.inputs,
                          .period = &result->before};
    geo_status status =
        geo_period_parse(job->context, result->settings->map.before, &result->before);
    if (status == GEO_OK)
        status = read_asked(job, result, &asked, &result->beside, &result->beside_frame,
                            &result->beside_ledger);
    if (status != GEO_OK)
        return status;
    size_t missing;
    result->years = geo_frame_years(result->load.frame, &result->load.period, &missing);
    result->years_before = geo_frame_years(result->beside_frame, &result->before, &missing);
    if (result->years > 0 && result->years_before > 0)
        return GEO_OK;
    return job_fail(job, GEO_ERROR_DATA,
                    "--before and --period: one of the two periods has no dated incident; look at "
                    "the periods and at --date");
}

geo_status risk_read_incidents(cli_job *job, risk_result *result)
{
    geo_status status = load_locators(job, &result->load);
    result->years = result->years_before = 1;
    if (status == GEO_OK)
        status = read_places(job, result, &result->places);
    if (status == GEO_OK)
        load_warn(job, &result->load);
    if (status == GEO_OK && result->places->count == 0)
        status = job_fail(job, GEO_ERROR_DATA,
                          "no incident that passes the filters is in the areas shown, so there is "
                          "nothing to compare");
    if (status == GEO_OK && result->kind == GEO_RISK_CHANGE)
        status = read_before(job, result);
    else if (status == GEO_OK && result->kind == GEO_RISK_RATIO)
        status = read_other_rows(job, result);
    if (status == GEO_OK && result->beside && result->beside->count == 0)
        status =
            job_fail(job, GEO_ERROR_DATA,
                     "the incidents stand beside %s, of which none is in the areas shown; look "
                     "at the filters",
                     result->beside_text.data);
    return status;
}

/* ---- people --------------------------------------------------------------------------------- */

static geo_status read_people_areas(cli_job *job, risk_result *result)
{
    const risk_settings *settings = result->settings;
    const bool has_table = settings->common.population != NULL;
    const area_choice choice = {.path = settings->people,
                                .layer = settings->people_layer,
                                .population = has_table ? NULL : settings->people_field};
    const geo_input table = {settings->common.population, {NULL, 0}};
    const geo_population_options options = {.layer = settings->common.population_layer,
                                            .encoding = settings->common.encoding,
                                            .roles.code = settings->common.population_code,
                                            .roles.population = settings->people_field,
                                            .limits = limits_of(&settings->common)};
    geo_status status =
        load_further_areas(job, &choice, load_working_crs(&result->load), &result->people);
    if (status == GEO_OK && has_table)
        status = geo_areas_join_population(job->context, result->people, &table, &options);
    return status;
}

/* Where the centres of the cells lie: in an area with people, and on the ground. */
typedef struct spreading {
    const geo_grid *ground;
    const geo_areas *areas;
    int32_t *area; /* [rows * columns] */
    size_t *cells; /* [areas->count] */
    double *x;     /* points so far; room for cells and areas */
    double *y;
    double *people;
    size_t count;
} spreading;

static double cell_x(const geo_grid *grid, size_t cell)
{
    return grid->x_min + grid->cell_m * ((double)(cell % grid->columns) + 0.5);
}

static double cell_y(const geo_grid *grid, size_t cell)
{
    return grid->y_max - grid->cell_m * ((double)(cell / grid->columns) + 0.5);
}

static void add_point(spreading *work, double x, double y, double people)
{
    work->x[work->count] = x;
    work->y[work->count] = y;
    work->people[work->count++] = people;
}

static geo_status find_cells(cli_job *job, const geo_locator *locator, spreading *work)
{
    size_t cells = work->ground->rows * work->ground->columns;
    for (size_t i = 0; i < cells; i++) {
        work->x[i] = cell_x(work->ground, i);
        work->y[i] = cell_y(work->ground, i);
    }
    geo_status status = geo_locate(job->context, locator, work->x, work->y, cells, work->area);
    for (size_t i = 0; i < cells && status == GEO_OK; i++)
        if (work->area[i] != GEO_NO_CODE)
            work->cells[work->area[i]]++;
    return status;
}

/* An area's people in even parts to the cells whose centres are in it, of which those count that
 * are on the ground. */
static void spread_over_cells(spreading *work)
{
    for (size_t i = 0; i < work->ground->rows * work->ground->columns; i++) {
        int32_t area = work->area[i];
        if (area == GEO_NO_CODE || isnan(work->ground->value[i]))
            continue;
        double people = work->areas->population[area] / (double)work->cells[area];
        if (people > 0)
            add_point(work, cell_x(work->ground, i), cell_y(work->ground, i), people);
    }
}

/* The rest are smaller than a cell. */
static geo_status add_small_areas(cli_job *job, const risk_result *result, spreading *work)
{
    size_t count = work->areas->count;
    double *x = calloc(count + 1, 2 * sizeof *x), *y = x + count;
    int32_t *shown = calloc(count + 1, sizeof *shown);
    geo_status status = x && shown ? GEO_OK : job_out_of_memory(job);
    if (status == GEO_OK)
        status = geo_areas_points(job->context, work->areas, x, y);
    if (status == GEO_OK)
        status = geo_locate(job->context, result->load.locator[0], x, y, count, shown);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        if (work->cells[i] == 0 && work->areas->population[i] > 0 &&
            risk_is_shown(result, shown[i]))
            add_point(work, x[i], y[i], work->areas->population[i]);
    free(x);
    free(shown);
    return status;
}

static geo_status collect_people(cli_job *job, const spreading *work, geo_places **out)
{
    geo_place_collector *collector = NULL;
    geo_status status = geo_place_collector_new(job->context, &collector);
    if (status == GEO_OK)
        status = geo_place_collector_add(job->context, collector, work->x, work->y, work->people,
                                         work->count);
    if (status == GEO_OK)
        status = geo_place_collector_finish(job->context, collector, out);
    geo_place_collector_free(collector);
    return status;
}

static geo_status spread_people(cli_job *job, risk_result *result, const geo_areas *areas,
                                const geo_locator *locator)
{
    size_t cells = result->ground->rows * result->ground->columns, count = areas->count;
    spreading work = {.ground = result->ground, .areas = areas};
    double *numbers = calloc(cells + count + 1, 3 * sizeof *numbers);
    work.area = calloc(cells + 1, sizeof *work.area);
    work.cells = calloc(count + 1, sizeof *work.cells);
    geo_status status = numbers && work.area && work.cells ? GEO_OK : job_out_of_memory(job);
    if (status == GEO_OK) {
        work.x = numbers;
        work.y = numbers + cells + count;
        work.people = numbers + 2 * (cells + count);
        status = find_cells(job, locator, &work);
    }
    if (status == GEO_OK) {
        spread_over_cells(&work);
        status = add_small_areas(job, result, &work);
    }
    if (status == GEO_OK)
        status = collect_people(job, &work, &result->beside);
    free(numbers);
    free(work.area);
    free(work.cells);
    return status;
}

geo_status risk_read_people(cli_job *job, risk_result *result)
{
    geo_locator *locator = NULL;
    geo_status status = result->settings->people ? read_people_areas(job, result) : GEO_OK;
    const geo_areas *areas = result->people ? result->people : result->load.areas[0];
    if (status == GEO_OK && !areas->population)
        status = job_fail(job, GEO_ERROR_DATA,
                          "%s: no field with people was found; name it with %s, or a table of them "
                          "with --population",
                          areas->path, result->people ? "--people-field" : "--population-field");
    if (status == GEO_OK && result->people)
        status = geo_locator_build(job->context, areas, &locator);
    if (status == GEO_OK)
        status =
            spread_people(job, result, areas, result->people ? locator : result->load.locator[0]);
    if (status == GEO_OK && result->beside->count == 0)
        status = job_fail(job, GEO_ERROR_DATA, "%s: nobody lives in the areas shown", areas->path);
    geo_locator_free(locator);
    return status;
}
