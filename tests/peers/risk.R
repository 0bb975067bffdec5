# Works out again what risk.c prints, by spatstat's relrisk(), and fails where the two lie further apart than 1e-10.
#   Rscript tests/peers/risk.R CASES

suppressMessages(library(spatstat.explore))
numbers <- function(text) as.numeric(strsplit(trimws(text), " +")[[1]])
worst <- 0
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
}
cat(length(cases), "cases, the largest difference", format(worst), "\n")
if (length(cases) == 0 || !(worst < 1e-10)) quit(status = 1)
