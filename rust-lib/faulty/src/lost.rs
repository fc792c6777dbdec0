// SPDX-License-Identifier: MIT
//! Blocks that nobody can release any more.

use crate::text;
use std::cell::RefCell;
use std::mem;
use std::os::raw::{c_char, c_void};
use std::rc::Rc;

/// Makes a copy and forgets it.
///
/// @text: (transfer none): NUL-terminated
///
/// # Safety
///
/// `text` must be NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn faulty_forget(text: *const c_char) {
    mem::forget(text::copy(text));
}

struct Node {
    _next: RefCell<Option<Rc<Node>>>,
}

/// Makes two nodes that keep each other alive.
#[no_mangle]
pub extern "C" fn faulty_cycle() {
    let first = Rc::new(Node { _next: RefCell::new(None) });
    let second = Rc::new(Node { _next: RefCell::new(Some(Rc::clone(&first))) });
    first._next.replace(Some(second));
}

/// Gives a string with a spare capacity that only Rust knew, and no function that could release it.
///
/// @text: (transfer none): NUL-terminated
/// Returns: (transfer none): said to be the library's, which has lost it
///
/// # Safety
///
/// `text` must be NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn faulty_lend_nothing(text: *const c_char) -> *const c_char {
    text::copy(text).into_raw()
}

/// Takes a block of C's and forgets it, where it said that it would release it.
///
/// @block: (transfer full): from malloc()
#[no_mangle]
pub extern "C" fn faulty_take_and_forget(block: *mut c_void) {
    let _ = block;
}
