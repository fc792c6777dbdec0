/* SPDX-License-Identifier: MIT */
/* Whose a block is, in the words of both programs. No GLib here: the runner includes this. */
#pragma once

/* The allocation domain: who allocated a block. */
enum fh_domain {
    FH_DOMAIN_UNKNOWN,
    FH_DOMAIN_RUST,
    FH_DOMAIN_C,
    FH_DOMAIN_CXX,
    FH_DOMAIN_NONE, /* no live heap block: null, static, stack, released */
    FH_DOMAIN_COUNT,
};

/* Who has a block: may use it, and has to release it. */
enum fh_holder {
    FH_HELD_BY_UNKNOWN,
    FH_HELD_BY_LIBRARY,
    FH_HELD_BY_CALLER, /* the scenario */
    FH_HELD_BY_NOBODY, /* released, or lost */
    FH_HOLDER_COUNT,
};
