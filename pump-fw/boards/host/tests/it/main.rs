//! The firmware's storage on the emulated flash, the emulated flash itself, and the bench pump.

#![allow(
    clippy::unwrap_used,
    reason = "a panic is a test's report, in its helpers too"
)]
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a test waits for one answer"
)]

mod bench;
mod common;
mod nor;
mod power_cut;
mod ring;
mod state;
