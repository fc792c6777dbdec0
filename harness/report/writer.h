/* SPDX-License-Identifier: MIT */
/*
 * Report writers: a report in, a stream out. Pure; to add one is to add a file with one `const struct
 * fh_writer` and an entry in writers.c. Callers: command.
 */
#pragma once

#include <gio/gio.h>

#include "finding/finding.h"

struct fh_writer {
    const char *name;      /* "json" */
    const char *file_name; /* in the output directory; NULL when it only goes to the terminal */
    /* `colour`: escape sequences may be used. */
    gboolean (*write)(const struct fh_report *report, GOutputStream *out, gboolean colour, GError **error);
};

extern const struct fh_writer fh_json_writer; /* report.json, reports/report.schema.json */
/* for people: a table of scenarios, then what is wrong, with stacks and source excerpts */
extern const struct fh_writer fh_text_writer;
extern const struct fh_writer fh_tap_writer; /* TAP 13, a test a result; diagnostics as comment lines */
extern const struct fh_writer fh_html_writer; /* index.html: the page that people read; reports/page.html */

/* All writers, NULL-terminated. */
const struct fh_writer *const *fh_writers(void);

/* NULL when there is none of that name. */
const struct fh_writer *fh_writer_by_name(const char *name);
