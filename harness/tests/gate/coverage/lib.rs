// SPDX-License-Identifier: MIT
// A library whose functions say by their results whether they worked.
pub struct Vault(u8);

#[no_mangle]
pub extern "C" fn vault_open(number: i32) -> *mut Vault {
    if number < 0 {
        return std::ptr::null_mut();
    }
    Box::into_raw(Box::new(Vault(number as u8)))
}

#[no_mangle]
pub unsafe extern "C" fn vault_close(vault: *mut Vault) {
    drop(Box::from_raw(vault));
}

#[no_mangle]
pub unsafe extern "C" fn vault_is_full(vault: *const Vault) -> bool {
    (*vault).0 > 9
}

#[no_mangle]
pub unsafe extern "C" fn vault_state(vault: *const Vault) -> u32 {
    u32::from((*vault).0 > 0)
}

#[no_mangle]
pub unsafe extern "C" fn vault_copy(vault: *const Vault, copy: *mut *mut Vault) -> i32 {
    if (*vault).0 == 0 {
        return 1;
    }
    *copy = Box::into_raw(Box::new(Vault((*vault).0)));
    0
}

#[no_mangle]
pub unsafe extern "C" fn vault_join(into: *mut Vault, vault: *mut Vault) {
    (*into).0 += Box::from_raw(vault).0;
}

#[no_mangle]
pub extern "C" fn vault_never() {}
