#include "source/gdal.h"

#include <stdio.h>
#include <stdlib.h>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>
#include <ogr_srs_api.h>

#include "core/memory.h"

/* An environment variable or gdalrc of the user must not decide what a file says: no plug-ins, no
 * gdalrc, no index made up for a Shapefile that lacks one, no SQLite extensions or pragmas. */
static const char *const fixed_setting[SOURCE_GDAL_SETTINGS][2] = {
    {"GDAL_DRIVER_PATH", "disable"},    {"GDAL_CONFIG_FILE", ""},  {"SHAPE_RESTORE_SHX", "NO"},
    {"OGR_SQLITE_LOAD_EXTENSIONS", ""}, {"OGR_SQLITE_PRAGMA", ""},
};

static void CPL_STDCALL catch_error(CPLErr level, CPLErrorNum number, const char *text)
{
    (void)number;
    source_gdal_errors *errors = CPLGetErrorHandlerUserData();
    if (level < CE_Failure)
        return;
    if (errors->count++ == 0)
        snprintf(errors->text, sizeof errors->text, "%s", text);
}

void source_gdal_enter(source_gdal_errors *errors)
{
    CPLPushErrorHandlerEx(catch_error, errors);
}

void source_gdal_leave(void)
{
    CPLPopErrorHandler();
    CPLErrorReset();
}

void source_gdal_register(void)
{
    /* GDALAllRegister() looks at GDAL_DRIVER_PATH every time, so it is called the first time only,
     * between source_gdal_fix_settings() and source_gdal_restore_settings(). */
    if (!GDALGetDriverByName("FlatGeobuf"))
        GDALAllRegister();
    OSRSetPROJEnableNetwork(0);
}

geo_status source_gdal_fix_settings(geo_context *context, source_gdal_settings *settings)
{
    for (size_t i = 0; i < SOURCE_GDAL_SETTINGS; i++) {
        const char *before = CPLGetThreadLocalConfigOption(fixed_setting[i][0], NULL);
        geo_status status = geo_copy_text(context, before, &settings->before[i]);
        if (status != GEO_OK) {
            source_gdal_restore_settings(settings);
            return status;
        }
        CPLSetThreadLocalConfigOption(fixed_setting[i][0], fixed_setting[i][1]);
    }
    return GEO_OK;
}

void source_gdal_restore_settings(source_gdal_settings *settings)
{
    for (size_t i = 0; i < SOURCE_GDAL_SETTINGS; i++) {
        CPLSetThreadLocalConfigOption(fixed_setting[i][0], settings->before[i]);
        free(settings->before[i]);
        settings->before[i] = NULL;
    }
}
