/* SPDX-License-Identifier: MIT */

#pragma once

/* Made by cbindgen from rust-lib/faulty/src; ninja -C BUILD faulty-header-update writes it anew. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
