/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "plan/notices.h"
#include "preload.h"
#include "runner/arena.h"
#include "runner/backend.h"
#include "runner/clean.h"
#include "runner/events.h"

#define IMAGES_MAX 10000
#define STEM_MAX   4096
#define FILE_MAX   (STEM_MAX + 64)

static char stem[STEM_MAX]; /* "": not run by freehold */
static pid_t owner;         /* of the events file: a vfork()ed child has it mapped, too */
static bool is_fork;
static bool is_unannounced;     /* a child of vfork(), or of a fork that no handler saw */
static char kept_log[FILE_MAX]; /* the log's name while an exec is tried */

static bool is_ours(void)
{
    return stem[0] != '\0' && getpid() == owner;
}

/* A new file, of the name that is the next for this process: one for each program that it becomes. */
static bool make_file(char *path, size_t size)
{
    int file = -1;
    for (unsigned i = 0; file < 0 && i < IMAGES_MAX; i++) {
        snprintf(path, size, "%s.%d.%u.events", stem, (int)getpid(), i);
        file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file < 0 && errno != EEXIST)
            return false;
    }
    struct fh_events_header header = {.magic = FH_EVENTS_MAGIC, .size = FH_EVENTS_SIZE};
    bool ok = file >= 0 && ftruncate(file, FH_EVENTS_SIZE) == 0 &&
              pwrite(file, &header, sizeof(header), 0) == (ssize_t)sizeof(header);
    if (file >= 0)
        close(file);
    return ok;
}

static void open_events(void)
{
    char path[FILE_MAX];
    if (!make_file(path, sizeof(path))) {
        stem[0] = '\0'; /* without the file the process can't be judged, as freehold will say */
        return;
    }
    fh_events_open(path);
    owner = getpid();
}

/* The blocks that are there already are the parent's: a first search here, so that a later one tells what is new. */
static void become_child(void)
{
    fh_events_leave_to_parent();
    fh_arena_unlock();
    is_fork = true;
    is_unannounced = false;
    open_events();
    if (!is_ours())
        return;
    fh_preload_note_objects_again();
    fh_notice(FH_NOTICE_FORKED, (uint32_t)fh_backend()->count_errors());
    fh_backend()->check_leaks();
    fh_notice(FH_NOTICE_CHECKED, 0);
}

/* What a vfork()ed child does before it becomes another program is its own: Valgrind makes a fork of it. No leak is
 * looked for, since none can be told from its parent's. */
static void become_unannounced_child(void)
{
    fh_events_leave_to_parent();
    is_fork = true;
    is_unannounced = true;
    open_events();
    if (!is_ours())
        return;
    fh_preload_note_objects_again();
    fh_notice(FH_NOTICE_FORKED, (uint32_t)fh_backend()->count_errors());
}

void fh_preload_begin(void)
{
    const char *given = getenv("FREEHOLD_EVENTS");
    if (given == NULL || strlen(given) >= sizeof(stem) || strcmp(fh_backend()->name, "valgrind") != 0)
        return;
    strcpy(stem, given);
    open_events();
    if (!is_ours())
        return;
    fh_preload_note_objects();
    pthread_atfork(fh_arena_lock, fh_arena_unlock, become_child);
}

static void check_leaks(void)
{
    fh_backend()->check_leaks();
    fh_notice(FH_NOTICE_CHECKED, 1);
}

/* In a fork the search at exit would show the parent's blocks again: what counts is found before. */
void fh_preload_leave(void)
{
    if (!is_ours()) {
        if (stem[0] != '\0')
            fh_notice(FH_NOTICE_FINISHED, 0); /* redirected, as its parent is */
        return;
    }
    fh_preload_note_objects();
    if (is_fork)
        check_leaks();
    fh_notice(FH_NOTICE_FINISHED, 0);
    fh_events->is_finished = 1;
    fh_backend()->leave();
    fh_clean_registers();
}

static void log_name(char *name, size_t size)
{
    snprintf(name, size, "%s.%d.log", stem, (int)getpid());
}

static void keep_log(void)
{
    char current[FILE_MAX];
    log_name(current, sizeof(current));
    for (unsigned i = 0; i < IMAGES_MAX; i++) {
        snprintf(kept_log, sizeof(kept_log), "%s.%d.%u.exec.log", stem, (int)getpid(), i);
        if (access(kept_log, F_OK) < 0)
            break;
    }
    rename(current, kept_log);
}

void fh_preload_before_exec(const char *path)
{
    if (stem[0] == '\0' || (path != NULL && access(path, X_OK) < 0))
        return;
    if (!is_ours())
        become_unannounced_child();
    if (!is_ours())
        return;
    fh_preload_note_objects();
    if (!is_unannounced)
        check_leaks();
    fh_notice(FH_NOTICE_EXEC, 0);
    keep_log();
    fh_events->is_finished = 1;
}

void fh_preload_exec_failed(void)
{
    char current[FILE_MAX];
    if (!is_ours() || kept_log[0] == '\0')
        return;
    log_name(current, sizeof(current));
    rename(kept_log, current);
    kept_log[0] = '\0';
    if (!is_unannounced)
        fh_notice(FH_NOTICE_CHECKED, 0); /* what is lost from now on is in no search yet */
    fh_events->is_finished = 0;
}

__attribute__((constructor(101))) static void begin(void)
{
    fh_preload_begin();
}
