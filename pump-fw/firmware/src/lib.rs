#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

mod answer;
pub mod identity;
pub mod link;
pub mod memory;
mod order;
pub mod pump;
pub mod storage;

pub use pump::{Actuator, BootError, MemoryFault, Pump};
