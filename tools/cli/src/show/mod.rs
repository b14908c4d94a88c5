//! What was read, as text for a person (the answer first, numbers second) and as JSON.

pub(crate) mod chart;
pub(crate) mod days;
pub(crate) mod diary;
pub(crate) mod history;
pub(crate) mod medicine;
pub(crate) mod outcome;
pub(crate) mod plan;
pub(crate) mod prescription;
pub(crate) mod refill;
pub(crate) mod results;
pub(crate) mod status;
pub(crate) mod warnings;
