// SPDX-License-Identifier: MIT
//! A Rust program whose C library frees a Box, with an argument.
extern "C" {
    fn look_at(number: *const i32);
    fn free_it(number: *mut i32);
}

fn main() {
    let number = Box::into_raw(Box::new(7));
    if std::env::args().count() > 1 {
        unsafe { free_it(number) };
    } else {
        unsafe { look_at(number) };
        drop(unsafe { Box::from_raw(number) });
    }
}
