// SPDX-License-Identifier: MIT
//! Reference counting: a depot belongs to everybody who holds a reference, parcels included.

use crate::handle::parcel;
use crate::text;
use std::ffi::CString;
use std::mem::ManuallyDrop;
use std::os::raw::c_char;
use std::ptr;
use std::sync::Arc;

/// Where parcels wait. Immutable, so that threads may share it.
pub struct parcel_depot {
    name: CString,
}

/// @name: (transfer none): UTF-8
/// Returns: (transfer full) (free-func parcel_depot_unref) (nullable): the first reference; NULL when `name` is NULL or no
/// UTF-8
///
/// # Safety
///
/// `name` must be NULL or NUL-terminated.
#[no_mangle]
pub unsafe extern "C" fn parcel_depot_new(name: *const c_char) -> *mut parcel_depot {
    match text::borrow(name) {
        Some(name) => into_raw(Arc::new(parcel_depot { name: text::join(&[name]) })),
        None => ptr::null_mut(),
    }
}

/// @depot: (transfer none) (nullable): the depot
/// Returns: (transfer full) (free-func parcel_depot_unref) (nullable): another reference to it
///
/// # Safety
///
/// `depot` must be NULL or a depot that the caller holds a reference to.
#[no_mangle]
pub unsafe extern "C" fn parcel_depot_ref(depot: *mut parcel_depot) -> *mut parcel_depot {
    share(depot).map_or(ptr::null_mut(), into_raw)
}

/// Gives a reference back; with the last one the depot goes.
///
/// @depot: (transfer full) (nullable): the depot
///
/// # Safety
///
/// `depot` must be a depot that the caller holds a reference to.
#[no_mangle]
pub unsafe extern "C" fn parcel_depot_unref(depot: *mut parcel_depot) {
    if !depot.is_null() {
        drop(Arc::from_raw(depot));
    }
}

/// @depot: (transfer none) (nullable): the depot
/// Returns: how many references there are
///
/// # Safety
///
/// `depot` must be NULL or a depot.
#[no_mangle]
pub unsafe extern "C" fn parcel_depot_references(depot: *const parcel_depot) -> usize {
    if depot.is_null() {
        return 0;
    }
    Arc::strong_count(&ManuallyDrop::new(Arc::from_raw(depot)))
}

/// @depot: (transfer none) (nullable): the depot
/// Returns: (transfer none) (nullable): its name; valid as long as the depot
///
/// # Safety
///
/// `depot` must be NULL or a depot.
#[no_mangle]
pub unsafe extern "C" fn parcel_depot_name(depot: *const parcel_depot) -> *const c_char {
    depot.as_ref().map_or(ptr::null(), |depot| depot.name.as_ptr())
}

/// Puts a parcel into a depot. The parcel takes a reference of its own.
///
/// @parcel: (transfer none): the parcel
/// @depot: (transfer none) (nullable): NULL takes it out
///
/// # Safety
///
/// `parcel` must be NULL or a parcel, `depot` NULL or a depot.
#[no_mangle]
pub unsafe extern "C" fn parcel_set_depot(parcel: *mut parcel, depot: *mut parcel_depot) {
    if let Some(parcel) = parcel.as_mut() {
        parcel.depot = share(depot);
    }
}

/// @parcel: (transfer none) (nullable): the parcel
/// Returns: (transfer full) (free-func parcel_depot_unref) (nullable): a new reference to its depot; NULL when it is in none
///
/// # Safety
///
/// `parcel` must be NULL or a parcel.
#[no_mangle]
pub unsafe extern "C" fn parcel_get_depot(parcel: *const parcel) -> *mut parcel_depot {
    let depot = parcel.as_ref().and_then(|parcel| parcel.depot.clone());
    depot.map_or(ptr::null_mut(), into_raw)
}

fn into_raw(depot: Arc<parcel_depot>) -> *mut parcel_depot {
    Arc::into_raw(depot) as *mut parcel_depot
}

/// A reference more, which leaves the caller's alone.
unsafe fn share(depot: *const parcel_depot) -> Option<Arc<parcel_depot>> {
    if depot.is_null() {
        return None;
    }
    Arc::increment_strong_count(depot);
    Some(Arc::from_raw(depot))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handle::{parcel_free, testing::example};
    use crate::text::testing::{c, view};

    #[test]
    fn references_are_counted() {
        unsafe {
            let depot = parcel_depot_new(c("Kiel").as_ptr());
            assert_eq!(
                (parcel_depot_references(depot), view(parcel_depot_name(depot))),
                (1, "Kiel".to_owned())
            );
            assert_eq!(parcel_depot_ref(depot), depot);
            assert_eq!(parcel_depot_references(depot), 2);
            parcel_depot_unref(depot);
            assert_eq!(parcel_depot_references(depot), 1);
            parcel_depot_unref(depot);
        }
    }

    #[test]
    fn a_parcel_keeps_its_depot() {
        unsafe {
            let (parcel, depot) = (example(), parcel_depot_new(c("Kiel").as_ptr()));
            assert!(parcel_get_depot(parcel).is_null());
            parcel_set_depot(parcel, depot);
            parcel_depot_unref(depot);
            let got = parcel_get_depot(parcel);
            assert_eq!((got, parcel_depot_references(got)), (depot, 2));
            parcel_free(parcel);
            assert_eq!(parcel_depot_references(got), 1);
            parcel_depot_unref(got);
        }
    }

    #[test]
    fn null_is_no_depot() {
        unsafe {
            assert!(parcel_depot_new(ptr::null()).is_null());
            assert!(parcel_depot_ref(ptr::null_mut()).is_null());
            assert_eq!(parcel_depot_references(ptr::null()), 0);
            assert!(parcel_depot_name(ptr::null()).is_null());
            parcel_depot_unref(ptr::null_mut());
        }
    }
}
