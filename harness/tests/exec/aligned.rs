// SPDX-License-Identifier: MIT
// Blocks with an alignment of their own, and a function that has forgotten it.
use std::alloc::{alloc, dealloc, realloc, Layout};

fn layout(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).unwrap()
}

#[no_mangle]
pub extern "C" fn aligned_new() -> *mut u8 {
    unsafe { alloc(layout(640, 64)) }
}

#[no_mangle]
pub unsafe extern "C" fn aligned_grow(block: *mut u8) {
    let grown = realloc(block, layout(640, 64), 1280);
    grown.add(700).write_volatile(1);
    dealloc(grown, layout(1280, 64));
}

#[no_mangle]
pub unsafe extern "C" fn plain_grow(block: *mut u8) {
    let grown = realloc(block, layout(640, 8), 1280);
    grown.add(700).write_volatile(1);
    dealloc(grown, layout(1280, 8));
}
