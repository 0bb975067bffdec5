/* When incidents happened: fields, moments, and those that cannot be told. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "share.h"

enum { DAY_MINUTES = 1440 };

/* ---- the window ----------------------------------------------------------------------------- */

/* "21:00"; 24:00 is the end of a day. */
static bool parse_clock(const char *text, size_t length, bool is_end, double *minute)
{
    if (length != 5 || text[2] != ':')
        return false;
    for (size_t i = 0; i < length; i++)
        if (i != 2 && (text[i] < '0' || text[i] > '9'))
            return false;
    int hours = (text[0] - '0') * 10 + text[1] - '0';
    int minutes = (text[3] - '0') * 10 + text[4] - '0';
    *minute = hours * 60 + minutes;
    return minutes < 60 && (hours < 24 || (is_end && hours == 24 && minutes == 0));
}

geo_status share_parse_window(cli_job *job, share_result *result)
{
    const char *text = result->settings->window;
    const char *dots = text ? strstr(text, "..") : NULL;
    if (!text)
        return GEO_OK;
    result->has_window = true;
    if (!dots || !parse_clock(text, (size_t)(dots - text), false, &result->window_from) ||
        !parse_clock(dots + 2, strlen(dots + 2), true, &result->window_to))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--window %s: write two times of the day as 21:00..04:00", text);
    if (result->window_from == result->window_to)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--window %s ends when it begins; the whole day is 00:00..24:00", text);
    return GEO_OK;
}

/* ---- fields --------------------------------------------------------------------------------- */

/* By its letters alone: "Date From" is "datefrom". */
static bool is_called(const char *name, const char *letters)
{
    for (; *name; name++) {
        char letter = *name >= 'A' && *name <= 'Z' ? (char)(*name - 'A' + 'a') : *name;
        if (letter < 'a' || letter > 'z')
            continue;
        if (letter != *letters)
            return false;
        letters++;
    }
    return *letters == '\0';
}

static const char *field_called(const geo_reader *reader, const char *letters)
{
    const char *const *names = geo_reader_field_names(reader);
    for (size_t i = 0; i < geo_reader_field_count(reader); i++)
        if (is_called(names[i], letters))
            return names[i];
    return NULL;
}

static bool find_pair(const geo_reader *reader, const char *field[2])
{
    static const char *const pairs[][2] = {
        {"datefrom", "dateto"}, {"fromdate", "todate"}, {"startdate", "enddate"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        field[0] = field_called(reader, pairs[i][0]);
        field[1] = field_called(reader, pairs[i][1]);
        if (field[0])
            return true;
    }
    return false;
}

static geo_status find_date(cli_job *job, const char *path, const geo_reader *reader,
                            const char *field[2])
{
    const char *const *names = geo_reader_field_names(reader);
    size_t count = geo_reader_field_count(reader);
    const char **role = calloc(count + 1, sizeof *role);
    if (!role)
        return job_out_of_memory(job);
    geo_detect_roles(names, count, role);
    field[0] = field[1] = NULL;
    for (size_t i = 0; i < count && !field[0]; i++)
        if (role[i] && strcmp(role[i], "date") == 0)
            field[0] = names[i];
    free((void *)role);
    if (field[0])
        return GEO_OK;
    return job_fail(job, GEO_ERROR_USAGE,
                    "%s: no field is known to hold the time of an incident; name one with --date, "
                    "or two with --from and --to",
                    path);
}

geo_status share_find_times(cli_job *job, share_result *result, const char *path,
                            const geo_reader *reader, const char *field[2])
{
    const share_settings *settings = result->settings;
    geo_status status = GEO_OK;
    field[0] = settings->from ? settings->from : settings->common.date;
    field[1] = settings->from ? settings->to : NULL;
    if (!field[0] && !find_pair(reader, field))
        status = find_date(job, path, reader, field);
    if (status == GEO_OK && result->times.from[0] == '\0') {
        snprintf(result->times.from, sizeof result->times.from, "%s", field[0]);
        snprintf(result->times.to, sizeof result->times.to, "%s", field[1] ? field[1] : "");
    }
    return status;
}

/* ---- moments -------------------------------------------------------------------------------- */

static bool read_moment(geo_text text, double *minute)
{
    int32_t day, minute_of_day;
    if (!geo_moment_parse(text, &day, &minute_of_day) || minute_of_day == GEO_NO_MINUTE)
        return false;
    *minute = geo_week_minute(day, minute_of_day);
    return true;
}

bool share_read_time(share_times *times, const geo_text value[2], double *from, double *to)
{
    bool is_known = read_moment(value[0], from);
    *to = *from;
    if (is_known && value[1].length > 0)
        is_known = read_moment(value[1], to);
    if (!is_known)
        times->untimed++;
    else if (*to < *from)
        times->backwards++;
    else if (*to - *from > times->longest_minutes)
        times->too_long++;
    else {
        times->timed++;
        times->spread += *to > *from;
        times->at_midnight += *to == *from && (int64_t)*from % DAY_MINUTES == 0;
        return true;
    }
    return false;
}

int64_t share_left_out(const share_times *times)
{
    return times->untimed + times->backwards + times->too_long;
}

/* Midnight to the minute is what systems write when they are told a day alone. */
static void warn_of_midnights(cli_job *job, const share_times *times)
{
    char midnight[COUNT_TEXT_SIZE], all[COUNT_TEXT_SIZE];
    if (times->timed >= 10 && times->at_midnight > times->timed / 10)
        job_warn(job,
                 "%s of %s incidents are at midnight to the minute, which is how many systems "
                 "write a day without a time",
                 count_text(times->at_midnight, midnight), count_text(times->timed, all));
}

geo_status share_judge_times(cli_job *job, const share_times *times)
{
    char left[COUNT_TEXT_SIZE], all[COUNT_TEXT_SIZE];
    int64_t left_out = share_left_out(times);
    if (times->timed == 0 && left_out > 0)
        return job_fail(job, GEO_ERROR_DATA,
                        "none of the %s incidents has a time of day in '%s'%s%s%s; name another "
                        "field with --date, or two with --from and --to",
                        count_text(left_out, left), times->from, times->to[0] ? " and '" : "",
                        times->to, times->to[0] ? "'" : "");
    if (left_out > 0)
        job_warn(job, "%s of %s incidents %s left out: the time of day is not known",
                 count_text(left_out, left), count_text(left_out + times->timed, all),
                 left_out == 1 ? "is" : "are");
    warn_of_midnights(job, times);
    return GEO_OK;
}
