//! The firmware as a board runs it, on emulated flash and in virtual time.

#![allow(
    clippy::unwrap_used,
    reason = "a panic is a test's report, in its helpers too"
)]
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a test waits for one answer"
)]

mod day;
mod oracle;
mod peer;
mod power;
mod rig;
mod session;
