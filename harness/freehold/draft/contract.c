// SPDX-License-Identifier: MIT
#include "draft/contract.h"

#include "api/lookup.h"
#include "draft/call.h"
#include "draft/signatures.h"

#define OPENING                                                                                             \
    "# Drafted by freehold init: guesses, each with its evidence. Correct what is wrong. What stands here " \
    "wins over the\n"                                                                                       \
    "# header's comments.\n"

static const struct fh_ownership *said_of(const struct fh_draft_pair *pair)
{
    if (pair->given == FH_GIVEN_RESULT)
        return &pair->producer->result;
    return &((const struct fh_parameter *)g_ptr_array_index(pair->producer->parameters, pair->parameter))
                ->ownership;
}

/* The words cannot say it of a field, nor of what is no pointer but left a block behind. */
static gboolean can_be_said(const struct fh_draft_pair *pair)
{
    return pair->block->kind == FH_TYPE_POINTER && pair->given != FH_GIVEN_FIELD &&
           said_of(pair)->transfer == FH_TRANSFER_UNSPECIFIED;
}

/* "@name: (out)", or "Returns:". Caller owns. */
static char *subject_of(const struct fh_draft_pair *pair)
{
    const struct fh_parameter *out = pair->given == FH_GIVEN_PARAMETER
                                         ? g_ptr_array_index(pair->producer->parameters, pair->parameter)
                                         : NULL;
    return out ? g_strdup_printf("@%s: (out)", out->name) : g_strdup("Returns:");
}

static const char *seen_of(const struct fh_draft_pair *pair)
{
    if (!pair->is_confirmed)
        return "not seen: with the arguments that were tried it gave out no block, or not this way";
    return pair->release ? "seen: it gave out a block, and after the release nothing was left"
                         : "seen: a block was left";
}

static void append_pair(GString *text, const struct fh_draft_pair *pair)
{
    const char *mark = pair->is_confirmed ? "" : "# ";
    g_autofree char *subject = subject_of(pair);
    if (!can_be_said(pair) || g_str_has_prefix(subject, "@:") ||
        ((!pair->release || pair->is_candidate) && !pair->is_confirmed))
        return;
    g_string_append_printf(text, "\n%s%s:\n", mark, pair->producer->name);
    g_string_append_printf(text, "%s    # guess: %s\n", mark, pair->evidence);
    g_string_append_printf(text, "%s    # %s\n", mark, seen_of(pair));
    g_string_append_printf(text, "%s    %s (transfer full)", mark, subject);
    if (pair->release)
        g_string_append_printf(text, " (free-func %s)", pair->release->name);
    g_string_append_c(text, '\n');
}

static void append_release(GString *text, const struct fh_function *release)
{
    const struct fh_parameter *parameter = g_ptr_array_index(release->parameters, 0);
    if (parameter->ownership.transfer != FH_TRANSFER_UNSPECIFIED || *parameter->name == '\0')
        return;
    g_string_append_printf(text, "\n%s:\n    # seen: it took blocks back\n    @%s: (transfer full)\n",
                           release->name, parameter->name);
}

static gboolean has_pair(const GPtrArray *pairs, const struct fh_function *function)
{
    for (guint i = 0; i < pairs->len; i++) {
        const struct fh_draft_pair *pair = g_ptr_array_index(pairs, i);
        if (pair->producer == function && pair->given == FH_GIVEN_RESULT &&
            (pair->release || pair->is_confirmed))
            return TRUE;
    }
    return FALSE;
}

static const char *const transfers[] = {[FH_TRANSFER_NONE] = "none", [FH_TRANSFER_FULL] = "full"};

/* A confirmed pair of this function; NULL: there is none. */
static const struct fh_draft_pair *confirmed(const GPtrArray *pairs, const struct fh_function *producer)
{
    for (guint i = 0; i < pairs->len; i++) {
        const struct fh_draft_pair *pair = g_ptr_array_index(pairs, i);
        if (pair->producer == producer && pair->is_confirmed)
            return pair;
    }
    return NULL;
}

/* What append_release() has said already. */
static gboolean is_release_seen(const GPtrArray *pairs, const struct fh_function *function)
{
    for (guint i = 0; i < pairs->len; i++) {
        const struct fh_draft_pair *pair = g_ptr_array_index(pairs, i);
        if (pair->release == function && pair->is_confirmed)
            return TRUE;
    }
    return FALSE;
}

/* A handle, which the trial made by another function. */
static gboolean is_handle(const struct fh_parameter *parameter)
{
    return parameter->type->kind == FH_TYPE_POINTER && parameter->type->target->kind == FH_TYPE_STRUCT &&
           parameter->type->target->size == 0;
}

/* The trial had such a handle to give, and knew how to release it. */
static gboolean is_made(const GPtrArray *pairs, const struct fh_type *handle)
{
    for (guint i = 0; i < pairs->len; i++) {
        const struct fh_draft_pair *pair = g_ptr_array_index(pairs, i);
        if (pair->is_confirmed && pair->release && pair->block->kind == FH_TYPE_POINTER &&
            pair->block->target->unqualified == handle->target->unqualified)
            return TRUE;
    }
    return FALSE;
}

/* Of the only handle that the call was given, how it went tells whether the caller still had it. */
static enum fh_transfer seen_transfer(const GPtrArray *pairs, const struct fh_draft_pair *pair,
                                      guint parameter)
{
    guint n_handles = 0;
    for (guint i = 0; pair && i < pair->producer->parameters->len; i++)
        n_handles += is_handle(g_ptr_array_index(pair->producer->parameters, i)) &&
                     !(pair->given == FH_GIVEN_PARAMETER && i == pair->parameter);
    if (n_handles != 1)
        return FH_TRANSFER_UNSPECIFIED;
    const struct fh_parameter *handle = g_ptr_array_index(pair->producer->parameters, parameter);
    if (!is_handle(handle) || !is_made(pairs, handle->type))
        return FH_TRANSFER_UNSPECIFIED;
    return fh_call_keeps_handles(pair->variant) ? FH_TRANSFER_NONE : FH_TRANSFER_FULL;
}

static const char *words_of(enum fh_transfer transfer)
{
    return transfer == FH_TRANSFER_FULL
               ? "seen: it was called, and had taken it: with a release of it by the caller, it failed"
               : "seen: it was called, and the caller had it to release afterwards";
}

static void append_parameter(GString *text, const struct fh_parameter *parameter,
                             const struct fh_rust_signature *signature, enum fh_transfer declared,
                             enum fh_transfer seen)
{
    const enum fh_transfer said = parameter->ownership.transfer;
    const enum fh_transfer found = seen != FH_TRANSFER_UNSPECIFIED ? seen : declared;
    if (found == FH_TRANSFER_UNSPECIFIED || parameter->type->kind != FH_TYPE_POINTER ||
        parameter->name[0] == '\0' || parameter->ownership.is_out || said == found)
        return;
    if (declared != FH_TRANSFER_UNSPECIFIED)
        g_string_append_printf(text, "    # %s: Rust's signature says (transfer %s)\n", signature->place,
                               transfers[declared]);
    if (seen != FH_TRANSFER_UNSPECIFIED)
        g_string_append_printf(text, "    # %s\n", words_of(seen));
    if (declared != FH_TRANSFER_UNSPECIFIED && seen != FH_TRANSFER_UNSPECIFIED && declared != seen)
        g_string_append(text, "    # contradiction: its signature says otherwise than was seen\n");
    if (said != FH_TRANSFER_UNSPECIFIED && said != FH_TRANSFER_CONTAINER)
        g_string_append_printf(text, "    # contradiction: documented (transfer %s)\n", transfers[said]);
    g_string_append_printf(text, "    @%s: (transfer %s)\n", parameter->name, transfers[found]);
}

/* The function that Rust's signatures show to take back a `Box` of the same type; NULL: none. */
static const struct fh_function *taker_of(const struct fh_api *api, GHashTable *signatures,
                                          const struct fh_function *producer)
{
    for (const char *const *name = fh_api_function_names(api); *name; name++) {
        const struct fh_function *function = fh_api_function(api, *name);
        const struct fh_rust_signature *signature = g_hash_table_lookup(signatures, *name);
        if (!signature || signature->parameters->len != 1 || signature->result)
            continue;
        const struct fh_rust_type *taken = g_ptr_array_index(signature->parameters, 0);
        const struct fh_parameter *parameter = g_ptr_array_index(function->parameters, 0);
        if (taken->transfer == FH_TRANSFER_FULL && parameter->type->kind == FH_TYPE_POINTER &&
            parameter->type->target->unqualified == producer->type->result->target->unqualified)
            return function;
    }
    return NULL;
}

static void append_result(GString *text, const struct fh_api *api, GHashTable *signatures,
                          const struct fh_function *function, const struct fh_draft_pair *pair)
{
    const struct fh_rust_signature *signature = g_hash_table_lookup(signatures, function->name);
    const enum fh_transfer declared =
        signature && signature->result ? signature->result->transfer : FH_TRANSFER_UNSPECIFIED;
    if (declared == FH_TRANSFER_UNSPECIFIED || function->result.transfer != FH_TRANSFER_UNSPECIFIED ||
        function->type->result->kind != FH_TYPE_POINTER || (pair && pair->given == FH_GIVEN_RESULT))
        return;
    const struct fh_function *taker =
        declared == FH_TRANSFER_FULL ? taker_of(api, signatures, function) : NULL;
    g_string_append_printf(text, "    # %s: '%s'\n    Returns: (transfer %s)", signature->place,
                           signature->result->text, transfers[declared]);
    g_string_append_printf(text, "%s%s%s\n", taker ? " (free-func " : "", taker ? taker->name : "",
                           taker ? ")" : "");
}

/* What Rust's signature says, and what the trial of the call has shown. */
static void append_learned(GString *text, const struct fh_api *api, const GPtrArray *pairs,
                           GHashTable *signatures, const struct fh_function *function)
{
    const struct fh_rust_signature *signature = g_hash_table_lookup(signatures, function->name);
    const struct fh_draft_pair *pair = confirmed(pairs, function);
    g_autoptr(GString) lines = g_string_new(NULL);
    append_result(lines, api, signatures, function, pair);
    for (guint i = 0; i < function->parameters->len && !is_release_seen(pairs, function); i++) {
        const struct fh_rust_type *type = signature ? g_ptr_array_index(signature->parameters, i) : NULL;
        append_parameter(lines, g_ptr_array_index(function->parameters, i), signature,
                         type ? type->transfer : FH_TRANSFER_UNSPECIFIED, seen_transfer(pairs, pair, i));
    }
    if (lines->len > 0)
        g_string_append_printf(text, "\n%s:\n%s", function->name, lines->str);
}

static void append_borrowed(GString *text, GHashTable *signatures, const struct fh_function *function)
{
    const struct fh_type *result = function->type->result;
    const struct fh_rust_signature *signature = g_hash_table_lookup(signatures, function->name);
    if (signature && signature->result && signature->result->transfer != FH_TRANSFER_UNSPECIFIED)
        return;
    if (!(function->is_library || function->is_included) || result->kind != FH_TYPE_POINTER ||
        !result->target->is_const || function->result.transfer != FH_TRANSFER_UNSPECIFIED)
        return;
    g_string_append_printf(text,
                           "\n%s:\n    # guess: '%s' is const, and no function takes one back\n"
                           "    Returns: (transfer none)\n",
                           function->name, result->name);
}

/* Of several release functions that did, the first. */
static gboolean is_first(const GPtrArray *pairs, guint index)
{
    const struct fh_draft_pair *pair = g_ptr_array_index(pairs, index);
    for (guint i = 0; i < index; i++) {
        const struct fh_draft_pair *other = g_ptr_array_index(pairs, i);
        if (other->producer == pair->producer && other->given == pair->given &&
            other->parameter == pair->parameter && other->is_confirmed)
            return FALSE;
    }
    return TRUE;
}

char *fh_draft_contract(const struct fh_api *api, const GPtrArray *pairs, GHashTable *signatures)
{
    GString *text = g_string_new(OPENING);
    g_autoptr(GHashTable) releases = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < pairs->len; i++) {
        const struct fh_draft_pair *pair = g_ptr_array_index(pairs, i);
        if (is_first(pairs, i))
            append_pair(text, pair);
        if (pair->is_confirmed && pair->release && g_hash_table_add(releases, (gpointer)pair->release))
            append_release(text, pair->release);
    }
    for (const char *const *name = fh_api_function_names(api); *name; name++) {
        const struct fh_function *function = fh_api_function(api, *name);
        if (function->is_library || function->is_included)
            append_learned(text, api, pairs, signatures, function);
        if (!has_pair(pairs, function))
            append_borrowed(text, signatures, function);
    }
    return g_string_free(text, FALSE);
}
