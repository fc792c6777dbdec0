/* SPDX-License-Identifier: MIT */
/*
 * One of several machines that share a run: which scenarios are its own. All of them see the same files, so
 * each knows without asking: those that may share a batch, and those that run alone, are dealt out in turn.
 *
 * In: --shard I/N, else what GitLab or Bazel say in the environment. Callers: choice.c, session.c.
 */
#pragma once

#include <glib.h>

struct fh_shard {
    guint index, total; /* from 1; a total of 1: everything */
    const char *source; /* who says so: "--shard", "CI_NODE_INDEX", …; NULL: nobody */
};

/* `option`: "2/3"; NULL: the environment is asked. Fails with FH_ERROR_USAGE when that is no shard. Bazel's
 * status file, which says that shards are known here, is touched. */
gboolean fh_shard_find(const char *option, struct fh_shard *out, GError **error);

/* Is the scenario that is the `position`-th of its kind, from 0, in this shard? */
gboolean fh_shard_has(const struct fh_shard *shard, guint position);
