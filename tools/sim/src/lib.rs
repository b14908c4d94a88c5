#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod canary;
mod checks;
pub mod command;
pub mod generate;
mod parallel;
mod picture;
mod rng;
pub mod scenario;
pub mod search;
mod shrink;
pub mod trace;
pub mod world;
