/* SPDX-License-Identifier: MIT */
/* Valgrind watches: it follows every process by itself, and makes a fork of a vfork(). */
#include <stdio.h>
#include <string.h>
#include <valgrind/memcheck.h>

#include "growth.h"
#include "heap/backend.h"
#include "heap/event_writer.h"
#include "heap/fast_path.h"
#include "held.h"
#include "import_seen.h"
#include "imports.h"
#include "own_allocator.h"
#include "own_kept.h"
#include "pass_through.h"
#include "redirect.h"
#include "watcher.h"
#include "wire/notices.h"

static bool is_valgrind_here(void)
{
    return strcmp(fh_backend()->name, "valgrind") == 0;
}

/* Valgrind's log has its command line. */
static bool note_program(const char *stem)
{
    (void)stem;
    return true;
}

static bool can_search_child(void)
{
    return true;
}

/* It is redirected, as its parent is, and its log says so. */
static bool is_child_told(pid_t parent)
{
    (void)parent;
    fh_notice(FH_NOTICE_FINISHED, 0);
    return false;
}

static bool is_memory_shared(pid_t parent)
{
    (void)parent;
    return false;
}

static void note_start(pid_t process, const char *path, bool has_failed)
{
    (void)process;
    (void)path;
    (void)has_failed;
}

static void log_name(char *name, size_t size, const char *stem, pid_t pid)
{
    snprintf(name, size, "%s.%d.log", stem, (int)pid);
}

static void *short_alloc(size_t size, size_t alignment, size_t mark, bool is_zeroed)
{
    return fh_fast_allocate(size, alignment, mark, is_zeroed);
}

static bool short_free(void *block, size_t mark)
{
    return fh_fast_release(block, 0, mark, true);
}

/* memcheck would call it a mismatch. */
static void release_quietly(void *block)
{
    VALGRIND_DISABLE_ERROR_REPORTING;
    VALGRIND_FREELIKE_BLOCK(block, 0);
    VALGRIND_ENABLE_ERROR_REPORTING;
}

/* Valgrind leads each of the object's four functions here: called once, without a block, they say so. */
static bool is_redirected(const struct fh_loaded_object *loaded, const struct fh_rust_entries *entries)
{
    for (unsigned verb = 0; verb < FH_VERB_COUNT; verb++)
        for (unsigned i = 0; i < entries->n[verb]; i++)
            if (!fh_preload_is_redirected((enum fh_verb)verb, loaded->base + entries->addresses[verb][i]))
                return false;
    return true;
}

static void leave_alone(const struct fh_loaded_object *loaded, const struct fh_rust_entries *entries)
{
    for (unsigned verb = 0; verb < FH_VERB_COUNT; verb++)
        for (unsigned i = 0; i < entries->n[verb]; i++)
            fh_pass_through_add(loaded->base + entries->addresses[verb][i]);
}

/* std's default allocator uses what it imports. Of one with names, what it hands out will show. */
static enum fh_object_watch watch_imports(const struct fh_loaded_object *loaded, enum fh_rust_code code,
                                          const struct fh_rust_entries *entries)
{
    bool is_said = code == FH_RUST_CODE_NONE;
    bool is_proven = is_said || (entries->n_own == 0 && fh_imports_are_of_std(loaded));
    if (!is_proven && code != FH_RUST_CODE_INLINED)
        return FH_OBJECT_UNKNOWN_HEAP;
    if (!fh_imports_rewrite(loaded))
        return FH_OBJECT_UNKNOWN_HEAP;
    return is_proven ? FH_OBJECT_REWRITTEN : FH_OBJECT_UNPROVEN;
}

static enum fh_object_watch watch_redirected(const struct fh_loaded_object *loaded,
                                             const struct fh_rust_entries *entries)
{
    if (entries->n_own == 0)
        return FH_OBJECT_REDIRECTED;
    return fh_own_allocator_watch(loaded, entries) ? FH_OBJECT_OWN_RUNS : FH_OBJECT_OWN_REDIRECTED;
}

static void before_search(void)
{
    fh_held_note();
    fh_own_kept_hold();
}

static void tell_again(void)
{
    fh_import_seen_again();
    fh_imports_tell_again();
    fh_own_allocator_tell_again();
}

static enum fh_object_watch watch(const struct fh_loaded_object *loaded, enum fh_rust_code code,
                                  const struct fh_rust_entries *entries)
{
    if (code == FH_RUST_CODE_WHOLE && is_redirected(loaded, entries))
        return watch_redirected(loaded, entries);
    leave_alone(loaded, entries);
    if (code == FH_RUST_CODE_WHOLE)
        return FH_OBJECT_NOT_REDIRECTED;
    if (!loaded->is_program)
        return watch_imports(loaded, code, entries);
    return code == FH_RUST_CODE_INLINED ? FH_OBJECT_INLINED : FH_OBJECT_NAMELESS;
}

const struct fh_watcher fh_watcher_valgrind = {
    .is_here = is_valgrind_here,
    .note_program = note_program,
    .can_search_child = can_search_child,
    .is_child_told = is_child_told,
    .is_memory_shared = is_memory_shared,
    .note_start = note_start,
    .log_name = log_name,
    .short_alloc = short_alloc,
    .short_free = short_free,
    .release_quietly = release_quietly,
    .begin = fh_growth_begin,
    .before_search = before_search,
    .watch = watch,
    .forget = fh_own_allocator_forget,
    .tell_again = tell_again,
};
