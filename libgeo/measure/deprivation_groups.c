/* Deciles, fifths, and the most deprived fifth against the rest. */
#include <geo/deprivation.h>

typedef struct group_words {
    size_t count;
    const char *name[GEO_DEPRIVATION_GROUPS_MOST];
} group_words;

/* In the order of geo_deprivation_kind. */
static const group_words kinds[] = {
    {10, {"1 (most deprived)", "2", "3", "4", "5", "6", "7", "8", "9", "10 (least deprived)"}},
    {5, {"1 (most deprived)", "2", "3", "4", "5 (least deprived)"}},
    {2, {"Most deprived 20%", "Other 80%"}},
};

size_t geo_deprivation_group_count(geo_deprivation_kind kind)
{
    return kinds[kind].count;
}

const char *geo_deprivation_group_name(geo_deprivation_kind kind, size_t group)
{
    return kinds[kind].name[group];
}

int32_t geo_deprivation_group_of(geo_deprivation_kind kind, int32_t decile)
{
    if (decile < 1 || decile > 10)
        return GEO_NO_CODE;
    if (kind == GEO_DEPRIVATION_TOP_20)
        return decile <= 2 ? 0 : 1;
    return kind == GEO_DEPRIVATION_QUINTILES ? (decile - 1) / 2 : decile - 1;
}
