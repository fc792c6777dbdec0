// SPDX-License-Identifier: MIT
#include "report/machine/sarif_rules.h"

#include "model/finding.h"
#include "model/kinds.h"

#define RULE_UNMET "FH1001"

/* Everything that is seen was seen happen. */
#define PRECISION "very-high"

void fh_sarif_add_message(const struct fh_json *json, const char *name, const char *text)
{
    fh_json_name(json, name);
    fh_json_begin(json);
    fh_json_add_word(json, "text", text);
    fh_json_end(json);
}

void fh_sarif_add_weakness(const struct fh_json *json, const char *name, guint cwe)
{
    g_autofree char *id = g_strdup_printf("%u", cwe);
    if (name)
        fh_json_name(json, name);
    fh_json_begin(json);
    fh_json_add_word(json, "id", id);
    fh_json_name(json, "toolComponent");
    fh_json_begin(json);
    fh_json_add_word(json, "name", "CWE");
    fh_json_end(json);
    fh_json_end(json);
}

static void add_list_of_words(const struct fh_json *json, const char *name, const char *const *words)
{
    fh_json_name(json, name);
    fh_json_begin_list(json);
    for (guint i = 0; words[i]; i++)
        fh_json_value(json, words[i]);
    fh_json_end_list(json);
}

/* "cross-allocator-free" -> "CrossAllocatorFree", as SARIF wants it. */
static char *rule_name(const char *kind)
{
    g_auto(GStrv) words = g_strsplit(kind, "-", -1);
    for (guint i = 0; words[i]; i++)
        words[i][0] = g_ascii_toupper(words[i][0]);
    return g_strjoinv("", words);
}

/* "A block released twice." */
static char *sentence(const char *text)
{
    char *whole = g_str_has_suffix(text, ".") ? g_strdup(text) : g_strconcat(text, ".", NULL);
    whole[0] = g_ascii_toupper(whole[0]);
    return whole;
}

static void begin_descriptor(const struct fh_json *json, const char *id, const char *name,
                             const char *description)
{
    g_autofree char *conventional = rule_name(name);
    g_autofree char *text = sentence(description);
    fh_json_begin(json);
    fh_json_add_word(json, "id", id);
    fh_json_add_word(json, "name", conventional);
    fh_sarif_add_message(json, "shortDescription", text);
}

static void add_level(const struct fh_json *json)
{
    fh_json_name(json, "defaultConfiguration");
    fh_json_begin(json);
    fh_json_add_word(json, "level", "error");
    fh_json_end(json);
}

static void add_relationship(const struct fh_json *json, guint cwe)
{
    fh_json_name(json, "relationships");
    fh_json_begin_list(json);
    fh_json_begin(json);
    fh_sarif_add_weakness(json, "target", cwe);
    add_list_of_words(json, "kinds", (const char *const[]){"relevant", NULL});
    fh_json_end(json);
    fh_json_end_list(json);
}

/* What GitHub's code scanning sorts by. */
static void add_properties(const struct fh_json *json, const struct fh_kind_info *info)
{
    const guint tenths = fh_kind_severity(info->kind);
    g_autofree char *severity = g_strdup_printf("%u.%u", tenths / 10, tenths % 10);
    g_autofree char *weakness = g_strdup_printf("external/cwe/cwe-%u", info->cwe);
    const char *const security[] = {"memory", "security", weakness, NULL}, *const other[] = {"memory", NULL};
    fh_json_name(json, "properties");
    fh_json_begin(json);
    add_list_of_words(json, "tags", tenths > 0 ? security : other);
    fh_json_add_word(json, "precision", PRECISION);
    if (tenths > 0)
        fh_json_add_word(json, "security-severity", severity);
    fh_json_end(json);
}

static void add_kind(const struct fh_json *json, const struct fh_kind_info *info)
{
    g_autofree char *id = g_strdup_printf("FH%04u", info->kind);
    g_autofree char *help = g_strdup_printf("%s\n\n%s", info->explanation, info->remedy);
    begin_descriptor(json, id, info->name, info->description);
    fh_sarif_add_message(json, "fullDescription", info->explanation);
    fh_sarif_add_message(json, "help", help);
    add_level(json);
    if (info->cwe != 0)
        add_relationship(json, info->cwe);
    add_properties(json, info);
    fh_json_end(json);
}

static void add_unmet(const struct fh_json *json)
{
    begin_descriptor(json, RULE_UNMET, FH_RULE_UNMET, "the scenario expects what was not seen");
    fh_sarif_add_message(json, "fullDescription",
                         "An expect did not hold, or a finding that the line must show was not found.");
    fh_sarif_add_message(json, "help",
                         "Mend the library, if the scenario says what it should do; or the scenario.");
    add_level(json);
    fh_json_end(json);
}

static void add_rules(const struct fh_json *json)
{
    fh_json_name(json, "rules");
    fh_json_begin_list(json);
    for (guint kind = 1; kind < FH_KIND_COUNT; kind++)
        add_kind(json, fh_kind_info((enum fh_kind)kind));
    add_unmet(json);
    fh_json_end_list(json);
}

static void add_notifications(const struct fh_json *json)
{
    fh_json_name(json, "notifications");
    fh_json_begin_list(json);
    begin_descriptor(json, FH_SARIF_NOT_JUDGED, FH_RULE_NOT_JUDGED,
                     "it could not be told whether this is clean");
    fh_sarif_add_message(json, "fullDescription", "What was not seen whole is not called clean.");
    fh_sarif_add_message(json, "help", "Do what the notification's message says, and run it again.");
    fh_json_end(json);
    begin_descriptor(json, FH_SARIF_LEFT_OUT, "left-out", "the file has no room for more");
    fh_sarif_add_message(json, "fullDescription", "GitHub refuses a file that is over its limits.");
    fh_sarif_add_message(json, "help", "Read report.json or the page, which have everything.");
    fh_json_end(json);
    fh_json_end_list(json);
}

void fh_sarif_add_tool(const struct fh_json *json)
{
    fh_json_name(json, "tool");
    fh_json_begin(json);
    fh_json_name(json, "driver");
    fh_json_begin(json);
    fh_json_add_word(json, "name", "Freehold");
    if (json->report->version)
        fh_json_add_word(json, "version", json->report->version);
    add_rules(json);
    add_notifications(json);
    fh_json_name(json, "supportedTaxonomies");
    fh_json_begin_list(json);
    fh_json_begin(json);
    fh_json_add_word(json, "name", "CWE");
    fh_json_end(json);
    fh_json_end_list(json);
    fh_json_end(json);
    fh_json_end(json);
}

static void add_taxon(const struct fh_json *json, guint cwe)
{
    g_autofree char *id = g_strdup_printf("%u", cwe);
    fh_json_begin(json);
    fh_json_add_word(json, "id", id);
    fh_json_end(json);
}

static int compare_numbers(gconstpointer a, gconstpointer b)
{
    const guint x = *(const guint *)a, y = *(const guint *)b;
    return (x > y) - (x < y);
}

/* Of the rules, and of findings that are about a closer one. */
static GArray *weaknesses(const GPtrArray *problems)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint kind = 1; kind < FH_KIND_COUNT; kind++)
        g_array_append_val(all, fh_kind_info((enum fh_kind)kind)->cwe);
    for (guint i = 0; i < problems->len; i++) {
        const struct fh_problem *problem = g_ptr_array_index(problems, i);
        const guint cwe = problem->finding ? fh_finding_cwe(problem->finding) : 0;
        g_array_append_val(all, cwe);
    }
    g_array_sort(all, compare_numbers);
    return all;
}

void fh_sarif_add_taxonomies(const struct fh_json *json, const GPtrArray *problems)
{
    g_autoptr(GArray) all = weaknesses(problems);
    guint last = 0;
    fh_json_name(json, "taxonomies");
    fh_json_begin_list(json);
    fh_json_begin(json);
    fh_json_add_word(json, "name", "CWE");
    fh_json_add_word(json, "organization", "MITRE");
    fh_sarif_add_message(json, "shortDescription", "The Common Weakness Enumeration.");
    fh_json_name(json, "taxa");
    fh_json_begin_list(json);
    for (guint i = 0; i < all->len; i++) {
        const guint cwe = g_array_index(all, guint, i);
        if (cwe != last)
            add_taxon(json, cwe);
        last = cwe;
    }
    fh_json_end_list(json);
    fh_json_end(json);
    fh_json_end_list(json);
}

void fh_sarif_add_rule_of(const struct fh_json *json, const struct fh_problem *problem)
{
    const guint kind = problem->finding ? problem->finding->kind : 0;
    g_autofree char *id = kind != 0 ? g_strdup_printf("FH%04u", kind) : g_strdup(RULE_UNMET);
    fh_json_add_word(json, "ruleId", id);
    fh_json_add_count(json, "ruleIndex", kind != 0 ? kind - 1 : FH_KIND_COUNT - 1);
}
