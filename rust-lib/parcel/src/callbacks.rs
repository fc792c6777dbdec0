// SPDX-License-Identifier: MIT
//! C's functions called by Rust, with user data: during a call, and kept until a destroy function ends it.

use crate::handle::{parcel, parcel_item};
use std::os::raw::c_void;

/// Sees one item, which is borrowed for the call; returns false to stop.
pub type parcel_visit = Option<unsafe extern "C" fn(item: *const parcel_item, user: *mut c_void) -> bool>;

/// Hears of something that happened to a parcel, which is borrowed for the call.
pub type parcel_notify = Option<unsafe extern "C" fn(parcel: *const parcel, user: *mut c_void)>;

/// Releases what was kept; called exactly once.
pub type parcel_destroy = Option<unsafe extern "C" fn(data: *mut c_void)>;

/// Something of C's, with what releases it.
pub(crate) struct UserData {
    data: *mut c_void,
    destroy: parcel_destroy,
}

impl Drop for UserData {
    fn drop(&mut self) {
        if let Some(destroy) = self.destroy {
            // Safe: C said so when it gave both.
            unsafe { destroy(self.data) }
        }
    }
}

/// A callback that is kept, and what it gets.
pub(crate) struct Watcher {
    notify: unsafe extern "C" fn(parcel: *const parcel, user: *mut c_void),
    user: UserData,
}

/// Shows every item to a function.
///
/// @parcel: (transfer none) (nullable): the parcel
/// @visit: called for each item until it returns false
/// @user: (transfer none) (nullable): handed on to `visit`
/// Returns: how many items were shown
///
/// # Safety
///
/// `parcel` must be NULL or a parcel, `visit` must be NULL or callable with `user`.
#[no_mangle]
pub unsafe extern "C" fn parcel_each(parcel: *const parcel, visit: parcel_visit, user: *mut c_void) -> usize {
    let (parcel, visit) = match (parcel.as_ref(), visit) {
        (Some(parcel), Some(visit)) => (parcel, visit),
        _ => return 0,
    };
    let mut shown = 0;
    for item in parcel.contents.items() {
        shown += 1;
        if !visit(item, user) {
            break;
        }
    }
    shown
}

/// Attaches data of the caller's. What was attached before is destroyed.
///
/// @parcel: (transfer none): the parcel
/// @data: (transfer full) (nullable): kept until it is replaced or the parcel freed
/// @destroy: releases `data`; NULL when nothing has to
///
/// # Safety
///
/// `parcel` must be a parcel, `destroy` NULL or callable with `data`.
#[no_mangle]
pub unsafe extern "C" fn parcel_set_data(parcel: *mut parcel, data: *mut c_void, destroy: parcel_destroy) {
    if let Some(parcel) = parcel.as_mut() {
        parcel.data = Some(UserData { data, destroy });
    }
}

/// @parcel: (transfer none) (nullable): the parcel
/// Returns: (transfer none) (nullable): what parcel_set_data() attached
///
/// # Safety
///
/// `parcel` must be NULL or a parcel.
#[no_mangle]
pub unsafe extern "C" fn parcel_data(parcel: *const parcel) -> *mut c_void {
    let data = parcel.as_ref().and_then(|parcel| parcel.data.as_ref());
    data.map_or(std::ptr::null_mut(), |data| data.data)
}

/// Keeps a function that is called when the parcel is delivered. The one kept before is let go, its data destroyed.
///
/// @parcel: (transfer none): the parcel
/// @notify: the function; NULL keeps none
/// @user: (transfer full) (nullable): handed on to `notify`, kept as long as it
/// @destroy: releases `user`; NULL when nothing has to
///
/// # Safety
///
/// `parcel` must be a parcel, `notify` NULL or callable with `user` as long as it is kept, `destroy` NULL or callable
/// with `user`.
#[no_mangle]
pub unsafe extern "C" fn parcel_on_delivery(
    parcel: *mut parcel,
    notify: parcel_notify,
    user: *mut c_void,
    destroy: parcel_destroy,
) {
    let user = UserData { data: user, destroy };
    if let Some(parcel) = parcel.as_mut() {
        parcel.watcher = notify.map(|notify| Watcher { notify, user });
    }
}

/// Delivers the parcel: calls the function that parcel_on_delivery() keeps.
///
/// @parcel: (transfer none) (nullable): the parcel
/// Returns: whether there was one
///
/// # Safety
///
/// `parcel` must be NULL or a parcel; its callback must not free it.
#[no_mangle]
pub unsafe extern "C" fn parcel_deliver(parcel: *const parcel) -> bool {
    match parcel.as_ref().and_then(|parcel| parcel.watcher.as_ref()) {
        Some(watcher) => {
            (watcher.notify)(parcel, watcher.user.data);
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handle::{parcel_free, testing::example};
    use std::ptr;

    unsafe extern "C" fn add_weight(item: *const parcel_item, user: *mut c_void) -> bool {
        *user.cast::<u32>() += (*item).weight;
        *user.cast::<u32>() < 10_000
    }

    unsafe extern "C" fn count_call(_parcel: *const parcel, user: *mut c_void) {
        *user.cast::<u32>() += 1;
    }

    unsafe extern "C" fn count_destroy(data: *mut c_void) {
        *data.cast::<u32>() += 100;
    }

    #[test]
    fn each_item_is_shown_until_enough() {
        unsafe {
            let parcel = example();
            for (before, after, shown) in [(0u32, 320, 2), (9_999, 10_019, 1)] {
                let mut total = before;
                assert_eq!(parcel_each(parcel, Some(add_weight), ptr::addr_of_mut!(total).cast()), shown);
                assert_eq!(total, after);
            }
            assert_eq!(parcel_each(parcel, None, ptr::null_mut()), 0);
            parcel_free(parcel);
        }
    }

    #[test]
    fn data_is_destroyed_exactly_once() {
        unsafe {
            let (mut first, mut second) = (0u32, 0u32);
            let parcel = example();
            assert!(parcel_data(parcel).is_null());
            parcel_set_data(parcel, ptr::addr_of_mut!(first).cast(), Some(count_destroy));
            assert_eq!(parcel_data(parcel), ptr::addr_of_mut!(first).cast());
            parcel_set_data(parcel, ptr::addr_of_mut!(second).cast(), Some(count_destroy));
            assert_eq!((first, second), (100, 0));
            parcel_free(parcel);
            assert_eq!((first, second), (100, 100));
        }
    }

    #[test]
    fn a_kept_callback_hears_of_every_delivery() {
        unsafe {
            let mut user = 0u32;
            let parcel = example();
            assert!(!parcel_deliver(parcel));
            parcel_on_delivery(parcel, Some(count_call), ptr::addr_of_mut!(user).cast(), Some(count_destroy));
            assert!(parcel_deliver(parcel) && parcel_deliver(parcel));
            assert_eq!(user, 2);
            parcel_on_delivery(parcel, None, ptr::null_mut(), None);
            assert_eq!(user, 102);
            assert!(!parcel_deliver(parcel));
            parcel_free(parcel);
        }
    }

    #[test]
    fn what_nobody_can_keep_is_destroyed_at_once() {
        let mut user = 0u32;
        unsafe {
            parcel_on_delivery(
                ptr::null_mut(),
                Some(count_call),
                ptr::addr_of_mut!(user).cast(),
                Some(count_destroy),
            );
        }
        assert_eq!(user, 100);
    }
}
