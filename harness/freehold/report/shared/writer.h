/* SPDX-License-Identifier: MIT */
/*
 * Report writers: a report in, a stream out. Pure; to add one is to add a file with one `const struct
 * fh_writer` and an entry in writers.c. Callers: command.
 */
#pragma once

#include <gio/gio.h>

#include "model/report.h"

/* What a writer writes to. */
struct fh_sink {
    GOutputStream *out; /* borrowed */
    gboolean colour;    /* escape sequences may be used */
    char *left_out; /* the writer's word on what had no room, one line; NULL: nothing. The caller's; free with
                       g_free() */
};

struct fh_writer {
    const char *name;      /* "json" */
    const char *file_name; /* in the output directory; NULL when it only goes to the terminal */
    gboolean (*write)(const struct fh_report *report, struct fh_sink *sink, GError **error);
    gboolean is_printed; /* --format may name it */
};

extern const struct fh_writer fh_json_writer; /* report.json, reports/report.schema.json */
/* for people: a table of scenarios, then what is wrong, with stacks and source excerpts */
extern const struct fh_writer fh_text_writer;
extern const struct fh_writer fh_tap_writer;  /* TAP 13, a test a result; diagnostics as comment lines */
extern const struct fh_writer fh_html_writer; /* index.html: the page that people read; reports/page.html */

extern const struct fh_writer fh_junit_writer;        /* JUnit XML */
extern const struct fh_writer fh_sarif_writer;        /* SARIF 2.1.0 */
extern const struct fh_writer fh_code_quality_writer; /* GitLab's Code Quality */
extern const struct fh_writer fh_github_writer;       /* workflow commands: annotations in GitHub's actions */
extern const struct fh_writer fh_markdown_writer;     /* a summary, for a pull request's comment */
