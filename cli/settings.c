#include "settings.h"

#define AT(member)      offsetof(cli_settings, member)
#define AT_AREA(member) offsetof(area_choice, member)

static const cli_option incident_table[] = {
    {"x", 0, OPTION_TEXT, AT(x), "FIELD", NULL, "field with the easting"},
    {"y", 0, OPTION_TEXT, AT(y), "FIELD", NULL, "field with the northing"},
    {"crs", 0, OPTION_TEXT, AT(crs), "CRS", NULL,
     "reference system of coordinates whose file does not state it, such as EPSG:27700"},
    {"lon", 0, OPTION_TEXT, AT(lon), "FIELD", NULL, "field with the longitude in degrees"},
    {"lat", 0, OPTION_TEXT, AT(lat), "FIELD", NULL, "field with the latitude in degrees"},
    {"date", 0, OPTION_TEXT, AT(date), "FIELD", NULL, "field with the month, day or time"},
    {"category-field", 0, OPTION_TEXT, AT(category_field), "FIELD", NULL,
     "field with the kind of incident"},
    {"incident-layer", 0, OPTION_TEXT, AT(incident_layer), "NAME", NULL,
     "layer of the incidents, where a file has several"},
    {"encoding", 0, OPTION_TEXT, AT(encoding), "NAME", NULL,
     "encoding of CSV files that are not UTF-8: ISO-8859-1, WINDOWS-1252 or UTF-16"},
    {"exact-crs", 0, OPTION_FLAG, AT(exact_crs), NULL, NULL,
     "transform every point by PROJ itself, instead of to within 1 mm of it"},
};
const option_group incident_options =
    OPTION_GROUP("Incidents (fields of known schemas are found)", incident_table);

static const cli_option area_table[] = {
    {"areas", 0, OPTION_AREAS, AT(areas), "FILE", NULL,
     "boundaries: GeoPackage, GeoJSON, Shapefile or FlatGeobuf"},
    {"layer", 0, OPTION_AREA_TEXT, AT_AREA(layer), "NAME", NULL,
     "layer of the boundaries, where the file has several"},
    {"area-code", 0, OPTION_AREA_TEXT, AT_AREA(code), "FIELD", NULL,
     "field with the area's code (found: WD19CD, LSOA21CD and the like)"},
    {"area-name", 0, OPTION_AREA_TEXT, AT_AREA(name), "FIELD", NULL, "field with the area's name"},
    {"parent", 0, OPTION_AREA_TEXT, AT_AREA(parent), "FIELD", NULL,
     "field with what the area is part of, such as its district"},
    {"areas-crs", 0, OPTION_AREA_TEXT, AT_AREA(crs), "CRS", NULL,
     "reference system of boundaries that come without one, where it isn't --crs"},
    {"working-crs", 0, OPTION_TEXT, AT(working_crs), "CRS", NULL,
     "reference system to work in; without it that of the boundaries if its axes are in metres, "
     "else British National Grid or UTM"},
};
const option_group area_options = OPTION_GROUP("Areas", area_table);

static const cli_option population_table[] = {
    {"population-field", 0, OPTION_AREA_TEXT, AT_AREA(population), "FIELD", NULL,
     "field with the population, of the boundaries or of the --population file"},
    {"population", 0, OPTION_TEXT, AT(population), "FILE", NULL,
     "table with a code and a population for each area"},
    {"population-code", 0, OPTION_TEXT, AT(population_code), "FIELD", NULL,
     "field of that table with the area's code"},
    {"population-layer", 0, OPTION_TEXT, AT(population_layer), "NAME", NULL,
     "layer of that table, where its file has several"},
    {"denominator-name", 0, OPTION_TEXT, AT(denominator_name), "NAME", NULL,
     "what the population counts, for titles and notes (default: residents, or the field's name "
     "where that says otherwise, such as households)"},
};
const option_group population_options = OPTION_GROUP("Population", population_table);

static const cli_option indices_table[] = {
    {"deprivation", 0, OPTION_TEXT, AT(deprivation), "FILE", NULL,
     "indices of deprivation: a table with a code and a rank, score or decile for each LSOA; "
     "without it a field of the boundaries such as imd_decile"},
    {"domain", 0, OPTION_CHOICE, AT(domain), "NAME",
     "imd|income|employment|education|health|crime|housing|environment",
     "which of the indices (default imd, all in one)"},
    {"groups", 0, OPTION_CHOICE, AT(deprivation_groups), "N", "10|5|20pc",
     "deciles (10, the default), quintiles (5), or the most deprived 20% against the rest (20pc)"},
    {"local", 0, OPTION_FLAG, AT(local), NULL, NULL,
     "rank the areas anew among those of the study area, instead of in the whole nation"},
    {"bridge", 0, OPTION_TEXT, AT(bridge), "LOOKUP", NULL,
     "where boundaries and indices are of different years: the table of LSOA 2011 and LSOA 2021 "
     "codes, such as that of the Office for National Statistics"},
    {"deprivation-field", 0, OPTION_TEXT, AT(deprivation_field), "FIELD", NULL,
     "field with the rank, score or decile, where it is not found by its name"},
    {"deprivation-code", 0, OPTION_TEXT, AT(deprivation_code), "FIELD", NULL,
     "field of that table with the LSOA's code"},
    {"deprivation-layer", 0, OPTION_TEXT, AT(deprivation_layer), "NAME", NULL,
     "sheet or layer of that table, where its file has several"},
    {"national", 0, OPTION_COUNT, AT(national), "N", NULL,
     "how many areas the ranks are among, where the file does not tell"},
};
const option_group indices_options = OPTION_GROUP("Deprivation", indices_table);

static const cli_option filter_table[] = {
    {"where", 0, OPTION_TEXT, AT(where), "EXPR", NULL,
     "keep rows that meet a condition: = != < <= > >= IN LIKE BETWEEN IS NULL AND OR NOT, 'text', "
     "\"field name\""},
    {"period", 0, OPTION_TEXT, AT(period), "A..B", NULL,
     "keep rows from A to B, both included: 2018-04..2019-03, 2018-04-15.., 2018-04"},
    {"category", 0, OPTION_TEXTS, AT(category), "NAME", NULL,
     "keep incidents of this kind; may be repeated"},
};
const option_group filter_options = OPTION_GROUP("Filters", filter_table);

static const cli_option output_table[] = {
    {"output", 'o', OPTION_TEXTS, AT(output), "FILE", NULL,
     "write there, in the format of the file's extension; may be repeated"},
    {"json", 0, OPTION_FLAG, AT(json), NULL, NULL, "print the result as JSON on standard output"},
};
const option_group output_options = OPTION_GROUP("Output", output_table);

static const cli_option run_table[] = {
    {"explain", 0, OPTION_FLAG, AT(explain), NULL, NULL,
     "list the first ten rows of each class of the ledger, and other checks"},
    {"strict", 0, OPTION_FLAG, AT(strict), NULL, NULL,
     "take warnings for errors: exit 4, and nothing is written"},
    {"quiet", 'q', OPTION_FLAG, AT(quiet), NULL, NULL,
     "no ledger, notes or progress; warnings and errors remain"},
    {"threads", 0, OPTION_COUNT, AT(threads), "N", NULL,
     "processors to use (default 0: all); results don't depend on it"},
    {"memory", 0, OPTION_BYTES, AT(memory), "SIZE", NULL,
     "memory for what grows with the input, such as 500M or 2G (default 0: no limit); larger "
     "surfaces are written in parts, and what cannot be done within it ends with exit 7"},
    {"help", 'h', OPTION_FLAG, AT(help), NULL, NULL, "print this help"},
};
const option_group run_options = OPTION_GROUP("Running", run_table);

static const cli_option limit_table[] = {
    {"max-rows", 0, OPTION_COUNT, AT(max_rows), "N", NULL,
     "rows that an input may have (default 100,000,000)"},
    {"max-field-bytes", 0, OPTION_COUNT, AT(max_field_bytes), "N", NULL,
     "bytes that one field may have (default 1,048,576)"},
    {"max-ratio", 0, OPTION_COUNT, AT(max_ratio), "N", NULL,
     "how many times its size a compressed file may expand to (default 100)"},
};
const option_group limit_options = OPTION_GROUP("Limits (0 lifts one)", limit_table);

#define THREAD_LIMIT 1024

int threads_of(const cli_settings *settings)
{
    return (int)(settings->threads > THREAD_LIMIT ? THREAD_LIMIT : settings->threads);
}

geo_limits limits_of(const cli_settings *settings)
{
    return (geo_limits){settings->max_rows, settings->max_field_bytes, settings->max_ratio};
}

geo_incident_options incident_options_of(const cli_settings *settings)
{
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    options.layer = settings->incident_layer;
    options.encoding = settings->encoding;
    options.crs = settings->crs;
    options.roles = (geo_roles){.x = settings->x,
                                .y = settings->y,
                                .lon = settings->lon,
                                .lat = settings->lat,
                                .date = settings->date,
                                .category = settings->category_field,
                                .weight = settings->weight};
    options.exact_crs = settings->exact_crs;
    options.limits = limits_of(settings);
    return options;
}
