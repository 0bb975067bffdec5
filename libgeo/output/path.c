#include "output/path.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"

enum { LINKS_MAX = 40 };

geo_status geo_path_folder(geo_context *context, const char *path, char **out)
{
    const char *name = geo_path_name(path);
    if (name == path)
        return geo_copy_text(context, ".", out);
    size_t length = (size_t)(name - path) - 1;
    return length == 0 ? geo_copy_text(context, "/", out)
                       : geo_copy_bytes(context, path, length, out);
}

/* The texts one behind the other. */
static geo_status concatenate(geo_context *context, const geo_text *part, size_t count, char **out)
{
    size_t length = 1;
    for (size_t i = 0; i < count; i++)
        length += part[i].length;
    char *text = NULL;
    geo_status status = geo_alloc_array(context, length, 1, &text);
    if (status != GEO_OK)
        return status;
    char *at = text;
    for (size_t i = 0; i < count; i++) {
        memcpy(at, part[i].data, part[i].length);
        at += part[i].length;
    }
    *out = text;
    return GEO_OK;
}

geo_status geo_path_join(geo_context *context, const char *folder, const char *name, char **out)
{
    geo_text part[] = {{folder, strlen(folder)}, {"/", 1}, {name, strlen(name)}};
    return concatenate(context, part, 3, out);
}

geo_status geo_path_temporary(geo_context *context, const char *path, char **out)
{
    static const char ending[] = ".tmp.XXXXXX";
    const char *name = geo_path_name(path);
    size_t length = strlen(name);
    size_t room = NAME_MAX - strlen(ending) - 1;
    geo_text part[] = {{path, (size_t)(name - path)},
                       {".", 1},
                       {name, length < room ? length : room},
                       {ending, strlen(ending)}};
    return concatenate(context, part, 4, out);
}

/* Not in /tmp, which may be memory, unless there is nothing else. */
const char *geo_path_waiting_folder(void)
{
    const char *chosen = getenv("TMPDIR");
    if (chosen && *chosen != '\0')
        return chosen;
    return access("/var/tmp", W_OK) == 0 ? "/var/tmp" : "/tmp";
}

/* Where the link at `path` leads to, relative to where `path` is. */
static geo_status append_link(geo_context *context, const char *path, const char *link, char **out)
{
    geo_text part[] = {{path, (size_t)(geo_path_name(path) - path)}, {link, strlen(link)}};
    return link[0] == '/' ? geo_copy_text(context, link, out) : concatenate(context, part, 2, out);
}

geo_status geo_path_follow_links(geo_context *context, const char *path, char **out, int *error)
{
    *error = 0;
    char *current = NULL;
    geo_status status = geo_copy_text(context, path, &current);
    for (int i = 0; status == GEO_OK; i++) {
        char link[PATH_MAX];
        ssize_t length = readlink(current, link, sizeof link - 1);
        if (length < 0) { /* not a link, or nothing there */
            *out = current;
            return GEO_OK;
        }
        if (i == LINKS_MAX || length == sizeof link - 1) {
            *error = i == LINKS_MAX ? ELOOP : ENAMETOOLONG;
            status = GEO_ERROR_OUTPUT;
            break;
        }
        link[length] = '\0';
        char *next = NULL;
        status = append_link(context, current, link, &next);
        free(current);
        current = next;
    }
    free(current);
    return status;
}
