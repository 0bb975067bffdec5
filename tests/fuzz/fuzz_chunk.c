/* Any bytes cut into pieces of any size give the rows that they give in one, or an error at the
 * same row. The first byte says how large the pieces are, and whether they are read by runs. */
#include <stdlib.h>
#include <string.h>

#include "source/csv_chunk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What tells one reading from another. */
typedef struct reading {
    geo_status status;
    int64_t rows;
    uint64_t sum;
} reading;

static void add_record(const geo_record *record, size_t fields, reading *out)
{
    out->rows++;
    if (record->row != out->rows)
        abort();
    out->sum = out->sum * 31 + record->raw.length + (record->broken ? 7 : 0);
    for (size_t i = 0; i < fields; i++)
        for (size_t b = 0; b < record->field[i].length; b++)
            out->sum = out->sum * 31 + (unsigned char)record->field[i].data[b] + i;
}

static reading read_at_once(geo_context *context, geo_csv *csv)
{
    reading out = {GEO_OK, 0, 0};
    geo_record record;
    bool more = true;
    while ((out.status = geo_csv_next(context, csv, &record, &more)) == GEO_OK && more)
        add_record(&record, csv->field_count, &out);
    return out;
}

/* The first row of a run, its fields in `field`; false when one is left to others. */
static bool take_from_run(const geo_csv_run *run, int64_t rows, geo_text *field, geo_record *record)
{
    const char *text = run->base + (uint32_t)(run->position[0] + 1);
    size_t length = run->position[run->field_count] - (run->position[0] + 1);
    length -= length > 0 && text[length - 1] == '\r';
    for (size_t i = 0; i < run->field_count; i++)
        if (!geo_csv_run_field(run, 0, i, &field[i]))
            return false;
    *record = (geo_record){.row = rows + 1, .field = field, .raw = {text, length}};
    return true;
}

static void add_runs(geo_csv_chunk *chunk, size_t fields, reading *out)
{
    geo_text *field = calloc(fields, sizeof *field);
    geo_csv_run run;
    geo_record record;
    if (!field)
        abort();
    for (geo_csv_chunk_run(chunk, 64, &run);
         run.count > 0 && take_from_run(&run, out->rows, field, &record);
         geo_csv_chunk_run(chunk, 64, &run)) {
        add_record(&record, fields, out);
        geo_csv_chunk_skip(chunk, &run, 1);
    }
    free(field);
}

/* Each piece ends at least `piece` bytes on, behind a newline, and begins with the last one's rest.
 */
static reading read_in_pieces(geo_context *context, const geo_csv *csv, geo_text text, size_t piece,
                              bool by_runs, geo_csv_chunk *chunk)
{
    reading out = {GEO_OK, 0, 0};
    size_t begin = 0;
    int64_t lines = csv->line - 1;
    for (size_t end = 0; begin + end <= text.length && out.status == GEO_OK;) {
        size_t from = begin + end + piece < text.length ? begin + end + piece : text.length;
        const char *newline = memchr(text.data + from, '\n', text.length - from);
        end = (newline ? (size_t)(newline + 1 - text.data) : text.length) - begin;
        bool is_last = begin + end == text.length;
        bool more = true;
        geo_record record;
        geo_csv_chunk_begin(chunk, (geo_text){text.data + begin, end}, is_last, out.rows, lines);
        do {
            if (by_runs)
                add_runs(chunk, csv->field_count, &out);
            out.status = geo_csv_chunk_next(context, chunk, &record, &more);
            if (out.status == GEO_OK && more)
                add_record(&record, csv->field_count, &out);
        } while (out.status == GEO_OK && more);
        lines += geo_csv_chunk_lines(chunk);
        begin += end - geo_csv_chunk_rest(chunk);
        end = geo_csv_chunk_rest(chunk);
        if (is_last)
            break;
    }
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    geo_context *context = geo_context_new();
    if (!context)
        abort();
    if (size > 0) {
        geo_input input = {"fuzz.csv", {(const char *)data + 1, size - 1}};
        geo_reader_options options = GEO_READER_OPTIONS_INIT;
        geo_csv *csv = NULL;
        if (geo_csv_open(context, &input, NULL, &options, &csv) == GEO_OK) {
            size_t *needed = calloc(csv->field_count, sizeof *needed);
            geo_csv_chunk *chunk = NULL;
            geo_text text = {csv->window.data + csv->window.begin,
                             csv->window.end - csv->window.begin};
            for (size_t i = 0; needed && i < csv->field_count; i++)
                needed[i] = i;
            if (!needed ||
                geo_csv_chunk_new(context, csv, needed, csv->field_count, &chunk) != GEO_OK)
                abort();
            reading pieces = read_in_pieces(context, csv, text, data[0], data[0] % 2, chunk);
            reading once = read_at_once(context, csv);
            if (pieces.status != once.status || pieces.rows != once.rows || pieces.sum != once.sum)
                abort();
            geo_csv_chunk_free(chunk);
            free(needed);
        }
        geo_csv_free(csv);
    }
    geo_context_free(context);
    return 0;
}
