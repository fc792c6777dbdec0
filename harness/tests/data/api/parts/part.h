/* SPDX-License-Identifier: MIT */
#pragma once

/* @n: (in): some number */
int part_function(int n);
