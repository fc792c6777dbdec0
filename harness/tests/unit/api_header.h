/* SPDX-License-Identifier: MIT */
/* A header of data/api/, read. */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "run_suite.h"

/* Caller owns; free with fh_api_free(). */
static struct fh_api *load_header(const char *name)
{
    g_autofree char *path = g_build_filename(g_getenv("FH_TEST_DATA"), "api", name, NULL);
    GError *error = NULL;
    struct fh_api *api = fh_api_load(path, NULL, &error);
    ck_assert_msg(api != NULL, "%s", error ? error->message : "");
    return api;
}
