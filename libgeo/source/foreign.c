#include "source/foreign.h"

#include <string.h>

#include "core/text.h"

typedef struct signature {
    const char *bytes;
    size_t length;
    const char *meaning;
} signature;

static const signature binary[] = {
    {"SQLite format 3", 15, "an SQLite database or GeoPackage (.gpkg)"},
    {"%PDF", 4, "a PDF document"},
    {"PK\x03\x04", 4, "an Excel workbook (.xlsx) or another zip archive"},
    {"PK\x05\x06", 4, "an empty zip archive"},
    {"\xD0\xCF\x11\xE0", 4, "an old Excel workbook (.xls) or Word document"},
    {"\x1F\x8B", 2, "gzip-compressed data (.gz)"},
    {"BZh", 3, "bzip2-compressed data"},
    {"7z\xBC\xAF", 4, "a 7-Zip archive"},
    {"Rar!", 4, "a RAR archive"},
    {"fgb\x03", 4, "FlatGeobuf (.fgb)"},
    {"\0\0\x27\x0A", 4, "a Shapefile (.shp)"},
    {"PAR1", 4, "Parquet"},
    {"\x89PNG", 4, "a PNG picture"},
    {"\xFF\xD8\xFF", 3, "a JPEG picture"},
    {"\x7F"
     "ELF",
     4, "a program"},
};

static const signature markup[] = {
    {"<!doctype html", 14, "a web page (HTML)"},
    {"<html", 5, "a web page (HTML)"},
    {"<", 1, "XML or HTML"},
    {"{", 1, "JSON"},
    {"[{", 2, "JSON"},
};

/* `lower` is in lower case. */
static bool begins_with_lower(const char *text, size_t length, const char *lower,
                              size_t lower_length)
{
    if (length < lower_length)
        return false;
    for (size_t i = 0; i < lower_length; i++)
        if (geo_lower(text[i]) != lower[i])
            return false;
    return true;
}

const char *geo_looks_like(geo_text head)
{
    for (size_t i = 0; i < sizeof binary / sizeof *binary; i++)
        if (geo_begins_with(head, binary[i].bytes, binary[i].length))
            return binary[i].meaning;
    size_t start = geo_begins_with(head, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (start < head.length && head.data[start] && strchr(" \t\r\n", head.data[start]))
        start++;
    for (size_t i = 0; i < sizeof markup / sizeof *markup; i++)
        if (begins_with_lower(head.data + start, head.length - start, markup[i].bytes,
                              markup[i].length))
            return markup[i].meaning;
    return NULL;
}
