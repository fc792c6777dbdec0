// SPDX-License-Identifier: MIT
#include "draft/pairs.h"

#include <string.h>

#include "api/lookup.h"
#include "wire/allocators.h"

/* Words in the names of functions that take a block back, beside libc's own. */
static const char *const release_words[] = {"destroy", "drop",     "delete", "release",  "dispose", "unref",
                                            "dealloc", "destruct", "close",  "finalize", "cleanup", NULL};

/* What a guess is worth: a comment that names the function is worth more than any likeness of names. */
#define WORTH_OF_COMMENT 1000

struct finder {
    const struct fh_api *api;
    GHashTable *defined;
    GPtrArray *releases; /* const struct fh_function * */
    GPtrArray *pairs;
};

static void pair_free(gpointer data)
{
    struct fh_draft_pair *pair = data;
    g_free(pair->evidence);
    g_free(pair);
}

/* Also with more in front of it: "bzclose". */
static gboolean is_release_word(const char *word)
{
    for (const char *const *known = release_words; *known; known++)
        if (g_str_has_suffix(word, *known))
            return TRUE;
    return g_str_has_suffix(word, fh_family_release(FH_FAMILY_MALLOC));
}

/* Words are apart by '_', or begin with a capital: "BZ2_bzClose", "rure_free". */
static gboolean has_release_word(const char *name)
{
    while (*name != '\0') {
        gsize length = 1;
        while (name[length] != '\0' && name[length] != '_' && !g_ascii_isupper(name[length]))
            length++;
        g_autofree char *word = g_ascii_strdown(name, (gssize)length);
        if (is_release_word(word))
            return TRUE;
        name += length;
        name += strspn(name, "_");
    }
    return FALSE;
}

static gboolean is_block(const struct fh_type *type)
{
    if (type->kind != FH_TYPE_POINTER)
        return FALSE;
    const struct fh_type *target = type->target;
    return target->kind == FH_TYPE_STRUCT || target->is_char ||
           (target->kind == FH_TYPE_UNSIGNED && target->size == 1);
}

static gboolean is_release(const struct fh_function *function)
{
    if (function->parameters->len != 1 || !has_release_word(function->name))
        return FALSE;
    const struct fh_parameter *parameter = g_ptr_array_index(function->parameters, 0);
    return is_block(parameter->type);
}

static gboolean is_there(const struct finder *finder, const struct fh_function *function)
{
    return (function->is_library || function->is_included) &&
           (!finder->defined || g_hash_table_contains(finder->defined, function->name));
}

static const struct fh_type *taken_by(const struct fh_function *release)
{
    return ((const struct fh_parameter *)g_ptr_array_index(release->parameters, 0))->type->target;
}

static gboolean is_named_in_comment(const struct fh_function *producer, const struct fh_function *release)
{
    return producer->comment && strstr(producer->comment, release->name);
}

static guint likeness(const char *a, const char *b)
{
    guint length = 0;
    while (a[length] != '\0' && a[length] == b[length])
        length++;
    return length;
}

/* A block that the caller may not change is rarely the caller's: then only its comment, or a release function
 * of just that type, says so. 0: it does not fit. */
static guint worth_of(const struct fh_function *producer, const struct fh_type *block,
                      const struct fh_function *release)
{
    const struct fh_type *target = block->target, *taken = taken_by(release);
    if (target->unqualified != taken->unqualified || producer == release)
        return 0;
    if (is_named_in_comment(producer, release))
        return WORTH_OF_COMMENT;
    return target->is_const && !taken->is_const ? 0 : 1 + likeness(producer->name, release->name);
}

static const struct fh_function *best_release(const struct finder *finder, const struct fh_function *producer,
                                              const struct fh_type *block, guint *worth)
{
    const struct fh_function *best = NULL;
    *worth = 0;
    for (guint i = 0; i < finder->releases->len; i++) {
        const struct fh_function *release = g_ptr_array_index(finder->releases, i);
        guint value = worth_of(producer, block, release);
        if (value > *worth) {
            *worth = value;
            best = release;
        }
    }
    return best;
}

static char *evidence_for(const struct fh_function *producer, const struct fh_function *release,
                          const struct fh_ownership *ownership, const struct fh_type *block, guint worth)
{
    if (ownership && ownership->free_function)
        return g_strdup("the header's contract says so");
    if (worth >= WORTH_OF_COMMENT) {
        g_autofree char *header = g_path_get_basename(producer->header);
        return g_strdup_printf("the comment of %s() (%s:%u) names %s()", producer->name, header,
                               producer->line, release->name);
    }
    return g_strdup_printf("%s() takes a '%s' back, by its name and type", release->name, block->name);
}

/* Of one producer; each is tried in all variants of its call. */
#define CANDIDATES_MAX 8

static void add_candidate(struct finder *finder, const struct fh_draft_pair *like,
                          const struct fh_function *release)
{
    struct fh_draft_pair *pair = g_memdup2(like, sizeof(*like));
    pair->release = release;
    pair->is_candidate = TRUE;
    pair->evidence = g_strdup_printf("neither name nor comment names a release function; %s() takes a '%s', "
                                     "and was tried",
                                     release->name, like->block->name);
    g_ptr_array_add(finder->pairs, pair);
}

/* No name says which takes the block back: any may that takes such a pointer and nothing else. */
static void add_candidates(struct finder *finder, const struct fh_draft_pair *like)
{
    guint n = 0;
    for (const char *const *name = fh_api_function_names(finder->api); *name && n < CANDIDATES_MAX; name++) {
        const struct fh_function *function = fh_api_function(finder->api, *name);
        if (!is_there(finder, function) || function == like->producer || function->parameters->len != 1)
            continue;
        const struct fh_type *taken =
            ((const struct fh_parameter *)g_ptr_array_index(function->parameters, 0))->type;
        if (!is_block(taken) || taken->target->unqualified != like->block->target->unqualified)
            continue;
        add_candidate(finder, like, function);
        n++;
    }
}

static void add_pair(struct finder *finder, const struct fh_function *producer, enum fh_given given,
                     guint parameter, const struct fh_type *block, const struct fh_ownership *ownership)
{
    guint worth = 0;
    gboolean is_said = ownership && ownership->free_function;
    const struct fh_function *release = is_said ? fh_api_function(finder->api, ownership->free_function)
                                                : best_release(finder, producer, block, &worth);
    if (!release) {
        const struct fh_draft_pair like = {
            .producer = producer, .given = given, .parameter = parameter, .block = block};
        add_candidates(finder, &like);
    }
    if (!release || release->parameters->len != 1)
        return;
    struct fh_draft_pair *pair = g_new0(struct fh_draft_pair, 1);
    *pair = (struct fh_draft_pair){.producer = producer,
                                   .release = release,
                                   .given = given,
                                   .parameter = parameter,
                                   .block = block,
                                   .evidence = evidence_for(producer, release, ownership, block, worth)};
    g_ptr_array_add(finder->pairs, pair);
}

static const struct fh_type *field_ok(const struct fh_type *type)
{
    for (guint i = 0; type->kind == FH_TYPE_STRUCT && i < type->fields->len; i++) {
        const struct fh_field *field = g_ptr_array_index(type->fields, i);
        if (g_str_equal(field->name, "ok") && is_block(field->type))
            return field->type;
    }
    return NULL;
}

static void add_pairs_of(struct finder *finder, const struct fh_function *function)
{
    const struct fh_type *result = function->type->result, *ok = field_ok(result);
    if (is_block(result))
        add_pair(finder, function, FH_GIVEN_RESULT, 0, result, &function->result);
    else if (ok)
        add_pair(finder, function, FH_GIVEN_FIELD, 0, ok, NULL);
    for (guint i = 0; i < function->parameters->len; i++) {
        const struct fh_parameter *parameter = g_ptr_array_index(function->parameters, i);
        const struct fh_type *type = parameter->type;
        if (type->kind == FH_TYPE_POINTER && !type->target->is_const && is_block(type->target))
            add_pair(finder, function, FH_GIVEN_PARAMETER, i, type->target, &parameter->ownership);
    }
}

static void each_function(struct finder *finder, void (*visit)(struct finder *, const struct fh_function *))
{
    for (const char *const *name = fh_api_function_names(finder->api); *name; name++) {
        const struct fh_function *function = fh_api_function(finder->api, *name);
        if (is_there(finder, function) && !function->type->is_variadic)
            visit(finder, function);
    }
}

static void add_release(struct finder *finder, const struct fh_function *function)
{
    if (is_release(function))
        g_ptr_array_add(finder->releases, (gpointer)function);
}

GPtrArray *fh_pairs_find(const struct fh_api *api, GHashTable *defined)
{
    g_autoptr(GPtrArray) releases = g_ptr_array_new();
    struct finder finder = {.api = api, .defined = defined, .releases = releases};
    finder.pairs = g_ptr_array_new_with_free_func(pair_free);
    each_function(&finder, add_release);
    each_function(&finder, add_pairs_of);
    return finder.pairs;
}

static void add_alone(struct finder *finder, const struct fh_function *function)
{
    struct fh_draft_pair *pair = g_new0(struct fh_draft_pair, 1);
    *pair = (struct fh_draft_pair){
        .producer = function, .given = FH_GIVEN_RESULT, .block = function->type->result};
    pair->evidence = g_strdup("no function is known that takes back what it gives");
    if (is_release(function))
        pair_free(pair);
    else
        g_ptr_array_add(finder->pairs, pair);
}

GPtrArray *fh_pairs_of_rest(const struct fh_api *api, GHashTable *defined)
{
    struct finder finder = {.api = api, .defined = defined};
    finder.pairs = g_ptr_array_new_with_free_func(pair_free);
    each_function(&finder, add_alone);
    return finder.pairs;
}
