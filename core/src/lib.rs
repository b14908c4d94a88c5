#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

#[cfg(feature = "bench")]
pub mod bench;
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
#[cfg(feature = "report")]
pub mod report;
pub mod screens;
mod settings;
pub mod store;
#[cfg(test)]
mod testing;
pub mod trial;

pub use cisterna_protocol as protocol;
pub use cisterna_text as text;
pub use companion::{Changed, Companion, Listener, PlanChange, RefillPlans, Screen, Screens};
pub use error::CompanionError;
pub use settings::{Locale, Settings};
