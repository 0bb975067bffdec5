#include "offences.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "counts.h"

#define AT(member)    offsetof(offence_command_settings, offences.member)
#define POLICE_UK     "police.uk"
#define NO_CATEGORIES "none"

static const cli_option offence_table[] = {
    {"categories", 0, OPTION_TEXT, AT(categories), "NAME", NULL,
     "how kinds of incident hang together: police.uk (found by itself), home-office, a mapping "
     "file, or none"},
    {"denominator", 0, OPTION_TEXTS, AT(denominator), "CATEGORY=FIELD", NULL,
     "what incidents of a kind are divided by instead of residents: a field of the areas, or "
     "CATEGORY=FILE,FIELD of a table; may be repeated"},
};
const option_group offence_options = OPTION_GROUP("Categories", offence_table);

void offences_clear(cli_offences *offences)
{
    geo_categories_free(offences->tree);
    geo_dictionary_free(offences->keys);
    free(offences->node);
    *offences = (cli_offences){.tree = NULL};
}

/* ---- before reading ------------------------------------------------------------------------- */

/* Keys of the nodes come first, so that they are the nodes; no field holds such a text. */
static geo_status add_node_keys(cli_job *job, cli_offences *offences)
{
    geo_status status = geo_dictionary_new(job->context, &offences->keys);
    for (size_t node = 0; node < offences->tree->count && status == GEO_OK; node++) {
        char text[32];
        int32_t code;
        snprintf(text, sizeof text, "\x1f%zu", node);
        status = geo_dictionary_code(job->context, offences->keys, (geo_text){text, strlen(text)},
                                     &code);
    }
    return status;
}

geo_status offences_plan(cli_job *job, const offence_settings *settings, cli_load *load,
                         cli_offences *offences)
{
    geo_categories_options options = GEO_CATEGORIES_OPTIONS_INIT;
    options.encoding = job->settings->encoding;
    options.limits = limits_of(job->settings);
    load->keeps_categories =
        settings->categories && strcmp(settings->categories, NO_CATEGORIES) == 0;
    if (!settings->categories || load->keeps_categories)
        return GEO_OK;
    geo_status status =
        geo_categories_read(job->context, settings->categories, &options, &offences->tree);
    if (status != GEO_OK)
        return status;
    if (offences_ask_fields(offences)) {
        load->records = GEO_WHOLE_RECORDS;
        return add_node_keys(job, offences);
    }
    load->category_field = offences->tree->field[0];
    return GEO_OK;
}

bool offences_ask_fields(const cli_offences *offences)
{
    return offences->tree && offences->tree->field_count > 1;
}

/* ---- names ---------------------------------------------------------------------------------- */

geo_status offences_named(cli_job *job, const geo_categories *tree, const char *option,
                          const char *name, int32_t *node)
{
    *node = geo_categories_named(tree, name);
    if (*node != GEO_NO_CODE)
        return GEO_OK;
    const char *nearest = nearest_name(name, (const char *const *)tree->name, tree->count);
    if (nearest)
        return job_fail(job, GEO_ERROR_USAGE, "%s: there is no category '%s'; did you mean '%s'?",
                        option, name, nearest);
    return job_fail(job, GEO_ERROR_USAGE, "%s: there is no category '%s'; the first is '%s'",
                    option, name, tree->count > 0 ? tree->name[0] : "");
}

/* ---- rows ----------------------------------------------------------------------------------- */

static bool is_blank(const geo_text *value, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (value[i].length > 0)
            return false;
    return true;
}

geo_status offences_key(geo_context *context, cli_offences *offences, const geo_text *value,
                        int32_t *key)
{
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    *key = geo_categories_find(offences->tree, value);
    if (*key != GEO_NO_CODE || is_blank(value, offences->tree->field_count))
        return GEO_OK;
    for (size_t i = 0; i < offences->tree->field_count && status == GEO_OK; i++) {
        if (i > 0)
            status = geo_bytes_print(context, &text, " / ");
        if (status == GEO_OK)
            status = geo_bytes_append(context, &text, value[i].data, value[i].length);
    }
    if (status == GEO_OK)
        status =
            geo_dictionary_code(context, offences->keys, (geo_text){text.data, text.length}, key);
    geo_bytes_clear(&text);
    return status;
}

/* ---- after reading -------------------------------------------------------------------------- */

static const geo_dictionary *keys_of(const cli_load *load, const cli_offences *offences)
{
    return offences->keys ? offences->keys : load->frame->categories;
}

/* Whether every category that there is belongs to police.uk's. */
static geo_status find_police(cli_job *job, const geo_dictionary *texts, geo_categories **out)
{
    geo_categories *tree = NULL;
    size_t count = geo_dictionary_count(texts), known = 0;
    geo_status status = geo_categories_read(job->context, POLICE_UK, NULL, &tree);
    for (size_t code = 0; code < count && status == GEO_OK; code++) {
        const char *text = geo_dictionary_text(texts, (int32_t)code);
        const geo_text value = {text, strlen(text)};
        known += geo_categories_find(tree, &value) != GEO_NO_CODE;
    }
    if (status == GEO_OK && count > 0 && known == count) {
        *out = tree;
        return GEO_OK;
    }
    geo_categories_free(tree);
    return status;
}

static geo_status find_tree(cli_job *job, const cli_load *load, cli_offences *offences)
{
    const geo_dictionary *texts = load->frame->categories;
    geo_status status = GEO_OK;
    if (offences->tree)
        return GEO_OK;
    if (!load->keeps_categories)
        status = find_police(job, texts, &offences->tree);
    if (status == GEO_OK && offences->tree)
        job_note(job, "police.uk's crime types are put together in the groups of the published "
                      "tables (--categories none leaves them as they are)");
    if (status == GEO_OK && !offences->tree)
        status = geo_categories_from_dictionary(job->context, texts, &offences->tree);
    return status;
}

geo_status offences_settle(cli_job *job, const cli_load *load, cli_offences *offences)
{
    geo_status status = find_tree(job, load, offences);
    const geo_dictionary *keys = keys_of(load, offences);
    if (status != GEO_OK)
        return status;
    offences->key_count = geo_dictionary_count(keys);
    offences->node = calloc(offences->key_count + 1, sizeof *offences->node);
    if (!offences->node)
        return job_out_of_memory(job);
    if (!offences->keys)
        return geo_categories_of_texts(job->context, offences->tree, keys, offences->node);
    for (size_t key = 0; key < offences->key_count; key++)
        offences->node[key] = key < offences->tree->count ? (int32_t)key : GEO_NO_CODE;
    return GEO_OK;
}

/* Where all kinds have one root, an incident without a kind is one of all the same. */
static bool root_holds_all(const cli_offences *offences)
{
    return !offences->tree->path && offences->tree->count > 0;
}

static geo_status count_area(cli_job *job, const cli_offences *offences, const geo_tally *tally,
                             size_t area, int64_t *count)
{
    int64_t rest = tally->total[area];
    for (size_t key = 0; key < offences->key_count; key++) {
        int64_t incidents = counts_at(tally, area, key);
        rest -= incidents;
        if (offences->node[key] != GEO_NO_CODE)
            count[offences->node[key]] += incidents;
    }
    if (root_holds_all(offences))
        count[0] += rest;
    return geo_categories_roll_up(job->context, offences->tree, count, count);
}

geo_status offences_count(cli_job *job, const cli_offences *offences, const geo_tally *tally,
                          int64_t **out)
{
    size_t nodes = offences->tree->count;
    int64_t *count = calloc(tally->area_count * nodes + 1, sizeof *count);
    geo_status status = count ? GEO_OK : job_out_of_memory(job);
    for (size_t area = 0; area < tally->area_count && status == GEO_OK; area++)
        status = count_area(job, offences, tally, area, count + area * nodes);
    if (status == GEO_OK) {
        *out = count;
        return GEO_OK;
    }
    free(count);
    return status;
}

/* ---- what is in no node --------------------------------------------------------------------- */

typedef struct unmapped {
    const char *text;
    int64_t incidents;
} unmapped;

static int compare_unmapped(const void *one, const void *other)
{
    const unmapped *a = one, *b = other;
    if (a->incidents != b->incidents)
        return a->incidents > b->incidents ? -1 : 1;
    return strcmp(a->text, b->text);
}

static int64_t incidents_of(const geo_tally *const *tally, size_t tally_count, size_t key)
{
    int64_t sum = 0;
    for (size_t i = 0; i < tally_count; i++)
        for (size_t area = 0; area < tally[i]->area_count; area++)
            sum += counts_at(tally[i], area, key);
    return sum;
}

static geo_status warn_of_values(cli_job *job, const cli_offences *offences, unmapped *value,
                                 size_t count)
{
    enum { NAMED_MOST = 5 };
    char number[COUNT_TEXT_SIZE];
    int64_t incidents = 0;
    geo_bytes list = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    qsort(value, count, sizeof *value, compare_unmapped);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        incidents += value[i].incidents;
        if (i < NAMED_MOST)
            status = geo_bytes_print(job->context, &list, "%s'%s' (%s)", i > 0 ? ", " : "",
                                     value[i].text, count_text(value[i].incidents, number));
    }
    if (status == GEO_OK)
        status = end_text(job->context, &list);
    if (status == GEO_OK)
        job_warn(job,
                 "%s incident%s in no category of %s and in none of its totals, by %zu value%s "
                 "that it does not map: %s%s",
                 count_text(incidents, number), incidents == 1 ? " is" : "s are",
                 offences->tree->path, count, count == 1 ? "" : "s", list.data,
                 count > NAMED_MOST ? ", ..." : "");
    geo_bytes_clear(&list);
    return status;
}

static void warn_of_none(cli_job *job, const cli_offences *offences, int64_t incidents)
{
    char number[COUNT_TEXT_SIZE];
    if (incidents > 0)
        job_warn(job, "%s incident%s no category: counted in %s", count_text(incidents, number),
                 incidents == 1 ? " has" : "s have",
                 root_holds_all(offences) ? "the total alone" : "none of the categories");
}

geo_status offences_warn(cli_job *job, const cli_load *load, const cli_offences *offences,
                         const geo_tally *const *tally, size_t tally_count)
{
    const geo_dictionary *keys = keys_of(load, offences);
    int64_t rest = 0;
    size_t count = 0;
    unmapped *value = calloc(offences->key_count + 1, sizeof *value);
    if (!value)
        return job_out_of_memory(job);
    for (size_t i = 0; i < tally_count; i++)
        rest += tally[i]->placed;
    for (size_t key = 0; key < offences->key_count; key++) {
        int64_t incidents = incidents_of(tally, tally_count, key);
        rest -= incidents;
        if (offences->node[key] == GEO_NO_CODE && incidents > 0)
            value[count++] = (unmapped){geo_dictionary_text(keys, (int32_t)key), incidents};
    }
    geo_status status = count > 0 ? warn_of_values(job, offences, value, count) : GEO_OK;
    if (status == GEO_OK)
        warn_of_none(job, offences, rest);
    free(value);
    return status;
}
