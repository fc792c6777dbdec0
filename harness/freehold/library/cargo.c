// SPDX-License-Identifier: MIT
#include "library/cargo.h"

#include <string.h>

#include "base/error.h"
#include "library/cargo_run.h"
#include "library/instrument.h"
#include "library/wrapper.h"

#define WITH_SANITIZER                                                                                      \
    " with AddressSanitizer; that takes a nightly rustc, or a stable one that heeds RUSTC_BOOTSTRAP=1, as " \
    "those of "                                                                                             \
    "rustup and Debian do. Leave --instrument out to audit the library as it is"

static void add(GPtrArray *arguments, const char *first, const char *second)
{
    g_ptr_array_add(arguments, g_strdup(first));
    if (second)
        g_ptr_array_add(arguments, g_strdup(second));
}

/* As cargo-c does, a crate that is made for it gets its feature. */
static void add_features(GPtrArray *arguments, const struct fh_cargo_job *job)
{
    g_autofree char *features = g_strjoinv(",", job->config->features);
    if (job->config->no_default_features)
        add(arguments, "--no-default-features", NULL);
    if (*features != '\0')
        add(arguments, "--features", features);
    if (job->crate->is_capi)
        add(arguments, "--features", "capi");
}

/* A package's name alone may stand for several versions. */
static void add_package(GPtrArray *arguments, const struct fh_crate *crate)
{
    g_autofree char *package = g_strconcat(crate->package, ":", crate->version, NULL);
    add(arguments, "--manifest-path", crate->manifest);
    add(arguments, "--package", package);
    add(arguments, "--lib", NULL);
}

/* A cargo that knows no --crate-type makes all that the crate names, the static library among it. */
static gboolean must_name_type(const struct fh_cargo_job *job)
{
    static const char *const arguments[] = {"--version", NULL};
    const struct fh_cargo cargo = {
        .directory = job->crate->work_dir, .arguments = arguments, .failure = "cargo --version failed"};
    g_autofree char *version = NULL;
    return !job->crate->has_staticlib || !fh_cargo_run(&cargo, &version, NULL) || !fh_cargo_is_old(version);
}

/* Caller owns. */
static GPtrArray *build_arguments(const struct fh_cargo_job *job, const char *target)
{
    GPtrArray *arguments = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *target_dir = g_build_filename(job->directory, "cargo", NULL);
    add(arguments, "rustc", "--message-format=json-render-diagnostics");
    add_package(arguments, job->crate);
    if (must_name_type(job))
        add(arguments, "--crate-type", job->crate->is_linkable ? "staticlib" : "rlib");
    add(arguments, "--target-dir", target_dir);
    if (!g_str_equal(job->profile, "debug"))
        add(arguments, "--profile", job->profile);
    if (job->is_locked)
        add(arguments, "--locked", NULL);
    if (target)
        add(arguments, "--target", target);
    add_features(arguments, job);
    if (job->crate->is_capi) {
        add(arguments, "--", NULL);
        add(arguments, "--cfg", "cargo_c");
    }
    g_ptr_array_add(arguments, NULL);
    return arguments;
}

static gboolean find_target(const struct fh_cargo_job *job, char **target, GError **error)
{
    *target = job->config->target    ? g_strdup(job->config->target)
              : job->is_instrumented ? fh_instrument_target(job->crate->work_dir, error)
                                     : NULL;
    return *target || !job->is_instrumented;
}

static struct fh_cargo_build *build(const struct fh_cargo_job *job, const char *target, const char *flags,
                                    GError **error)
{
    g_autoptr(GPtrArray) arguments = build_arguments(job, target);
    g_autofree char *failure = g_strdup_printf("cargo could not build %s with profile '%s'%s",
                                               job->config->crate, job->profile, flags ? WITH_SANITIZER : "");
    g_autofree char *output = NULL;
    const struct fh_cargo cargo = {.directory = job->crate->work_dir,
                                   .arguments = (const char *const *)arguments->pdata,
                                   .profile = job->profile,
                                   .flags = flags,
                                   .failure = failure};
    if (!fh_cargo_run(&cargo, &output, error))
        return NULL;
    struct fh_cargo_build *made =
        fh_cargo_build_from_messages(output, job->crate->manifest, job->crate->is_linkable ? ".a" : ".rlib");
    if (!made)
        g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "cargo built %s, and does not name what it made",
                    job->config->crate);
    return made;
}

struct fh_cargo_build *fh_cargo_build_crate(const struct fh_cargo_job *job, GError **error)
{
    g_autofree char *target = NULL;
    g_autofree char *flags = job->is_instrumented ? fh_instrument_flags() : NULL;
    if (!find_target(job, &target, error))
        return NULL;
    fh_auto(fh_cargo_build) made = build(job, target, flags, error);
    if (!made || job->crate->is_linkable)
        return g_steal_pointer(&made);
    char *archive = fh_wrapper_make(job->crate, made, job->directory, target, flags, error);
    if (!archive)
        return NULL;
    g_free(made->made);
    made->made = archive;
    return g_steal_pointer(&made);
}
