# Works out emerging hot spots again by R's own functions: Gi* of each month by spdep::localG, the trend by cor.test, hot months by p.adjust.
#   Rscript tests/peers/emerging.R INCIDENTS RESULT SIZE

argument <- commandArgs(trailingOnly = TRUE)
incidents <- read.csv(argument[1])
result <- jsonlite::fromJSON(argument[2])
size <- as.numeric(argument[3])
cells <- result$rows[order(result$rows$code), ]

incidents <- incidents[!is.na(incidents$Easting) & !is.na(incidents$Northing), ]
month <- format(as.Date(substr(incidents$Date.From, 1, 10), "%d/%m/%Y"), "%Y-%m")
cell <- match(paste(floor(incidents$Easting / size), floor(incidents$Northing / size)), paste(floor(cells$x / size), floor(cells$y / size)))
months <- sort(unique(month))
stopifnot(identical(months, result$months))
counts <- table(factor(cell, seq_len(nrow(cells))), factor(month, months))

near <- spdep::dnearneigh(cbind(cells$x, cells$y), 0, 1.5 * size)
weights <- spdep::nb2listw(spdep::include.self(near), style = "B", zero.policy = TRUE)
z <- sapply(seq_along(months), function(m) as.numeric(spdep::localG(as.numeric(counts[, m]), weights, zero.policy = TRUE)))
p <- apply(2 * pnorm(-abs(z)), 2, p.adjust, "BH")
trend <- apply(z, 1, function(series) {
    test <- cor.test(series, seq_along(series), method = "kendall", exact = FALSE, continuity = TRUE)
    c(test$statistic, test$p.value)
})

largest <- function(one, other) max(abs(one - other))
differences <- c(latest = largest(z[, length(months)], cells$latest_z), trend = largest(trend[1, ], cells$trend_z),
                 p = largest(trend[2, ], cells$trend_p))
stopifnot(as.integer(rowSums(counts)) == cells$count, rowSums(p <= 0.05 & z > 0) == cells$months_hot,
          rowSums(p <= 0.05 & z < 0) == cells$months_cold, differences < 1e-9)
cat(sprintf("%d cells, %d months, %d hot: counts and hot months as in R, z and trend within %.1e\n", nrow(cells), length(months),
    sum(cells$months_hot > 0), max(differences)))
