/* The incidents of a list of hotspots, column by column. */
#include <stdlib.h>
#include <string.h>

#include "hotspots.h"
#include "rows.h"

enum { LOCATION, MOMENT, FIELDS };

typedef struct reading {
    cli_job *job;
    hotspots_result *result;
    const char *field[FIELDS];
} reading;

void hotspots_clear_rows(hotspots_rows *rows)
{
    free(rows->x);
    free(rows->y);
    free(rows->time);
    free(rows->area);
    free(rows->category);
    free(rows->location);
    free(rows->weekday);
    free(rows->hour);
    free(rows->piece);
}

/* ---- fields --------------------------------------------------------------------------------- */

static const char *field_named(const geo_reader *reader, const char *name)
{
    const char *const *names = geo_reader_field_names(reader);
    for (size_t i = 0; i < geo_reader_field_count(reader); i++)
        if (same_text(names[i], name))
            return names[i];
    return NULL;
}

/* Words of where it was, not the address of anybody's home. */
static const char *find_location(const geo_reader *reader)
{
    static const char *const names[] = {"Location", "Street", "Street Name", "Road", "Road Name"};
    const char *found = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !found; i++)
        found = field_named(reader, names[i]);
    return found;
}

static geo_status find_moment(cli_job *job, const geo_reader *reader, const char **field)
{
    const char *const *names = geo_reader_field_names(reader);
    size_t count = geo_reader_field_count(reader);
    const char **role = calloc(count + 1, sizeof *role);
    if (!role)
        return job_out_of_memory(job);
    geo_detect_roles(names, count, role);
    *field = job->settings->date;
    for (size_t i = 0; i < count && !*field; i++)
        if (role[i] && strcmp(role[i], "date") == 0)
            *field = names[i];
    free((void *)role);
    return GEO_OK;
}

static geo_status begin_input(cli_job *job, void *user, const char *path, const geo_reader *reader)
{
    reading *work = user;
    const char *given = work->result->settings->name_field;
    (void)path;
    work->field[LOCATION] = !given                       ? find_location(reader)
                            : strcmp(given, "none") == 0 ? NULL
                                                         : given;
    work->result->rows.has_locations |= work->field[LOCATION] != NULL;
    return find_moment(job, reader, &work->field[MOMENT]);
}

/* ---- rows ----------------------------------------------------------------------------------- */

static geo_status grow(cli_job *job, hotspots_rows *rows)
{
    size_t capacity = rows->capacity ? 2 * rows->capacity : 4096;
    const struct {
        void *array;
        size_t size;
    } column[] = {{&rows->x, sizeof *rows->x},
                  {&rows->y, sizeof *rows->y},
                  {&rows->time, sizeof *rows->time},
                  {&rows->area, sizeof *rows->area},
                  {&rows->category, sizeof *rows->category},
                  {&rows->location, sizeof *rows->location},
                  {&rows->weekday, sizeof *rows->weekday},
                  {&rows->hour, sizeof *rows->hour}};
    if (rows->count < rows->capacity)
        return GEO_OK;
    for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
        void *array = NULL;
        memcpy(&array, column[i].array, sizeof array);
        array = realloc(array, capacity * column[i].size);
        if (!array)
            return job_out_of_memory(job);
        memcpy(column[i].array, &array, sizeof array);
    }
    rows->capacity = capacity;
    return GEO_OK;
}

/* Midnight to the minute is what systems write when they are told a day alone. */
static void take_moment(hotspots_rows *rows, const cli_row *row)
{
    enum { DAYS = 7, THURSDAY = 3, MINUTES = 60 };
    int32_t day, minute;
    rows->weekday[rows->count] = -1;
    rows->hour[rows->count] = -1;
    if (row->day == GEO_NO_DATE)
        return;
    /* 1 January 1970 was a Thursday. */
    int32_t since_monday = (row->day % DAYS + DAYS + THURSDAY) % DAYS;
    rows->weekday[rows->count] = (signed char)since_monday;
    if (!geo_moment_parse(row->value[MOMENT], &day, &minute) || minute <= 0)
        return;
    rows->hour[rows->count] = (signed char)(minute / MINUTES);
    rows->has_hours = true;
}

static geo_status take_location(geo_context *context, hotspots_result *result, const cli_row *row)
{
    int32_t *code = &result->rows.location[result->rows.count];
    *code = GEO_NO_CODE;
    if (row->value[LOCATION].length == 0)
        return GEO_OK;
    return geo_dictionary_code(context, result->locations, row->value[LOCATION], code);
}

static geo_status take_now(geo_context *context, hotspots_result *result, const cli_row *row)
{
    hotspots_times *times = &result->times;
    if (row->day != GEO_NO_DATE) {
        int32_t month = geo_month_of_day(row->day);
        times->first_month = month < times->first_month ? month : times->first_month;
        times->last_month = month > times->last_month ? month : times->last_month;
    }
    return geo_place_collector_add(context, result->collector, &row->x, &row->y, NULL, 1);
}

static geo_status take_row(geo_context *context, void *user, const cli_row *row)
{
    const reading *work = user;
    hotspots_result *result = work->result;
    hotspots_rows *rows = &result->rows;
    geo_hotspot_time time = hotspots_time_of(&result->times, row->input, row->day);
    if (result->map.is_studied && !result->map.is_studied[row->area]) {
        rows->not_shown++;
        return GEO_OK;
    }
    if (time == GEO_HOTSPOT_TIMES) {
        result->times.in_none++;
        return GEO_OK;
    }
    geo_status status = grow(work->job, rows);
    if (status != GEO_OK)
        return status;
    rows->x[rows->count] = row->x;
    rows->y[rows->count] = row->y;
    rows->time[rows->count] = (unsigned char)time;
    rows->area[rows->count] = row->area;
    rows->category[rows->count] = row->category;
    take_moment(rows, row);
    status = take_location(context, result, row);
    if (status == GEO_OK && time == GEO_HOTSPOT_NOW)
        status = take_now(context, result, row);
    rows->count += status == GEO_OK;
    return status;
}

/* Every incident that the ledger places is in a column, or known to be left out of them. */
static geo_status check_sums(cli_job *job, const hotspots_result *result)
{
    const geo_ledger *ledger = result->load.ledger;
    int64_t placed = 0;
    int64_t known = (int64_t)result->rows.count + result->rows.not_shown + result->times.in_none;
    for (size_t i = 0; i < ledger->count; i++)
        placed += ledger->line[i].count[GEO_PLACED];
    if (placed == known)
        return GEO_OK;
    return job_fail(job, GEO_ERROR_INTERNAL, "%lld incidents are placed, and %lld are known of",
                    (long long)placed, (long long)known);
}

geo_status hotspots_read(cli_job *job, hotspots_result *result)
{
    reading work = {job, result, {NULL}};
    const cli_row_taker taker = {.field = work.field,
                                 .field_count = FIELDS,
                                 .wants_places = true,
                                 .user = &work,
                                 .begin = begin_input,
                                 .take = take_row};
    geo_status status = geo_dictionary_new(job->context, &result->locations);
    if (status == GEO_OK)
        status = geo_place_collector_new(job->context, &result->collector);
    if (status == GEO_OK)
        status = load_rows(job, &result->load, &taker);
    if (status == GEO_OK)
        status = check_sums(job, result);
    if (status == GEO_OK)
        status = geo_place_collector_finish(job->context, result->collector, &result->places);
    return status;
}
