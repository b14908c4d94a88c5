#![doc = include_str!("../README.md")]

mod args;
mod bench;
mod civil;
mod clinic;
mod confirm;
mod demo;
mod error;
mod hex;
mod local;
mod out;
mod phone;
mod private_file;
mod pump;
mod run;
mod show;
pub mod simulated;
mod units;
mod wording;
mod wording_diary;

pub use clinic::prescription_file;
pub use run::main_with;
