// SPDX-License-Identifier: MIT
#include "command/shard.h"

#include <glib/gstdio.h>
#include <stdio.h>

#include "base/error.h"

/* What the systems that start a job several times tell each. */
static const struct {
    const char *index, *total, *status_file;
    guint first; /* of their indices */
} systems[] = {
    {"TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS", "TEST_SHARD_STATUS_FILE", 0}, /* Bazel */
    {"CI_NODE_INDEX", "CI_NODE_TOTAL", NULL, 1},                            /* GitLab */
};

static gboolean read_number(const char *text, guint *number)
{
    guint64 value;
    if (!g_ascii_string_to_unsigned(text, 10, 0, 1000000, &value, NULL))
        return FALSE;
    *number = (guint)value;
    return TRUE;
}

static gboolean is_shard(const struct fh_shard *shard)
{
    return shard->total >= 1 && shard->index >= 1 && shard->index <= shard->total;
}

static gboolean read_option(const char *option, struct fh_shard *out, GError **error)
{
    g_auto(GStrv) words = g_strsplit(option, "/", -1);
    struct fh_shard shard = {.source = "--shard"};
    if (g_strv_length(words) == 2 && read_number(words[0], &shard.index) &&
        read_number(words[1], &shard.total) && is_shard(&shard)) {
        *out = shard;
        return TRUE;
    }
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                "--shard %s: say which of how many, from 1: --shard 2/3 is the second of three", option);
    return FALSE;
}

static gboolean read_system(guint i, struct fh_shard *out, GError **error)
{
    const char *index = g_getenv(systems[i].index), *total = g_getenv(systems[i].total);
    struct fh_shard shard = {.source = systems[i].index};
    if (read_number(index, &shard.index) && read_number(total, &shard.total)) {
        shard.index += 1 - systems[i].first;
        if (is_shard(&shard)) {
            *out = shard;
            return TRUE;
        }
    }
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                "%s=%s and %s=%s are no shard; unset them, or say which part to run with --shard (1/1: all)",
                systems[i].index, index, systems[i].total, total);
    return FALSE;
}

static gboolean touch(const char *variable, GError **error)
{
    const char *path = variable ? g_getenv(variable) : NULL;
    FILE *file = path ? g_fopen(path, "a") : NULL;
    if (path && !file) {
        g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "can't touch %s, which %s names", path, variable);
        return FALSE;
    }
    if (file)
        fclose(file);
    return TRUE;
}

gboolean fh_shard_find(const char *option, struct fh_shard *out, GError **error)
{
    *out = (struct fh_shard){1, 1, NULL};
    for (guint i = 0; i < G_N_ELEMENTS(systems); i++) {
        if (!g_getenv(systems[i].index) || !g_getenv(systems[i].total))
            continue;
        if (!touch(systems[i].status_file, error))
            return FALSE;
        return option ? read_option(option, out, error) : read_system(i, out, error);
    }
    return !option || read_option(option, out, error);
}

gboolean fh_shard_has(const struct fh_shard *shard, guint position)
{
    return shard->total <= 1 || position % shard->total == shard->index - 1;
}
