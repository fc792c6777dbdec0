// SPDX-License-Identifier: MIT
// What a C header can say: unions by value, and structs that hold them.
use std::os::raw::{c_char, c_void};

#[repr(C)]
#[derive(Clone, Copy)]
pub union Ints {
    number: i64,
    text: *mut u8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub union Floats {
    single: f32,
    double: f64,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Outcome {
    value: Ints,
    is_ok: bool,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Mixed {
    ratio: Floats,
    count: i32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Large {
    before: u32,
    value: Ints,
    ratio: Floats,
    after: u8,
}

#[no_mangle]
pub extern "C" fn outcome_new(value: i64) -> Outcome {
    Outcome { value: Ints { text: Box::into_raw(vec![value as u8; 8].into_boxed_slice()) as *mut u8 }, is_ok: true }
}

#[no_mangle]
pub unsafe extern "C" fn outcome_free(outcome: Outcome) -> bool {
    drop(Box::from_raw(outcome.value.text as *mut [u8; 8]));
    outcome.is_ok
}

#[no_mangle]
pub unsafe extern "C" fn floats_twice(floats: Floats) -> Floats {
    Floats { double: floats.double * 2.0 }
}

#[no_mangle]
pub unsafe extern "C" fn mixed_next(mixed: Mixed, by: f64, add: i32) -> Mixed {
    Mixed { ratio: Floats { double: mixed.ratio.double + by }, count: mixed.count + add }
}

#[no_mangle]
pub unsafe extern "C" fn large_next(large: Large) -> Large {
    Large {
        before: large.before + 1,
        value: Ints { number: large.value.number + 1 },
        ratio: Floats { double: large.ratio.double + 1.0 },
        after: large.after + 1,
    }
}

#[no_mangle]
pub unsafe extern "C" fn each(words: *const *const c_char, call: Option<extern "C" fn(*const c_char, *mut c_void)>, data: *mut c_void) {
    let mut word = words;
    while !(*word).is_null() {
        if let Some(call) = call {
            call(*word, data);
        }
        word = word.add(1);
    }
}
