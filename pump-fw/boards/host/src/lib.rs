#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod actuator;
pub mod bench;
pub mod control;
pub mod nor;
