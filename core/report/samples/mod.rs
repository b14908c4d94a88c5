//! Made-up trials, for the examples and the tests. Nobody's data.

mod build;
mod trials;

pub(crate) use trials::{
    baclofen_screening, baseline_zero, empty, heavy, morphine, nameless, not_over, residual,
    spasticity,
};
