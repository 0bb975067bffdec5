/* madvise() is no part of POSIX. */
#define _DEFAULT_SOURCE

#include "surface/pages.h"

#include <stdint.h>
#include <sys/mman.h>

void geo_prefer_large_pages(void *array, size_t bytes)
{
#ifdef MADV_HUGEPAGE
    static const size_t least = (size_t)16 << 20;
    static const uintptr_t large_page = (uintptr_t)2 << 20;
    uintptr_t start = ((uintptr_t)array + large_page - 1) / large_page * large_page;
    uintptr_t end = ((uintptr_t)array + bytes) / large_page * large_page;
    if (bytes >= least && end > start)
        (void)madvise((char *)array + (start - (uintptr_t)array), end - start, MADV_HUGEPAGE);
#else
    (void)array;
    (void)bytes;
#endif
}
