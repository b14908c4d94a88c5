#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod calm;
mod config;
mod phone;
mod properties;
mod pump;
mod step;
mod world;

pub use config::{Config, Variant};
pub use phone::{Phone, Row, RowState, Visit};
pub use pump::{LOCKOUT, Memory, Outcome, PULSES, Pump, Running};
pub use step::Action;
pub use world::{Answer, Frame, Id, Link, Oracle, Request, World, Wrong};
