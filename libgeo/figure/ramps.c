/* Ramps that have names: numbers as their makers have published them. */
#include "figure/ramps.h"

#include <string.h>

#include "core/context.h"
#include "core/text.h"

/*
 * viridis and magma: N. J. Smith and S. van der Walt, A better default colormap for matplotlib
 * (2015), CC0; every 25.5th of matplotlib's 256 colours.
 *
 * ylorrd, blues, greys and rdbu: C. A. Brewer, ColorBrewer 2.0 (colorbrewer2.org), Apache License
 * 2.0; its sequences of 7 colours, and of 9 for rdbu. A map of seven classes shows just those.
 *
 * heat: wardmap's own, by even steps of lightness in CIELAB from 93 to 22.
 */
static const struct {
    const char *name;
    bool diverges;
    size_t count;
    const char *colour[GEO_RAMP_COLOURS];
} ramps[] = {
    {"heat",
     false,
     7,
     {"#feeba6", "#fdcd74", "#fba550", "#ee7340", "#d1433f", "#a01f47", "#62104a"}},
    {"viridis",
     false,
     11,
     {"#440154", "#482576", "#414487", "#355f8d", "#2a788e", "#21918c", "#22a884", "#42be71",
      "#7ad151", "#bddf26", "#fde725"}},
    {"magma",
     false,
     11,
     {"#000004", "#150e38", "#3b0f70", "#641a80", "#8c2981", "#b73779", "#de4968", "#f66e5c",
      "#fe9f6d", "#fecf92", "#fcfdbf"}},
    {"ylorrd",
     false,
     7,
     {"#ffffb2", "#fed976", "#feb24c", "#fd8d3c", "#fc4e2a", "#e31a1c", "#b10026"}},
    {"blues",
     false,
     7,
     {"#eff3ff", "#c6dbef", "#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#084594"}},
    {"greys",
     false,
     7,
     {"#f7f7f7", "#d9d9d9", "#bdbdbd", "#969696", "#737373", "#525252", "#252525"}},
    {"rdbu",
     true,
     9,
     {"#b2182b", "#d6604d", "#f4a582", "#fddbc7", "#f7f7f7", "#d1e5f0", "#92c5de", "#4393c3",
      "#2166ac"}},
};

#define RAMP_COUNT (sizeof ramps / sizeof *ramps)

bool geo_ramp_named(const char *name, geo_ramp *ramp, bool *diverges)
{
    bool backwards = name[0] == '-';
    size_t i = 0;
    while (i < RAMP_COUNT && !geo_same_name(name + backwards, ramps[i].name))
        i++;
    if (i == RAMP_COUNT)
        return false;
    *ramp = (geo_ramp){.count = ramps[i].count};
    *diverges = ramps[i].diverges;
    for (size_t c = 0; c < ramp->count; c++)
        if (!geo_colour_parse(ramps[i].colour[c],
                              &ramp->colour[backwards ? ramp->count - 1 - c : c]))
            return false;
    return true;
}

void geo_ramp_names(bool diverging, char text[GEO_RAMP_NAMES])
{
    const char *names[RAMP_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < RAMP_COUNT; i++)
        if (ramps[i].diverges == diverging)
            names[count++] = ramps[i].name;
    geo_list_names(names, count, text, GEO_RAMP_NAMES);
}
