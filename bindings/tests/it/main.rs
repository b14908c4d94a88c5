//! The bindings as a shell drives them, with the real firmware at the other end.

#![allow(
    clippy::unwrap_used,
    reason = "a test's helper fails the test where it cannot help"
)]

mod phone;
mod whole_way;
