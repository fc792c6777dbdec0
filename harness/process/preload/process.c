/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "go_exit.h"
#include "heap/backend.h"
#include "heap/clean.h"
#include "heap/event_writer.h"
#include "heap/name.h"
#include "objects.h"
#include "process.h"
#include "rust_allocators.h"
#include "said.h"
#include "watcher.h"
#include "wire/notices.h"

/* Programs that one process becomes by exec. A loop of them must end: beyond, the process is left without a
 * log, and can't be judged. */
#define IMAGES_MAX 10000
#define STEM_MAX   4096
#define FILE_MAX   (STEM_MAX + 64)

static char stem[STEM_MAX]; /* "": not run by freehold */
static pid_t owner;         /* of the events file: a vfork()ed child has it mapped, too */
static bool is_fork;
static bool
    is_unannounced; /* a child of vfork(), or of a fork that no handler saw, or whose leaks can't be told */
static bool can_search_child;   /* of the fork that is being done */
static unsigned number;         /* of the program, of those that this process became */
static char kept_log[FILE_MAX]; /* the log's name while an exec is tried */

bool fh_preload_is_own(void)
{
    return stem[0] != '\0' && getpid() == owner;
}

static void write_name(char *path, size_t size, unsigned long process, unsigned i)
{
    struct fh_name text = fh_name_in(path, size);
    fh_name_add(&text, stem);
    fh_name_add(&text, ".");
    fh_name_add_number(&text, process);
    fh_name_add(&text, ".");
    fh_name_add_number(&text, i);
    fh_name_add(&text, ".events");
}

/* A new file, of the name that is the next for this process: one for each program that it becomes. */
static bool make_file(char *path, size_t size)
{
    int file = -1;
    for (unsigned i = 0; file < 0 && i < IMAGES_MAX; i++) {
        number = i;
        write_name(path, size, (unsigned long)getpid(), i);
        file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file < 0 && errno != EEXIST)
            return false;
    }
    const uint64_t start[] = {FH_EVENTS_MAGIC, FH_EVENTS_SIZE}; /* of a header that is all zeroes else */
    bool ok = file >= 0 && ftruncate(file, FH_EVENTS_SIZE) == 0 &&
              pwrite(file, start, sizeof(start), 0) == (ssize_t)sizeof(start);
    if (file >= 0)
        close(file);
    return ok;
}

/* Those on which it depends what can be seen, and what it costs. */
static void note_settings(void)
{
    static const char *const names[] = {"PYTHONMALLOC", "RUST_BACKTRACE", "RUST_LIB_BACKTRACE"};
    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char pair[64];
        const char *value = getenv(names[i]);
        struct fh_name text = fh_name_in(pair, sizeof(pair));
        if (!value || strlen(names[i]) + strlen(value) + 2 > sizeof(pair))
            continue;
        fh_name_add(&text, names[i]);
        fh_name_add(&text, "=");
        fh_name_add(&text, value);
        fh_event_write(FH_EVENT_SETTING, NULL, 0, pair);
    }
}

static void open_events(void)
{
    char path[FILE_MAX];
    if (!make_file(path, sizeof(path))) {
        stem[0] = '\0'; /* without the file the process can't be judged, as freehold will say */
        return;
    }
    fh_event_writer_open(path);
    owner = getpid();
    note_settings();
    if (fh_watcher()->begin)
        fh_watcher()->begin(is_fork);
}

static void begin_child(bool is_searched)
{
    fh_events_leave_to_parent();
    fh_said_begin();
    is_fork = true;
    is_unannounced = !is_searched;
    open_events();
    if (!fh_preload_is_own())
        return;
    fh_watcher()->note_program(stem);
    fh_preload_note_objects_again();
    fh_notice(FH_NOTICE_FORKED, (uint32_t)fh_backend()->count_errors());
}

static void prepare_fork(void)
{
    can_search_child = fh_watcher()->can_search_child();
    fh_backend()->lock();
}

static void stay_parent(void)
{
    fh_backend()->unlock();
}

/* The blocks that are there already are the parent's: a first search here, so that a later one tells what is
 * new. */
static void become_child(void)
{
    fh_backend()->unlock();
    begin_child(can_search_child);
    if (!fh_preload_is_own() || is_unannounced)
        return;
    if (fh_backend()->search_quietly)
        fh_backend()->search_quietly();
    else
        fh_backend()->check_leaks(false);
    fh_notice(FH_NOTICE_CHECKED, 0);
}

/* What a vfork()ed child does before it becomes another program is its own: Valgrind makes a fork of it. No
 * leak is looked for, since none can be told from its parent's. */
static void become_unannounced_child(void)
{
    begin_child(false);
}

/* Before the program's own code: opens the events file. */
__attribute__((constructor(101))) static void begin(void)
{
    const char *given = getenv("FREEHOLD_EVENTS");
    if (!given || strlen(given) >= sizeof(stem) || !fh_watcher()->is_here())
        return;
    strcpy(stem, given);
    open_events();
    if (!fh_preload_is_own())
        return;
    bool is_watched = fh_watcher()->note_program(stem);
    fh_go_exit_begin();
    fh_rust_allocators_begin();
    fh_preload_note_objects();
    fh_rust_allocators_opened();
    if (is_watched)
        pthread_atfork(prepare_fork, stay_parent, become_child);
    else
        stem[0] = '\0';
}

static void check_leaks(void)
{
    fh_watcher()->before_search();
    fh_backend()->check_leaks(false);
    fh_notice(FH_NOTICE_CHECKED, 1);
}

/* In a fork the search at exit would show the parent's blocks again: what counts is found before. */
static void search_at_end(void)
{
    if (!is_unannounced && (is_fork || !fh_backend()->searches_at_exit))
        check_leaks();
    else
        fh_watcher()->before_search();
}

void fh_preload_leave(void)
{
    if (stem[0] == '\0')
        return;
    if (!fh_preload_is_own() && fh_watcher()->is_child_told(owner))
        become_unannounced_child();
    if (!fh_preload_is_own())
        return;
    fh_preload_note_objects();
    search_at_end();
    fh_notice(FH_NOTICE_FINISHED, 0);
    fh_events->is_finished = 1;
    fh_backend()->leave();
    fh_clean_registers();
}

/* `name`: what tells it from the logs of the programs that the process becomes later. */
static void keep_log(const char *name)
{
    char current[FILE_MAX];
    fh_watcher()->log_name(current, sizeof(current), stem, getpid());
    snprintf(kept_log, sizeof(kept_log), "%s.%d.%s.exec.log", stem, (int)getpid(), name);
    if (rename(current, kept_log) < 0)
        kept_log[0] = '\0';
}

static void leave_to_program(void)
{
    char name[16];
    fh_preload_note_objects();
    if (!is_unannounced)
        check_leaks();
    fh_notice(FH_NOTICE_EXEC, 0);
    snprintf(name, sizeof(name), "%u", number);
    keep_log(name);
    fh_events->is_finished = 1;
}

void fh_preload_before_exec(const char *path)
{
    kept_log[0] = '\0'; /* a child of vfork() may have set it */
    if (stem[0] == '\0' || (path && access(path, X_OK) < 0))
        return;
    bool is_shared = !fh_preload_is_own() && fh_watcher()->is_memory_shared(owner);
    if (!fh_preload_is_own() && !is_shared)
        become_unannounced_child();
    if (is_shared)
        keep_log("vfork");
    else if (fh_preload_is_own())
        leave_to_program();
    fh_watcher()->note_start(getpid(), path, false);
}

static void take_log_back(void)
{
    char current[FILE_MAX];
    if (kept_log[0] == '\0')
        return;
    fh_watcher()->log_name(current, sizeof(current), stem, getpid());
    rename(kept_log, current);
    kept_log[0] = '\0';
}

void fh_preload_exec_failed(void)
{
    if (stem[0] == '\0')
        return;
    take_log_back();
    fh_watcher()->note_start(getpid(), NULL, true);
    if (!fh_preload_is_own() || !fh_events->is_finished)
        return;
    if (!is_unannounced)
        fh_notice(FH_NOTICE_CHECKED, 0); /* what is lost from now on is in no search yet */
    fh_events->is_finished = 0;
}

void fh_preload_note_test(const char *name)
{
    if (fh_preload_is_own())
        fh_event_write(FH_EVENT_TEST, NULL, 0, name);
}

__attribute__((visibility("default"))) void freehold_test(const char *name);
void freehold_test(const char *name)
{
    if (name)
        fh_preload_note_test(name);
}
