/* Writes the sample table in each format, and with a second one where there is room for two, for
 * the programs that read them: output_write_tables FOLDER */
#include <stdio.h>

#include <geo/output.h>

#include "table_sample.h"

typedef geo_status (*writer)(geo_context *context, const geo_table *table, geo_bytes *out);

static geo_status to_page(geo_context *context, const geo_table *table, geo_bytes *out)
{
    static const geo_html_style page = {.is_document = true};
    return geo_table_to_html(context, table, &page, out);
}

static geo_status to_fragment(geo_context *context, const geo_table *table, geo_bytes *out)
{
    static const geo_html_style fragment = {.has_no_css = true};
    return geo_table_to_html(context, table, &fragment, out);
}

static geo_status to_terminal(geo_context *context, const geo_table *table, geo_bytes *out)
{
    static const geo_text_style colour = {.colour = true};
    return geo_table_to_text(context, table, &colour, out);
}

static geo_status to_text(geo_context *context, const geo_table *table, geo_bytes *out)
{
    return geo_table_to_text(context, table, NULL, out);
}

/* The table, and the second one below it. */
typedef geo_status (*pair_writer)(geo_context *context, const geo_table *const *table, size_t count,
                                  geo_bytes *out);

static geo_status to_page_of_two(geo_context *context, const geo_table *const *table, size_t count,
                                 geo_bytes *out)
{
    static const geo_html_style page = {.is_document = true};
    return geo_tables_to_html(context, table, count, &page, out);
}

static geo_status save(geo_context *context, const char *folder, const char *name,
                       const geo_bytes *bytes)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return geo_file_save(context, path, bytes);
}

static geo_status write_pairs(geo_context *context, const char *folder, const geo_table *table)
{
    static const struct {
        const char *name;
        pair_writer write;
    } file[] = {{"two.html", to_page_of_two},
                {"two.tex", geo_tables_to_latex},
                {"two.xlsx", geo_tables_to_xlsx}};
    geo_table *second = NULL;
    geo_status status = sample_second_table(context, &second);
    const geo_table *const pair[] = {table, second};
    for (size_t i = 0; i < sizeof file / sizeof *file && status == GEO_OK; i++) {
        geo_bytes bytes = GEO_BYTES_INIT;
        status = file[i].write(context, pair, 2, &bytes);
        if (status == GEO_OK)
            status = save(context, folder, file[i].name, &bytes);
        geo_bytes_clear(&bytes);
    }
    geo_table_free(second);
    return status;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        writer write;
    } file[] = {{"table.csv", geo_table_to_csv},   {"table.md", geo_table_to_markdown},
                {"table.html", to_page},           {"fragment.html", to_fragment},
                {"table.tex", geo_table_to_latex}, {"table.xlsx", geo_table_to_xlsx},
                {"again.xlsx", geo_table_to_xlsx}, {"table.txt", to_text},
                {"terminal.txt", to_terminal}};
    geo_context *context = geo_context_new();
    geo_table *table = NULL;
    geo_status status = argc == 2 && context ? sample_table(context, &table) : GEO_ERROR_USAGE;
    for (size_t i = 0; i < sizeof file / sizeof *file && status == GEO_OK; i++) {
        geo_bytes bytes = GEO_BYTES_INIT;
        status = file[i].write(context, table, &bytes);
        if (status == GEO_OK)
            status = save(context, argv[1], file[i].name, &bytes);
        geo_bytes_clear(&bytes);
    }
    if (status == GEO_OK)
        status = write_pairs(context, argv[1], table);
    if (status != GEO_OK)
        fprintf(stderr, "output_write_tables: %s\n", context ? geo_message(context) : "no context");
    geo_table_free(table);
    geo_context_free(context);
    return (int)status;
}
