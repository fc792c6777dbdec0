// SPDX-License-Identifier: MIT
#include "report/html/html_data.h"

#include "model/kinds.h"
#include "report/html/source_excerpts.h"
#include "report/machine/json.h"
#include "report/machine/json_document.h"
#include "report/machine/string_pool.h"

static void add_kinds(const struct fh_json *json)
{
    fh_json_name(json, "kinds");
    fh_json_begin(json);
    for (guint kind = 1; kind < FH_KIND_COUNT; kind++) {
        const struct fh_kind_info *info = fh_kind_info((enum fh_kind)kind);
        fh_json_name(json, info->name);
        fh_json_begin(json);
        fh_json_add_word(json, "description", info->description);
        fh_json_add_word(json, "explanation", info->explanation);
        fh_json_add_word(json, "remedy", info->remedy);
        fh_json_end(json);
    }
    fh_json_end(json);
}

struct fh_json_text *fh_html_data(const struct fh_report *report)
{
    fh_auto(fh_string_pool) pool = fh_string_pool_new();
    struct fh_json_text *text = fh_json_text_new(0);
    const struct fh_json json = {report, text, pool};
    fh_json_begin(&json);
    fh_json_name(&json, "report");
    fh_json_add_report(&json);
    fh_string_pool_add_tables(&json);
    fh_source_excerpts_add(&json);
    add_kinds(&json);
    fh_json_end(&json);
    return text;
}
