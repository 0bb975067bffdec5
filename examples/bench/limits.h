/* What this machine can do, measured in the same run as the kernels that are held against it. */
#ifndef BENCH_LIMITS_H
#define BENCH_LIMITS_H

/* Work shared by threads: each does work(user, thread, threads); returns the seconds that all took,
 * the least of three times. */
typedef void (*bench_work)(void *user, int thread, int threads);
double time_threads(bench_work work, void *user, int threads);

double read_bandwidth(int threads);  /* bytes a second, from a gigabyte: plain sums */
double random_accesses(int threads); /* lines of 64 bytes a second, of 128 MB, independent */
double multiply_adds(int threads);   /* doubles multiplied and added a second, as two operations */

#endif
