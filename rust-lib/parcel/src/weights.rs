// SPDX-License-Identifier: MIT
//! Blocks aligned to 64 bytes, a cache line, as vectorised code wants them.

use std::alloc::{alloc_zeroed, dealloc, Layout};
use std::ptr;

const ALIGNMENT: usize = 64;

fn layout(count: usize) -> Option<Layout> {
    Layout::array::<f32>(count).ok()?.align_to(ALIGNMENT).ok().filter(|layout| layout.size() > 0)
}

/// @count: how many weights
/// Returns: (transfer full) (free-func parcel_weights_free) (nullable): `count` zeros, aligned to 64 bytes; NULL for 0, and
/// when there is no memory
#[no_mangle]
pub extern "C" fn parcel_weights_new(count: usize) -> *mut f32 {
    // Safe: the size is not 0.
    layout(count).map_or(ptr::null_mut(), |layout| unsafe { alloc_zeroed(layout) }.cast())
}

/// @weights: (transfer none) (nullable): the weights
/// @count: how many
/// Returns: their sum
///
/// # Safety
///
/// `weights` must be NULL or have `count` readable weights.
#[no_mangle]
pub unsafe extern "C" fn parcel_weights_sum(weights: *const f32, count: usize) -> f32 {
    if weights.is_null() {
        return 0.0;
    }
    std::slice::from_raw_parts(weights, count).iter().sum()
}

/// @weights: (transfer full) (nullable): from parcel_weights_new()
/// @count: as it was given there
///
/// # Safety
///
/// `weights` must come from `parcel_weights_new(count)`.
#[no_mangle]
pub unsafe extern "C" fn parcel_weights_free(weights: *mut f32, count: usize) {
    if let (false, Some(layout)) = (weights.is_null(), layout(count)) {
        dealloc(weights.cast(), layout);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_aligned_and_zero() {
        for count in [1, 3, 64, 1000] {
            let weights = parcel_weights_new(count);
            unsafe {
                assert_eq!(weights as usize % ALIGNMENT, 0);
                assert_eq!(parcel_weights_sum(weights, count), 0.0);
                *weights.add(count - 1) = 1.5;
                assert_eq!(parcel_weights_sum(weights, count), 1.5);
                parcel_weights_free(weights, count);
            }
        }
    }

    #[test]
    fn no_weights() {
        assert!(parcel_weights_new(0).is_null());
        assert!(parcel_weights_new(usize::MAX).is_null());
        unsafe {
            assert_eq!(parcel_weights_sum(ptr::null(), 3), 0.0);
            parcel_weights_free(ptr::null_mut(), 3);
        }
    }
}
