#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod care;
pub mod civil;
pub mod clock;
mod companion;
mod error;
mod hex;
mod home;
pub mod keys;
pub mod pump;
pub mod refill;
pub mod reminders;
pub mod store;
#[cfg(test)]
mod testing;
pub mod trial;

pub use cisterna_protocol as protocol;
pub use companion::Companion;
pub use error::CompanionError;
