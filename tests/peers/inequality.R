# Works out again what inequality.c prints: the line by lm() with weights, its intervals from the variances of the counts and
# by a search for the limits of ratios, the concentration index by the covariance over people; then the intervals by two
# simulations. Fails where they lie further apart than what is allowed.
#   Rscript tests/peers/inequality.R CASES

numbers <- function(text) as.numeric(strsplit(trimws(text), " +")[[1]])
read_case <- function(line) {
    halves <- strsplit(line, "|", fixed = TRUE)[[1]]
    inputs <- lapply(strsplit(halves[1], ";", fixed = TRUE)[[1]], numbers)
    list(count = inputs[[1]], people = inputs[[2]], per = inputs[[3]][1], level = inputs[[3]][2], ours = numbers(halves[2]))
}

ridits <- function(people) (cumsum(people) - people / 2) / sum(people)
# Both ends of the line, as fitted.
ends <- function(count, people, per) {
    ridit <- ridits(people)
    unname(predict(lm(I(per * count / people) ~ ridit, weights = people), data.frame(ridit = 0:1)))
}
index <- function(count, people) {
    rank <- rep(ridits(people), people)
    has <- unlist(Map(function(n, of) c(rep(n / of, of)), count, people))
    2 * mean((has - mean(has)) * (rank - mean(rank))) / mean(has)
}

# What one incident more in each group adds to something linear in the counts.
weights_of <- function(case, linear)
    vapply(seq_along(case$count), function(i) linear(replace(0 * case$count, i, 1)), 0)

# Where |over - x under| is z standard deviations of it, on either side of the ratio; open where there is no such place.
ratio_limits <- function(case, over, under) {
    z <- qnorm((1 + case$level) / 2)
    value <- sum(over * case$count) / sum(under * case$count)
    off <- function(x) (sum((over - x * under) * case$count))^2 - z^2 * sum((over - x * under)^2 * case$count)
    lower <- if (off(0) > 0) uniroot(off, c(0, value), tol = 1e-13)$root else 0
    upper <- if (off(1e8) > 0) 1 / uniroot(function(y) y^2 * off(1 / y), c(1e-8, 1 / value), tol = 1e-14)$root else Inf
    c(value, lower, upper)
}

work_out <- function(case) {
    z <- qnorm((1 + case$level) / 2)
    fitted <- ends(case$count, case$people, case$per)
    first <- weights_of(case, function(count) ends(count, case$people, case$per)[1])
    last <- weights_of(case, function(count) ends(count, case$people, case$per)[2])
    half <- z * sqrt(sum((first - last)^2 * case$count))
    slope <- fitted[1] - fitted[2]
    relative <- if (all(fitted > 0)) ratio_limits(case, first, last) else rep(NaN, 3)
    twice <- ratio_limits(case, 2 * ridits(case$people), rep(1, length(case$count)))
    concentration <- c(index(case$count, case$people), twice[2] - 1, min(1, twice[3] - 1))
    if (is.infinite(twice[3])) concentration[2] <- -1
    c(slope, slope - half, slope + half, relative, concentration)
}

difference <- function(ours, theirs, size) {
    if (any(is.na(ours) != is.na(theirs)) || any(is.infinite(ours) != is.infinite(theirs))) return(Inf)
    known <- is.finite(ours)
    max(0, abs(ours - theirs)[known] / size[known])
}

report <- function(what, off, allowed, least) {
    cat(sprintf("%-44s %4d cases, at most %.1e apart (%g allowed)\n", what, length(off), max(off), allowed))
    length(off) >= least && max(off) <= allowed
}

cases <- lapply(readLines(commandArgs(TRUE)[1]), read_case)
several <- Filter(function(case) sum(case$count > 0) > 1, cases)
off <- vapply(several, function(case) {
    theirs <- work_out(case)
    size <- pmax(abs(theirs), c(rep(abs(theirs[3] - theirs[2]), 3), rep(1, 6)))
    difference(case$ours, theirs, size)
}, 0)
passed <- report("lm, covariance and limits", off, 1e-9, 250)

# ---- simulations, of many incidents, where all ways should agree -------------------------------

set.seed(20)
draws <- 20000
many <- Filter(function(case) min(case$count) >= 100 && length(case$count) >= 5, cases)

# Limits of slope, relative index and concentration index of simulated counts, group by group.
simulated <- function(case, counts) {
    first <- weights_of(case, function(count) ends(count, case$people, case$per)[1])
    last <- weights_of(case, function(count) ends(count, case$people, case$per)[2])
    from <- drop(first %*% counts)
    to <- drop(last %*% counts)
    concentration <- drop(2 * ridits(case$people) %*% counts) / colSums(counts) - 1
    tails <- c((1 - case$level) / 2, (1 + case$level) / 2)
    c(quantile(from - to, tails), quantile(from / to, tails), quantile(concentration, tails))
}

# As phe_sii does for rates: normal on a log scale, with the standard error that Byar's limits give.
like_phe_sii <- function(count) {
    z <- qnorm(0.975)
    lower <- count * (1 - 1 / (9 * count) - z / (3 * sqrt(count)))^3
    upper <- (count + 1) * (1 - 1 / (9 * (count + 1)) + z / (3 * sqrt(count + 1)))^3
    exp(rnorm(draws * length(count), log(count), log(upper / lower) / 2 / z))
}

# In widths of the interval: a quantile of 0.1% of 20,000 draws is itself known to about 0.01 of one.
compare_limits <- function(simulate) vapply(many, function(case) {
    theirs <- simulated(case, matrix(simulate(case$count), nrow = length(case$count)))
    ours <- case$ours[c(2, 3, 5, 6, 8, 9)]
    width <- (ours[c(2, 4, 6)] - ours[c(1, 3, 5)])[c(1, 1, 2, 2, 3, 3)]
    difference(ours, theirs, width)
}, 0)

passed <- report("20,000 simulations as in phe_sii", compare_limits(like_phe_sii), 0.08, 40) && passed
poisson <- function(count) rpois(draws * length(count), count)
passed <- report("20,000 simulations of Poisson counts", compare_limits(poisson), 0.08, 40) && passed
quit(status = if (passed) 0 else 1)
