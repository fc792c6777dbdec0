// SPDX-License-Identifier: MIT
#include "import/consistency.h"

#include "import/document.h"
#include "report/machine/json.h"

static char *words_of(JsonNode *node)
{
    g_autofree char *text = node ? json_to_string(node, FALSE) : g_strdup("nothing");
    return fh_document_visible(text);
}

/* `place` is what differs, within reading->where. */
static void fail(struct fh_reading *reading, JsonNode *said, JsonNode *made)
{
    g_autofree char *is = words_of(said);
    g_autofree char *should_be = words_of(made);
    fh_reading_fail(reading, NULL,
                    "says %s, and the rest of the report makes it %s; it was changed, or is damaged: make it "
                    "again",
                    is, should_be);
}

static void compare(struct fh_reading *reading, JsonNode *said, JsonNode *made);

static void compare_inner(struct fh_reading *reading, const char *place, JsonNode *said, JsonNode *made)
{
    gsize length = reading->where->len;
    g_string_append(reading->where, place);
    compare(reading, said, made);
    if (!reading->error)
        g_string_truncate(reading->where, length);
}

static void compare_lists(struct fh_reading *reading, JsonArray *said, JsonArray *made)
{
    guint n = MAX(json_array_get_length(said), json_array_get_length(made));
    for (guint i = 0; i < n && !reading->error; i++) {
        g_autofree char *place = g_strdup_printf("[%u]", i);
        compare_inner(reading, place,
                      i < json_array_get_length(said) ? json_array_get_element(said, i) : NULL,
                      i < json_array_get_length(made) ? json_array_get_element(made, i) : NULL);
    }
}

static void compare_objects(struct fh_reading *reading, JsonObject *said, JsonObject *made)
{
    g_autoptr(GList) names = g_list_concat(json_object_get_members(said), json_object_get_members(made));
    for (GList *item = names; item && !reading->error; item = item->next) {
        g_autofree char *place =
            g_strdup_printf("%s%s", reading->where->len > 0 ? "." : "", (const char *)item->data);
        compare_inner(reading, place, json_object_get_member(said, item->data),
                      json_object_get_member(made, item->data));
    }
}

static void compare(struct fh_reading *reading, JsonNode *said, JsonNode *made)
{
    if (said && made && JSON_NODE_HOLDS_OBJECT(said) && JSON_NODE_HOLDS_OBJECT(made))
        compare_objects(reading, json_node_get_object(said), json_node_get_object(made));
    else if (said && made && JSON_NODE_HOLDS_ARRAY(said) && JSON_NODE_HOLDS_ARRAY(made))
        compare_lists(reading, json_node_get_array(said), json_node_get_array(made));
    else if (!said || !made || !json_node_equal(said, made))
        fail(reading, said, made);
}

void fh_reading_check_unchanged(struct fh_reading *reading, JsonNode *root, const struct fh_report *report)
{
    g_autoptr(JsonNode) made = fh_json_build(report);
    compare(reading, root, made);
}
