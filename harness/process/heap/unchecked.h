/* SPDX-License-Identifier: MIT */
#pragma once

/* The function reads what may be invalid, and what is reported already: AddressSanitizer must not see it. */
#define FH_UNCHECKED __attribute__((no_sanitize_address))
