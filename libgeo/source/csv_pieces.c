/*
 * A plain file is cut by arithmetic: each thread reads the bytes of its own piece with pread() and
 * finds both of its ends, so that no thread waits for another. It isn't mapped, for the reasons
 * given in content.c. All other text is cut behind one newline after the other, as it comes.
 */
#include "source/csv_pieces.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

/* Read beyond a piece in the hope that its last line ends there. */
#define LINE_BYTES ((size_t)4 << 10)

struct geo_csv_pieces {
    geo_csv *csv;
    const geo_content *content;
    size_t piece_bytes;
    size_t line_bytes_max; /* a longer line is beyond the limits, so that a cut does no harm */
    bool is_plain;
    int64_t start; /* of the first piece, in the plain file */
    int64_t size;  /* of the plain file */
    uint64_t piece_count;
    uint64_t claimed;
    bool is_done; /* the last was claimed */
};

/* ---- opening -------------------------------------------------------------------------------- */

/* A record that is longer has a field beyond the limit, or too many: see is_too_long() in csv.c. */
static size_t longest_line(const geo_csv *csv)
{
    uint64_t limit = (uint64_t)csv->limits.field_bytes;
    uint64_t fields = csv->field_count + 1;
    if (csv->limits.field_bytes <= 0 || limit + 1 > SIZE_MAX / 2 / fields)
        return SIZE_MAX / 2;
    return (size_t)((limit + 1) * fields);
}

geo_status geo_csv_pieces_open(geo_context *context, geo_csv *csv, size_t piece_bytes,
                               geo_csv_pieces **out)
{
    geo_csv_pieces *pieces = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *pieces, &pieces);
    if (status != GEO_OK)
        return status;
    pieces->csv = csv;
    pieces->content = csv->window.content;
    pieces->piece_bytes = piece_bytes;
    pieces->line_bytes_max = longest_line(csv);
    pieces->start = csv->accounted;
    pieces->size = geo_content_size(pieces->content);
    /* The system's own files are read in their order: they say that they have no bytes. */
    pieces->is_plain = csv->window.encoding == GEO_UTF_8 && geo_content_is_plain(pieces->content) &&
                       pieces->size >= csv->window.text_bytes;
    if (pieces->is_plain) {
        uint64_t bytes = (uint64_t)(pieces->size - pieces->start);
        pieces->piece_count = bytes > piece_bytes ? (bytes + piece_bytes - 1) / piece_bytes : 1;
    }
    *out = pieces;
    return GEO_OK;
}

void geo_csv_pieces_free(geo_csv_pieces *pieces)
{
    free(pieces);
}

void geo_csv_piece_clear(geo_csv_piece *piece)
{
    free(piece->buffer);
    *piece = (geo_csv_piece){0};
}

/* ---- text that comes in its order ----------------------------------------------------------- */

/* Behind the last newline of the window's first bytes, or behind the first one of the others; 0
 * when there is none. */
static size_t find_cut(const geo_csv_pieces *pieces, size_t searched)
{
    const geo_window *window = &pieces->csv->window;
    const char *text = window->data + window->begin;
    size_t held = window->end - window->begin;
    size_t first = held < pieces->piece_bytes ? held : pieces->piece_bytes;
    if (searched < first) {
        for (size_t at = first; at > searched; at--)
            if (text[at - 1] == '\n')
                return at;
        searched = first;
    }
    const char *newline = held > searched ? memchr(text + searched, '\n', held - searched) : NULL;
    return newline ? (size_t)(newline - text) + 1 : 0;
}

/* How much of the window is the next piece; all of it, as the last, at the end. */
static geo_status measure_next(geo_context *context, geo_csv_pieces *pieces, size_t *length)
{
    geo_window *window = &pieces->csv->window;
    size_t searched = 0;
    *length = 0;
    for (;;) {
        size_t held = window->end - window->begin;
        if (window->is_whole && held <= pieces->piece_bytes) {
            *length = held;
            pieces->is_done = true;
            return GEO_OK;
        }
        if (held >= pieces->piece_bytes || window->is_whole) {
            *length = find_cut(pieces, searched);
            searched = held;
        }
        if (*length > 0 || window->is_whole || held > pieces->line_bytes_max) {
            *length = *length > 0 ? *length : held;
            pieces->is_done = window->is_whole && *length == held;
            return GEO_OK;
        }
        geo_status status = geo_window_extend(context, window, pieces->csv->path);
        if (status != GEO_OK)
            return status;
    }
}

static geo_status claim_in_order(geo_context *context, geo_csv_pieces *pieces, geo_csv_piece *piece)
{
    geo_window *window = &pieces->csv->window;
    size_t length = 0;
    geo_status status = measure_next(context, pieces, &length);
    if (status != GEO_OK)
        return status;
    const char *text = window->data + window->begin;
    /* Text in memory stays where it is; the window's own moves on. */
    if (length > 0 && window->data == window->own) {
        status = geo_grow_array(context, &piece->buffer, &piece->capacity, length, 1);
        if (status != GEO_OK)
            return status;
        memcpy(piece->buffer, text, length);
        text = piece->buffer;
    }
    window->begin += length;
    piece->text = (geo_text){length > 0 ? text : NULL, length};
    return GEO_OK;
}

/* ---- pieces of a plain file ----------------------------------------------------------------- */

/* Where the piece would begin if lines did not matter. */
static int64_t nominal_start(const geo_csv_pieces *pieces, uint64_t number)
{
    if (number >= pieces->piece_count)
        return pieces->size;
    return pieces->start + (int64_t)(number * pieces->piece_bytes);
}

/* Makes the buffer hold at least `wanted` bytes of the file from `offset` on, and perhaps more. */
static geo_status read_to(geo_context *context, const geo_csv_pieces *pieces, geo_csv_piece *piece,
                          int64_t offset, size_t wanted, size_t *held)
{
    int64_t left = pieces->size - offset;
    size_t size = (uint64_t)left < wanted + LINE_BYTES ? (size_t)left : wanted + LINE_BYTES;
    size_t got = 0;
    geo_status status = geo_grow_array(context, &piece->buffer, &piece->capacity, size, 1);
    if (status == GEO_OK)
        status = geo_content_read_at(context, pieces->content, offset + (int64_t)*held,
                                     piece->buffer + *held, size - *held, size - *held, &got);
    *held += got;
    return status;
}

/* The piece ends behind the first newline at or behind `nominal`, or with the file. */
static geo_status find_end(geo_context *context, const geo_csv_pieces *pieces, geo_csv_piece *piece,
                           int64_t offset, size_t nominal, size_t held, size_t *end)
{
    size_t searched = nominal;
    for (;;) {
        const char *newline =
            held > searched ? memchr(piece->buffer + searched, '\n', held - searched) : NULL;
        if (newline) {
            *end = (size_t)(newline - piece->buffer) + 1;
            return GEO_OK;
        }
        *end = searched = held;
        if (offset + (int64_t)held == pieces->size || held - nominal > pieces->line_bytes_max)
            return GEO_OK;
        geo_status status = read_to(context, pieces, piece, offset, 2 * held, &held);
        if (status != GEO_OK)
            return status;
    }
}

geo_status geo_csv_pieces_read(geo_context *context, const geo_csv_pieces *pieces,
                               geo_csv_piece *piece)
{
    if (!pieces->is_plain)
        return GEO_OK;
    int64_t offset = nominal_start(pieces, piece->number);
    size_t nominal = (size_t)(nominal_start(pieces, piece->number + 1) - offset);
    size_t held = 0;
    size_t begin = 0;
    size_t end = 0;
    piece->text = (geo_text){NULL, 0};
    if (nominal == 0)
        return GEO_OK;
    geo_status status = read_to(context, pieces, piece, offset, nominal, &held);
    if (status != GEO_OK)
        return status;
    if (piece->number > 0) {
        const char *newline = memchr(piece->buffer, '\n', nominal);
        /* Without one, the line began before this piece and ends behind it. */
        if (!newline)
            return GEO_OK;
        begin = (size_t)(newline - piece->buffer) + 1;
    }
    status = find_end(context, pieces, piece, offset, nominal, held, &end);
    if (status == GEO_OK && end > begin)
        piece->text = (geo_text){piece->buffer + begin, end - begin};
    return status;
}

/* ---- both ----------------------------------------------------------------------------------- */

geo_status geo_csv_pieces_claim(geo_context *context, geo_csv_pieces *pieces, geo_csv_piece *piece,
                                bool *more)
{
    *more = !pieces->is_done;
    if (!*more)
        return GEO_OK;
    piece->text = (geo_text){NULL, 0};
    if (pieces->is_plain) {
        pieces->is_done = pieces->claimed + 1 == pieces->piece_count;
    } else {
        geo_status status = claim_in_order(context, pieces, piece);
        if (status != GEO_OK)
            return status;
    }
    piece->number = pieces->claimed++;
    piece->is_last = pieces->is_done;
    return GEO_OK;
}

geo_status geo_csv_pieces_finish(geo_context *context, const geo_csv_pieces *pieces,
                                 int64_t accounted)
{
    geo_csv *csv = pieces->csv;
    int64_t text_bytes = pieces->is_plain ? pieces->size : csv->window.text_bytes;
    if (pieces->is_plain) {
        geo_status status = geo_content_check(context, pieces->content, pieces->size);
        if (status != GEO_OK)
            return status;
    }
    return geo_csv_check_accounted(context, csv, pieces->start + accounted, text_bytes);
}

double geo_csv_pieces_fraction(const geo_csv_pieces *pieces)
{
    if (!pieces->is_plain)
        return geo_content_fraction(pieces->content);
    return (double)pieces->claimed / (double)pieces->piece_count;
}
