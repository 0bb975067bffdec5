# Local Moran with spdep, of values and neighbours that bench_local_moran wrote:
#   Rscript spdep_local_moran.R VALUES.csv PAIRS.csv STEPS CORES
# Writes the seconds of localmoran_perm() with 999 permutations, the neighbours being a listw already, and prints by how much its
# statistic differs at most from the one in VALUES.
suppressMessages({library(data.table); library(spdep)})
argument <- commandArgs(trailingOnly = TRUE)
values <- fread(argument[1])
pairs <- fread(argument[2])
neighbours <- unname(split(pairs$to, factor(pairs$from, levels = seq_len(nrow(values)))))
neighbours <- lapply(neighbours, function(to) if (length(to)) as.integer(to) else 0L)
neighbours <- structure(neighbours, class = "nb", region.id = as.character(seq_along(neighbours)), call = NULL)
weights <- nb2listw(neighbours, style = "W", zero.policy = TRUE)
invisible(set.coresOption(as.integer(argument[4])))
set.seed(1)
took <- system.time(result <- localmoran_perm(values$value, weights, nsim = 999, zero.policy = TRUE))[["elapsed"]]
writeLines(sprintf("local_moran %.3f", took), argument[3])
has <- card(neighbours) > 0
cat(sprintf("largest difference of I %.1e\n", max(abs(result[has, 1] - values$i[has]))))
