# Works out again what wardmap clusters found, from boundaries and counts alone: by spdep where it has a function, the scan from its
# definition. Fails where an exact quantity lies further than 1e-6 away, or a p by permutation further than chance explains.
#   Rscript tests/peers/area_clusters.R COUNTY.gpkg FOLDER
suppressPackageStartupMessages({library(sf); library(spdep)})
arguments <- commandArgs(TRUE)
failed <- FALSE

report <- function(what, ours, theirs, allowed = 1e-6) {
    off <- if (length(ours) != length(theirs) || any(is.na(ours) != is.na(theirs))) Inf else
        max(0, abs(ours - theirs) / pmax(1, abs(theirs)), na.rm = TRUE)
    cat(sprintf("%-32s %4d values, at most %.1e apart (%g allowed)\n", what, length(ours), off, allowed))
    if (!(off <= allowed)) failed <<- TRUE
}

# Half the width of what chance leaves between two shares by so many draws, at five standard errors; p are two-sided.
chance <- function(p, ours, theirs) 5 * 2 * sqrt(pmax(p / 2, 1 / ours) * (1 / ours + 1 / theirs)) + 2 / ours

boundaries <- list(wards = st_read(arguments[1], "wards", quiet = TRUE), lsoas = st_read(arguments[1], "lsoas", quiet = TRUE))
code_of <- list(wards = "WD24CD", lsoas = "LSOA21CD")
points_of <- lapply(boundaries, function(areas) st_coordinates(suppressWarnings(st_point_on_surface(st_geometry(areas)))))

near <- function(rule, areas, xy) switch(rule$rule,
    queen = poly2nb(areas, snap = 0.01, queen = TRUE), rook = poly2nb(areas, snap = 0.01, queen = FALSE),
    nearest = knn2nb(knearneigh(xy, rule$nearest)),
    dnearneigh(xy, 0, rule$distance_m))

weights <- function(rule, neighbours, xy) if (rule$rule != "inverse") lapply(neighbours, function(to) rep(1, sum(to > 0))) else
    lapply(nbdists(neighbours, xy), function(d) d^-rule$power)

# An area's own weight is that of its nearest neighbour: in include.self() it comes by its number.
with_itself <- function(neighbours, weight) {
    own <- include.self(neighbours)
    glist <- lapply(seq_along(own), function(i) {
        to <- neighbours[[i]][neighbours[[i]] > 0]
        share <- weight[[i]] / max(weight[[i]], 0)
        vapply(own[[i]], function(j) if (j == i) 1 else share[to == j], 0)
    })
    nb2listw(own, glist, style = "B", zero.policy = TRUE)
}

for (name in c("queen", "rook", "nearest", "distance", "inverse", "moran", "moran_plain")) {
    made <- jsonlite::fromJSON(file.path(arguments[2], paste0(name, ".json")))
    layer <- if (nrow(made$rows) > 200) "lsoas" else "wards"
    areas <- boundaries[[layer]]
    rows <- made$rows[match(areas[[code_of[[layer]]]], made$rows$code), ]
    value <- switch(made$values, count = rows$count, rate = 1000 * rows$count / areas$population,
        eb = 1000 * EBest(rows$count, areas$population)$estmm)
    if (made$values != "count")
        report(paste(name, "values"), rows[[if (made$values == "eb") "smoothed_rate_per_1000" else "rate_per_1000"]], value)
    neighbours <- near(made$neighbours, areas, points_of[[layer]])
    report(paste(name, "pairs"), made$neighbours$pairs, sum(card(neighbours)), 0)
    weight <- weights(made$neighbours, neighbours, points_of[[layer]])
    style <- if (made$neighbours$weights == "plain") "B" else "W"
    some <- card(neighbours) > 0
    listed <- nb2listw(neighbours, weight, style = style, zero.policy = TRUE)
    if (made$statistic == "gi-star") {
        z <- as.numeric(localG(value, with_itself(neighbours, weight)))
        p <- 2 * pnorm(-abs(z))
        report(paste(name, "Gi*"), rows$z, z)
        report(paste(name, "p"), rows$p, p)
        report(paste(name, "p, FDR"), rows$p_fdr, p.adjust(p, "BH"))
        adjusted <- p.adjust(p, "BH")
        level <- ifelse(adjusted <= 0.01, "99%", ifelse(adjusted <= 0.05, "95%", "90%"))
        class <- ifelse(adjusted > 0.1, "not significant", paste0(ifelse(z > 0, "hot", "cold"), " spot, ", level))
        report(paste(name, "classes that differ"), sum(rows$class != class), 0, 0)
    } else {
        set.seed(1)
        theirs <- suppressWarnings(localmoran(value, listed, zero.policy = TRUE, mlvar = TRUE))
        report(paste(name, "local I"), rows$i[some], theirs[some, 1])
        # spdep 1.2.7's localmoran_perm() draws with replacement, so the draws are made here.
        z <- value - mean(value)
        drawn <- 1999
        tested <- head(which(some), 60)
        p <- vapply(tested, function(i) {
            w <- listed$weights[[i]]
            lag <- replicate(drawn, sum(w * sample(z[-i], length(w))))
            seen <- sum(w * z[neighbours[[i]]])
            min(1, 2 * (min(sum(lag >= seen), sum(lag <= seen)) + 1) / (drawn + 1))
        }, 0)
        report(paste(name, "local p over its chance"), abs(rows$p[tested] - p) / chance(p, 9999, drawn), 0 * p, 1)
        report(paste(name, "p, FDR"), rows$p_fdr, p.adjust(rows$p, "BH"))
    }
    # spdep counts islands into the mean; here they are left out.
    with_neighbours <- value[some]
    listed <- nb2listw(subset(neighbours, some), weight[some], style = style)
    moran <- moran.test(with_neighbours, listed, alternative = "two.sided")
    geary <- geary.test(with_neighbours, listed, alternative = "two.sided")
    ours <- function(of) as.numeric(unlist(of[c("statistic", "expected", "variance", "p")]))
    report(paste(name, "Moran's I"), ours(made$moran), c(moran$estimate, moran$p.value))
    report(paste(name, "Geary's C"), ours(made$geary), c(geary$estimate, geary$p.value))
    set.seed(2)
    permuted <- moran.mc(with_neighbours, listed, 999)$res[1:999]
    tail <- min(sum(permuted >= made$moran$statistic), sum(permuted <= made$moran$statistic))
    p <- min(1, 2 * (tail + 1) / 1000)
    report(paste(name, "I's permuted p over chance"), abs(made$moran$permuted_p - p) / chance(p, 999, 999), 0, 1)
}

# Every circle around every area's point, and of each area the best; then those that share no area with a better one.
scan <- function(xy, count, people, most_people, most_radius, expected = sum(count) * people / sum(people)) {
    all <- sum(count)
    ratio <- function(c, e) ifelse(c > e, c * log(c / e) + ifelse(c < all, (all - c) * log((all - c) / (all - e)), 0), 0)
    best <- lapply(seq_len(nrow(xy)), function(i) {
        distance <- sqrt((xy[, 1] - xy[i, 1])^2 + (xy[, 2] - xy[i, 2])^2)
        order <- order(distance)
        order <- order[distance[order] <= most_radius & cumsum(people[order]) <= most_people * sum(people)]
        if (length(order) == 0) return(list(ratio = 0))
        ratios <- ratio(cumsum(count[order]), cumsum(expected[order]))
        at <- which.max(ratios)
        list(ratio = ratios[at], centre = i, area = order[seq_len(at)], radius = distance[order[at]])
    })
    best <- best[order(-vapply(best, `[[`, 0, "ratio"))]
    taken <- integer(0)
    kept <- list()
    for (one in best)
        if (one$ratio > 0 && !any(one$area %in% taken)) {
            taken <- c(taken, one$area)
            kept <- c(kept, list(one))
        }
    kept
}

for (name in c("scan", "scan_wards")) {
    made <- jsonlite::fromJSON(file.path(arguments[2], paste0(name, ".json")))
    layer <- if (name == "scan") "lsoas" else "wards"
    areas <- boundaries[[layer]]
    counted <- jsonlite::fromJSON(file.path(arguments[2], if (name == "scan") "nearest.json" else "scan_counts.json"))$rows
    count <- counted$count[match(areas[[code_of[[layer]]]], counted$code)]
    radius <- if (is.null(made$scan$most_radius_m)) Inf else made$scan$most_radius_m
    kept <- scan(points_of[[layer]], count, areas$population, made$scan$most_share / 100, radius)
    first <- kept[seq_len(nrow(made$rows))]
    report(paste(name, "circles"), made$scan$circles, length(kept), 0)
    report(paste(name, "likelihood ratios"), made$rows$llr, vapply(first, `[[`, 0, "ratio"))
    report(paste(name, "radii"), made$rows$radius_m, vapply(first, `[[`, 0, "radius"))
    report(paste(name, "areas"), made$rows$areas, lengths(lapply(first, `[[`, "area")), 0)
    report(paste(name, "counts"), made$rows$count, vapply(first, function(one) sum(count[one$area]), 0), 0)
    risk <- vapply(first, function(one) {
        inside <- sum(count[one$area]) / sum(areas$population[one$area])
        inside / (sum(count[-one$area]) / sum(areas$population[-one$area]))
    }, 0)
    report(paste(name, "relative risks"), made$rows$relative_risk, risk)
    listed <- unlist(lapply(first, function(one) areas[[code_of[[layer]]]][one$area]))
    report(paste(name, "areas that differ"), length(setdiff(union(listed, made$members$rows$code), intersect(listed, made$members$rows$code))), 0, 0)
}
quit(status = if (failed) 1 else 0)
