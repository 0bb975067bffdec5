# A heat map on an A4 page at 300 dpi by ggplot2:
#   Rscript ggplot_heatmap.R SURFACE.tif FIGURE.gpkg BREAKS.csv TITLE OUT.png
#   Rscript ggplot_heatmap.R POINTS.csv FIGURE.gpkg BREAKS.csv TITLE OUT.png RADIUS CELL XMIN YMIN XMAX YMAX
# The first draws a surface that is there already; the second makes it of the incidents with spatstat, as spatstat_density.R does.
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "ggplot_page.R"))
argument <- commandArgs(trailingOnly = TRUE)

# Both: a matrix of incidents per km2 with rows from the north, and its box.
read_surface <- function(path) {
    raster <- gdal_read(path)
    place <- raster$geotransform
    size <- c(raster$cols[2], raster$rows[2])
    list(value = t(matrix(attr(raster, "data"), size[1])),
        box = c(xmin = place[1], ymin = place[4] + size[2] * place[6], xmax = place[1] + size[1] * place[2], ymax = place[4]))
}

make_surface <- function(path, radius, cell, box) {
    suppressMessages({library(data.table); library(spatstat.geom); library(spatstat.explore)})
    setDTthreads(0)
    points <- fread(path, select = c("x", "y"), showProgress = FALSE)
    points <- points[!is.na(x) & x >= box["xmin"] & x < box["xmax"] & y >= box["ymin"] & y < box["ymax"]]
    cells <- round(c(box["ymax"] - box["ymin"], box["xmax"] - box["xmin"]) / cell)
    pattern <- ppp(points$x, points$y, box[c("xmin", "xmax")], box[c("ymin", "ymax")], check = FALSE)
    surface <- density.ppp(pattern, sigma = radius / sqrt(8), kernel = "quartic", edge = FALSE, dimyx = cells)
    list(value = surface$v[cells[1]:1, ] * 1e6, box = box)
}

surface <- if (length(argument) > 5) {
    number <- as.numeric(argument[6:11])
    make_surface(argument[1], number[1], number[2], c(xmin = number[3], ymin = number[4], xmax = number[5], ymax = number[6]))
} else {
    read_surface(argument[1])
}
areas <- st_read(argument[2], "areas", quiet = TRUE)
borders <- read_borders(argument[2])
lower <- read.csv(argument[3])$lower
class <- findInterval(surface$value, lower)
# One picture of all cells by annotation_raster() is much quicker than geom_raster(); the legend is got by points that are not seen.
picture <- matrix(c(NA, adjustcolor(colours_of(length(lower)), 0.85))[class + 1], nrow(surface$value))
key <- data.frame(class = factor(seq_along(lower)), x = surface$box[["xmin"]], y = surface$box[["ymin"]])
map <- ggplot() +
    geom_sf(data = areas, fill = "#FCFBF8", colour = NA) +
    annotation_raster(picture, surface$box["xmin"], surface$box["xmax"], surface$box["ymin"], surface$box["ymax"], interpolate = FALSE) +
    geom_sf(data = areas, fill = NA, colour = "#777777", linewidth = 0.1) +
    geom_tile(data = key, aes(x, y, fill = class), width = 1, height = 1) +
    scale_fill_manual(values = colours_of(length(lower)), labels = class_labels(lower))
map <- page(map, borders, st_bbox(areas), argument[4], "Incidents per km\u00b2", "Kernel density, quartic kernel.")
ggsave(argument[5], map, width = 210, height = 297, units = "mm", dpi = 300)
