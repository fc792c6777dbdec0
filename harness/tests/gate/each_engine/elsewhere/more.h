/* SPDX-License-Identifier: MIT */
/* What a header of another folder declares, which lib.h includes. */
#include <stdint.h>

void lose_on_thread(void);
int32_t guarded_abort(void);
