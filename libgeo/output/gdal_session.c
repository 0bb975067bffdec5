#include "output/gdal_session.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/gdal_library.h"
#include "output/source_date.h"

/* No planted plugins, no configuration file of the user, no network. */
static void register_drivers(void)
{
    CPLSetConfigOption("GDAL_DRIVER_PATH", "disable");
    CPLSetConfigOption("GDAL_CONFIG_FILE", "");
    GDALAllRegister();
    OSRSetPROJEnableNetwork(0);
}

static void CPL_STDCALL capture(CPLErr kind, CPLErrorNum number, const char *message)
{
    (void)number;
    geo_gdal_session *session = CPLGetErrorHandlerUserData();
    bool failed = kind >= CE_Failure;
    if (kind < CE_Warning)
        return;
    int *count = failed ? &session->failure_count : &session->warning_count;
    if ((*count)++ == 0) {
        char *first = failed ? session->failure : session->warning;
        snprintf(first, sizeof session->failure, "%s", message);
    }
}

void geo_gdal_session_begin(geo_gdal_session *session)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    *session = (geo_gdal_session){0};
    CPLPushErrorHandlerEx(capture, session);
    pthread_once(&once, register_drivers);
}

void geo_gdal_session_end(geo_gdal_session *session)
{
    (void)session;
    CPLPopErrorHandler();
    CPLErrorReset();
}

static const char *const setting[][2] = {
    {"GDAL_PAM_ENABLED", "NO"}, /* no .aux.xml beside the file */
    {"OGR_CURRENT_DATE", NULL},
    {"OGR_SQLITE_JOURNAL", "MEMORY"},  /* the file is a temporary: nothing to roll back to */
    {"OGR_SQLITE_SYNCHRONOUS", "OFF"}, /* it is fsynced once, when it is whole */
    {"OGR_SQLITE_PRAGMA", ""},
    {"GDAL_TIFF_ENDIANNESS", "LITTLE"},
    {"GDAL_NUM_THREADS", "1"},
};
enum { SETTING_COUNT = sizeof setting / sizeof *setting };
_Static_assert(sizeof((geo_gdal_settings){0}.before) / sizeof(char *) == SETTING_COUNT,
               "one former value for each setting");

static void write_date(char *date, size_t size)
{
    int year, month, day;
    int64_t second = geo_source_date();
    geo_day_to_civil((int32_t)(second / 86400), &year, &month, &day);
    int rest = (int)(second % 86400);
    snprintf(date, size, "%04d-%02d-%02dT%02d:%02d:%02d.000Z", year, month, day, rest / 3600,
             rest / 60 % 60, rest % 60);
}

void geo_gdal_settings_begin(geo_gdal_settings *settings)
{
    write_date(settings->date, sizeof settings->date);
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const char *before = CPLGetThreadLocalConfigOption(setting[i][0], NULL);
        settings->before[i] = before ? CPLStrdup(before) : NULL;
        CPLSetThreadLocalConfigOption(setting[i][0],
                                      setting[i][1] ? setting[i][1] : settings->date);
    }
}

void geo_gdal_settings_end(geo_gdal_settings *settings)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        CPLSetThreadLocalConfigOption(setting[i][0], settings->before[i]);
        CPLFree(settings->before[i]);
    }
}

geo_status geo_gdal_fail(geo_context *context, const geo_gdal_session *session, const char *path,
                         const char *action)
{
    return geo_fail(context, GEO_ERROR_OUTPUT,
                    "%s: %s; see whether the disk is full (GDAL says: %s)", path, action,
                    session->failure_count > 0 ? session->failure : "nothing");
}

geo_status geo_gdal_crs(geo_context *context, const geo_crs *crs, OGRSpatialReferenceH *out)
{
    *out = NULL;
    if (!crs->wkt)
        return GEO_OK;
    OGRSpatialReferenceH reference = OSRNewSpatialReference(NULL);
    char *wkt = crs->wkt; /* the call moves its own pointer only */
    if (!reference || OSRImportFromWkt(reference, &wkt) != OGRERR_NONE) {
        OSRRelease(reference);
        return geo_fail(context, GEO_ERROR_CRS,
                        "the CRS %s can't be written: GDAL does not know it",
                        crs->name ? crs->name : "of the result");
    }
    OSRSetAxisMappingStrategy(reference, OAMS_TRADITIONAL_GIS_ORDER);
    *out = reference;
    return GEO_OK;
}
