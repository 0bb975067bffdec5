/* One chart of each kind, and one of nothing. */
#include <math.h>
#include <stddef.h>

#include "references.h"

#define AREAS 6

static const char *const names[AREAS] = {
    "Town & <Gown>", "G\xC5\xB5ynedd T\xC5\xB7",
    "Quay",          "Saint Mary and Saint Michael without the Old Walls",
    "Heath",         "North"};

static geo_status draw_bars(geo_context *context, geo_style *style, geo_bytes *out)
{
    static const double value[AREAS] = {41.2, 30.5, 22, 14.1, (double)NAN, 3.3};
    static const double lower[AREAS] = {35, 25, 18, 11, (double)NAN, 2};
    static const double upper[AREAS] = {48, 36.5, 27, 18, (double)NAN, 5};
    static const geo_emphasis emphasis[AREAS] = {GEO_EMPHASIS_STRONG, GEO_EMPHASIS_ABOVE};
    const geo_bar_chart chart = {.count = AREAS,
                                 .name = names,
                                 .value = value,
                                 .lower = lower,
                                 .upper = upper,
                                 .emphasis = emphasis,
                                 .emphasis_text = {"Not above", "Above", "Significantly above"},
                                 .interval_text = "95% interval",
                                 .reference_text = "Mean",
                                 .reference = 16.4,
                                 .unit = "Incidents per 1,000 residents",
                                 .decimals = 1};
    return geo_figure_bars(context, &chart, style, &reference_text, GEO_PICTURE_PNG, REFERENCE_DPI,
                           out);
}

static geo_status draw_no_bars(geo_context *context, geo_style *style, geo_bytes *out)
{
    const geo_bar_chart chart = {.count = 0, .unit = "Incidents per 1,000 residents"};
    return geo_figure_bars(context, &chart, style, &reference_text, GEO_PICTURE_PNG, REFERENCE_DPI,
                           out);
}

static geo_status draw_months(geo_context *context, geo_style *style, geo_bytes *out)
{
    enum { MONTHS = 18, APRIL_2018 = 48 * 12 + 3 };
    const geo_month_shade shade = {APRIL_2018 + 6, APRIL_2018 + 9, "Operation"};
    double value[MONTHS], centre[MONTHS], lower[MONTHS], upper[MONTHS];
    for (size_t i = 0; i < MONTHS; i++) {
        value[i] = 200 + (double)(i * 37 % 90);
        centre[i] = 240;
        lower[i] = 195;
        upper[i] = 285;
    }
    value[12] = (double)NAN;
    const geo_month_chart chart = {.count = MONTHS,
                                   .first_month = APRIL_2018,
                                   .value = value,
                                   .centre = centre,
                                   .lower_limit = lower,
                                   .upper_limit = upper,
                                   .series_text = "Incidents a month",
                                   .centre_text = "Mean",
                                   .limit_text = "Control limits",
                                   .outside_text = "Outside the limits",
                                   .shade_count = 1,
                                   .shade = &shade,
                                   .unit = "Incidents"};
    return geo_figure_months(context, &chart, style, &reference_text, GEO_PICTURE_PNG,
                             REFERENCE_DPI, out);
}

static geo_status draw_funnel(geo_context *context, geo_style *style, geo_bytes *out)
{
    enum { CURVE = 20 };
    static const double size[AREAS] = {2000, 4200, 5000, 6100, 8000, 9500};
    static const double rate[AREAS] = {61, 140, 74, 30, 82, 68};
    static const geo_emphasis emphasis[AREAS] = {GEO_EMPHASIS_NONE, GEO_EMPHASIS_STRONG,
                                                 GEO_EMPHASIS_NONE, GEO_EMPHASIS_ABOVE};
    double curve[CURVE], limit[4][CURVE];
    for (size_t i = 0; i < CURVE; i++) {
        curve[i] = 500 * (double)(i + 1);
        for (size_t k = 0; k < 4; k++)
            limit[k][i] = 70 + (k % 2 ? 1 : -1) * (k < 2 ? 1.96 : 3.09) * 700 / sqrt(curve[i]);
    }
    const geo_funnel_chart chart = {.count = AREAS,
                                    .name = names,
                                    .size = size,
                                    .rate = rate,
                                    .emphasis = emphasis,
                                    .emphasis_text = {"Within", "Outside 95%", "Outside 99.8%"},
                                    .reference_text = "All areas",
                                    .reference = 70,
                                    .curve_count = CURVE,
                                    .curve_size = curve,
                                    .lower_95 = limit[0],
                                    .upper_95 = limit[1],
                                    .lower_998 = limit[2],
                                    .upper_998 = limit[3],
                                    .size_unit = "Residents",
                                    .rate_unit = "Incidents per 1,000 residents",
                                    .decimals = 1};
    return geo_figure_funnel(context, &chart, style, &reference_text, GEO_PICTURE_PNG,
                             REFERENCE_DPI, out);
}

static geo_status draw_profile(geo_context *context, geo_style *style, geo_bytes *out)
{
    static const char *const decile[] = {
        "1 (most deprived)", "2", "3", "4", "5", "6", "7", "8", "9", "10 (least deprived)"};
    static const char *const year[] = {"2018/19", "2019/20"};
    double value[20], lower[20], upper[20];
    for (size_t i = 0; i < 20; i++) {
        value[i] = 90 - 7 * (double)(i % 10) + (double)(i / 10) * 12;
        lower[i] = value[i] - 6;
        upper[i] = value[i] + 6;
    }
    const geo_profile_chart chart = {.category_count = 10,
                                     .category = decile,
                                     .series_count = 2,
                                     .series = year,
                                     .value = value,
                                     .lower = lower,
                                     .upper = upper,
                                     .interval_text = "95% interval",
                                     .reference_text = "Mean",
                                     .reference = 64,
                                     .category_unit = "Decile of deprivation",
                                     .unit = "Incidents per 1,000 residents",
                                     .decimals = 1};
    return geo_figure_profile(context, &chart, style, &reference_text, GEO_PICTURE_PNG,
                              REFERENCE_DPI, out);
}

static geo_status draw_lorenz(geo_context *context, geo_style *style, geo_bytes *out)
{
    enum { POINTS = 11, SERIES = 4 };
    static const char *const kinds[SERIES] = {"All crime", "Drugs & <other>", "Robbery",
                                              "Fly-tipping"};
    static const double index[SERIES] = {-0.2, -0.4, -0.29, 0.13};
    double across[POINTS], up[SERIES][POINTS];
    geo_lorenz_series series[SERIES];
    for (size_t i = 0; i < SERIES; i++) {
        /* A curve whose index is that: p^b has 1 - 2 / (b + 1). */
        double power = 2 / (1 - index[i]) - 1;
        for (size_t k = 0; k < POINTS; k++) {
            across[k] = (double)k / (POINTS - 1);
            up[i][k] = pow(across[k], power);
        }
        series[i] = (geo_lorenz_series){kinds[i], POINTS,          across,         up[i],
                                        index[i], index[i] - 0.03, index[i] + 0.03};
    }
    const geo_lorenz_chart chart = {.series_count = SERIES,
                                    .series = series,
                                    .guide = 0.2,
                                    .guide_text = "The most deprived 20% have",
                                    .incidents_text = "incidents",
                                    .index_text = "concentration index",
                                    .equality_text = "Equal shares",
                                    .across_text = "Residents, the most deprived first (%)",
                                    .up_text = "Incidents (%)",
                                    .decimals = 2};
    return geo_figure_lorenz(context, &chart, style, &reference_text, GEO_PICTURE_PNG,
                             REFERENCE_DPI, out);
}

static geo_status draw_matrix(geo_context *context, geo_style *style, geo_bytes *out)
{
    static const char *const kinds[] = {"Burglary", "Drugs & <other>", "Robbery", "Shoplifting"};
    double value[AREAS * 4];
    for (size_t i = 0; i < AREAS * 4; i++)
        value[i] = (double)(i * 37 % 90) + 0.5;
    value[7] = (double)NAN;
    const geo_matrix_chart chart = {.row_count = AREAS,
                                    .column_count = 4,
                                    .row = names,
                                    .column = kinds,
                                    .value = value,
                                    .unit = "Incidents per 1,000 residents",
                                    .decimals = 1};
    return geo_figure_matrix(context, &chart, style, &reference_text, GEO_PICTURE_PNG,
                             REFERENCE_DPI, out);
}

static geo_status draw_pyramid(geo_context *context, geo_style *style, geo_bytes *out)
{
    static const char *const ages[] = {"0 to 9",   "10 to 19", "20 to 29", "30 to 39",
                                       "40 to 49", "50 to 59", "60 to 69", "70 and over"};
    static const double women[] = {510, 530, 620, 640, 600, 560, 430, 520};
    static const double men[] = {535, 560, 650, 630, 590, 545, 400, 410};
    static const double expected[] = {560, 555, 590, 600, 610, 600, 500, 480};
    const geo_pyramid_chart chart = {.count = 8,
                                     .group = ages,
                                     .left = women,
                                     .right = men,
                                     .left_outline = expected,
                                     .right_outline = expected,
                                     .left_text = "Women",
                                     .right_text = "Men",
                                     .outline_text = "England",
                                     .unit = "Residents"};
    return geo_figure_pyramid(context, &chart, style, &reference_text, GEO_PICTURE_PNG,
                              REFERENCE_DPI, out);
}

const image_reference chart_references[] = {{"bars", false, draw_bars},
                                            {"bars-of-nothing", true, draw_no_bars},
                                            {"months", true, draw_months},
                                            {"funnel", true, draw_funnel},
                                            {"profile", true, draw_profile},
                                            {"matrix", false, draw_matrix},
                                            {"pyramid", false, draw_pyramid},
                                            {"lorenz", false, draw_lorenz},
                                            {NULL, false, NULL}};
