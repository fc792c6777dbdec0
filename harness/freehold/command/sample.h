/* SPDX-License-Identifier: MIT */
/*
 * A library with faults that Freehold brings with it, as a folder that it may make anew.
 *
 * In: a command's resource. Out: its files. Callers: selftest, demo.
 */
#pragma once

#include <gio/gio.h>

/* Makes `folder`, with all files of the resource's /freehold/COMMAND. Whatever was in the folder is removed
 * if this command had made it; fails with FH_ERROR_USAGE if it is somebody else's and not empty, and with
 * FH_ERROR_ENVIRONMENT. */
gboolean fh_sample_make(const char *command, GResource *resource, const char *folder, GError **error);
