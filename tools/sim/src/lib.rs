#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod canary;
mod checks;
pub mod generate;
mod rng;
pub mod scenario;
pub mod trace;
pub mod world;
