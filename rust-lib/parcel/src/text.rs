// SPDX-License-Identifier: MIT
//! C strings, borrowed and made.

use std::ffi::{CStr, CString};
use std::os::raw::c_char;

/// `None` for NULL and for bytes that are no UTF-8.
///
/// # Safety
///
/// `text` must be NULL or NUL-terminated, and outlive `'a`.
pub unsafe fn borrow<'a>(text: *const c_char) -> Option<&'a str> {
    if text.is_null() {
        return None;
    }
    CStr::from_ptr(text).to_str().ok()
}

/// One block of exactly the size of the result, so that what C counts does not depend on how a `Vec` grows.
///
/// # Panics
///
/// When a part holds a NUL. Parts come from C strings.
pub fn join(parts: &[&str]) -> CString {
    let mut bytes = Vec::with_capacity(parts.iter().map(|part| part.len()).sum::<usize>() + 1);
    parts.iter().for_each(|part| bytes.extend_from_slice(part.as_bytes()));
    bytes.push(0);
    CString::from_vec_with_nul(bytes).expect("no part holds a NUL")
}

/// The pointer that C gets, which is NULL for `None`.
pub fn into_raw(text: Option<CString>) -> *mut c_char {
    text.map_or(std::ptr::null_mut(), CString::into_raw)
}

/// A string of its own; NULL for NULL and for bytes that are no UTF-8.
///
/// # Safety
///
/// As for `borrow`.
pub unsafe fn copy(text: *const c_char) -> *mut c_char {
    into_raw(borrow(text).map(|text| join(&[text])))
}

/// Drops a string that `into_raw` gave; ignores NULL.
///
/// # Safety
///
/// `text` must be NULL or come from `CString::into_raw`, with its length unchanged.
pub unsafe fn release(text: *mut c_char) {
    if !text.is_null() {
        drop(CString::from_raw(text));
    }
}

#[cfg(test)]
pub mod testing {
    use super::*;

    pub fn c(text: &str) -> CString {
        CString::new(text).unwrap()
    }

    /// Takes ownership of what a function of the API returned.
    pub fn take(text: *mut c_char) -> String {
        assert!(!text.is_null());
        unsafe { CString::from_raw(text) }.into_string().unwrap()
    }

    pub fn view(text: *const c_char) -> String {
        unsafe { borrow(text) }.expect("no string").to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::testing::c;
    use super::*;

    #[test]
    fn joins_without_spare_room() {
        assert_eq!(join(&["a", "", "bc"]), c("abc"));
        assert_eq!(join(&[]), c(""));
    }

    #[test]
    fn borrows_only_text() {
        unsafe {
            assert_eq!(borrow(std::ptr::null()), None);
            assert_eq!(borrow(b"\xff\0".as_ptr().cast()), None);
            assert_eq!(borrow(b"ok\0".as_ptr().cast()), Some("ok"));
        }
    }
}
