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

static int64_t people_beyond(const repeat_classes *classes, size_t at)
{
    return at + 1 < classes->count ? classes->people[at + 1] : 0;
}

static int64_t rows_beyond(const repeat_classes *classes, size_t at)
{
    return at + 1 < classes->count ? classes->rows[at + 1] : 0;
}

static bool is_single(const repeat_classes *classes, size_t at)
{
    return at + 1 < classes->count && classes->from[at + 1] == classes->from[at] + 1;
}

/* Where people with several numbers of rows are together, what their rows are over the least that
 * they may be tells of how many people have more: of as many at most. */
static bool may_tell(int64_t people, int64_t rows, int64_t from, int64_t below)
{
    return !is_small(people, below) && !is_small(rows - people * from, below);
}

static bool may_tell_class(const repeat_classes *classes, size_t at, int64_t below)
{
    int64_t people = classes->people[at] - people_beyond(classes, at);
    int64_t rows = classes->rows[at] - rows_beyond(classes, at);
    return is_single(classes, at) ? !is_small(people, below)
                                  : may_tell(people, rows, classes->from[at], below);
}

/* A class that tells too much goes to the one before, with all behind it: if they were but two
 * together, people and rows would give both. */
static void join_small(int64_t below, repeat_classes *classes)
{
    for (size_t at = 0; at < classes->count; at++)
        if (!may_tell_class(classes, at, below)) {
            classes->count = at > 0 ? at : 1;
            break;
        }
    while (classes->count > 1 && !may_tell_class(classes, classes->count - 1, below))
        classes->count--;
}

/* Within a class of several numbers of rows both parts of its people must be tellable. */
static bool may_tell_worst(const repeat_classes *classes, int64_t people, int64_t rows,
                           int64_t told, int64_t below)
{
    if (is_small(people, below) || is_small(people - told, below))
        return false;
    for (size_t at = 0; at < classes->count; at++) {
        int64_t from = classes->from[at];
        int64_t beyond = people_beyond(classes, at);
        bool is_inside = people > beyond && people < classes->people[at];
        if (is_inside && !is_single(classes, at) &&
            (!may_tell(people - beyond, rows - rows_beyond(classes, at), from, below) ||
             !may_tell(classes->people[at] - people, classes->rows[at] - rows, from, below)))
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
    out->tells_all = may_tell(figures->people, figures->rows, 1, below);
    out->tells_repeat = false;
    for (size_t at = 0; at < out->count; at++)
        out->tells_repeat |= out->from[at] == options->least;
    for (int i = REPEAT_WORST; i-- > 0;) {
        out->tells_worst[i] =
            may_tell_worst(out, figures->worst_people[i], figures->worst_rows[i], told, below);
        if (out->tells_worst[i])
            told = figures->worst_people[i];
    }
}
