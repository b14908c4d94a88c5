#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

#[cfg(test)]
extern crate std;

pub mod engine;
pub mod hazard;
pub mod limits;
pub mod monitor;
pub mod plan;
pub mod requests;
pub mod state;
pub mod window;
