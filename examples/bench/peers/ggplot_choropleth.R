# A choropleth on an A4 page by sf and ggplot2:
#   Rscript ggplot_choropleth.R FIGURE.gpkg BREAKS.csv TITLE OUT.pdf
# FIGURE.gpkg: layers areas, with their population, and districts. pdf() is the quickest of R's devices; it embeds no font.
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "ggplot_page.R"))
argument <- commandArgs(trailingOnly = TRUE)
areas <- st_read(argument[1], "areas", quiet = TRUE)
borders <- read_borders(argument[1])
lower <- read.csv(argument[2])$lower
areas$class <- factor(findInterval(areas$population, lower), levels = seq_along(lower))
map <- ggplot() +
    geom_sf(data = areas, aes(fill = class), colour = "#777777", linewidth = 0.1) +
    scale_fill_manual(values = colours_of(length(lower)), labels = class_labels(lower, table(areas$class)), drop = FALSE)
map <- page(map, borders, st_bbox(areas), argument[3], "Population (areas)", "Natural breaks (Jenks).")
ggsave(argument[4], map, width = 210, height = 297, units = "mm")
