/* The bytes of an input one block after the other, wherever they come from: a plain file, a FIFO, a
 * gzip file, the CSV in a zip, or memory. */
#ifndef GEO_SOURCE_CONTENT_H
#define GEO_SOURCE_CONTENT_H

#include <geo/source.h>

typedef struct geo_content geo_content;

/*
 * Opens an input. A name ending in .gz is inflated; `member` (else NULL) is the file to inflate
 * from a zip. GEO_ERROR_INPUT in words that a person would use: no such file, a folder, not
 * permitted.
 */
geo_status geo_content_open(geo_context *context, const geo_input *input, const char *member,
                            const geo_limits *limits, geo_content **out);
void geo_content_free(geo_content *content);

/* The first bytes (up to GEO_FORMAT_BYTES), which stay to be read. */
geo_text geo_content_head(const geo_content *content);
/* All bytes when they are in memory already, else data == NULL. */
geo_text geo_content_memory(const geo_content *content);

/*
 * Up to `size` bytes into `buffer`; *got is 0 at the end only. GEO_ERROR_INPUT for a read error,
 * for damaged compressed data, and at the end when the file's size or time differ from what they
 * were when it was opened, or fewer or more bytes came than the file has. GEO_ERROR_LIMIT when the
 * data inflates beyond limits.decompression_ratio.
 */
geo_status geo_content_read(geo_context *context, geo_content *content, char *buffer, size_t size,
                            size_t *got);

/* Whether it is an ordinary file, not compressed: geo_content_read_at() is for these alone. */
bool geo_content_is_plain(const geo_content *content);
/* The file's bytes when it was opened. */
int64_t geo_content_size(const geo_content *content);

/*
 * Up to `size` bytes from `offset` on, from any thread, whatever geo_content_read() has read; *got
 * is less than `size` at the end only. GEO_ERROR_INPUT for a read error and for an end that comes
 * before `wanted` of the bytes.
 */
geo_status geo_content_read_at(geo_context *context, const geo_content *content, int64_t offset,
                               char *buffer, size_t size, size_t wanted, size_t *got);

/* The checks at the end of a file, `delivered` bytes of which were read. */
geo_status geo_content_check(geo_context *context, const geo_content *content, int64_t delivered);

/* A pipe or standard input: reading may wait for whoever writes, and a signal ends the wait. */
bool geo_content_may_wait(const geo_content *content);

/* From 0 to 1; an estimate for compressed data; 0 for a FIFO. */
double geo_content_fraction(const geo_content *content);

/*
 * The only CSV file inside a zip, in *member (owned, NULL when there is none): "data/2019-01.csv".
 * GEO_ERROR_INPUT when there are several, or the zip is damaged.
 */
geo_status geo_zip_csv_member(geo_context *context, const char *path, char **member);

#endif
