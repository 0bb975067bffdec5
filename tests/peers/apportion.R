# Populations of LSOAs shared out to hexagons, beside sf's areal interpolation.
#   Rscript apportion.R make AREAS HEXAGONS        writes hexagons over the layer lsoas
#   Rscript apportion.R check AREAS HEXAGONS CSV   compares what wardmap makes of them
suppressMessages(library(sf))
given <- commandArgs(trailingOnly = TRUE)
lsoas <- read_sf(given[2], "lsoas")
if (given[1] == "make") {
    hexagons <- st_sf(geometry = st_make_grid(lsoas, cellsize = 2500, square = FALSE))
    hexagons$WD24CD <- sprintf("H%04d", seq_len(nrow(hexagons)))
    hexagons <- hexagons[lengths(st_intersects(hexagons, lsoas)) > 0, ]
    write_sf(hexagons, given[3], "hexagons")
    quit(status = 0)
}
hexagons <- read_sf(given[3])
st_agr(lsoas) <- "constant"
theirs <- suppressWarnings(st_interpolate_aw(lsoas["population"], hexagons, extensive = TRUE, keep_NA = TRUE))
theirs$population[is.na(theirs$population)] <- 0
ours <- read.csv(given[4])
ours <- ours$population[match(hexagons$WD24CD, ours$code)]
far <- abs(ours - theirs$population) > 0.01
cat(sprintf("%d hexagons, %.0f residents by wardmap, %.0f by sf, %d hexagons differ, at most by %.3g\n", nrow(hexagons),
    sum(ours), sum(theirs$population), sum(far), max(abs(ours - theirs$population))))
quit(status = any(is.na(ours)) || any(far) || nrow(hexagons) < 100)
