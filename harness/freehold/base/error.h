/* SPDX-License-Identifier: MIT */
/*
 * Errors of every module, as GError. The message says what, where, why and what to do; the code says only
 * how the command ends. Exit statuses are in docs and `freehold --help`.
 */
#pragma once

#include <glib.h>

#define FH_ERROR (fh_error_quark())

enum fh_error_code {
    FH_ERROR_USAGE,       /* the command line or freehold.ini is wrong: exit 2 */
    FH_ERROR_SCRIPT,      /* a scenario, header or contract is wrong: exit 2 */
    FH_ERROR_ENVIRONMENT, /* a tool is missing, a build or a run failed, a log is cut: exit 3 */
};

GQuark fh_error_quark(void);
