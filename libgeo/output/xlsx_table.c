/* Tables as a workbook. libxlsxwriter writes files, so the bytes come by way of a temporary. */
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <geo/output.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/utf8.h"
#include "output/marks.h"
#include "output/path.h"
#include "output/source_date.h"
#include "output/xlsx.h"

geo_status geo_xlsx_check(geo_context *context, lxw_error error)
{
    if (error == LXW_NO_ERROR)
        return GEO_OK;
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED)
        return geo_fail(context, GEO_ERROR_MEMORY, "out of memory: no room for the workbook");
    return geo_fail(context, GEO_ERROR_OUTPUT, "XLSX: %s", lxw_strerror(error));
}

/* ---- the temporary file --------------------------------------------------------------------- */

static geo_status fail_temporary(geo_context *context, int error)
{
    return geo_fail(context, GEO_ERROR_OUTPUT,
                    "%s: %s; a workbook is put together there (TMPDIR says where)",
                    geo_path_waiting_folder(), strerror(error));
}

static geo_status open_temporary(geo_context *context, char **name, int *descriptor)
{
    char *path = NULL;
    geo_status status = geo_path_join(context, geo_path_waiting_folder(), "geo", &path);
    if (status == GEO_OK)
        status = geo_path_temporary(context, path, name);
    free(path);
    if (status != GEO_OK)
        return status;
    *descriptor = mkstemp(*name);
    return *descriptor < 0 ? fail_temporary(context, errno) : GEO_OK;
}

static geo_status read_temporary(geo_context *context, int descriptor, geo_bytes *out)
{
    char block[1 << 14];
    off_t at = 0;
    geo_status status = GEO_OK;
    for (;;) {
        ssize_t got = pread(descriptor, block, sizeof block, at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail_temporary(context, errno);
        if (got == 0)
            return GEO_OK;
        status = geo_bytes_append(context, out, block, (size_t)got);
        if (status != GEO_OK)
            return status;
        at += got;
    }
}

/* ---- the workbook --------------------------------------------------------------------------- */

/* libxlsxwriter takes 0 for "now", and no ZIP file is older than 1980. */
static time_t creation_date(void)
{
    static const int64_t zip_epoch = 315532800;
    int64_t date = geo_source_date();
    return (time_t)(date > zip_epoch ? date : zip_epoch);
}

static geo_status set_properties(const geo_xlsx *xlsx)
{
    enum { PROPERTY_MAX = 255 };
    lxw_doc_properties properties = {.created = creation_date()};
    const char *title = xlsx->all[0]->title ? xlsx->all[0]->title : "";
    geo_status status =
        geo_copy_bytes(xlsx->context, title, geo_utf8_cut(title, PROPERTY_MAX), &properties.title);
    if (status != GEO_OK)
        return status;
    char *clean = NULL;
    status = geo_xlsx_text(xlsx->context, properties.title, &clean);
    free(properties.title);
    properties.title = clean;
    if (status == GEO_OK)
        status = geo_xlsx_check(xlsx->context, workbook_set_properties(xlsx->book, &properties));
    free(clean);
    return status;
}

static geo_status add_tables(geo_xlsx *xlsx)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < xlsx->count && status == GEO_OK; i++) {
        char name[GEO_XLSX_NAME_SIZE];
        xlsx->table = xlsx->all[i];
        status = geo_xlsx_sheet_name(xlsx, i, name);
        if (status == GEO_OK)
            status = geo_xlsx_add_table(xlsx, name);
    }
    return status;
}

static geo_status make_workbook(geo_context *context, const geo_table *const *table, size_t count,
                                const char *path)
{
    char *folder = NULL;
    geo_xlsx xlsx = {.context = context, .all = table, .count = count};
    geo_status status = geo_path_folder(context, path, &folder);
    if (status != GEO_OK)
        return status;
    lxw_workbook_options options = {.tmpdir = folder};
    xlsx.book = workbook_new_opt(path, &options);
    status =
        xlsx.book ? set_properties(&xlsx) : geo_xlsx_check(context, LXW_ERROR_MEMORY_MALLOC_FAILED);
    if (status == GEO_OK)
        status = add_tables(&xlsx);
    if (status == GEO_OK)
        status = geo_xlsx_add_notes(&xlsx);
    if (status == GEO_OK)
        status = geo_xlsx_check(context, workbook_close(xlsx.book));
    else if (xlsx.book)
        lxw_workbook_free(xlsx.book);
    free(xlsx.style);
    free(folder);
    return status;
}

/* libxlsxwriter writes numbers by the locale. */
static geo_status make_in_c_locale(geo_context *context, const geo_table *const *table,
                                   size_t count, const char *path)
{
    locale_t c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (c_locale == (locale_t)0)
        return geo_fail(context, GEO_ERROR_MEMORY, "out of memory: no locale for XLSX numbers");
    locale_t before = uselocale(c_locale);
    geo_status status = make_workbook(context, table, count, path);
    uselocale(before);
    freelocale(c_locale);
    return status;
}

geo_status geo_tables_to_xlsx(geo_context *context, const geo_table *const *table, size_t count,
                              geo_bytes *out)
{
    char *name = NULL;
    int descriptor = -1;
    size_t before = out->length;
    geo_status status = geo_check_table_count(context, count);
    if (status == GEO_OK)
        status = open_temporary(context, &name, &descriptor);
    if (status == GEO_OK)
        status = make_in_c_locale(context, table, count, name);
    if (status == GEO_OK)
        status = read_temporary(context, descriptor, out);
    if (status != GEO_OK)
        out->length = before;
    if (descriptor >= 0) {
        close(descriptor);
        unlink(name);
    }
    free(name);
    return status;
}

geo_status geo_table_to_xlsx(geo_context *context, const geo_table *table, geo_bytes *out)
{
    return geo_tables_to_xlsx(context, &table, 1, out);
}
