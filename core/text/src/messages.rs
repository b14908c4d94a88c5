//! One method of [`Texts`](super::Texts) for each message, made from the files in `locales` by
//! `build.rs`; the English text is its documentation.
#![allow(
    clippy::pedantic,
    clippy::too_many_arguments,
    clippy::redundant_static_lifetimes,
    reason = "generated"
)]

include!(concat!(env!("OUT_DIR"), "/messages.rs"));
