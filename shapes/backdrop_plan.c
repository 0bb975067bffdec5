/* What stands on the maps of the county, as drawn by hand: the ways of roads, railways and lesser
 * rivers, lakes, and the coast of the neighbours. A way leads over towns and places between
 * them, in kilometres, a good way beyond the border. */
#include "county.h"

const Way motorway_plan[] = {
    {"M16",
     "585.5 418 > 584 433 > 583.2 446 > 581.5 455.5 > 577.2 461.2 > 577.2 466.8 > 579.8 472.5 > "
     "580 479.5 > 577.4 487 > 577.6 496 > 579.2 506 > 578.5 520"},
    {"M160", "581.5 455.5 > 585.3 454.9 > 591.5 456.2 > 595.2 458.1 > 598.3 459.8"},
};
const size_t motorway_count = sizeof motorway_plan / sizeof *motorway_plan;

const Way main_road_plan[] = {
    {"A162",
     "530 466.2 > 555 467.5 > 566.5 465.5 > 574.5 464.6 > Aldminster > 586.4 461.4 > Netherfold > "
     "594.2 459.2 > 598.3 459.8 > Wendmouth > 606.6 459.9 > Kelby Haven"},
    {"A165", "591.5 418 > 589.8 434 > Market Thornley > 585.6 457.2 > Aldminster > 584.6 471.4 > "
             "Marsham Heath > Carrowbridge > 594.3 491.5 > 596.2 503 > 595.5 520"},
    {"A166", "530 448.5 > 556.5 447.2 > Ironholme > Castlebeck > 577.8 459.8 > Aldminster"},
    {"A168", "530 489.2 > 555 486.8 > 564.5 486.6 > Kirk Wendale > 580.2 482.4 > Carrowbridge > "
             "598.4 482.4 > "
             "Port Holme"},
    {"A170", "Aldminster > 579.4 469.2 > Overwend > Stavesby > 560.5 479.2 > 530 480.5"},
    {"A171", "Overwend > 574.6 478.3 > Kirk Wendale > 576.2 489.4 > Upper Carrow > 585.2 497.5 > "
             "586.6 506 > "
             "588 520"},
    {"A173", "Wendmouth > 605.9 455.6 > Saltmere-on-Sea > Thorpe St. Anne > 604.3 439.5 > 605.6 "
             "431.5 > 604.5 418"},
    {"A175",
     "Saltmere-on-Sea > 602.4 449.6 > Wickersby > Market Thornley > 581 447.8 > Collier's Green > "
     "Ironholme"},
    {"A176", "596.6 418 > 598.2 434 > Wickersby > Great Fenby > 599.4 458 > Wendmouth"},
    {"A178", "Marsham Heath > Ellerdale > 602.8 471.6 > Nesscombe"},
    {"A179", "Nesscombe > 610 476.8 > Port Holme > 603.6 483.4 > Carrowmouth > 601.2 495.4 > 602.6 "
             "505 > 601.4 520"},
};
const size_t main_road_count = sizeof main_road_plan / sizeof *main_road_plan;

const Way minor_road_plan[] = {
    {"B1210", "Stavesby > 570.8 480.6 > Kirk Wendale"},
    {"B1211", "Castlebeck > 575.6 451.8 > Collier's Green > 576.4 443.5 > 574.6 433.5 > 575.5 418"},
    {"B1212", "Netherfold > 593.2 456.6 > Great Fenby"},
    {"B1213", "Great Fenby > 602.4 452.6 > Saltmere-on-Sea"},
    {"B1214", "Ellerdale > 594.2 478.2 > Carrowbridge"},
    {"B1215", "Aldminster > 587.2 468.4 > 591 470.4 > Ellerdale"},
    {"B1216", "Overwend > 570.4 467.4 > 569.2 460.6 > Castlebeck"},
    {"B1217", "Marsham Heath > 582.8 480.4 > 578.4 481.4 > Kirk Wendale"},
    {"B1218", "Upper Carrow > 586 487.2 > Carrowbridge"},
    {"B1219", "Upper Carrow > 588.6 491.4 > 596.8 489.6 > Carrowmouth"},
    {"B1220", "Kelby Haven > 610 454 > Saltmere-on-Sea"},
    {"B1221", "Thorpe St. Anne > 600.8 445.4 > Wickersby"},
    {"B1222", "Market Thornley > 589.8 454.4 > Netherfold"},
    {"B1223", "Nesscombe > 615.4 471.4 > 618.2 470.6"},
    {"B1224", "Port Holme > 601.8 477.4 > Ellerdale"},
    {"B1225", "615.3 464.2 > Gullholme > 617.6 463.8"},
    {"B1226", "Stavesby > 566.4 481.2 > 557.2 492.6 > 530 497"},
    {"B1227", "Ironholme > 570.6 443.6 > 566.8 433.5 > 567.5 418"},
    {"B1228", "Stavesby > 573.2 474.8 > Overwend > 581.6 474.6 > Marsham Heath"},
    {"B1229", "Castlebeck > 566.6 457.6 > 556.2 458.8 > 530 456.2"},
    {"B1230", "Collier's Green > 579.8 444.6 > 586.6 444.9 > Wickersby"},
};
const size_t minor_road_count = sizeof minor_road_plan / sizeof *minor_road_plan;

/* Stations lie beside the middle of a town. */
const Way railway_plan[] = {
    {"Aldshire Main Line",
     "587.4 418 > 586.6 434 > 584.9 446.5 > 585 456 > 583.2 463.9 > 584.4 469.8 > 587.8 477.9 > "
     "585.2 484.6 > 581.6 490.8 > 582.4 499 > 584 520"},
    {"Wend Valley Line",
     "583.2 463.9 > 580.2 466.8 > 576.8 471.6 > 571.4 473.4 > 563 473.7 > 530 472.2"},
    {"Wendmouth Line",
     "583.2 463.9 > 586.3 462.4 > 589.8 459.6 > 595 460.7 > 602.2 461.8 > 606 460.6 > 609.3 458.3"},
    {"Coast Line",
     "602.2 461.8 > 604.4 458 > 608.9 450.6 > 605 446.6 > 601.8 441.4 > 601.8 433 > 600 418"},
    {"Castlebeck Line",
     "583.2 463.9 > 578.6 459 > 573.7 454.5 > 569.9 449.2 > 563.5 445.2 > 530 443.5"},
    {"Holmeness Line", "587.8 477.9 > 592 479.6 > 599.6 479.2 > 607.4 481.9"},
};
const size_t railway_count = sizeof railway_plan / sizeof *railway_plan;

/* How the rivers of the county go on beyond their plan, in its order. */
const Way river_tails[] = {
    {"River Wend", "561 472.6 > 556.2 474.4 > 530 474"},
    {"River Ald", "578 440 > 576.8 434.6 > 579 418"},
    {"River Carrow", "577 487.7 > 571.6 489.6 > 565.8 493 > 556.5 494 > 530 500.5"},
};

/* From the river or sea that they run into. */
const Way beck_plan[] = {
    {"Kel Beck", "585.8 465.9 > 586.6 469.6 > 585 473.6 > 586.4 477 > 583.4 480.2"},
    {"Stave Beck", "569.4 471.3 > 570.6 474.6 > 567.6 479.2 > 561.8 482.4 > 553 483.4"},
    {"Wendale Beck", "573.2 467.6 > 574.9 474.4 > 572.2 479 > 574.2 483.2 > 571.8 486.4"},
    {"Ling Beck", "569.4 471.3 > 567.4 466.4 > 561.8 463.6 > 553 461.8"},
    {"Castle Beck", "577.3 458 > 574.2 456.4 > 570.8 457.8 > 565 454.8 > 556 455.4"},
    {"Iron Brook", "577.6 450.4 > 573.2 450.6 > 568.8 447.2 > 562 447.9"},
    {"Thornley Brook",
     "578.3 453.6 > 583 452.6 > 586.6 449.6 > 588.6 443.4 > 593.4 437.6 > 592.6 430"},
    {"Nether Beck", "589.8 464.1 > 588.8 460.8 > 590.8 456 > 588.4 453.4"},
    {"Fenby Drain", "600 465 > 599 461.8 > 600.8 457.4 > 597.4 453.2 > 592.2 452.8"},
    {"Saltmere Beck", "612.8 451 > 608.2 452.2 > 603.4 451.2 > 599.4 448 > 600.6 441.8"},
    {"Holme Beck", "604.6 466.6 > 603.8 470.6 > 600.4 474.8 > 597.8 479.4"},
    {"Ness Brook", "615 476.8 > 610.8 474.6 > 606.6 476.4 > 604 474.2"},
    {"Carr Dyke", "599.2 487 > 598.4 483.6 > 595.6 480.6 > 592 476.4"},
    {"Hagg Beck", "590.3 485 > 590.4 488.6 > 593 492.6 > 592.2 498.5 > 594 507"},
    {"Scar Beck", "582.9 488.2 > 583.6 492.6 > 580.2 496.8 > 581.6 505"},
};
const size_t beck_count = sizeof beck_plan / sizeof *beck_plan;

/* Two of them are old gravel pits, the rest are meres and reservoirs. */
const Lake lakes[] = {
    {"Over Reservoir", 566200, 483600, 950, 0.42, 2.2},
    {"Scar Water", 584600, 494300, 620, 0.5, 0.9},
    {"Thornley Mere", 590900, 446200, 480, 0.7, 0.3},
    {"Fenby Broad", 593000, 453200, 420, 0.75, 1.9},
    {"Ellerdale Pits", 596300, 470700, 300, 0.6, 0.1},
    {"", 597200, 470100, 230, 0.8, 1.2},
    {"Lingmoor Reservoir", 561600, 464900, 780, 0.4, 0.6},
    {"Hagg Tarn", 595200, 495500, 330, 0.65, 2.7},
    {"Heath Ponds", 584000, 476200, 240, 0.6, 1.5},
    {"Holme Mere", 603200, 478700, 440, 0.6, 0.5},
    {"Collier's Flash", 577000, 446700, 260, 0.7, 2.0},
};
const size_t lake_count = sizeof lakes / sizeof *lakes;

/* Where the neighbours' land ends, from the county's north-eastern corner to its south-eastern
 * one, the long way round. The last lies within the county. */
const Way next_counties = {"", "605.5 496.6 > 607.2 501.5 > 605.6 507 > 608.4 513 > 607 520 > 530 "
                               "520 > 530 418 > 606.2 418 > 607.8 425 > 608.6 431.5 > "
                               "606.9 437.5 > 609.7 442.6 > 580 470"};

const char *const wood_names[] = {
    "Harrow Forest",   "Hagg Wood",     "King's Chase",     "Lund Wood",    "Abbot's Wood",
    "Scarcliffe Wood", "Great Spinney", "Ravensdale",       "Coldharbour",  "Bishop's Hanger",
    "Hollow Woods",    "Whin Covert",   "Oxclose Wood",     "Carr Wood",    "Long Plantation",
    "Foxholes",        "Brant Wood",    "Swinsty Wood",     "Lady's Grove", "Garth Wood",
    "Hollin Wood",     "Ox Pasture",    "Ulver Plantation",
};
const size_t wood_name_count = sizeof wood_names / sizeof *wood_names;
