/* SPDX-License-Identifier: MIT */
/* Valgrind watches: it follows every process by itself, and makes a fork of a vfork(). */
#include <stdio.h>
#include <string.h>

#include "imports.h"
#include "left_alone.h"
#include "plan/notices.h"
#include "preload.h"
#include "runner/backend.h"
#include "runner/events.h"
#include "runner/quick.h"

bool fh_preload_is_here(void)
{
    return strcmp(fh_backend()->name, "valgrind") == 0;
}

/* Valgrind's log has its command line. */
bool fh_preload_note_program(const char *stem)
{
    (void)stem;
    return true;
}

bool fh_preload_can_search_child(void)
{
    return true;
}

/* It is redirected, as its parent is, and its log says so. */
bool fh_preload_is_child_told(pid_t parent)
{
    (void)parent;
    fh_notice(FH_NOTICE_FINISHED, 0);
    return false;
}

bool fh_preload_is_memory_shared(pid_t parent)
{
    (void)parent;
    return false;
}

void fh_preload_note_start(pid_t process, const char *path, bool has_failed)
{
    (void)process;
    (void)path;
    (void)has_failed;
}

void fh_preload_log_name(char *name, size_t size, const char *stem, pid_t pid)
{
    snprintf(name, size, "%s.%d.log", stem, (int)pid);
}

void *fh_preload_short_alloc(size_t size, size_t alignment, bool is_zeroed)
{
    return fh_quick_allocate(size, alignment, is_zeroed);
}

bool fh_preload_short_free(void *block)
{
    return fh_quick_release(block, 0, 0, true);
}

/* Valgrind leads each of the object's four functions here: called once, without a block, they say so. */
static bool is_redirected(const struct fh_loaded *loaded, const struct fh_rust_entries *entries)
{
    for (unsigned entry = 0; entry < FH_RUST_ENTRY_COUNT; entry++)
        for (unsigned i = 0; i < entries->n[entry]; i++)
            if (!fh_preload_is_redirected((enum fh_rust_entry)entry,
                                          loaded->base + entries->addresses[entry][i]))
                return false;
    return true;
}

static void leave_alone(const struct fh_loaded *loaded, const struct fh_rust_entries *entries)
{
    for (unsigned entry = 0; entry < FH_RUST_ENTRY_COUNT; entry++)
        for (unsigned i = 0; i < entries->n[entry]; i++)
            fh_leave_alone(loaded->base + entries->addresses[entry][i]);
}

enum fh_object_watch fh_preload_watch(const struct fh_loaded *loaded, enum fh_rust_code code,
                                      const struct fh_rust_entries *entries)
{
    if (code == FH_RUST_CODE_WHOLE && is_redirected(loaded, entries))
        return FH_OBJECT_REDIRECTED;
    leave_alone(loaded, entries);
    if (code == FH_RUST_CODE_WHOLE)
        return FH_OBJECT_NOT_REDIRECTED;
    if (!loaded->is_program && fh_imports_rewrite(loaded->info))
        return FH_OBJECT_REWRITTEN;
    return code == FH_RUST_CODE_INLINED ? FH_OBJECT_INLINED : FH_OBJECT_NAMELESS;
}
