//! The engine from outside: against an executable specification, over gaps, over power losses,
//! and rule by rule.
//!
//! There is no test that the engine does not allocate: the crate is `no_std` without `alloc`, so
//! that it cannot.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests: a panic there is the report"
)]

mod advance;
mod common;
mod compare;
mod exact;
mod power;
mod rules;
mod size;
mod spec;
