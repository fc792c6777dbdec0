// SPDX-License-Identifier: MIT
#include "library/allocator_symbols.h"

#include <string.h>

#include "library/archive.h"
#include "wire/allocators.h"

#define ALL_ENTRIES ((1u << FH_VERB_COUNT) - 1)

/* What one object has to do with the allocator: sets of its four functions, a bit for each verb. */
struct object {
    char *name;
    guint defines;         /* entries, for all to see */
    guint references;      /* entries of another object */
    guint bypasses;        /* what lies under them, of another object */
    char *ordinary;        /* a function that isn't the allocator's; NULL when there is none */
    gboolean has_default;  /* defines what lies under them by default: this is std */
    gboolean uses_default; /* refers to that */
    gboolean uses_malloc;
    gboolean is_rust;
    gboolean is_bitcode;
};

struct scan {
    GPtrArray *objects; /* struct object * */
    struct object *current;
    struct fh_allocator_symbols *hooks;
};

/* The row of a function of Rust's allocator; NULL: it is none. */
static const struct fh_allocator *rust_row(const char *symbol)
{
    const struct fh_allocator *row = fh_allocator_find(symbol);
    return row && row->family == FH_FAMILY_RUST ? row : NULL;
}

static gboolean has_any_prefix(const char *name, const char *const *prefixes)
{
    while (*prefixes && !g_str_has_prefix(name, *prefixes))
        prefixes++;
    return *prefixes != NULL;
}

/* rustc's own part of the allocator, and a crate's `impl GlobalAlloc`, through which no block is allocated
 * but its callers'. */
static gboolean is_allocators(const char *symbol)
{
    return fh_is_rustc_function(symbol) || strstr(symbol, "GlobalAlloc");
}

static gboolean is_legacy_mangled(const char *symbol)
{
    gsize length = strlen(symbol);
    const char *hash = symbol + length - strlen("17h0123456789abcdefE");
    return g_str_has_prefix(symbol, "_ZN") && hash > symbol && g_str_has_prefix(hash, "17h") &&
           symbol[length - 1] == 'E' && strspn(hash + 3, "0123456789abcdef") == 16;
}

static gboolean is_rust(const char *symbol)
{
    static const char *const prefixes[] = {
        "_RN", "_RI", "__rust_", "rust_eh_personality", "rust_begin_unwind", NULL};
    return has_any_prefix(symbol, prefixes) || is_legacy_mangled(symbol);
}

/* What an allocator of Rust's may lie on. */
static gboolean is_malloc(const char *symbol)
{
    const struct fh_allocator *row = fh_allocator_find(symbol);
    return row && row->family == FH_FAMILY_MALLOC && row->role == FH_ROLE_ENTRY;
}

/* Who defines it for all to see takes back what malloc() hands out, and so has that, too. */
static gboolean is_free_for_all(const struct fh_archive_symbol *symbol)
{
    return symbol->is_global && g_str_equal(symbol->name, fh_family_release(FH_FAMILY_MALLOC));
}

static void add_hook(struct fh_allocator_symbols *hooks, const char *symbol, enum fh_verb verb)
{
    if (g_ptr_array_find_with_equal_func(hooks->symbols, symbol, g_str_equal, NULL))
        return;
    g_ptr_array_add(hooks->symbols, g_strdup(symbol));
    g_ptr_array_add(hooks->entries, (gpointer)fh_allocator_rust_verb(verb));
}

/* A name that people know is worth more in a message than a mangled one. */
static void note_ordinary(struct object *object, const char *symbol)
{
    if (object->ordinary && (is_rust(symbol) || !is_rust(object->ordinary)))
        return;
    g_free(object->ordinary);
    object->ordinary = g_strdup(symbol);
}

static void note_definition(struct scan *scan, const struct fh_archive_symbol *symbol)
{
    struct object *object = scan->current;
    const struct fh_allocator *row = rust_row(symbol->name);
    object->is_rust = object->is_rust || is_rust(symbol->name);
    object->has_default |= row && row->role == FH_ROLE_STD_SHIM;
    scan->hooks->brings_malloc |= is_free_for_all(symbol);
    if (row && row->role == FH_ROLE_ENTRY && symbol->is_global) {
        object->defines |= 1u << row->verb;
        add_hook(scan->hooks, symbol->name, row->verb);
    } else if (symbol->is_function && !is_allocators(symbol->name)) {
        note_ordinary(object, symbol->name);
    }
}

static void note_reference(struct object *object, const char *symbol)
{
    const struct fh_allocator *row = rust_row(symbol);
    object->uses_default |= row && row->role == FH_ROLE_STD_SHIM;
    if (row && fh_allocator_is_shim(row))
        object->bypasses |= 1u << row->verb;
    else if (row)
        object->references |= 1u << row->verb;
    object->uses_malloc = object->uses_malloc || is_malloc(symbol);
}

static void visit_symbol(const struct fh_archive_symbol *symbol, gpointer data)
{
    struct scan *scan = data;
    if (scan->current->is_rust && g_str_equal(symbol->name, "__asan_init")) {
        scan->hooks->is_instrumented = TRUE;
        scan->hooks->is_std_instrumented |= g_str_has_prefix(scan->current->name, "std-");
    }
    if (symbol->is_defined)
        note_definition(scan, symbol);
    else
        note_reference(scan->current, symbol->name);
}

static gboolean visit_object(const struct fh_archive_member *member, gpointer data, GError **error)
{
    struct scan *scan = data;
    struct object *object = g_new0(struct object, 1);
    object->name = g_strdup(member->name);
    object->is_bitcode = !member->elf;
    object->is_rust = g_str_has_suffix(member->name, ".rcgu.o");
    g_ptr_array_add(scan->objects, object);
    scan->current = object;
    return object->is_bitcode || fh_archive_each_symbol(member, visit_symbol, scan, error);
}

static void object_free(gpointer data)
{
    struct object *object = data;
    g_free(object->name);
    g_free(object->ordinary);
    g_free(object);
}

/* rustc names its objects CRATE.HASH-cgu.N.rcgu.o. Those of one crate are optimised together ("thin-local
 * LTO"). */
static gboolean is_of_same_crate(const char *a, const char *b)
{
    const char *unit = strstr(a, "-cgu.");
    return unit ? !strncmp(a, b, (gsize)(unit - a) + strlen("-cgu.")) : !strcmp(a, b);
}

static const struct object *object_beside_allocator(const GPtrArray *objects, const struct object *definer)
{
    for (guint i = 0; i < objects->len; i++) {
        const struct object *object = g_ptr_array_index(objects, i);
        if (object->ordinary && is_of_same_crate(definer->name, object->name))
            return object;
    }
    return NULL;
}

static const char *first_missing(guint entries)
{
    guint verb = 0;
    while (entries & 1u << verb)
        verb++;
    return fh_allocator_rust(verb)->name;
}

static char *missing_symbols(guint defined)
{
    return g_strdup_printf(
        "Rust's allocator can't be seen in it: no object exports %s, as fat LTO leaves it. "
        "Audit a build with lto = \"off\" (Cargo.toml: [profile.release])",
        first_missing(defined));
}

static char *callers_beside(const struct object *object)
{
    return g_strdup_printf("Rust's allocator is compiled into one crate with its callers (%s in %s), as "
                           "rustc does for a crate with a "
                           "#[global_allocator] of its own: its allocations can't be told from C's. Audit a "
                           "build without it (a cargo "
                           "feature), or move the #[global_allocator] to a crate that holds nothing else",
                           object->ordinary, object->name);
}

static char *inlined(const char *object, const char *entry)
{
    return g_strdup_printf(
        "Rust's allocator is inlined into its callers (%s in %s), as LTO does. Audit a build "
        "with lto = \"off\" (Cargo.toml: [profile.release])",
        entry, object);
}

static char *bitcode(const char *object)
{
    return g_strdup_printf(
        "%s is LLVM bitcode: the linker would optimise Rust's allocator away. Audit a build "
        "without -C linker-plugin-lto",
        object);
}

/* Objects that were compiled a second time, with the allocator in view. */
static gboolean is_lto_output(const struct object *object)
{
    return g_str_has_suffix(object->name, ".rcgu.o.rcgu.o");
}

static char *problem_of_object(const GPtrArray *objects, const struct object *object)
{
    if (object->is_bitcode)
        return bitcode(object->name);
    if (object->bypasses && !object->defines)
        return inlined(object->name, first_missing(~object->bypasses));
    if (is_lto_output(object))
        return inlined(object->name, fh_allocator_rust(FH_VERB_RELEASE)->name);
    const struct object *beside = object->defines ? object_beside_allocator(objects, object) : NULL;
    return beside ? callers_beside(beside) : NULL;
}

static char *problem_of_archive(const GPtrArray *objects)
{
    guint defined = 0, referenced = 0;
    gboolean uses_malloc = FALSE, has_std = FALSE;
    for (guint i = 0; i < objects->len; i++) {
        const struct object *object = g_ptr_array_index(objects, i);
        char *problem = problem_of_object(objects, object);
        if (problem)
            return problem;
        defined |= object->defines;
        referenced |= object->references;
        uses_malloc |= object->uses_malloc;
        has_std |= object->has_default;
    }
    /* Without std and alloc there is no allocator, and nothing to see. */
    if (!defined && !referenced && !uses_malloc)
        return NULL;
    if (defined != ALL_ENTRIES)
        return missing_symbols(defined);
    /* std itself calls all four. */
    return has_std && referenced != ALL_ENTRIES ? inlined("all objects", first_missing(referenced)) : NULL;
}

static gboolean any_rust(const GPtrArray *objects)
{
    for (guint i = 0; i < objects->len; i++)
        if (((const struct object *)g_ptr_array_index(objects, i))->is_rust)
            return TRUE;
    return FALSE;
}

/* Whose entries lead elsewhere than to std's. */
static gboolean any_own_allocator(const GPtrArray *objects)
{
    for (guint i = 0; i < objects->len; i++) {
        const struct object *object = g_ptr_array_index(objects, i);
        if (object->defines && !object->uses_default && !object->has_default)
            return TRUE;
    }
    return FALSE;
}

struct fh_allocator_symbols *fh_allocator_symbols_find(const char *archive, GError **error)
{
    fh_auto(fh_allocator_symbols) hooks = g_new0(struct fh_allocator_symbols, 1);
    hooks->symbols = g_ptr_array_new_with_free_func(g_free);
    hooks->entries = g_ptr_array_new();
    g_autoptr(GPtrArray) objects = g_ptr_array_new_with_free_func(object_free);
    struct scan scan = {.objects = objects, .hooks = hooks};
    if (!fh_archive_each_member(archive, visit_object, &scan, error))
        return NULL;
    hooks->has_rust = any_rust(objects);
    hooks->replaces_own = any_own_allocator(objects);
    if (hooks->has_rust)
        hooks->problem = problem_of_archive(objects);
    return g_steal_pointer(&hooks);
}

void fh_allocator_symbols_leave_alone(struct fh_allocator_symbols *hooks)
{
    g_ptr_array_set_size(hooks->symbols, 0);
    g_ptr_array_set_size(hooks->entries, 0);
}

void fh_allocator_symbols_free(struct fh_allocator_symbols *hooks)
{
    if (!hooks)
        return;
    g_ptr_array_unref(hooks->symbols);
    g_ptr_array_unref(hooks->entries);
    g_free(hooks->problem);
    g_free(hooks);
}
