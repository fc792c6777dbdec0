// SPDX-License-Identifier: MIT
//! What these functions do right.

use std::ffi::{CStr, CString};
use std::os::raw::c_char;

/// A copy in one block of exactly the text's size. Not inlined: the compiler may leave out a block that it can see
/// nobody use.
///
/// # Safety
///
/// `text` must be NUL-terminated.
#[inline(never)]
pub unsafe fn copy(text: *const c_char) -> CString {
    CString::new(CStr::from_ptr(text).to_bytes()).expect("it ends before its NUL")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_copy_is_a_copy() {
        let text = b"text\0".as_ptr().cast();
        let copy = unsafe { super::copy(text) };
        assert_eq!(copy.as_bytes(), b"text");
        assert_ne!(copy.as_ptr(), text);
    }
}
