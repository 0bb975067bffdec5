/* The order in which people read labels. */
#include <stdlib.h>
#include <string.h>

#include <geo/tables.h>

#include "core/memory.h"
#include "core/text.h"

struct entry {
    const char *label;
    size_t index;
    int place; /* among the months or days of the week, if all labels are such */
};

/* ---- the calendar --------------------------------------------------------------------------- */

enum { NOT_THERE = -1, ABBREVIATED = 3 };

static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};
static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};

/* By its name, or the first three letters of it. */
static int calendar_place(const char *label, const char *const *name, int count)
{
    for (int i = 0; i < count; i++) {
        const geo_text abbreviation = {name[i], ABBREVIATED};
        if (geo_same_name(label, name[i]) ||
            geo_compare_names(geo_text_of(label), abbreviation) == 0)
            return i;
    }
    return NOT_THERE;
}

static bool place_all(struct entry *entry, size_t count, const char *const *name, int name_count)
{
    bool all_there = true;
    for (size_t i = 0; i < count && all_there; i++) {
        entry[i].place = entry[i].label ? calendar_place(entry[i].label, name, name_count) : 0;
        all_there = entry[i].place != NOT_THERE;
    }
    for (size_t i = 0; i < count && !all_there; i++)
        entry[i].place = 0;
    return all_there;
}

/* ---- numbers in texts ----------------------------------------------------------------------- */

/* "Under 18", "<18": what lies below all other numbers. */
static bool is_under(const char *label)
{
    static const char *const words[] = {"<", "under ", "below ", "less than ", "up to "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i]);
        const geo_text begin = {label, strlen(label) < length ? strlen(label) : length};
        if (geo_compare_names(begin, geo_text_of(words[i])) == 0 &&
            strpbrk(label + length, "0123456789"))
            return true;
    }
    return false;
}

static size_t count_digits(const char *text)
{
    size_t count = 0;
    while (geo_is_digit(text[count]))
        count++;
    return count;
}

/* Both begin with digits, which are passed over. */
static int compare_numbers(const char **one, const char **other)
{
    for (; **one == '0' && geo_is_digit((*one)[1]); (*one)++)
        ;
    for (; **other == '0' && geo_is_digit((*other)[1]); (*other)++)
        ;
    size_t digits = count_digits(*one);
    size_t other_digits = count_digits(*other);
    int order =
        digits != other_digits ? (digits < other_digits ? -1 : 1) : memcmp(*one, *other, digits);
    *one += digits;
    *other += other_digits;
    return order;
}

/* Digits by the number they make, the rest by bytes but for the case of ASCII letters. */
static int compare_texts(const char *one, const char *other)
{
    while (*one && *other) {
        if (geo_is_digit(*one) && geo_is_digit(*other)) {
            int order = compare_numbers(&one, &other);
            if (order != 0)
                return order;
            continue;
        }
        int order = (unsigned char)geo_lower(*one) - (unsigned char)geo_lower(*other);
        if (order != 0)
            return order;
        one++;
        other++;
    }
    return (*one != '\0') - (*other != '\0');
}

static int compare_entries(const void *left, const void *right)
{
    const struct entry *one = left;
    const struct entry *other = right;
    if (!one->label || !other->label)
        return !one->label - !other->label;
    if (one->place != other->place)
        return one->place < other->place ? -1 : 1;
    if (is_under(one->label) != is_under(other->label))
        return is_under(one->label) ? -1 : 1;
    int order = compare_texts(one->label, other->label);
    return order != 0 ? order : strcmp(one->label, other->label);
}

geo_status geo_order_labels(geo_context *context, const char *const *label, size_t count,
                            size_t *order)
{
    struct entry *entry = NULL;
    geo_status status = geo_alloc_array(context, count, sizeof *entry, &entry);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        entry[i] = (struct entry){label[i], i, 0};
    if (!place_all(entry, count, months, 12))
        place_all(entry, count, weekdays, 7);
    if (count > 1)
        qsort(entry, count, sizeof *entry, compare_entries);
    for (size_t i = 0; i < count; i++)
        order[i] = entry[i].index;
    free(entry);
    return GEO_OK;
}
