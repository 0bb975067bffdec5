/* The limits of the machine. */
#include "limits.h"

#include <pthread.h>
#include <string.h>

#include "bench.h"

enum { MOST_THREADS = 64, TIMES = 3, LANES = 8, CHAINS = 8 };

static const size_t block_bytes = (size_t)1 << 30;
static const size_t table_bytes = (size_t)1 << 27; /* about what an index of 35,000 areas takes */
static const size_t accesses = (size_t)1 << 24;
static const size_t rounds = (size_t)1 << 24;

typedef struct started {
    bench_work work;
    void *user;
    int thread, threads;
} started;

static void *start(void *argument)
{
    started *one = argument;
    one->work(one->user, one->thread, one->threads);
    return NULL;
}

double time_threads(bench_work work, void *user, int threads)
{
    double least = 1e300;
    if (threads > MOST_THREADS)
        threads = MOST_THREADS;
    for (int time = 0; time < TIMES; time++) {
        pthread_t thread[MOST_THREADS];
        started one[MOST_THREADS];
        double begin = now_s();
        for (int t = 0; t < threads; t++) {
            one[t] = (started){work, user, t, threads};
            if (pthread_create(&thread[t], NULL, start, &one[t]) != 0)
                stop("cannot start a thread", "");
        }
        for (int t = 0; t < threads; t++)
            pthread_join(thread[t], NULL);
        double took = now_s() - begin;
        least = took < least ? took : least;
    }
    return least;
}

typedef struct bench_memory {
    uint64_t *word;
    uint64_t sum[MOST_THREADS][8]; /* a line of memory each */
} bench_memory;

static void new_memory(bench_memory *memory)
{
    memset(memory, 0, sizeof *memory);
    memory->word = room_for(block_bytes, 1);
    memset(memory->word, 1, block_bytes);
}

static void read_words(void *user, int thread, int threads)
{
    bench_memory *memory = user;
    size_t words = block_bytes / sizeof(uint64_t);
    size_t last = words * ((size_t)thread + 1) / (size_t)threads;
    uint64_t sum = 0;
    for (size_t i = words * (size_t)thread / (size_t)threads; i < last; i++)
        sum += memory->word[i];
    memory->sum[thread][0] = sum;
}

double read_bandwidth(int threads)
{
    bench_memory memory;
    new_memory(&memory);
    double took = time_threads(read_words, &memory, threads);
    free(memory.word);
    return (double)block_bytes / took;
}

static void read_anywhere(void *user, int thread, int threads)
{
    bench_memory *memory = user;
    uint64_t state = (uint64_t)thread, sum = 0;
    size_t lines = table_bytes / 64;
    for (size_t i = 0; i < accesses / (size_t)threads; i++)
        sum += memory->word[draw(&state) % lines * 8];
    memory->sum[thread][0] = sum;
}

double random_accesses(int threads)
{
    bench_memory memory;
    new_memory(&memory);
    double took = time_threads(read_anywhere, &memory, threads);
    free(memory.word);
    return (double)(accesses / (size_t)threads * (size_t)threads) / took;
}

#if defined(__x86_64__) && defined(__GNUC__)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif

CLONES static void multiply_and_add(double value[CHAINS][LANES], size_t count)
{
    double sum[CHAINS][LANES];
    memcpy(sum, value, sizeof sum);
    for (size_t i = 0; i < count; i++)
        for (int c = 0; c < CHAINS; c++)
            for (int l = 0; l < LANES; l++)
                sum[c][l] = sum[c][l] * 0.999 + 0.001;
    memcpy(value, sum, sizeof sum);
}

static void compute(void *user, int thread, int threads)
{
    (void)threads;
    double *sum = user;
    double value[CHAINS][LANES];
    for (int i = 0; i < CHAINS * LANES; i++)
        value[i / LANES][i % LANES] = i + thread;
    multiply_and_add(value, rounds);
    for (int i = 0; i < CHAINS * LANES; i++)
        sum[8 * thread] += value[i / LANES][i % LANES];
}

double multiply_adds(int threads)
{
    double sum[8 * MOST_THREADS] = {0};
    double took = time_threads(compute, sum, threads);
    return 2.0 * CHAINS * LANES * (double)rounds * threads / took;
}
