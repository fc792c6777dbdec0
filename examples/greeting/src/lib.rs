//! Greets people. The C API is in include/greeting.h.

use std::ffi::{CStr, CString};
use std::os::raw::c_char;

/// A greeting for `name`.
pub fn greet(name: &str) -> String {
    format!("Hello, {name}")
}

/// # Safety
///
/// `name` is a NUL-terminated string.
#[no_mangle]
pub unsafe extern "C" fn greeting_new(name: *const c_char) -> *mut c_char {
    let name = CStr::from_ptr(name).to_string_lossy();
    CString::new(greet(&name)).map_or(std::ptr::null_mut(), CString::into_raw)
}

/// # Safety
///
/// `greeting` comes from greeting_new(), or is null; it is gone afterwards.
#[no_mangle]
pub unsafe extern "C" fn greeting_free(greeting: *mut c_char) {
    if !greeting.is_null() {
        drop(CString::from_raw(greeting));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greets() {
        assert_eq!(greet("Ada"), "Hello, Ada");
    }

    #[test]
    fn greets_through_the_c_api() {
        let name = CString::new("Ada").unwrap();
        unsafe {
            let greeting = greeting_new(name.as_ptr());
            assert_eq!(CStr::from_ptr(greeting).to_str(), Ok("Hello, Ada"));
            greeting_free(greeting);
        }
    }
}
