/*
 * Incidents as a county has them. Centres lie in the middle of areas, of which small ones are as
 * likely as large ones, so that towns are dense; a few centres take most. Around them places
 * scatter by a bell curve. Rows choose among the places with a preference for the first ones, as
 * police.uk's map points are chosen: the busiest has thousands, many have one.
 */
#include <math.h>
#include <pthread.h>
#include <string.h>

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "generate.h"

enum { THREADS = 2, ROWS_A_TURN = 400000, LONGEST_ROW = 400, MONTHS = 36 };

/* A force of England has so many in a month: Staffordshire's files of 2018 to 2022 have 9,400. */
enum { ROWS_A_FILE = 10000 };

typedef struct bench_centre {
    double x, y;
    double scatter_m;
    double weight; /* of this and all before */
    char code[16];
    char name[48];
    uint32_t by_name; /* the place of its name among all */
} bench_centre;

/* Millimetres, or millionths of a degree. */
typedef struct bench_place {
    int32_t x, y;
    int32_t centre;
} bench_place;

typedef struct bench_load {
    const point_options *options;
    bench_centre *centre;
    size_t centre_count;
    OGREnvelope box;
    bench_place *place;
    size_t place_count;
} bench_load;

/* A thread's part of the places or rows. */
typedef struct bench_part {
    const bench_load *load;
    size_t first, last;
    char *text;
    size_t length;
} bench_part;

enum { BY_PLACE = 1, BY_ROW = 2, BY_CENTRE = 3 }; /* streams of random numbers */

static uint64_t stream(const bench_load *load, uint64_t which, uint64_t n, uint64_t k)
{
    return draw_at(draw_at(load->options->seed, which), 8 * n + k);
}

/* A sum of eight uniform numbers for a bell curve: no logarithm, so no libm decides the bytes. */
static double bell(uint64_t first, uint64_t second)
{
    double sum = 0;
    for (int i = 0; i < 4; i++)
        sum += (double)((first >> 16 * i) & 0xffff) + (double)((second >> 16 * i) & 0xffff);
    return (sum / 65536 - 4) * 1.2247448713915890; /* sqrt(12 / 8) */
}

/* ---- centres and places --------------------------------------------------------------------- */

static void read_centre(bench_load *load, OGRFeatureH feature)
{
    OGRGeometryH middle = OGR_G_CreateGeometry(wkbPoint);
    OGRGeometryH shape = OGR_F_GetGeometryRef(feature);
    OGREnvelope box;
    bench_centre *centre = &load->centre[load->centre_count];
    if (!shape || OGR_G_Centroid(shape, middle) != OGRERR_NONE)
        stop("an area without a middle", load->options->areas);
    OGR_G_GetEnvelope(shape, &box);
    load->box.MinX = fmin(load->box.MinX, box.MinX);
    load->box.MinY = fmin(load->box.MinY, box.MinY);
    load->box.MaxX = fmax(load->box.MaxX, box.MaxX);
    load->box.MaxY = fmax(load->box.MaxY, box.MaxY);
    centre->x = OGR_G_GetX(middle, 0);
    centre->y = OGR_G_GetY(middle, 0);
    centre->scatter_m = 0.4 * sqrt(OGR_G_Area(shape));
    double luck = share_of(stream(load, BY_CENTRE, load->centre_count, 0));
    centre->weight = 1 / (luck + 0.05) + (load->centre_count > 0 ? centre[-1].weight : 0);
    snprintf(centre->code, sizeof centre->code, "%s", OGR_F_GetFieldAsString(feature, 0));
    snprintf(centre->name, sizeof centre->name, "%s", OGR_F_GetFieldAsString(feature, 1));
    OGR_G_DestroyGeometry(middle);
    load->centre_count++;
}

static int compare_names(const void *one, const void *other)
{
    const bench_centre *const *a = one, *const *b = other;
    return strcmp((*a)->name, (*b)->name);
}

static void sort_names(bench_load *load)
{
    bench_centre **sorted = room_for(load->centre_count, sizeof *sorted);
    for (size_t i = 0; i < load->centre_count; i++)
        sorted[i] = &load->centre[i];
    qsort(sorted, load->centre_count, sizeof *sorted, compare_names);
    for (size_t i = 0; i < load->centre_count; i++)
        sorted[i]->by_name = (uint32_t)i;
    free(sorted);
}

static void read_centres(bench_load *load)
{
    GDALDatasetH file =
        GDALOpenEx(load->options->areas, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL);
    if (!file)
        stop("cannot open", load->options->areas);
    OGRLayerH layer = GDALDatasetGetLayer(file, 0);
    load->centre = room_for((size_t)OGR_L_GetFeatureCount(layer, 1), sizeof *load->centre);
    load->box = (OGREnvelope){.MinX = 1e9, .MinY = 1e9, .MaxX = -1e9, .MaxY = -1e9};
    OGRFeatureH feature;
    while ((feature = OGR_L_GetNextFeature(layer))) {
        read_centre(load, feature);
        OGR_F_Destroy(feature);
    }
    if (load->centre_count == 0)
        stop("no areas", load->options->areas);
    GDALClose(file);
    sort_names(load);
}

static size_t choose_centre(const bench_load *load, uint64_t bits)
{
    double wanted = share_of(bits) * load->centre[load->centre_count - 1].weight;
    size_t low = 0, high = load->centre_count - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (load->centre[middle].weight <= wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void scatter(const bench_load *load, size_t n, double *x, double *y, int32_t *near)
{
    size_t chosen = choose_centre(load, stream(load, BY_PLACE, n, 0));
    const bench_centre *centre = &load->centre[chosen];
    *near = (int32_t)chosen;
    if (share_of(stream(load, BY_PLACE, n, 1)) < load->options->outside) {
        double width = load->box.MaxX - load->box.MinX, height = load->box.MaxY - load->box.MinY;
        *x = load->box.MinX + width * (1.1 * share_of(stream(load, BY_PLACE, n, 2)) - 0.05);
        *y = load->box.MinY + height * (1.1 * share_of(stream(load, BY_PLACE, n, 3)) - 0.05);
        return;
    }
    *x = centre->x +
         centre->scatter_m * bell(stream(load, BY_PLACE, n, 2), stream(load, BY_PLACE, n, 3));
    *y = centre->y +
         centre->scatter_m * bell(stream(load, BY_PLACE, n, 4), stream(load, BY_PLACE, n, 5));
}

static OGRCoordinateTransformationH to_degrees(void)
{
    OGRSpatialReferenceH from = OSRNewSpatialReference(NULL), to = OSRNewSpatialReference(NULL);
    if (OSRImportFromEPSG(from, 27700) != OGRERR_NONE || OSRImportFromEPSG(to, 4326) != OGRERR_NONE)
        stop("PROJ knows no EPSG:27700 or EPSG:4326", "");
    OSRSetAxisMappingStrategy(from, OAMS_TRADITIONAL_GIS_ORDER);
    OSRSetAxisMappingStrategy(to, OAMS_TRADITIONAL_GIS_ORDER);
    OGRCoordinateTransformationH transform = OCTNewCoordinateTransformation(from, to);
    if (!transform)
        stop("no transformation to degrees", "");
    OSRDestroySpatialReference(from);
    OSRDestroySpatialReference(to);
    return transform;
}

static void *make_places(void *argument)
{
    enum { BLOCK = 1024 };
    bench_part *part = argument;
    const bench_load *load = part->load;
    OGRCoordinateTransformationH transform = load->options->is_police ? to_degrees() : NULL;
    double scale = transform ? 1e6 : 1e3;
    for (size_t first = part->first; first < part->last; first += BLOCK) {
        double x[BLOCK], y[BLOCK];
        size_t count = part->last - first < BLOCK ? part->last - first : BLOCK;
        for (size_t i = 0; i < count; i++)
            scatter(load, first + i, &x[i], &y[i], &load->place[first + i].centre);
        if (transform && !OCTTransform(transform, (int)count, x, y, NULL))
            stop("a place has no longitude", "");
        for (size_t i = 0; i < count; i++) {
            load->place[first + i].x = (int32_t)lrint(x[i] * scale);
            load->place[first + i].y = (int32_t)lrint(y[i] * scale);
        }
    }
    if (transform)
        OCTDestroyCoordinateTransformation(transform);
    return NULL;
}

/* How many places so many rows reach when a row takes place floor(m u^2), u uniform. */
static double places_reached(double m, double rows)
{
    double sum = 0;
    int steps = 20000;
    for (int i = 0; i < steps; i++) {
        double s = (i + 0.5) / steps;
        sum += 2 * s * (1 - exp(-rows / m / (2 * s)));
    }
    return m * sum / steps;
}

static size_t count_places(const point_options *options)
{
    double rows = (double)options->rows * (1 - options->blank);
    if (options->distinct >= 1)
        return (size_t)options->rows;
    double low = options->distinct * rows, high = 1000 * rows;
    while (high / low > 1.0001) {
        double middle = sqrt(low * high);
        if (places_reached(middle, rows) < options->distinct * rows)
            low = middle;
        else
            high = middle;
    }
    return low < 1 ? 1 : (size_t)low;
}

/* ---- rows ----------------------------------------------------------------------------------- */

typedef struct bench_kind {
    const char *name;
    double weight; /* percent of England's street crime in a recent year, about */
} bench_kind;

static const bench_kind kinds[] = {{"Violence and sexual offences", 34},
                                   {"Anti-social behaviour", 18},
                                   {"Criminal damage and arson", 8},
                                   {"Public order", 8},
                                   {"Shoplifting", 8},
                                   {"Other theft", 6},
                                   {"Vehicle crime", 6},
                                   {"Burglary", 4},
                                   {"Drugs", 3},
                                   {"Other crime", 2},
                                   {"Robbery", 1},
                                   {"Theft from the person", 1},
                                   {"Bicycle theft", 0.5},
                                   {"Possession of weapons", 0.5}};

static const char *const outcomes[] = {"Under investigation",
                                       "Unable to prosecute suspect",
                                       "Investigation complete; no suspect identified",
                                       "Awaiting court outcome",
                                       "Local resolution",
                                       "Offender given a caution"};

static const char *const streets[] = {
    "High Street",   "Church Lane", "Station Road", "Parking Area", "Mill Close",     "Supermarket",
    "Queens Avenue", "The Green",   "Park Road",    "Valley Drive", "Petrol Station", "Ash Grove"};

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const char *choose_kind(uint64_t bits)
{
    double left = share_of(bits) * 100;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (left < kinds[i].weight)
            return kinds[i].name;
        left -= kinds[i].weight;
    }
    return kinds[0].name;
}

static char *put(char *to, const char *text)
{
    size_t length = strlen(text);
    memcpy(to, text, length);
    return to + length;
}

static char *put_hex(char *to, uint64_t bits, int digits)
{
    for (int i = 0; i < digits; i++)
        to[i] = "0123456789abcdef"[(bits >> 4 * i) & 15];
    return to + digits;
}

/* A number of thousandths or millionths. */
static char *put_fixed(char *to, int32_t number, int decimals)
{
    char digits[16];
    int count = 0;
    uint32_t left = number < 0 ? 0u - (uint32_t)number : (uint32_t)number;
    if (number < 0)
        *to++ = '-';
    while (left > 0 || count <= decimals) {
        digits[count++] = (char)('0' + left % 10);
        left /= 10;
    }
    while (count > 0) {
        *to++ = digits[--count];
        if (count == decimals)
            *to++ = '.';
    }
    return to;
}

static char *put_month(char *to, unsigned month)
{
    to = put(to, "202");
    *to++ = (char)('2' + month / 12);
    *to++ = '-';
    *to++ = (char)('0' + (month % 12 + 1) / 10);
    *to++ = (char)('0' + (month % 12 + 1) % 10);
    return to;
}

static unsigned month_of(const bench_load *load, uint64_t row)
{
    uint64_t rows = (uint64_t)load->options->rows, in_file = row % ROWS_A_FILE;
    if (load->options->is_sorted)
        return (unsigned)((row - in_file) * MONTHS / rows);
    return (unsigned)((stream(load, BY_ROW, row, 3) >> 8) % MONTHS);
}

static char *put_plain_row(char *to, const bench_load *load, uint64_t row, const bench_place *place)
{
    to = put_hex(to, stream(load, BY_ROW, row, 2), 16);
    to = put_hex(to, row, 8);
    *to++ = ',';
    if (place)
        to = put_fixed(to, place->x, 3);
    *to++ = ',';
    if (place)
        to = put_fixed(to, place->y, 3);
    *to++ = ',';
    to = put_month(to, month_of(load, row));
    *to++ = ',';
    to = put(to, choose_kind(stream(load, BY_ROW, row, 4)));
    *to++ = '\n';
    return to;
}

static char *put_degrees(char *to, const bench_place *place)
{
    if (!place)
        return put(to, ",\"\",\"\",\"No Location\",\"\",\"\"");
    to = put(to, ",\"");
    to = put_fixed(to, place->x, 6);
    to = put(to, "\",\"");
    to = put_fixed(to, place->y, 6);
    return put(to, "\",\"On or near ");
}

static char *put_police_row(char *to, const bench_load *load, uint64_t row,
                            const bench_place *place)
{
    const char *kind = choose_kind(stream(load, BY_ROW, row, 4));
    uint64_t bits = stream(load, BY_ROW, row, 3);
    bool has_id = strcmp(kind, "Anti-social behaviour") != 0;
    *to++ = '"';
    for (uint64_t i = 0; has_id && i < 4; i++)
        to = put_hex(to, draw_at(bits, i), 16);
    to = put(to, "\",\"");
    to = put_month(to, month_of(load, row));
    to = put(to, "\",\"Aldshire\",\"Aldshire\"");
    to = put_degrees(to, place);
    if (place) {
        const bench_centre *centre = &load->centre[place->centre];
        to = put(to, streets[(uint32_t)place->x % COUNT_OF(streets)]);
        to = put(put(to, "\",\""), centre->code);
        to = put(put(put(to, "\",\""), centre->name), "\"");
    }
    to = put(put(to, ",\""), kind);
    to = put(to, "\",\"");
    if (has_id)
        to = put(to, outcomes[(bits >> 40) % COUNT_OF(outcomes)]);
    return put(to, "\",\"\"\n");
}

/* NULL: a row without coordinates. */
static const bench_place *choose_place(const bench_load *load, uint64_t row)
{
    double u = share_of(stream(load, BY_ROW, row, 0));
    bool is_own = load->options->distinct >= 1;
    size_t chosen = is_own ? row : (size_t)(u * u * (double)load->place_count);
    bool is_blank = share_of(stream(load, BY_ROW, row, 1)) < load->options->blank;
    return is_blank ? NULL : &load->place[chosen];
}

static int compare_orders(const void *one, const void *other)
{
    const uint64_t *a = one, *b = other;
    return (*a > *b) - (*a < *b);
}

/* The rows of a file, by the name of the LSOA and then as they come; rows without a place last. */
static void sort_file(const bench_load *load, uint64_t first, uint64_t *row)
{
    uint64_t left = (uint64_t)load->options->rows - first;
    uint64_t count = left < ROWS_A_FILE ? left : ROWS_A_FILE;
    for (uint64_t i = 0; i < count; i++) {
        const bench_place *place = choose_place(load, first + i);
        row[i] = (place ? load->centre[place->centre].by_name : UINT64_C(1) << 32) << 16 | i;
    }
    qsort(row, count, sizeof *row, compare_orders);
    for (uint64_t i = 0; i < count; i++)
        row[i] = first + (row[i] & 0xffff);
}

static void *make_rows(void *argument)
{
    bench_part *part = argument;
    const bench_load *load = part->load;
    bool is_police = load->options->is_police;
    uint64_t sorted[ROWS_A_FILE];
    char *to = part->text;
    for (uint64_t i = part->first; i < part->last; i++) {
        uint64_t in_file = i % ROWS_A_FILE;
        if (load->options->is_sorted && (in_file == 0 || i == part->first))
            sort_file(load, i - in_file, sorted);
        uint64_t row = load->options->is_sorted ? sorted[in_file] : i;
        const bench_place *place = choose_place(load, row);
        to = is_police ? put_police_row(to, load, row, place) : put_plain_row(to, load, row, place);
    }
    part->length = (size_t)(to - part->text);
    return NULL;
}

/* Cuts first .. last - 1 among the threads. */
static void share_out(bench_part *part, size_t first, size_t last, void *(*work)(void *))
{
    pthread_t thread[THREADS];
    for (size_t t = 0; t < THREADS; t++) {
        part[t].first = first + (last - first) * t / THREADS;
        part[t].last = first + (last - first) * (t + 1) / THREADS;
        if (pthread_create(&thread[t], NULL, work, &part[t]) != 0)
            stop("cannot start a thread", "");
    }
    for (size_t t = 0; t < THREADS; t++)
        pthread_join(thread[t], NULL);
}

static const char plain_header[] = "id,x,y,month,category\n";
static const char police_header[] =
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime "
    "type,Last outcome category,Context\n";

static void write_rows(bench_part *part, const point_options *options)
{
    FILE *file = fopen(options->path, "wb");
    if (!file)
        stop("cannot write", options->path);
    bool is_written = fputs(options->is_police ? police_header : plain_header, file) >= 0;
    for (size_t first = 0; first < (size_t)options->rows; first += ROWS_A_TURN) {
        size_t left = (size_t)options->rows - first;
        share_out(part, first, first + (left < ROWS_A_TURN ? left : ROWS_A_TURN), make_rows);
        for (size_t t = 0; t < THREADS; t++)
            is_written &= fwrite(part[t].text, 1, part[t].length, file) == part[t].length;
    }
    if (fclose(file) != 0 || !is_written)
        stop("cannot write", options->path);
}

void write_points(const point_options *options)
{
    bench_load load = {.options = options};
    bench_part part[THREADS];
    read_centres(&load);
    load.place_count = count_places(options);
    load.place = room_for(load.place_count, sizeof *load.place);
    for (size_t t = 0; t < THREADS; t++) {
        part[t].load = &load;
        part[t].text = room_for((ROWS_A_TURN / THREADS + 1), LONGEST_ROW);
    }
    share_out(part, 0, load.place_count, make_places);
    write_rows(part, options);
    for (size_t t = 0; t < THREADS; t++)
        free(part[t].text);
    free(load.place);
    free(load.centre);
}
