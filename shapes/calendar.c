/* The days of the force's export. */
#include "export.h"

/* Months are counted from the first of the export. */
int month_days(int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (EXPORT_YEAR + month / 12) % 4 == 0;
    return month % 12 == 1 && is_leap ? 29 : days[month % 12];
}

/* The first day was a Sunday; the answer counts from Monday. */
int weekday_of(long day)
{
    return (int)((day + 6) % 7);
}

Moment moment_of(long minutes)
{
    long day = minutes / DAY_MINUTES;
    int month = 0;
    for (; day >= month_days(month); month++)
        day -= month_days(month);
    return (Moment){EXPORT_YEAR + month / 12, 1 + month % 12, 1 + (int)day,
                    (int)(minutes % DAY_MINUTES / 60), (int)(minutes % 60)};
}
