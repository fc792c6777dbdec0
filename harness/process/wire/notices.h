/* SPDX-License-Identifier: MIT */
/*
 * Lines that the runner writes into the engine's own log (VALGRIND_PRINTF), so that the log's records can be
 * told apart by scenario and step. memcheck shows them as `**PID** freehold: …`. The one place where their
 * text is written down.
 */
#pragma once

#define FH_NOTICE_PREFIX "freehold: "
#define FH_NOTICE_BEGIN  "begin %u" /* plan index of the scenario that starts */
/* the step that starts (only when a scenario runs alone); 0: one that is not named */
#define FH_NOTICE_LINE    "line %u"
#define FH_NOTICE_END     "end %u"     /* its steps are done; its leak check follows */
#define FH_NOTICE_CHECKED "checked %u" /* its leak check is done */
/* event id, "layout-mismatch" | "wrong-release" | "owner"; a stack and, by the monitor command
 * `v.info location`, the block's description follow */
#define FH_NOTICE_EVENT          "#%u %s"
#define FH_NOTICE_SIGNAL         "signal %u"              /* a fatal signal of the process's own making */
#define FH_NOTICE_FOREIGN_SIGNAL "signal %u from outside" /* … of another process's */
/* the program's mark (freehold.h): all that changed since the last one follows, up to "marked" */
#define FH_NOTICE_MARK     "mark %u"
#define FH_NOTICE_MARKED   "marked %u"
#define FH_NOTICE_FORKED   "forked %u" /* in a forked child: errors that were counted before */
#define FH_NOTICE_EXEC     "exec %u"   /* the process is about to become another program */
#define FH_NOTICE_FINISHED "finished"
/* The function that loses blocks before a leak search in a program that runs under AddressSanitizer as it is:
 * a search that does not report them did not look. */
#define FH_LOST_ON_PURPOSE "freehold_lost_on_purpose"
