#include "table.h"

#include "outputs.h"

geo_status table_make_text(cli_job *job, const geo_table *const *table, size_t count,
                           const geo_text_style *style, geo_bytes *bytes)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        status = geo_bytes_print(job->context, bytes, "%s", i > 0 ? "\n" : "");
        if (status == GEO_OK)
            status = geo_table_to_text(job->context, table[i], style, bytes);
    }
    return status;
}

static geo_status make_markdown(cli_job *job, const geo_table *const *table, size_t count,
                                geo_bytes *bytes)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        status = geo_bytes_print(job->context, bytes, "%s", i > 0 ? "\n" : "");
        if (status == GEO_OK)
            status = geo_table_to_markdown(job->context, table[i], bytes);
    }
    return status;
}

geo_status table_make(cli_job *job, const geo_table *const *table, size_t count, const char *path,
                      geo_bytes *bytes)
{
    static const geo_html_style page = {.is_document = true};
    if (output_is(path, "csv"))
        return geo_table_to_csv(job->context, table[0], bytes);
    if (output_is(path, "md"))
        return make_markdown(job, table, count, bytes);
    if (output_is(path, "html"))
        return geo_tables_to_html(job->context, table, count, &page, bytes);
    if (output_is(path, "tex"))
        return geo_tables_to_latex(job->context, table, count, bytes);
    if (output_is(path, "xlsx"))
        return geo_tables_to_xlsx(job->context, table, count, bytes);
    return table_make_text(job, table, count, NULL, bytes);
}
