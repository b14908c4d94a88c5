//! Test vectors under `docs/vectors`: written by the tests, and checked to be current by them.
//!
//! `CISTERNA_BLESS=1 cargo test -p cisterna-protocol` rewrites them.

extern crate std;

mod coverage;
mod describe;
pub(crate) mod messages;
mod proofs;
pub(crate) mod records;
pub(crate) mod samples;

use core::fmt::Write;
use std::path::Path;
use std::string::String;
use std::{env, fs};

use serde::Serialize;

/// Compares `vectors` with the file of this name, or writes the file if told to.
pub(crate) fn check_current(name: &str, vectors: &impl Serialize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/vectors")
        .join(name);
    let current = serde_json::to_string_pretty(vectors).unwrap() + "\n";
    if env::var_os("CISTERNA_BLESS").is_some_and(|value| value == "1") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &current).unwrap();
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stored == current,
        "docs/vectors/{name} is not current; CISTERNA_BLESS=1 rewrites it, which changes the protocol"
    );
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}
