// SPDX-License-Identifier: MIT
#include "report/machine/json_coverage.h"

#include "model/coverage.h"

static void add_point_item(const struct fh_json *json, gconstpointer item)
{
    const struct fh_point *point = item;
    fh_json_begin(json);
    fh_json_add_word(json, "kind", fh_point_kind_name(point->kind));
    fh_json_add_text(json, "function", point->function);
    fh_json_add_text(json, "what", point->what);
    fh_json_add_flag(json, "seen", point->is_seen);
    fh_json_end(json);
}

static void add_coverage_item(const struct fh_json *json, gconstpointer item)
{
    const struct fh_coverage *coverage = item;
    fh_json_begin(json);
    fh_json_add_word(json, "library", coverage->library ? coverage->library : "");
    fh_json_add_list(json, "points", coverage->points, add_point_item);
    fh_json_end(json);
}

void fh_json_add_coverage(const struct fh_json *json)
{
    fh_json_name(json, "coverage");
    fh_json_begin(json);
    fh_json_add_count(json, "percent", fh_coverage_percent(json->report));
    if (json->report->min_coverage > 0)
        fh_json_add_count(json, "minimum", json->report->min_coverage);
    else
        fh_json_add_word(json, "minimum", NULL);
    fh_json_add_list(json, "libraries", json->report->coverages, add_coverage_item);
    fh_json_end(json);
}
