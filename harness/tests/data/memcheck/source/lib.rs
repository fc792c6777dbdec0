use std::ffi::{c_char, CStr, CString};
use std::thread;

#[repr(C)]
pub struct Pair<T> {
    pub first: T,
    pub second: *mut T,
}

pub struct Holder {
    text: String,
    inner: Box<[u8]>,
    next: *mut Holder,
}

#[no_mangle]
pub unsafe extern "C" fn print_and_return(input: *const c_char) -> *mut c_char {
    let text = CStr::from_ptr(input).to_string_lossy();
    CString::new(format!("{text}, and from Rust")).unwrap().into_raw()
}

#[no_mangle]
pub unsafe extern "C" fn free_string(text: *mut c_char) {
    drop(CString::from_raw(text));
}

#[no_mangle]
pub unsafe extern "C" fn holder_new() -> *mut Holder {
    Box::into_raw(Box::new(Holder { text: "hello".repeat(3), inner: vec![7u8; 40].into_boxed_slice(), next: std::ptr::null_mut() }))
}

#[no_mangle]
pub unsafe extern "C" fn holder_free(holder: *mut Holder) {
    drop(Box::from_raw(holder));
}

#[no_mangle]
pub unsafe extern "C" fn holder_sum(holder: *const Holder) -> usize {
    let holder = &*holder;
    holder.text.len() + holder.inner[0] as usize
}

#[no_mangle]
pub unsafe extern "C" fn cycle_new() {
    let a = holder_new();
    let b = holder_new();
    (*a).next = b;
    (*b).next = a;
}

#[no_mangle]
pub unsafe extern "C" fn bytes_wrong_capacity() {
    let mut bytes = std::mem::ManuallyDrop::new(Vec::<u8>::with_capacity(32));
    bytes.push(1);
    drop(Vec::from_raw_parts(bytes.as_mut_ptr(), 1, 16));
}

#[no_mangle]
pub extern "C" fn panic_across() {
    let words: Vec<String> = vec!["a".into(), "b".into()];
    inner_panic(words.len());
}

#[inline(never)]
fn inner_panic(n: usize) {
    panic!("the boundary is crossed {n}");
}

#[no_mangle]
pub extern "C" fn panic_caught() -> i32 {
    std::panic::catch_unwind(|| inner_panic(1)).is_err() as i32
}

#[no_mangle]
pub extern "C" fn say_hello() {
    println!("hello");
}

#[no_mangle]
pub extern "C" fn thread_block() -> *mut u8 {
    let n = thread::spawn(|| Box::into_raw(Box::new([9u8; 24])) as usize).join().unwrap();
    n as *mut u8
}

#[no_mangle]
pub unsafe extern "C" fn apply(text: *const c_char) -> usize {
    let closure = |p: *const c_char| Pair { first: *p as u8, second: std::ptr::null_mut() };
    generic(text, closure)
}

#[inline(never)]
fn generic<F: Fn(*const c_char) -> Pair<u8>>(text: *const c_char, f: F) -> usize {
    f(text).first as usize
}
