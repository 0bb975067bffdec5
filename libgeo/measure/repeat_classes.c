/* Which numbers of rows people may be told apart by without telling of too few of them. */
#include "measure/repeat.h"

static bool is_small(int64_t people, int64_t below)
{
    return people > 0 && people < below;
}

static void add_class(repeat_classes *classes, int64_t from, int64_t people, int64_t rows)
{
    size_t at = classes->count;
    if (at > 0 && classes->from[at - 1] == from)
        return;
    classes->from[at] = from;
    classes->people[at] = people;
    classes->rows[at] = rows;
    classes->count++;
}

/* The number from which on people are repeat people parts them too. */
static void list_all(const repeat_figures *figures, int64_t least, repeat_classes *classes)
{
    classes->count = 0;
    for (int64_t from = 1; from <= REPEAT_CLASSES; from++)
        add_class(classes, from, figures->people_with[from], figures->rows_with[from]);
    add_class(classes, least > REPEAT_CLASSES ? least : REPEAT_CLASSES, figures->repeat_people,
              figures->repeat_rows);
}

static void remove_class(repeat_classes *classes, size_t at)
{
    classes->count--;
    for (size_t i = at; i < classes->count; i++) {
        classes->from[i] = classes->from[i + 1];
        classes->people[i] = classes->people[i + 1];
        classes->rows[i] = classes->rows[i + 1];
    }
}

static int64_t people_beyond(const repeat_classes *classes, size_t at)
{
    return at + 1 < classes->count ? classes->people[at + 1] : 0;
}

/* From the most rows down, since there the people are few: a class with too few joins the one
 * below, and the first the one above. Then one may have become too small again. */
static void join_small(int64_t below, repeat_classes *classes)
{
    bool is_joined = true;
    while (is_joined) {
        is_joined = false;
        for (size_t at = classes->count; at-- > 0 && !is_joined && classes->count > 1;) {
            if (!is_small(classes->people[at] - people_beyond(classes, at), below))
                continue;
            remove_class(classes, at > 0 ? at : 1);
            is_joined = true;
        }
    }
}

/* Within a class of several numbers of rows the rows of some of its people say something of the
 * others, so neither may be too few. */
static bool may_tell_worst(const repeat_classes *classes, int64_t people, int64_t told,
                           int64_t below)
{
    if (is_small(people, below) || is_small(people - told, below))
        return false;
    for (size_t at = 0; at < classes->count; at++) {
        int64_t beyond = people_beyond(classes, at);
        bool is_last = at + 1 == classes->count;
        bool is_single = !is_last && classes->from[at + 1] == classes->from[at] + 1;
        if (people > beyond && people < classes->people[at] && !is_single &&
            (is_small(people - beyond, below) || is_small(classes->people[at] - people, below)))
            return false;
    }
    return true;
}

void geo_repeat_classes_of(const repeat_figures *figures, const geo_repeat_options *options,
                           repeat_classes *out)
{
    int64_t below = options->suppress_below;
    int64_t told = 0;
    list_all(figures, options->least, out);
    join_small(below, out);
    out->tells_all = !is_small(figures->people, below);
    out->tells_repeat = false;
    for (size_t at = 0; at < out->count; at++)
        out->tells_repeat |= out->from[at] == options->least;
    for (int i = REPEAT_WORST; i-- > 0;) {
        out->tells_worst[i] = may_tell_worst(out, figures->worst_people[i], told, below);
        if (out->tells_worst[i])
            told = figures->worst_people[i];
    }
}
