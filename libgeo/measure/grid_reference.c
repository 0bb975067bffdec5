/* References of the National Grid (Ordnance Survey, A guide to coordinate systems in Great Britain,
 * section 7.2). */
#include <math.h>

#include <geo/hotspots.h>

/* 25 squares, five a row, from the north-west; there is no I. */
static char letter_of(int column, int row_from_south)
{
    static const char letters[] = "ABCDEFGHJKLMNOPQRSTUVWXYZ";
    return letters[(4 - row_from_south) * 5 + column];
}

/* The first of five digits of the metres within a square, behind a blank. */
static char *put_digits(char *to, long metres, int digits)
{
    long unit_m = 10000;
    *to++ = ' ';
    for (int i = 0; i < digits; i++, unit_m /= 10)
        *to++ = (char)('0' + metres / unit_m % 10);
    return to;
}

bool geo_grid_reference(double easting_m, double northing_m, int figures,
                        char text[GEO_GRID_REFERENCE_SIZE])
{
    /* Of the squares of 500 km S is the one at the origin: the third column, second row. */
    const long west_m = 1000000, south_m = 500000, square_m = 100000;
    text[0] = '\0';
    if (!(easting_m >= 0 && easting_m < 700000 && northing_m >= 0 && northing_m < 1300000) ||
        figures < 2 || figures > 10 || figures % 2 != 0)
        return false;
    long x = (long)floor(easting_m), y = (long)floor(northing_m);
    int column = (int)((x + west_m) / square_m), row = (int)((y + south_m) / square_m);
    char *to = text;
    *to++ = letter_of(column / 5, row / 5);
    *to++ = letter_of(column % 5, row % 5);
    to = put_digits(to, x % square_m, figures / 2);
    to = put_digits(to, y % square_m, figures / 2);
    *to = '\0';
    return true;
}
