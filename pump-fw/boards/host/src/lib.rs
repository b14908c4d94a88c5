//! (being written)

pub mod nor;
