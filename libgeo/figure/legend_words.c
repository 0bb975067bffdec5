/* The words and numbers of a legend. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "figure/legend_state.h"

#define MINUS        "\xE2\x88\x92" /* U+2212, as wide as a plus sign */
#define SQUARED      "\xC2\xB2"
#define VALUE_TEXT   (GEO_NUMBER_TEXT + 4)
#define SIGNIFICANT  3
#define RATIO_DIGITS 2
#define RATIO_SAME   1e-6
#define SAME         1e-9 /* of a number: closer ones are meant to be it */

static geo_status print_text(geo_context *context, char **out, const char *before,
                             const char *between, const char *after)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(context, &bytes, "%s%s%s", before, between, after);
    if (status == GEO_OK)
        status = geo_copy_bytes(context, bytes.data, bytes.length, out);
    geo_bytes_clear(&bytes);
    return status;
}

/* "2", "1.5", "1/4": below 1 a fraction, where it has a whole one. */
static geo_status ratio_text(geo_context *context, double logarithm, char text[VALUE_TEXT])
{
    double ratio = exp2(fabs(logarithm)), whole = round(ratio);
    bool is_below = logarithm < 0 && fabs(ratio - whole) <= RATIO_SAME * whole && whole > 1;
    if (logarithm < 0 && !is_below)
        ratio = 1 / ratio;
    ratio = geo_round_to(ratio, RATIO_DIGITS - 1 - geo_exponent_of(ratio));
    char number[GEO_NUMBER_TEXT];
    geo_status status = geo_number_text(context, ratio, geo_decimals_of(ratio), number);
    if (status == GEO_OK)
        snprintf(text, VALUE_TEXT, "%s%s", is_below ? "1/" : "", number);
    return status;
}

/* With a real minus sign, and of changes a plus sign too. */
static geo_status value_text(geo_context *context, const geo_legend_part *part, double value,
                             int decimals, char text[VALUE_TEXT])
{
    char magnitude[GEO_NUMBER_TEXT];
    if (part->is_ratio)
        return ratio_text(context, value, text);
    geo_status status = geo_number_text(context, fabs(value), decimals, magnitude);
    bool is_zero = status != GEO_OK || !strpbrk(magnitude, "123456789");
    const char *sign = is_zero ? "" : value < 0 ? MINUS : part->is_change ? "+" : "";
    if (status == GEO_OK)
        snprintf(text, VALUE_TEXT, "%s%s", sign, magnitude);
    return status;
}

/* As many decimals as show a value of the data to three digits, or all of a shorter one. */
static int decimals_of_value(const geo_legend_part *part, double value)
{
    int needed = geo_decimals_of(value), enough = geo_decimals_for(fabs(value), SIGNIFICANT);
    if (part->is_rounded)
        return part->decimals;
    return needed < enough ? needed : enough;
}

/* Of one number for a surface's class, as its breaks are round; of all breaks for areas, so that
 * they stand below each other. The lowest break of changes is no limit. */
static int decimals_of_break(const geo_legend_part *part, size_t class)
{
    const geo_classes *classes = part->classes;
    int decimals = 0;
    if (part->is_rounded)
        return part->decimals;
    if (classes->count == 1)
        return decimals_of_value(part, part->is_change ? classes->highest : classes->lower[0]);
    if (part->kind == GEO_LEGEND_SURFACE && !part->is_change)
        return geo_decimals_of(classes->lower[class]);
    for (size_t i = part->is_change ? 1 : 0; i < classes->count; i++) {
        int needed = geo_decimals_of(classes->lower[i]);
        decimals = needed > decimals ? needed : decimals;
    }
    return decimals;
}

/* The lowest rounded value that is not below the break; breaks below 0 of changes are a double off
 * the number that is meant. */
static double rounded_up(double value, int decimals)
{
    double nearest = geo_round_to(value, decimals);
    if (nearest >= value || fabs(nearest - value) <= SAME * fabs(value))
        return nearest;
    return geo_round_to(nearest + geo_scaled(1, -decimals), decimals);
}

/* First and last value of a class as they are written. */
typedef struct class_range {
    double from;
    double to;
    bool is_open_below;
    bool is_open_above;
} class_range;

/* Of changes, a value on a break belongs to the class farther from 0. */
static class_range rounded_range(const geo_legend_part *part, class_range range)
{
    int decimals = part->decimals;
    double unit = geo_scaled(1, -decimals);
    if (part->is_change && range.from < 0)
        range.from = geo_round_to(-rounded_up(-range.from, decimals) + unit, decimals);
    else
        range.from = rounded_up(range.from, decimals);
    if (part->is_change && range.to < 0)
        range.to = -rounded_up(-range.to, decimals);
    else if (!range.is_open_above)
        range.to = geo_round_to(rounded_up(range.to, decimals) - unit, decimals);
    return range;
}

static class_range range_of(const geo_legend_part *part, size_t class)
{
    const geo_classes *classes = part->classes;
    bool is_last = class + 1 == classes->count;
    class_range range = {.from = classes->lower[class],
                         .to = is_last ? classes->highest : classes->lower[class + 1],
                         .is_open_below = part->is_change && class == 0,
                         .is_open_above = is_last};
    if (part->is_change && classes->count == 1)
        return (class_range){.from = classes->lowest, .to = classes->highest};
    if (!part->is_rounded)
        return range;
    range = rounded_range(part, range);
    /* The highest value belongs to these breaks only when they were made for it. */
    if (is_last && !part->is_change && classes->rule != GEO_BREAKS_GIVEN &&
        isfinite(classes->highest)) {
        range.to = geo_round_to(classes->highest, part->decimals);
        range.is_open_above = false;
    }
    return range;
}

static geo_status single_words(geo_context *context, const geo_legend_part *part, double value,
                               geo_legend_entry *entry)
{
    char text[VALUE_TEXT];
    bool is_whole = part->classes->rule == GEO_BREAKS_EACH;
    int decimals = is_whole ? 0 : decimals_of_value(part, value);
    geo_status status = value_text(context, part, value, decimals, text);
    if (status == GEO_OK)
        status = geo_copy_text(context, text, &entry->lead);
    if (status == GEO_OK)
        status = geo_copy_text(context, text, &entry->limit);
    return status == GEO_OK ? geo_copy_text(context, text, &entry->text) : status;
}

static geo_status range_words(geo_context *context, const geo_legend_part *part, size_t class,
                              geo_legend_entry *entry)
{
    class_range range = range_of(part, class);
    char from[VALUE_TEXT], to[VALUE_TEXT] = "";
    bool has_to = !range.is_open_above, is_exact = part->is_rounded || part->is_change;
    bool is_under = part->kind == GEO_LEGEND_AREAS && !is_exact;
    size_t next = class + 1 < part->classes->count ? class + 1 : class;
    geo_status status = value_text(context, part, range.from, decimals_of_break(part, class), from);
    if (status == GEO_OK && has_to)
        status = value_text(context, part, range.to, decimals_of_break(part, next), to);
    if (status != GEO_OK)
        return status;
    if (range.is_open_below) {
        status = geo_copy_text(context, to, &entry->lead);
        return status ? status : print_text(context, &entry->text, to, " and under", "");
    }
    if (has_to && range.from >= range.to)
        has_to = false;
    status = geo_copy_text(context, from, &entry->lead);
    if (status == GEO_OK)
        status = geo_copy_text(context, from, &entry->limit);
    if (status != GEO_OK)
        return status;
    return print_text(context, &entry->text, from,
                      has_to                ? is_under ? " to under " : " to "
                      : range.is_open_above ? " and over"
                                            : "",
                      has_to ? to : "");
}

geo_status geo_legend_class_words(geo_context *context, const geo_legend_part *part, size_t class,
                                  geo_legend_entry *entry)
{
    const geo_classes *classes = part->classes;
    if (part->class_text)
        return geo_copy_text(context, part->class_text[class], &entry->text);
    bool is_one_value = classes->count == 1 &&
                        (part->kind == GEO_LEGEND_SURFACE || classes->lowest == classes->highest);
    if (part->is_change && classes->count == 1 && classes->lowest == 0 && classes->highest == 0)
        return geo_copy_text(context, "No change", &entry->text);
    if (classes->rule == GEO_BREAKS_EACH || (is_one_value && !part->is_change))
        return single_words(context, part, classes->lower[class], entry);
    return range_words(context, part, class, entry);
}

geo_status geo_legend_below_words(geo_context *context, const geo_legend_part *part,
                                  geo_legend_entry *entry)
{
    char text[VALUE_TEXT];
    geo_status status =
        value_text(context, part, part->classes->lower[0], decimals_of_break(part, 0), text);
    return status ? status : print_text(context, &entry->text, "Under ", text, "");
}

geo_status geo_legend_count_words(geo_context *context, size_t count, char **out)
{
    char text[GEO_NUMBER_TEXT];
    geo_status status = geo_number_text(context, (double)count, 0, text);
    return status ? status : print_text(context, out, "(", text, ")");
}

/* "km2 a year" -> "km² a year". */
static geo_status append_unit(geo_context *context, const char *unit, geo_bytes *out)
{
    geo_status status = GEO_OK;
    while (*unit && status == GEO_OK) {
        const char *found = strstr(unit, "m2");
        bool is_squared = found && (found[2] == '\0' || found[2] == ' ');
        size_t plain = found ? (size_t)(found - unit) + 1 : strlen(unit);
        status =
            geo_bytes_print(context, out, "%.*s%s", (int)plain, unit, is_squared ? SQUARED : "");
        unit += plain + (is_squared ? 1 : 0);
    }
    return status;
}

/* "incidents per km2" -> "Incidents per km²"; what is counted in brackets. */
geo_status geo_legend_heading(geo_context *context, const geo_legend_part *part, char **out)
{
    const char *unit = part->unit && part->unit[0] ? part->unit : "value";
    if (part->kind == GEO_LEGEND_POINTS && unit != part->unit)
        unit = "incidents at one place";
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = append_unit(context, unit, &bytes);
    if (status == GEO_OK && unit[0] >= 'a' && unit[0] <= 'z')
        bytes.data[0] = (char)(unit[0] - 'a' + 'A');
    if (status == GEO_OK && part->area_count)
        status =
            geo_bytes_print(context, &bytes, " (%s)", part->area_word ? part->area_word : "areas");
    if (status == GEO_OK)
        status = geo_copy_bytes(context, bytes.data, bytes.length, out);
    geo_bytes_clear(&bytes);
    return status;
}

/* How the breaks were found, where the numbers alone don't tell. */
static geo_status append_rule(geo_context *context, const geo_legend_part *part, geo_bytes *note)
{
    bool is_surface = part->kind == GEO_LEGEND_SURFACE;
    const char *counted = is_surface ? "cells" : part->area_word ? part->area_word : "areas";
    if (part->classes->count < 2)
        return GEO_OK;
    switch (part->classes->rule) {
    case GEO_BREAKS_QUANTILE:
        return geo_bytes_print(context, note, "About equal numbers of %s in each class. ", counted);
    case GEO_BREAKS_JENKS:
        return geo_bytes_print(context, note, "Natural breaks (Jenks). ");
    case GEO_BREAKS_SD:
        return geo_bytes_print(context, note, "Steps of one standard deviation from %s. ",
                               part->is_change ? "0" : "the mean");
    case GEO_BREAKS_INCREMENTAL_MEAN:
        return geo_bytes_print(context, note, "Multiples of the mean of %s%s. ",
                               part->is_change ? "all changes"
                               : is_surface    ? "cells above 0"
                                               : counted,
                               part->is_change || is_surface ? "" : " above 0");
    default:
        return GEO_OK;
    }
}

static geo_status append_value(geo_context *context, const geo_legend_part *part, const char *word,
                               double value, geo_bytes *note)
{
    char text[VALUE_TEXT];
    if (!isfinite(value))
        return GEO_OK;
    geo_status status = value_text(context, part, value, decimals_of_value(part, value), text);
    return status ? status : geo_bytes_print(context, note, "%s: %s. ", word, text);
}

/* What is blank, and how far the data go beyond the last break. */
static geo_status append_limits(geo_context *context, const geo_legend_part *part, geo_bytes *note)
{
    const geo_classes *classes = part->classes;
    geo_status status = GEO_OK;
    bool is_surface = part->kind == GEO_LEGEND_SURFACE;
    if (classes->count < 2 || classes->rule == GEO_BREAKS_EACH)
        return GEO_OK;
    if (is_surface && !part->is_change) {
        char text[VALUE_TEXT];
        status = value_text(context, part, classes->lower[0], decimals_of_break(part, 0), text);
        if (status == GEO_OK)
            status = geo_bytes_print(context, note, "Below %s not shown. ", text);
    }
    if (status == GEO_OK && part->is_change && !part->is_rounded)
        status =
            geo_bytes_print(context, note, "A value on a limit is in the class farther from %d. ",
                            part->is_ratio ? 1 : 0);
    if (part->is_ratio) /* of next to nothing it may be millions */
        return status;
    if (status == GEO_OK && part->is_change)
        status = append_value(context, part, "Lowest", classes->lowest, note);
    if (status == GEO_OK && range_of(part, classes->count - 1).is_open_above)
        status = append_value(context, part, "Highest", classes->highest, note);
    return status;
}

geo_status geo_legend_note(geo_context *context, const geo_legend_part *part, char **out)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = part->classes ? append_rule(context, part, &note) : GEO_OK;
    if (status == GEO_OK && part->classes)
        status = append_limits(context, part, &note);
    if (status == GEO_OK && part->note && part->note[0])
        status = geo_bytes_print(context, &note, "%s ", part->note);
    /* Without the blank at the end. */
    if (status == GEO_OK && note.length > 0)
        status = geo_copy_bytes(context, note.data, note.length - 1, out);
    geo_bytes_clear(&note);
    return status;
}
