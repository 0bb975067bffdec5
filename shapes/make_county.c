/* Makes Aldshire. Usage: make_county FOLDER, where FOLDER and FOLDER/incidents exist and hold none
 * of the outputs. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cpl_conv.h>
#include <gdal.h>

#include "county.h"

/* GEOS tells why a test for validity failed; here a failed test only means another try. */
static void quiet(const char *format, ...)
{
    (void)format;
}

static void report(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

static const char *within(const char *folder, const char *name)
{
    static char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void free_county(County *county)
{
    for (size_t i = 0; i < county->area_count; i++)
        line_free(&county->areas[i].ring);
    for (size_t i = 0; i < county->ward_count; i++)
        GEOSGeom_destroy(county->wards[i].shape);
    for (size_t i = 0; i < county->lsoa_count; i++)
        GEOSGeom_destroy(county->lsoas[i].shape);
    for (int i = 0; i < DISTRICTS; i++)
        GEOSGeom_destroy(county->districts[i].shape);
    GEOSGeom_destroy(county->land);
    GEOSGeom_destroy(county->rivers);
    free(county->areas);
    free(county->wards);
    free(county->lsoas);
    free(county->villages);
    free(county->graph.start);
    free(county->graph.to);
    free(county->graph.across_river);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        fail("usage: make_county FOLDER");
    const char *folder = argv[1];
    County county = {0};
    initGEOS(quiet, report);
    GDALAllRegister();
    CPLSetConfigOption("OGR_SQLITE_PRAGMA",
                       "page_size=1024"); /* small pages waste less after each outline */
    make_land(&county);
    place_villages(&county);
    make_output_areas(&county);
    roughen_edges(&county);
    make_hierarchy(&county);
    name_everything(&county);
    rank_deprivation(&county);
    write_layers(&county, within(folder, "aldshire.gpkg"));
    write_backdrop(&county, within(folder, "aldshire-backdrop.gpkg"));
    write_deprivation(&county, within(folder, "lsoa-deprivation.csv"));
    write_former_deprivation(&county, within(folder, "lsoa-deprivation-2019.csv"));
    write_lsoa_lookup(&county, within(folder, "lsoa-lookup-2011-2021.csv"));
    write_population_by_age(&county, within(folder, "lsoa-population-age.csv"));
    write_ward_populations(&county, within(folder, "ward-populations.csv"));
    write_ward_denominators(&county, within(folder, "ward-denominators.csv"));
    write_area_classes(&county, within(folder, "area-classes.csv"));
    write_population_by_age_and_sex(&county, within(folder, "population-age-sex.csv"));
    write_force_export(&county, within(folder, "force-export.csv"));
    write_burglaries(&county, within(folder, "burglaries.csv"));
    write_incidents(&county, within(folder, "incidents"));
    printf("%zu LSOAs, %zu wards, %d districts\n", county.lsoa_count, county.ward_count, DISTRICTS);
    free_county(&county);
    finishGEOS();
    return 0;
}
