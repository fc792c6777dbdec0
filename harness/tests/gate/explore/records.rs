// SPDX-License-Identifier: MIT
//! Takes structs of numbers, which no function makes.
use std::ffi::c_void;

#[derive(Clone, Copy)]
#[repr(C)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
    kind: u32,
}

#[no_mangle]
pub extern "C" fn rc_sum(colour: Colour) -> i32 {
    i32::from(colour.red) + i32::from(colour.green)
}

#[no_mangle]
pub extern "C" fn rc_keep(colour: &Colour) -> i32 {
    std::mem::forget(Box::new(*colour));
    if colour.kind < 3 {
        std::process::abort() // no enumerator
    }
    i32::from(colour.blue)
}

#[no_mangle]
pub unsafe extern "C" fn rc_all(colours: *const Colour, count: usize) -> i32 {
    let colours = std::slice::from_raw_parts(colours, count);
    colours.iter().map(|colour| i32::from(colour.blue)).sum()
}

#[no_mangle]
pub extern "C" fn rc_any(_: *mut c_void) {}
