/* SPDX-License-Identifier: MIT */
#include "event_writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend.h"
#include "fail.h"
#include "memory.h"
#include "name.h"
#include "wire/notices.h"

#define EARLY_ROOM (16u << 10) /* bytes of events before there is a file */

/* What constructors do, before main() opens the file: its events move there. */
static struct {
    struct fh_events_header header;
    char events[EARLY_ROOM];
} early = {.header = {.size = sizeof(early), .current_scenario = FH_PLAN_NONE}};
struct fh_events_header *fh_events = &early.header;

_Static_assert(sizeof(early) == sizeof(early.header) + EARLY_ROOM, "events follow the header at once");

static bool is_early(void)
{
    return fh_events == &early.header;
}

/* And leaves no copy of a block's address behind, which would keep the block reachable. */
static void move_early(struct fh_events_header *file)
{
    const struct fh_events_header *header = &early.header;
    file->is_hooked = header->is_hooked;
    file->last_id = header->last_id;
    file->lost += header->lost;
    file->used = header->used;
    memcpy(file + 1, early.events, header->used);
    memset(early.events, 0, sizeof(early.events));
}

static void add(uint64_t *counter, uint64_t amount)
{
    __atomic_fetch_add(counter, amount, __ATOMIC_RELAXED);
}

void fh_events_count(uint64_t allocs, uint64_t frees, uint64_t bytes)
{
    add(&fh_events->rust_allocs, allocs);
    add(&fh_events->rust_frees, frees);
    add(&fh_events->rust_bytes, bytes);
}

/* Not by way of the stack: posix_spawn() gives a child 32 KiB of it, with the program's memory right below.
 */
void fh_events_leave_to_parent(void)
{
    const int own = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    const size_t size = sizeof(*fh_events);
    void *copy = mmap(NULL, size, PROT_READ | PROT_WRITE, own, -1, 0);
    if (copy == MAP_FAILED)
        _exit(FH_FAIL_STATUS);
    memcpy(copy, fh_events, size);
    void *at = mmap(fh_events, fh_events->size, PROT_READ | PROT_WRITE, own | MAP_FIXED, -1, 0);
    if (at == MAP_FAILED)
        _exit(FH_FAIL_STATUS);
    memcpy(at, copy, size);
    munmap(copy, size);
}

static struct fh_events_header *map(int fd, size_t size)
{
    if (size < sizeof(struct fh_events_header))
        return NULL;
    void *start = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    return start == MAP_FAILED ? NULL : start;
}

void fh_event_writer_open(const char *path)
{
    struct stat status;
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) < 0)
        fh_fail("%s: %s", path, strerror(errno));
    struct fh_events_header *file = map(fd, (size_t)status.st_size);
    close(fd);
    if (!file || file->magic != FH_EVENTS_MAGIC || file->size != (uint64_t)status.st_size)
        fh_fail("%s is no events file", path);
    fh_memory_include(file, file->size);
    file->current_scenario = FH_PLAN_NONE;
    move_early(file);
    fh_events = file;
    fh_events_count(early.header.rust_allocs, early.header.rust_frees, early.header.rust_bytes);
}

static struct fh_event *reserve(size_t size)
{
    uint64_t at = __atomic_fetch_add(&fh_events->used, size, __ATOMIC_RELAXED);
    if (at + size <= (is_early() ? EARLY_ROOM : fh_events_room(fh_events)))
        return (struct fh_event *)((char *)fh_events + sizeof(*fh_events) + at);
    __atomic_fetch_sub(&fh_events->used, size, __ATOMIC_RELAXED);
    add(&fh_events->lost, 1);
    return NULL;
}

uint32_t fh_event_write(enum fh_event_kind kind, const uint64_t *values, unsigned n_values, const char *text)
{
    return fh_event_write_with(kind, values, n_values, text, !text ? 0 : strlen(text) + 1);
}

uint32_t fh_event_write_with(enum fh_event_kind kind, const uint64_t *values, unsigned n_values,
                             const void *data, size_t length)
{
    size_t text_size = (length + 7) & ~(size_t)7;
    struct fh_event *event = reserve(sizeof(*event) + text_size);
    if (!event)
        return 0;
    event->text_size = (uint32_t)text_size;
    event->scenario = is_early() ? FH_EVENTS_START_UP : fh_events->current_scenario;
    event->line = fh_events->current_line;
    event->id = __atomic_add_fetch(&fh_events->last_id, 1, __ATOMIC_RELAXED);
    if (n_values > 0)
        memcpy(event->values, values, n_values * sizeof(*values));
    if (length > 0)
        memcpy(event + 1, data, length);
    __atomic_store_n(&event->kind, kind, __ATOMIC_RELEASE);
    return event->id;
}

/* A format of wire/notices.h: "%u" is the number, and "%s" the word. */
static void write_notice(char *room, size_t size, const char *format, uint32_t number, const char *word)
{
    struct fh_name text = fh_name_in(room, size);
    fh_name_add(&text, FH_NOTICE_PREFIX);
    for (char letter[2] = ""; (letter[0] = *format) != '\0'; format++) {
        if (letter[0] != '%')
            fh_name_add(&text, letter);
        else if (*++format == 'u')
            fh_name_add_number(&text, number);
        else
            fh_name_add(&text, word);
    }
}

void fh_notice(const char *format, uint32_t number)
{
    char text[64];
    write_notice(text, sizeof(text), format, number, "");
    fh_backend()->notice(text);
}

void fh_notice_of_event(uint32_t id, const char *what, const void *address)
{
    char text[64];
    write_notice(text, sizeof(text), FH_NOTICE_EVENT, id, what);
    fh_backend()->notice_block(text, address);
}
