// SPDX-License-Identifier: MIT
//! What a constructor does is no scenario's doing. `--cfg undecided`: it decides on a byte that nobody set, instead of dropping C's block.
//! `--cfg known`, too: in a function that is called as that of mimalloc's start is.
//! `--cfg panics`: it panics; `--cfg hooked`, too: a hook of the library's own tells of it. `--cfg exits`: it ends the process.
//! `--cfg loses`: it loses a block of each side. `--cfg keeps`: it keeps one, which `forget()` loses.
use std::sync::atomic::{AtomicI32, AtomicPtr, Ordering::Relaxed};

#[cfg(not(undecided))]
extern "C" {
    fn malloc(size: usize) -> *mut u64;
    fn exit(status: i32) -> !;
}

#[used]
#[link_section = ".init_array"]
static START: extern "C" fn() = start;

static COUNT: AtomicI32 = AtomicI32::new(0);
static KEPT: AtomicPtr<u64> = AtomicPtr::new(std::ptr::null_mut());

#[cfg(not(undecided))]
extern "C" fn start() {
    if cfg!(hooked) {
        std::panic::set_hook(Box::new(|_| eprintln!("keygen gave up")));
    }
    if cfg!(panics) {
        panic!("no start today")
    }
    if cfg!(exits) {
        unsafe { exit(0) }
    }
    if cfg!(keeps) {
        return KEPT.store(Box::into_raw(Box::new(7)), Relaxed);
    }
    if cfg!(loses) {
        std::mem::forget(std::hint::black_box(Box::new(7u64)));
        std::hint::black_box(unsafe { malloc(24) });
        return;
    }
    unsafe { drop(Box::from_raw(malloc(8))) }
}

#[cfg(all(undecided, known))]
extern "C" fn start() {
    _mi_prim_mem_init()
}

#[cfg(all(undecided, not(known)))]
extern "C" fn start() {
    decide()
}

#[cfg(known)]
#[no_mangle]
extern "C" fn _mi_prim_mem_init() {
    decide()
}

#[cfg(undecided)]
#[inline(always)]
fn decide() {
    let bytes = std::mem::MaybeUninit::<[u8; 8]>::uninit();
    if unsafe { std::ptr::read_volatile((bytes.as_ptr() as *const u8).add(3)) } == 1 {
        COUNT.fetch_add(1, Relaxed);
    }
}

#[no_mangle]
pub extern "C" fn count() -> i32 {
    COUNT.load(Relaxed)
}

#[no_mangle]
pub extern "C" fn forget() {
    KEPT.store(std::ptr::null_mut(), Relaxed)
}
