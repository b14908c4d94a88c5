//! How long the rules take to decide about one request.

use super::failed;
use crate::error::CliError;
use cisterna_dosing::engine::{Due, Engine, Presented};
use cisterna_protocol::bounded::Octets;
use cisterna_protocol::outcome::{BolusRequest, Outcome, RequestId};
use cisterna_protocol::quantity::{Count, Nanograms};
use std::time::Instant;

const KEY_EPOCH: u32 = 1;
const DOSE: Nanograms = Nanograms(5_000);
const LOCKOUT_S: u64 = 900;
/// One less than the window allows, so that the measured request is looked at to its end.
const BOLUSES: u32 = 23;
/// Decisions that are measured.
const ROUNDS: u32 = 2_000;

/// What was measured.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decided {
    pub(super) boluses: u32,
    pub(super) request_ns: u64,
}

/// Fills the window, then measures a request that is accepted.
pub(super) fn measure(mut engine: Engine) -> Result<Decided, CliError> {
    let begin = engine.now();
    for counter in 1..=BOLUSES {
        let outcome = ask(&mut engine, counter);
        if !matches!(outcome, Outcome::Running(_)) {
            return Err(failed(format!("bolus {counter} came out as {outcome:?}")));
        }
        run_to(&mut engine, begin.after(u64::from(counter) * LOCKOUT_S));
    }
    let mut copies: Vec<Engine> = (0..ROUNDS).map(|_| engine.clone()).collect();
    let began = Instant::now();
    let accepted = copies
        .iter_mut()
        .map(|engine| ask(engine, BOLUSES + 1))
        .filter(|outcome| matches!(outcome, Outcome::Running(_)))
        .count();
    let request_ns = u64::try_from(began.elapsed().as_nanos() / u128::from(ROUNDS));
    if accepted != copies.len() {
        return Err(failed("the measured request was refused"));
    }
    Ok(Decided {
        boluses: BOLUSES,
        request_ns: request_ns.unwrap_or(u64::MAX),
    })
}

fn ask(engine: &mut Engine, counter: u32) -> Outcome {
    let now = engine.now();
    let request = BolusRequest {
        id: RequestId {
            key_epoch: KEY_EPOCH,
            counter,
        },
        dose: DOSE,
        prescription_version: 1,
        epoch: engine.state().epoch,
        expires_at: now.after(30),
        proof: Octets([0; 32]),
    };
    engine.request(Presented {
        request: &request,
        key_epoch: KEY_EPOCH,
        proof_holds: true,
        count_read: Some(now),
    })
}

/// Runs the rules alone: every pulse is felt, every commit succeeds.
fn run_to(engine: &mut Engine, now: Count) {
    loop {
        match engine.poll(now) {
            Due::Nothing { .. } => return,
            Due::Commit => {
                engine.prepare_commit();
                engine.committed();
            }
            Due::Pulse(_) => engine.fed_back(1),
        }
    }
}
