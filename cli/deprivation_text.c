/* The table of the deprivation command: which one, and what is said of it. */
#include <math.h>
#include <string.h>

#include "deliver.h"
#include "deprivation.h"

int deprivation_decimals(const deprivation_settings *settings)
{
    return settings->decimals > 15 ? 15 : (int)settings->decimals;
}

/* ---- what it is about ----------------------------------------------------------------------- */

/* A kind by its name in the tree, or by a value that incidents have. */
static geo_status find_kind(cli_job *job, const geo_categories *tree, const char *option,
                            const char *name, int32_t *node)
{
    const geo_text value = {name, strlen(name)};
    *node = geo_categories_named(tree, name);
    if (*node == GEO_NO_CODE && tree->field_count == 1)
        *node = geo_categories_find(tree, &value);
    return *node != GEO_NO_CODE ? GEO_OK : offences_named(job, tree, option, name, node);
}

static bool ends_with(const char *text, const char *ending)
{
    size_t length = strlen(text), end = strlen(ending);
    return length >= end && same_text(text + length - end, ending);
}

static bool is_capital(char letter)
{
    return letter >= 'A' && letter <= 'Z';
}

/* "Drugs" -> "drugs incidents", "Vehicle Offences" -> "vehicle offences"; words such as ASB stay.
 */
static geo_status append_plain(cli_job *job, const char *name, geo_bytes *text)
{
    bool says_it = ends_with(name, "crime") || ends_with(name, "offences") ||
                   ends_with(name, "incidents") || ends_with(name, "crimes");
    geo_status status = GEO_OK;
    for (size_t i = 0; name[i] != '\0' && status == GEO_OK; i++) {
        bool begins = i == 0 || name[i - 1] == ' ';
        bool lowers = begins && is_capital(name[i]) && !is_capital(name[i + 1]);
        char letter = lowers ? (char)(name[i] - 'A' + 'a') : name[i];
        status = geo_bytes_append(job->context, text, &letter, 1);
    }
    return status == GEO_OK && !says_it ? geo_bytes_print(job->context, text, " incidents")
                                        : status;
}

/* With its verb, for the sentence: "drug offences are". */
static geo_status write_subject(cli_job *job, const deprivation_result *result, geo_bytes *text)
{
    const text_list *category = &result->settings->common.category;
    const char *only = category->count == 1 ? category->item[0] : NULL;
    if (category->count == 0 && result->settings->by == DEPRIVATION_BY_CATEGORY)
        only = result->offences.tree->name[0];
    geo_status status =
        only ? append_plain(job, only, text) : geo_bytes_print(job->context, text, "incidents");
    if (status == GEO_OK && category->count > 1) {
        status = geo_bytes_print(job->context, text, " (");
        if (status == GEO_OK)
            status = append_list(job->context, text, category->item, category->count);
        if (status == GEO_OK)
            status = geo_bytes_print(job->context, text, ")");
    }
    if (status == GEO_OK)
        status =
            geo_bytes_print(job->context, text, only && ends_with(only, "crime") ? " is" : " are");
    return status == GEO_OK ? end_text(job->context, text) : status;
}

static bool is_below(const geo_categories *tree, int32_t node, int32_t above)
{
    while (node != GEO_NO_CODE && node != above)
        node = tree->parent[node];
    return node == above;
}

/* "all other recorded crime", "burglary incidents" */
static geo_status write_other(cli_job *job, const geo_categories *tree, int32_t category,
                              int32_t other, geo_bytes *text)
{
    const char *name = tree->name[other];
    bool is_rest = is_below(tree, category, other);
    geo_status status = is_rest ? geo_bytes_print(job->context, text, "all other ") : GEO_OK;
    if (status == GEO_OK)
        status =
            append_plain(job, is_rest && same_text(name, "All incidents") ? name + 4 : name, text);
    return status == GEO_OK ? end_text(job->context, text) : status;
}

geo_status deprivation_append_subject(cli_job *job, const deprivation_result *result,
                                      geo_bytes *bytes)
{
    const deprivation_settings *settings = result->settings;
    geo_status status = append_subject(job, bytes);
    if (status == GEO_OK && settings->against)
        status = geo_bytes_print(job->context, bytes, " against %s", settings->against);
    return status;
}

/* ---- the table ------------------------------------------------------------------------------ */

static geo_status make_against(cli_job *job, const geo_area_counts *counts,
                               geo_deprivation_table_options *options, deprivation_result *result)
{
    const geo_categories *tree = counts->categories;
    geo_bytes other_text = GEO_BYTES_INIT;
    int32_t category, other;
    geo_status status =
        find_kind(job, tree, "--category", result->settings->common.category.item[0], &category);
    if (status == GEO_OK)
        status = find_kind(job, tree, "--against", result->settings->against, &other);
    if (status == GEO_OK)
        status = write_other(job, tree, category, other, &other_text);
    options->other = other_text.data;
    if (status == GEO_OK)
        status = geo_deprivation_against(job->context, counts, result->indices.areas, category,
                                         other, options, &result->made);
    geo_bytes_clear(&other_text);
    return status;
}

static geo_status make(cli_job *job, const geo_area_counts *counts,
                       geo_deprivation_table_options *options, deprivation_result *result)
{
    const deprivation_settings *settings = result->settings;
    const geo_area_deprivation *groups = result->indices.areas;
    if (settings->against)
        return make_against(job, counts, options, result);
    if (settings->by == DEPRIVATION_BY_CATEGORY)
        return geo_deprivation_by_category(job->context, counts, groups, options, &result->made);
    if (settings->by == DEPRIVATION_BY_DISTRICT)
        return geo_deprivation_by_parent(job->context, counts, groups, 0, options, &result->made);
    return geo_deprivation_profile(job->context, counts, groups, 0, options, &result->made);
}

static geo_status measure(cli_job *job, deprivation_result *result)
{
    const deprivation_settings *settings = result->settings;
    const geo_area_counts counts = {
        .areas = result->load.areas[0],
        .categories = result->offences.tree,
        .count = result->count,
        .population = (const double *const *)result->denominators.of,
        .years = settings->per_year ? result->years : 1,
    };
    geo_deprivation_table_options options = GEO_DEPRIVATION_TABLE_OPTIONS_INIT;
    geo_bytes subject = GEO_BYTES_INIT;
    geo_status status = write_subject(job, result, &subject);
    options.which = result->shown;
    options.decimals = deprivation_decimals(settings);
    options.round_to = settings->round_to;
    options.suppress_below = settings->suppress_below;
    options.subject = subject.data;
    options.people = result->denominators.root_name;
    options.has_shares = settings->values == 1;
    options.levels = (size_t)settings->levels;
    if (status == GEO_OK)
        status = make(job, &counts, &options, result);
    geo_bytes_clear(&subject);
    return status;
}

/* ---- title and notes ------------------------------------------------------------------------ */

static geo_status append_groups(cli_job *job, const deprivation_result *result, geo_bytes *title)
{
    static const char *const by[] = {"decile of deprivation", "quintile of deprivation",
                                     "the most deprived 20% and the rest"};
    const deprivation_settings *settings = result->settings;
    const char *groups = by[result->indices.areas->kind];
    const char *local = result->indices.areas->is_local ? "local " : "";
    if (settings->against || settings->by == DEPRIVATION_BY_GROUP)
        return geo_bytes_print(job->context, title, " by %s%s", local, groups);
    if (settings->by == DEPRIVATION_BY_DISTRICT)
        return geo_bytes_print(job->context, title, " in the most deprived 20%% by district");
    return geo_bytes_print(job->context, title, " by category and %s%s", local, groups);
}

static geo_status set_title(cli_job *job, const deprivation_result *result)
{
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = deprivation_append_subject(job, result, &title);
    if (status == GEO_OK)
        status = append_groups(job, result, &title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &title, " (%s)", result->indices.name);
    if (status == GEO_OK)
        status = append_title_period(job, &result->load, &title);
    return deliver_end_title(job, result->made->table, &title, status);
}

static geo_status add_note(cli_job *job, const deprivation_result *result, geo_bytes *note)
{
    geo_status status = end_text(job->context, note);
    if (status == GEO_OK)
        status = geo_table_add_note(job->context, result->made->table, note->data);
    note->length = 0;
    return status;
}

static double agreement_percent(const cli_own_codes *codes)
{
    return 100 * (double)codes->agree / (double)codes->compared;
}

static geo_status append_agreement(cli_job *job, const cli_own_codes *codes, geo_bytes *note)
{
    char agree[COUNT_TEXT_SIZE], compared[COUNT_TEXT_SIZE], unknown[COUNT_TEXT_SIZE];
    geo_status status = geo_bytes_print(
        job->context, note, "Point in LSOA and the incidents' own code (%s) agree for %s of %s (",
        codes->field_name.data, count_text(codes->agree, agree),
        count_text(codes->compared, compared));
    if (status == GEO_OK)
        status = geo_bytes_append_number(job->context, note, agreement_percent(codes), 1);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, note, "%%)");
    if (status == GEO_OK && codes->unknown > 0)
        status = geo_bytes_print(
            job->context, note, "; %s %s the code of an LSOA that is not among the areas",
            count_text(codes->unknown, unknown), codes->unknown == 1 ? "has" : "have");
    if (status == GEO_OK && codes->without > 0)
        status = geo_bytes_print(job->context, note, "; %s more without a code",
                                 count_text(codes->without, unknown));
    return status == GEO_OK ? geo_bytes_print(job->context, note, ". Counts are by point") : status;
}

/* The notes of the first kinds of areas: whence incidents have theirs. */
static geo_status add_place_notes(cli_job *job, const deprivation_result *result, geo_bytes *note)
{
    const cli_own_codes *codes = &result->codes;
    geo_status status = GEO_OK;
    if (codes->decides) {
        status = geo_bytes_print(
            job->context, note, "LSOA: the incidents' own (%s)%s", codes->field_name.data,
            deprivation_has_areas(result->settings) ? ""
            : result->show
                ? "; those of the indices that meet the condition count, with incidents or without"
                : "; only LSOAs with incidents are known, so there are no rates (--areas FILE, or "
                  "--show \"parent = 'DISTRICT'\", says which others there are)");
        return status == GEO_OK ? add_note(job, result, note) : status;
    }
    if (codes->compared == 0)
        return GEO_OK;
    status = append_agreement(job, codes, note);
    return status == GEO_OK ? add_note(job, result, note) : status;
}

static geo_status add_notes(cli_job *job, const deprivation_result *result)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_table *table = result->made->table;
    geo_status status = indices_note(job, &result->indices, table);
    if (status == GEO_OK && result->load.areas[0]->population && !result->settings->against)
        status = denominators_note(job, result->offences.tree, &result->denominators, table);
    if (status == GEO_OK)
        status = add_place_notes(job, result, &note);
    if (status == GEO_OK)
        status = deliver_note_filters(job, result->show, table);
    geo_bytes_clear(&note);
    return status;
}

geo_status deprivation_make_table(cli_job *job, deprivation_result *result)
{
    geo_status status = measure(job, result);
    if (status == GEO_OK)
        status = set_title(job, result);
    return status == GEO_OK ? add_notes(job, result) : status;
}

/* Below a picture there is less room than below a table, and no figures of shares to explain. */
static geo_status add_picture_notes(cli_job *job, const deprivation_result *result, geo_table *told)
{
    const geo_table *table = result->made->table;
    bool has_inequality = result->settings->by == DEPRIVATION_BY_GROUP &&
                          !isnan(result->made->inequality.slope.value);
    geo_status status = GEO_OK;
    if (result->made->sentence)
        status = geo_table_add_note(job->context, told, result->made->sentence);
    /* It stands behind the sentence. */
    if (status == GEO_OK && result->made->sentence && has_inequality && table->note_count > 1)
        status = geo_table_add_note(job->context, told, table->note[1]);
    if (status == GEO_OK)
        status = indices_note(job, &result->indices, told);
    return status == GEO_OK ? deliver_note_filters(job, result->show, told) : status;
}

geo_status deprivation_write_method(cli_job *job, const deprivation_result *result,
                                    figure_words *words)
{
    geo_table *told = NULL;
    geo_status status = geo_table_new(job->context, 0, &told);
    if (status == GEO_OK)
        status = add_picture_notes(job, result, told);
    if (status == GEO_OK)
        status = figure_write_method(job, told, SIZE_MAX, words);
    geo_table_free(told);
    return status;
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void write_estimate(geo_json *json, const char *key, const geo_estimate *estimate)
{
    geo_json_object(json, key);
    geo_json_real(json, "value", estimate->value);
    geo_json_real(json, "lower_95", estimate->lower);
    geo_json_real(json, "upper_95", estimate->upper);
    geo_json_close(json);
}

static void write_agreement(geo_json *json, const cli_own_codes *codes)
{
    geo_json_object(json, "agreement");
    geo_json_text(json, "field", codes->field_name.data);
    geo_json_integer(json, "compared", codes->compared);
    geo_json_integer(json, "agree", codes->agree);
    geo_json_real(json, "agree_percent", agreement_percent(codes));
    geo_json_integer(json, "unknown", codes->unknown);
    geo_json_integer(json, "without_code", codes->without);
    geo_json_close(json);
}

void deprivation_json(cli_job *job, geo_json *json, const void *value)
{
    static const char *const by[] = {"group", "category", "district"};
    const deprivation_result *result = value;
    const geo_inequality *inequality = &result->made->inequality;
    (void)job;
    indices_json(json, &result->indices);
    geo_json_text(json, "by", result->settings->against ? "against" : by[result->settings->by]);
    geo_json_text(json, "lsoa_from", result->codes.decides ? "code" : "point");
    geo_json_text(json, "sentence", result->made->sentence);
    if (!result->settings->against) {
        geo_json_real(json, "years", result->years);
        geo_json_real(json, "rate_per_1000", result->made->overall);
        geo_json_object(json, "inequality");
        write_estimate(json, "slope", &inequality->slope);
        write_estimate(json, "relative", &inequality->relative);
        write_estimate(json, "concentration", &inequality->concentration);
        geo_json_close(json);
    }
    if (!result->codes.decides && result->codes.compared > 0)
        write_agreement(json, &result->codes);
}
