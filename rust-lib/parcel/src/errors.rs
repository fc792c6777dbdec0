// SPDX-License-Identifier: MIT
//! A constructor with an out-parameter, a result code and an owned error object.

use crate::handle::{parcel, Contents};
use crate::text;
use std::ffi::CString;
use std::os::raw::c_char;

/// What became of a call.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum parcel_result {
    Ok,
    /// NULL where something is needed, or a text that is no UTF-8.
    NullArgument,
    /// A builder was not complete.
    Incomplete,
    /// A text could not be read.
    Syntax,
    /// The library panicked, and caught it.
    Panic,
}

/// What went wrong, for people.
pub struct parcel_error {
    result: parcel_result,
    message: CString,
}

impl parcel_error {
    /// Hands an error to C when C asked for it.
    ///
    /// # Safety
    ///
    /// `out` must be NULL or writable.
    pub(crate) unsafe fn raise(
        result: parcel_result,
        message: CString,
        out: *mut *mut parcel_error,
    ) -> parcel_result {
        if let Some(out) = out.as_mut() {
            *out = Box::into_raw(Box::new(parcel_error { result, message }));
        }
        result
    }
}

/// Reads a parcel from a text: "RECIPIENT: ITEM=GRAMS, ITEM=GRAMS".
///
/// @text: (transfer none): UTF-8
/// @out: (out) (transfer full) (free-func parcel_free): the parcel; untouched on failure
/// @error: (out) (transfer full) (free-func parcel_error_free) (nullable): what is wrong with the text; untouched on
/// success; NULL when the caller doesn't care
/// Returns: PARCEL_RESULT_NULL_ARGUMENT, or PARCEL_RESULT_SYNTAX when the text could not be read
///
/// # Safety
///
/// `text` must be NULL or NUL-terminated, `out` and `error` NULL or writable.
#[no_mangle]
pub unsafe extern "C" fn parcel_parse(
    text: *const c_char,
    out: *mut *mut parcel,
    error: *mut *mut parcel_error,
) -> parcel_result {
    let text = match text::borrow(text) {
        Some(text) if !out.is_null() => text,
        _ => {
            return parcel_error::raise(
                parcel_result::NullArgument,
                text::join(&["no text, or no UTF-8"]),
                error,
            )
        }
    };
    match parse(text) {
        Ok(parsed) => {
            *out = parsed.into_raw();
            parcel_result::Ok
        }
        Err(message) => parcel_error::raise(parcel_result::Syntax, message, error),
    }
}

fn parse(text: &str) -> Result<parcel, CString> {
    let (recipient, items) =
        text.split_once(':').ok_or_else(|| text::join(&["no ':' after the recipient"]))?;
    let mut contents = Contents::default();
    for item in items.split(',').map(str::trim).filter(|item| !item.is_empty()) {
        let (name, weight) = parse_item(item).ok_or_else(|| text::join(&["no ITEM=GRAMS: ", item]))?;
        contents.push(text::join(&[name]), weight);
    }
    let mut parsed = parcel::to(text::join(&[recipient.trim()]));
    parsed.contents = contents;
    Ok(parsed)
}

fn parse_item(item: &str) -> Option<(&str, u32)> {
    let (name, weight) = item.split_once('=')?;
    Some((name.trim(), weight.trim().parse().ok()?))
}

/// @error: (transfer none): the error
/// Returns: the result that came with it; PARCEL_RESULT_OK for NULL
///
/// # Safety
///
/// `error` must be NULL or an error.
#[no_mangle]
pub unsafe extern "C" fn parcel_error_result(error: *const parcel_error) -> parcel_result {
    error.as_ref().map_or(parcel_result::Ok, |error| error.result)
}

/// @error: (transfer none) (nullable): the error
/// Returns: (transfer none) (nullable): its text; valid until the error is freed; NULL for NULL
///
/// # Safety
///
/// `error` must be NULL or an error.
#[no_mangle]
pub unsafe extern "C" fn parcel_error_message(error: *const parcel_error) -> *const c_char {
    error.as_ref().map_or(std::ptr::null(), |error| error.message.as_ptr())
}

/// @error: (transfer full) (nullable): the error
///
/// # Safety
///
/// `error` must be an error of this library.
#[no_mangle]
pub unsafe extern "C" fn parcel_error_free(error: *mut parcel_error) {
    if !error.is_null() {
        drop(Box::from_raw(error));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handle::{parcel_count, parcel_free, parcel_weight};
    use crate::text::testing::{c, view};
    use std::ptr;

    #[test]
    fn a_text_becomes_a_parcel() {
        for (text, count, weight) in
            [("Ada: pen=20, ink=300", 2, 320), ("Ada:", 0, 0), ("Ada: pen = 1,", 1, 1)]
        {
            let (mut parcel, mut error) = (ptr::null_mut(), ptr::null_mut());
            unsafe {
                assert_eq!(parcel_parse(c(text).as_ptr(), &mut parcel, &mut error), parcel_result::Ok);
                assert_eq!((parcel_count(parcel), parcel_weight(parcel)), (count, weight));
                parcel_free(parcel);
            }
            assert!(error.is_null());
        }
    }

    #[test]
    fn an_error_says_what_is_wrong() {
        let cases = [
            ("Ada", "no ':' after the recipient"),
            ("Ada: pen", "no ITEM=GRAMS: pen"),
            ("Ada: pen=20, ink=much", "no ITEM=GRAMS: ink=much"),
            ("Ada: pen=4294967296", "no ITEM=GRAMS: pen=4294967296"),
        ];
        for (text, message) in cases {
            let (mut parcel, mut error) = (ptr::null_mut(), ptr::null_mut());
            unsafe {
                assert_eq!(parcel_parse(c(text).as_ptr(), &mut parcel, &mut error), parcel_result::Syntax);
                assert_eq!(view(parcel_error_message(error)), message);
                assert_eq!(parcel_error_result(error), parcel_result::Syntax);
                parcel_error_free(error);
            }
            assert!(parcel.is_null());
        }
    }

    #[test]
    fn nobody_has_to_ask_for_the_error() {
        unsafe {
            let mut parcel = ptr::null_mut();
            assert_eq!(parcel_parse(c("Ada").as_ptr(), &mut parcel, ptr::null_mut()), parcel_result::Syntax);
            assert_eq!(parcel_parse(ptr::null(), &mut parcel, ptr::null_mut()), parcel_result::NullArgument);
            assert!(parcel_error_message(ptr::null()).is_null());
            assert_eq!(parcel_error_result(ptr::null()), parcel_result::Ok);
            parcel_error_free(ptr::null_mut());
        }
    }
}
