# Points of a CSV file counted by area with sf:  Rscript sf_counts.R POINTS.csv AREAS.gpkg OUT.csv [join]
# The points are read by data.table::fread (two columns only, all threads); one call of st_contains with a sparse
# result, prepared areas and a spatial index; or, with "join", st_join() as most introductions have it.
suppressMessages({library(data.table); library(sf)})
argument <- commandArgs(trailingOnly = TRUE)
start <- proc.time()[["elapsed"]]
step <- function(what) cat(sprintf("  %s at %.2f s\n", what, proc.time()[["elapsed"]] - start))

setDTthreads(0)
points <- fread(argument[1], select = c("x", "y"), showProgress = FALSE)
points <- points[!is.na(x) & !is.na(y)]
step("read")
points <- st_as_sf(points, coords = c("x", "y"), crs = 27700)
areas <- st_read(argument[2], quiet = TRUE)
step("made geometries")
if (length(argument) > 3) {
    found <- st_join(points, areas["LSOA21CD"])$LSOA21CD
    count <- as.integer(table(factor(found, levels = areas$LSOA21CD)))
} else {
    count <- lengths(st_contains(areas, points)) # quicker here than st_intersects, and than either with points first
}
step("joined")
fwrite(data.table(areas$LSOA21CD, count)[order(V1)], argument[3], col.names = FALSE)
