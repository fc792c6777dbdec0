/* SPDX-License-Identifier: MIT */

#pragma once

/* Made by cbindgen from rust-lib/parcel/src; ninja -C BUILD parcel-header-update writes it anew. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
