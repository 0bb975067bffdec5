# Works out again what risk.c prints, by spatstat's relrisk() and, where it is there, by sparr's risk(), and fails where they lie
# further apart than 1e-10 (sparr, whose densities come by Fourier transform: 1e-8).
#   Rscript tests/peers/risk.R CASES

suppressMessages(library(spatstat.explore))
numbers <- function(text) as.numeric(strsplit(trimws(text), " +")[[1]])
has_sparr <- suppressWarnings(suppressMessages(requireNamespace("sparr", quietly = TRUE)))
if (!has_sparr) cat("no sparr: its risk() is not compared\n")

# The log of the ratio at the points. sparr has each density integrate to 1 in the window, also without edge correction, which
# moves the log by the same everywhere: that much is taken out.
sparr_difference <- function(sigma, x, y, kind, found) {
    of_kind <- function(name) suppressWarnings(sparr::bivariate.density(
        ppp(x[kind == name], y[kind == name], c(0, 2400), c(0, 2400), check = FALSE), h0 = sigma, adapt = FALSE,
        resolution = 24, edge = "none", verbose = FALSE))
    surface <- sparr::risk(of_kind("incident"), of_kind("other"), log = TRUE, verbose = FALSE)$rr$v
    difference <- surface[cbind(floor(y / 100) + 1, floor(x / 100) + 1)] - log(found)
    diff(range(difference[abs(log(found)) < 12]))
}

worst <- worst_sparr <- 0
cases <- readLines(commandArgs(TRUE)[1])
for (line in cases) {
    parts <- strsplit(line, "|", fixed = TRUE)[[1]]
    given <- lapply(strsplit(parts[1], ";", fixed = TRUE)[[1]], numbers)
    count <- given[[4]]
    kind <- factor(rep(c("incident", "other"), count), levels = c("other", "incident"))
    points <- suppressWarnings(ppp(given[[2]], given[[3]], c(0, 2400), c(0, 2400), marks = kind))
    ratio <- relrisk(points, sigma = given[[1]], at = "points", relative = TRUE, control = "other", case = "incident",
                     leaveoneout = FALSE, edge = FALSE)
    expected <- as.vector(ratio) * count[2] / count[1]
    found <- numbers(parts[2])
    # Where the others are further than spatstat's kernel reaches (8 sigma), nothing can be compared.
    known <- is.finite(expected) & expected < 1e6
    worst <- max(worst, abs(found / expected - 1)[known & expected > 0])
    if (has_sparr) worst_sparr <- max(worst_sparr, sparr_difference(given[[1]], given[[2]], given[[3]], kind, found))
}
cat(length(cases), "cases, the largest difference", format(worst), "and from sparr", format(worst_sparr), "\n")
if (length(cases) == 0 || !(worst < 1e-10 && worst_sparr < 1e-8)) quit(status = 1)
