/* What is printed under a list of hotspots. */
#include "core/context.h"
#include "core/text.h"
#include "measure/hotspots.h"

static geo_status end_note(geo_context *context, geo_status status, const hotspot_work *work,
                           geo_bytes *note)
{
    if (status == GEO_OK)
        status = geo_bytes_append(context, note, "", 1);
    if (status == GEO_OK)
        status = geo_table_add_note(context, work->made->table, note->data);
    geo_bytes_clear(note);
    return status;
}

static geo_status note_index(geo_context *context, const hotspot_work *work)
{
    double studied_km2 = work->ground->studied_km2;
    geo_bytes note = GEO_BYTES_INIT, number = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(
        context, &note,
        "PAI (prediction accuracy index): a place's share of the incidents over its share of ");
    if (status == GEO_OK)
        status = geo_bytes_append_number(context, &number, studied_km2, studied_km2 < 10 ? 2 : 1);
    if (status == GEO_OK)
        status = geo_separate_thousands(context, (geo_text){number.data, number.length}, &note);
    geo_bytes_clear(&number);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &note, " km2; 1 is what ground at random would have");
    return end_note(context, status, work, &note);
}

static geo_status note_left_out(geo_context *context, const hotspot_work *work, size_t count,
                                const char *why)
{
    geo_bytes note = GEO_BYTES_INIT;
    if (count == 0)
        return GEO_OK;
    geo_status status = geo_bytes_print(context, &note, "%zu more place%s not listed: %s", count,
                                        count == 1 ? "" : "s", why);
    return end_note(context, status, work, &note);
}

static bool has_hidden(const hotspot_work *work)
{
    const geo_table *data = work->made->data;
    for (size_t i = 0; i < data->column_count; i++)
        for (size_t row = 0; row < data->row_count; row++)
            if (geo_table_mark(&data->column[i], row) == GEO_MARK_HIDDEN)
                return true;
    return false;
}

static geo_status note_hidden(geo_context *context, const hotspot_work *work)
{
    size_t places = work->made->kept_back;
    geo_bytes note = GEO_BYTES_INIT;
    bool has_cells = has_hidden(work);
    geo_status status = GEO_OK;
    if (places == 0 && !has_cells)
        return GEO_OK;
    status = geo_bytes_print(context, &note, "Kept back%s: ", has_cells ? " ([c])" : "");
    if (status == GEO_OK && places > 0)
        status = geo_bytes_print(context, &note, "%zu place%s, ", places, places == 1 ? "" : "s");
    if (status == GEO_OK)
        status = geo_bytes_print(context, &note,
                                 "what fewer than %lld incidents have, or what so few could be "
                                 "found from by subtraction",
                                 (long long)work->options->suppress_below);
    return end_note(context, status, work, &note);
}

static geo_status note_few(geo_context *context, const hotspot_work *work)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (work->made->too_few > 0) {
        status =
            geo_bytes_print(context, &note, "%zu place%s with fewer than %lld incidents left out",
                            work->made->too_few, work->made->too_few == 1 ? "" : "s",
                            (long long)work->options->min_count);
        status = end_note(context, status, work, &note);
    }
    return status == GEO_OK ? note_hidden(context, work) : status;
}

/* What police.uk's points do to a list like this. */
static geo_status note_stacks(geo_context *context, const hotspot_work *work)
{
    geo_bytes note = GEO_BYTES_INIT;
    if (work->made->stacked == 0)
        return GEO_OK;
    geo_status status = geo_bytes_print(context, &note, "%zu hotspot%s ", work->made->stacked,
                                        work->made->stacked == 1 ? " has" : "s have");
    if (status == GEO_OK)
        status = geo_bytes_append_number(context, &note, 100 * work->options->stacked_from, 0);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &note,
                                 "%% or more of the incidents at one point: an address with many, "
                                 "or coordinates that were moved to the nearest of a few points, "
                                 "as police.uk does");
    return end_note(context, status, work, &note);
}

static geo_status note_times(geo_context *context, const hotspot_work *work)
{
    const geo_hotspot_options *options = work->options;
    geo_table *table = work->made->table;
    geo_status status = GEO_OK;
    if (options->has_before)
        status = geo_table_add_note(
            context, table,
            "Change: of incidents a year, by an exact test of two Poisson counts that allows for "
            "the number of hotspots; places that were chosen because they are high now tend to "
            "have been lower before, by chance alone");
    if (status == GEO_OK && options->has_later)
        status = geo_table_add_note(
            context, table,
            "Later incidents had no part in finding the hotspots; PAI later is of them on the same "
            "ground");
    return status;
}

static geo_status note_rounding(geo_context *context, const hotspot_work *work)
{
    geo_bytes note = GEO_BYTES_INIT;
    if (work->options->round_to <= 1)
        return GEO_OK;
    geo_status status =
        geo_bytes_print(context, &note, "Counts rounded to %lld; all else from exact counts",
                        (long long)work->options->round_to);
    return end_note(context, status, work, &note);
}

geo_status geo_hotspot_add_notes(geo_context *context, const hotspot_work *work)
{
    geo_status status = note_index(context, work);
    if (status == GEO_OK)
        status = note_few(context, work);
    if (status == GEO_OK)
        status = note_left_out(context, work, work->made->beyond,
                               "the list is as long as it was asked for");
    if (status == GEO_OK)
        status = note_stacks(context, work);
    if (status == GEO_OK)
        status = note_times(context, work);
    return status == GEO_OK ? note_rounding(context, work) : status;
}
