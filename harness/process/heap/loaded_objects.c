/* SPDX-License-Identifier: MIT */
#include "loaded_objects.h"

#include <limits.h>
#include <unistd.h>

#include "event_writer.h"

struct walk {
    void (*visit)(const struct fh_loaded_object *object);
    bool is_first;
    uintptr_t address; /* that must be in the object; 0: any will do */
};

static unsigned long long n_added; /* objects that were loaded so far, as of the last time */

static void find_span(const struct dl_phdr_info *info, struct fh_loaded_object *object)
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

static int visit(struct dl_phdr_info *info, size_t size, void *data)
{
    char room[PATH_MAX];
    struct walk *walk = data;
    struct fh_loaded_object object = {.info = info, .is_program = walk->is_first};
    (void)size;
    walk->is_first = false;
    find_span(info, &object);
    if (walk->address != 0 && (walk->address < object.start || walk->address >= object.end))
        return 0;
    object.path = path_of(info, object.is_program, room);
    walk->visit(&object);
    return walk->address != 0;
}

void fh_loaded_objects_each(void (*function)(const struct fh_loaded_object *object))
{
    fh_loaded_objects_at(0, function);
}

void fh_loaded_objects_at(uintptr_t address, void (*function)(const struct fh_loaded_object *object))
{
    struct walk walk = {function, true, address};
    dl_iterate_phdr(visit, &walk);
}

static void add_event(const struct fh_loaded_object *object)
{
    uint64_t values[] = {object->start, object->end, object->base};
    fh_event_write(FH_EVENT_OBJECT, values, 3, object->path);
}

static int count_added(struct dl_phdr_info *info, size_t size, void *data)
{
    unsigned long long *added = data;
    (void)size;
    *added = info->dlpi_adds;
    return 1;
}

void fh_loaded_objects_note(void)
{
    unsigned long long added = 0;
    dl_iterate_phdr(count_added, &added);
    if (__atomic_exchange_n(&n_added, added, __ATOMIC_RELAXED) != added)
        fh_loaded_objects_each(add_event);
}
