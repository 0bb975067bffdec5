/* Contours as gdal_contour draws them: peers_contours FOLDER writes surface.tif, contours.csv
 * (level, square metres of our own, and of the parts of those divided at every peak, how many). */
#include <stdio.h>

#include <geo/output.h>
#include <geo/source.h>
#include <geo/surface.h>

enum { POINTS = 400, LEVELS = 4 };

static const double levels[LEVELS] = {5, 10, 20, 40};

/* A town, its suburbs and a far village, by a linear congruential generator (Knuth's MMIX). */
static void make_points(double *x, double *y)
{
    static const double centre[3][3] = {{3000, 3000, 400}, {4200, 3600, 900}, {6500, 1500, 250}};
    uint64_t state = 1;
    for (size_t i = 0; i < POINTS; i++) {
        const double *of = centre[i % 7 == 0 ? 2 : i % 2];
        double sum[2] = {0, 0};
        for (size_t k = 0; k < 8; k++) {
            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            sum[k % 2] += (double)(state >> 33) / 2147483648.0 - 0.5;
        }
        x[i] = 400000 + of[0] + of[2] * sum[0];
        y[i] = 300000 + of[1] + of[2] * sum[1];
    }
}

static geo_status make_surface(geo_context *context, const geo_crs *crs, geo_grid **out)
{
    double x[POINTS], y[POINTS];
    geo_density_options options = GEO_DENSITY_OPTIONS_INIT;
    make_points(x, y);
    options.bandwidth_m = 400;
    options.cell_m = 20;
    options.extent = (geo_extent){400000, 300000, 408000, 306000};
    return geo_density(context, crs, x, y, NULL, POINTS, &options, out, NULL);
}

typedef struct level_ground {
    double square_metres;
    size_t areas;
} level_ground;

/* The areas of each level together. */
static void add_up(const geo_areas *areas, level_ground *ground)
{
    const double *level = geo_table_find(areas->attributes, "level")->real;
    const double *area_km2 = geo_table_find(areas->attributes, "area_km2")->real;
    for (size_t i = 0; i < areas->count; i++)
        for (size_t k = 0; k < LEVELS; k++)
            if (level[i] == levels[k]) {
                ground[k].square_metres += area_km2[i] * 1e6;
                ground[k].areas++;
            }
}

static geo_status write_ours(geo_context *context, const geo_grid *surface, const char *folder)
{
    const geo_contour_options options = {levels, LEVELS, false, 0, 0};
    geo_areas *areas = NULL, *parts = NULL;
    level_ground whole[LEVELS] = {{0, 0}}, divided[LEVELS] = {{0, 0}};
    char path[1024];
    geo_status status = geo_contours(context, surface, &options, &areas);
    if (status == GEO_OK)
        status = geo_contours_by_peak(context, surface, &options, 1, &parts);
    if (status == GEO_OK) {
        add_up(areas, whole);
        add_up(parts, divided);
    }
    geo_areas_free(areas);
    geo_areas_free(parts);
    if (status != GEO_OK)
        return status;
    snprintf(path, sizeof path, "%s/contours.csv", folder);
    FILE *file = fopen(path, "w");
    for (size_t i = 0; file && i < LEVELS; i++)
        fprintf(file, "%g,%.6f,%.6f,%zu\n", levels[i], whole[i].square_metres,
                divided[i].square_metres, divided[i].areas);
    return file && fclose(file) == 0 ? GEO_OK : GEO_ERROR_OUTPUT;
}

int main(int count, char **arguments)
{
    geo_context *context = geo_context_new();
    geo_crs crs = {NULL, NULL, 0, false};
    geo_grid *surface = NULL;
    char path[1024];
    if (count != 2 || !context)
        return 2;
    snprintf(path, sizeof path, "%s/surface.tif", arguments[1]);
    geo_status status = geo_crs_from_text(context, "EPSG:27700", &crs);
    if (status == GEO_OK)
        status = make_surface(context, &crs, &surface);
    if (status == GEO_OK)
        status = geo_grid_write_tiff(context, surface, NULL, 0, path);
    if (status == GEO_OK)
        status = write_ours(context, surface, arguments[1]);
    if (status != GEO_OK)
        fprintf(stderr, "%s\n", geo_message(context));
    geo_grid_free(surface);
    geo_crs_clear(&crs);
    geo_context_free(context);
    return (int)status;
}
