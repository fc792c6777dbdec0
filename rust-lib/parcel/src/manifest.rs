// SPDX-License-Identifier: MIT
//! Nested structs that C looks into: an address, whose struct is C's and whose strings are Rust's, and a manifest, all
//! of which is Rust's.

use crate::arrays;
use crate::handle::parcel;
use crate::text::{self, copy};
use std::os::raw::c_char;
use std::ptr;

/// Where somebody lives. Any of it can be NULL.
#[repr(C)]
pub struct parcel_address {
    pub name: *mut c_char,
    pub street: *mut c_char,
    pub city: *mut c_char,
}

impl parcel_address {
    const EMPTY: parcel_address =
        parcel_address { name: ptr::null_mut(), street: ptr::null_mut(), city: ptr::null_mut() };

    unsafe fn copy(name: *const c_char, street: *const c_char, city: *const c_char) -> Self {
        parcel_address { name: copy(name), street: copy(street), city: copy(city) }
    }

    unsafe fn clear(&mut self) {
        let address = std::mem::replace(self, Self::EMPTY);
        text::release(address.name);
        text::release(address.street);
        text::release(address.city);
    }
}

/// One line of a manifest.
#[repr(C)]
pub struct parcel_line {
    pub text: *mut c_char,
    pub grams: u32,
}

/// What customs want to know.
#[repr(C)]
pub struct parcel_manifest {
    pub sender: parcel_address,
    pub recipient: parcel_address,
    /// `n_lines` of them; NULL when there are none.
    pub lines: *mut parcel_line,
    pub n_lines: usize,
    /// The parcel's note, or NULL.
    pub remark: *mut c_char,
}

/// Fills a struct of the caller's with copies. What it held before is overwritten, not released.
///
/// @address: (transfer none): to be filled; what it holds then goes back through parcel_address_clear()
/// @name: (transfer none) (nullable): UTF-8
/// @street: (transfer none) (nullable): UTF-8
/// @city: (transfer none) (nullable): UTF-8
///
/// # Safety
///
/// `address` must be NULL or writable, the texts NULL or NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn parcel_address_init(
    address: *mut parcel_address,
    name: *const c_char,
    street: *const c_char,
    city: *const c_char,
) {
    if !address.is_null() {
        address.write(parcel_address::copy(name, street, city));
    }
}

/// Releases what an address holds, and sets it to NULL; the struct stays the caller's. A second time does nothing.
///
/// @address: (transfer none) (nullable): from parcel_address_init()
///
/// # Safety
///
/// `address` must be NULL, or filled by `parcel_address_init`, or all NULL.
#[no_mangle]
pub unsafe extern "C" fn parcel_address_clear(address: *mut parcel_address) {
    if let Some(address) = address.as_mut() {
        address.clear();
    }
}

/// Writes the manifest of a parcel, with copies of everything.
///
/// @parcel: (transfer none): the parcel
/// @sender: (transfer none): whose strings may be anybody's
/// @recipient: (transfer none): whose strings may be anybody's
/// Returns: (transfer full) (free-func parcel_manifest_free) (nullable): the manifest; NULL when an argument is NULL
///
/// # Safety
///
/// `parcel` must be NULL or a parcel, the addresses NULL or such whose strings are NULL or NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn parcel_manifest_new(
    parcel: *const parcel,
    sender: *const parcel_address,
    recipient: *const parcel_address,
) -> *mut parcel_manifest {
    let (parcel, sender, recipient) = match (parcel.as_ref(), sender.as_ref(), recipient.as_ref()) {
        (Some(parcel), Some(sender), Some(recipient)) => (parcel, sender, recipient),
        _ => return ptr::null_mut(),
    };
    let items = parcel.contents.items().iter();
    let (lines, n_lines) = arrays::into_raw(
        items.map(|item| parcel_line { text: copy(item.name), grams: item.weight }).collect(),
    );
    Box::into_raw(Box::new(parcel_manifest {
        sender: parcel_address::copy(sender.name, sender.street, sender.city),
        recipient: parcel_address::copy(recipient.name, recipient.street, recipient.city),
        lines,
        n_lines,
        remark: copy(parcel.note.as_ref().map_or(ptr::null(), |note| note.as_ptr())),
    }))
}

/// Releases a manifest with everything in it.
///
/// @manifest: (transfer full) (nullable): the manifest
///
/// # Safety
///
/// `manifest` must come from `parcel_manifest_new`, with none of its pointers changed.
#[no_mangle]
pub unsafe extern "C" fn parcel_manifest_free(manifest: *mut parcel_manifest) {
    if manifest.is_null() {
        return;
    }
    let mut manifest = Box::from_raw(manifest);
    manifest.sender.clear();
    manifest.recipient.clear();
    text::release(manifest.remark);
    let lines = arrays::from_raw(manifest.lines, manifest.n_lines);
    lines.iter().for_each(|line| text::release(line.text));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handle::{parcel_free, parcel_new, testing::example};
    use crate::text::testing::{c, view};

    fn address(name: &str) -> parcel_address {
        let mut address = parcel_address::EMPTY;
        unsafe { parcel_address_init(&mut address, c(name).as_ptr(), c("Main St 1").as_ptr(), ptr::null()) };
        address
    }

    #[test]
    fn an_address_is_cleared_once() {
        let mut address = address("Ada");
        unsafe {
            assert_eq!(
                (view(address.name), view(address.street)),
                ("Ada".to_owned(), "Main St 1".to_owned())
            );
            assert!(address.city.is_null());
            parcel_address_clear(&mut address);
            assert!(address.name.is_null() && address.street.is_null());
            parcel_address_clear(&mut address);
            parcel_address_clear(ptr::null_mut());
        }
    }

    #[test]
    fn a_manifest_copies_everything() {
        let (mut sender, mut recipient) = (address("Grace"), address("Ada"));
        unsafe {
            let parcel = example();
            let manifest = parcel_manifest_new(parcel, &sender, &recipient);
            parcel_free(parcel);
            parcel_address_clear(&mut sender);
            parcel_address_clear(&mut recipient);
            assert_eq!(view((*manifest).sender.name), "Grace");
            assert_eq!(((*manifest).n_lines, view((*(*manifest).lines.add(1)).text)), (2, "ink".to_owned()));
            assert!((*manifest).remark.is_null());
            parcel_manifest_free(manifest);
        }
    }

    #[test]
    fn an_empty_parcel_has_no_lines() {
        unsafe {
            let parcel = parcel_new(c("Ada").as_ptr());
            let manifest = parcel_manifest_new(parcel, &parcel_address::EMPTY, &parcel_address::EMPTY);
            assert!((*manifest).lines.is_null() && (*manifest).n_lines == 0);
            parcel_manifest_free(manifest);
            parcel_free(parcel);
            assert!(
                parcel_manifest_new(ptr::null(), &parcel_address::EMPTY, &parcel_address::EMPTY).is_null()
            );
            parcel_manifest_free(ptr::null_mut());
        }
    }
}
