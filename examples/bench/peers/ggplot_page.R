# What both figures by ggplot2 share: an A4 page with a map of the areas, thick borders and names of their districts, a title, a
# legend below, a scale bar and a north arrow. Used by ggplot_choropleth.R and ggplot_heatmap.R.
suppressMessages({library(sf); library(ggplot2)})

# c("1,003 to 1,359 (111)", ...) of breaks, with as many places in each class as `count` says where it is given.
class_labels <- function(lower, count = NULL) {
    words <- format(lower, big.mark = ",", trim = TRUE)
    words <- c(paste(words[-length(words)], "to", words[-1]), paste(words[length(words)], "and over"))
    if (is.null(count)) words else sprintf("%s  (%d)", words, as.integer(count))
}

colours_of <- function(classes) colorRampPalette(c("#FDEFC9", "#F6A65B", "#CF5C44", "#7A2048"))(classes)

read_borders <- function(path) st_read(path, "districts", quiet = TRUE)

# Scale bar and arrow stand within the panel: ggplot2 has none, and ggspatial is not in Debian.
furniture <- function(box) {
    right <- box[["xmax"]]
    bottom <- box[["ymin"]]
    top <- box[["ymax"]]
    list(
        annotate("rect", xmin = right - c(20000, 10000), xmax = right - c(10000, 0), ymin = bottom, ymax = bottom + 600,
            fill = c("#23262F", "white"), colour = "#23262F", linewidth = 0.2),
        annotate("text", x = right - c(20000, 0), y = bottom - 400, label = c("0", "20 km"), vjust = 1, size = 2.6),
        annotate("segment", x = right - 2000, xend = right - 2000, y = top - 6000, yend = top - 2000,
            arrow = arrow(length = unit(4, "mm"), type = "closed")),
        annotate("text", x = right - 2000, y = top - 1500, label = "N", vjust = 0, size = 3))
}

page <- function(map, borders, box, title, legend, note) {
    # A point of each district that is surely inside: st_point_on_surface, which geom_sf_text takes by itself.
    map + geom_sf(data = borders, fill = NA, colour = "#23262F", linewidth = 0.45) +
        geom_sf_text(data = borders, aes(label = district), size = 2.8, fun.geometry = st_point_on_surface) +
        furniture(box) +
        coord_sf(datum = NA, expand = FALSE, xlim = box[c("xmin", "xmax")] + c(-2000, 2000),
            ylim = box[c("ymin", "ymax")] + c(-2500, 2000)) +
        labs(title = title, fill = legend, caption = note, x = NULL, y = NULL) +
        guides(fill = guide_legend(title.position = "top", ncol = 2)) +
        theme_void(base_size = 9) +
        theme(plot.background = element_rect(fill = "white", colour = NA), legend.position = "bottom", legend.justification = "left",
            plot.title = element_text(size = 16, face = "bold"), plot.margin = margin(13, 13, 13, 13, "mm"), panel.border = element_rect(fill = NA, colour = "#A0A0A0"),
            panel.background = element_rect(fill = "#ECEDEF", colour = NA))
}
