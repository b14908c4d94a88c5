//! The firmware's storage on the emulated flash, and the emulated flash itself.

mod common;
mod nor;
mod power_cut;
mod ring;
mod state;
