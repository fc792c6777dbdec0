//! A library with one bug, which its callers' tests don't show.

use std::ffi::{CStr, CString};
use std::os::raw::{c_char, c_void};

extern "C" {
    fn free(block: *mut c_void);
}

/// Greets `name`. The caller owns the result and releases it with greeting_free().
///
/// # Safety
///
/// `name` is a NUL-terminated string.
#[no_mangle]
pub unsafe extern "C" fn greeting_new(name: *const c_char) -> *mut c_char {
    let name = CStr::from_ptr(name).to_string_lossy();
    CString::new(format!("Hello, {}", name)).map_or(std::ptr::null_mut(), CString::into_raw)
}

/// Releases what greeting_new() returned.
///
/// # Safety
///
/// `greeting` comes from greeting_new(), or is null; it is gone afterwards.
#[no_mangle]
pub unsafe extern "C" fn greeting_free(greeting: *mut c_char) {
    if !greeting.is_null() {
        free(greeting.cast()); // the bug: CString::into_raw() wants CString::from_raw() back
    }
}
