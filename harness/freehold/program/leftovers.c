// SPDX-License-Identifier: MIT
#include "program/leftovers.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/process.h"

#define POLL_US    20000
#define PATIENCE_S 5  /* as a program has itself: engine/process.c */
#define STOP_MAX_S 15 /* what not even SIGKILL ends is not waited for longer */

static gint64 seconds_from_now(guint seconds)
{
    return g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;
}

void fh_leftovers_adopt(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1);
}

static gboolean is_any_left(void)
{
    pid_t ended;
    do
        ended = waitpid(-1, NULL, WNOHANG);
    while (ended > 0);
    return ended == 0;
}

void fh_leftovers_wait(guint seconds)
{
    gint64 deadline = seconds_from_now(seconds);
    while (is_any_left() && g_get_monotonic_time() < deadline && !fh_process_is_interrupted())
        g_usleep(POLL_US);
}

/* The parent of process `pid`, which stands behind its name in brackets and its state; 0: there is no such
 * process. */
static pid_t parent_of(const char *pid)
{
    g_autofree char *path = g_build_filename("/proc", pid, "stat", NULL);
    g_autofree char *text = NULL;
    int parent = 0;
    const char *name_end = g_file_get_contents(path, &text, NULL, NULL) ? strrchr(text, ')') : NULL;
    return name_end && sscanf(name_end, ") %*c %d", &parent) == 1 ? parent : 0;
}

/* `asked`: whom SIGTERM was sent to already. */
static void end_children(GHashTable *asked, gboolean is_patient)
{
    g_autoptr(GDir) processes = g_dir_open("/proc", 0, NULL);
    const char *name;
    while (processes && (name = g_dir_read_name(processes))) {
        pid_t pid = (pid_t)g_ascii_strtoll(name, NULL, 10);
        if (pid <= 0 || parent_of(name) != getpid())
            continue;
        if (!is_patient)
            kill(pid, SIGKILL);
        else if (g_hash_table_add(asked, GINT_TO_POINTER(pid)))
            kill(pid, SIGTERM);
    }
}

void fh_leftovers_stop(void)
{
    g_autoptr(GHashTable) asked = g_hash_table_new(NULL, NULL);
    gint64 patience = seconds_from_now(PATIENCE_S), deadline = seconds_from_now(STOP_MAX_S);
    while (is_any_left() && g_get_monotonic_time() < deadline) {
        end_children(asked, g_get_monotonic_time() < patience && !fh_process_is_interrupted());
        g_usleep(POLL_US);
    }
}
