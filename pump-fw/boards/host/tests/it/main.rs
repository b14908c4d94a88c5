//! The firmware's storage on the emulated flash, the emulated flash itself, and the bench pump.

mod bench;
mod common;
mod nor;
mod power_cut;
mod ring;
mod state;
