/* The county as drawn by hand: coast, border, rivers, islands, towns, estates. It lies in the North
 * Sea. */
#include "county.h"

const char *const district_names[DISTRICTS] = {
    "Aldminster",    "Castlebeck", "Heathmarsh",    "Holmeness",
    "North Wendale", "Saltmere",   "Thornley Vale", "Wendmouth",
};

enum {
    ALDMINSTER,
    CASTLEBECK,
    HEATHMARSH,
    HOLMENESS,
    NORTH_WENDALE,
    SALTMERE,
    THORNLEY_VALE,
    WENDMOUTH
};

const Town towns[] = {
    {"Aldminster", 582600, 464300, 122000, 4200, ALDMINSTER, 0.85},
    {"Wendmouth", 602600, 461200, 98000, 4000, WENDMOUTH, 0.80},
    {"Castlebeck", 573200, 455000, 60000, 3700, CASTLEBECK, 0.95},
    {"Saltmere-on-Sea", 609600, 450200, 58000, 3700, SALTMERE, 0.90},
    {"Marsham Heath", 588200, 477600, 30000, 3000, HEATHMARSH, 0.35},
    {"Port Holme", 608000, 481600, 27000, 3200, HOLMENESS, 0.90},
    {"Kirk Wendale", 573600, 484000, 24000, 2900, NORTH_WENDALE, 0.45},
    {"Kelby Haven", 609900, 457800, 16000, 2900, WENDMOUTH, 0.60},
    {"Overwend", 576400, 472300, 14000, 2600, ALDMINSTER, 0.15},
    {"Wickersby", 595600, 447200, 23000, 2900, THORNLEY_VALE, 0.40},
    {"Netherfold", 589600, 459000, 13000, 2700, ALDMINSTER, 0.30},
    {"Ironholme", 569300, 449600, 13000, 2900, CASTLEBECK, 0.85},
    {"Nesscombe", 612300, 471800, 12000, 2600, HOLMENESS, 0.40},
    {"Carrowmouth", 604400, 488000, 10000, 2600, HOLMENESS, 0.50},
    {"Thorpe St. Anne", 605400, 446000, 11000, 2500, SALTMERE, 0.05},
    {"Ellerdale", 594400, 472600, 10000, 2500, HEATHMARSH, 0.05},
    {"Great Fenby", 596200, 455000, 17000, 2700, THORNLEY_VALE, 0.10},
    {"Stavesby", 569900, 476300, 10000, 2500, NORTH_WENDALE, 0.20},
    {"Upper Carrow", 581000, 491000, 9500, 2500, NORTH_WENDALE, 0.25},
    {"Carrowbridge", 591000, 483600, 9500, 2600, HEATHMARSH, 0.45},
    {"Collier's Green", 574900, 448600, 9000, 2800, CASTLEBECK, 0.75},
    {"Market Thornley", 587600, 450200, 8500, 2600, THORNLEY_VALE, 0.30},
    {"Gullholme", 616300, 463700, 1500, 1300, HOLMENESS, 0.45},
};
const size_t town_count = sizeof towns / sizeof *towns;
const int enclosed_town = 21;

const Spot estates[] = {
    {585300, 467000, 850, 1.0},  {581600, 460700, 800, 0.9},  {578900, 463200, 700, 0.8},
    {573900, 457400, 750, 0.95}, {571500, 453400, 650, 0.8},  {599700, 460700, 750, 0.9},
    {603300, 458700, 700, 0.85}, {607500, 449500, 650, 0.9},  {606800, 480600, 550, 0.8},
    {589700, 478700, 550, 0.75}, {572200, 484900, 500, 0.65}, {609000, 456700, 450, 0.6},
    {596500, 446500, 400, 0.5},  {569900, 450300, 500, 0.7},
};
const size_t estate_count = sizeof estates / sizeof *estates;

/* Shopping streets away from the middle of their towns. */
const Spot high_streets[] = {
    {585500, 466300, 230, 0.42}, {579700, 462500, 220, 0.34}, {582300, 461200, 200, 0.30},
    {600500, 460000, 230, 0.42}, {604900, 460700, 200, 0.28}, {574800, 457000, 200, 0.30},
    {608400, 448800, 200, 0.32}, {571300, 453700, 180, 0.25},
};
const size_t high_street_count = sizeof high_streets / sizeof *high_streets;

const Spot retail_parks[] = {
    {579000, 466300, 220, 1.0}, {600200, 462300, 220, 0.9}, {575500, 453500, 200, 0.7},
    {586300, 461700, 180, 0.6}, {607900, 451300, 180, 0.6}, {587000, 476700, 150, 0.4},
    {574700, 483200, 150, 0.3}, {605700, 458900, 160, 0.5},
};
const size_t retail_park_count = sizeof retail_parks / sizeof *retail_parks;

/* Clockwise from the north-west corner. A side belongs to the coast when the corner where it starts
 * is marked. */
const Corner mainland[] = {
    {566000, 492000, false}, {572500, 495600, false}, {581000, 494200, false},
    {588500, 497000, false}, {597500, 494800, false}, {605500, 496600, true},
    {608600, 492300, true},  {607200, 489300, true},  {604900, 487500, true},
    {607000, 485400, true},  {610200, 484100, true},  {610400, 481200, true},
    {613600, 478700, true},  {613100, 475500, true},  {618300, 473400, true},
    {620800, 469500, true},  {617300, 468000, true},  {611000, 469000, true},
    {604500, 467300, true},  {598500, 467900, true},  {593000, 466100, true},
    {592700, 465400, true},  {597500, 464900, true},  {602500, 463700, true},
    {608000, 464100, true},  {612300, 461200, true},  {613300, 458900, true},
    {611700, 456600, true},  {613600, 454900, true},  {611600, 451900, true},
    {611300, 449300, true},  {613000, 447500, true},  {609700, 442600, false},
    {602000, 444000, false}, {594500, 441600, false}, {587000, 444500, false},
    {579000, 442500, false}, {572500, 446000, false}, {566500, 445300, false},
    {564500, 453500, false}, {567800, 460000, false}, {564800, 467500, false},
    {566800, 475000, false}, {564000, 483000, false},
};
const size_t mainland_corners = sizeof mainland / sizeof *mainland;

const Point islands[][ISLAND_CORNERS] = {
    {{614300, 464400},
     {615600, 465600},
     {617900, 465100},
     {618900, 463600},
     {617600, 462600},
     {616200, 462700},
     {614900, 463000}},
    {{619500, 465300},
     {619800, 465600},
     {620200, 465500},
     {620500, 465100},
     {620300, 464800},
     {619900, 464700},
     {619600, 464900}},
};
const size_t island_count = sizeof islands / sizeof *islands;

/* The Wend from its estuary to the west, its tributary the Ald, and the Carrow in the north. Each
 * starts out at sea or in the river it joins, and the first and third end at, or beyond, the
 * border. */
const Point rivers[][RIVER_CORNERS] = {
    {{593600, 465750},
     {589800, 464100},
     {585800, 465900},
     {581600, 464900},
     {577800, 468300},
     {573200, 467600},
     {569400, 471300},
     {561000, 472600}},
    {{581600, 464900},
     {580800, 461400},
     {577300, 458000},
     {578300, 453600},
     {577600, 450400},
     {579300, 447000},
     {577700, 444600},
     {578000, 440000}},
    {{608500, 486300},
     {603800, 485600},
     {599200, 487000},
     {594600, 485200},
     {590300, 485000},
     {586600, 487700},
     {582900, 488200},
     {577000, 487700}},
};
const size_t river_count = sizeof rivers / sizeof *rivers;
