// SPDX-License-Identifier: MIT
//! What every host of these tests loads: right functions, and one for each thing that can go wrong. The same file is a C library
//! (Python's ctypes, Ruby's Fiddle, cgo), an add-on for Node-API, and a class's native methods for Java.
use std::collections::HashMap;
use std::ffi::{c_char, c_void, CStr, CString};
use std::sync::Mutex;

/// Returns: (transfer full) (free-func guest_free)
///
/// # Safety
/// `name` is a string.
#[no_mangle]
pub unsafe extern "C" fn guest_greet(name: *const c_char) -> *mut c_char {
    let name = CStr::from_ptr(name).to_string_lossy();
    CString::new(format!("Hello, {name}")).unwrap().into_raw()
}

/// # Safety
/// `text` is of guest_greet().
#[no_mangle]
pub unsafe extern "C" fn guest_free(text: *mut c_char) {
    drop(CString::from_raw(text));
}

/// Loses a block.
#[no_mangle]
#[inline(never)]
pub extern "C" fn guest_forget(size: u32) -> u32 {
    std::hint::black_box(vec![1u8; size as usize].leak()); // the leak
    size
}

extern "C" {
    fn strdup(text: *const c_char) -> *mut c_char;
}

/// Rust drops what C's malloc() gave out.
///
/// # Safety
/// Safe, but for the drop.
#[no_mangle]
#[inline(never)]
pub unsafe extern "C" fn guest_drop_of_c() -> u32 {
    let text = strdup(c"of C's".as_ptr());
    drop(std::hint::black_box(CString::from_raw(text))); // the wrong release
    1
}

/// Calls a function of the host's.
///
/// # Safety
/// `call` takes `data`.
#[no_mangle]
#[inline(never)]
pub unsafe extern "C" fn guest_call(call: unsafe extern "C" fn(*mut c_void) -> *mut c_void, data: *mut c_void) -> *mut c_void {
    std::hint::black_box(call(data))
}

static CACHE: Mutex<Option<HashMap<u32, Box<u32>>>> = Mutex::new(None);
static MEMORY: Mutex<Vec<Box<u32>>> = Mutex::new(Vec::new());

/// Ten blocks, once each: a cache that fills, and then stays as it is.
#[no_mangle]
pub extern "C" fn guest_cached(number: u32) -> u32 {
    let mut cache = CACHE.lock().unwrap();
    **cache.get_or_insert_with(HashMap::new).entry(number % 10).or_insert_with(|| Box::new(number % 10))
}

/// A block more at each call, which is never given back, and never lost.
#[no_mangle]
#[inline(never)]
pub extern "C" fn guest_remember(number: u32) -> u32 {
    let mut memory = MEMORY.lock().unwrap();
    memory.push(Box::new(number)); // the growth
    memory.len() as u32
}

/// What the add-on and the native methods do: a right use.
#[inline(never)]
fn greet() {
    unsafe { guest_free(guest_greet(c"host".as_ptr())) }
}

#[inline(never)]
fn forget() {
    guest_forget(17);
}

#[inline(never)]
fn drop_of_c() {
    unsafe { guest_drop_of_c() };
}

/// Node-API (js_native_api.h), as far as functions without arguments need it: looked up where node has it, since other hosts don't.
mod node {
    use std::ffi::{c_char, c_void, CStr};

    type Value = *mut c_void;
    type Callback = unsafe extern "C" fn(Value, Value) -> Value;

    extern "C" {
        fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
    }

    macro_rules! callback {
        ($name:ident, $call:path) => {
            unsafe extern "C" fn $name(_env: Value, _info: Value) -> Value {
                $call();
                std::ptr::null_mut()
            }
        };
    }
    callback!(greet, super::greet);
    callback!(forget, super::forget);
    callback!(drop_of_c, super::drop_of_c);

    unsafe fn add(env: Value, exports: Value, name: &CStr, callback: Callback) {
        type Create = unsafe extern "C" fn(Value, *const c_char, usize, Callback, *mut c_void, *mut Value) -> i32;
        type Set = unsafe extern "C" fn(Value, Value, *const c_char, Value) -> i32;
        let mut function = std::ptr::null_mut();
        let of_node = |name: &CStr| unsafe { dlsym(std::ptr::null_mut(), name.as_ptr()) };
        let create: Create = std::mem::transmute(of_node(c"napi_create_function"));
        let set: Set = std::mem::transmute(of_node(c"napi_set_named_property"));
        create(env, name.as_ptr(), usize::MAX, callback, std::ptr::null_mut(), &mut function);
        set(env, exports, name.as_ptr(), function);
    }

    /// # Safety
    /// node calls it.
    #[no_mangle]
    pub unsafe extern "C" fn napi_register_module_v1(env: Value, exports: Value) -> Value {
        add(env, exports, c"greet", greet);
        add(env, exports, c"forget", forget);
        add(env, exports, c"dropOfC", drop_of_c);
        exports
    }
}

/// The native methods of class Guest.
#[allow(non_snake_case)]
mod java {
    use std::ffi::c_void;

    #[no_mangle]
    pub extern "system" fn Java_Guest_greet(_env: *mut c_void, _class: *mut c_void) {
        super::greet();
    }

    #[no_mangle]
    pub extern "system" fn Java_Guest_forget(_env: *mut c_void, _class: *mut c_void) {
        super::forget();
    }

    #[no_mangle]
    pub extern "system" fn Java_Guest_dropOfC(_env: *mut c_void, _class: *mut c_void) {
        super::drop_of_c();
    }
}
