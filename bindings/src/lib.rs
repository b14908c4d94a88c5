#![doc = include_str!("../README.md")]

mod app;
mod error;
mod link;
mod platform;
mod records;

pub use app::PhoneCore;
pub use error::AppError;
pub use link::{LinkEvents, LinkFault, Links, PlatformLink};
pub use platform::{
    AuthFault, ChangeListener, ClockReading, KeyFault, Keys, Person, PhoneClock, Purpose,
};
pub use records::*;

uniffi::setup_scaffolding!();
