/* Draws the made-up county into a folder, once upright and once across, in each format:
 *   draw FOLDER */
#include <stdio.h>
#include <string.h>

#include "unit/figure/sample.h"

static const geo_figure_text words = {
    "Burglary & theft in T\xC5\xB7 G\xC5\xB5yn",
    "April 2018 to March 2019",
    "Source: made up <here>. \xC2\xA9 Crown copyright",
    "Kernel density of 123 incidents, quartic kernel, bandwidth 1,000 m, cells of 250 m",
    NULL,
    NULL};

static int write_file(const char *folder, const char *name, const char *ending,
                      const geo_bytes *bytes)
{
    char path[1000];
    snprintf(path, sizeof path, "%s/%s.%s", folder, name, ending);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes->data, 1, bytes->length, file) != bytes->length)
        return 1;
    return fclose(file);
}

static int draw(const char *folder, const char *name, size_t columns, size_t rows)
{
    static const char *const endings[] = {"png", "svg", "pdf"};
    geo_context *context = geo_context_new();
    geo_areas *areas = sample_areas(columns, rows);
    geo_grid *grid = sample_grid(columns, rows, 80);
    int failed = 0;
    for (size_t i = 0; i < areas->count; i++)
        areas->parent[i] = i % columns < columns / 2 ? "Castle & Quay" : "Sea <View>";
    for (int format = GEO_PICTURE_PNG; format <= GEO_PICTURE_PDF && !failed; format++) {
        geo_bytes bytes = GEO_BYTES_INIT;
        failed = sample_heatmap(context, grid, areas, NULL, &words, (geo_picture)format, 100,
                                &bytes) != GEO_OK;
        if (failed)
            fprintf(stderr, "%s: %s\n", name, geo_message(context));
        else
            failed = write_file(folder, name, endings[format], &bytes);
        geo_bytes_clear(&bytes);
    }
    sample_areas_free(areas);
    geo_grid_free(grid);
    geo_context_free(context);
    return failed;
}

int main(int count, char **arguments)
{
    if (count != 2)
        return 2;
    int failed = draw(arguments[1], "upright", 4, 4) | draw(arguments[1], "across", 4, 2);
    geo_figure_shutdown();
    return failed;
}
