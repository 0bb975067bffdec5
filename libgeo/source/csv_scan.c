/*
 * Every block of 64 bytes becomes three words of bits: where are delimiters, newlines and quotes.
 * A byte is in a quoted field when an odd number of quotes stands before it, which a prefix sum
 * over the bits tells for many blocks at once (after Langdale and Lemire 2019, Parsing gigabytes of
 * JSON per second, VLDB Journal 28). That is the same as RFC 4180 only where each opening quote
 * begins a field and each closing one ends it or is doubled, which the bits prove too.
 */
#include "source/csv_scan.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>
#define HAS_VECTORS  1
#define VECTORS      __attribute__((target("avx2,bmi,popcnt")))
#define WIDE_VECTORS __attribute__((target("avx512bw,avx512vbmi2,bmi,popcnt")))
#else
#define HAS_VECTORS 0
#endif

#define ALWAYS_INLINE inline __attribute__((always_inline))

/* As many blocks at once as a word has bits: one word then speaks of all of them. */
enum { BLOCK = 64, BLOCKS_AT_ONCE = 64, PLACES_AT_ONCE = 8 };

/* ---- bytes to bits -------------------------------------------------------------------------- */

/* Of consecutive blocks: bit i of a word speaks of byte i of its block. */
typedef struct scan_bits {
    uint64_t sign[BLOCKS_AT_ONCE]; /* delimiters and newlines; then those outside quotes */
    uint64_t newline[BLOCKS_AT_ONCE];
    uint64_t quote[BLOCKS_AT_ONCE];
    /* What quotes make of the bytes; the first word is of the block before all these. */
    uint64_t inside[1 + BLOCKS_AT_ONCE];  /* in a quoted field, its opening quote among them */
    uint64_t closing[1 + BLOCKS_AT_ONCE]; /* closing quotes */
    uint64_t bare[1 + BLOCKS_AT_ONCE];    /* of fields without quotes */
} scan_bits;

/* What the bytes of a text have between them. */
typedef struct seen {
    bool nul;
    bool high;
    uint64_t quote; /* not 0: in the blocks looked at last */
} seen;

#define LOW_BITS  UINT64_C(0x0101010101010101)
#define HIGH_BITS UINT64_C(0x8080808080808080)

/* The high bit of each byte that is zero, and of no other (Warren, Hacker's Delight, 6-1). */
static inline uint64_t zero_bytes(uint64_t bytes)
{
    return ~(((bytes & ~HIGH_BITS) + ~HIGH_BITS) | bytes | ~HIGH_BITS);
}

/* One bit for each byte that is `wanted`. */
static inline uint64_t find_in_word(uint64_t bytes, char wanted)
{
    /* The multiplication moves the bit of byte k to bit 56 + k. */
    uint64_t found = zero_bytes(bytes ^ LOW_BITS * (unsigned char)wanted) >> 7;
    return found * UINT64_C(0x0102040810204080) >> 56;
}

static void classify_words(const char *text, size_t blocks, char delimiter, scan_bits *out,
                           seen *all)
{
    uint64_t any = 0;
    uint64_t nul = 0;
    all->quote = 0;
    for (size_t b = 0; b < blocks; b++) {
        uint64_t newline = 0, sign = 0, quote = 0;
        for (int shift = 0; shift < BLOCK; shift += 8, text += 8) {
            uint64_t bytes;
            memcpy(&bytes, text, sizeof bytes);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
            bytes = __builtin_bswap64(bytes);
#endif
            any |= bytes;
            nul |= zero_bytes(bytes);
            newline |= find_in_word(bytes, '\n') << shift;
            sign |= find_in_word(bytes, delimiter) << shift;
            quote |= find_in_word(bytes, '"') << shift;
        }
        out->sign[b] = sign | newline;
        out->newline[b] = newline;
        out->quote[b] = quote;
        all->quote |= quote;
    }
    all->nul = all->nul || nul;
    all->high = all->high || (any & HIGH_BITS);
}

#if HAS_VECTORS

/* Four to five times as fast as words, 1.6 times as fast as with 16 bytes each. */
VECTORS static inline uint64_t find_in_vectors(__m256i first, __m256i second, char wanted)
{
    __m256i same = _mm256_set1_epi8(wanted);
    uint64_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(first, same));
    uint64_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(second, same));
    return low | high << 32;
}

VECTORS static void classify_vectors(const char *text, size_t blocks, char delimiter,
                                     scan_bits *out, seen *all)
{
    __m256i any = _mm256_setzero_si256();
    __m256i least = _mm256_set1_epi8('\x7F');
    all->quote = 0;
    for (size_t b = 0; b < blocks; b++) {
        const void *at = text + b * BLOCK;
        __m256i first = _mm256_loadu_si256(at);
        __m256i second = _mm256_loadu_si256((const __m256i *)at + 1);
        any = _mm256_or_si256(any, _mm256_or_si256(first, second));
        least = _mm256_min_epu8(least, _mm256_min_epu8(first, second));
        out->newline[b] = find_in_vectors(first, second, '\n');
        out->sign[b] = find_in_vectors(first, second, delimiter) | out->newline[b];
        out->quote[b] = find_in_vectors(first, second, '"');
        all->quote |= out->quote[b];
    }
    __m256i nul = _mm256_cmpeq_epi8(least, _mm256_setzero_si256());
    all->nul = all->nul || _mm256_movemask_epi8(nul) != 0;
    all->high = all->high || _mm256_movemask_epi8(any) != 0;
}

/* With what AVX-512 has for masks, the whole scan takes two thirds of the time. */
WIDE_VECTORS static void classify_wide(const char *text, size_t blocks, char delimiter,
                                       scan_bits *out, seen *all)
{
    __m512i any = _mm512_setzero_si512();
    __m512i least = _mm512_set1_epi8('\x7F');
    all->quote = 0;
    for (size_t b = 0; b < blocks; b++) {
        __m512i block = _mm512_loadu_si512(text + b * BLOCK);
        any = _mm512_or_si512(any, block);
        least = _mm512_min_epu8(least, block);
        out->newline[b] = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\n'));
        out->sign[b] = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8(delimiter)) | out->newline[b];
        out->quote[b] = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('"'));
        all->quote |= out->quote[b];
    }
    all->nul = all->nul || _mm512_testn_epi8_mask(least, least) != 0;
    all->high = all->high || _mm512_movepi8_mask(any) != 0;
}

#endif

/* ---- words of bits -------------------------------------------------------------------------- */

/* Few processors lack an instruction for it, but compilers may not count on it. */
static ALWAYS_INLINE unsigned count_bits(uint64_t bits, bool has_instruction)
{
    if (has_instruction)
        return (unsigned)__builtin_popcountll(bits);
    bits -= bits >> 1 & UINT64_C(0x5555555555555555);
    bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
    bits = (bits + (bits >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (unsigned)(bits * LOW_BITS >> 56);
}

/* What each processor has its own of. */
typedef struct means {
    void (*classify)(const char *text, size_t blocks, char delimiter, scan_bits *out, seen *all);
    void (*write_places)(uint64_t bits, uint32_t base, unsigned count, uint32_t *out);
    bool has_count; /* an instruction that counts bits */
} means;

/* All bits when none is set. */
static ALWAYS_INLINE uint64_t below_lowest(uint64_t bits)
{
    return (bits & (0 - bits)) - 1;
}

/* ---- quotes --------------------------------------------------------------------------------- */

/* How far a scan has come. */
typedef struct progress {
    size_t position_count;
    size_t row_count;
    uint64_t returned; /* a carriage return follows a closing quote, just before */
    uint64_t bad;      /* quotes that are not what they should be */
    bool has_doubled;
    bool has_newlines; /* in quotes */
} progress;

/* A byte is inside when an odd number of quotes are among all up to it: first of each block's own
 * alone, a sum without carries by doubling, then with the blocks before it, by the same sum over
 * their last bits. Loops without branches, in which nothing waits for the block before, so that
 * compilers make several words one vector. */
static ALWAYS_INLINE void find_inside(size_t blocks, scan_bits *bits)
{
    uint64_t odd = 0; /* bit b: block b changes from inside to outside, or back */
    for (size_t b = 0; b < blocks; b++) {
        uint64_t sum = bits->quote[b];
        sum ^= sum << 1;
        sum ^= sum << 2;
        sum ^= sum << 4;
        sum ^= sum << 8;
        sum ^= sum << 16;
        sum ^= sum << 32;
        bits->inside[b + 1] = sum;
        odd |= sum >> (BLOCK - 1) << b;
    }
    for (int shift = 1; shift < BLOCKS_AT_ONCE; shift *= 2)
        odd ^= odd << shift;
    odd = odd << 1 ^ (0 - (bits->inside[0] >> (BLOCK - 1)));
    for (size_t b = 0; b < blocks; b++)
        bits->inside[b + 1] ^= 0 - (odd >> b & 1);
}

/* Takes out of the signs what is in quotes. */
static ALWAYS_INLINE void part_bytes(size_t blocks, scan_bits *bits, progress *at)
{
    uint64_t newlines = 0;
    for (size_t b = 0; b < blocks; b++) {
        uint64_t inside = bits->inside[b + 1], quote = bits->quote[b];
        uint64_t sign = bits->sign[b] & ~inside;
        newlines |= bits->newline[b] & inside;
        bits->newline[b] &= ~inside;
        bits->sign[b] = sign;
        bits->closing[b + 1] = quote & ~inside;
        bits->bare[b + 1] = ~(inside | sign | quote);
    }
    at->has_newlines = at->has_newlines || newlines;
}

/* Which bytes of block b follow one of those; the words begin with the block before all. */
static ALWAYS_INLINE uint64_t after(const uint64_t *words, size_t b)
{
    return words[b + 1] << 1 | words[b] >> (BLOCK - 1);
}

/* Which of the places have a carriage return. */
static uint64_t find_returns(const char *text, size_t length, uint64_t places)
{
    uint64_t found = 0;
    for (; places; places &= places - 1) {
        size_t at = (size_t)__builtin_ctzll(places);
        found |= (uint64_t)(at < length && text[at] == '\r') << at;
    }
    return found;
}

/* Quotes that open in the midst of a field. */
static ALWAYS_INLINE uint64_t late_quotes(const scan_bits *bits, size_t b)
{
    return bits->quote[b] & bits->inside[b + 1] & after(bits->bare, b);
}

/* What follows a closing quote, though the field should end there. */
static ALWAYS_INLINE uint64_t late_bytes(const scan_bits *bits, size_t b)
{
    return after(bits->closing, b) & bits->bare[b + 1];
}

/* Which places of block b are wrong, now that a carriage return may stand before a newline. */
static uint64_t judge_block(const char *text, size_t length, const scan_bits *bits, size_t b,
                            uint64_t *returned)
{
    uint64_t late = late_bytes(bits, b);
    uint64_t returns = find_returns(text, length, late);
    uint64_t astray = (returns << 1 | *returned) & ~bits->newline[b];
    *returned = returns >> (BLOCK - 1);
    return late_quotes(bits, b) | (late & ~returns) | astray;
}

/* The outcome is how many blocks are any good: up to the first where something is wrong, which is
 * cut before that. */
static size_t judge_blocks(const char *text, size_t length, size_t blocks, scan_bits *bits,
                           progress *at)
{
    for (size_t b = 0; b < blocks; b++, text += BLOCK, length -= BLOCK) {
        at->bad = judge_block(text, length, bits, b, &at->returned);
        if (at->bad) {
            bits->sign[b] &= below_lowest(at->bad);
            return b + 1;
        }
    }
    return blocks;
}

/* As judge_blocks(), which hardly any text needs. */
static ALWAYS_INLINE size_t mind_quotes(const char *text, size_t length, size_t blocks,
                                        scan_bits *bits, progress *at)
{
    uint64_t late = at->returned, doubled = 0;
    find_inside(blocks, bits);
    part_bytes(blocks, bits, at);
    for (size_t b = 0; b < blocks; b++) {
        late |= late_quotes(bits, b) | late_bytes(bits, b);
        doubled |= after(bits->closing, b) & bits->quote[b];
    }
    at->has_doubled = at->has_doubled || doubled;
    if (late)
        blocks = judge_blocks(text, length, blocks, bits, at);
    bits->inside[0] = bits->inside[blocks];
    bits->closing[0] = bits->closing[blocks];
    bits->bare[0] = bits->bare[blocks];
    return blocks;
}

/* ---- the index ------------------------------------------------------------------------------ */

geo_status geo_csv_index_new(geo_context *context, geo_csv_index *index)
{
    /* Places are written several at once, whether they are so many or not. */
    size_t room = GEO_CSV_SCAN_BYTES + 1 + BLOCK;
    *index = (geo_csv_index){0};
#if HAS_VECTORS
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
        __builtin_cpu_supports("popcnt"))
        index->means = __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2")
                           ? GEO_SCAN_WIDE_VECTORS
                           : GEO_SCAN_VECTORS;
#endif
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

/* The places of the bits, of which there are `count`; the first few are written even where there is
 * none, since a processor can't foretell which blocks have any. */
static ALWAYS_INLINE void write_each(uint64_t bits, uint32_t base, unsigned count, uint32_t *out)
{
    const uint64_t last = UINT64_C(1) << (BLOCK - 1);
    for (unsigned written = 0; written < count; written += PLACES_AT_ONCE) {
        for (unsigned i = 0; i < PLACES_AT_ONCE; i++) {
            /* There may be no bit any more. */
            out[written + i] = base + (uint32_t)__builtin_ctzll(bits | last);
            bits &= bits - 1;
        }
    }
}

static void write_places(uint64_t bits, uint32_t base, unsigned count, uint32_t *out)
{
    write_each(bits, base, count, out);
}

#if HAS_VECTORS

VECTORS static inline void write_places_vectors(uint64_t bits, uint32_t base, unsigned count,
                                                uint32_t *out)
{
    write_each(bits, base, count, out);
}

WIDE_VECTORS static inline void write_places_wide(uint64_t bits, uint32_t base, unsigned count,
                                                  uint32_t *out)
{
    const __m512i every = _mm512_set_epi64(
        0x3F3E3D3C3B3A3938, 0x3736353433323130, 0x2F2E2D2C2B2A2928, 0x2726252423222120,
        0x1F1E1D1C1B1A1918, 0x1716151413121110, 0x0F0E0D0C0B0A0908, 0x0706050403020100);
    __m512i place = _mm512_maskz_compress_epi8(bits, every);
    __m256i from = _mm256_set1_epi32((int)base);
    __m256i eight = _mm256_cvtepu8_epi32(_mm512_castsi512_si128(place));
    _mm256_storeu_si256((__m256i *)out, _mm256_add_epi32(eight, from));
    if (count <= PLACES_AT_ONCE)
        return;
    for (unsigned written = PLACES_AT_ONCE; written < count; written += PLACES_AT_ONCE) {
        place = _mm512_alignr_epi64(place, place, 1);
        eight = _mm256_cvtepu8_epi32(_mm512_castsi512_si128(place));
        _mm256_storeu_si256((__m256i *)(out + written), _mm256_add_epi32(eight, from));
    }
}

#endif

static ALWAYS_INLINE uint32_t row_end_of(size_t position_count, uint64_t signs, uint64_t newlines,
                                         const means *by)
{
    return (uint32_t)(position_count + count_bits(signs & below_lowest(newlines), by->has_count));
}

static ALWAYS_INLINE void add_blocks(uint32_t base, size_t blocks, const scan_bits *bits,
                                     const means *by, geo_csv_index *index, progress *at)
{
    size_t position_count = at->position_count, row_count = at->row_count;
    for (size_t b = 0; b < blocks; b++, base += BLOCK) {
        uint64_t signs = bits->sign[b], newlines = bits->newline[b] & signs;
        unsigned found = count_bits(signs, by->has_count);
        by->write_places(signs, base, found, index->position + position_count);
        /* The first newline's place is written whether there is one or not: which blocks have one,
         * a processor can't foretell. */
        uint32_t *row_end = index->row_end + row_count;
        *row_end = row_end_of(position_count, signs, newlines, by);
        for (uint64_t left = newlines & (newlines - 1); left; left &= left - 1)
            *++row_end = row_end_of(position_count, signs, left, by);
        row_count += count_bits(newlines, by->has_count);
        position_count += found;
    }
    at->position_count = position_count;
    at->row_count = row_count;
}

static ALWAYS_INLINE void scan(const char *text, size_t length, char delimiter, const means *by,
                               geo_csv_index *index)
{
    progress at = {.position_count = 1};
    seen all = {false, false, 0};
    char tail[BLOCK];
    scan_bits bits;
    bits.inside[0] = bits.closing[0] = bits.bare[0] = 0;
    index->position[0] = UINT32_MAX;
    for (size_t from = 0; from < length && !at.bad;) {
        size_t blocks = (length - from) / BLOCK;
        blocks = blocks < BLOCKS_AT_ONCE ? blocks : BLOCKS_AT_ONCE;
        if (blocks > 0) {
            by->classify(text + from, blocks, delimiter, &bits, &all);
        } else {
            memset(tail, ' ', sizeof tail);
            memcpy(tail, text + from, length - from);
            blocks = 1;
            by->classify(tail, blocks, delimiter, &bits, &all);
        }
        if (all.quote | at.returned | (bits.inside[0] | bits.closing[0]) >> (BLOCK - 1))
            blocks = mind_quotes(text + from, length - from, blocks, &bits, &at);
        else
            bits.bare[0] = ~bits.sign[blocks - 1];
        add_blocks((uint32_t)from, blocks, &bits, by, index, &at);
        from += blocks * BLOCK;
    }
    index->row_count = at.row_count;
    index->has_nul = all.nul;
    index->has_high = all.high;
    index->has_doubled_quotes = at.has_doubled;
    index->has_quoted_newlines = at.has_newlines;
}

/* ---- on this processor ---------------------------------------------------------------------- */

#if HAS_VECTORS

VECTORS static void scan_vectors(const char *text, size_t length, char delimiter,
                                 geo_csv_index *index)
{
    static const means by = {classify_vectors, write_places_vectors, true};
    scan(text, length, delimiter, &by, index);
}

WIDE_VECTORS static void scan_wide(const char *text, size_t length, char delimiter,
                                   geo_csv_index *index)
{
    static const means by = {classify_wide, write_places_wide, true};
    scan(text, length, delimiter, &by, index);
}

#endif

void geo_csv_scan(const char *text, size_t length, char delimiter, geo_csv_index *index)
{
#if HAS_VECTORS
    if (index->means == GEO_SCAN_WIDE_VECTORS) {
        scan_wide(text, length, delimiter, index);
        return;
    }
    if (index->means == GEO_SCAN_VECTORS) {
        scan_vectors(text, length, delimiter, index);
        return;
    }
#endif
    static const means by = {classify_words, write_places, false};
    scan(text, length, delimiter, &by, index);
}
