//! The clinic's programmer: keys, prescriptions, orders.

pub(crate) mod key_file;
mod orders;
pub mod prescription_file;
pub(crate) mod programmer;
mod therapy;

pub(crate) use orders::run;
