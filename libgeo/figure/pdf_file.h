/*
 * The objects of a PDF file and the table that finds them (ISO 32000-1:2008, 7.3 and 7.5).
 *
 * Functions return nothing: the first failure stays with the file, later calls do nothing, and
 * geo_pdf_file_end() reports it.
 */
#ifndef GEO_FIGURE_PDF_FILE_H
#define GEO_FIGURE_PDF_FILE_H

#include <geo/core.h>

typedef struct geo_pdf_file {
    geo_context *context;
    geo_status status;
    geo_bytes bytes;
    size_t *offset; /* of the objects by number, from 1 */
    size_t count;
    size_t capacity;
} geo_pdf_file;

void geo_pdf_file_begin(geo_context *context, geo_pdf_file *file);
/* The file in *out. `catalogue` and `words` are numbers of objects. Empties *file. */
geo_status geo_pdf_file_end(geo_pdf_file *file, size_t catalogue, size_t words, geo_bytes *out);
void geo_pdf_fail(geo_pdf_file *file, geo_status status);

/* The number of an object that will be written, which others can refer to. */
size_t geo_pdf_new_number(geo_pdf_file *file);
void geo_pdf_begin_object(geo_pdf_file *file, size_t number);
void geo_pdf_end_object(geo_pdf_file *file);

/* At most 500 bytes at a time; no fractions, whose point would be the locale's. */
void geo_pdf_print(geo_pdf_file *file, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Three decimals, without zeros at the end. */
void geo_pdf_put_number(geo_pdf_file *file, double number);
/* A text string: as it is when it is ASCII, else in UTF-16. */
void geo_pdf_put_words(geo_pdf_file *file, const char *text);

/* A whole object: packed data, with more entries for its dictionary. */
void geo_pdf_put_stream(geo_pdf_file *file, size_t number, const char *entries, const void *data,
                        size_t length);

/* The same for several, with numbers from `number` on, that are packed on all threads: the same
 * bytes for any number of them. */
void geo_pdf_put_streams(geo_pdf_file *file, size_t number, const char *entries,
                         const geo_text *part, size_t count);

/* Appends the text as UTF-16 in hexadecimal digits. */
geo_status geo_pdf_append_utf16(geo_context *context, geo_bytes *bytes, geo_text text);
/* Appends a number with three decimals, or without zeros at the end. */
geo_status geo_pdf_append_number(geo_context *context, geo_bytes *bytes, double number);

#endif
