/* What the sheets of a workbook are called. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/utf8.h"
#include "output/cell.h"
#include "output/xlsx.h"

/* Excel's bounds: characters as UTF-16 counts them, and names that it keeps to itself. */
enum { UNITS_MAX = 31 };

static bool is_taken(const geo_xlsx *xlsx, const char *name)
{
    return strcasecmp(name, "Notes") == 0 || strcasecmp(name, "History") == 0 ||
           workbook_get_worksheet_by_name(xlsx->book, name);
}

static size_t units_of(uint32_t character)
{
    return character > 0xFFFF ? 2 : 1;
}

/* Bytes of the longest piece of so many units that ends with a word, or within the first. */
static size_t cut_words(const char *text, size_t units)
{
    const char *at = text, *end = text + strlen(text);
    size_t used = 0, words = 0, length = 0;
    while (at < end) {
        if (*at == ' ')
            words = (size_t)(at - text);
        used += units_of(geo_utf8_next(&at, end));
        if (used > units)
            return words > 0 ? words : length;
        length = (size_t)(at - text);
    }
    return length;
}

/* Leaves out what no name may hold, and the apostrophes that none may begin or end with. */
static void make_legal(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++)
        if (!strchr("[]:*?/\\'", *from))
            *to++ = *from;
    *to = '\0';
}

static void trim_end(char *text)
{
    size_t length = strlen(text);
    while (length > 0 && strchr(" ,;.-", text[length - 1]))
        length--;
    text[length] = '\0';
}

/* The first of "words", "words 2", "words 3" ... that no sheet has. */
static void make_unique(const geo_xlsx *xlsx, const char *words, char name[GEO_XLSX_NAME_SIZE])
{
    char number[24] = "";
    for (size_t i = 2;; i++) {
        size_t length = cut_words(words, UNITS_MAX - strlen(number));
        memcpy(name, words, length);
        name[length] = '\0';
        trim_end(name);
        memcpy(name + strlen(name), number, strlen(number) + 1);
        if (!is_taken(xlsx, name))
            return;
        snprintf(number, sizeof number, " %zu", i);
    }
}

geo_status geo_xlsx_sheet_name(const geo_xlsx *xlsx, size_t index, char name[GEO_XLSX_NAME_SIZE])
{
    const char *title = xlsx->all[index]->title;
    char *words = NULL;
    geo_status status = geo_line_for_people(xlsx->context, title ? title : "", &words);
    if (status != GEO_OK)
        return status;
    make_legal(words);
    char number[32];
    snprintf(number, sizeof number, "Table %zu", index + 1);
    if (xlsx->count == 1)
        snprintf(name, GEO_XLSX_NAME_SIZE, "Table");
    else
        make_unique(xlsx, words[strspn(words, " ,;.-")] == '\0' ? number : words, name);
    free(words);
    return GEO_OK;
}
