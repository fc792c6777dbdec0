// SPDX-License-Identifier: MIT
//! Views: pointers into a parcel. Nothing of this is released; all of it ends with the parcel, or with the next change
//! to what it shows.

use crate::handle::{parcel, parcel_item};
use std::ffi::CStr;
use std::os::raw::c_char;
use std::ptr;

/// Text that is not NUL-terminated, and somebody else's.
#[repr(C)]
pub struct parcel_view {
    /// NULL when there is no text.
    pub data: *const c_char,
    pub len: usize,
}

/// @parcel: (transfer none) (nullable): the parcel
/// Returns: (transfer none) (nullable): who gets it; valid until the parcel is freed
///
/// # Safety
///
/// `parcel` must be NULL or a parcel.
#[no_mangle]
pub unsafe extern "C" fn parcel_recipient(parcel: *const parcel) -> *const c_char {
    parcel.as_ref().map_or(ptr::null(), |parcel| parcel.recipient.as_ptr())
}

/// @parcel: (transfer none) (nullable): the parcel
/// Returns: (transfer none) (nullable): its note; valid until the note is set or taken, or the parcel freed
///
/// # Safety
///
/// `parcel` must be NULL or a parcel.
#[no_mangle]
pub unsafe extern "C" fn parcel_note(parcel: *const parcel) -> *const c_char {
    let note = parcel.as_ref().and_then(|parcel| parcel.note.as_ref());
    note.map_or(ptr::null(), |note| note.as_ptr())
}

/// The items as an array.
///
/// @parcel: (transfer none) (nullable): the parcel
/// @count: (out): its length
/// Returns: (transfer none) (nullable): the array; valid until an item is added or the parcel freed; NULL when empty
///
/// # Safety
///
/// `parcel` must be NULL or a parcel, `count` writable.
#[no_mangle]
pub unsafe extern "C" fn parcel_items(parcel: *const parcel, count: *mut usize) -> *const parcel_item {
    let items = parcel.as_ref().map_or(&[][..], |parcel| parcel.contents.items());
    if let Some(count) = count.as_mut() {
        *count = items.len();
    }
    if items.is_empty() {
        return ptr::null();
    }
    items.as_ptr()
}

/// The name of one item, without a NUL.
///
/// @parcel: (transfer none) (nullable): the parcel
/// @index: of the item
/// Returns: (transfer none): the name; valid until the parcel is freed; `data` is NULL when there is no such item
///
/// # Safety
///
/// `parcel` must be NULL or a parcel.
#[no_mangle]
pub unsafe extern "C" fn parcel_item_name(parcel: *const parcel, index: usize) -> parcel_view {
    match parcel.as_ref().and_then(|parcel| parcel.contents.items().get(index)) {
        Some(item) => parcel_view { data: item.name, len: CStr::from_ptr(item.name).to_bytes().len() },
        None => parcel_view { data: ptr::null(), len: 0 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handle::{parcel_free, parcel_new, parcel_set_note, testing::example};
    use crate::text::testing::{c, view};

    #[test]
    fn views_show_the_parcel() {
        unsafe {
            let parcel = example();
            assert_eq!(view(parcel_recipient(parcel)), "Ada");
            assert!(parcel_note(parcel).is_null());
            parcel_set_note(parcel, c("fragile").as_ptr());
            assert_eq!(view(parcel_note(parcel)), "fragile");
            parcel_free(parcel);
        }
    }

    #[test]
    fn items_are_an_array() {
        unsafe {
            let parcel = example();
            let mut count = 0;
            let items = std::slice::from_raw_parts(parcel_items(parcel, &mut count), 2);
            assert_eq!(count, 2);
            assert_eq!((view(items[1].name).as_str(), items[1].weight), ("ink", 300));
            parcel_free(parcel);
        }
    }

    #[test]
    fn nothing_to_see() {
        unsafe {
            let parcel = parcel_new(c("Ada").as_ptr());
            let mut count = 7;
            assert!(parcel_items(parcel, &mut count).is_null());
            assert_eq!(count, 0);
            assert!(parcel_items(ptr::null(), ptr::null_mut()).is_null());
            assert!(parcel_item_name(parcel, 0).data.is_null());
            assert!(parcel_recipient(ptr::null()).is_null());
            parcel_free(parcel);
        }
    }

    #[test]
    fn a_name_has_a_length() {
        unsafe {
            let parcel = example();
            let name = parcel_item_name(parcel, 0);
            assert_eq!(std::slice::from_raw_parts(name.data.cast::<u8>(), name.len), b"pen");
            parcel_free(parcel);
        }
    }
}
