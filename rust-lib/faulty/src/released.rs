// SPDX-License-Identifier: MIT
//! Blocks released twice, by the wrong allocator, through the wrong pointer, with the wrong layout.

use crate::libc::free;
use crate::text;
use std::alloc::{alloc, dealloc, Layout};
use std::ffi::CString;
use std::os::raw::{c_char, c_void};
use std::ptr;

/// A copy of a text, made as it should be.
///
/// @text: (transfer none): NUL-terminated
/// Returns: (transfer full) (free-func faulty_string_free): the copy
///
/// # Safety
///
/// `text` must be NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn faulty_copy(text: *const c_char) -> *mut c_char {
    text::copy(text).into_raw()
}

/// Releases a copy, as it should be.
///
/// @string: (transfer full): from faulty_copy()
///
/// # Safety
///
/// `string` must come from `faulty_copy`.
#[no_mangle]
pub unsafe extern "C" fn faulty_string_free(string: *mut c_char) {
    drop(CString::from_raw(string));
}

/// Drops one string twice.
///
/// @text: (transfer none): NUL-terminated
///
/// # Safety
///
/// `text` must be NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn faulty_double_drop(text: *const c_char) {
    let bytes = text::copy(text).into_bytes_with_nul().into_boxed_slice();
    let again = ptr::read(&bytes);
    drop(bytes);
    drop(again);
}

/// Takes a string of C's into a CString, and drops it with Rust's allocator.
///
/// @string: (transfer full): from malloc()
///
/// # Safety
///
/// `string` must be NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn faulty_take(string: *mut c_char) {
    drop(CString::from_raw(string));
}

/// Takes a string that it only borrowed, and drops it: what C releases then is already gone.
///
/// @string: (transfer none): from faulty_copy()
///
/// # Safety
///
/// `string` must come from `faulty_copy`.
#[no_mangle]
pub unsafe extern "C" fn faulty_drop_borrowed(string: *const c_char) {
    drop(CString::from_raw(string as *mut c_char));
}

/// Releases a block of Rust's with libc's free().
///
/// @text: (transfer none): NUL-terminated
///
/// # Safety
///
/// `text` must be NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn faulty_free_own(text: *const c_char) {
    free(text::copy(text).into_raw().cast());
}

/// Drops a string that stands in static memory.
#[no_mangle]
pub extern "C" fn faulty_drop_static() {
    static mut WORDS: [u8; 7] = *b"static\0";
    // Wrong: no allocator gave this.
    unsafe { drop(CString::from_raw(ptr::addr_of_mut!(WORDS).cast())) }
}

/// Drops a string from its second byte on, and then as a whole.
///
/// @text: (transfer none): NUL-terminated, not empty
///
/// # Safety
///
/// `text` must be NUL-terminated and not empty.
#[no_mangle]
pub unsafe extern "C" fn faulty_drop_interior(text: *const c_char) {
    let mut whole = text::copy(text).into_bytes_with_nul().into_boxed_slice();
    let tail: *mut [u8] = &mut whole[1..];
    drop(Box::from_raw(tail));
    drop(whole);
}

/// Rebuilds a Vec with the wrong capacity.
///
/// @len: bytes, not 0
#[no_mangle]
pub extern "C" fn faulty_wrong_capacity(len: usize) {
    let mut bytes = std::mem::ManuallyDrop::new(vec![1u8; len]);
    // Wrong: the capacity is `len`.
    unsafe {
        bytes.as_mut_ptr().write_volatile(2);
        drop(Vec::from_raw_parts(bytes.as_mut_ptr(), bytes.len(), bytes.capacity() * 2));
    }
}

/// Releases a block with another alignment than it was made with.
///
/// @size: bytes
#[no_mangle]
pub extern "C" fn faulty_wrong_alignment(size: usize) {
    let (made, released) = (Layout::from_size_align(size, 64), Layout::from_size_align(size, 8));
    if let (Ok(made), Ok(released), true) = (made, released, size > 0) {
        // Wrong: the second layout is not the first.
        unsafe {
            let block = alloc(made);
            block.write_volatile(1);
            dealloc(block, released);
        }
    }
}

/// Calls a destroy function twice, where its contract says once.
///
/// @data: (transfer full): given to `destroy`
/// @destroy: releases `data`
///
/// # Safety
///
/// `destroy` must be callable with `data`.
#[no_mangle]
pub unsafe extern "C" fn faulty_destroy_twice(
    data: *mut c_void,
    destroy: Option<unsafe extern "C" fn(data: *mut c_void)>,
) {
    if let Some(destroy) = destroy {
        destroy(data);
        destroy(data);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_can_be_released() {
        unsafe { faulty_string_free(faulty_copy(b"text\0".as_ptr().cast())) }
    }
}
