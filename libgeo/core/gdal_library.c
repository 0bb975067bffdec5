#include "core/gdal_library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "core/context.h"

/* The library is there once for the whole process and stays to its end. */
geo_gdal_functions geo_gdal;
static void *library;
static atomic_bool is_loaded;
static char trouble[400];

/* POSIX has data and functions in pointers of one kind, C has not. */
_Static_assert(sizeof(void *) == sizeof(geo_gdal_function *), "dlsym() finds functions");

static bool resolve(void)
{
    static const char *const name[] = {GEO_GDAL_NAMES};
    enum { COUNT = sizeof name / sizeof *name };
    _Static_assert(sizeof geo_gdal == COUNT * sizeof(void *), "one pointer for each name");
    for (size_t i = 0; i < COUNT; i++) {
        void *found = dlsym(library, name[i]);
        if (!found)
            return false;
        memcpy((char *)&geo_gdal + i * sizeof found, &found, sizeof found);
    }
    return true;
}

/* Lazily, as a linked library would be: to find all that it may call takes 4 ms more. RTLD_DEEPBIND
 * would save half of the time, but would go past a sanitizer, another malloc() and what a C++
 * program has copied of the C++ library. */
static void load(void)
{
    library = dlopen(GEO_GDAL_SONAME, RTLD_LAZY | RTLD_LOCAL);
    if (library && resolve()) {
        atomic_store(&is_loaded, true);
        return;
    }
    const char *said = dlerror();
    snprintf(trouble, sizeof trouble, "%s", said ? said : GEO_GDAL_SONAME);
}

const char *geo_gdal_trouble(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return atomic_load(&is_loaded) ? NULL : trouble;
}

geo_status geo_gdal_load(geo_context *context, geo_status failure, const char *what)
{
    const char *why = geo_gdal_trouble();
    if (!why)
        return GEO_OK;
    return geo_fail(context, failure,
                    "%s: GDAL is needed, but can't be loaded (%s); install GDAL " GEO_GDAL_RELEASE
                    ", on Debian the package " GEO_GDAL_PACKAGE,
                    what, why);
}

bool geo_gdal_is_loaded(void)
{
    return atomic_load(&is_loaded);
}

geo_gdal_function *geo_gdal_find(const char *name)
{
    void *found = dlsym(library, name);
    geo_gdal_function *function = NULL;
    memcpy(&function, &found, sizeof function);
    return function;
}
