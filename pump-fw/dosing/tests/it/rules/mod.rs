//! One behaviour a test, named by it; the SR row beside it.

mod alarms;
mod clinic;
mod prescription;
mod requests;
