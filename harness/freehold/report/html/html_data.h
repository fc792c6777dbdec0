/* SPDX-License-Identifier: MIT */
/*
 * What the page's script reads: the report as in report.json, with what repeats in it written once
 * (string_pool.h), the sources that it speaks of (source_excerpts.h), and what is to be known of each kind.
 * Callers: html.c.
 */
#pragma once

#include "model/report.h"
#include "report/machine/json_text.h"

/* Caller owns; free with fh_json_text_free(). */
struct fh_json_text *fh_html_data(const struct fh_report *report);
