# Works out again what evaluation.c prints: hit rates by approx() over cumulative sums of steps, the area under the curve by all
# pairs of an incident and a piece of ground, the most possible by taking the densest ground, ranks by rank(), and shares in the
# top by rpois(). Fails where they lie further apart than what is allowed.
#   Rscript tests/peers/evaluation.R CASES

numbers <- function(text) as.numeric(strsplit(trimws(text), " +")[[1]])
read_case <- function(line) {
    halves <- strsplit(line, "|", fixed = TRUE)[[1]]
    inputs <- lapply(strsplit(halves[1], ";", fixed = TRUE)[[1]], numbers)
    names(inputs) <- c("score", "area", "earlier", "later", "options")
    c(inputs, list(ours = numbers(halves[2])))
}

# The part of the counts on the first `share` of the ground, those of one score being spread evenly over theirs.
held <- function(score, area, count, share) {
    steps <- aggregate(cbind(area, count), list(score = -score), sum)
    approx(c(0, cumsum(steps$area)) / sum(area), c(0, cumsum(steps$count)) / sum(count), share, rule = 2)$y
}
under <- function(score, area, count) {
    wins <- outer(score, score, ">") + outer(score, score, "==") / 2
    sum(wins * outer(count, area)) / (sum(count) * sum(area))
}
indices <- function(case) {
    share <- case$options[1]
    hit <- held(case$score, case$area, case$later, share)
    before <- held(case$score, case$area, case$earlier, share)
    most <- held(case$later / case$area, case$area, case$later, share)
    c(100 * hit, hit / share, if (before > 0) hit / before else NaN, hit / most, under(case$score, case$area, case$later))
}

# Of many draws the share in which each is in the top, equal ones at the limit in part: by ranks that break ties at random.
replicates <- 2000
in_top <- function(case) {
    drawn <- matrix(rpois(replicates * length(case$earlier), case$earlier), length(case$earlier))
    rowMeans(apply(-drawn, 2, rank, ties.method = "random") <= case$options[2])
}

off_by <- function(ours, theirs) {
    if (any(is.nan(ours) != is.nan(theirs))) return(Inf)
    max(0, abs(ours - theirs) / pmax(1, abs(theirs)), na.rm = TRUE)
}

set.seed(1)
cases <- lapply(readLines(commandArgs(TRUE)[1]), read_case)
exact <- vapply(cases, function(case) off_by(case$ours[1:5], indices(case)), 0)
ranks <- vapply(cases, function(case) {
    n <- length(case$score)
    off_by(case$ours[5 + seq_len(n)], rank(-case$earlier, ties.method = "min"))
}, 0)
# Of every 25th case, in standard errors of the difference of two such shares.
chance <- unlist(lapply(cases[seq(1, length(cases), 25)], function(case) {
    n <- length(case$score)
    ours <- case$ours[5 + n + seq_len(n)]
    theirs <- in_top(case)
    p <- (ours + theirs) / 2
    ifelse(p * (1 - p) > 0, (ours - theirs) / sqrt(2 * p * (1 - p) / replicates), 0)
}))
cat(sprintf("%-40s %5d cases, at most %.1e apart (1e-12 allowed)\n", "hit rate, PAI, RRI, PEI*, area", length(exact), max(exact)))
cat(sprintf("%-40s %5d cases, at most %g apart\n", "ranks", length(ranks), max(ranks)))
cat(sprintf("%-40s %5d places, at most %.2f standard errors apart (5 allowed)\n", "share in the top", length(chance), max(abs(chance))))
stopifnot(length(exact) == 200, max(exact) < 1e-12, max(ranks) == 0, max(abs(chance)) < 5, abs(mean(chance)) < 0.1)
