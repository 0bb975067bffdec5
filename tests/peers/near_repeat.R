# Counts the pairs of near-repeat by R's dist(), beside what chance gives: over all permutations each pair of places has each pair of
# days equally often, so that the mean is known exactly, and p by permutations of R's own.
#   Rscript tests/peers/near_repeat.R INCIDENTS TABLE METRIC

argument <- commandArgs(trailingOnly = TRUE)
incidents <- read.csv(argument[1])
table <- read.csv(argument[2])
day <- as.numeric(as.Date(incidents$Date, "%d/%m/%Y"))
metres <- as.vector(dist(cbind(incidents$Easting, incidents$Northing), method = argument[3]))
apart <- as.vector(dist(day))
count <- length(day)
from <- unlist(lapply(seq_len(count - 1), function(i) rep(i, count - i)))
to <- unlist(lapply(seq_len(count - 1), function(i) (i + 1):count))

band_of <- function(value, upper) cut(value, c(-1, sort(unique(upper))))
distance <- band_of(metres, table$to_m)
near <- which(!is.na(distance))
pairs_of <- function(day) as.vector(t(table(distance[near], band_of(abs(day[from[near]] - day[to[near]]), table$to_days))))

seen <- pairs_of(day)
stopifnot(identical(as.integer(seen), table$pairs))

by_distance <- tabulate(distance, nlevels(distance))
by_days <- tabulate(band_of(apart, table$to_days), length(unique(table$to_days)))
expected <- as.vector(outer(by_days, by_distance)) / length(metres)
off <- abs(table$expected - expected) / sqrt(expected / 999)
stopifnot(off < 5)

set.seed(1)
drawn <- replicate(499, pairs_of(sample(day)))
p <- (rowSums(drawn >= seen) + 1) / 500
stopifnot(abs(p - table$p) < 0.1)
cat(sprintf("%s: %d bands, %d pairs as in R; expected within %.1f standard errors, p within %.3f\n",
    argument[3], nrow(table), sum(seen), max(off), max(abs(p - table$p))))
