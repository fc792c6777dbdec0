// SPDX-License-Identifier: MIT
//! Blocks of libc's malloc in Rust's hands: some that Rust releases with `free`, some that C must.

use crate::handle::parcel;
use crate::libc::{free, malloc, realloc};
use crate::text;
use std::ffi::CStr;
use std::os::raw::c_char;
use std::ptr;

const TO: &[u8] = b"to ";

/// A string from malloc.
pub(crate) struct Stamp(*mut c_char);

impl Drop for Stamp {
    fn drop(&mut self) {
        // Safe: C said that it came from malloc.
        unsafe { free(self.0.cast()) }
    }
}

/// Puts a stamp on a parcel. The string itself is kept, not a copy, and released with free().
///
/// @parcel: (transfer none): the parcel
/// @stamp: (transfer full) (nullable): from malloc(); NULL removes the stamp
///
/// # Safety
///
/// `parcel` must be NULL or a parcel, `stamp` NULL or a NUL-terminated string that free() releases.
#[no_mangle]
pub unsafe extern "C" fn parcel_set_stamp(parcel: *mut parcel, stamp: *mut c_char) {
    let stamp = if stamp.is_null() { None } else { Some(Stamp(stamp)) };
    if let Some(parcel) = parcel.as_mut() {
        parcel.stamp = stamp;
    }
}

/// @parcel: (transfer none) (nullable): the parcel
/// Returns: (transfer none) (nullable): its stamp; valid until it is replaced or the parcel freed
///
/// # Safety
///
/// `parcel` must be NULL or a parcel.
#[no_mangle]
pub unsafe extern "C" fn parcel_stamp(parcel: *const parcel) -> *const c_char {
    let stamp = parcel.as_ref().and_then(|parcel| parcel.stamp.as_ref());
    stamp.map_or(ptr::null(), |stamp| stamp.0)
}

/// Says who gets a parcel, for C programs that know nothing of this library.
///
/// @parcel: (transfer none) (nullable): the parcel
/// Returns: (transfer full) (free-func free) (nullable): "to RECIPIENT", from malloc(); NULL for NULL
///
/// # Safety
///
/// `parcel` must be NULL or a parcel.
#[no_mangle]
pub unsafe extern "C" fn parcel_summary(parcel: *const parcel) -> *mut c_char {
    let mut summary = ptr::null_mut();
    parcel_export(parcel, &mut summary, ptr::null_mut());
    summary
}

/// The same through out-parameters.
///
/// @parcel: (transfer none) (nullable): the parcel
/// @text: (out) (transfer full) (free-func free): "to RECIPIENT", from malloc()
/// @len: (out) (nullable): its length without the NUL
/// Returns: false, and nothing is filled in, when an argument is NULL or there is no memory
///
/// # Safety
///
/// `parcel` must be NULL or a parcel, `text` and `len` NULL or writable.
#[no_mangle]
pub unsafe extern "C" fn parcel_export(
    parcel: *const parcel,
    text: *mut *mut c_char,
    len: *mut usize,
) -> bool {
    let (parcel, text) = match (parcel.as_ref(), text.as_mut()) {
        (Some(parcel), Some(text)) => (parcel, text),
        _ => return false,
    };
    let recipient = parcel.recipient.as_bytes();
    let whole: *mut c_char = malloc(TO.len() + recipient.len() + 1).cast();
    if whole.is_null() {
        return false;
    }
    put(whole, 0, TO);
    put(whole, TO.len(), recipient);
    *text = whole;
    if let Some(len) = len.as_mut() {
        *len = TO.len() + recipient.len();
    }
    true
}

/// Appends to a string from malloc(), which may move.
///
/// @text: (transfer full) (nullable): from malloc(); NULL is an empty one
/// @more: (transfer none): UTF-8
/// Returns: (transfer full) (free-func free) (nullable): the longer string, from malloc(); NULL when there is no memory
///
/// # Safety
///
/// `text` must be NULL or a NUL-terminated string that realloc() can be called with, `more` NULL or NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn parcel_text_append(text: *mut c_char, more: *const c_char) -> *mut c_char {
    let len = if text.is_null() { 0 } else { CStr::from_ptr(text).to_bytes().len() };
    let more = text::borrow(more).unwrap_or("").as_bytes();
    let longer: *mut c_char = realloc(text.cast(), len + more.len() + 1).cast();
    if longer.is_null() {
        // realloc() leaves it alone then, but the contract says that it is gone.
        free(text.cast());
        return longer;
    }
    put(longer, len, more);
    longer
}

/// Writes `part` and a NUL.
unsafe fn put(text: *mut c_char, at: usize, part: &[u8]) {
    ptr::copy_nonoverlapping(part.as_ptr(), text.add(at).cast(), part.len());
    text.add(at + part.len()).write(0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handle::{parcel_free, testing::example};
    use crate::text::testing::{c, view};

    #[test]
    fn a_stamp_is_kept_not_copied() {
        unsafe {
            let parcel = example();
            assert!(parcel_stamp(parcel).is_null());
            for price in ["1.50", "2.75"] {
                let stamp = parcel_text_append(ptr::null_mut(), c(price).as_ptr());
                parcel_set_stamp(parcel, stamp);
                assert_eq!((parcel_stamp(parcel), view(stamp).as_str()), (stamp as *const c_char, price));
            }
            parcel_set_stamp(parcel, ptr::null_mut());
            assert!(parcel_stamp(parcel).is_null());
            parcel_set_stamp(ptr::null_mut(), parcel_text_append(ptr::null_mut(), c("x").as_ptr()));
            parcel_free(parcel);
        }
    }

    #[test]
    fn a_summary_comes_from_malloc() {
        unsafe {
            let parcel = example();
            let (mut text, mut len) = (ptr::null_mut(), 0);
            assert!(parcel_export(parcel, &mut text, &mut len));
            assert_eq!((view(text).as_str(), len), ("to Ada", 6));
            free(text.cast());
            let summary = parcel_summary(parcel);
            assert_eq!(view(summary), "to Ada");
            free(summary.cast());
            assert!(parcel_summary(ptr::null()).is_null());
            assert!(!parcel_export(parcel, ptr::null_mut(), &mut len));
            parcel_free(parcel);
        }
    }

    #[test]
    fn a_text_grows() {
        unsafe {
            let text =
                parcel_text_append(parcel_text_append(ptr::null_mut(), c("by ").as_ptr()), c("air").as_ptr());
            assert_eq!(view(text), "by air");
            free(text.cast());
        }
    }
}
