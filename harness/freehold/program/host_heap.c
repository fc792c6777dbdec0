// SPDX-License-Identifier: MIT
#include "program/host_heap.h"

#include <fnmatch.h>
#include <string.h>

#include "classify/stack.h"
#include "classify/words.h"
#include "model/finding.h"
#include "model/stack.h"
#include "program/called_import.h"
#include "program/object_places.h"

/* By the program or library that a host is. */
static const struct {
    const char *object, *name;
} hosts[] = {
    {"python[23]*", "CPython"}, {"libpython[23]*", "CPython"},
    {"node", "node"},           {"libnode.so*", "node"},
    {"libjvm.so", "the JVM"},   {"libruby-[0-9]*", "Ruby"},
    {"libruby.so*", "Ruby"},    {"ruby", "Ruby"},
    {"ruby[0-9]*", "Ruby"},     {"php", "PHP"},
    {"php[0-9]*", "PHP"},       {"libphp*.so", "PHP"},
};

/* By how the functions of its allocator begin: where the log has a source and no object, or no frame at all.
 */
static const struct {
    const char *prefix, *name;
} allocators[] = {
    {"PyMem_", "CPython"},   {"_PyMem_", "CPython"}, {"PyObject_", "CPython"}, {"_PyObject_", "CPython"},
    {"ruby_x", "Ruby"},      {"objspace_x", "Ruby"}, {"rb_gc_", "Ruby"},       {"os::malloc", "the JVM"},
    {"os::free", "the JVM"}, {"v8::", "node"},       {"node::", "node"},       {"_emalloc", "PHP"},
    {"_ecalloc", "PHP"},     {"_erealloc", "PHP"},   {"_efree", "PHP"},
};

/* What did it, and how: "CPython", "PyObject_Free". */
struct doer {
    const char *host;     /* NULL: none that is known */
    const char *function; /* NULL: its name is not known; borrowed of the stack, or of `import` */
    char *import;         /* owned */
};

static const char *host_of_object(const char *path)
{
    g_autofree char *name = g_path_get_basename(path);
    for (guint i = 0; i < G_N_ELEMENTS(hosts); i++)
        if (fnmatch(hosts[i].object, name, 0) == 0)
            return hosts[i].name;
    return NULL;
}

static const char *host_of_function(const char *function)
{
    for (guint i = 0; function && i < G_N_ELEMENTS(allocators); i++)
        if (g_str_has_prefix(function, allocators[i].prefix))
            return allocators[i].name;
    return NULL;
}

static const char *host_of(const struct fh_frame *frame, const struct fh_object_place *place)
{
    const char *path = place ? place->path : frame->object;
    const char *host = path ? host_of_object(path) : NULL;
    return host ? host : host_of_function(frame->function);
}

static gboolean is_named(const struct fh_frame *frame)
{
    return frame->function && !strchr(frame->function, '?');
}

static gboolean has_host(const GArray *places)
{
    for (guint i = 0; i < places->len; i++)
        if (host_of_object(g_array_index(places, struct fh_object_place, i).path))
            return TRUE;
    return FALSE;
}

/* Who called the allocator. A host's function that ends in a jump to it, as CPython's PyMem_Free() does to
 * free(), leaves no frame: then the caller's code still names it. */
static struct doer doer_of(const struct fh_stack *stack, const GArray *places, gboolean is_hosted)
{
    const guint first = fh_stack_after_allocator(stack);
    struct doer doer = {NULL, NULL, NULL};
    if (first >= stack->frames->len)
        return doer;
    const struct fh_frame *frame = g_ptr_array_index(stack->frames, first);
    const struct fh_object_place *place = fh_object_places_at(places, frame->address, NULL);
    doer.host = host_of(frame, place);
    doer.function = is_named(frame) ? frame->function : NULL;
    if (doer.host || !place || !is_hosted)
        return doer;
    doer.function = doer.import = fh_called_import(place, frame->address);
    doer.host = host_of_function(doer.import);
    return doer;
}

/* "CPython (PyObject_Free, by free)" */
static char *words_for(const struct doer *doer, const char *function)
{
    GString *words = g_string_new(doer->host);
    if (doer->function)
        g_string_append_printf(words, " (%s%s%s)", doer->function, function ? ", by " : "",
                               function ? function : "");
    else if (function)
        g_string_append_printf(words, " (%s)", function);
    return g_string_free(words, FALSE);
}

/* One side of a finding. */
struct side {
    const char *did;      /* "released" */
    const char *function; /* that did it, of the C library or of C++ */
    enum fh_domain domain;
    char **host; /* the finding's */
};

/* "released by C (free)", "released by C's free()" → "released by CPython (PyObject_Free, by free)" */
static void say(const struct side *side, const struct doer *doer, char **message)
{
    g_autofree char *by = fh_words_side(side->domain, side->function);
    g_autofree char *releaser = fh_words_releaser(side->domain, side->function);
    g_autofree char *plain = g_strdup_printf("%s by %s", side->did, by);
    g_autofree char *possessive = g_strdup_printf("%s by %s", side->did, releaser);
    g_autofree char *words = words_for(doer, side->function);
    g_autofree char *by_host = g_strdup_printf("%s by %s", side->did, words);
    GString *text = g_string_new(*message);
    if (g_string_replace(text, plain, by_host, 1) == 0 && g_string_replace(text, possessive, by_host, 1) == 0)
        g_string_append_printf(text, "; %s", by_host);
    g_free(*message);
    *message = g_string_free(text, FALSE);
}

/* FALSE: the stack is of neither deed. */
static gboolean side_of(struct fh_finding *finding, const struct fh_stack *stack, struct side *side)
{
    const gboolean is_allocation = g_strcmp0(stack->role, "allocated") == 0;
    if (is_allocation)
        *side =
            (struct side){"allocated", finding->allocator, finding->allocated_by, &finding->allocating_host};
    else
        *side = (struct side){"released", finding->releaser, finding->released_by, &finding->releasing_host};
    return is_allocation || g_strcmp0(stack->role, "released") == 0;
}

static void name_heaps(struct fh_finding *finding, const GArray *places, gboolean is_hosted)
{
    for (guint i = 0; i < finding->stacks->len; i++) {
        const struct fh_stack *stack = g_ptr_array_index(finding->stacks, i);
        struct side side;
        if (!side_of(finding, stack, &side) || (side.domain != FH_DOMAIN_C && side.domain != FH_DOMAIN_CXX))
            continue;
        const struct doer doer = doer_of(stack, places, is_hosted);
        if (doer.host && !*side.host) {
            *side.host = g_strdup(doer.host);
            say(&side, &doer, &finding->message);
        }
        g_free(doer.import);
    }
}

void fh_host_name_heaps(const GPtrArray *events, struct fh_result *result)
{
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    g_autoptr(GArray) places = fh_object_places_of(events ? events : none);
    const gboolean is_hosted = has_host(places);
    for (guint i = 0; i < result->findings->len; i++)
        name_heaps(g_ptr_array_index(result->findings, i), places, is_hosted);
}
