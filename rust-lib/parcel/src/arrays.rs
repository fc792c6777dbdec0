// SPDX-License-Identifier: MIT
//! Arrays: of structs, by value with their length; of strings, with a count or closed by NULL.

use crate::handle::parcel;
use crate::text;
use std::os::raw::c_char;
use std::ptr;

/// What one carrier takes for a parcel.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct parcel_quote {
    pub carrier: u32,
    pub days: u32,
    pub price: f64,
}

/// An array of quotes.
#[repr(C)]
pub struct parcel_quotes {
    /// NULL when len is 0.
    pub quotes: *mut parcel_quote,
    pub len: usize,
}

/// Asks carriers for their prices.
///
/// @grams: the weight
/// @carriers: how many to ask
/// Returns: (transfer full) (free-func parcel_quotes_free): a quote of each
#[no_mangle]
pub extern "C" fn parcel_quotes_get(grams: u32, carriers: u32) -> parcel_quotes {
    let quote = |carrier| parcel_quote {
        carrier,
        days: carrier % 5 + 1,
        price: 4.0 + f64::from(grams) * f64::from(carrier + 1) / 1000.0,
    };
    let (quotes, len) = into_raw((0..carriers).map(quote).collect());
    parcel_quotes { quotes, len }
}

/// @quotes: (transfer full): from parcel_quotes_get()
///
/// # Safety
///
/// `quotes` must be what `parcel_quotes_get` returned.
#[no_mangle]
pub unsafe extern "C" fn parcel_quotes_free(quotes: parcel_quotes) {
    drop(from_raw(quotes.quotes, quotes.len));
}

/// Splits a route into its stations.
///
/// @route: (transfer none): UTF-8, "Bremen>Hamburg>Kiel"
/// @count: (out): how many
/// Returns: (transfer full) (free-func parcel_strings_free) (nullable): the stations, each a string of its own; NULL when
/// there are none
///
/// # Safety
///
/// `route` must be NULL or NUL-terminated, `count` NULL or writable.
#[no_mangle]
pub unsafe extern "C" fn parcel_route_split(route: *const c_char, count: *mut usize) -> *mut *mut c_char {
    let route = text::borrow(route).unwrap_or("");
    let stations = || route.split('>').map(str::trim).filter(|station| !station.is_empty());
    let mut strings = Vec::with_capacity(stations().count());
    strings.extend(stations().map(|station| text::join(&[station]).into_raw()));
    let (strings, len) = into_raw(strings);
    if let Some(count) = count.as_mut() {
        *count = len;
    }
    strings
}

/// Releases an array of strings, and every string in it.
///
/// @strings: (transfer full) (nullable): the array
/// @count: its length
///
/// # Safety
///
/// Both must be what one call of `parcel_route_split` gave.
#[no_mangle]
pub unsafe extern "C" fn parcel_strings_free(strings: *mut *mut c_char, count: usize) {
    from_raw(strings, count).iter().for_each(|string| text::release(*string));
}

/// The names of a parcel's items.
///
/// @parcel: (transfer none) (nullable): the parcel
/// Returns: (transfer full) (free-func parcel_names_free): the names, each a string of its own; a NULL closes the array
///
/// # Safety
///
/// `parcel` must be NULL or a parcel.
#[no_mangle]
pub unsafe extern "C" fn parcel_names(parcel: *const parcel) -> *mut *mut c_char {
    let items = parcel.as_ref().map_or(&[][..], |parcel| parcel.contents.items());
    let mut names = Vec::with_capacity(items.len() + 1);
    names.extend(items.iter().map(|item| text::copy(item.name)));
    names.push(ptr::null_mut());
    into_raw(names).0
}

/// Releases an array of names, and every name in it.
///
/// @names: (transfer full) (nullable): from parcel_names()
///
/// # Safety
///
/// `names` must come from `parcel_names`, with its closing NULL in place.
#[no_mangle]
pub unsafe extern "C" fn parcel_names_free(names: *mut *mut c_char) {
    if names.is_null() {
        return;
    }
    let count = (0..).take_while(|&i| !(*names.add(i)).is_null()).count();
    parcel_strings_free(names, count + 1);
}

/// A block of exactly `len` elements, NULL for none.
pub(crate) fn into_raw<T>(vec: Vec<T>) -> (*mut T, usize) {
    if vec.is_empty() {
        return (ptr::null_mut(), 0);
    }
    let len = vec.len();
    (Box::into_raw(vec.into_boxed_slice()).cast(), len)
}

/// The inverse of `into_raw`.
pub(crate) unsafe fn from_raw<T>(elements: *mut T, len: usize) -> Box<[T]> {
    if elements.is_null() {
        return Box::default();
    }
    Box::from_raw(ptr::slice_from_raw_parts_mut(elements, len))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handle::{parcel_free, testing::example};
    use crate::text::testing::{c, view};

    #[test]
    fn each_carrier_makes_a_quote() {
        let quotes = parcel_quotes_get(1000, 3);
        unsafe {
            let all = std::slice::from_raw_parts(quotes.quotes, quotes.len);
            assert_eq!(all.iter().map(|quote| quote.price).collect::<Vec<_>>(), [5.0, 6.0, 7.0]);
            parcel_quotes_free(quotes);
        }
    }

    #[test]
    fn no_carrier_no_block() {
        let quotes = parcel_quotes_get(1000, 0);
        assert!(quotes.quotes.is_null() && quotes.len == 0);
        unsafe { parcel_quotes_free(quotes) };
    }

    #[test]
    fn a_route_has_stations() {
        for (route, stations) in
            [("", &[][..]), ("Kiel", &["Kiel"]), (" Bremen > Kiel>", &["Bremen", "Kiel"])]
        {
            unsafe {
                let mut count = 9;
                let strings = parcel_route_split(c(route).as_ptr(), &mut count);
                assert_eq!((count, strings.is_null()), (stations.len(), stations.is_empty()));
                for (i, station) in stations.iter().enumerate() {
                    assert_eq!(view(*strings.add(i)), *station);
                }
                parcel_strings_free(strings, count);
            }
        }
    }

    #[test]
    fn names_end_with_null() {
        unsafe {
            let parcel = example();
            let names = parcel_names(parcel);
            assert_eq!((view(*names), view(*names.add(1))), ("pen".to_owned(), "ink".to_owned()));
            assert!((*names.add(2)).is_null());
            parcel_names_free(names);
            parcel_free(parcel);
            parcel_names_free(parcel_names(ptr::null()));
            parcel_names_free(ptr::null_mut());
        }
    }
}
