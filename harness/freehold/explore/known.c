// SPDX-License-Identifier: MIT
#include "explore/known.h"

#include "explore/values.h"

/* It was left when the sequence was shrunk, so it matters. */
static gboolean matters(const struct fh_step *step, guint index)
{
    const struct fh_wanted *role = fh_role_at(step->callable, index);
    const struct fh_argument *argument = fh_argument_at(step, index);
    guint length;
    return !argument->is_elsewhere && fh_values_count(role, TRUE) > 0 &&
           fh_values_get(role, 0, &length).text != argument->text;
}

static gboolean is_like(const struct fh_step *known, const struct fh_step *step)
{
    if (known->callable != step->callable)
        return FALSE;
    for (guint i = 0; known->callable && i < known->arguments->len; i++)
        if (matters(known, i) && fh_argument_at(known, i)->text != fh_argument_at(step, i)->text)
            return FALSE;
    return TRUE;
}

gboolean fh_known_is_in(const struct fh_sequence *known, const struct fh_sequence *sequence)
{
    guint found = 0;
    for (guint i = 0; i < sequence->steps->len && found < known->steps->len; i++)
        found += is_like(g_ptr_array_index(known->steps, found), g_ptr_array_index(sequence->steps, i));
    return found == known->steps->len;
}
