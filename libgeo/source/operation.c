#include "source/operation.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "source/crs.h"

void geo_operation_clear(geo_operation *operation)
{
    free(operation->pipeline);
    *operation = (geo_operation){NULL, 0};
}

static PJ *first_operation(geo_proj *proj, const PJ *from, const PJ *to,
                           PROJ_GRID_AVAILABILITY_USE grids,
                           PROJ_INTERMEDIATE_CRS_USE intermediates)
{
    PJ *first = NULL;
    PJ_OPERATION_FACTORY_CONTEXT *factory =
        proj_create_operation_factory_context(proj->context, NULL);
    if (!factory)
        return NULL;
    proj_operation_factory_context_set_grid_availability_use(proj->context, factory, grids);
    proj_operation_factory_context_set_spatial_criterion(
        proj->context, factory, PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
    proj_operation_factory_context_set_allow_use_intermediate_crs(proj->context, factory,
                                                                  intermediates);
    PJ_OBJ_LIST *found = proj_create_operations(proj->context, from, to, factory);
    if (found && proj_list_get_count(found) > 0)
        first = proj_list_get(proj->context, found, 0);
    proj_list_destroy(found);
    proj_operation_factory_context_destroy(factory);
    return first;
}

/*
 * The first of the operations between two CRSs in PROJ's order of preference, NULL when there is
 * none. PROJ goes by way of a third CRS where its database has no direct operation, and looks for
 * one between projected CRSs first, which have next to none: two thirds of the time of a search, in
 * vain. So it is asked without that, and again with it when all that it knows then is a guess.
 */
static PJ *best_operation(geo_proj *proj, const PJ *from, const PJ *to,
                          PROJ_GRID_AVAILABILITY_USE grids)
{
    PJ *direct = first_operation(proj, from, to, grids, PROJ_INTERMEDIATE_CRS_USE_NEVER);
    if (direct && !proj_coordoperation_has_ballpark_transformation(proj->context, direct))
        return direct;
    proj_destroy(direct);
    return first_operation(proj, from, to, grids,
                           PROJ_INTERMEDIATE_CRS_USE_IF_NO_DIRECT_TRANSFORMATION);
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
static void warn_of_missing_grid(geo_context *context, geo_proj *proj, const geo_proj_pair *pair)
{
    const PJ *used = pair->operation;
    PJ *best = best_operation(proj, pair->from, pair->to, PROJ_GRID_AVAILABILITY_IGNORED);
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
                               const geo_crs *to, geo_proj_pair *pair)
{
    if (proj_is_equivalent_to_with_ctx(proj->context, pair->from, pair->to,
                                       PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS))
        return GEO_OK;
    pair->operation = best_operation(proj, pair->from, pair->to,
                                     PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID);
    if (pair->operation)
        return GEO_OK;
    return geo_fail(
        context, GEO_ERROR_CRS,
        "no transformation from %s to %s is known %s; work in another with --working-crs",
        from->name, to->name, proj->text);
}

static bool is_last(const geo_proj *proj, const geo_crs *from, const geo_crs *to)
{
    const geo_proj_pair *last = &proj->last;
    return last->to && from->wkt && to->wkt && strcmp(from->wkt, last->from_wkt) == 0 &&
           strcmp(to->wkt, last->to_wkt) == 0;
}

/* Makes these two the last pair of `proj`. */
static geo_status find_pair(geo_context *context, geo_proj *proj, const geo_crs *from,
                            const geo_crs *to)
{
    geo_proj_pair *pair = &proj->last;
    geo_proj_pair_clear(pair);
    geo_status status = geo_proj_crs(context, proj, from, &pair->from);
    if (status == GEO_OK)
        status = geo_proj_crs(context, proj, to, &pair->to);
    if (status == GEO_OK)
        status = geo_copy_text(context, from->wkt, &pair->from_wkt);
    if (status == GEO_OK)
        status = geo_copy_text(context, to->wkt, &pair->to_wkt);
    if (status == GEO_OK)
        status = find_between(context, proj, from, to, pair);
    if (status != GEO_OK)
        geo_proj_pair_clear(pair);
    return status;
}

static geo_status describe_inverse(geo_context *context, geo_proj *proj, const geo_crs *from,
                                   const geo_crs *to, geo_operation *out)
{
    const geo_proj_pair *pair = &proj->last;
    PJ *inverse = proj_coordoperation_create_inverse(proj->context, pair->operation);
    if (!inverse)
        return geo_operation_find(context, to, from, GEO_OPERATION_QUIET, out);
    geo_status status = describe_operation(context, proj, pair->to, inverse, out);
    proj_destroy(inverse);
    return status;
}

geo_status geo_operation_find(geo_context *context, const geo_crs *from, const geo_crs *to,
                              geo_operation_use use, geo_operation *out)
{
    geo_proj *proj;
    *out = (geo_operation){NULL, 0};
    if (from->wkt && to->wkt && strcmp(from->wkt, to->wkt) == 0)
        return GEO_OK;
    geo_status status = geo_proj_borrow(context, &proj);
    if (status != GEO_OK)
        return status;
    if (!is_last(proj, from, to))
        status = find_pair(context, proj, from, to);
    const geo_proj_pair *pair = &proj->last;
    if (status != GEO_OK || !pair->operation)
        return status;
    if (use == GEO_OPERATION_INVERSE)
        return describe_inverse(context, proj, from, to, out);
    status = describe_operation(context, proj, pair->from, pair->operation, out);
    if (status == GEO_OK && use == GEO_OPERATION_FORWARD) {
        note_operation(context, proj, from, to, pair->operation);
        warn_of_missing_grid(context, proj, pair);
    }
    return status;
}
