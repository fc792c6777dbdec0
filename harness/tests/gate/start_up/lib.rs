// SPDX-License-Identifier: MIT
//! What a constructor does is no scenario's doing. `--cfg undecided`: it decides on a byte that nobody set, instead of dropping C's block.
use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

#[cfg(not(undecided))]
extern "C" {
    fn malloc(size: usize) -> *mut u64;
}

#[used]
#[link_section = ".init_array"]
static START: extern "C" fn() = start;

static COUNT: AtomicI32 = AtomicI32::new(0);

#[cfg(not(undecided))]
extern "C" fn start() {
    unsafe { drop(Box::from_raw(malloc(8))) }
}

#[cfg(undecided)]
extern "C" fn start() {
    let bytes = std::mem::MaybeUninit::<[u8; 8]>::uninit();
    if unsafe { std::ptr::read_volatile((bytes.as_ptr() as *const u8).add(3)) } == 1 {
        COUNT.fetch_add(1, Relaxed);
    }
}

#[no_mangle]
pub extern "C" fn count() -> i32 {
    COUNT.load(Relaxed)
}
