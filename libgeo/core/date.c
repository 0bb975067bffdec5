/* Dates, months and periods. */
#include <string.h>

#include "core/context.h"
#include "core/text.h"

enum { DAYS_0000_03_01_TO_EPOCH = 719468, DAYS_IN_400_YEARS = 146097 };

/* Days are counted from 1 March, so that the leap day comes last (Hinnant, chrono-compatible
 * low-level date algorithms). */
int32_t geo_day_from_civil(int year, int month, int day)
{
    int64_t march_year = (int64_t)year - (month <= 2);
    int64_t era = (march_year >= 0 ? march_year : march_year - 399) / 400;
    int64_t year_of_era = march_year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int32_t)(era * DAYS_IN_400_YEARS + day_of_era - DAYS_0000_03_01_TO_EPOCH);
}

void geo_day_to_civil(int32_t day, int *year, int *month, int *day_of_month)
{
    int64_t shifted = (int64_t)day + DAYS_0000_03_01_TO_EPOCH;
    int64_t era = (shifted >= 0 ? shifted : shifted - (DAYS_IN_400_YEARS - 1)) / DAYS_IN_400_YEARS;
    int64_t day_of_era = shifted - era * DAYS_IN_400_YEARS;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    *day_of_month = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

int32_t geo_month_of_day(int32_t day)
{
    int year = 0;
    int month = 0;
    int day_of_month = 0;
    geo_day_to_civil(day, &year, &month, &day_of_month);
    return (int32_t)((year - 1970) * 12 + month - 1);
}

int32_t geo_month_first_day(int32_t month)
{
    int years = month >= 0 ? month / 12 : -((11 - month) / 12);
    return geo_day_from_civil(1970 + years, month - years * 12 + 1, 1);
}

static int32_t last_day_of_month(int32_t day)
{
    return geo_month_first_day(geo_month_of_day(day) + 1) - 1;
}

/* Whether text begins like the pattern, in which 0 stands for any digit. Inline, so that patterns
 * are known where they are compared. */
static inline bool begins_like(geo_text text, const char *pattern)
{
    size_t length = strlen(pattern);
    if (text.length < length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (pattern[i] == '0' ? !geo_is_digit(text.data[i]) : text.data[i] != pattern[i])
            return false;
    return true;
}

static inline bool is_like(geo_text text, const char *pattern)
{
    return text.length == strlen(pattern) && begins_like(text, pattern);
}

static inline int digits_at(geo_text text, size_t at, size_t count)
{
    int value = 0;
    for (size_t i = at; i < at + count; i++)
        value = value * 10 + (text.data[i] - '0');
    return value;
}

static geo_text skip(geo_text text, size_t length)
{
    return (geo_text){text.data + length, text.length - length};
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && is_leap);
}

static bool check_civil(int year, int month, int day, int32_t *out)
{
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
        return false;
    *out = geo_day_from_civil(year, month, day);
    return true;
}

static bool parse_month_form(geo_text text, int32_t *day)
{
    if (is_like(text, "0000-00"))
        return check_civil(digits_at(text, 0, 4), digits_at(text, 5, 2), 1, day);
    if (is_like(text, "00/0000"))
        return check_civil(digits_at(text, 3, 4), digits_at(text, 0, 2), 1, day);
    return false;
}

enum { DAY_FORM_LENGTH = 10 };

static bool parse_day_form(geo_text text, int32_t *day)
{
    if (begins_like(text, "0000-00-00") || begins_like(text, "0000/00/00")) {
        return check_civil(digits_at(text, 0, 4), digits_at(text, 5, 2), digits_at(text, 8, 2),
                           day);
    }
    if (begins_like(text, "00/00/0000")) {
        return check_civil(digits_at(text, 6, 4), digits_at(text, 3, 2), digits_at(text, 0, 2),
                           day);
    }
    return false;
}

static bool is_zone(geo_text text)
{
    if (text.length == 0 || is_like(text, "Z"))
        return true;
    if (text.data[0] != '+' && text.data[0] != '-')
        return false;
    geo_text offset = skip(text, 1);
    if (!is_like(offset, "00") && !is_like(offset, "0000") && !is_like(offset, "00:00"))
        return false;
    return digits_at(offset, 0, 2) < 24 &&
           (offset.length == 2 || digits_at(offset, offset.length - 2, 2) < 60);
}

/* hh:mm[:ss[.fff]][zone]; a leap second is a time. */
static bool parse_time_of_day(geo_text text, int32_t *minute)
{
    if (!begins_like(text, "00:00") || digits_at(text, 0, 2) > 23 || digits_at(text, 3, 2) > 59)
        return false;
    *minute = (int32_t)(60 * digits_at(text, 0, 2) + digits_at(text, 3, 2));
    text = skip(text, 5);
    if (begins_like(text, ":00")) {
        if (digits_at(text, 1, 2) > 60)
            return false;
        text = skip(text, 3);
        if (begins_like(text, ".0")) {
            text = skip(text, 1);
            while (text.length > 0 && geo_is_digit(text.data[0]))
                text = skip(text, 1);
        }
    }
    return is_zone(geo_trim(text));
}

/* Nothing, or a time of day set off by 'T' or blanks. */
static bool parse_time_part(geo_text text, int32_t *minute)
{
    *minute = GEO_NO_MINUTE;
    if (text.length == 0)
        return true;
    if (text.data[0] == 'T')
        return parse_time_of_day(skip(text, 1), minute);
    return (text.data[0] == ' ' || text.data[0] == '\t') &&
           parse_time_of_day(geo_trim(text), minute);
}

static bool parse_moment(geo_text text, int32_t *day, bool *month_only, int32_t *minute)
{
    if (!text.data)
        return false;
    int32_t parsed = 0, parsed_minute = GEO_NO_MINUTE;
    text = geo_trim(text);
    bool is_month = parse_month_form(text, &parsed);
    if (!is_month && !(parse_day_form(text, &parsed) &&
                       parse_time_part(skip(text, DAY_FORM_LENGTH), &parsed_minute)))
        return false;
    *day = parsed;
    *month_only = is_month;
    *minute = parsed_minute;
    return true;
}

bool geo_date_parse(geo_text text, int32_t *day, bool *month_only)
{
    int32_t minute = 0;
    return parse_moment(text, day, month_only, &minute);
}

bool geo_moment_parse(geo_text text, int32_t *day, int32_t *minute)
{
    bool month_only = false;
    return parse_moment(text, day, &month_only, minute);
}

/* One end of a period; empty text leaves *first and *last alone. */
static geo_status parse_end(geo_context *context, const char *whole, geo_text text, int32_t *first,
                            int32_t *last)
{
    int32_t day = 0;
    text = geo_trim(text);
    if (text.length == 0)
        return GEO_OK;
    if (parse_month_form(text, &day)) {
        *first = day;
        *last = last_day_of_month(day);
    } else if (text.length == DAY_FORM_LENGTH && parse_day_form(text, &day)) {
        *first = day;
        *last = day;
    } else {
        return geo_fail(context, GEO_ERROR_USAGE,
                        "period '%s': '%.*s' is neither a month nor a day; write it as "
                        "2018-04..2019-03 or 2018-04-15..2018-04-30",
                        whole, (int)(text.length > 40 ? 40 : text.length), text.data);
    }
    return GEO_OK;
}

geo_status geo_period_parse(geo_context *context, const char *text, geo_period *period)
{
    const char *dots = strstr(text, "..");
    geo_text from = {text, dots ? (size_t)(dots - text) : strlen(text)};
    geo_text to = dots ? (geo_text){dots + 2, strlen(dots + 2)} : from;
    geo_period parsed = {GEO_NO_DATE, GEO_NO_DATE};
    int32_t unused = 0;
    geo_status status = parse_end(context, text, from, &parsed.first_day, &unused);
    if (status == GEO_OK)
        status = parse_end(context, text, to, &unused, &parsed.last_day);
    if (status != GEO_OK)
        return status;
    if (parsed.first_day == GEO_NO_DATE && parsed.last_day == GEO_NO_DATE) {
        return geo_fail(context, GEO_ERROR_USAGE,
                        "period '%s' has neither a first nor a last day; write it as "
                        "2018-04..2019-03, 2018-04.. or ..2019-03",
                        text);
    }
    if (parsed.last_day != GEO_NO_DATE && parsed.first_day > parsed.last_day)
        return geo_fail(context, GEO_ERROR_USAGE, "period '%s' ends before it begins", text);
    *period = parsed;
    return GEO_OK;
}

bool geo_period_contains(const geo_period *period, int32_t day, bool month_only)
{
    if (day == GEO_NO_DATE)
        return period->first_day == GEO_NO_DATE && period->last_day == GEO_NO_DATE;
    int32_t last = month_only && period->last_day != GEO_NO_DATE ? last_day_of_month(day) : day;
    return (period->first_day == GEO_NO_DATE || day >= period->first_day) &&
           (period->last_day == GEO_NO_DATE || last <= period->last_day);
}
