/* The incidents of a layer, a block of features after the other. */
#include "core/context.h"
#include "source/incident.h"
#include "source/reader.h"

static geo_status take_block(geo_context *context, const geo_incident_input *input,
                             geo_collector *collector, geo_incident_block *block)
{
    geo_status status = geo_collector_prepare(context, collector, input, block);
    if (status == GEO_OK)
        status = geo_incident_block_finish(&collector->own, block, collector->sink);
    if (status == GEO_OK)
        status = geo_collector_take(context, collector, input, block);
    geo_incident_block_clear(block);
    return status;
}

geo_status geo_incident_read_layer(geo_context *context, const geo_incident_input *input,
                                   const geo_work_share *share, geo_collector *collector)
{
    geo_incident_block *block = &collector->block[0];
    geo_incident_block_clear(block);
    for (;;) {
        geo_record record;
        bool more = false;
        geo_status status = geo_reader_next(context, input->reader, &record, &more);
        if (status != GEO_OK)
            return status;
        if (!more)
            return take_block(context, input, collector, block);
        status = geo_incident_block_add_record(context, block, input, &record);
        if (status == GEO_OK && block->read == GEO_BLOCK_ROWS) {
            double done = share->done + share->of_one * geo_reader_fraction(input->reader);
            status = take_block(context, input, collector, block);
            if (status == GEO_OK)
                status = geo_report_progress(context, "reading incidents", done);
        }
        if (status != GEO_OK)
            return status;
    }
}
