// SPDX-License-Identifier: MIT
#include "draft/contract.h"

#include <string.h>

#include "api/lookup.h"
#include "api/name_words.h"
#include "draft/call.h"
#include "draft/signatures.h"

#define OPENING                                                                                             \
    "# Drafted by freehold init: guesses, each with its evidence. Correct what is wrong. What stands here " \
    "wins over the\n"                                                                                       \
    "# header's comments.\n"

/* What all that is drafted comes from. */
struct draft {
    const struct fh_api *api;
    const GPtrArray *pairs, *lenders;
    GHashTable *signatures;
};

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

/* Of one function. */
struct section {
    const struct draft *draft;
    const struct fh_function *function;
    GString *said, *guessed; /* lines; the second become comments */
};

static gboolean is_said(const struct section *section, const char *subject)
{
    g_autofree char *start = g_strdup_printf("    %s", subject);
    return strstr(section->said->str, start) != NULL;
}

static void append_seen(GString *text, const struct fh_draft_pair *pair)
{
    if (!pair->is_confirmed)
        g_string_append(
            text,
            "    # not seen: with the arguments that were tried it gave out no block, or not this way\n");
    else if (!pair->release)
        g_string_append(text, "    # seen: a block was left\n");
    else
        g_string_append_printf(
            text,
            "    # seen: it gave out a block, and %s() took it back: %u %s allocated, none "
            "left\n",
            pair->release->name, pair->n_blocks, pair->n_blocks == 1 ? "block" : "blocks");
}

/* Rust's word beside what was seen. */
static void append_rust(GString *text, const struct section *section, const struct fh_draft_pair *pair)
{
    const struct fh_rust_signature *signature =
        g_hash_table_lookup(section->draft->signatures, section->function->name);
    const struct fh_rust_type *type =
        pair->is_confirmed && pair->given == FH_GIVEN_RESULT && signature ? signature->result : NULL;
    if (type && type->transfer == FH_TRANSFER_FULL)
        g_string_append_printf(text, "    # %s: '%s'\n", signature->place, type->text);
    else if (type && type->transfer == FH_TRANSFER_NONE)
        g_string_append_printf(text, "    # contradiction: %s: '%s' says otherwise than was seen\n",
                               signature->place, type->text);
}

static void append_pair(struct section *section, const struct fh_draft_pair *pair)
{
    GString *text = pair->is_confirmed ? section->said : section->guessed;
    g_autofree char *subject = subject_of(pair);
    if (!can_be_said(pair) || ((!pair->release || pair->is_candidate) && !pair->is_confirmed) ||
        is_said(section, subject))
        return;
    g_string_append_printf(text, "    # guess: %s\n", pair->evidence);
    append_seen(text, pair);
    append_rust(text, section, pair);
    g_string_append_printf(text, "    %s (transfer full)", subject);
    if (pair->release)
        g_string_append_printf(text, " (free-func %s)", pair->release->name);
    g_string_append_c(text, '\n');
}

/* "a(), b()" and so on, with a limit. */
#define NAMES_MAX 3

static void append_release(struct section *section)
{
    const GPtrArray *pairs = section->draft->pairs;
    const struct fh_function *release = section->function;
    g_autoptr(GString) names = g_string_new(NULL);
    guint n = 0;
    for (guint i = 0; i < pairs->len; i++) {
        const struct fh_draft_pair *pair = g_ptr_array_index(pairs, i);
        if (pair->release == release && pair->is_confirmed && n++ < NAMES_MAX)
            g_string_append_printf(names, "%s%s()", n > 1 ? ", " : "", pair->producer->name);
    }
    if (n == 0)
        return;
    if (n > NAMES_MAX)
        g_string_append_printf(names, " and %u more", n - NAMES_MAX);
    const struct fh_parameter *parameter = g_ptr_array_index(release->parameters, 0);
    if (parameter->ownership.transfer == FH_TRANSFER_UNSPECIFIED)
        g_string_append_printf(section->said,
                               "    # seen: it took back what %s gave out\n    @%s: (transfer full)\n",
                               names->str, parameter->name);
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

static gboolean is_to_struct(const struct fh_parameter *parameter)
{
    return parameter->type->kind == FH_TYPE_POINTER && parameter->type->target->kind == FH_TYPE_STRUCT;
}

/* As it was made in a trial. */
struct call {
    const struct fh_draft_pair *pair;
    guint variant;
};

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

static guint count_handles(const struct fh_draft_pair *pair)
{
    guint n = 0;
    for (guint i = 0; i < pair->producer->parameters->len; i++)
        n += fh_call_takes_handle(g_ptr_array_index(pair->producer->parameters, i)) &&
             !(pair->given == FH_GIVEN_PARAMETER && i == pair->parameter);
    return n;
}

/* Its values say who is to release what it gets: "LIQ_OWN_PIXELS". One call shows one of them only. */
static gboolean says_who_owns(const struct fh_parameter *parameter)
{
    static const char *const words[] = {"own", "owned", "owner", "take", "taken", "adopt", NULL};
    for (guint i = 0; parameter->enumerators && i < parameter->enumerators->len; i++) {
        g_autofree char *lower = g_ascii_strdown(g_ptr_array_index(parameter->enumerators, i), -1);
        if (fh_name_has_word(lower, words))
            return TRUE;
    }
    return FALSE;
}

static gboolean is_seen_kept(const struct fh_function *function, guint index)
{
    for (guint i = 0; i < function->parameters->len; i++)
        if (says_who_owns(g_ptr_array_index(function->parameters, i)))
            return FALSE;
    return fh_call_gives_buffer(function, index);
}

/* How the call went tells whether the caller still had its handles; and of the only one, that it had not.
 * What takes a variable over tries to release it. */
static enum fh_transfer seen_transfer(const struct draft *draft, const struct call *call, guint parameter)
{
    const struct fh_parameter *handle =
        call->pair ? g_ptr_array_index(call->pair->producer->parameters, parameter) : NULL;
    if (handle && is_to_struct(handle) && fh_call_gives_variable(draft->pairs, handle, call->variant))
        return FH_TRANSFER_NONE;
    if (handle && is_seen_kept(call->pair->producer, parameter))
        return FH_TRANSFER_NONE;
    if (!handle || !fh_call_takes_handle(handle) || !is_made(draft->pairs, handle->type) ||
        fh_call_gives_null(handle, call->variant))
        return FH_TRANSFER_UNSPECIFIED;
    if (fh_call_keeps_handles(call->variant))
        return FH_TRANSFER_NONE;
    return count_handles(call->pair) == 1 ? FH_TRANSFER_FULL : FH_TRANSFER_UNSPECIFIED;
}

/* A call of the function in which nothing was amiss; without a pair, if there was none. */
static struct call call_of(const struct draft *draft, const struct fh_function *function)
{
    const struct fh_draft_pair *pair = confirmed(draft->pairs, function);
    if (pair && pair->release) /* else what is confirmed is that it leaves a block */
        return (struct call){pair, pair->variant};
    for (guint i = 0; i < draft->lenders->len; i++) {
        const struct fh_draft_pair *alone = g_ptr_array_index(draft->lenders, i);
        if (alone->producer == function && alone->is_called)
            return (struct call){alone, alone->variant};
    }
    return (struct call){0};
}

static const char *words_of(enum fh_transfer transfer)
{
    return transfer == FH_TRANSFER_FULL
               ? "seen: it was called, and had taken it: with a release of it by the caller, it failed"
               : "seen: it was called, and the caller still had it afterwards";
}

/* The function that Rust's signatures show to take back a `Box` of the same type; NULL: none. */
static const struct fh_function *taker_of(const struct draft *draft, const struct fh_type *block)
{
    for (const char *const *name = fh_api_function_names(draft->api); *name; name++) {
        const struct fh_function *function = fh_api_function(draft->api, *name);
        const struct fh_rust_signature *signature = g_hash_table_lookup(draft->signatures, *name);
        if (!signature || signature->parameters->len != 1 || signature->result)
            continue;
        const struct fh_rust_type *taken = g_ptr_array_index(signature->parameters, 0);
        const struct fh_parameter *parameter = g_ptr_array_index(function->parameters, 0);
        if (taken->transfer == FH_TRANSFER_FULL && parameter->type->kind == FH_TYPE_POINTER &&
            parameter->type->target->unqualified == block->target->unqualified)
            return function;
    }
    return NULL;
}

static void append_signature(struct section *section, const char *subject, const char *place,
                             const struct fh_rust_type *type, enum fh_transfer transfer,
                             const struct fh_type *block)
{
    const struct fh_function *taker = transfer == FH_TRANSFER_FULL ? taker_of(section->draft, block) : NULL;
    g_string_append_printf(section->said, "    # %s: '%s'\n    %s (transfer %s)", place, type->text, subject,
                           transfers[transfer]);
    g_string_append_printf(section->said, "%s%s%s\n", taker ? " (free-func " : "", taker ? taker->name : "",
                           taker ? ")" : "");
}

/* What a place for a pointer is filled with; of the place itself there is nothing to say. */
static void append_filled(struct section *section, const struct fh_parameter *parameter, const char *place,
                          const struct fh_rust_type *type)
{
    g_autofree char *subject = g_strdup_printf("@%s: (out)", parameter->name);
    if (type && type->filled != FH_TRANSFER_UNSPECIFIED && !parameter->type->target->is_const &&
        !is_said(section, subject))
        append_signature(section, subject, place, type, type->filled, parameter->type->target);
}

static void append_transfer(struct section *section, const struct fh_parameter *parameter, const char *place,
                            enum fh_transfer declared, enum fh_transfer seen)
{
    GString *text = section->said;
    const enum fh_transfer said = parameter->ownership.transfer;
    const enum fh_transfer found = seen != FH_TRANSFER_UNSPECIFIED ? seen : declared;
    if (found == FH_TRANSFER_UNSPECIFIED || said == found)
        return;
    if (declared != FH_TRANSFER_UNSPECIFIED)
        g_string_append_printf(text, "    # %s: Rust's signature says (transfer %s)\n", place,
                               transfers[declared]);
    if (seen != FH_TRANSFER_UNSPECIFIED)
        g_string_append_printf(text, "    # %s\n", words_of(seen));
    if (declared != FH_TRANSFER_UNSPECIFIED && seen != FH_TRANSFER_UNSPECIFIED && declared != seen)
        g_string_append(text, "    # contradiction: its signature says otherwise than was seen\n");
    if (said != FH_TRANSFER_UNSPECIFIED && said != FH_TRANSFER_CONTAINER)
        g_string_append_printf(text, "    # contradiction: documented (transfer %s)\n", transfers[said]);
    g_string_append_printf(text, "    @%s: (transfer %s)\n", parameter->name, transfers[found]);
}

/* What Rust's signature says of them, and what the trial of the call has shown. */
static void append_parameters(struct section *section)
{
    const struct fh_function *function = section->function;
    const struct fh_rust_signature *signature =
        g_hash_table_lookup(section->draft->signatures, function->name);
    const struct call call = call_of(section->draft, function);
    for (guint i = 0; i < function->parameters->len; i++) {
        const struct fh_parameter *parameter = g_ptr_array_index(function->parameters, i);
        const struct fh_rust_type *type = signature ? g_ptr_array_index(signature->parameters, i) : NULL;
        const char *place = signature ? signature->place : NULL;
        if (parameter->type->kind != FH_TYPE_POINTER || parameter->ownership.is_out)
            continue;
        if (parameter->type->target->kind == FH_TYPE_POINTER)
            append_filled(section, parameter, place, type);
        else
            append_transfer(section, parameter, place, type ? type->transfer : FH_TRANSFER_UNSPECIFIED,
                            seen_transfer(section->draft, &call, i));
    }
}

static void append_result(struct section *section)
{
    const struct fh_function *function = section->function;
    const struct fh_rust_signature *signature =
        g_hash_table_lookup(section->draft->signatures, function->name);
    if (signature && signature->result && signature->result->transfer != FH_TRANSFER_UNSPECIFIED &&
        function->result.transfer == FH_TRANSFER_UNSPECIFIED &&
        function->type->result->kind == FH_TYPE_POINTER && !is_said(section, "Returns:"))
        append_signature(section, "Returns:", signature->place, signature->result,
                         signature->result->transfer, function->type->result);
}

static gboolean is_seen_lent(const struct section *section)
{
    for (guint i = 0; i < section->draft->lenders->len; i++) {
        const struct fh_draft_pair *lender = g_ptr_array_index(section->draft->lenders, i);
        if (lender->producer == section->function && lender->is_confirmed)
            return TRUE;
    }
    return FALSE;
}

static gboolean may_be_borrowed(const struct section *section)
{
    return section->function->type->result->kind == FH_TYPE_POINTER &&
           section->function->result.transfer == FH_TRANSFER_UNSPECIFIED && !is_said(section, "Returns:");
}

static void append_lent(struct section *section)
{
    if (may_be_borrowed(section) && is_seen_lent(section))
        g_string_append(section->said,
                        "    # guess: no function was seen to take it back\n"
                        "    # seen: it gave out a pointer, and without a release of that nothing was left\n"
                        "    Returns: (transfer none)\n");
}

static void append_borrowed(struct section *section)
{
    const struct fh_type *result = section->function->type->result;
    if (may_be_borrowed(section) && result->target->is_const && section->guessed->len == 0)
        g_string_append_printf(section->guessed,
                               "    # guess: '%s' is const, and no function takes one back\n"
                               "    # not seen: with the arguments that were tried it gave out nothing\n"
                               "    Returns: (transfer none)\n",
                               result->name);
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

static void append_pairs(struct section *section, gboolean are_confirmed)
{
    const GPtrArray *pairs = section->draft->pairs;
    for (guint i = 0; i < pairs->len; i++) {
        const struct fh_draft_pair *pair = g_ptr_array_index(pairs, i);
        if (pair->producer == section->function && pair->is_confirmed == are_confirmed && is_first(pairs, i))
            append_pair(section, pair);
    }
}

static void append_section(GString *text, const struct section *section)
{
    if (section->said->len > 0)
        g_string_append_printf(text, "\n%s:\n%s", section->function->name, section->said->str);
    if (section->guessed->len == 0)
        return;
    g_string_append_printf(text, "\n# %s:\n", section->function->name);
    g_auto(GStrv) lines = g_strsplit(section->guessed->str, "\n", -1);
    for (char **line = lines; line[1]; line++)
        g_string_append_printf(text, "# %s\n", *line);
}

/* Of all that is known of it, what is surer first: it keeps what is less sure from being said. */
static void append_function(GString *text, const struct draft *draft, const struct fh_function *function)
{
    g_autoptr(GString) said = g_string_new(NULL), guessed = g_string_new(NULL);
    struct section section = {.draft = draft, .function = function, .said = said, .guessed = guessed};
    append_pairs(&section, TRUE);
    append_release(&section);
    append_result(&section);
    append_lent(&section);
    if (!is_release_seen(draft->pairs, function))
        append_parameters(&section);
    append_pairs(&section, FALSE);
    append_borrowed(&section);
    append_section(text, &section);
}

char *fh_draft_contract(const struct fh_api *api, const GPtrArray *pairs, const GPtrArray *lenders,
                        GHashTable *signatures)
{
    const struct draft draft = {.api = api, .pairs = pairs, .lenders = lenders, .signatures = signatures};
    GString *text = g_string_new(OPENING);
    for (const char *const *name = fh_api_function_names(api); *name; name++) {
        const struct fh_function *function = fh_api_function(api, *name);
        if (function->is_library || function->is_included)
            append_function(text, &draft, function);
    }
    return g_string_free(text, FALSE);
}
