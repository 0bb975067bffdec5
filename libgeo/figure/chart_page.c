/* The page of a chart. */
#include "figure/chart_page.h"

#include <math.h>

#include "core/context.h"

#define SUBTITLE_GAP    1.0 /* all in mm, as on maps */
#define BODY_GAP        4.5
#define NOTE_GAP        4.0
#define ATTRIBUTION_GAP 1.2
#define BODY_LEAST      35.0
/* Height over width of a wide chart that has more room than it needs. */
#define WIDE_SHAPE      0.72

#define NOTHING_TO_SHOW "No data to show"

typedef struct chart_page {
    const geo_chart_request *request;
    const geo_figure_text *text;
    geo_chart chart;
} chart_page;

bool geo_chart_has_values(const double *value, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (isfinite(value[i]))
            return true;
    return false;
}

static bool is_landscape(const geo_style *style, bool is_wide)
{
    if (style->page.orientation == GEO_ORIENTATION_AUTO)
        return is_wide;
    return style->page.orientation == GEO_ORIENTATION_LANDSCAPE;
}

static geo_size page_size(const geo_style *style, bool is_wide)
{
    if (is_landscape(style, is_wide))
        return (geo_size){style->page.height_mm, style->page.width_mm};
    return (geo_size){style->page.width_mm, style->page.height_mm};
}

static void draw_at_top(geo_chart *chart, const char *text, const geo_text_style *style, double gap)
{
    geo_box *body = &chart->body;
    if (!text || !text[0])
        return;
    double height = geo_canvas_measure(chart->canvas, text, style, body->width).height;
    geo_canvas_text(chart->canvas, text, style, GEO_ALIGN_LEFT, body->x, body->y + gap,
                    body->width);
    body->y += gap + height;
    body->height -= gap + height;
}

static void draw_at_bottom(geo_chart *chart, const char *text, double gap)
{
    const geo_text_style *style = &chart->style->note;
    geo_box *body = &chart->body;
    if (!text || !text[0])
        return;
    double height = geo_canvas_measure(chart->canvas, text, style, body->width).height;
    geo_canvas_text(chart->canvas, text, style, GEO_ALIGN_LEFT, body->x,
                    body->y + body->height - height, body->width);
    body->height -= gap + height;
}

static void draw_texts(chart_page *page)
{
    geo_chart *chart = &page->chart;
    const geo_style *style = chart->style;
    const geo_figure_text *text = page->text;
    geo_canvas_begin_group(chart->canvas, "text");
    draw_at_top(chart, text->title, &style->title, 0);
    draw_at_top(chart, text->subtitle, &style->subtitle, SUBTITLE_GAP);
    draw_at_bottom(chart, text->attribution ? text->attribution : style->furniture.attribution,
                   ATTRIBUTION_GAP);
    if (style->furniture.method)
        draw_at_bottom(chart, text->method, 0);
    geo_canvas_end_group(chart->canvas);
    chart->body.y += BODY_GAP;
    chart->body.height -= BODY_GAP + NOTE_GAP;
}

static void draw_empty_note(const geo_chart *chart)
{
    geo_text_style style = chart->style->subtitle;
    const geo_box *body = &chart->body;
    style.is_bold = true;
    geo_size size = geo_canvas_measure(chart->canvas, NOTHING_TO_SHOW, &style, body->width);
    geo_canvas_text(chart->canvas, NOTHING_TO_SHOW, &style, GEO_ALIGN_CENTRE,
                    body->x + body->width / 2, body->y + (body->height - size.height) / 2,
                    body->width);
}

static geo_status draw_page(chart_page *page)
{
    geo_chart *chart = &page->chart;
    double margin = chart->style->page.margin_mm;
    chart->body = (geo_box){margin, margin, chart->page_mm.width - 2 * margin,
                            chart->page_mm.height - 2 * margin};
    geo_canvas_box(chart->canvas,
                   (geo_box){-1, -1, chart->page_mm.width + 2, chart->page_mm.height + 2});
    geo_canvas_fill(chart->canvas, chart->style->page.colour, 1);
    draw_texts(page);
    if (chart->body.height < BODY_LEAST)
        return geo_fail(chart->context, GEO_ERROR_USAGE,
                        "the title and notes leave no room for the chart on a page of %d by %d mm; "
                        "shorten them or choose a larger page",
                        (int)chart->page_mm.width, (int)chart->page_mm.height);
    if (page->request->is_empty) {
        draw_empty_note(chart);
        return GEO_OK;
    }
    if (page->request->is_wide)
        chart->body.height = fmin(chart->body.height, chart->body.width * WIDE_SHAPE);
    return page->request->draw(chart, page->request->data);
}

/* The alternative text: the caller's, or title and method. */
static geo_status describe(const chart_page *page, geo_bytes *description)
{
    const geo_figure_text *text = page->text;
    geo_context *context = page->chart.context;
    geo_status status = GEO_OK;
    if (text->description)
        status = geo_bytes_print(context, description, "%s", text->description);
    else
        status = geo_bytes_print(context, description, "%s%s%s%s%s",
                                 text->title ? text->title : page->request->kind,
                                 text->subtitle ? ". " : "", text->subtitle ? text->subtitle : "",
                                 text->method ? ". " : "", text->method ? text->method : "");
    if (status == GEO_OK && page->request->is_empty)
        status = geo_bytes_print(context, description, ". " NOTHING_TO_SHOW);
    if (status == GEO_OK)
        status = geo_bytes_append(context, description, "", 1);
    return status;
}

static geo_status open_page(chart_page *page)
{
    const geo_chart_request *request = page->request;
    geo_bytes description = GEO_BYTES_INIT;
    geo_status status = describe(page, &description);
    const geo_canvas_options options = {
        request->format,     request->dpi,
        page->chart.page_mm, page->text->title ? page->text->title : request->kind,
        description.data,    page->text->date};
    if (status == GEO_OK)
        status = geo_canvas_new(page->chart.context, &options, &page->chart.canvas);
    geo_bytes_clear(&description);
    return status;
}

static geo_status make_page(chart_page *page, geo_bytes *out)
{
    geo_chart *chart = &page->chart;
    chart->page_mm = page_size(chart->style, page->request->is_wide);
    geo_status status = open_page(page);
    if (status != GEO_OK)
        return status;
    status = draw_page(page);
    /* What failed on the canvas first may be why there seemed to be no room. */
    geo_canvas_fail(chart->canvas, status);
    status = geo_canvas_finish(chart->canvas, out);
    geo_canvas_free(chart->canvas);
    return status;
}

geo_status geo_chart_make(geo_context *context, const geo_chart_request *request, geo_bytes *out)
{
    static const geo_figure_text no_text = {.title = NULL};
    geo_style *built_in = NULL;
    chart_page page = {.request = request,
                       .text = request->text ? request->text : &no_text,
                       .chart = {.context = context, .style = request->style}};
    geo_status status = request->style ? GEO_OK : geo_style_read(context, NULL, &built_in);
    if (built_in)
        page.chart.style = built_in;
    if (status == GEO_OK)
        status = make_page(&page, out);
    geo_style_free(built_in);
    return status;
}
