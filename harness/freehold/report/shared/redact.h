/* SPDX-License-Identifier: MIT */
/*
 * What a report shows of its strings. In a deterministic report, whatever changes from run to run or from
 * machine to machine is taken out: process ids, addresses, absolute paths. All writers go through here.
 */
#pragma once

#include "model/report.h"
#include "model/result.h"

/* Messages, records, commands: valid UTF-8; in a deterministic report ==1234== becomes ==PID==, an address
 * 0x…, an absolute path its base name. NULL stays NULL. Caller owns; free with g_free(). */
char *fh_redact_text(const struct fh_report *report, const char *text);

/* A path: in a deterministic report the base name of an absolute one. NULL stays NULL. Caller owns; free with
 * g_free(). */
char *fh_redact_path(const struct fh_report *report, const char *path);

/* The name of a raw log; in a deterministic report without the process id in it. Caller owns; free with
 * g_free(). */
char *fh_redact_log(const struct fh_report *report, const char *log);

/* The scenario's name, which a script gave it and nothing may change; without a file it is a command line,
 * and is shown as text. Caller owns; free with g_free(). */
char *fh_redact_scenario(const struct fh_report *report, const struct fh_result *result);
