// SPDX-License-Identifier: MIT
#include "base/error.h"

G_DEFINE_QUARK(fh - error, fh_error)
