// SPDX-License-Identifier: MIT
//! An iterator over a parcel that it borrows.

use crate::handle::{parcel, parcel_item};
use crate::text;
use std::os::raw::c_char;
use std::ptr;

/// Where somebody is in a parcel's items.
pub struct parcel_iterator {
    parcel: *const parcel,
    next: usize,
}

impl parcel_iterator {
    unsafe fn advance(&mut self) -> Option<&parcel_item> {
        let item = (*self.parcel).contents.items().get(self.next)?;
        self.next += 1;
        Some(item)
    }
}

/// @parcel: (transfer none): must outlive the iterator; items may be added meanwhile
/// Returns: (transfer full) (free-func parcel_iterator_free) (nullable): an iterator before the first item; NULL for NULL
///
/// # Safety
///
/// `parcel` must be NULL or a parcel that outlives the iterator.
#[no_mangle]
pub unsafe extern "C" fn parcel_iterator_new(parcel: *const parcel) -> *mut parcel_iterator {
    if parcel.is_null() {
        return ptr::null_mut();
    }
    Box::into_raw(Box::new(parcel_iterator { parcel, next: 0 }))
}

/// @iterator: (transfer none) (nullable): the iterator
/// Returns: (transfer none) (nullable): the next item, the parcel's; NULL after the last one
///
/// # Safety
///
/// `iterator` must be NULL or an iterator whose parcel lives.
#[no_mangle]
pub unsafe extern "C" fn parcel_iterator_next(iterator: *mut parcel_iterator) -> *const parcel_item {
    match iterator.as_mut().and_then(|iterator| iterator.advance()) {
        Some(item) => item,
        None => ptr::null(),
    }
}

/// @iterator: (transfer none) (nullable): the iterator
/// Returns: (transfer full) (free-func parcel_string_free) (nullable): a copy of the next item's name; NULL after the last
/// one
///
/// # Safety
///
/// `iterator` must be NULL or an iterator whose parcel lives.
#[no_mangle]
pub unsafe extern "C" fn parcel_iterator_next_name(iterator: *mut parcel_iterator) -> *mut c_char {
    let item = iterator.as_mut().and_then(|iterator| iterator.advance());
    item.map_or(ptr::null_mut(), |item| text::copy(item.name))
}

/// @iterator: (transfer full) (nullable): the iterator; before its parcel or after it
///
/// # Safety
///
/// `iterator` must be an iterator of this library.
#[no_mangle]
pub unsafe extern "C" fn parcel_iterator_free(iterator: *mut parcel_iterator) {
    if !iterator.is_null() {
        drop(Box::from_raw(iterator));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handle::{parcel_free, testing::example};
    use crate::text::testing::take;

    #[test]
    fn goes_once_through_all_items() {
        unsafe {
            let parcel = example();
            let iterator = parcel_iterator_new(parcel);
            assert_eq!((*parcel_iterator_next(iterator)).weight, 20);
            assert_eq!(take(parcel_iterator_next_name(iterator)), "ink");
            for _ in 0..2 {
                assert!(parcel_iterator_next(iterator).is_null());
                assert!(parcel_iterator_next_name(iterator).is_null());
            }
            parcel_free(parcel);
            parcel_iterator_free(iterator);
        }
    }

    #[test]
    fn nothing_comes_from_null() {
        unsafe {
            assert!(parcel_iterator_new(ptr::null()).is_null());
            assert!(parcel_iterator_next(ptr::null_mut()).is_null());
            parcel_iterator_free(ptr::null_mut());
        }
    }
}
