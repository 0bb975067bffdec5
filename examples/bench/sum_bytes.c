/*
 * How fast the bytes of a file can be read and summed by two threads, the yardstick for reading
 * CSV: each reads its half in blocks with pread() and adds the bytes up in a plain loop.
 *
 *   bench_sum_bytes FILE [THREADS]
 */
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench.h"

enum { BLOCK = 1 << 20, MOST_THREADS = 64 };

typedef struct file_share {
    int file;
    off_t first, last;
    uint64_t sum;
} file_share;

static uint64_t sum_of(const unsigned char *restrict bytes, size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += bytes[i];
    return sum;
}

static void *sum_share(void *argument)
{
    file_share *mine = argument;
    unsigned char *block = room_for(BLOCK, 1);
    while (mine->first < mine->last) {
        off_t left = mine->last - mine->first;
        ssize_t got = pread(mine->file, block, left < BLOCK ? (size_t)left : BLOCK, mine->first);
        if (got <= 0)
            stop("cannot read the file", "");
        mine->sum += sum_of(block, (size_t)got);
        mine->first += got;
    }
    free(block);
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t thread[MOST_THREADS];
    file_share share[MOST_THREADS];
    struct stat about;
    int threads = argc > 2 ? atoi(argv[2]) : 2;
    int file = argc > 1 ? open(argv[1], O_RDONLY) : -1;
    if (file < 0 || fstat(file, &about) != 0 || threads < 1 || threads > MOST_THREADS)
        stop("usage: bench_sum_bytes FILE [THREADS]", "");
    uint64_t sum = 0;
    for (int t = 0; t < threads; t++) {
        share[t].file = file;
        share[t].first = about.st_size / threads * t;
        share[t].last = t + 1 < threads ? about.st_size / threads * (t + 1) : about.st_size;
        share[t].sum = 0;
        if (pthread_create(&thread[t], NULL, sum_share, &share[t]) != 0)
            stop("cannot start a thread", "");
    }
    for (int t = 0; t < threads; t++) {
        pthread_join(thread[t], NULL);
        sum += share[t].sum;
    }
    printf("%llu\n", (unsigned long long)sum);
    close(file);
    return 0;
}
