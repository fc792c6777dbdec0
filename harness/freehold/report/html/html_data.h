/* SPDX-License-Identifier: MIT */
/*
 * What the page's script reads: the report as in report.json, with what repeats in it written once
 * (string_pool.h), the sources that it speaks of (source_excerpts.h), and what is to be known of each kind.
 * Callers: html.c.
 */
#pragma once

#include "model/report.h"

/* JSON. Caller owns; free with g_free(). */
char *fh_html_data(const struct fh_report *report);
