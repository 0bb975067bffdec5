# Kernel density with spatstat:
#   Rscript spatstat_density.R POINTS.csv RADIUS CELL XMIN YMIN XMAX YMAX OUT.vrt
# density.ppp with its quartic kernel on the same cells. Its sigma is the kernel's standard deviation along an axis:
# radius / sqrt(8) for the quartic kernel in the plane. Points per km2, rows from the north, as doubles, with
# a VRT beside them for GDAL.
suppressMessages({library(data.table); library(spatstat.geom); library(spatstat.explore)})
argument <- commandArgs(trailingOnly = TRUE)
number <- as.numeric(argument[2:7])
start <- proc.time()[["elapsed"]]
step <- function(what) cat(sprintf("  %s at %.2f s\n", what, proc.time()[["elapsed"]] - start))

setDTthreads(0)
points <- fread(argument[1], select = c("x", "y"), showProgress = FALSE)
points <- points[!is.na(x) & x >= number[3] & x < number[5] & y >= number[4] & y < number[6]]
columns <- round((number[5] - number[3]) / number[2])
rows <- round((number[6] - number[4]) / number[2])
pattern <- ppp(points$x, points$y, c(number[3], number[5]), c(number[4], number[6]), check = FALSE)
step("read")
surface <- density.ppp(pattern, sigma = number[1] / sqrt(8), kernel = "quartic", edge = FALSE, dimyx = c(rows, columns))
step("density")
raw <- sub("vrt$", "raw", argument[8])
writeBin(as.vector(t(surface$v[rows:1, ])) * 1e6, raw)
place <- sprintf("%.9g, %.9g, 0, %.9g, 0, -%.9g", number[3], number[2], number[6], number[2])
writeLines(sprintf('<VRTDataset rasterXSize="%d" rasterYSize="%d"><GeoTransform>%s</GeoTransform>
<VRTRasterBand dataType="Float64" band="1" subClass="VRTRawRasterBand"><SourceFilename relativeToVRT="1">%s</SourceFilename>
<ImageOffset>0</ImageOffset><PixelOffset>8</PixelOffset><LineOffset>%d</LineOffset><ByteOrder>LSB</ByteOrder>
</VRTRasterBand></VRTDataset>', columns, rows, place, basename(raw), 8 * columns), argument[8])
