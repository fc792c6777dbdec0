// SPDX-License-Identifier: MIT
#include "command/own_run.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/prctl.h>

#include "base/error.h"
#include "command/version.h"
#include "import/read.h"

/* In the child: what ends us ends it. */
static void end_with_parent(gpointer unused)
{
    (void)unused;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
}

static gboolean run_program(const char *const *argv, const char *directory, gboolean is_shown, GError **error)
{
    const GSubprocessFlags silence = G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE;
    g_autoptr(GError) cause = NULL;
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(is_shown ? G_SUBPROCESS_FLAGS_NONE : silence);
    if (directory)
        g_subprocess_launcher_set_cwd(launcher, directory);
    g_subprocess_launcher_set_child_setup(launcher, end_with_parent, NULL, NULL);
    g_autoptr(GSubprocess) process = g_subprocess_launcher_spawnv(launcher, argv, &cause);
    if (process && g_subprocess_wait(process, NULL, &cause))
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "can't run %s: %s", argv[0], cause->message);
    return FALSE;
}

gboolean fh_own_folder(const char *folder, GError **error)
{
    const char *const argv[] = {"rm", "-rf", folder, NULL};
    if (!run_program(argv, NULL, FALSE, error))
        return FALSE;
    if (g_mkdir_with_parents(folder, 0777) == 0)
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "can't make folder %s", folder);
    return FALSE;
}

struct fh_report *fh_own_run(const struct fh_own_run *run, GError **error)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *path = g_build_filename(run->out, "report.json", NULL);
    const char *const argv[] = {program,        "run",
                                "--engine",     run->engines,
                                "--timeout",    run->timeout,
                                "--out",        run->out,
                                "--config",     run->config,
                                "--build-dir",  run->build_dir,
                                run->scenarios, run->profile ? "--profile" : NULL,
                                run->profile,   NULL};
    return run_program(argv, run->directory, run->is_shown, error) ? fh_report_read(path, FH_VERSION, error)
                                                                   : NULL;
}
