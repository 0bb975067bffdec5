/*
 * Every block of 64 bytes becomes three words of bits: where are delimiters, newlines and quotes.
 * A byte is in a quoted field when an odd number of quotes stands before it, which a prefix sum
 * over the bits tells for all of a block (Langdale and Lemire 2019, Parsing gigabytes of JSON per
 * second, VLDB Journal 28). That is the same as RFC 4180 only where each opening quote begins a
 * field and each closing one ends it or is doubled, which the bits prove too.
 */
#include "source/csv_scan.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { BLOCK = 64, AT_ONCE = 8 };

/* ---- blocks of bytes ------------------------------------------------------------------------ */

/* What all bytes of a text have seen between them. */
#ifdef __SSE2__

typedef struct block {
    __m128i part[4];
} block;

typedef struct extremes {
    __m128i any;   /* bits */
    __m128i least; /* bytes */
} extremes;

static inline void load_block(block *out, const char *text)
{
    for (int i = 0; i < 4; i++)
        out->part[i] = _mm_loadu_si128((const __m128i *)(const void *)(text + 16 * i));
}

static inline uint64_t bits_of(const block *bytes, char wanted)
{
    __m128i same = _mm_set1_epi8(wanted);
    uint64_t bits = 0;
    for (int i = 0; i < 4; i++) {
        uint64_t part = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes->part[i], same));
        bits |= part << (16 * i);
    }
    return bits;
}

static inline void begin_extremes(extremes *seen)
{
    seen->any = _mm_setzero_si128();
    seen->least = _mm_set1_epi8('\x7F');
}

static inline void add_extremes(extremes *seen, const block *bytes)
{
    for (int i = 0; i < 4; i++) {
        seen->any = _mm_or_si128(seen->any, bytes->part[i]);
        seen->least = _mm_min_epu8(seen->least, bytes->part[i]);
    }
}

static inline bool has_high(const extremes *seen)
{
    return _mm_movemask_epi8(seen->any) != 0;
}

static inline bool has_nul(const extremes *seen)
{
    return _mm_movemask_epi8(_mm_cmpeq_epi8(seen->least, _mm_setzero_si128())) != 0;
}

#else

#define LOW_BITS  UINT64_C(0x0101010101010101)
#define HIGH_BITS UINT64_C(0x8080808080808080)

typedef struct block {
    uint64_t part[8]; /* the first byte is the lowest */
} block;

typedef struct extremes {
    uint64_t any;
    uint64_t nul;
} extremes;

static inline void load_block(block *out, const char *text)
{
    memcpy(out->part, text, sizeof out->part);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    for (int i = 0; i < 8; i++)
        out->part[i] = __builtin_bswap64(out->part[i]);
#endif
}

/* The high bit of each byte that is zero, and of no other (Warren, Hacker's Delight, 6-1). */
static inline uint64_t zero_bytes(uint64_t bytes)
{
    return ~(((bytes & ~HIGH_BITS) + ~HIGH_BITS) | bytes | ~HIGH_BITS);
}

static inline uint64_t bits_of(const block *bytes, char wanted)
{
    uint64_t same = LOW_BITS * (unsigned char)wanted;
    uint64_t bits = 0;
    for (int i = 0; i < 8; i++) {
        uint64_t found = zero_bytes(bytes->part[i] ^ same) >> 7;
        /* The multiplication moves the bit of byte k to bit 56 + k. */
        bits |= (found * UINT64_C(0x0102040810204080) >> 56) << (8 * i);
    }
    return bits;
}

static inline void begin_extremes(extremes *seen)
{
    *seen = (extremes){0, 0};
}

static inline void add_extremes(extremes *seen, const block *bytes)
{
    for (int i = 0; i < 8; i++) {
        seen->any |= bytes->part[i];
        seen->nul |= zero_bytes(bytes->part[i]);
    }
}

static inline bool has_high(const extremes *seen)
{
    return (seen->any & HIGH_BITS) != 0;
}

static inline bool has_nul(const extremes *seen)
{
    return seen->nul != 0;
}

#endif

/* ---- words of bits -------------------------------------------------------------------------- */

/* Few processors that this must run on lack the instruction, but compilers may not count on it. */
static inline unsigned count_bits(uint64_t bits)
{
#ifdef __POPCNT__
    return (unsigned)__builtin_popcountll(bits);
#else
    bits -= bits >> 1 & UINT64_C(0x5555555555555555);
    bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
    bits = (bits + (bits >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (unsigned)(bits * UINT64_C(0x0101010101010101) >> 56);
#endif
}

/* Bit i of the outcome: whether an odd number of bits 0 to i are set. */
static inline uint64_t prefix_parity(uint64_t bits)
{
    for (int shift = 1; shift < BLOCK; shift *= 2)
        bits ^= bits << shift;
    return bits;
}

static inline uint64_t below_lowest(uint64_t bits)
{
    return (bits & (0 - bits)) - 1;
}

/* ---- quotes --------------------------------------------------------------------------------- */

/* What the bytes before a block mean for it. The lowest bit speaks of the block's first byte. */
typedef struct quoting {
    uint64_t inside;   /* all bits: in a quoted field */
    uint64_t may_open; /* a quote there opens a field */
    uint64_t closed;   /* a quote closed just before */
    uint64_t returned; /* a carriage return follows a closing quote */
} quoting;

/* Takes out of *sign (delimiters and newlines) what is in quotes. The outcome is 0, or the places
 * where the quotes are not what they should be. */
static uint64_t mind_quotes(const block *bytes, uint64_t quote, uint64_t newline, uint64_t *sign,
                            quoting *state, geo_csv_index *index)
{
    uint64_t inside = prefix_parity(quote) ^ state->inside;
    uint64_t outside = *sign & ~inside;
    uint64_t opening = quote & inside;
    uint64_t closing = quote & ~inside;
    uint64_t carriage_return = bits_of(bytes, '\r');
    uint64_t may_open = (outside | closing) << 1 | state->may_open;
    uint64_t closed = closing << 1 | state->closed;
    uint64_t returned = (closed & carriage_return) << 1 | state->returned;
    index->has_doubled_quotes = index->has_doubled_quotes || (closed & quote);
    index->has_quoted_newlines = index->has_quoted_newlines || (newline & inside);
    *sign = outside;
    state->inside = 0 - (inside >> (BLOCK - 1));
    state->may_open = (outside | closing) >> (BLOCK - 1);
    state->closed = closing >> (BLOCK - 1);
    state->returned = (closed & carriage_return) >> (BLOCK - 1);
    return (opening & ~may_open) | (closed & ~(outside | quote | carriage_return)) |
           (returned & ~newline);
}

/* ---- the index ------------------------------------------------------------------------------ */

geo_status geo_csv_index_new(geo_context *context, geo_csv_index *index)
{
    /* Places are written several at once, whether they are so many or not. */
    size_t room = GEO_CSV_SCAN_BYTES + 1 + BLOCK;
    *index = (geo_csv_index){0};
    geo_status status = geo_alloc_array(context, room, sizeof *index->position, &index->position);
    if (status == GEO_OK)
        status = geo_alloc_array(context, room, sizeof *index->row_end, &index->row_end);
    return status;
}

void geo_csv_index_clear(geo_csv_index *index)
{
    free(index->position);
    free(index->row_end);
    *index = (geo_csv_index){0};
}

/* The places of the bits; count_bits() of them count. */
static inline void write_places(uint64_t bits, uint32_t base, unsigned count, uint32_t *out)
{
    const uint64_t none = UINT64_C(1) << (BLOCK - 1);
    for (unsigned written = 0; written < count; written += AT_ONCE) {
        for (unsigned i = 0; i < AT_ONCE; i++) {
            out[written + i] = base + (uint32_t)__builtin_ctzll(bits | none);
            bits &= bits - 1;
        }
    }
}

static inline size_t write_row_ends(uint64_t sign, uint64_t newline, size_t before, uint32_t *out)
{
    size_t count = 0;
    for (; newline; newline &= newline - 1)
        out[count++] = (uint32_t)(before + count_bits(sign & below_lowest(newline)));
    return count;
}

static inline void load_tail(block *out, const char *text, size_t length)
{
    char tail[BLOCK];
    memset(tail, ' ', sizeof tail);
    memcpy(tail, text, length);
    load_block(out, tail);
}

void geo_csv_scan(const char *text, size_t length, char delimiter, geo_csv_index *index)
{
    quoting state = {.may_open = 1};
    extremes seen;
    size_t count = 1;
    size_t row_count = 0;
    uint64_t bad = 0;
    begin_extremes(&seen);
    index->has_doubled_quotes = index->has_quoted_newlines = false;
    index->position[0] = UINT32_MAX;
    for (size_t at = 0; at < length && !bad; at += BLOCK) {
        block bytes;
        if (length - at >= BLOCK)
            load_block(&bytes, text + at);
        else
            load_tail(&bytes, text + at, length - at);
        add_extremes(&seen, &bytes);
        uint64_t quote = bits_of(&bytes, '"');
        uint64_t newline = bits_of(&bytes, '\n');
        uint64_t sign = newline | bits_of(&bytes, delimiter);
        if (quote | state.inside | state.closed | state.returned) {
            bad = mind_quotes(&bytes, quote, newline, &sign, &state, index);
            /* All of them when nothing is bad. */
            sign &= below_lowest(bad);
        } else {
            state.may_open = sign >> (BLOCK - 1);
        }
        unsigned found = count_bits(sign);
        write_places(sign, (uint32_t)at, found, index->position + count);
        row_count += write_row_ends(sign, newline & sign, count, index->row_end + row_count);
        count += found;
    }
    index->row_count = row_count;
    index->has_nul = has_nul(&seen);
    index->has_high = has_high(&seen);
}
