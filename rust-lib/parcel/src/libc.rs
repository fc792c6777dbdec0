// SPDX-License-Identifier: MIT
//! What is needed of libc. Not exported: C has it from <stdlib.h>.

use std::os::raw::c_void;

extern "C" {
    pub fn malloc(size: usize) -> *mut c_void;
    pub fn realloc(block: *mut c_void, size: usize) -> *mut c_void;
    pub fn free(block: *mut c_void);
}
