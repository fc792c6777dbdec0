/* SPDX-License-Identifier: MIT */
#include "objects.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "heap/event_writer.h"
#include "heap/loaded_objects.h"
#include "heap/memory.h"
#include "pass_through.h"
#include "rust_allocators.h"
#include "watcher.h"
#include "wire/rust_code.h"

/* A browser loads some hundred. One beyond is told of again at every look, which costs room and hides
 * nothing. */
#define NOTED_MAX 1024

struct object {
    uintptr_t start, end, base;
    enum fh_object_watch watch;
    unsigned allocator;
    bool is_loaded; /* as of the last look */
    char *path;
};

static struct object noted[NOTED_MAX];
static unsigned n_noted;

static struct object *find_noted(const struct fh_loaded_object *loaded)
{
    for (unsigned i = 0; i < n_noted; i++)
        if (noted[i].start == loaded->start && strcmp(noted[i].path, loaded->path) == 0)
            return &noted[i];
    return NULL;
}

static void mark_loaded(const struct fh_loaded_object *loaded)
{
    struct object *object = find_noted(loaded);
    if (object)
        object->is_loaded = true;
}

static void forget(const struct object *object)
{
    fh_pass_through_forget(object->start, object->end);
    fh_rust_allocators_forget(object->start, object->end);
    if (fh_watcher()->forget)
        fh_watcher()->forget(object->start, object->end);
}

void fh_preload_forget_closed(void)
{
    unsigned n = 0;
    for (unsigned i = 0; i < n_noted; i++)
        noted[i].is_loaded = false;
    fh_loaded_objects_each(mark_loaded);
    for (unsigned i = 0; i < n_noted; i++)
        if (noted[i].is_loaded)
            noted[n++] = noted[i];
        else
            forget(&noted[i]);
    n_noted = n;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return !slash ? path : slash + 1;
}

/* What the C compiler, the C library and Valgrind bring into nearly every process: looking for Rust in it
 * would be most of what a short program costs under Valgrind. */
static bool is_of_the_system(const char *path)
{
    static const char *const names[] = {"ld-linux-",       "libc.so.6",      "libdl.so.2",
                                        "libgcc_s.so.1",   "libm.so.6",      "librt.so.1",
                                        "libpthread.so.0", "libstdc++.so.6", "vgpreload_"};
    const char *base = base_name(path);
    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *at = base, *name = names[i];
        while (*name != '\0' && *at == *name)
            at++, name++;
        if (*name == '\0')
            return true;
    }
    return false;
}

/* --rust-object NAME …, separated by colons: base names. */
static bool is_said_to_be_rust(const char *path)
{
    const char *names = getenv("FREEHOLD_RUST_OBJECTS");
    const char *base = base_name(path);
    size_t length = strlen(base);
    for (const char *at = names; at && *at != '\0' && length > 0;) {
        size_t word = strcspn(at, ":");
        if (word == length && strncmp(at, base, length) == 0)
            return true;
        at += word + (at[word] == ':');
    }
    return false;
}

static enum fh_rust_code examine(const char *path, struct fh_rust_entries *entries)
{
    struct stat status;
    enum fh_rust_code code = FH_RUST_CODE_NONE;
    int file = is_of_the_system(path) ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    memset(entries, 0, sizeof(*entries));
    if (file < 0)
        return code;
    void *bytes = fstat(file, &status) == 0 && status.st_size > 0
                      ? mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0)
                      : MAP_FAILED;
    close(file);
    if (bytes == MAP_FAILED)
        return code;
    code = fh_rust_code_find(bytes, (size_t)status.st_size, entries);
    munmap(bytes, (size_t)status.st_size);
    return code;
}

/* Several allocators, of which some are known to be the program's own, or may be: whose a block is can't be
 * told. */
static bool is_mixed(enum fh_rust_code code, const struct fh_rust_entries *entries)
{
    bool are_many = false;
    for (unsigned verb = 0; verb < FH_VERB_COUNT; verb++)
        are_many |= entries->n[verb] > 1;
    return are_many && (entries->n_own > 0 || code == FH_RUST_CODE_INLINED);
}

static void watch(const struct fh_loaded_object *loaded, struct object *object)
{
    struct fh_rust_entries entries;
    enum fh_rust_code code = examine(loaded->path, &entries);
    if (code == FH_RUST_CODE_NONE && !is_said_to_be_rust(loaded->path))
        return;
    object->allocator = fh_rust_allocator_of(loaded);
    if (object->allocator == FH_RUST_ALLOCATORS_IN_PROCESS)
        object->watch = FH_OBJECT_TOO_MANY;
    else if (is_mixed(code, &entries))
        object->watch = FH_OBJECT_MIXED;
    else
        object->watch = fh_watcher()->watch(loaded, code, &entries);
    if (object->watch != FH_OBJECT_TOO_MANY)
        fh_rust_allocator_is_watched(object->allocator, object->watch);
}

static void add_event(const struct object *object)
{
    uint64_t values[] = {object->start, object->end, object->base, object->watch, object->allocator};
    fh_event_write(FH_EVENT_OBJECT, values, 5, object->path);
}

static bool is_this_one(const struct fh_loaded_object *loaded)
{
    return (uintptr_t)noted >= loaded->start && (uintptr_t)noted < loaded->end;
}

static void note(const struct fh_loaded_object *loaded)
{
    if (find_noted(loaded))
        return;
    struct object object = {.start = loaded->start, .end = loaded->end, .base = loaded->base};
    size_t size = strlen(loaded->path) + 1;
    object.path = memcpy(fh_memory_need(size), loaded->path, size);
    if (!is_this_one(loaded))
        watch(loaded, &object);
    if (n_noted < NOTED_MAX)
        noted[n_noted++] = object;
    add_event(&object);
}

void fh_preload_note_objects(void)
{
    fh_preload_forget_closed();
    fh_loaded_objects_each(note);
}

void fh_preload_note_object_at(uintptr_t address)
{
    fh_loaded_objects_at(address, note);
}

void fh_preload_note_objects_again(void)
{
    fh_rust_allocators_begin();
    for (unsigned i = 0; i < n_noted; i++)
        add_event(&noted[i]);
    if (fh_watcher()->tell_again)
        fh_watcher()->tell_again();
}
