// SPDX-License-Identifier: MIT
//! Blocks that C allocated, handed over to Rust together with the function that releases them.

use crate::callbacks::parcel_destroy;
use crate::handle::{parcel, parcel_item};
use crate::text;
use std::os::raw::{c_char, c_void};
use std::slice;

/// Describes one item: a new string, which goes back through the release function that came along.
pub type parcel_describe_item =
    Option<unsafe extern "C" fn(item: *const parcel_item, user: *mut c_void) -> *mut c_char>;

/// A document, in a block of C's.
pub(crate) struct Attachment {
    block: *const u8,
    len: usize,
    release: unsafe extern "C" fn(*mut c_void),
}

impl Drop for Attachment {
    fn drop(&mut self) {
        // Safe: C said so when it handed the block over.
        unsafe { (self.release)(self.block as *mut c_void) }
    }
}

/// Attaches a document without copying it.
///
/// @parcel: (transfer none): the parcel
/// @block: (transfer full): kept until the parcel is freed; still the caller's on failure
/// @len: bytes in `block`
/// @release: releases `block`
/// Returns: false when an argument is NULL
///
/// # Safety
///
/// `parcel` must be NULL or a parcel, `block` NULL or `len` bytes that `release` can be called with.
#[no_mangle]
pub unsafe extern "C" fn parcel_attach(
    parcel: *mut parcel,
    block: *mut c_void,
    len: usize,
    release: parcel_destroy,
) -> bool {
    match (parcel.as_mut(), release) {
        (Some(parcel), Some(release)) if !block.is_null() => {
            parcel.attachments.push(Attachment { block: block.cast(), len, release });
            true
        }
        _ => false,
    }
}

/// @parcel: (transfer none) (nullable): the parcel
/// Returns: the sum of all bytes of all its documents
///
/// # Safety
///
/// `parcel` must be NULL or a parcel.
#[no_mangle]
pub unsafe extern "C" fn parcel_attachments_sum(parcel: *const parcel) -> u64 {
    let attachments = parcel.as_ref().map_or(&[][..], |parcel| &parcel.attachments[..]);
    let bytes = |attachment: &Attachment| slice::from_raw_parts(attachment.block, attachment.len);
    attachments.iter().flat_map(bytes).map(|byte| u64::from(*byte)).sum()
}

/// Describes all items, each in the caller's words.
///
/// @parcel: (transfer none) (nullable): the parcel
/// @describe: gives a new string for each item, or NULL to skip it
/// @user: (transfer none) (nullable): handed on to `describe`
/// @release: releases what `describe` gave
/// Returns: (transfer full) (free-func parcel_string_free): the descriptions, one a line
///
/// # Safety
///
/// `parcel` must be NULL or a parcel, `describe` and `release` NULL or callable as described.
#[no_mangle]
pub unsafe extern "C" fn parcel_describe(
    parcel: *const parcel,
    describe: parcel_describe_item,
    user: *mut c_void,
    release: parcel_destroy,
) -> *mut c_char {
    let items = parcel.as_ref().map_or(&[][..], |parcel| parcel.contents.items());
    let mut lines = String::new();
    if let (Some(describe), Some(release)) = (describe, release) {
        for item in items {
            let words = describe(item, user);
            lines.extend(text::borrow(words).iter().flat_map(|words| [*words, "\n"]));
            if !words.is_null() {
                release(words.cast());
            }
        }
    }
    text::join(&[&lines]).into_raw()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handle::{parcel_free, testing::example};
    use crate::text::testing::{c, take};
    use std::ptr;
    use std::sync::atomic::{AtomicUsize, Ordering};

    unsafe extern "C" fn release_vec(block: *mut c_void) {
        drop(Box::from_raw(block.cast::<[u8; 4]>()));
    }

    #[test]
    fn a_parcel_releases_its_documents() {
        unsafe {
            let parcel = example();
            for _ in 0..3 {
                let block = Box::into_raw(Box::new([1u8, 2, 3, 255])).cast();
                assert!(parcel_attach(parcel, block, 4, Some(release_vec)));
            }
            assert_eq!(parcel_attachments_sum(parcel), 3 * 261);
            parcel_free(parcel);
        }
    }

    #[test]
    fn a_document_needs_a_release_function() {
        unsafe {
            let parcel = example();
            assert!(!parcel_attach(parcel, ptr::null_mut(), 4, Some(release_vec)));
            assert!(!parcel_attach(parcel, parcel.cast(), 4, None));
            assert!(!parcel_attach(ptr::null_mut(), parcel.cast(), 4, Some(release_vec)));
            assert_eq!(parcel_attachments_sum(parcel), 0);
            parcel_free(parcel);
        }
    }

    unsafe extern "C" fn name_heavy(item: *const parcel_item, _user: *mut c_void) -> *mut c_char {
        text::into_raw(Some((*item).weight).filter(|weight| *weight > 100).map(|_| c("heavy")))
    }

    static RELEASED: AtomicUsize = AtomicUsize::new(0);

    unsafe extern "C" fn release_string(string: *mut c_void) {
        RELEASED.fetch_add(1, Ordering::Relaxed);
        text::release(string.cast());
    }

    #[test]
    fn descriptions_go_back_to_who_made_them() {
        unsafe {
            let parcel = example();
            let described = parcel_describe(parcel, Some(name_heavy), ptr::null_mut(), Some(release_string));
            assert_eq!((take(described).as_str(), RELEASED.load(Ordering::Relaxed)), ("heavy\n", 1));
            assert_eq!(take(parcel_describe(parcel, None, ptr::null_mut(), None)), "");
            parcel_free(parcel);
        }
    }
}
