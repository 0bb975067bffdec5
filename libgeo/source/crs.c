/* Coordinate reference systems: from any text that PROJ takes to WKT, name, EPSG code and unit. */
#include "source/crs.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "source/transform.h"

static void keep_last_complaint(void *user, int level, const char *text)
{
    geo_proj *proj = user;
    if (level == PJ_LOG_ERROR)
        snprintf(proj->text, sizeof proj->text, "%s", text);
}

geo_status geo_proj_open(geo_context *context, geo_proj *proj)
{
    *proj = (geo_proj){.context = NULL};
    proj->context = proj_context_create();
    if (!proj->context)
        return geo_fail(context, GEO_ERROR_MEMORY, "out of memory: no PROJ context");
    proj_context_set_enable_network(proj->context, 0);
    proj_log_func(proj->context, proj, keep_last_complaint);
    proj_log_level(proj->context, PJ_LOG_ERROR);
    if (!proj_context_get_database_metadata(proj->context, "EPSG.VERSION")) {
        geo_proj_close(proj);
        return geo_fail(context, GEO_ERROR_CRS,
                        "PROJ's database proj.db was not found or cannot be used: install it (the "
                        "Debian package proj-data), and unset PROJ_LIB and PROJ_DATA if they point "
                        "elsewhere");
    }
    return GEO_OK;
}

void geo_proj_pair_clear(geo_proj_pair *pair)
{
    proj_destroy(pair->operation);
    proj_destroy(pair->from);
    proj_destroy(pair->to);
    free(pair->from_wkt);
    free(pair->to_wkt);
    *pair = (geo_proj_pair){.operation = NULL};
}

void geo_proj_close(geo_proj *proj)
{
    geo_proj_pair_clear(&proj->last);
    if (proj->context)
        proj_context_destroy(proj->context);
    proj->context = NULL;
}

static void free_proj(void *kept)
{
    geo_proj_close(kept);
    free(kept);
}

geo_status geo_proj_borrow(geo_context *context, geo_proj **out)
{
    geo_proj *proj = geo_context_kept(context);
    geo_status status = GEO_OK;
    if (!proj) {
        status = geo_alloc_array(context, 1, sizeof *proj, &proj);
        if (status == GEO_OK)
            status = geo_proj_open(context, proj);
        if (status != GEO_OK) {
            free(proj);
            return status;
        }
        geo_context_keep(context, proj, free_proj);
    }
    proj->text[0] = '\0';
    *out = proj;
    return GEO_OK;
}

geo_status geo_check_proj_database(geo_context *context)
{
    geo_proj *proj;
    return geo_proj_borrow(context, &proj);
}

geo_status geo_proj_crs(geo_context *context, geo_proj *proj, const geo_crs *crs, PJ **out)
{
    if (!crs->wkt)
        return geo_fail(context, GEO_ERROR_CRS,
                        "the coordinate reference system is not known; give it with --crs, for "
                        "example --crs EPSG:27700");
    PJ *found = proj_create(proj->context, crs->wkt);
    if (!found)
        return geo_fail(context, GEO_ERROR_CRS, "PROJ cannot read the CRS '%s': %s",
                        crs->name ? crs->name : "?", proj->text);
    *out = found;
    return GEO_OK;
}

/* Maps of the whole world on which a metre is not one on the ground away from their equator: in
 * Britain those of web maps are 1.6 times too short. */
static bool is_stretched(geo_proj *proj, const PJ *crs)
{
    static const char *const methods[] = {
        "Popular Visualisation Pseudo Mercator",
        "Mercator (variant A)",
        "Mercator (variant B)",
        "Mercator (Spherical)",
        "Equidistant Cylindrical",
        "Equidistant Cylindrical (Spherical)",
    };
    const char *method = NULL;
    bool is_one = false;
    PJ *projection = proj_crs_get_coordoperation(proj->context, crs);
    if (projection &&
        proj_coordoperation_get_method_info(proj->context, projection, &method, NULL, NULL))
        for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
            is_one = is_one || strcmp(method, methods[i]) == 0;
    proj_destroy(projection);
    return is_one;
}

/* Projected, with both axes in true metres; a compound CRS counts by its horizontal part. */
static bool is_metric(geo_proj *proj, const PJ *crs)
{
    PJ_TYPE type = proj_get_type(crs);
    if (type == PJ_TYPE_BOUND_CRS || type == PJ_TYPE_COMPOUND_CRS) {
        PJ *part = type == PJ_TYPE_BOUND_CRS ? proj_get_source_crs(proj->context, crs)
                                             : proj_crs_get_sub_crs(proj->context, crs, 0);
        bool metric = part && is_metric(proj, part);
        proj_destroy(part);
        return metric;
    }
    if (type != PJ_TYPE_PROJECTED_CRS || is_stretched(proj, crs))
        return false;
    PJ *axes = proj_crs_get_coordinate_system(proj->context, crs);
    bool metric = axes != NULL;
    for (int axis = 0; metric && axis < 2; axis++) {
        double metres = 0;
        metric = proj_cs_get_axis_info(proj->context, axes, axis, NULL, NULL, NULL, &metres, NULL,
                                       NULL, NULL) &&
                 metres == 1.0;
    }
    proj_destroy(axes);
    return metric;
}

double geo_proj_unit_m(geo_proj *proj, const PJ *crs)
{
    const double radius_m = 6371000;
    PJ_TYPE type = proj_get_type(crs);
    PJ *part = NULL;
    if (type == PJ_TYPE_BOUND_CRS)
        part = proj_get_source_crs(proj->context, crs);
    else if (type == PJ_TYPE_COMPOUND_CRS)
        part = proj_crs_get_sub_crs(proj->context, crs, 0);
    if (part) {
        double unit_m = geo_proj_unit_m(proj, part);
        proj_destroy(part);
        return unit_m;
    }
    double unit = 0;
    PJ *axes = proj_crs_get_coordinate_system(proj->context, crs);
    if (!axes ||
        !proj_cs_get_axis_info(proj->context, axes, 0, NULL, NULL, NULL, &unit, NULL, NULL, NULL))
        unit = 0;
    proj_destroy(axes);
    return type == PJ_TYPE_PROJECTED_CRS ? unit : unit * radius_m;
}

static int epsg_code(const PJ *crs)
{
    const char *authority = proj_get_id_auth_name(crs, 0);
    const char *code = proj_get_id_code(crs, 0);
    return authority && code && strcmp(authority, "EPSG") == 0 ? atoi(code) : 0;
}

/* The EPSG entry that a CRS without a code is, when PROJ is sure: a Shapefile's .prj names none. */
static PJ *identify(geo_proj *proj, const PJ *crs)
{
    const int sure = 90;
    int *confidence = NULL;
    PJ *best = NULL;
    PJ_OBJ_LIST *found = proj_identify(proj->context, crs, "EPSG", NULL, &confidence);
    if (found && proj_list_get_count(found) > 0 && confidence[0] >= sure)
        best = proj_list_get(proj->context, found, 0);
    proj_list_destroy(found);
    proj_int_list_destroy(confidence);
    return best;
}

static geo_status describe_crs(geo_context *context, geo_proj *proj, const PJ *crs, geo_crs *out)
{
    PJ *identified = epsg_code(crs) == 0 ? identify(proj, crs) : NULL;
    const PJ *best = identified ? identified : crs;
    const char *wkt = proj_as_wkt(proj->context, best, PJ_WKT2_2019, NULL);
    geo_crs made = {NULL, NULL, epsg_code(best), is_metric(proj, best)};
    geo_status status =
        wkt ? geo_copy_text(context, wkt, &made.wkt)
            : geo_fail(context, GEO_ERROR_CRS, "PROJ cannot describe the CRS: %s", proj->text);
    if (status == GEO_OK)
        status = geo_copy_text(context, proj_get_name(best), &made.name);
    if (status == GEO_OK)
        *out = made;
    else
        geo_crs_clear(&made);
    proj_destroy(identified);
    return status;
}

static bool is_all_digits(const char *text)
{
    for (const char *c = text; *c; c++)
        if (!isdigit((unsigned char)*c))
            return false;
    return *text != '\0';
}

static bool has_coordinates_on_earth(const PJ *crs)
{
    switch (proj_get_type(crs)) {
    case PJ_TYPE_GEOGRAPHIC_2D_CRS:
    case PJ_TYPE_GEOGRAPHIC_3D_CRS:
    case PJ_TYPE_PROJECTED_CRS:
    case PJ_TYPE_COMPOUND_CRS:
    case PJ_TYPE_BOUND_CRS:
        return true;
    default:
        return false;
    }
}

geo_status geo_crs_from_text(geo_context *context, const char *text, geo_crs *out)
{
    geo_proj *proj;
    geo_status status = geo_proj_borrow(context, &proj);
    if (status != GEO_OK)
        return status;
    char code[32];
    const char *definition = text;
    if (is_all_digits(text) && strlen(text) < 10) {
        snprintf(code, sizeof code, "EPSG:%s", text);
        definition = code;
    }
    PJ *crs = proj_create(proj->context, definition);
    if (crs && has_coordinates_on_earth(crs))
        status = describe_crs(context, proj, crs, out);
    else
        status =
            geo_fail(context, GEO_ERROR_CRS,
                     "the coordinate reference system '%.80s' is not known; name one as "
                     "EPSG:27700 (British National Grid) or EPSG:4326 (longitude and latitude)",
                     text);
    proj_destroy(crs);
    return status;
}

geo_status geo_crs_of_epsg(geo_context *context, int code, geo_crs *out)
{
    const int web_maps = 3857; /* GDAL adds PROJ's own definition to it */
    char text[32];
    geo_proj *proj;
    geo_status status = geo_proj_borrow(context, &proj);
    if (status != GEO_OK || code == web_maps)
        return status;
    snprintf(text, sizeof text, "%d", code);
    PJ *crs = proj_create_from_database(proj->context, "EPSG", text, PJ_CATEGORY_CRS, 0, NULL);
    PJ_TYPE type = crs ? proj_get_type(crs) : PJ_TYPE_UNKNOWN;
    if ((type == PJ_TYPE_PROJECTED_CRS || type == PJ_TYPE_GEOGRAPHIC_2D_CRS) &&
        !proj_is_deprecated(crs))
        status = describe_crs(context, proj, crs, out);
    proj_destroy(crs);
    return status;
}
