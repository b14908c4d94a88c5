//! The model searched, its mistakes found, and the real code held against it.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests: a panic there is the report"
)]

mod broken;
mod search;
mod trace;
