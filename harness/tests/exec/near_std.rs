// SPDX-License-Identifier: MIT
// Losses of a user's code right above and right below frames of Rust's std, each of 3,000,000 bytes, of which an odd number is left
// that points into their middle. Without an argument, only what std itself keeps is left.
use std::cell::RefCell;
use std::fmt;
use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};
use std::sync::Once;

static NUMBER: AtomicPtr<usize> = AtomicPtr::new(std::ptr::null_mut());
static ONCE: Once = Once::new();

#[inline(always)]
fn lose_here() {
    let bytes = vec![1u8; 3_000_000];
    unsafe { std::ptr::read_volatile(bytes.as_ptr()) };
    NUMBER.store(Box::leak(Box::new(bytes.as_ptr() as usize + 1_500_003)), Relaxed);
    std::mem::forget(bytes);
}

#[inline(never)]
fn lose() {
    lose_here();
}

struct Loses;

impl fmt::Display for Loses {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        lose();
        f.write_str("lost")
    }
}

thread_local! {
    static VALUE: RefCell<u8> = RefCell::new({
        lose();
        1
    });
}

// As std's own modules are called.
mod thread {
    pub mod current {
        pub fn init_current() {
            super::super::lose();
        }
    }
}

fn main() {
    println!("{:?}", std::thread::current().name());
    std::io::stdin().read_line(&mut String::new()).unwrap();
    match std::env::args().nth(1).as_deref() {
        Some("main") => lose_here(),
        Some("display") => println!("{}", Loses),
        Some("local") => VALUE.with(|value| *value.borrow_mut() += 1),
        Some("once") => ONCE.call_once(lose),
        Some("module") => thread::current::init_current(),
        Some("thread") => std::thread::spawn(lose).join().unwrap(),
        _ => {}
    }
}
