#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod alarms;
mod bolus;
mod dates;
mod language;
mod messages;
pub mod platform;
mod pseudo;
mod quantities;
mod signs;
mod texts;
mod value;

#[cfg(test)]
mod tests;

pub use language::{Direction, Language};
pub use quantities::Quantity;
pub use signs::{Danger, Signs};
pub use texts::{Format, HourCycle, Texts, without_isolates};
pub use value::Value;
