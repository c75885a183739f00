//! Any text as an address: no panic, and doing it twice is doing it once.
#![no_main]

use clip::{address_key, canonical_address};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let address = canonical_address(text);
    assert_eq!(canonical_address(&address), address, "of {text}");
    assert_eq!(address_key(&address), address_key(text), "an address and its tidy form are one: {text}");
});
