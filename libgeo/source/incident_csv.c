/*
 * The incidents of a CSV. Threads read pieces of the text, which begin and end at line ends, each
 * without knowing the pieces before it; the results are taken in the order of the pieces. Where a
 * line end was in a quoted field a record runs on into the next piece: the guess was wrong, and
 * that piece is read again with the rest of the record before it.
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "source/csv_chunk.h"
#include "source/csv_pieces.h"
#include "source/incident.h"
#include "source/reader.h"

/* Small enough to stay in a core's own cache with what is made of it, large enough that handing it
 * over is no work. */
#define PIECE_BYTES (256 << 10)

/* What one thread reads with. */
typedef struct reading_hand {
    geo_incident_hand *hand;
    geo_csv_chunk *chunk;
    size_t run_rows; /* as many as may be had before the next that needs a judgement */
} reading_hand;

/* A piece and what became of it. */
typedef struct csv_slot {
    geo_csv_piece piece;
    geo_incident_block *block;
    reading_hand *by;
    geo_status status;
    bool has_text; /* the failure, if there is one, is in the text */
    int64_t lines;
    int64_t bytes;
    size_t rest; /* bytes of a record that goes on in the next piece */
} csv_slot;

typedef struct csv_stream {
    geo_context *context;
    const geo_incident_input *input;
    const geo_work_share *share;
    geo_collector *collector;
    geo_csv *csv;
    geo_csv_pieces *pieces;
    pthread_t caller;
    reading_hand own;
    reading_hand *helper; /* [helper_count] */
    size_t helper_count;
    csv_slot *slot; /* [slot_count] */
    size_t slot_count;
    bool is_ready; /* the transform is there */
    /* In the order of the text, by whoever takes: */
    int64_t lines;
    int64_t bytes;
    geo_bytes rest;
    geo_bytes glued;
    /* Under `claiming`: pieces, and how many are claimed. */
    pthread_mutex_t claiming;
    uint64_t claimed;
    /* Under `changing`: */
    pthread_mutex_t changing;
    pthread_cond_t changed;
    csv_slot **unused; /* [unused_count] */
    size_t unused_count;
    csv_slot **waiting; /* [slot_count] by number modulo slot_count: read, not yet taken */
    uint64_t next;      /* number of the piece to be taken */
    bool is_taking;
    bool is_over; /* all pieces are claimed, or something failed */
    geo_status status;
    reading_hand *failed; /* has the message in its context; NULL: the caller's has it */
} csv_stream;

/* ---- reading a piece ------------------------------------------------------------------------ */

/* What can be read without a judgement on each row. What was read behind one that needs one is read
 * again, so runs are short where such rows are frequent. */
static geo_status read_runs(const csv_stream *stream, reading_hand *by, geo_incident_block *block)
{
    enum { LEAST = 4 };
    geo_csv_run run;
    size_t added = 0;
    do {
        geo_csv_chunk_run(by->chunk, by->run_rows, &run);
        geo_status status =
            geo_incident_block_add_run(by->hand->context, block, stream->input, &run, &added);
        if (status != GEO_OK)
            return status;
        geo_csv_chunk_skip(by->chunk, &run, added);
        if (added < run.count)
            by->run_rows = added > LEAST ? added : LEAST;
        else if (run.count == by->run_rows)
            by->run_rows = run.count < GEO_RUN_ROWS / 2 ? 2 * run.count : GEO_RUN_ROWS;
    } while (run.count > 0 && added == run.count);
    return GEO_OK;
}

static geo_status read_rows(const csv_stream *stream, reading_hand *by, geo_incident_block *block)
{
    geo_context *context = by->hand->context;
    for (;;) {
        geo_record record;
        bool more = false;
        geo_status status = stream->input->is_plain ? read_runs(stream, by, block) : GEO_OK;
        if (status == GEO_OK)
            status = geo_csv_chunk_next(context, by->chunk, &record, &more);
        if (status != GEO_OK || !more)
            return status;
        status = geo_incident_block_add_record(context, block, stream->input, &record);
        if (status != GEO_OK)
            return status;
    }
}

static void read_text(csv_stream *stream, reading_hand *by, csv_slot *slot, int64_t rows_before,
                      int64_t lines_before)
{
    geo_incident_block_clear(slot->block);
    geo_csv_chunk_begin(by->chunk, slot->piece.text, slot->piece.is_last, rows_before,
                        lines_before);
    slot->has_text = true;
    slot->status = read_rows(stream, by, slot->block);
    slot->rest = geo_csv_chunk_rest(by->chunk);
    slot->lines = geo_csv_chunk_lines(by->chunk);
    slot->bytes = geo_csv_chunk_bytes(by->chunk);
    if (slot->status == GEO_OK && stream->is_ready)
        slot->status = geo_incident_block_finish(by->hand, slot->block, stream->collector->sink);
}

/* False at the end of the text. */
static bool claim_piece(csv_stream *stream, reading_hand *by, csv_slot *slot)
{
    bool more = false;
    pthread_mutex_lock(&stream->claiming);
    slot->status = geo_csv_pieces_claim(by->hand->context, stream->pieces, &slot->piece, &more);
    slot->piece.number = stream->claimed++;
    pthread_mutex_unlock(&stream->claiming);
    slot->by = by;
    slot->has_text = false;
    return more || slot->status != GEO_OK;
}

static void read_piece(csv_stream *stream, reading_hand *by, csv_slot *slot)
{
    if (slot->status == GEO_OK)
        slot->status = geo_csv_pieces_read(by->hand->context, stream->pieces, &slot->piece);
    if (slot->status == GEO_OK)
        read_text(stream, by, slot, 0, 0);
}

/* ---- taking a piece ------------------------------------------------------------------------- */

static int64_t rows_taken(const csv_stream *stream)
{
    const geo_ledger *ledger = stream->collector->ledger;
    return ledger->line[ledger->count - 1].read;
}

/* A piece that was read on a wrong guess, or whose failure needs its true row and line to be told.
 */
static bool must_read_again(const csv_stream *stream, const csv_slot *slot)
{
    int64_t limit = stream->csv->limits.rows;
    return slot->has_text && (stream->rest.length > 0 || slot->status != GEO_OK ||
                              (limit > 0 && rows_taken(stream) + slot->block->read > limit));
}

/* Puts the rest of the piece before in front. */
static geo_status glue_rest(geo_context *context, csv_stream *stream, csv_slot *slot)
{
    geo_bytes *glued = &stream->glued;
    geo_text *text = &slot->piece.text;
    if (stream->rest.length == 0)
        return GEO_OK;
    glued->length = 0;
    geo_status status = geo_bytes_append(context, glued, stream->rest.data, stream->rest.length);
    if (status == GEO_OK)
        status = geo_bytes_append(context, glued, text->data, text->length);
    if (status == GEO_OK)
        *text = (geo_text){glued->data, glued->length};
    return status;
}

static geo_status read_again(csv_stream *stream, reading_hand *by, csv_slot *slot)
{
    slot->status = glue_rest(by->hand->context, stream, slot);
    if (slot->status == GEO_OK)
        read_text(stream, by, slot, rows_taken(stream), stream->lines);
    return slot->status;
}

/* The first rows with coordinates choose the working CRS and make the transform; only the caller's
 * thread is at work then. */
static geo_status make_ready(csv_stream *stream, csv_slot *slot)
{
    geo_collector *collector = stream->collector;
    geo_status status =
        geo_collector_prepare(stream->context, collector, stream->input, slot->block);
    stream->is_ready = geo_collector_is_ready(collector, stream->input);
    if (status == GEO_OK && stream->is_ready)
        status = geo_incident_block_finish(&collector->own, slot->block, collector->sink);
    return status;
}

static geo_status keep_rest(geo_context *context, csv_stream *stream, const csv_slot *slot)
{
    geo_text text = slot->piece.text;
    stream->rest.length = 0;
    if (slot->rest == 0)
        return GEO_OK;
    return geo_bytes_append(context, &stream->rest, text.data + text.length - slot->rest,
                            slot->rest);
}

/* A sink that has much to do shares it out to all threads: the others soon wait for this one. */
static geo_status hand_over(csv_stream *stream, geo_context *context, const csv_slot *slot)
{
    bool is_helper = context != stream->context;
    if (is_helper)
        geo_context_set_threads(context, (int)stream->helper_count);
    geo_status status = geo_collector_take(context, stream->collector, stream->input, slot->block);
    if (is_helper)
        geo_context_set_threads(context, 1);
    return status;
}

static geo_status take(csv_stream *stream, reading_hand *by, csv_slot *slot)
{
    geo_context *context = by->hand->context;
    geo_status status = slot->status;
    if (must_read_again(stream, slot))
        status = read_again(stream, by, slot);
    if (status == GEO_OK && !stream->is_ready)
        status = make_ready(stream, slot);
    if (status == GEO_OK)
        status = hand_over(stream, context, slot);
    if (status == GEO_OK)
        status = keep_rest(context, stream, slot);
    stream->lines += slot->lines;
    stream->bytes += slot->bytes;
    return status;
}

static geo_status report(csv_stream *stream)
{
    pthread_mutex_lock(&stream->claiming);
    double fraction = geo_csv_pieces_fraction(stream->pieces);
    pthread_mutex_unlock(&stream->claiming);
    return geo_report_progress(stream->context, "reading incidents",
                               stream->share->done + stream->share->of_one * fraction);
}

/* ---- one thread alone ----------------------------------------------------------------------- */

/* All pieces, or those until the others can join in. *more is false when none is left. */
static geo_status read_alone(csv_stream *stream, bool to_the_end, bool *more)
{
    csv_slot *slot = &stream->slot[0];
    geo_status status = GEO_OK;
    *more = true;
    while (status == GEO_OK && *more && (to_the_end || !stream->is_ready)) {
        *more = claim_piece(stream, &stream->own, slot);
        if (!*more)
            break;
        read_piece(stream, &stream->own, slot);
        status = take(stream, &stream->own, slot);
        stream->next++;
        *more = !slot->piece.is_last;
        if (status == GEO_OK)
            status = report(stream);
    }
    return status;
}

/* ---- several threads ------------------------------------------------------------------------ */

static csv_slot *wait_for_slot(csv_stream *stream)
{
    csv_slot *slot = NULL;
    pthread_mutex_lock(&stream->changing);
    while (stream->unused_count == 0 && !stream->is_over)
        pthread_cond_wait(&stream->changed, &stream->changing);
    if (!stream->is_over)
        slot = stream->unused[--stream->unused_count];
    pthread_mutex_unlock(&stream->changing);
    return slot;
}

static void end_claims(csv_stream *stream)
{
    pthread_mutex_lock(&stream->changing);
    stream->is_over = true;
    pthread_cond_broadcast(&stream->changed);
    pthread_mutex_unlock(&stream->changing);
}

/* Under the lock, which is given up in between: takes the next piece, if it is there. */
static void take_next(csv_stream *stream, reading_hand *by)
{
    csv_slot **place = &stream->waiting[stream->next % stream->slot_count];
    csv_slot *slot = *place;
    geo_status status = stream->status;
    *place = NULL;
    stream->is_taking = true;
    pthread_mutex_unlock(&stream->changing);
    if (status == GEO_OK)
        status = take(stream, by, slot);
    pthread_mutex_lock(&stream->changing);
    if (status != GEO_OK && stream->status == GEO_OK) {
        stream->status = status;
        stream->failed = slot->has_text || slot->status == GEO_OK ? by : slot->by;
        stream->is_over = true;
    }
    stream->is_taking = false;
    stream->next++;
    stream->unused[stream->unused_count++] = slot;
    pthread_cond_broadcast(&stream->changed);
}

/* Whoever brings a piece takes all that wait, unless another is at it. */
static void hand_in(csv_stream *stream, reading_hand *by, csv_slot *slot)
{
    pthread_mutex_lock(&stream->changing);
    stream->waiting[slot->piece.number % stream->slot_count] = slot;
    while (!stream->is_taking && stream->waiting[stream->next % stream->slot_count])
        take_next(stream, by);
    pthread_mutex_unlock(&stream->changing);
}

/* Only the caller's own thread may use its context: it reports for all. */
static void report_for_all(csv_stream *stream)
{
    if (!pthread_equal(pthread_self(), stream->caller))
        return;
    geo_status status = report(stream);
    if (status == GEO_OK)
        return;
    pthread_mutex_lock(&stream->changing);
    if (stream->status == GEO_OK) {
        stream->status = status;
        stream->failed = NULL;
    }
    stream->is_over = true;
    pthread_cond_broadcast(&stream->changed);
    pthread_mutex_unlock(&stream->changing);
}

static void work(void *user, size_t worker, size_t first, size_t last)
{
    csv_stream *stream = user;
    reading_hand *by = &stream->helper[worker];
    csv_slot *slot;
    (void)first;
    (void)last;
    while ((slot = wait_for_slot(stream)) != NULL) {
        if (!claim_piece(stream, by, slot)) {
            end_claims(stream);
            return;
        }
        read_piece(stream, by, slot);
        if (slot->piece.is_last || (slot->status != GEO_OK && !slot->has_text))
            end_claims(stream);
        hand_in(stream, by, slot);
        report_for_all(stream);
    }
}

static geo_status read_together(csv_stream *stream)
{
    geo_share_work(stream->context, stream->helper_count, 1, work, stream);
    if (stream->status != GEO_OK && stream->failed)
        return geo_fail(stream->context, stream->status, "%s",
                        geo_message(stream->failed->hand->context));
    return stream->status;
}

/* ---- opening and closing -------------------------------------------------------------------- */

static geo_status give_chunk(csv_stream *stream, geo_incident_hand *hand, reading_hand *out)
{
    out->hand = hand;
    out->run_rows = GEO_RUN_ROWS;
    return geo_csv_chunk_new(stream->context, stream->csv, stream->input->needed_field,
                             stream->input->needed_count, &out->chunk);
}

static geo_status call_helpers(csv_stream *stream)
{
    geo_context *context = stream->context;
    geo_collector *collector = stream->collector;
    size_t count = (size_t)geo_threads(context);
    geo_status status = geo_collector_hire(context, collector, count);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *stream->helper, &stream->helper);
    while (status == GEO_OK && stream->helper_count < count) {
        size_t i = stream->helper_count++;
        status = give_chunk(stream, &collector->helper[i], &stream->helper[i]);
    }
    for (size_t i = 0; status == GEO_OK && i < stream->slot_count; i++) {
        stream->slot[i].block = &collector->block[i];
        stream->unused[stream->unused_count++] = &stream->slot[i];
    }
    return status;
}

static geo_status open_stream(csv_stream *stream)
{
    geo_context *context = stream->context;
    geo_collector *collector = stream->collector;
    stream->csv = geo_reader_csv(stream->input->reader);
    stream->lines = stream->csv->line - 1;
    stream->is_ready = geo_collector_is_ready(collector, stream->input);
    stream->slot_count = 2 * (size_t)geo_threads(context);
    geo_status status =
        geo_alloc_array(context, stream->slot_count, sizeof *stream->slot, &stream->slot);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, stream->slot_count, sizeof *stream->unused, &stream->unused);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, stream->slot_count, sizeof *stream->waiting, &stream->waiting);
    if (status == GEO_OK)
        status = geo_csv_pieces_open(context, stream->csv, PIECE_BYTES, &stream->pieces);
    if (status == GEO_OK)
        status = give_chunk(stream, &collector->own, &stream->own);
    if (status == GEO_OK)
        stream->slot[0].block = &collector->block[0];
    return status;
}

static void close_stream(csv_stream *stream)
{
    for (size_t i = 0; stream->slot && i < stream->slot_count; i++)
        geo_csv_piece_clear(&stream->slot[i].piece);
    for (size_t i = 0; i < stream->helper_count; i++)
        geo_csv_chunk_free(stream->helper[i].chunk);
    geo_csv_chunk_free(stream->own.chunk);
    geo_csv_pieces_free(stream->pieces);
    geo_bytes_clear(&stream->rest);
    geo_bytes_clear(&stream->glued);
    free(stream->slot);
    free(stream->unused);
    free(stream->waiting);
    free(stream->helper);
    pthread_mutex_destroy(&stream->claiming);
    pthread_mutex_destroy(&stream->changing);
    pthread_cond_destroy(&stream->changed);
}

static geo_status read_all(csv_stream *stream)
{
    bool more = false;
    geo_status status = open_stream(stream);
    /* Only the caller's thread can be told by a signal to stop waiting for a pipe. */
    bool is_alone =
        geo_threads(stream->context) == 1 || geo_content_may_wait(stream->csv->window.content);
    if (status == GEO_OK)
        status = read_alone(stream, is_alone, &more);
    if (status == GEO_OK && more)
        status = call_helpers(stream);
    if (status == GEO_OK && more)
        status = read_together(stream);
    return status == GEO_OK ? geo_csv_pieces_finish(stream->context, stream->pieces, stream->bytes)
                            : status;
}

geo_status geo_incident_read_csv(geo_context *context, const geo_incident_input *input,
                                 const geo_work_share *share, geo_collector *collector)
{
    csv_stream stream = {
        .context = context,
        .input = input,
        .share = share,
        .collector = collector,
        .caller = pthread_self(),
        .claiming = PTHREAD_MUTEX_INITIALIZER,
        .changing = PTHREAD_MUTEX_INITIALIZER,
        .changed = PTHREAD_COND_INITIALIZER,
    };
    geo_status status = read_all(&stream);
    close_stream(&stream);
    return status;
}
