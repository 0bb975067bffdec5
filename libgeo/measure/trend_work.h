/* What the parts of a monthly series' table share. */
#ifndef GEO_MEASURE_TREND_WORK_H
#define GEO_MEASURE_TREND_WORK_H

#include <geo/compare.h>

typedef struct geo_trend_work {
    const geo_trend_series *series;
    size_t series_count;
    int32_t first_month;
    size_t month_count;
    const geo_trend_options *options;
    geo_trend *trend;
    int32_t *number;   /* [month_count] of the months, since January 1970 */
    double *exposure;  /* [month_count] in months of average length */
    bool *is_whole;    /* [month_count] not cut by the period */
    bool *is_baseline; /* [month_count] */
    double *count;     /* [month_count] of the present series; likewise the others */
    double *based_on;  /* NaN outside the baseline */
    double *factor;
    double *centre;
    double *lower;
    double *upper;
} geo_trend_work;

/* The months of a series. */
static inline geo_trend_month *geo_trend_months(const geo_trend_work *work, size_t series)
{
    return work->trend->month + series * work->month_count;
}

/* Whether what the series counts in that month is known. */
static inline bool geo_trend_knows(const geo_trend_work *work, size_t series, size_t month)
{
    return work->series[series].count[month] != GEO_NO_INTEGER;
}

/* Which counts are kept back: is_hidden of each month. */
geo_status geo_trend_hide(geo_context *context, geo_trend_work *work);
/* Both tables. */
geo_status geo_trend_make_tables(geo_context *context, geo_trend_work *work);

#endif
