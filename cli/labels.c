#include "labels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- fields of areas ------------------------------------------------------------------------ */

static const char *const *texts_of(const geo_areas *areas, const char *field)
{
    if (same_text(field, "code"))
        return areas->code;
    if (same_text(field, "name"))
        return areas->name;
    if (same_text(field, "parent"))
        return areas->parent;
    const geo_column *column = geo_table_find(areas->attributes, field);
    return column ? (const char *const *)column->text : NULL;
}

/* A whole number, or a number with as few digits as areas' fields need. */
static geo_status print_number(cli_job *job, const geo_column *column, size_t area,
                               geo_bytes *bytes)
{
    enum { DECIMALS = 6 };
    if (column->type == GEO_INTEGER && column->integer[area] != GEO_NO_INTEGER)
        return geo_bytes_print(job->context, bytes, "%lld", (long long)column->integer[area]);
    if (column->type == GEO_REAL && isfinite(column->real[area]))
        return append_short_number(job->context, bytes, column->real[area], DECIMALS);
    return GEO_OK;
}

static geo_status code_area(cli_job *job, cli_labels *labels, const geo_areas *areas, size_t area)
{
    const char *const *text = texts_of(areas, labels->field);
    geo_bytes number = GEO_BYTES_INIT;
    geo_text value = {NULL, 0};
    geo_status status = GEO_OK;
    if (text && text[area])
        value = (geo_text){text[area], strlen(text[area])};
    if (!text)
        status = print_number(job, geo_table_find(areas->attributes, labels->field), area, &number);
    if (number.length > 0)
        value = (geo_text){number.data, number.length};
    if (status == GEO_OK)
        status = labels_code_of(job, labels, value, &labels->area_code[area]);
    geo_bytes_clear(&number);
    return status;
}

static bool is_of_areas(const cli_load *load, const char *field)
{
    const geo_areas *areas = load->area_count > 0 ? load->areas[0] : NULL;
    return areas && (texts_of(areas, field) || geo_table_find(areas->attributes, field));
}

static geo_status begin_areas(cli_job *job, cli_labels *labels, const geo_areas *areas)
{
    labels->area_path = areas->path;
    labels->area_code = calloc(areas->count + 1, sizeof *labels->area_code);
    return labels->area_code ? GEO_OK : job_out_of_memory(job);
}

geo_status labels_begin(cli_job *job, const cli_load *load, cli_labels *labels)
{
    geo_status status = geo_dictionary_new(job->context, &labels->values);
    labels->load = load;
    if (status != GEO_OK || !labels->field || labels->kind != LABELS_OF_FIELD ||
        !is_of_areas(load, labels->field))
        return status;
    const geo_areas *areas = load->areas[0];
    status = begin_areas(job, labels, areas);
    for (size_t area = 0; area < areas->count && status == GEO_OK; area++)
        status = code_area(job, labels, areas, area);
    return status;
}

geo_status labels_of_groups(cli_job *job, cli_labels *labels, const geo_area_deprivation *groups)
{
    const geo_areas *areas = labels->load->areas[0];
    geo_status status = begin_areas(job, labels, areas);
    for (size_t area = 0; area < areas->count && status == GEO_OK; area++) {
        int32_t group = groups->group[area];
        const char *name =
            group == GEO_NO_CODE ? "" : geo_deprivation_group_name(groups->kind, (size_t)group);
        status =
            labels_code_of(job, labels, (geo_text){name, strlen(name)}, &labels->area_code[area]);
    }
    return status;
}

/* ---- bands ---------------------------------------------------------------------------------- */

geo_status labels_bands(cli_job *job, const char *option, const char *text, double **band,
                        size_t *count)
{
    enum { BANDS_MOST = 100 };
    *band = calloc(BANDS_MOST, sizeof **band);
    if (!*band)
        return job_out_of_memory(job);
    for (*count = 0; *text && *count < BANDS_MOST; (*count)++) {
        size_t length = strcspn(text, ",");
        double number = 0;
        bool is_number = geo_number_parse((geo_text){text, length}, &number) && isfinite(number);
        if (!is_number || (*count > 0 && !(number > (*band)[*count - 1])))
            return job_fail(job, GEO_ERROR_USAGE,
                            "--%s: give where each band begins, rising, such as 0,10,18,25,65",
                            option);
        (*band)[*count] = number;
        text += length + (text[length] == ',');
    }
    return *text || *count == 0 ? job_fail(job, GEO_ERROR_USAGE, "--%s takes from 1 to %d numbers",
                                           option, BANDS_MOST)
                                : GEO_OK;
}

/* "0-9", "18", "75+"; "0.5 to under 1" where ends are not whole. */
static geo_status print_band(cli_job *job, const cli_labels *labels, size_t at, geo_bytes *bytes)
{
    enum { DECIMALS = 6 };
    bool is_last = at + 1 == labels->band_count;
    double from = labels->band[at];
    double to = is_last ? from : labels->band[at + 1];
    bool is_whole = from == floor(from) && to == floor(to);
    geo_status status = append_short_number(job->context, bytes, from, DECIMALS);
    if (status == GEO_OK && is_last)
        return geo_bytes_print(job->context, bytes, "+");
    if (status != GEO_OK || (is_whole && to == from + 1))
        return status;
    status = geo_bytes_print(job->context, bytes, is_whole ? "-" : " to under ");
    return status == GEO_OK
               ? append_short_number(job->context, bytes, is_whole ? to - 1 : to, DECIMALS)
               : status;
}

/* "90+" and "90 and over" too. */
static bool parse_number(geo_text text, double *number)
{
    static const char *const ends[] = {"+", " and over"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t length = strlen(ends[i]);
        if (text.length > length && memcmp(text.data + text.length - length, ends[i], length) == 0)
            text.length -= length;
    }
    return geo_number_parse(text, number);
}

/* A text that is a band's name already. */
static geo_status find_named(cli_job *job, const cli_labels *labels, geo_text text, geo_bytes *name)
{
    for (size_t at = 0; at < labels->band_count && text.length > 0; at++) {
        name->length = 0;
        geo_status status = print_band(job, labels, at, name);
        if (status != GEO_OK ||
            (name->length == text.length && memcmp(name->data, text.data, text.length) == 0))
            return status;
    }
    name->length = 0;
    return GEO_OK;
}

/* Other texts that are no numbers, and what lies below the first band, are not known. */
static geo_status band_of(cli_job *job, cli_labels *labels, geo_text text, geo_bytes *name)
{
    double number = 0;
    size_t at = 0;
    if (parse_number(text, &number) && number >= labels->band[0]) {
        while (at + 1 < labels->band_count && number >= labels->band[at + 1])
            at++;
        return print_band(job, labels, at, name);
    }
    geo_status status = find_named(job, labels, text, name);
    labels->not_numbers += text.length > 0 && name->length == 0;
    return status;
}

/* ---- what is no field's ---------------------------------------------------------------------- */

/* Roots, and the children of those that have any: what lies deeper is a part of one of these. */
static int32_t branch_of(const geo_categories *tree, int32_t node)
{
    while (tree->level[node] > 1)
        node = tree->parent[node];
    return node;
}

static geo_text branch_name(cli_labels *labels, const cli_row *row)
{
    const geo_categories *tree = labels->tree;
    geo_text value[GEO_CATEGORY_FIELDS_MOST];
    bool is_blank = true;
    for (size_t i = 0; i < tree->field_count; i++) {
        value[i] = tree->field[i] ? row->value[labels->first + i] : row->category_text;
        is_blank &= value[i].length == 0;
    }
    int32_t node = geo_categories_find(tree, value);
    labels->not_in_tree += node == GEO_NO_CODE && !is_blank;
    return node == GEO_NO_CODE ? (geo_text){NULL, 0} : text_of(tree->name[branch_of(tree, node)]);
}

static geo_text time_of(label_kind kind, int32_t day, char month[MONTH_TEXT_SIZE])
{
    static const char *const weekday[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                          "Friday", "Saturday", "Sunday"};
    enum { DAYS = 7, FIRST = 3 }; /* 1 January 1970 was a Thursday */
    if (day == GEO_NO_DATE)
        return (geo_text){NULL, 0};
    if (kind == LABELS_OF_MONTH)
        return text_of(month_text(geo_month_of_day(day), month));
    return text_of(weekday[((day % DAYS) + DAYS + FIRST) % DAYS]);
}

/* ---- codes ---------------------------------------------------------------------------------- */

static geo_status add_value(cli_job *job, cli_labels *labels, geo_text text, int32_t *code)
{
    geo_status status = geo_dictionary_code(job->context, labels->values, text, code);
    if (status == GEO_OK && geo_dictionary_count(labels->values) > labels->most)
        return job_fail(job, GEO_ERROR_LIMIT,
                        "--%s %s: the field has more than %zu values, too many to tell apart; does "
                        "it hold an id or a number? Group its values first%s",
                        labels->option, labels->field, labels->most,
                        same_text(labels->option, "rows") ? ", or cut numbers with --bands" : "");
    return status;
}

geo_status labels_code_of(cli_job *job, cli_labels *labels, geo_text text, int32_t *code)
{
    geo_bytes name = GEO_BYTES_INIT;
    if (labels->band_count == 0)
        return add_value(job, labels, text.data ? text : (geo_text){"", 0}, code);
    geo_status status = band_of(job, labels, text, &name);
    if (status == GEO_OK)
        status = add_value(job, labels,
                           name.length > 0 ? (geo_text){name.data, name.length} : (geo_text){"", 0},
                           code);
    geo_bytes_clear(&name);
    return status;
}

void labels_ask(cli_labels *labels, const char **field, size_t *count)
{
    const geo_categories *tree = labels->tree;
    labels->first = *count;
    if (labels->area_code || !labels->field)
        return;
    if (labels->kind == LABELS_OF_FIELD)
        field[(*count)++] = labels->field;
    for (size_t i = 0; labels->kind == LABELS_OF_CATEGORY && tree && i < tree->field_count; i++)
        field[(*count)++] = tree->field[i];
}

geo_status labels_code(cli_job *job, cli_labels *labels, const cli_row *row, int32_t *code)
{
    geo_text text = {NULL, 0};
    char month[MONTH_TEXT_SIZE];
    *code = 0;
    if (!labels->field)
        return GEO_OK;
    if (labels->area_code) {
        *code = labels->area_code[row->area];
        return GEO_OK;
    }
    if (labels->kind == LABELS_OF_FIELD)
        text = row->value[labels->first];
    else if (labels->kind == LABELS_OF_CATEGORY)
        text = labels->tree ? branch_name(labels, row) : row->category_text;
    else
        text = time_of(labels->kind, row->day, month);
    return labels_code_of(job, labels, text, code);
}

geo_status labels_name(cli_job *job, cli_labels *labels)
{
    size_t count = geo_dictionary_count(labels->values);
    labels->name = calloc(count + 1, sizeof *labels->name);
    if (!labels->name)
        return job_out_of_memory(job);
    for (size_t code = 0; code < count; code++) {
        const char *name = geo_dictionary_text(labels->values, (int32_t)code);
        labels->name[code] = name[0] ? name : NULL;
    }
    return GEO_OK;
}

void labels_clear(cli_labels *labels)
{
    geo_dictionary_free(labels->values);
    free(labels->area_code);
    free((void *)labels->name);
    *labels = (cli_labels){.field = NULL};
}
