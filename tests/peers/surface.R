# Works out again what surface.c prints, and fails where the two lie further apart than is allowed.
#   Rscript tests/peers/surface.R SURFACES
suppressMessages(library(spatstat.explore))

lines <- strsplit(readLines(commandArgs(TRUE)[1]), " ", fixed = TRUE)
kind <- vapply(lines, `[`, "", 1)
of_kind <- function(name) do.call(rbind, lapply(lines[kind == name], function(line) as.numeric(line[-1])))
incident <- of_kind("incident")
cell <- of_kind("cell")
own <- of_kind("own")
rules <- lines[kind == "rule"]
rule <- setNames(as.numeric(vapply(rules, `[`, "", 3)), vapply(rules, `[`, "", 2))

window <- as.mask(owin(poly = list(x = c(0, 4000, 4000, 1800, 1800, 0), y = c(0, 0, 1500, 1500, 4000, 4000))), dimyx = c(80, 80))
points <- suppressWarnings(ppp(incident[, 1], incident[, 2], window = window))
n <- nrow(incident)
failed <- FALSE
compare <- function(what, ours, theirs, allowed) {
    apart <- if (length(ours) == length(theirs)) max(abs(ours - theirs)) / max(abs(theirs)) else Inf
    cat(sprintf("%-32s %.1e apart (%g allowed)\n", what, apart, allowed))
    if (!(apart <= allowed)) failed <<- TRUE
}
# Of an image at the cells, per km2.
at_cells <- function(image) 1e6 * image[ppp(cell[, 1], cell[, 2], window = window, check = FALSE)]

compare("Scott", rule[["scott"]], bw.scott(points, isotropic = TRUE), 1e-12)
from_mean <- sqrt((incident[, 1] - mean(incident[, 1]))^2 + (incident[, 2] - mean(incident[, 2]))^2)
compare("Silverman", rule[["silverman"]],
    0.9 * min(sqrt(mean(from_mean^2)), median(from_mean) / sqrt(log(2))) * n^-0.2, 1e-12)
compare("Bowman and Foster", rule[["bowman-foster"]],
    sqrt(mad(incident[, 1], constant = 1 / 0.6745) * mad(incident[, 2], constant = 1 / 0.6745)) * n^(-1 / 6), 1e-12)

distance <- as.matrix(dist(incident))
gaussian <- function(h) exp(-distance^2 / (2 * h^2)) / (2 * pi * h^2)
apart <- distance > 0
score <- function(h) sum(gaussian(sqrt(2) * h)) / n^2 - 2 / n * sum(rowSums(gaussian(h) * apart) / rowSums(apart))
trial <- exp(seq(log(rule[["scott"]] / 50), log(1.5 * rule[["scott"]]), length.out = 200))
best <- which.min(vapply(trial, score, 0))
compare("least squares cross-validation", rule[["lscv"]], optimize(score, trial[best + c(-1, 1)], tol = 1e-9)$minimum, 1e-5)

uniform <- density(points, sigma = 150, edge = TRUE, dimyx = c(80, 80))
compare("uniform edge correction", cell[, 4], at_cells(uniform), 1e-9)
jones_diggle <- density(points, sigma = 150, edge = TRUE, diggle = TRUE, dimyx = c(80, 80))
compare("edge correction by Jones, Diggle", cell[, 5], at_cells(jones_diggle), 1e-9)
compare("incidents on the surface", sum(cell[, 5]) * 0.0025, n, 1e-9)
compare("no edge correction", cell[, 3], at_cells(density(points, sigma = 150, edge = FALSE, dimyx = c(80, 80))), 1e-9)

if (suppressWarnings(suppressMessages(requireNamespace("sparr", quietly = TRUE)))) {
    adaptive <- sparr::bivariate.density(points, h0 = 150, hp = 150, adapt = TRUE, resolution = 80, edge = "none", trim = 5,
        intensity = TRUE, verbose = FALSE)
    mine <- match(paste(incident[, 1], incident[, 2]), paste(own[, 1], own[, 2]))
    compare("bandwidths by Abramson's law", own[mine, 3], adaptive$h, 1e-9)
    compare("adaptive density", cell[, 6], at_cells(adaptive$z), 1e-9)
} else cat("no sparr: adaptive density is not compared\n")
quit(status = if (failed) 1 else 0)
