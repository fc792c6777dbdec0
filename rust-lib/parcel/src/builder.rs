// SPDX-License-Identifier: MIT
//! A builder that is consumed when it succeeds and stays the caller's when it fails.

use crate::errors::parcel_result;
use crate::handle::{parcel, Contents};
use crate::text;
use std::ffi::CString;
use std::os::raw::c_char;

/// A parcel in the making.
#[derive(Default)]
pub struct parcel_builder {
    recipient: Option<CString>,
    contents: Contents,
}

/// Returns: (transfer full) (free-func parcel_builder_free): a builder with nothing set
#[no_mangle]
pub extern "C" fn parcel_builder_new() -> *mut parcel_builder {
    Box::into_raw(Box::default())
}

/// Throws a builder away that was not consumed.
///
/// @builder: (transfer full) (nullable): the builder
///
/// # Safety
///
/// `builder` must be a builder that parcel_builder_build() did not consume.
#[no_mangle]
pub unsafe extern "C" fn parcel_builder_free(builder: *mut parcel_builder) {
    if !builder.is_null() {
        drop(Box::from_raw(builder));
    }
}

/// @builder: (transfer none): the builder
/// @recipient: (transfer none) (nullable): UTF-8; NULL unsets it
///
/// # Safety
///
/// `builder` must be NULL or a builder, `recipient` NULL or NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn parcel_builder_set_recipient(
    builder: *mut parcel_builder,
    recipient: *const c_char,
) {
    if let Some(builder) = builder.as_mut() {
        builder.recipient = text::borrow(recipient).map(|recipient| text::join(&[recipient]));
    }
}

/// @builder: (transfer none): the builder
/// @name: (transfer none): of the item, UTF-8
/// @weight: grams
///
/// # Safety
///
/// `builder` must be NULL or a builder, `name` NULL or NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn parcel_builder_add(builder: *mut parcel_builder, name: *const c_char, weight: u32) {
    if let (Some(builder), Some(name)) = (builder.as_mut(), text::borrow(name)) {
        builder.contents.push(text::join(&[name]), weight);
    }
}

/// Makes the parcel. On success the builder is gone; on failure it is still the caller's, to be completed or freed.
///
/// @builder: (transfer full on-success): consumed
/// @out: (out) (transfer full) (free-func parcel_free): the parcel; untouched on failure
/// Returns: (success == PARCEL_RESULT_OK): PARCEL_RESULT_INCOMPLETE when no recipient is set
///
/// # Safety
///
/// `builder` must be NULL or a builder, `out` NULL or writable.
#[no_mangle]
pub unsafe extern "C" fn parcel_builder_build(
    builder: *mut parcel_builder,
    out: *mut *mut parcel,
) -> parcel_result {
    if builder.is_null() || out.is_null() {
        return parcel_result::NullArgument;
    }
    if (*builder).recipient.is_none() {
        return parcel_result::Incomplete;
    }
    let builder = Box::from_raw(builder);
    let mut made = parcel::to(builder.recipient.expect("it was there a moment ago"));
    made.contents = builder.contents;
    *out = made.into_raw();
    parcel_result::Ok
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handle::{parcel_free, parcel_weight};
    use crate::text::testing::c;
    use std::ptr;

    #[test]
    fn a_complete_builder_is_consumed() {
        unsafe {
            let builder = parcel_builder_new();
            parcel_builder_set_recipient(builder, c("Ada").as_ptr());
            parcel_builder_add(builder, c("pen").as_ptr(), 20);
            let mut parcel = ptr::null_mut();
            assert_eq!(parcel_builder_build(builder, &mut parcel), parcel_result::Ok);
            assert_eq!(parcel_weight(parcel), 20);
            parcel_free(parcel);
        }
    }

    #[test]
    fn an_incomplete_one_can_be_completed() {
        unsafe {
            let builder = parcel_builder_new();
            let mut parcel = ptr::null_mut();
            assert_eq!(parcel_builder_build(builder, &mut parcel), parcel_result::Incomplete);
            assert!(parcel.is_null());
            parcel_builder_set_recipient(builder, c("Ada").as_ptr());
            assert_eq!(parcel_builder_build(builder, &mut parcel), parcel_result::Ok);
            parcel_free(parcel);
        }
    }

    #[test]
    fn null_is_refused() {
        unsafe {
            let builder = parcel_builder_new();
            assert_eq!(parcel_builder_build(builder, ptr::null_mut()), parcel_result::NullArgument);
            assert_eq!(
                parcel_builder_build(ptr::null_mut(), &mut ptr::null_mut()),
                parcel_result::NullArgument
            );
            parcel_builder_free(builder);
            parcel_builder_free(ptr::null_mut());
        }
    }
}
