/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "imports.h"
#include "preload.h"
#include "runner/events.h"
#include "runner/memory.h"
#include "rust_code.h"

#define NOTED_MAX 1024

struct object {
    uintptr_t start, end, base;
    enum fh_object_watch watch;
    char *path;
};

static struct object noted[NOTED_MAX];
static unsigned n_noted;
static bool is_first; /* the program itself comes first */

static bool is_noted(uintptr_t start)
{
    for (unsigned i = 0; i < n_noted; i++)
        if (noted[i].start == start)
            return true;
    return false;
}

static void find_span(const struct dl_phdr_info *info, struct object *object)
{
    object->start = UINTPTR_MAX;
    object->base = info->dlpi_addr;
    for (unsigned i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        uintptr_t first = info->dlpi_addr + header->p_vaddr, last = first + header->p_memsz;
        if (header->p_type != PT_LOAD)
            continue;
        object->start = first < object->start ? first : object->start;
        object->end = last > object->end ? last : object->end;
    }
}

/* The program itself has no name there. */
static const char *path_of(const struct dl_phdr_info *info, bool is_program, char *room)
{
    if (!is_program)
        return info->dlpi_name;
    ssize_t length = readlink("/proc/self/exe", room, PATH_MAX - 1);
    room[length < 0 ? 0 : length] = '\0';
    return room;
}

/* --rust-object NAME …, separated by colons: base names. */
static bool is_said_to_be_rust(const char *path)
{
    const char *names = getenv("FREEHOLD_RUST_OBJECTS");
    const char *slash = strrchr(path, '/');
    const char *base = slash == NULL ? path : slash + 1;
    size_t length = strlen(base);
    for (const char *at = names; at != NULL && *at != '\0' && length > 0;) {
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
    int file = open(path, O_RDONLY | O_CLOEXEC);
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

/* Valgrind leads each of the object's four functions here: called once, without a block, they say so. */
static bool is_redirected(const struct dl_phdr_info *info, const struct fh_rust_entries *entries)
{
    for (unsigned entry = 0; entry < FH_RUST_ENTRY_COUNT; entry++)
        for (unsigned i = 0; i < entries->n[entry]; i++)
            if (!fh_preload_is_redirected((enum fh_rust_entry)entry,
                                          info->dlpi_addr + entries->addresses[entry][i]))
                return false;
    return true;
}

static enum fh_object_watch watch(const struct dl_phdr_info *info, const char *path, bool is_program)
{
    struct fh_rust_entries entries;
    enum fh_rust_code code = examine(path, &entries);
    if (code == FH_RUST_CODE_NONE && !is_said_to_be_rust(path))
        return FH_OBJECT_NOT_RUST;
    if (code == FH_RUST_CODE_WHOLE)
        return is_redirected(info, &entries) ? FH_OBJECT_REDIRECTED : FH_OBJECT_NOT_REDIRECTED;
    if (!is_program && fh_imports_rewrite(info))
        return FH_OBJECT_REWRITTEN;
    return code == FH_RUST_CODE_INLINED ? FH_OBJECT_INLINED : FH_OBJECT_NAMELESS;
}

static void add_event(const struct object *object)
{
    uint64_t values[] = {object->start, object->end, object->base, object->watch};
    fh_event(FH_EVENT_OBJECT, values, 4, object->path);
}

static bool is_this_one(const struct object *object)
{
    return (uintptr_t)noted >= object->start && (uintptr_t)noted < object->end;
}

static int note(struct dl_phdr_info *info, size_t size, void *data)
{
    char room[PATH_MAX];
    struct object object = {.start = 0};
    bool is_program = is_first;
    (void)size, (void)data;
    is_first = false;
    find_span(info, &object);
    if (is_noted(object.start) || n_noted == NOTED_MAX)
        return 0;
    const char *path = path_of(info, is_program, room);
    object.path = fh_memory_need(strlen(path) + 1);
    strcpy(object.path, path);
    if (!is_this_one(&object))
        object.watch = watch(info, path, is_program);
    noted[n_noted++] = object;
    add_event(&object);
    return 0;
}

void fh_preload_note_objects(void)
{
    is_first = true;
    dl_iterate_phdr(note, NULL);
}

void fh_preload_note_objects_again(void)
{
    for (unsigned i = 0; i < n_noted; i++)
        add_event(&noted[i]);
}
