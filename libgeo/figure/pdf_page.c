/* A drawn page as the objects of a PDF file. */
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "figure/pdf.h"

/* What is drawn goes into the file in parts of so many bytes, so that threads can pack them: a
 * reader puts them together (7.8.2). */
#define PART_BYTES ((size_t)256 << 10)

/* ---- which there are ------------------------------------------------------------------------ */

typedef struct pdf_numbers {
    size_t catalogue;
    size_t pages;
    size_t page;
    size_t words;
    size_t structure;
    size_t figure;
    size_t first_part;
    size_t part_count;
    size_t first_image;
    size_t first_font;
} pdf_numbers;

/* Between two lines, which are no longer than a path's point or a line of text. */
static size_t end_of_part(const geo_bytes *drawing, size_t from)
{
    size_t end = from + PART_BYTES;
    while (end < drawing->length && drawing->data[end - 1] != '\n')
        end++;
    return end < drawing->length ? end : drawing->length;
}

static size_t count_parts(const geo_bytes *drawing)
{
    size_t count = 0;
    for (size_t from = 0; from < drawing->length; from = end_of_part(drawing, from))
        count++;
    return count;
}

static size_t take_numbers(geo_pdf_file *file, size_t count)
{
    size_t first = geo_pdf_new_number(file);
    for (size_t i = 1; i < count; i++)
        geo_pdf_new_number(file);
    return first;
}

static pdf_numbers number_objects(geo_pdf_file *file, const geo_canvas *canvas)
{
    const geo_pdf *pdf = canvas->pdf;
    pdf_numbers number = {.part_count = count_parts(&canvas->drawing)};
    number.catalogue = geo_pdf_new_number(file);
    number.pages = geo_pdf_new_number(file);
    number.page = geo_pdf_new_number(file);
    number.words = geo_pdf_new_number(file);
    number.structure = geo_pdf_new_number(file);
    number.figure = geo_pdf_new_number(file);
    number.first_part = take_numbers(file, number.part_count);
    if (pdf->image_count > 0)
        number.first_image = take_numbers(file, pdf->image_count);
    if (pdf->fonts.count > 0)
        number.first_font = take_numbers(file, pdf->fonts.count);
    return number;
}

/* ---- what is drawn -------------------------------------------------------------------------- */

static void put_drawing(geo_pdf_file *file, const geo_bytes *drawing, const pdf_numbers *number)
{
    geo_text *part = NULL;
    size_t from = 0;
    if (file->status == GEO_OK)
        file->status = geo_alloc_array(file->context, number->part_count, sizeof *part, &part);
    if (file->status != GEO_OK)
        return;
    for (size_t i = 0; i < number->part_count; i++) {
        size_t end = end_of_part(drawing, from);
        part[i] = (geo_text){drawing->data + from, end - from};
        from = end;
    }
    geo_pdf_put_streams(file, number->first_part, "", part, number->part_count);
    free(part);
}

static void put_channels(geo_pdf_file *file, size_t number, const geo_pdf_image *image,
                         const char *space, const unsigned char *data, size_t channels, size_t mask)
{
    geo_bytes entries = GEO_BYTES_INIT;
    geo_status status =
        geo_bytes_print(file->context, &entries,
                        " /Type /XObject /Subtype /Image /Width %zu /Height %zu /ColorSpace /%s "
                        "/BitsPerComponent 8 /Interpolate true",
                        image->columns, image->rows, space);
    if (status == GEO_OK && mask > 0)
        status = geo_bytes_print(file->context, &entries, " /SMask %zu 0 R", mask);
    if (status == GEO_OK)
        status = geo_bytes_append(file->context, &entries, "", 1);
    geo_pdf_fail(file, status);
    if (file->status == GEO_OK)
        geo_pdf_put_stream(file, number, entries.data, data,
                           image->columns * image->rows * channels);
    geo_bytes_clear(&entries);
}

static void put_image(geo_pdf_file *file, const geo_pdf_image *image, size_t number)
{
    size_t mask = geo_pdf_new_number(file);
    put_channels(file, number, image, "DeviceRGB", image->colour, 3, mask);
    put_channels(file, mask, image, "DeviceGray", image->opacity, 1, 0);
}

/* ---- what is said of it --------------------------------------------------------------------- */

static void put_catalogue(geo_pdf_file *file, const pdf_numbers *number)
{
    geo_pdf_begin_object(file, number->catalogue);
    geo_pdf_print(file,
                  "<</Type /Catalog /Pages %zu 0 R /Lang (en-GB) /MarkInfo <</Marked true>> "
                  "/StructTreeRoot %zu 0 R /ViewerPreferences <</DisplayDocTitle true>>>>",
                  number->pages, number->structure);
    geo_pdf_end_object(file);
    geo_pdf_begin_object(file, number->pages);
    geo_pdf_print(file, "<</Type /Pages /Kids [%zu 0 R] /Count 1>>", number->page);
    geo_pdf_end_object(file);
}

static void put_resources(geo_pdf_file *file, const geo_pdf *pdf, const pdf_numbers *number)
{
    geo_pdf_print(file, "/Resources <</ExtGState <<");
    for (size_t i = 0; i < pdf->opacity_count; i++) {
        geo_pdf_print(file, "/A%zu <</ca ", i);
        geo_pdf_put_number(file, pdf->opacity[i]);
        geo_pdf_print(file, " /CA ");
        geo_pdf_put_number(file, pdf->opacity[i]);
        geo_pdf_print(file, ">> ");
    }
    geo_pdf_print(file, ">> /XObject <<");
    for (size_t i = 0; i < pdf->image_count; i++)
        geo_pdf_print(file, "/I%zu %zu 0 R ", i, number->first_image + i);
    geo_pdf_print(file, ">> /Font <<");
    for (size_t i = 0; i < pdf->fonts.count; i++)
        geo_pdf_print(file, "/F%zu %zu 0 R ", i, number->first_font + i);
    geo_pdf_print(file, ">>>>");
}

static void put_page(geo_pdf_file *file, const geo_canvas *canvas, const pdf_numbers *number)
{
    geo_pdf_begin_object(file, number->page);
    geo_pdf_print(file, "<</Type /Page /Parent %zu 0 R /MediaBox [0 0 ", number->pages);
    geo_pdf_put_number(file, canvas->page_mm.width / GEO_MM_PER_POINT);
    geo_pdf_print(file, " ");
    geo_pdf_put_number(file, canvas->page_mm.height / GEO_MM_PER_POINT);
    geo_pdf_print(file, "] /StructParents 0 /Group <</S /Transparency /CS /DeviceRGB /I true>> "
                        "/Contents [");
    for (size_t i = 0; i < number->part_count; i++)
        geo_pdf_print(file, "%s%zu 0 R", i > 0 ? " " : "", number->first_part + i);
    geo_pdf_print(file, "]\n");
    put_resources(file, canvas->pdf, number);
    geo_pdf_print(file, ">>");
    geo_pdf_end_object(file);
    put_drawing(file, &canvas->drawing, number);
}

/* "2026-03-31T12:00:00Z" as "D:20260331120000Z" (7.9.4). */
static void put_date(geo_pdf_file *file, const char *date)
{
    geo_pdf_print(file, " /CreationDate (D:");
    for (; *date; date++)
        if (!strchr("-:T", *date))
            geo_pdf_print(file, "%c", *date);
    geo_pdf_print(file, ")");
}

static void put_words(geo_pdf_file *file, const geo_canvas *canvas, size_t number)
{
    geo_pdf_begin_object(file, number);
    geo_pdf_print(file, "<</Title ");
    geo_pdf_put_words(file, canvas->title);
    geo_pdf_print(file, " /Subject ");
    geo_pdf_put_words(file, canvas->description);
    geo_pdf_print(file, " /Creator (wardmap " GEO_VERSION ")");
    if (canvas->date)
        put_date(file, canvas->date);
    geo_pdf_print(file, ">>");
    geo_pdf_end_object(file);
}

/* All that is drawn is the figure; a screen reader reads its alternative text. */
static void put_structure(geo_pdf_file *file, const geo_canvas *canvas, const pdf_numbers *number)
{
    geo_pdf_begin_object(file, number->structure);
    geo_pdf_print(file,
                  "<</Type /StructTreeRoot /K %zu 0 R /ParentTree <</Nums [0 [%zu 0 R]]>> "
                  "/ParentTreeNextKey 1>>",
                  number->figure, number->figure);
    geo_pdf_end_object(file);
    geo_pdf_begin_object(file, number->figure);
    geo_pdf_print(file, "<</Type /StructElem /S /Figure /P %zu 0 R /Pg %zu 0 R /K 0 /Alt ",
                  number->structure, number->page);
    geo_pdf_put_words(file, canvas->description);
    geo_pdf_print(file, ">>");
    geo_pdf_end_object(file);
}

/* ---- the file ------------------------------------------------------------------------------- */

geo_status geo_pdf_finish(geo_canvas *canvas, geo_bytes *out)
{
    const geo_pdf *pdf = canvas->pdf;
    geo_pdf_file file;
    geo_pdf_draw(canvas, "Q\nEMC\n");
    if (canvas->status != GEO_OK)
        return canvas->status;
    geo_pdf_file_begin(canvas->context, &file);
    pdf_numbers number = number_objects(&file, canvas);
    put_catalogue(&file, &number);
    put_page(&file, canvas, &number);
    put_words(&file, canvas, number.words);
    put_structure(&file, canvas, &number);
    for (size_t i = 0; i < pdf->image_count; i++)
        put_image(&file, &pdf->image[i], number.first_image + i);
    for (size_t i = 0; i < pdf->fonts.count; i++)
        geo_pdf_font_put(&file, &pdf->fonts.font[i], number.first_font + i);
    return geo_pdf_file_end(&file, number.catalogue, number.words, out);
}
