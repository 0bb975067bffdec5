/*
 * What the Staffordshire Strategic Assessments publish of wards: rates per 1,000 by offence group
 * (Lichfield and Cannock Chase 2018-19, Tamworth 2019-20), and counts rounded to 10, rates and
 * bands of the force's wards above average in 2018-19.
 */
#ifndef TESTS_PUBLISHED_TABLES_H
#define TESTS_PUBLISHED_TABLES_H

#include <geo/measure.h>

static const char *const header =
    "ALL CRIME,Arson and Criminal Damage,Burglary,Drug Offences,Misc. Crimes Against "
    "Society,Possession of Weapons,Public Order Offences,Robbery,Sexual Offences,Theft,Vehicle "
    "Offences,Violence against the Person";

static const char *const lichfield[] = {
    "Stowe,182.6,18.1,10.4,2.2,2.0,1.2,7.5,2.7,3.3,81.5,5.7,48.1",
    "Chasetown,135.9,12.3,9.2,3.4,1.9,1.5,6.3,0.7,4.6,41.8,11.4,42.8",
    "Bourne Vale,104.2,5.1,14.1,5.6,20.5,1.3,3.4,0.4,6.0,7.3,8.5,32.0",
    "Chadsmead,77.1,9.5,2.3,1.3,1.8,1.5,6.7,0.5,3.4,12.4,2.3,35.3",
    "Fazeley,70.2,4.9,8.3,1.2,1.8,1.0,3.4,0.6,3.6,12.5,5.9,27.1",
    "Shenstone,65.2,8.2,15.5,1.2,2.4,0.0,3.0,0.9,1.2,7.6,12.8,12.2",
    "Curborough,59.8,8.2,1.8,1.2,2.6,0.4,1.8,0.6,1.6,11.4,3.6,26.5",
    "Leomansley,55.7,7.9,4.1,1.8,1.1,0.1,2.6,1.0,2.3,14.4,2.9,17.7",
    "Boney Hay & Central,55.5,4.9,2.8,1.1,0.7,0.3,1.1,0.0,3.1,11.6,4.7,25.1",
    "Summerfield & All Saints,54.1,7.1,3.8,1.2,0.7,0.1,2.0,0.0,3.0,7.9,4.9,23.2",
    "Chase Terrace,46.8,6.7,5.3,0.8,0.6,0.4,1.2,0.2,2.6,4.0,4.0,21.0",
    "Whittington & Streethay,44.8,6.7,6.9,1.7,0.2,0.7,1.3,0.2,1.9,6.9,4.8,13.7",
    "Longdon,42.0,2.8,7.3,0.6,2.8,0.6,1.7,0.0,1.7,2.8,3.4,18.5",
    "Alrewas & Fradley,41.8,3.6,3.6,1.2,0.2,0.5,1.2,0.0,2.5,12.4,5.3,11.4",
    "Little Aston & Stonnall,41.4,1.5,11.2,0.2,0.7,0.0,2.2,0.7,0.9,10.1,7.0,6.8",
    "Armitage with Handsacre,39.6,4.4,3.9,0.5,0.4,0.0,1.1,0.0,1.6,5.6,1.7,20.5",
    "St John's,38.9,4.5,5.0,1.9,0.4,0.7,0.9,0.2,1.7,6.5,3.7,13.4",
    "Hammerwich with Wall,34.1,3.5,6.1,0.9,0.6,0.6,1.7,0.9,1.2,5.2,5.5,7.9",
    "Mease Valley,33.7,8.2,6.1,0.0,1.0,1.0,1.5,0.0,0.5,1.5,3.1,10.7",
    "Colton & the Ridwares,33.2,4.8,4.3,1.1,0.0,0.0,1.6,0.0,2.1,4.8,2.1,12.3",
    "Boley Park,26.5,2.3,4.1,0.8,0.5,0.3,1.1,0.2,0.9,7.3,3.7,5.3",
    "Highfield,25.5,3.3,5.2,0.0,0.8,0.3,0.0,0.0,2.3,3.3,1.3,9.0",
};

static const char *const cannock_chase[] = {
    "Cannock South,178.3,15.6,12.0,5.1,3.3,2.2,8.1,2.8,4.3,61.4,10.0,53.5",
    "Western Springs,93.1,14.2,5.0,3.4,1.8,0.7,3.9,1.0,2.6,27.0,3.6,29.9",
    "Hednesford North,82.7,12.9,2.2,1.5,1.1,0.4,3.3,1.2,2.4,19.6,6.2,31.8",
    "Norton Canes,76.7,9.3,6.0,0.9,2.6,0.3,3.1,0.4,1.8,22.1,8.1,22.1",
    "Cannock East,70.4,13.4,2.8,1.0,1.3,0.0,3.0,1.1,4.5,11.0,4.0,28.3",
    "Brereton and Ravenhill,64.9,5.6,3.9,1.0,1.6,0.1,1.7,0.6,3.3,12.1,4.9,29.9",
    "Cannock North,64.1,10.5,3.0,1.2,1.2,0.3,3.5,0.5,4.2,6.3,2.9,30.6",
    "Cannock West,62.2,5.8,5.6,2.0,1.4,0.6,4.1,0.7,3.5,9.3,6.0,23.3",
    "Hednesford South,52.1,3.0,5.1,1.6,2.2,1.0,1.6,0.0,3.8,11.8,5.3,16.8",
    "Hagley,48.7,6.7,2.6,0.6,1.7,0.0,1.9,0.0,2.8,4.9,2.6,24.9",
    "Heath Hayes (E) + Wimblebury,45.0,7.3,3.0,0.6,0.2,0.8,1.1,0.0,0.9,7.4,5.0,18.6",
    "Hawks Green,44.2,3.5,1.6,0.5,1.1,0.0,2.1,0.3,2.1,11.2,2.9,18.9",
    "Rawnsley,41.3,3.9,3.7,0.6,1.5,0.0,1.7,0.2,1.9,6.0,3.5,18.3",
    "Hednesford Green Heath,41.3,4.4,2.1,1.8,1.1,0.4,1.6,1.6,0.9,7.8,4.6,15.2",
    "Etching Hill and The Heath,40.6,7.1,3.3,1.1,0.6,0.3,1.5,0.3,2.0,5.8,1.2,17.3",
};

static const char *const tamworth[] = {
    "Castle,198.7,15.2,5.3,8.7,2.3,1.9,10.4,2.9,4.4,79.8,11.5,56.2",
    "Belgrave,70.4,7.4,3.1,1.5,1.4,0.8,2.8,0.6,2.4,16.5,11.1,22.9",
    "Bolehall,63.4,6.4,4.8,1.4,0.9,0.4,2.7,0.9,1.8,13.5,6.2,24.2",
    "Spital,61.9,6.7,2.6,0.7,1.2,0.7,2.3,0.3,2.2,18.5,4.8,22.0",
    "Glascote,59.9,7.5,1.4,1.8,0.9,0.4,2.8,1.7,1.4,7.4,6.0,28.5",
    "Stonydelph,57.7,6.2,3.8,1.3,0.4,0.7,3.0,0.5,1.3,9.5,6.3,24.6",
    "Amington,51.3,7.9,3.9,0.9,0.7,0.1,2.4,0.5,1.3,3.9,6.8,22.5",
    "Wilnecote,48.6,7.0,5.3,1.0,0.7,0.4,3.9,0.2,0.9,4.1,7.2,18.0",
    "Mercian,43.5,5.0,3.1,1.5,1.0,0.6,1.9,0.1,1.8,3.9,5.1,19.4",
    "Trinity,42.3,1.5,2.6,0.4,0.6,0.0,1.9,0.0,0.7,16.0,5.8,12.7",
};

#define A GEO_BAND_ABOVE
#define S GEO_BAND_SIGNIFICANTLY_ABOVE

typedef struct published_ward {
    const char *name;
    const char *partnership_area;
    int64_t count_rounded_to_10;
    const char *rate_per_1000;
    geo_band band;
} published_ward;

static const published_ward crime[] = {
    {"Joiner's Square", "Stoke-on-Trent", 3460, "533.6", S},
    {"Burton", "East Staffordshire", 1670, "432.3", S},
    {"Forebridge", "Stafford", 1570, "375.7", S},
    {"Town", "Newcastle-under-Lyme", 1550, "282.2", S},
    {"Broadway and Longton East", "Stoke-on-Trent", 1300, "273.6", S},
    {"Etruria and Hanley", "Stoke-on-Trent", 1490, "252.9", S},
    {"Burslem Central", "Stoke-on-Trent", 1250, "233.7", S},
    {"Castle", "Tamworth", 1630, "217.1", S},
    {"Penkhull and Stoke", "Stoke-on-Trent", 1700, "200.0", A},
    {"Stowe", "Lichfield", 930, "182.6", A},
    {"Cannock South", "Cannock Chase", 1460, "178.3", A},
    {"Little Chell and Stanfield", "Stoke-on-Trent", 1040, "164.1", A},
    {"Dresden and Florence", "Stoke-on-Trent", 650, "158.1", A},
    {"Moorcroft", "Stoke-on-Trent", 870, "155.3", A},
    {"Fenton West and Mount Pleasant", "Stoke-on-Trent", 960, "150.8", A},
    {"Tunstall", "Stoke-on-Trent", 1110, "143.6", A},
};

static const published_ward antisocial_behaviour[] = {
    {"Joiner's Square", "Stoke-on-Trent", 1450, "223.4", S},
    {"Forebridge", "Stafford", 680, "163.3", S},
    {"Burton", "East Staffordshire", 580, "150.1", S},
    {"Etruria and Hanley", "Stoke-on-Trent", 830, "140.3", S},
    {"Town", "Newcastle-under-Lyme", 690, "126.2", S},
    {"Broadway and Longton East", "Stoke-on-Trent", 510, "106.6", S},
    {"Penkhull and Stoke", "Stoke-on-Trent", 790, "93.4", S},
    {"Burslem Central", "Stoke-on-Trent", 440, "82.1", A},
    {"Tunstall", "Stoke-on-Trent", 630, "81.5", A},
    {"Meir South", "Stoke-on-Trent", 480, "74.5", A},
    {"Chasetown", "Lichfield", 300, "71.6", A},
    {"Ford Green and Smallthorne", "Stoke-on-Trent", 360, "69.3", A},
    {"Fenton East", "Stoke-on-Trent", 390, "67.0", A},
    {"Fenton West and Mount Pleasant", "Stoke-on-Trent", 420, "65.8", A},
    {"Stowe", "Lichfield", 330, "64.6", A},
    {"Blurton West and Newstead", "Stoke-on-Trent", 480, "62.7", A},
    {"Bentilee and Ubberley", "Stoke-on-Trent", 720, "62.7", A},
    {"Cannock South", "Cannock Chase", 510, "62.5", A},
    {"Eaton Park", "Stoke-on-Trent", 250, "62.3", A},
    {"Hanley Park and Shelton", "Stoke-on-Trent", 450, "61.6", A},
    {"Birches Head and Central Forest Park", "Stoke-on-Trent", 720, "60.8", A},
    {"Meir Park", "Stoke-on-Trent", 230, "59.9", A},
    {"Castle", "Tamworth", 450, "59.9", A},
    {"Town", "East Staffordshire", 410, "59.0", A},
};

#undef A
#undef S

#endif
