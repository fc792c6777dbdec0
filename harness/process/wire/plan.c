// SPDX-License-Identifier: MIT
/* The words of the plan: the scenario language and the contract spell relations alike. */
#include "wire/plan.h"

static const char *const relations[FH_RELATION_COUNT] = {
    [FH_RELATION_EQ] = "==", [FH_RELATION_NE] = "!=", [FH_RELATION_LT] = "<",
    [FH_RELATION_LE] = "<=", [FH_RELATION_GT] = ">",  [FH_RELATION_GE] = ">=",
};

const char *fh_relation_text(enum fh_relation relation)
{
    return relations[relation];
}
