#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

#[cfg(test)]
extern crate std;

pub mod bounded;
pub mod clinic;
pub mod framing;
pub mod history;
pub mod message;
#[cfg(test)]
mod message_tests;
pub mod outcome;
pub mod prescription;
pub mod quantity;
pub mod record;
pub mod session;
pub mod signed;
pub mod status;
#[cfg(test)]
mod vectors;
