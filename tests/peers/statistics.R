# Works out again what statistics.c prints, by R's own functions where R has one and from the definition where it has none,
# and fails where the two lie further apart than the tolerance of their kind.
#   Rscript tests/peers/statistics.R CASES

numbers <- function(text) suppressWarnings(as.numeric(strsplit(trimws(text), " +")[[1]]))

# poisson.test with p / (1 - p) taken from the other tail, so that a p near 1 keeps its digits.
ratio_limit <- function(x, y, outside) if (x == 0) 0 else {
    p <- qbeta(outside, x, y + 1)
    p / if (p < 0.5) 1 - p else qbeta(outside, y + 1, x, lower.tail = FALSE)
}

nearest <- function(x, y, options)
    spdep::nb2listw(spdep::knn2nb(spdep::knearneigh(cbind(x, y), k = options[1])), style = if (options[2] == 1) "W" else "B")

peer <- list(
    share_interval = function(x) prop.test(x[1], x[2], conf.level = x[3], correct = FALSE)$conf.int,
    share_ratio_interval = function(x) prop.test(x[1], x[2], conf.level = x[4], correct = FALSE)$conf.int / x[3],
    # The smaller exposure first: where poisson.test has a probability near 1 it loses digits of the other.
    poisson_compare = function(x) {
        first <- if (x[2] < x[4]) c(1, 3) else c(3, 1)
        poisson.test(x[first], x[first + 1])$p.value
    },
    rate_ratio_interval = function(x) {
        outside <- (1 - x[5]) / 2
        c(ratio_limit(x[1], x[3], outside), 1 / ratio_limit(x[3], x[1], outside)) * x[4] / x[2]
    },
    false_discovery = function(p) p.adjust(p, "BH"),
    smooth_rates = function(count, population) 1000 * spdep::EBest(count, population)$estmm,
    control_limits = function(options, count, exposure, factor) {
        exposure[is.na(count)] <- NA
        centre <- factor * sum(count, na.rm = TRUE) / sum(exposure * factor, na.rm = TRUE)
        centre[is.na(count)] <- NA
        z <- (count / exposure - centre) / sqrt(centre / exposure)
        sigma_z <- mean(abs(diff(z)), na.rm = TRUE) / 1.128
        widened <- if (options[2] == 1 && !is.nan(sigma_z)) max(1, sigma_z) else 1
        half <- widened * options[1] * sqrt(centre / exposure)
        c(centre, pmax(0, centre - half), centre + half, sigma_z)
    },
    seasonal_factors = function(first, count, exposure) {
        figure <- decompose(ts(count / exposure, frequency = 12), "multiplicative")$figure
        figure[(0:11 - first) %% 12 + 1]
    },
    # Months as R's calendar has them; a season only where the baseline is 24 months or more without a gap.
    trend = function(options, count) {
        months <- seq(as.Date("1970-01-01"), by = "month", length.out = options[1] + length(count) + 1)
        exposure <- tail(as.numeric(diff(months)), length(count)) / (365.25 / 12)
        base <- seq(options[2] + 1, min(options[2] + options[3], length(count)))
        by_season <- length(base) >= 24 && !anyNA(count[base])
        factor <- rep(1, length(count))
        if (by_season) {
            figure <- decompose(ts((count / exposure)[base], frequency = 12), "multiplicative")$figure
            factor <- figure[(seq_along(count) - base[1]) %% 12 + 1]
        }
        known <- base[!is.na(count[base])]
        u <- factor * sum(count[known]) / sum((exposure * factor)[known])
        z <- ifelse(is.na(count), NA, (count / exposure - u) / sqrt(u / exposure))
        sigma_z <- mean(abs(diff(z[base])), na.rm = TRUE) / 1.128
        half <- 3 * (if (options[4] == 1 && !is.nan(sigma_z)) max(1, sigma_z) else 1) * sqrt(u * exposure)
        limits <- c(u * exposure, pmax(0, u * exposure - half), u * exposure + half)
        limits[rep(is.na(count), 3)] <- NA
        c(limits, stats::filter(count, rep(1, 12), sides = 1), sigma_z)
    },
    # The count lies outside when the limit, a quantile less a share of its last count, is passed.
    funnel_flag = function(x) {
        limit <- function(p) {
            at <- qpois(p, x[2])
            max(0, at - (ppois(at, x[2]) - p) / dpois(at, x[2]))
        }
        if (x[1] < limit(0.001)) 2 else if (x[1] < limit(0.025)) 1
        else if (x[1] > limit(0.999)) 4 else if (x[1] > limit(0.975)) 3 else 0
    },
    # Minute by minute.
    aoristic_hours = function(x) {
        minutes <- seq(x[1], max(x[1], x[2] - 1))
        tabulate((minutes %% 10080) %/% 60 + 1, 168) / length(minutes)
    },
    aoristic_share = function(x) {
        minutes <- seq(x[1], max(x[1], x[2] - 1)) %% 1440
        mean(if (x[3] < x[4]) minutes >= x[3] & minutes < x[4] else minutes >= x[3] | minutes < x[4])
    },
    local_g = function(x, y, value, distance) {
        near <- spdep::include.self(spdep::dnearneigh(cbind(x, y), 0, distance))
        spdep::localG(value, spdep::nb2listw(near, style = "B"))
    },
    autocorrelation = function(x, y, value, options) {
        weights <- nearest(x, y, options)
        moran <- spdep::moran.test(value, weights, alternative = "two.sided")
        geary <- spdep::geary.test(value, weights, alternative = "two.sided")
        c(moran$estimate[c(1, 3)], moran$p.value, geary$estimate[c(1, 3)], geary$p.value)
    },
    local_moran = function(x, y, value, options) spdep::localmoran(value, nearest(x, y, options))[, 1],
    # By other random numbers: within five of their standard errors and the step of a p value; twelve cases are enough.
    # spdep 1.2.7's localmoran_perm() draws with replacement, which is no permutation: where neighbours are many among few
    # areas its p values are larger.
    local_moran_p = function(x, y, value, options, p) {
        compared <<- compared + 1
        if (options[1] < 4 || length(x) < 30 || compared > 50) return(1)
        weights <- nearest(x, y, options)
        z <- value - mean(value)
        theirs <- vapply(seq_along(z), function(i) {
            among <- weights$weights[[i]]
            drawn <- vapply(1:4999, function(r) sum(among * sample(z[-i], length(among))), 0)
            seen <- sum(among * z[weights$neighbours[[i]]])
            min(1, 2 * (min(sum(drawn >= seen), sum(drawn <= seen)) + 1) / 5000)
        }, 0)
        error <- 2 * sqrt(pmax(theirs / 2, 1e-4) * (1 / 4999 + 1 / 9999))
        if (all(abs(p - theirs) < 5 * error + 6e-4)) 1 else max(abs(p - theirs) / error)
    })

# Relative.
tolerance <- c(share_interval = 1e-13, share_ratio_interval = 1e-13, poisson_compare = 1e-11, rate_ratio_interval = 1e-12,
    false_discovery = 1e-14, smooth_rates = 1e-11, control_limits = 1e-11, seasonal_factors = 1e-12, trend = 1e-10,
    funnel_flag = 0, aoristic_hours = 1e-12, aoristic_share = 1e-12,
    local_g = 1e-8, autocorrelation = 1e-9, local_moran = 1e-11, local_moran_p = 0)

difference <- function(ours, theirs) {
    if (length(ours) != length(theirs) || any(is.na(ours) != is.na(theirs))) return(Inf)
    known <- !is.na(ours) & ours != theirs
    max(0, abs(ours - theirs)[known] / pmax(abs(theirs[known]), 1e-290))
}

cases <- strsplit(readLines(commandArgs(TRUE)[1]), "|", fixed = TRUE)
name <- trimws(vapply(cases, `[`, "", 1))
if (!requireNamespace("spdep", quietly = TRUE)) {
    cat("no spdep: smoothed rates and what lies in space are not compared\n")
    peer[c("smooth_rates", "local_g", "autocorrelation", "local_moran", "local_moran_p")] <- NULL
}
set.seed(1)
compared <- 0
failed <- FALSE
for (each in names(peer)) {
    of_name <- cases[name == each]
    off <- vapply(of_name, function(case) {
        inputs <- lapply(strsplit(case[2], ";", fixed = TRUE)[[1]], numbers)
        difference(numbers(case[3]), as.numeric(suppressWarnings(do.call(peer[[each]], inputs))))
    }, 0)
    cat(sprintf("%-22s %4d cases, at most %.1e apart (%g allowed)\n", each, length(off), max(off), tolerance[each]))
    if (length(off) < 200 || max(off) > tolerance[each]) {
        cat("  furthest:", trimws(of_name[[which.max(off)]][2:3]), sep = "\n    ")
        failed <- TRUE
    }
}
quit(status = if (failed) 1 else 0)
