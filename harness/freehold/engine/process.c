// SPDX-License-Identifier: MIT
#include "engine/process.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"

#define POLL_US    4000
#define LOOK_MS    50 /* between looks at a process that has not ended */
#define PATIENCE_S 5

static volatile sig_atomic_t is_interrupted;

void fh_process_interrupt_all(void)
{
    is_interrupted = 1;
}

gboolean fh_process_is_interrupted(void)
{
    return is_interrupted != 0;
}

static const char *const removed_prefixes[] = {
    "VALGRIND_",     "MALLOC_", "LD_PRELOAD", "LD_AUDIT", "GLIBC_TUNABLES", "ASAN_OPTIONS", "LSAN_OPTIONS",
    "UBSAN_OPTIONS", "G_SLICE", "G_DEBUG",    NULL};

/* Why: a caught panic with a backtrace leaves 33 MB reachable; cached thread stacks keep stale pointers to
 * leaked blocks. */
static const char *const pinned_values[] = {"RUST_BACKTRACE=0", "RUST_LIB_BACKTRACE=0",
                                            "GLIBC_TUNABLES=glibc.pthread.stack_cache_size=0", NULL};

/* What else bends a program, and is handed on. */
static const char *const kept_prefixes[] = {"LANG=", "LC_", "RUST_", "RUSTFLAGS=", "LD_LIBRARY_PATH", NULL};

static gboolean has_prefix_of(const char *const *prefixes, const char *entry)
{
    for (guint i = 0; prefixes[i]; i++)
        if (g_str_has_prefix(entry, prefixes[i]))
            return TRUE;
    return FALSE;
}

static gboolean is_removed(const char *entry)
{
    return has_prefix_of(removed_prefixes, entry);
}

static gboolean is_pinned(const char *entry)
{
    const gsize length = strcspn(entry, "=") + 1;
    for (guint i = 0; pinned_values[i]; i++)
        if (strncmp(entry, pinned_values[i], length) == 0)
            return TRUE;
    return FALSE;
}

static int compare_settings(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *fh_process_settings(enum fh_setting setting)
{
    GPtrArray *settings = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) inherited = g_get_environ();
    for (guint i = 0; inherited[i]; i++) {
        const gboolean is_left_out = is_removed(inherited[i]) || is_pinned(inherited[i]);
        if (setting == FH_SETTING_LEFT_OUT ? is_left_out
                                           : !is_left_out && has_prefix_of(kept_prefixes, inherited[i]))
            g_ptr_array_add(settings, g_utf8_make_valid(inherited[i], -1));
    }
    g_ptr_array_sort(settings, compare_settings);
    return settings;
}

char **fh_process_environment(char ***pinned)
{
    g_auto(GStrv) inherited = g_get_environ();
    GStrvBuilder *builder = g_strv_builder_new();
    for (guint i = 0; inherited[i]; i++)
        if (!is_removed(inherited[i]))
            g_strv_builder_add(builder, inherited[i]);
    char **environment = g_strv_builder_end(builder);
    g_strv_builder_unref(builder);
    for (guint i = 0; pinned_values[i]; i++) {
        g_auto(GStrv) pair = g_strsplit(pinned_values[i], "=", 2);
        environment = g_environ_setenv(environment, pair[0], pair[1], TRUE);
    }
    if (pinned)
        *pinned = g_strdupv((char **)pinned_values);
    return environment;
}

char *fh_wait_status_text(int wait_status)
{
    if (WIFEXITED(wait_status))
        return g_strdup_printf("exit status %d", WEXITSTATUS(wait_status));
    if (WIFSIGNALED(wait_status))
        return g_strdup_printf("killed by signal %d (%s)", WTERMSIG(wait_status),
                               strsignal(WTERMSIG(wait_status)));
    return g_strdup_printf("wait status %d", wait_status);
}

/* Runs between fork and exec. */
static void own_process_group(gpointer data)
{
    (void)data;
    setpgid(0, 0);
}

static int open_output(const char *path, GError **error)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "can't write %s: %s", path, g_strerror(errno));
    return fd;
}

static char **environment_of(const struct fh_process *process)
{
    char **environment = process->is_foreground ? g_get_environ() : fh_process_environment(NULL);
    for (const char *const *pair = process->environment; pair && *pair; pair++) {
        g_auto(GStrv) words = g_strsplit(*pair, "=", 2);
        environment = g_environ_setenv(environment, words[0], words[1], TRUE);
    }
    return environment;
}

/* `out`, `err`: file descriptors; -1: ours. */
static gboolean spawn_with(const struct fh_process *process, int out, int err, GPid *pid, GError **error)
{
    g_auto(GStrv) environment = environment_of(process);
    g_autoptr(GError) inner = NULL;
    GSpawnFlags flags = G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD;
    if (process->is_foreground)
        flags |= G_SPAWN_CHILD_INHERITS_STDIN;
    if (g_spawn_async_with_fds(NULL, process->argv, environment, flags,
                               process->is_foreground ? NULL : own_process_group, NULL, pid, -1, out, err,
                               &inner))
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "can't start %s: %s", process->argv[0],
                inner->message);
    return FALSE;
}

static gboolean spawn(const struct fh_process *process, GPid *pid, GError **error)
{
    if (process->is_foreground)
        return spawn_with(process, -1, -1, pid, error);
    int out = open_output(process->stdout_path, error);
    if (out < 0)
        return FALSE;
    int err = open_output(process->stderr_path, error);
    if (err < 0) {
        close(out);
        return FALSE;
    }
    gboolean is_started = spawn_with(process, out, err, pid, error);
    close(out);
    close(err);
    return is_started;
}

/* What a process that is being watched has shown so far. */
struct watch {
    guint64 progress;
    gint64 last_progress;
    gint64 asked_to_end; /* 0: not yet */
};

/* Whom signals go to: the process group that is its own, or it alone. */
static GPid target_of(const struct fh_process *process, GPid pid)
{
    return process->is_foreground ? pid : -pid;
}

static void ask_to_end(const struct fh_process *process, GPid pid, struct watch *watch, gint64 now)
{
    gint64 patience = process->patience_s > 0 ? process->patience_s : PATIENCE_S;
    if (watch->asked_to_end == 0) {
        watch->asked_to_end = now;
        kill(target_of(process, pid), SIGTERM);
    } else if (now - watch->asked_to_end > patience * G_USEC_PER_SEC) {
        kill(target_of(process, pid), SIGKILL);
    }
}

static gboolean is_stuck(const struct fh_process *process, struct watch *watch, gint64 now)
{
    guint64 progress = process->progress ? process->progress(process->progress_data) : 0;
    if (progress != watch->progress) {
        watch->progress = progress;
        watch->last_progress = now;
    }
    return process->timeout_s > 0 && now - watch->last_progress > (gint64)process->timeout_s * G_USEC_PER_SEC;
}

/* Those of the group that are this process's children by now, since it adopts what others left
 * (program/leftovers.h): one that has ended is in its group until someone waits for it. */
static void take_ended(GPid group)
{
    while (waitpid(-group, NULL, WNOHANG) > 0)
        continue;
}

static gboolean is_group_there(GPid group)
{
    take_ended(group);
    return kill(-group, 0) == 0;
}

/* What the library forked has until the time out to end; then it is killed. FALSE: it was. */
static gboolean is_group_gone(const struct fh_process *process, GPid pid)
{
    gint64 deadline = g_get_monotonic_time() + (gint64)process->timeout_s * G_USEC_PER_SEC;
    while (is_group_there(pid)) {
        if (g_get_monotonic_time() > deadline || fh_process_is_interrupted()) {
            kill(-pid, SIGKILL);
            return FALSE;
        }
        g_usleep(POLL_US);
    }
    return TRUE;
}

/* Returns when the process ends, or after a while. `handle`: of the process; -1: the kernel has none (before
 * Linux 5.3). Many short naps would cost a program that runs for long one part in a hundred. */
static void wait_a_while(int handle)
{
    struct pollfd ending = {.fd = handle, .events = POLLIN};
    if (handle < 0)
        g_usleep(POLL_US);
    else
        poll(&ending, 1, LOOK_MS);
}

static void wait_for(const struct fh_process *process, GPid pid, struct fh_process_end *end)
{
    int handle = (int)syscall(SYS_pidfd_open, pid, 0u); /* closed by exec */
    gint64 start = g_get_monotonic_time();
    struct watch watch = {.last_progress = start};
    pid_t ended;
    while ((ended = waitpid(pid, &end->wait_status, WNOHANG)) == 0) {
        gint64 now = g_get_monotonic_time();
        end->was_interrupted |= fh_process_is_interrupted();
        end->timed_out |= is_stuck(process, &watch, now);
        if (end->was_interrupted || end->timed_out)
            ask_to_end(process, pid, &watch, now);
        wait_a_while(handle);
    }
    if (handle >= 0)
        close(handle);
    end->was_lost = ended != pid;
    if (end->timed_out || end->was_interrupted)
        kill(target_of(process, pid), SIGKILL);
    end->left_others = !process->is_foreground && !is_group_gone(process, pid);
    end->duration_us = g_get_monotonic_time() - start;
}

gboolean fh_process_run(const struct fh_process *process, struct fh_process_end *end, GError **error)
{
    GPid pid;
    *end = (struct fh_process_end){0};
    if (fh_process_is_interrupted()) {
        g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "interrupted before it ran");
        return FALSE;
    }
    if (!spawn(process, &pid, error))
        return FALSE;
    end->pid = pid;
    wait_for(process, pid, end);
    return TRUE;
}
