/* Blocks of work taken in turn by threads. */
#include "core/pool.h"

#include <pthread.h>
#include <stdatomic.h>

#include "core/context.h"

#define THREAD_LIMIT 256

typedef struct shared_work {
    geo_work work;
    void *user;
    size_t count;
    size_t block;
    atomic_size_t next;   /* block */
    atomic_size_t worker; /* numbers given out */
} shared_work;

static void *take_blocks(void *argument)
{
    shared_work *shared = argument;
    size_t worker = atomic_fetch_add(&shared->worker, 1);
    size_t blocks = (shared->count - 1) / shared->block + 1;
    for (;;) {
        size_t block = atomic_fetch_add(&shared->next, 1);
        if (block >= blocks)
            return NULL;
        size_t first = block * shared->block;
        size_t left = shared->count - first;
        shared->work(shared->user, worker, first,
                     first + (left < shared->block ? left : shared->block));
    }
}

void geo_share_work(const geo_context *context, size_t count, size_t block, geo_work work,
                    void *user)
{
    if (count == 0)
        return;
    shared_work shared = {.work = work, .user = user, .count = count, .block = block};
    size_t blocks = (count - 1) / block + 1;
    size_t threads = (size_t)geo_threads(context);
    if (threads > blocks)
        threads = blocks;
    if (threads > THREAD_LIMIT)
        threads = THREAD_LIMIT;
    pthread_t thread[THREAD_LIMIT];
    size_t started = 0;
    /* A thread that cannot be started is no failure: those that run take its blocks. */
    while (started + 1 < threads &&
           pthread_create(&thread[started], NULL, take_blocks, &shared) == 0)
        started++;
    take_blocks(&shared);
    for (size_t i = 0; i < started; i++)
        pthread_join(thread[i], NULL);
}
