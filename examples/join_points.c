/*
 * Counts the incidents of a CSV file by ward:  join_points INCIDENTS WARDS [LAYER]
 *
 *   cc join_points.c $(pkg-config --cflags --libs geo) -o join_points
 *   ./join_points shapes/incidents/2024-06-aldshire-street.csv.gz shapes/aldshire.gpkg wards
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <geo/geo.h>

int main(int argc, char **argv)
{
    if (argc < 3)
        return fprintf(stderr, "usage: join_points INCIDENTS WARDS [LAYER]\n"), 2;
    geo_context *context = geo_context_new();
    geo_areas *wards = NULL;
    geo_frame *incidents = NULL;
    geo_ledger *ledger = NULL;
    geo_locator *locator = NULL;
    geo_tally *tally = NULL;
    int32_t *ward = NULL;

    geo_areas_options area_options = GEO_AREAS_OPTIONS_INIT;
    area_options.layer = argc > 3 ? argv[3] : NULL;
    geo_input boundaries = {.path = argv[2]}, points = {.path = argv[1]};
    geo_status status = geo_areas_read(context, &boundaries, &area_options, &wards);
    if (status == GEO_OK)
        status = geo_areas_repair(context, wards, NULL);
    if (status == GEO_OK)
        status = geo_locator_build(context, wards, &locator);

    geo_incident_options incident_options = GEO_INCIDENT_OPTIONS_INIT;
    incident_options.working = wards ? &wards->crs : NULL;
    if (status == GEO_OK)
        status = geo_incidents_read(context, &points, 1, &incident_options, &incidents, &ledger);
    if (status == GEO_OK && !(ward = calloc(incidents->count + 1, sizeof *ward)))
        status = GEO_ERROR_MEMORY;
    if (status == GEO_OK)
        status = geo_locate(context, locator, incidents->x, incidents->y, incidents->count, ward);
    if (status == GEO_OK)
        status = geo_tally_count(context, incidents, ward, wards->count, &tally);
    for (size_t i = 0; status == GEO_OK && i < wards->count; i++)
        printf("%s,%" PRId64 "\n", wards->code[i], tally->total[i]);
    if (status != GEO_OK)
        fprintf(stderr, "join_points: %s\n", context ? geo_message(context) : "out of memory");

    free(ward);
    geo_tally_free(tally);
    geo_locator_free(locator);
    geo_ledger_free(ledger);
    geo_frame_free(incidents);
    geo_areas_free(wards);
    geo_context_free(context);
    return (int)status;
}
