// SPDX-License-Identifier: MIT
//! What the engines must judge alike: each alone, and all together.
use std::alloc::{dealloc, realloc, Layout};
use std::ffi::CString;
use std::os::raw::c_char;
use std::sync::Mutex;

pub struct Small {
    _number: u64,
}

pub struct Big {
    _first: u64,
    tag: u64,
    _last: u64,
}

#[no_mangle]
pub extern "C" fn small_new() -> *mut Small {
    Box::into_raw(Box::new(Small { _number: 1 }))
}

#[no_mangle]
pub unsafe extern "C" fn small_free(small: *mut Small) {
    drop(Box::from_raw(small))
}

#[no_mangle]
pub extern "C" fn big_new() -> *mut Big {
    Box::into_raw(Box::new(Big { _first: 0, tag: 7, _last: 0 }))
}

/// Has bytes that nobody sets.
pub struct Half {
    _byte: u8,
    _block: Box<u8>,
}

#[no_mangle]
pub extern "C" fn half_new() -> *mut Half {
    Box::into_raw(Box::new(Half { _byte: 1, _block: Box::new(2) }))
}

#[no_mangle]
pub unsafe extern "C" fn half_free(half: *mut Half) {
    drop(Box::from_raw(half))
}

/// Releases by an address that it finds in what it is given.
pub struct Wide {
    _name: String,
    _numbers: [u64; 40],
}

#[no_mangle]
pub extern "C" fn wide_new() -> *mut Wide {
    Box::into_raw(Box::new(Wide { _name: String::from("wide"), _numbers: [0; 40] }))
}

#[no_mangle]
pub unsafe extern "C" fn wide_free(wide: *mut Wide) {
    drop(Box::from_raw(wide))
}

/// Leaves one alone whose tag is wrong.
#[no_mangle]
pub unsafe extern "C" fn big_free(big: *mut Big) {
    if (*big).tag == 7 {
        drop(Box::from_raw(big))
    }
}

extern "C" {
    fn strdup(text: *const c_char) -> *mut c_char;
    fn dlsym(handle: *mut u8, name: *const c_char) -> *mut u8;
}

/// Lends a block of libc's that it keeps, or a text that nobody allocated.
#[no_mangle]
pub unsafe extern "C" fn text_of_libc(is_static: bool) -> *const c_char {
    let text = b"Ada\0".as_ptr().cast();
    if is_static {
        text
    } else {
        strdup(text)
    }
}

pub struct Shared {
    users: u32,
    name: CString,
}

static SHARED: Mutex<usize> = Mutex::new(0);

/// Lends it, without a count.
#[no_mangle]
pub extern "C" fn shared_get() -> *mut Shared {
    let mut place = SHARED.lock().unwrap();
    if *place == 0 {
        let shared = Shared { users: 1, name: CString::new("Ada").unwrap() };
        *place = Box::into_raw(Box::new(shared)) as usize
    }
    *place as *mut Shared
}

#[no_mangle]
pub unsafe extern "C" fn shared_ref(shared: *mut Shared) {
    (*shared).users += 1
}

#[no_mangle]
pub unsafe extern "C" fn shared_unref(shared: *mut Shared) {
    (*shared).users -= 1;
    if (*shared).users == 0 {
        drop(Box::from_raw(shared));
        *SHARED.lock().unwrap() = 0
    }
}

#[no_mangle]
pub extern "C" fn shared_drop() {
    let shared = *SHARED.lock().unwrap() as *mut Shared;
    unsafe { shared_unref(shared) }
}

#[no_mangle]
pub unsafe extern "C" fn shared_name(shared: *const Shared) -> *const c_char {
    (*shared).name.as_ptr()
}

#[no_mangle]
pub unsafe extern "C" fn shared_self(shared: *mut Shared) -> *mut Shared {
    shared
}

#[no_mangle]
pub extern "C" fn shared_new() -> *mut Shared {
    Box::into_raw(Box::new(Shared { users: 1, name: CString::new("Grace").unwrap() }))
}

/// Ends badly, when it is given a null pointer.
#[no_mangle]
pub unsafe extern "C" fn text_length(text: *mut c_char) -> usize {
    CString::from_raw(text).as_bytes().len()
}

#[no_mangle]
pub extern "C" fn text_new() -> *mut c_char {
    CString::new("Ada").unwrap().into_raw()
}

#[no_mangle]
pub unsafe extern "C" fn text_drop_on_thread(text: *mut c_char) {
    let address = text as usize;
    std::thread::spawn(move || drop(CString::from_raw(address as *mut c_char))).join().unwrap()
}

#[no_mangle]
pub unsafe extern "C" fn texts_drop(first: *mut c_char, second: *mut c_char) {
    drop(CString::from_raw(first));
    drop(CString::from_raw(second))
}

#[no_mangle]
pub unsafe extern "C" fn release(block: *mut u8, size: usize) {
    dealloc(block, Layout::from_size_align_unchecked(size, 8))
}

/// Of null it makes a block: std does not ask for that, and libc's realloc(), under std, would do it.
#[no_mangle]
pub unsafe extern "C" fn resize(block: *mut u8, size: usize, new_size: usize) -> *mut u8 {
    realloc(block, Layout::from_size_align_unchecked(size, 8), new_size)
}

/// Writes beside the block that it is given: `at` may be negative.
#[no_mangle]
pub unsafe extern "C" fn poke(block: *mut u8, at: isize, n: usize) {
    for i in 0..n {
        block.offset(at + i as isize).write_volatile(7)
    }
}

/// Looks at the word after the block of 8 bytes that it is given, and doesn't like what it sees.
#[no_mangle]
pub unsafe extern "C" fn check_second(words: *const u64) {
    if words.add(1).read_volatile() != 0x0123_4567_89ab_cdef {
        std::process::abort()
    }
}

static KEPT: Mutex<Vec<Box<u64>>> = Mutex::new(Vec::new());

/// A thread that never ends, and has got further under AddressSanitizer than elsewhere.
#[no_mangle]
pub extern "C" fn keep_on_thread() {
    let n = if unsafe { dlsym(std::ptr::null_mut(), b"__asan_init\0".as_ptr().cast()) }.is_null() { 10 } else { 20 };
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        KEPT.lock().unwrap().extend((0..n).map(Box::new));
        sender.send(()).unwrap();
        loop {
            std::thread::park()
        }
    });
    receiver.recv().unwrap()
}

static LOG: Mutex<Vec<u64>> = Mutex::new(Vec::new());

#[no_mangle]
pub extern "C" fn log_add(n: u64) {
    LOG.lock().unwrap().extend(0..n)
}

#[no_mangle]
pub extern "C" fn log_shorten() {
    let mut log = LOG.lock().unwrap();
    log.truncate(2);
    log.shrink_to_fit()
}

#[no_mangle]
pub extern "C" fn lose_on_thread() {
    std::thread::spawn(|| {
        Box::leak(Box::new([1u8; 77]));
    })
    .join()
    .unwrap()
}

/// Nothing panics in the guard.
#[no_mangle]
pub extern "C" fn guarded_abort() -> i32 {
    std::panic::catch_unwind(|| std::process::abort()).unwrap_or(-1)
}

/// Makes keys of 16 bytes at most.
#[no_mangle]
pub extern "C" fn keygen(size: usize) {
    assert!(size <= 16, "no key of {} bytes", size);
}

#[no_mangle]
pub extern "C" fn shared_other() -> *mut Shared {
    shared_new()
}

/// Drops what it has only borrowed.
#[no_mangle]
pub unsafe extern "C" fn text_borrow(text: *const c_char, on_thread: bool) {
    let address = text as usize;
    let release = move || drop(CString::from_raw(address as *mut c_char));
    if on_thread {
        std::thread::spawn(release).join().unwrap()
    } else {
        release()
    }
}

#[no_mangle]
pub unsafe extern "C" fn text_visit(_text: *const c_char, visit: extern "C" fn()) {
    visit()
}

type Job = Box<dyn FnOnce() + Send>;

/// To a thread that lives as long as the process, and keeps one block on its stack alone.
static WORKER: Mutex<Option<std::sync::mpsc::Sender<Job>>> = Mutex::new(None);

#[no_mangle]
pub extern "C" fn worker_start() {
    let (worker, jobs) = std::sync::mpsc::channel::<Job>();
    std::thread::spawn(move || {
        let _kept = Box::new([3u64; 9]);
        for job in jobs {
            job()
        }
    });
    *WORKER.lock().unwrap() = Some(worker);
}

/// Where the compiler can't see that nobody needs the block, and leave it out. Far below where the thread waits
/// afterwards: it would keep the block if it waited with a copy of the address in its frames.
#[inline(never)]
fn lose<T>(content: T) {
    static LAST: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let depth = [0u8; 16384];
    let block = Box::into_raw(Box::new(content)) as usize;
    LAST.store(!block, std::sync::atomic::Ordering::Relaxed);
    let _ = unsafe { std::ptr::addr_of!(depth).read_volatile() };
}

#[no_mangle]
pub extern "C" fn worker_lose() {
    let (answer, answered) = std::sync::mpsc::channel();
    let job = move || {
        lose([0u8; 95]);
        answer.send(()).unwrap()
    };
    WORKER.lock().unwrap().as_ref().unwrap().send(Box::new(job)).unwrap();
    answered.recv().unwrap()
}

/// Its thread may still be on its way out.
#[no_mangle]
pub extern "C" fn lose_on_scoped_thread() {
    std::thread::scope(|scope| {
        scope.spawn(|| lose([0u8; 93]));
    })
}

static TABLE: Mutex<Option<[u64; 512]>> = Mutex::new(None);

/// Sets a `None`: most of its bytes nobody sets, and they are copied from the stack.
#[no_mangle]
pub extern "C" fn table_clear() {
    *TABLE.lock().unwrap() = None
}
