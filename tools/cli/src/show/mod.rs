//! What was read, as text for a person (the answer first, numbers second) and as JSON.

pub(crate) mod history;
pub(crate) mod outcome;
pub(crate) mod prescription;
pub(crate) mod refill;
pub(crate) mod status;
