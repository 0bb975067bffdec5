/* All inputs of incidents, one after the other, into one sink and one ledger. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/incident.h"
#include "source/reader.h"

/* ---- the same input twice ------------------------------------------------------------------- */

typedef struct identity {
    const char *path;
    bool is_file;
    dev_t device;
    ino_t number;
} identity;

static int compare_identities(const void *one, const void *other)
{
    const identity *a = one;
    const identity *b = other;
    if (a->is_file != b->is_file)
        return a->is_file - b->is_file;
    if (!a->is_file)
        return strcmp(a->path, b->path);
    if (a->device != b->device)
        return a->device < b->device ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static geo_status check_distinct(geo_context *context, const geo_input *inputs, size_t count)
{
    identity *found = NULL;
    geo_status status = geo_alloc_array(context, count, sizeof *found, &found);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        struct stat facts;
        found[i].path = inputs[i].path;
        found[i].is_file = !inputs[i].content.data && stat(inputs[i].path, &facts) == 0;
        if (found[i].is_file) {
            found[i].device = facts.st_dev;
            found[i].number = facts.st_ino;
        }
    }
    qsort(found, count, sizeof *found, compare_identities);
    for (size_t i = 1; status == GEO_OK && i < count; i++)
        if (compare_identities(&found[i - 1], &found[i]) == 0)
            status = geo_fail(context, GEO_ERROR_USAGE,
                              "%s: given twice: every row would count double", found[i].path);
    free(found);
    return status;
}

/* ---- one input ------------------------------------------------------------------------------ */

static geo_status read_input(geo_context *context, const geo_input *input,
                             const geo_work_share *share, geo_collector *collector,
                             geo_crs *last_crs)
{
    geo_incident_input opened;
    const geo_crs *working = collector->working.wkt ? &collector->working : NULL;
    geo_status status = geo_incident_input_open(context, input, collector->options, working,
                                                collector->sink->wants_categories, &opened);
    if (status != GEO_OK)
        return status;
    geo_reader_need(opened.reader, opened.needed_field, opened.needed_count);
    status = geo_collector_add_input(context, collector, &opened);
    const geo_incident_sink *sink = collector->sink;
    if (status == GEO_OK && sink->begin)
        status = sink->begin(context, sink->user, collector->facts->input_count - 1, opened.reader);
    if (status == GEO_OK)
        status = geo_reader_is_csv(opened.reader)
                     ? geo_incident_read_csv(context, &opened, share, collector)
                     : geo_incident_read_layer(context, &opened, share, collector);
    if (status == GEO_OK)
        status = geo_incident_input_check_axes(context, &opened, collector->located_count,
                                               collector->swapped_count);
    if (status == GEO_OK) {
        geo_crs_clear(last_crs);
        status = geo_crs_copy(context, &opened.crs, last_crs);
    }
    geo_incident_input_close(&opened);
    return status;
}

/* ---- all ------------------------------------------------------------------------------------ */

/* Typing errors in --category would otherwise pass for the absence of crime. */
static void warn_of_unknown_categories(geo_context *context, const geo_incident_options *options,
                                       const geo_dictionary *categories)
{
    for (size_t i = 0; i < options->category_count; i++) {
        bool is_known = false;
        for (size_t code = 0; code < geo_dictionary_count(categories) && !is_known; code++) {
            const char *text = geo_dictionary_text(categories, (int32_t)code);
            is_known = geo_same_name(text, options->category[i]);
        }
        if (!is_known)
            geo_add_warning(context,
                            "no incident with coordinates has the category '%s'; see wardmap info "
                            "for the categories there are",
                            options->category[i]);
    }
}

static void warn_of_cut_months(geo_context *context, int64_t count)
{
    if (count > 0)
        geo_add_warning(context,
                        "%" PRId64 " row%s dated by month alone, in a month that the period cuts, "
                        "and left out; give --period whole months",
                        count, count == 1 ? " is" : "s are");
}

static geo_status read_all(geo_context *context, const geo_input *inputs, size_t input_count,
                           geo_collector *collector, geo_crs *last_crs)
{
    for (size_t i = 0; i < input_count; i++) {
        geo_work_share share = {(double)i / (double)input_count, 1 / (double)input_count};
        geo_status status = read_input(context, &inputs[i], &share, collector, last_crs);
        if (status != GEO_OK)
            return status;
    }
    warn_of_unknown_categories(context, collector->options, collector->facts->categories);
    warn_of_cut_months(context, collector->cut_count);
    return geo_report_progress(context, "reading incidents", 1);
}

geo_status geo_incidents_stream(geo_context *context, const geo_input *inputs, size_t input_count,
                                const geo_incident_options *options, const geo_incident_sink *sink,
                                geo_frame **out_facts, geo_ledger **out_ledger)
{
    static const geo_incident_options defaults = GEO_INCIDENT_OPTIONS_INIT;
    geo_collector collector;
    geo_crs last_crs = {NULL, NULL, 0, false};
    if (input_count == 0)
        return geo_fail(context, GEO_ERROR_USAGE, "no incidents were given");
    geo_status status = check_distinct(context, inputs, input_count);
    if (status == GEO_OK)
        status = geo_collector_open(context, options ? options : &defaults, sink, &collector);
    if (status != GEO_OK)
        return status;
    status = read_all(context, inputs, input_count, &collector, &last_crs);
    if (status == GEO_OK)
        status = geo_collector_finish(context, &collector, &last_crs, out_facts, out_ledger);
    geo_crs_clear(&last_crs);
    geo_collector_close(&collector);
    return status;
}
