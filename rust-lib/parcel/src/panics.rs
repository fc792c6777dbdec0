// SPDX-License-Identifier: MIT
//! A panic, caught at the boundary and turned into an error.
//!
//! The panic hook is left alone: it belongs to the program, not to a library. Rust's own prints the message to stderr and
//! leaves no block behind, unless RUST_BACKTRACE is set: then it reads the program's debug information and keeps it.

use crate::errors::{parcel_error, parcel_result};
use crate::handle::parcel;
use crate::text;
use std::any::Any;
use std::panic::{catch_unwind, AssertUnwindSafe};

/// The weight of one item.
///
/// @parcel: (transfer none): the parcel
/// @index: of the item
/// @grams: (out): its weight; untouched on failure
/// @error: (out) (transfer full) (free-func parcel_error_free) (nullable): what went wrong; untouched on success; NULL when
/// the caller doesn't care
/// Returns: PARCEL_RESULT_PANIC when there is no such item
///
/// # Safety
///
/// `parcel` must be NULL or a parcel, `grams` and `error` NULL or writable.
#[no_mangle]
pub unsafe extern "C" fn parcel_item_weight(
    parcel: *const parcel,
    index: usize,
    grams: *mut u32,
    error: *mut *mut parcel_error,
) -> parcel_result {
    let (parcel, grams) = match (parcel.as_ref(), grams.as_mut()) {
        (Some(parcel), Some(grams)) => (parcel, grams),
        _ => return parcel_error::raise(parcel_result::NullArgument, text::join(&["no parcel"]), error),
    };
    // Nothing is left half-done by a panic in here.
    match catch_unwind(AssertUnwindSafe(|| parcel.contents.items()[index].weight)) {
        Ok(weight) => {
            *grams = weight;
            parcel_result::Ok
        }
        Err(panic) => parcel_error::raise(parcel_result::Panic, text::join(&[message_of(&*panic)]), error),
    }
}

fn message_of(panic: &(dyn Any + Send)) -> &str {
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without a message")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errors::{parcel_error_free, parcel_error_message, parcel_error_result};
    use crate::handle::{parcel_free, testing::example};
    use crate::text::testing::view;
    use std::ptr;

    #[test]
    fn a_panic_becomes_an_error() {
        unsafe {
            let parcel = example();
            let (mut grams, mut error) = (7, ptr::null_mut());
            assert_eq!(parcel_item_weight(parcel, 2, &mut grams, &mut error), parcel_result::Panic);
            assert_eq!((grams, parcel_error_result(error)), (7, parcel_result::Panic));
            assert!(view(parcel_error_message(error)).starts_with("index out of bounds"));
            parcel_error_free(error);
            assert_eq!(parcel_item_weight(parcel, 2, &mut grams, ptr::null_mut()), parcel_result::Panic);
            parcel_free(parcel);
        }
    }

    #[test]
    fn no_panic_no_error() {
        unsafe {
            let parcel = example();
            let (mut grams, mut error) = (0, ptr::null_mut());
            assert_eq!(parcel_item_weight(parcel, 1, &mut grams, &mut error), parcel_result::Ok);
            assert_eq!((grams, error.is_null()), (300, true));
            assert_eq!(
                parcel_item_weight(ptr::null(), 1, &mut grams, ptr::null_mut()),
                parcel_result::NullArgument
            );
            parcel_free(parcel);
        }
    }
}
