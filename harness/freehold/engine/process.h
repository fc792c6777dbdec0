/* SPDX-License-Identifier: MIT */
/*
 * One process of an engine: started with a pinned environment in a process group of its own, watched, and
 * ended when it makes no progress. Callers: engines, from worker threads.
 */
#pragma once

#include <glib.h>

struct fh_process {
    char **argv;
    const char *const *environment; /* "NAME=value", beside the others; NULL: nothing */
    /* The user's own program: our standard streams, environment and process group are its. Otherwise: streams
     * below, fh_process_environment(), a process group of its own. */
    gboolean is_foreground;
    /* both are created; the program under audit writes here, never to our terminal */
    const char *stdout_path;
    const char *stderr_path;
    guint timeout_s;                         /* without progress; 0: none */
    guint64 (*progress)(gconstpointer data); /* any change of this number is progress; may be NULL */
    gconstpointer progress_data;
    guint patience_s; /* from SIGTERM to SIGKILL; 0: 5, in which Valgrind writes its summary */
};

struct fh_process_end {
    gint64 pid;
    int wait_status; /* as of waitpid() */
    gboolean timed_out;
    gboolean was_interrupted; /* by fh_process_interrupt_all() */
    gboolean was_lost;        /* how it ended could not be seen */
    gboolean left_others;     /* processes of its group went on, and were killed after timeout_s */
    guint64 duration_us;
};

/* Blocking. Fails with FH_ERROR_ENVIRONMENT when it can't be started. On a time out SIGTERM first (Valgrind
 * then still writes its summary), SIGKILL after patience_s; always to the whole process group. */
gboolean fh_process_run(const struct fh_process *process, struct fh_process_end *end, GError **error);

/* Variables of this environment that bend what a program does: the allocator's, Valgrind's and the
 * sanitizers', Rust's, preloads, the locale. */
enum fh_setting {
    FH_SETTING_LEFT_OUT, /* runners don't get them; a program that is run as it is does */
    FH_SETTING_KEPT,
};

/* char *: "NAME=value", sorted. Caller owns; g_ptr_array_unref(). */
GPtrArray *fh_process_settings(enum fh_setting setting);

/* The environment that engines run in: what could bend a run is removed or pinned. `pinned` receives what was
 * pinned, as "NAME=value", for the record; may be NULL. Caller owns both; g_strfreev(). */
char **fh_process_environment(char ***pinned);

/* Async-signal-safe: every running and later process ends as soon as it can. */
void fh_process_interrupt_all(void);
gboolean fh_process_is_interrupted(void);

/* The wait status in words: "exit status 3", "killed by signal 9 (Killed)". Caller owns; g_free(). */
char *fh_wait_status_text(int wait_status);
