#include "source/gdal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/gdal_library.h"
#include "core/memory.h"

/* An environment variable or gdalrc of the user must not decide what a file says: no plug-ins, no
 * gdalrc, no index made up for a Shapefile that lacks one, no SQLite extensions or pragmas; and no
 * threads, whose errors this one would not hear of. Cells of a workbook are text, and which row has
 * the names of the fields is found here. */
static const char *const fixed_setting[GEO_GDAL_SETTINGS][2] = {
    {"GDAL_DRIVER_PATH", "disable"},     {"GDAL_CONFIG_FILE", ""},
    {"SHAPE_RESTORE_SHX", "NO"},         {"OGR_SQLITE_LOAD_EXTENSIONS", ""},
    {"OGR_SQLITE_PRAGMA", ""},           {"GDAL_NUM_THREADS", "1"},
    {"OGR_GPKG_STREAM_BASE_IMPL", "NO"}, {"OGR_XLSX_HEADERS", "DISABLE"},
    {"OGR_XLSX_FIELD_TYPES", "STRING"},
};

/* "Invalid 'y' coordinate. Type is not double or integer for '"52.9"'." gives away the value. */
static void leave_out_value(char *text)
{
    char *value = strstr(text, " for '");
    if (value)
        *value = '\0';
}

static void CPL_STDCALL catch_error(CPLErr level, CPLErrorNum number, const char *text)
{
    (void)number;
    geo_gdal_errors *errors = CPLGetErrorHandlerUserData();
    if (level < CE_Failure)
        return;
    if (errors->count++ > 0)
        return;
    snprintf(errors->text, sizeof errors->text, "%s", text);
    leave_out_value(errors->text);
}

void geo_gdal_enter(geo_gdal_errors *errors)
{
    CPLPushErrorHandlerEx(catch_error, errors);
}

void geo_gdal_leave(void)
{
    CPLPopErrorHandler();
    CPLErrorReset();
}

/* All of GDAL's some 200 drivers take ten times as long as these. Only its C++ headers declare what
 * registers one, and one that was built without a driver, or with it as a plug-in, has it not. */
static bool register_formats(void)
{
    static const char *const name[] = {"RegisterOGRShape",      "RegisterOGRGeoJSON",
                                       "RegisterOGRGeoJSONSeq", "RegisterOGRXLSX",
                                       "RegisterOGRGeoPackage", "RegisterOGRFlatGeobuf"};
    enum { COUNT = sizeof name / sizeof *name };
    geo_gdal_function *driver[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        driver[i] = geo_gdal_find(name[i]);
        if (!driver[i])
            return false;
    }
    for (size_t i = 0; i < COUNT; i++)
        driver[i]();
    return true;
}

void geo_gdal_register(void)
{
    /* Called the first time only, between geo_gdal_fix_settings() and geo_gdal_restore_settings(),
     * because GDAL looks at its settings when it begins. The driver that is asked for comes last.
     */
    if (!GDALGetDriverByName("FlatGeobuf") && !register_formats())
        GDALAllRegister();
    OSRSetPROJEnableNetwork(0);
}

geo_status geo_gdal_fix_settings(geo_context *context, geo_gdal_former *settings)
{
    for (size_t i = 0; i < GEO_GDAL_SETTINGS; i++) {
        const char *before = CPLGetThreadLocalConfigOption(fixed_setting[i][0], NULL);
        geo_status status = geo_copy_text(context, before, &settings->before[i]);
        if (status != GEO_OK) {
            geo_gdal_restore_settings(settings);
            return status;
        }
        CPLSetThreadLocalConfigOption(fixed_setting[i][0], fixed_setting[i][1]);
    }
    return GEO_OK;
}

void geo_gdal_restore_settings(geo_gdal_former *settings)
{
    for (size_t i = 0; i < GEO_GDAL_SETTINGS; i++) {
        CPLSetThreadLocalConfigOption(fixed_setting[i][0], settings->before[i]);
        free(settings->before[i]);
        settings->before[i] = NULL;
    }
}
