#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod clock;
mod companion;
mod error;
mod hex;
mod home;
pub mod keys;
pub mod pump;
pub mod refill;
pub mod store;
#[cfg(test)]
mod testing;

pub use cisterna_protocol as protocol;
pub use companion::Companion;
pub use error::CompanionError;
