/* Numbers from text, rounded correctly whatever the locale. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <geo/core.h>

#include "core/text.h"

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>
#define HAS_WIDE_VECTORS 1
#define WIDE_VECTORS     __attribute__((target("avx512bw,avx512vl,avx512dq,bmi,bmi2")))
#else
#define HAS_WIDE_VECTORS 0
#endif

/* A double halfway between two others has at most 767 significant digits, so cutting a longer
 * number there and marking that something followed can't change how it rounds. */
enum { DIGITS_MAX = 800, EXPONENT_MAX = 100000 };

/* A decimal number taken apart: digits x 10^exponent. */
typedef struct decimal {
    bool negative;
    bool inexact;                /* non-zero digits were dropped behind the kept ones */
    char digits[DIGITS_MAX + 1]; /* without leading zeros */
    size_t digit_count;
    uint64_t mantissa; /* of the first 19 digits */
    long exponent;
} decimal;

/* `word` is in lower case. */
static bool is_word(const char *data, size_t length, const char *word)
{
    if (length != strlen(word))
        return false;
    for (size_t i = 0; i < length; i++) {
        if (geo_lower(data[i]) != word[i])
            return false;
    }
    return true;
}

static bool parse_word(const char *data, size_t length, bool negative, double *number)
{
    if (is_word(data, length, "nan")) {
        *number = (double)NAN;
        return true;
    }
    if (is_word(data, length, "inf") || is_word(data, length, "infinity")) {
        *number = negative ? -(double)INFINITY : (double)INFINITY;
        return true;
    }
    return false;
}

static void add_digit(decimal *value, char digit, bool is_fraction)
{
    if (value->digit_count == 0 && digit == '0') {
        value->exponent -= is_fraction;
        return;
    }
    if (value->digit_count == DIGITS_MAX) {
        value->inexact = value->inexact || digit != '0';
        value->exponent += !is_fraction;
        return;
    }
    value->digits[value->digit_count++] = digit;
    if (value->digit_count <= 19)
        value->mantissa = value->mantissa * 10 + (uint64_t)(digit - '0');
    value->exponent -= is_fraction;
}

/* The e+12 behind the digits; the end of it, or NULL when it is broken. */
static const char *parse_exponent(decimal *value, const char *at, const char *end)
{
    if (at == end || (*at != 'e' && *at != 'E'))
        return at;
    at++;
    bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    if (at == end || !geo_is_digit(*at))
        return NULL;
    long exponent = 0;
    for (; at < end && geo_is_digit(*at); at++)
        exponent = exponent < EXPONENT_MAX * 1000L ? exponent * 10 + (*at - '0') : exponent;
    value->exponent += negative ? -exponent : exponent;
    return at;
}

static bool parse_decimal(decimal *value, const char *at, const char *end)
{
    bool any = false;
    bool is_fraction = false;
    for (; at < end; at++) {
        if (*at == '.' && !is_fraction) {
            is_fraction = true;
        } else if (geo_is_digit(*at)) {
            any = true;
            add_digit(value, *at, is_fraction);
        } else {
            break;
        }
    }
    return any && parse_exponent(value, at, end) == end;
}

static const double power_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* Up to 2^53 and up to 10^22 both factors are exact doubles, so that one operation rounds once
 * (Clinger 1990, How to read floating point numbers accurately). */
static bool convert_exactly(const decimal *value, double *number)
{
    if (value->digit_count > 19 || value->mantissa > ((uint64_t)1 << 53) || value->exponent > 22 ||
        value->exponent < -22)
        return false;
    double mantissa = (double)value->mantissa;
    *number = value->exponent < 0 ? mantissa / power_of_ten[-value->exponent]
                                  : mantissa * power_of_ten[value->exponent];
    return true;
}

/* strtod rounds correctly; its locale only tells it the decimal point, and this text has none. */
static double convert_slowly(const decimal *value)
{
    char text[DIGITS_MAX + 32];
    long exponent = value->exponent;
    memcpy(text, value->digits, value->digit_count);
    size_t length = value->digit_count;
    if (value->inexact) {
        text[length++] = '1';
        exponent--;
    }
    if (exponent > EXPONENT_MAX || exponent < -EXPONENT_MAX)
        exponent = exponent > 0 ? EXPONENT_MAX : -EXPONENT_MAX;
    snprintf(text + length, sizeof text - length, "e%ld", exponent);
    return strtod(text, NULL);
}

/* ---- the usual number: up to 16 digits, perhaps with a point ----------------------------------
 */

#define ZEROS  UINT64_C(0x3030303030303030)
#define POINTS UINT64_C(0x2E2E2E2E2E2E2E2E)

/* Its last 16 characters with zeros before them, and the first of each eight in the lowest byte. */
typedef struct sixteen {
    uint64_t high; /* the first eight */
    uint64_t low;
} sixteen;

static inline uint64_t load_eight(const char *text)
{
    uint64_t eight;
    memcpy(&eight, text, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    return eight;
}

/* The last eight of fewer characters with zeros before them. */
static inline uint64_t pad_with_zeros(uint64_t first, unsigned length)
{
    return length == 0 ? ZEROS : first << (64 - 8 * length) | ZEROS >> (8 * length);
}

/* 1 to 7 characters, nothing behind which is read. */
static inline uint64_t load_few(const char *text, size_t length)
{
    uint64_t few = 0;
    for (size_t i = 0; i < length; i++)
        few |= (uint64_t)(unsigned char)text[i] << (8 * i);
    return few;
}

static inline sixteen load_sixteen(const char *text, size_t length)
{
    if (length < 8)
        return (sixteen){ZEROS, pad_with_zeros(load_few(text, length), (unsigned)length)};
    uint64_t first = load_eight(text);
    uint64_t last = load_eight(text + length - 8);
    if (length == 16)
        return (sixteen){first, last};
    return (sixteen){pad_with_zeros(first, (unsigned)length - 8), last};
}

/* The high bit of each byte that is zero, up to the first such at least (Warren, Hacker's Delight,
 * 6-1). */
static inline uint64_t first_zero_byte(uint64_t bytes)
{
    return (bytes - UINT64_C(0x0101010101010101)) & ~bytes & UINT64_C(0x8080808080808080);
}

/* Moves what stands before byte `at` over it. */
static inline uint64_t close_gap(uint64_t bytes, unsigned at, uint64_t carried)
{
    uint64_t before = (UINT64_C(1) << (8 * at)) - 1;
    return (bytes & ~before << 8) | (bytes & before) << 8 | carried;
}

/* Takes the first point out; the digits behind it are then *decimals. */
static inline void take_point(sixteen *number, int *decimals)
{
    uint64_t low = first_zero_byte(number->low ^ POINTS);
    uint64_t high = first_zero_byte(number->high ^ POINTS);
    *decimals = 0;
    if (high) {
        unsigned at = (unsigned)__builtin_ctzll(high) / 8;
        number->high = close_gap(number->high, at, '0');
        *decimals = 15 - (int)at;
    } else if (low) {
        unsigned at = (unsigned)__builtin_ctzll(low) / 8;
        number->low = close_gap(number->low, at, number->high >> 56);
        number->high = number->high << 8 | '0';
        *decimals = 7 - (int)at;
    }
}

static inline bool are_digits(uint64_t eight)
{
    const uint64_t upper = UINT64_C(0xF0F0F0F0F0F0F0F0);
    return ((eight & upper) | ((eight + UINT64_C(0x0606060606060606)) & upper) >> 4) ==
           UINT64_C(0x3333333333333333);
}

/* Pairs, then fours, then eight (Lemire 2021, Number parsing at a gigabyte per second, Software:
 * Practice and Experience 51). */
static inline uint64_t value_of_eight(uint64_t eight)
{
    const uint64_t pair = UINT64_C(0x000000FF000000FF);
    eight -= ZEROS;
    eight = eight * 10 + (eight >> 8);
    return (uint32_t)(((eight & pair) * UINT64_C(0x000F424000000064) +
                       (eight >> 16 & pair) * UINT64_C(0x0000271000000001)) >>
                      32);
}

/* Digits without sign, blanks and exponent that convert_exactly() would take; false for all others.
 */
static bool parse_usual(const char *text, size_t length, double *magnitude)
{
    int decimals;
    if (length == 0 || length > 16 || (length == 1 && *text == '.'))
        return false;
    sixteen number = load_sixteen(text, length);
    take_point(&number, &decimals);
    if (!are_digits(number.high) || !are_digits(number.low))
        return false;
    uint64_t mantissa = value_of_eight(number.high) * 100000000 + value_of_eight(number.low);
    if (mantissa > UINT64_C(1) << 53)
        return false;
    *magnitude = (double)mantissa / power_of_ten[decimals];
    return true;
}

#if HAS_WIDE_VECTORS

/* The last 16 characters of four numbers side by side, without their signs. */
typedef struct four_texts {
    __m512i last; /* characters */
    __mmask64 used;
    unsigned negative; /* in bits */
} four_texts;

/* A load with a mask touches nothing before the text. */
WIDE_VECTORS static inline bool load_four(const geo_text *text, four_texts *out)
{
    __m128i last[4];
    out->used = 0;
    out->negative = 0;
    for (unsigned i = 0; i < 4; i++) {
        const char *data = text[i].data;
        size_t length = text[i].length;
        if (!data || length == 0)
            return false;
        bool negative = *data == '-';
        data += length;
        length -= negative || *text[i].data == '+';
        if (length == 0 || length > 16)
            return false;
        __mmask16 used = (__mmask16)(0xFFFFu << (16 - length));
        last[i] = _mm_maskz_loadu_epi8(used, data - 16);
        out->used |= (__mmask64)used << (16 * i);
        out->negative |= (unsigned)negative << i;
    }
    __m256i first = _mm256_inserti128_si256(_mm256_castsi128_si256(last[0]), last[1], 1);
    __m256i second = _mm256_inserti128_si256(_mm256_castsi128_si256(last[2]), last[3], 1);
    out->last = _mm512_inserti64x4(_mm512_castsi256_si512(first), second, 1);
    return true;
}

/* Takes the first point out of each; false when one ends with it, which may be all it has. Which
 * power of ten is to divide them is then in *power. */
WIDE_VECTORS static inline bool take_points(const four_texts *four, __m512i *digits, __m256d *power)
{
    const __m512i byte =
        _mm512_broadcast_i32x4(_mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    uint64_t points = _mm512_mask_cmpeq_epi8_mask(four->used, four->last, _mm512_set1_epi8('.'));
    int at[4]; /* -1: there is none */
    double ten[4];
    for (int i = 0; i < 4; i++) {
        unsigned own = (unsigned)(points >> (16 * i)) & 0xFFFF;
        at[i] = own ? __builtin_ctz(own) : -1;
        ten[i] = power_of_ten[own ? 15 - at[i] : 0];
    }
    __m512i up_to = _mm512_set_epi64(0, at[3], 0, at[2], 0, at[1], 0, at[0]);
    up_to = _mm512_shuffle_epi8(up_to, _mm512_setzero_si512());
    __mmask64 moved = _mm512_cmple_epi8_mask(byte, up_to);
    __m512i from = _mm512_mask_sub_epi8(byte, moved, byte, _mm512_set1_epi8(1));
    *digits = _mm512_shuffle_epi8(*digits, from);
    *power = _mm256_setr_pd(ten[0], ten[1], ten[2], ten[3]);
    return (points & UINT64_C(0x8000800080008000)) == 0;
}

/* Pairs, fours, eights of digits become numbers, each of the first in its lower half. */
WIDE_VECTORS static inline __m256i values_of_sixteen(__m512i digits)
{
    __m512i pairs = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(0x010A));
    __m512i fours = _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x00010064));
    __m512i packed = _mm512_packus_epi32(fours, fours);
    __m512i eights = _mm512_madd_epi16(packed, _mm512_set1_epi32(0x00012710));
    __m512i high = _mm512_mul_epu32(eights, _mm512_set1_epi64(100000000));
    __m512i value = _mm512_add_epi64(high, _mm512_srli_epi64(eights, 32));
    return _mm512_castsi512_si256(_mm512_maskz_compress_epi64(0x55, value));
}

/* Four that parse_usual() would take, in less than half of its time; false when one is another. */
WIDE_VECTORS static inline bool parse_four(const geo_text *text, double *number)
{
    four_texts four;
    __m256d power;
    if (!load_four(text, &four))
        return false;
    __m512i digits = _mm512_maskz_sub_epi8(four.used, four.last, _mm512_set1_epi8('0'));
    if (!take_points(&four, &digits, &power) || _mm512_cmpgt_epu8_mask(digits, _mm512_set1_epi8(9)))
        return false;
    __m256i mantissa = values_of_sixteen(digits);
    if (_mm256_cmpgt_epu64_mask(mantissa, _mm256_set1_epi64x(INT64_C(1) << 53)))
        return false;
    __m256d magnitude = _mm256_div_pd(_mm256_cvtepu64_pd(mantissa), power);
    __m256d signed_four =
        _mm256_mask_xor_pd(magnitude, (__mmask8)four.negative, magnitude, _mm256_set1_pd(-0.0));
    _mm256_storeu_pd(number, signed_four);
    return true;
}

#endif

/* ---- any number ----------------------------------------------------------------------------- */

static bool parse_any(geo_text text, double *number)
{
    text = geo_trim(text);
    if (text.length == 0)
        return false;
    const char *at = text.data;
    const char *end = text.data + text.length;
    decimal value;
    value.negative = *at == '-';
    value.inexact = false;
    value.digit_count = 0;
    value.mantissa = 0;
    value.exponent = 0;
    at += *at == '-' || *at == '+';
    if (!parse_decimal(&value, at, end))
        return parse_word(at, (size_t)(end - at), value.negative, number);
    double magnitude = 0;
    if (value.digit_count > 0 && !convert_exactly(&value, &magnitude))
        magnitude = convert_slowly(&value);
    *number = value.negative ? -magnitude : magnitude;
    return true;
}

bool geo_number_parse(geo_text text, double *number)
{
    if (!text.data || text.length == 0)
        return false;
    double magnitude;
    bool negative = text.data[0] == '-';
    bool is_signed = negative || text.data[0] == '+';
    if (!parse_usual(text.data + is_signed, text.length - is_signed, &magnitude))
        return parse_any(text, number);
    *number = negative ? -magnitude : magnitude;
    return true;
}

static size_t parse_each(const geo_text *text, size_t first, size_t last, double *number)
{
    while (first < last && geo_number_parse(text[first], &number[first]))
        first++;
    return first;
}

#if HAS_WIDE_VECTORS

WIDE_VECTORS static size_t parse_by_fours(const geo_text *text, size_t count, double *number)
{
    size_t done = 0;
    while (count - done >= 4) {
        size_t end = done + 4;
        if (!parse_four(text + done, number + done)) {
            done = parse_each(text, done, end, number);
            if (done < end)
                return done;
        }
        done = end;
    }
    return parse_each(text, done, count, number);
}

#endif

size_t geo_numbers_parse(const geo_text *text, size_t count, double *number)
{
#if HAS_WIDE_VECTORS
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("bmi2"))
        return parse_by_fours(text, count, number);
#endif
    return parse_each(text, 0, count, number);
}
