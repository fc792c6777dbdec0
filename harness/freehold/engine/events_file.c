// SPDX-License-Identifier: MIT
#include "engine/events_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "wire/plan.h"

static void *map_file(int fd)
{
    return mmap(NULL, FH_EVENTS_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
}

/* On a full disk there must be room for what is written at once. */
static gboolean make_room(int fd)
{
    if (ftruncate(fd, FH_EVENTS_SIZE) != 0)
        return FALSE;
    errno = posix_fallocate(fd, 0, sizeof(struct fh_events_header));
    return errno == 0;
}

static void free_list(gpointer list)
{
    g_ptr_array_unref(list);
}

static void make_lists(struct fh_events *events)
{
    events->events = g_ptr_array_new();
    events->of_scenario = g_hash_table_new_full(NULL, NULL, NULL, free_list);
}

/* Takes the file; NULL, with `errno`: it can't be mapped. */
static struct fh_events *events_at(const char *path, int fd)
{
    void *memory = map_file(fd);
    if (memory == MAP_FAILED)
        return NULL;
    struct fh_events *events = g_new0(struct fh_events, 1);
    events->path = g_strdup(path);
    events->fd = fd;
    make_lists(events);
    events->header = memory;
    return events;
}

/* What a process made on a full disk has no header, and may not even be read in a mapping. */
static gboolean has_header(int fd)
{
    return lseek(fd, 0, SEEK_END) == FH_EVENTS_SIZE && lseek(fd, 0, SEEK_DATA) == 0;
}

struct fh_events *fh_events_open(const char *path)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    struct fh_events *events = has_header(fd) ? events_at(path, fd) : NULL;
    if (events)
        events->fd = -1;
    close(fd);
    return events;
}

struct fh_events *fh_events_new(const char *path, GError **error)
{
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    struct fh_events *events = fd >= 0 && make_room(fd) ? events_at(path, fd) : NULL;
    if (!events) {
        g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "can't make %s: %s", path, g_strerror(errno));
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    *events->header = (struct fh_events_header){
        .magic = FH_EVENTS_MAGIC, .size = FH_EVENTS_SIZE, .current_scenario = FH_PLAN_NONE};
    return events;
}

void fh_events_free(struct fh_events *events)
{
    if (!events)
        return;
    munmap(events->header, FH_EVENTS_SIZE);
    if (events->fd >= 0)
        close(events->fd);
    unlink(events->path);
    g_free(events->path);
    fh_events_forget(events);
    g_free(events);
}

void fh_events_forget(struct fh_events *events)
{
    g_clear_pointer(&events->events, g_ptr_array_unref);
    g_clear_pointer(&events->of_scenario, g_hash_table_unref);
    for (guint i = 0; i < FH_EVENT_KIND_COUNT; i++)
        g_clear_pointer(&events->of_kind[i], g_ptr_array_unref);
}

static GPtrArray *list_of(const struct fh_events *events, guint scenario)
{
    GPtrArray *list = g_hash_table_lookup(events->of_scenario, GUINT_TO_POINTER(scenario));
    if (!list) {
        list = g_ptr_array_new();
        g_hash_table_insert(events->of_scenario, GUINT_TO_POINTER(scenario), list);
    }
    return list;
}

void fh_events_add(struct fh_events *events, const struct fh_event *event)
{
    GPtrArray **same_kind = &events->of_kind[event->kind];
    if (!events->events)
        make_lists(events);
    if (!*same_kind)
        *same_kind = g_ptr_array_new();
    g_ptr_array_add(events->events, (gpointer)event);
    g_ptr_array_add(*same_kind, (gpointer)event);
    g_ptr_array_add(list_of(events, event->scenario), (gpointer)event);
}

static const GPtrArray *or_none(const GPtrArray *list)
{
    static const GPtrArray none;
    return list ? list : &none;
}

const GPtrArray *fh_events_of(const struct fh_events *events, guint scenario)
{
    return or_none(events->events ? g_hash_table_lookup(events->of_scenario, GUINT_TO_POINTER(scenario))
                                  : NULL);
}

const GPtrArray *fh_events_of_kind(const struct fh_events *events, enum fh_event_kind kind)
{
    return or_none(events->of_kind[kind]);
}

/* One that a thread did not get to finish is left out. */
static void read_timeline(struct fh_events *events)
{
    guint64 used = MIN(events->header->timeline_used, FH_TIMELINE_ROOM);
    for (guint64 i = 0; i < used; i++) {
        struct fh_event *event = fh_timeline_event(events->header, i);
        if (event->kind >= FH_EVENT_BLOCK_ALLOC && event->kind <= FH_EVENT_BLOCK_LEFT_OUT &&
            event->text_size == 0)
            fh_events_add(events, event);
    }
}

/* Where a file was cut, its mapping may not even be read. */
static gboolean is_whole(const struct fh_events *events)
{
    struct stat about;
    return events->fd < 0 || (fstat(events->fd, &about) == 0 && about.st_size >= (off_t)FH_EVENTS_SIZE);
}

/* Zeroes in its place, which are no events. */
static void map_nothing(struct fh_events *events)
{
    events->header = mmap(events->header, FH_EVENTS_SIZE, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    g_assert(events->header != MAP_FAILED);
}

/* The library under audit runs in the process that writes this: nothing in here is trusted. */
gboolean fh_events_read(struct fh_events *events)
{
    if (!is_whole(events))
        map_nothing(events);
    const struct fh_events_header *header = events->header;
    const char *base = (const char *)(header + 1);
    guint64 used = header->used, room = fh_events_room(header);
    if (header->magic != FH_EVENTS_MAGIC || header->size != FH_EVENTS_SIZE || used > room || header->lost > 0)
        return FALSE;
    for (guint64 at = 0; at < used;) {
        const struct fh_event *event = (const struct fh_event *)(base + at);
        if (used - at < sizeof(*event) || event->text_size > used - at - sizeof(*event) ||
            event->text_size % 8 != 0)
            return FALSE;
        if (event->text_size > 0 && fh_event_text(event)[event->text_size - 1] != '\0')
            return FALSE;
        if (event->kind < FH_EVENT_BEGIN || event->kind >= FH_EVENT_KIND_COUNT)
            return FALSE;
        fh_events_add(events, event);
        at += sizeof(*event) + event->text_size;
    }
    read_timeline(events);
    return TRUE;
}

guint64 fh_events_progress(gconstpointer data)
{
    const struct fh_events *events = data;
    return is_whole(events) ? __atomic_load_n(&events->header->current_scenario, __ATOMIC_RELAXED) : 0;
}
