#include "table.h"

#include "outputs.h"

geo_status table_make(cli_job *job, const geo_table *table, const char *path, geo_bytes *bytes)
{
    static const geo_html_style page = {.is_document = true};
    if (output_is(path, "csv"))
        return geo_table_to_csv(job->context, table, bytes);
    if (output_is(path, "md"))
        return geo_table_to_markdown(job->context, table, bytes);
    if (output_is(path, "html"))
        return geo_table_to_html(job->context, table, &page, bytes);
    if (output_is(path, "tex"))
        return geo_table_to_latex(job->context, table, bytes);
    if (output_is(path, "xlsx"))
        return geo_table_to_xlsx(job->context, table, bytes);
    return geo_table_to_text(job->context, table, NULL, bytes);
}
