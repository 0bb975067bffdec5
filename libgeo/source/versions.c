/* What the library runs on, and giving it back at the very end. */
#include <stdio.h>
#include <string.h>

#include <cpl_conv.h>
#include <gdal.h>
#include <ogr_srs_api.h>
#include <proj.h>

#include <geo/source.h>

const char *geo_source_versions(void)
{
    static _Thread_local char text[160];
    static const char key[] = "GEOS_VERSION=";
    const char *found = strstr(GDALVersionInfo("BUILD_INFO"), key);
    const char *geos = found ? found + sizeof key - 1 : "unknown";
    int geos_length = (int)strcspn(geos, "-\r\n");
    PJ_INFO proj = proj_info();
    /* GDALVersionInfo() gives one answer at a time. */
    int length = snprintf(text, sizeof text, "PROJ %d.%d.%d, GEOS %.*s, GDAL ", proj.major,
                          proj.minor, proj.patch, geos_length, geos);
    snprintf(text + length, sizeof text - (size_t)length, "%s", GDALVersionInfo("RELEASE_NAME"));
    return text;
}

void geo_source_shutdown(void)
{
    CPLSetConfigOption("CPL_DEBUG", "OFF"); /* GDAL says on leaving that it leaves */
    OSRCleanup(); /* before GDALDestroy(), which takes away what it needs */
    GDALDestroy();
    proj_cleanup();
}
