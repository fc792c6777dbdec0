/* SPDX-License-Identifier: MIT */
/*
 * What the contract says of a call, as instructions around it.
 *
 * In: a call whose arguments are lowered. Out: FH_OP_OWN, FH_OP_RELEASE and their kin (wire/plan.h). Caller:
 * call.c.
 */
#pragma once

#include "check/lower.h"

/* The offset of the pointer that stands for a value of `type`: its own, or a struct's first. FALSE when there
 * is none: nobody knows which field of a union is in use. */
gboolean fh_owned_pointer(const struct fh_type *type, guint32 *offset);

struct fh_called {
    const struct fh_function *function;
    const GArray *arguments;  /* fh_slot */
    const GPtrArray *written; /* struct fh_item *: the arguments as the scenario has them */
    fh_slot result;           /* FH_PLAN_NONE: none */
    guint32 first_argument;   /* of `arguments`, in the plan */
};

/* What is to be settled after the call. */
struct fh_pending {
    guint n_waiting;
    gboolean has_notify;
};

void fh_lower_contract_before(struct fh_lowering *l, const struct fh_called *call, struct fh_pending *out);
void fh_lower_contract_after(struct fh_lowering *l, const struct fh_called *call,
                             const struct fh_pending *pending);
