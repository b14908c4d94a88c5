//! The bench pump over its sockets.

mod clinic;
mod link;
mod power;
mod rig;
mod start;
mod therapy;

use self::{clinic::Programmer, rig::Rig};

/// A bench whose pump gives the prescription.
fn prescribed(dir: &std::path::Path) -> Rig {
    let rig = Rig::start(rig::options(dir)).unwrap();
    Programmer::open(&rig).prescribe();
    rig
}
