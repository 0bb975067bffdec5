#include "source/operation.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "source/crs.h"

void geo_operation_clear(geo_operation *operation)
{
    free(operation->pipeline);
    *operation = (geo_operation){NULL, 0};
}

/* The first of the operations between two CRSs in PROJ's order of preference, NULL when there is
 * none. */
static PJ *best_operation(geo_proj *proj, const PJ *from, const PJ *to,
                          PROJ_GRID_AVAILABILITY_USE grids)
{
    PJ *best = NULL;
    PJ_OPERATION_FACTORY_CONTEXT *factory =
        proj_create_operation_factory_context(proj->context, NULL);
    if (!factory)
        return NULL;
    proj_operation_factory_context_set_grid_availability_use(proj->context, factory, grids);
    proj_operation_factory_context_set_spatial_criterion(
        proj->context, factory, PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
    PJ_OBJ_LIST *found = proj_create_operations(proj->context, from, to, factory);
    if (found && proj_list_get_count(found) > 0)
        best = proj_list_get(proj->context, found, 0);
    proj_list_destroy(found);
    proj_operation_factory_context_destroy(factory);
    return best;
}

/* "2 m", "0.03 m": a point whatever the locale of the process. */
static void print_metres(double metres, char text[32])
{
    long centimetres = lround(metres * 100);
    if (centimetres % 100 == 0)
        snprintf(text, 32, "%ld m", centimetres / 100);
    else
        snprintf(text, 32, "%ld.%02ld m", centimetres / 100, centimetres % 100);
}

static void note_operation(geo_context *context, geo_proj *proj, const geo_crs *from,
                           const geo_crs *to, const PJ *operation)
{
    double accuracy_m = proj_coordoperation_get_accuracy(proj->context, operation);
    const char *name = proj_get_name(operation);
    char accuracy[32];
    print_metres(accuracy_m, accuracy);
    if (proj_coordoperation_has_ballpark_transformation(proj->context, operation))
        geo_add_warning(context,
                        "coordinates from %s to %s by '%s', whose accuracy is not known: PROJ has "
                        "no better operation",
                        from->name, to->name, name);
    else if (accuracy_m < 0)
        geo_add_note(context, "coordinates from %s to %s by '%s', no change of datum", from->name,
                     to->name, name);
    else
        geo_add_note(context, "coordinates from %s to %s by '%s', accuracy %s", from->name,
                     to->name, name, accuracy);
}

/* The grid file that keeps `best` from being used, NULL when that isn't what does. */
static const char *missing_grid(geo_proj *proj, const PJ *best)
{
    int grids = proj_coordoperation_get_grid_used_count(proj->context, best);
    for (int i = 0; i < grids; i++) {
        const char *grid = NULL;
        int is_available = 1;
        if (proj_coordoperation_get_grid_used(proj->context, best, i, &grid, NULL, NULL, NULL, NULL,
                                              NULL, &is_available) &&
            !is_available)
            return grid;
    }
    return NULL;
}

/* Says so when a better operation exists and only its grid file is missing. */
static void warn_of_missing_grid(geo_context *context, geo_proj *proj, const PJ *from, const PJ *to,
                                 const PJ *used)
{
    PJ *best = best_operation(proj, from, to, PROJ_GRID_AVAILABILITY_IGNORED);
    const char *grid = best ? missing_grid(proj, best) : NULL;
    double used_m = proj_coordoperation_get_accuracy(proj->context, used);
    double best_m = grid ? proj_coordoperation_get_accuracy(proj->context, best) : -1;
    if (grid && best_m >= 0 && (used_m < 0 || best_m < used_m)) {
        char used_text[32] = "an unknown distance";
        char best_text[32];
        print_metres(best_m, best_text);
        if (used_m >= 0)
            print_metres(used_m, used_text);
        geo_add_warning(context,
                        "coordinates are good to %s: the grid file %s is not installed, with which "
                        "they would be good to %s",
                        used_text, grid, best_text);
    }
    proj_destroy(best);
}

/* Some 220 km, where polynomials of source/lattice.c come within a hundredth of a millimetre: 2
 * degrees, 2^18 m, and so on for other units. 0 when the operation isn't smooth: grid files hold
 * corrections that bend at each node. */
static double choose_cell_size(geo_proj *proj, const PJ *from, const PJ *used)
{
    double unit_m = geo_proj_unit_m(proj, from);
    if (unit_m <= 0 || proj_coordoperation_get_grid_used_count(proj->context, used) > 0)
        return 0;
    return ldexp(1, (int)lround(log2(222390 / unit_m)));
}

static geo_status describe_operation(geo_context *context, geo_proj *proj, const PJ *from,
                                     const PJ *found, geo_operation *out)
{
    PJ *ordered = proj_normalize_for_visualization(proj->context, found);
    const char *pipeline =
        ordered ? proj_as_proj_string(proj->context, ordered, PJ_PROJ_5, NULL) : NULL;
    geo_status status = pipeline ? geo_copy_text(context, pipeline, &out->pipeline)
                                 : geo_fail(context, GEO_ERROR_CRS, "PROJ cannot apply '%s': %s",
                                            proj_get_name(found), proj->text);
    if (status == GEO_OK)
        out->cell_size = choose_cell_size(proj, from, found);
    proj_destroy(ordered);
    return status;
}

static geo_status find_between(geo_context *context, geo_proj *proj, const geo_crs *from,
                               const geo_crs *to, const PJ *pj_from, const PJ *pj_to, bool is_quiet,
                               geo_operation *out)
{
    if (proj_is_equivalent_to_with_ctx(proj->context, pj_from, pj_to,
                                       PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS))
        return GEO_OK;
    PJ *found = best_operation(proj, pj_from, pj_to,
                               PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID);
    if (!found)
        return geo_fail(
            context, GEO_ERROR_CRS,
            "no transformation from %s to %s is known %s; work in another with --working-crs",
            from->name, to->name, proj->text);
    geo_status status = describe_operation(context, proj, pj_from, found, out);
    if (status == GEO_OK && !is_quiet) {
        note_operation(context, proj, from, to, found);
        warn_of_missing_grid(context, proj, pj_from, pj_to, found);
    }
    proj_destroy(found);
    return status;
}

geo_status geo_operation_find(geo_context *context, const geo_crs *from, const geo_crs *to,
                              bool is_quiet, geo_operation *out)
{
    geo_proj *proj;
    PJ *pj_from = NULL;
    PJ *pj_to = NULL;
    *out = (geo_operation){NULL, 0};
    geo_status status = geo_proj_borrow(context, &proj);
    if (status != GEO_OK)
        return status;
    status = geo_proj_crs(context, proj, from, &pj_from);
    if (status == GEO_OK)
        status = geo_proj_crs(context, proj, to, &pj_to);
    if (status == GEO_OK)
        status = find_between(context, proj, from, to, pj_from, pj_to, is_quiet, out);
    proj_destroy(pj_from);
    proj_destroy(pj_to);
    return status;
}
