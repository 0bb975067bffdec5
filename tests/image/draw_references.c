/* Draws what is compared with tests/image/references:
 *   draw_references STYLE FOLDER
 * and into FOLDER/wrong figures that lack one thing or have it a millimetre off, each named by the
 * reference that it must be told from, a full stop and what is wrong; into FOLDER/nearly those
 * whose edges alone are smoothed in another way. */
#include <stdio.h>
#include <string.h>

#include "figure/style.h"
#include "references.h"

typedef struct image_mistake {
    const char *reference;
    const char *name;
    void (*make)(geo_style *style);
    bool is_slight;
} image_mistake;

static void leave_out_scale_bar(geo_style *style)
{
    style->furniture.scale_bar = false;
}

static void leave_out_north_arrow(geo_style *style)
{
    style->furniture.north_arrow = false;
}

static void leave_out_legend(geo_style *style)
{
    style->furniture.legend = false;
}

static void leave_out_method(geo_style *style)
{
    style->furniture.method = false;
}

static void leave_out_notes(geo_style *style)
{
    style->note.colour = style->page.colour;
}

static void leave_out_names(geo_style *style)
{
    style->labels.named = GEO_NAMED_NONE;
}

static void leave_out_hatching(geo_style *style)
{
    style->no_data.hatch.width_mm = 0;
}

static void leave_out_frame(geo_style *style)
{
    style->map.frame.width_mm = 0;
}

static void leave_out_intervals(geo_style *style)
{
    style->chart.interval.width_mm = 0;
}

static void leave_out_reference(geo_style *style)
{
    style->chart.reference.width_mm = 0;
}

static void leave_out_contours(geo_style *style)
{
    style->contours.line.width_mm = style->contours.finest_mm = 0;
    style->contours.halo.width_mm = 0;
}

static void leave_out_numbered(geo_style *style)
{
    style->numbered.line.width_mm = style->numbered.halo.width_mm = 0;
}

static void leave_out_discs(geo_style *style)
{
    style->numbered.disc = style->numbered.halo.colour;
}

static void leave_out_outlines(geo_style *style)
{
    style->outlines.area = style->outlines.parent = style->outlines.below;
    style->outlines.halo.width_mm = 0;
}

static void leave_out_a_colour(geo_style *style)
{
    style->bivariate.colour[0] = style->bivariate.colour[1];
}

static void move_by_a_millimetre(geo_style *style)
{
    style->page.margin_mm += 1;
}

/* A sixth of a pixel. */
static void nudge(geo_style *style)
{
    style->page.margin_mm += 0.05;
}

static void enlarge_title(geo_style *style)
{
    style->title.size_pt += 1;
}

static const image_mistake mistakes[] = {
    {"heat", "no-scale-bar", leave_out_scale_bar, false},
    {"heat-across", "no-scale-bar", leave_out_scale_bar, false},
    {"heat", "no-north-arrow", leave_out_north_arrow, false},
    {"heat", "no-legend", leave_out_legend, false},
    {"areas", "no-legend", leave_out_legend, false},
    {"circles", "no-legend", leave_out_legend, false},
    {"heat", "no-method", leave_out_method, false},
    {"change", "no-notes", leave_out_notes, false},
    {"heat", "no-names", leave_out_names, false},
    {"areas", "no-hatching", leave_out_hatching, false},
    {"areas", "no-frame", leave_out_frame, false},
    {"heat", "moved", move_by_a_millimetre, false},
    {"bands", "moved", move_by_a_millimetre, false},
    {"one-area", "larger-title", enlarge_title, false},
    {"contours", "no-contours", leave_out_contours, false},
    {"contours", "no-outlines", leave_out_outlines, false},
    {"contours", "no-names", leave_out_names, false},
    {"numbered", "no-outlines", leave_out_numbered, false},
    {"numbered-across", "no-discs", leave_out_discs, false},
    {"numbered", "moved", move_by_a_millimetre, false},
    {"bivariate", "no-colour", leave_out_a_colour, false},
    {"bivariate", "no-legend", leave_out_legend, false},
    {"categories", "no-legend", leave_out_legend, false},
    {"bars", "no-intervals", leave_out_intervals, false},
    {"bars", "no-mean", leave_out_reference, false},
    {"funnel", "no-mean", leave_out_reference, false},
    {"pyramid", "moved", move_by_a_millimetre, false},
    {"lorenz", "no-equality", leave_out_reference, false},
    {"lorenz", "moved", move_by_a_millimetre, false},
    {"heat", "nudged", nudge, true},
    {"one-area", "nudged", nudge, true},
    {"deciles", "nudged", nudge, true},
    {"bars", "nudged", nudge, true}};

static int write_file(const char *folder, const char *name, const image_mistake *mistake,
                      const geo_bytes *bytes)
{
    char path[1000];
    if (mistake)
        snprintf(path, sizeof path, "%s/%s/%s.%s.png", folder,
                 mistake->is_slight ? "nearly" : "wrong", name, mistake->name);
    else
        snprintf(path, sizeof path, "%s/%s.png", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes->data, 1, bytes->length, file) != bytes->length)
        return 1;
    return fclose(file);
}

static int draw(const char *style_path, const char *folder, const image_reference *reference,
                const image_mistake *mistake)
{
    geo_context *context = geo_context_new();
    geo_style *style = NULL;
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = geo_style_read(context, style_path, &style);
    if (status == GEO_OK)
        status = geo_style_set_page(context, style, NULL,
                                    reference->is_landscape ? "landscape" : "portrait");
    if (status == GEO_OK && mistake)
        mistake->make(style);
    if (status == GEO_OK)
        status = reference->draw(context, style, &bytes);
    int failed = status != GEO_OK || write_file(folder, reference->name, mistake, &bytes);
    if (failed)
        fprintf(stderr, "%s: %s\n", reference->name, geo_message(context));
    geo_bytes_clear(&bytes);
    geo_style_free(style);
    geo_context_free(context);
    return failed;
}

static int draw_all(const char *style_path, const char *folder, const image_reference *reference)
{
    int failed = 0;
    for (; reference->name; reference++) {
        failed |= draw(style_path, folder, reference, NULL);
        for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++)
            if (strcmp(mistakes[i].reference, reference->name) == 0)
                failed |= draw(style_path, folder, reference, &mistakes[i]);
    }
    return failed;
}

int main(int count, char **arguments)
{
    if (count != 3)
        return 2;
    int failed = draw_all(arguments[1], arguments[2], map_references) |
                 draw_all(arguments[1], arguments[2], chart_references);
    geo_figure_shutdown();
    return failed;
}
