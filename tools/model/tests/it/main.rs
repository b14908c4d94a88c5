//! The model searched, its mistakes found, and the real code held against it.

mod broken;
mod search;
mod trace;
