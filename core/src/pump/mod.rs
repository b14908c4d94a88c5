//! The pump, as the phone meets it: link, session, pairing, status, history, bolus requests.
//!
//! Everything here is synchronous and takes time, link, keys and store from outside.

pub mod bolus;
pub(crate) mod doses;
pub mod link;
pub mod pairing;
pub mod session;
pub mod status;
pub mod sync;
pub(crate) mod visit;

pub use visit::{Contact, ContactError};
