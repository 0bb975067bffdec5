# Finds again, by dbscan of the package of that name, the clusters that clusters.c prints. Core places must be the same and in
# the same clusters; so must places in none. A place at the border of several may be in any of these for dbscan, whose answer
# depends on the order of the places: ours must be that of the nearest core place.
#   Rscript tests/peers/clusters.R CASES

suppressPackageStartupMessages(library(dbscan))

read_case <- function(line) {
    halves <- strsplit(line, "|", fixed = TRUE)[[1]]
    options <- as.numeric(strsplit(trimws(halves[1]), " ")[[1]])
    places <- read.table(text = strsplit(halves[2], ";", fixed = TRUE)[[1]],
                         col.names = c("x", "y", "incidents", "cluster", "core"))
    list(distance = options[1], least = options[2], places = places)
}

# Whether two labels divide alike: each of the one goes with one of the other.
same_parts <- function(one, other)
    nrow(unique(data.frame(one, other))) == length(unique(one)) && length(unique(one)) == length(unique(other))

check_case <- function(case) {
    places <- case$places
    at <- as.matrix(places[, c("x", "y")])
    theirs <- dbscan(at, eps = case$distance, minPts = case$least, weights = places$incidents)
    near <- frNN(at, eps = case$distance)$id
    core <- places$incidents + vapply(near, function(ids) sum(places$incidents[ids]), 0) >= case$least
    passed <- all(core == (places$core == 1)) && all((theirs$cluster == 0) == (places$cluster == 0)) &&
        same_parts(theirs$cluster[core], places$cluster[core])
    border <- which(!core & places$cluster > 0)
    for (i in border) {
        squared <- (places$x[core] - places$x[i])^2 + (places$y[core] - places$y[i])^2
        passed <- passed && places$cluster[i] %in% places$cluster[core][squared == min(squared)]
    }
    c(passed = passed, clusters = length(setdiff(unique(places$cluster), 0)), border = length(border),
      none = sum(places$cluster == 0), core = sum(core))
}

cases <- lapply(readLines(commandArgs(TRUE)[1]), read_case)
checked <- vapply(cases, check_case, c(passed = 0, clusters = 0, border = 0, none = 0, core = 0))
cat(sprintf("dbscan %s: %d cases, %d clusters, %d core places, %d at a border, %d in none; %d cases differ\n",
            packageVersion("dbscan"), ncol(checked), sum(checked["clusters", ]), sum(checked["core", ]),
            sum(checked["border", ]), sum(checked["none", ]), sum(checked["passed", ] == 0)))
enough <- all(rowSums(checked[c("clusters", "border", "none", "core"), ]) >= c(300, 1000, 1000, 10000))
quit(status = if (all(checked["passed", ] == 1) && enough) 0 else 1)
