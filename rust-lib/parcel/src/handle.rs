// SPDX-License-Identifier: MIT
//! `struct parcel`: an opaque handle.

use crate::callbacks::{UserData, Watcher};
use crate::depot::parcel_depot;
use crate::handover::Attachment;
use crate::malloc::Stamp;
use crate::text;
use std::ffi::CString;
use std::os::raw::c_char;
use std::sync::Arc;

/// A parcel: who gets it, and what is in it.
pub struct parcel {
    pub(crate) recipient: CString,
    pub(crate) note: Option<CString>,
    pub(crate) contents: Contents,
    pub(crate) depot: Option<Arc<parcel_depot>>,
    pub(crate) data: Option<UserData>,
    pub(crate) watcher: Option<Watcher>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) stamp: Option<Stamp>,
}

/// One thing in a parcel.
#[repr(C)]
pub struct parcel_item {
    /// The parcel's.
    pub name: *const c_char,
    /// Grams.
    pub weight: u32,
}

/// The items as C sees them, each the owner of its name.
#[derive(Default)]
pub(crate) struct Contents(Vec<parcel_item>);

impl Contents {
    pub fn push(&mut self, name: CString, weight: u32) {
        self.0.push(parcel_item { name: name.into_raw(), weight });
    }

    pub fn append(&mut self, other: &mut Contents) {
        self.0.append(&mut other.0);
    }

    pub fn items(&self) -> &[parcel_item] {
        &self.0
    }
}

impl Drop for Contents {
    fn drop(&mut self) {
        // Safe: push() made every name.
        self.0.iter().for_each(|item| unsafe { text::release(item.name as *mut c_char) });
    }
}

impl parcel {
    pub(crate) fn to(recipient: CString) -> Self {
        parcel {
            recipient,
            note: None,
            contents: Contents::default(),
            depot: None,
            data: None,
            watcher: None,
            attachments: Vec::new(),
            stamp: None,
        }
    }

    pub(crate) fn into_raw(self) -> *mut parcel {
        Box::into_raw(Box::new(self))
    }
}

/// Makes an empty parcel.
///
/// @recipient: (transfer none): UTF-8
/// Returns: (transfer full) (free-func parcel_free) (nullable): the parcel; NULL when `recipient` is NULL or no UTF-8
///
/// # Safety
///
/// `recipient` must be NULL or NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn parcel_new(recipient: *const c_char) -> *mut parcel {
    match text::borrow(recipient) {
        Some(recipient) => parcel::to(text::join(&[recipient])).into_raw(),
        None => std::ptr::null_mut(),
    }
}

/// Throws a parcel away, with everything that it owns.
///
/// @parcel: (transfer full) (nullable): the parcel
///
/// # Safety
///
/// `parcel` must be a parcel of this library.
#[no_mangle]
pub unsafe extern "C" fn parcel_free(parcel: *mut parcel) {
    if !parcel.is_null() {
        drop(Box::from_raw(parcel));
    }
}

/// Adds an item.
///
/// @parcel: (transfer none): the parcel
/// @name: (transfer none): UTF-8
/// @weight: grams
/// Returns: false, and nothing is added, when an argument is NULL or the name no UTF-8
///
/// # Safety
///
/// `parcel` must be NULL or a parcel, `name` NULL or NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn parcel_add(parcel: *mut parcel, name: *const c_char, weight: u32) -> bool {
    match (parcel.as_mut(), text::borrow(name)) {
        (Some(parcel), Some(name)) => {
            parcel.contents.push(text::join(&[name]), weight);
            true
        }
        _ => false,
    }
}

/// @parcel: (transfer none) (nullable): the parcel
/// Returns: the number of its items
///
/// # Safety
///
/// `parcel` must be NULL or a parcel.
#[no_mangle]
pub unsafe extern "C" fn parcel_count(parcel: *const parcel) -> usize {
    parcel.as_ref().map_or(0, |parcel| parcel.contents.items().len())
}

/// @parcel: (transfer none) (nullable): the parcel
/// Returns: the weight of all of its items, in grams
///
/// # Safety
///
/// `parcel` must be NULL or a parcel.
#[no_mangle]
pub unsafe extern "C" fn parcel_weight(parcel: *const parcel) -> u64 {
    parcel
        .as_ref()
        .map_or(0, |parcel| parcel.contents.items().iter().map(|item| u64::from(item.weight)).sum())
}

/// Sets the note, or removes it.
///
/// @parcel: (transfer none): the parcel
/// @note: (transfer none) (nullable): UTF-8; NULL removes it
///
/// # Safety
///
/// `parcel` must be NULL or a parcel, `note` NULL or NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn parcel_set_note(parcel: *mut parcel, note: *const c_char) {
    if let Some(parcel) = parcel.as_mut() {
        parcel.note = text::borrow(note).map(|note| text::join(&[note]));
    }
}

/// Takes the note out of the parcel; the string itself moves, nothing is copied.
///
/// @parcel: (transfer none): the parcel
/// Returns: (transfer full) (free-func parcel_string_free) (nullable): the note; NULL when there is none
///
/// # Safety
///
/// `parcel` must be NULL or a parcel.
#[no_mangle]
pub unsafe extern "C" fn parcel_take_note(parcel: *mut parcel) -> *mut c_char {
    text::into_raw(parcel.as_mut().and_then(|parcel| parcel.note.take()))
}

/// Moves all items of one parcel into another; the emptied one is gone afterwards.
///
/// @into: (transfer none): gets the items
/// @from: (transfer full) (nullable): consumed
///
/// # Safety
///
/// Both must be NULL or parcels, and not the same one.
#[no_mangle]
pub unsafe extern "C" fn parcel_merge(into: *mut parcel, from: *mut parcel) {
    if from.is_null() {
        return;
    }
    let mut from = Box::from_raw(from);
    if let Some(into) = into.as_mut() {
        into.contents.append(&mut from.contents);
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    /// Pen and ink, 20 and 300 grams, to Ada.
    pub fn example() -> *mut parcel {
        let mut parcel = parcel::to(text::join(&["Ada"]));
        parcel.contents.push(text::join(&["pen"]), 20);
        parcel.contents.push(text::join(&["ink"]), 300);
        parcel.into_raw()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::{c, take};
    use std::ptr;

    #[test]
    fn a_parcel_weighs_what_is_in_it() {
        unsafe {
            let parcel = parcel_new(c("Ada").as_ptr());
            assert_eq!((parcel_count(parcel), parcel_weight(parcel)), (0, 0));
            assert!(parcel_add(parcel, c("pen").as_ptr(), 20));
            assert!(parcel_add(parcel, c("ink").as_ptr(), u32::MAX));
            assert_eq!((parcel_count(parcel), parcel_weight(parcel)), (2, 20 + u64::from(u32::MAX)));
            parcel_free(parcel);
        }
    }

    #[test]
    fn null_is_refused_or_ignored() {
        unsafe {
            assert!(parcel_new(ptr::null()).is_null());
            assert!(!parcel_add(ptr::null_mut(), c("pen").as_ptr(), 1));
            assert_eq!((parcel_count(ptr::null()), parcel_weight(ptr::null())), (0, 0));
            assert!(parcel_take_note(ptr::null_mut()).is_null());
            parcel_set_note(ptr::null_mut(), ptr::null());
            parcel_merge(ptr::null_mut(), ptr::null_mut());
            parcel_free(ptr::null_mut());
        }
    }

    #[test]
    fn a_note_is_taken_once() {
        unsafe {
            let parcel = testing::example();
            parcel_set_note(parcel, c("fragile").as_ptr());
            assert_eq!(take(parcel_take_note(parcel)), "fragile");
            assert!(parcel_take_note(parcel).is_null());
            parcel_free(parcel);
        }
    }

    #[test]
    fn merging_moves_the_items() {
        unsafe {
            let (into, from) = (testing::example(), testing::example());
            let moved = (*from).contents.items()[0].name;
            parcel_merge(into, from);
            assert_eq!((parcel_count(into), parcel_weight(into)), (4, 640));
            assert_eq!((*into).contents.items()[2].name, moved);
            parcel_free(into);
        }
    }
}
