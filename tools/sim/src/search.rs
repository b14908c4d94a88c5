//! The exhaustive search: one bolus request × every fault point, and × every second one.
//!
//! The points are counted in a run without a fault: every call of a seam (the phone dies, its last
//! write whole or torn), every chunk each way (lost, doubled, late, reordered, altered, cut, the
//! pump resets), every write of the pump's flash, and at depth 1 every byte of the link and flash.

use crate::scenario::{Act, Fault, FaultKind, Scenario, Step, Therapy, Wish};
use crate::world::{Run, WorldError, run};

const UP: [FaultKind; 8] = [
    FaultKind::LoseUp,
    FaultKind::DoubleUp,
    FaultKind::LateUp,
    FaultKind::ReorderUp,
    FaultKind::AlterUp,
    FaultKind::CutUp,
    FaultKind::HalfUp,
    FaultKind::ResetAtChunk,
];
const DOWN: [FaultKind; 6] = [
    FaultKind::LoseDown,
    FaultKind::DoubleDown,
    FaultKind::LateDown,
    FaultKind::ReorderDown,
    FaultKind::AlterDown,
    FaultKind::CutDown,
];

/// The points of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Points {
    /// Kills, frames, and writes of the flash at their beginning, middle and end.
    pub events: Vec<Fault>,
    /// Cuts at every byte.
    pub bytes: Vec<Fault>,
}

fn scenario(faults: Vec<Fault>, again: Vec<Fault>) -> Scenario {
    let visit = |at_s, wish, faults| Step {
        at_s,
        act: Act::Visit {
            phone: 0,
            wish,
            faults,
        },
    };
    Scenario {
        name: "one request".to_owned(),
        seed: 1,
        therapy: Therapy::Morphine,
        length_s: 3_600,
        steps: vec![
            visit(600, Wish::Bolus, faults),
            // the person comes back at once, and asks again
            visit(720, Wish::Bolus, again),
        ],
    }
}

/// Counts the points of the request's visit.
///
/// # Errors
/// [`WorldError`].
pub fn points() -> Result<Points, WorldError> {
    let mut whole = scenario(Vec::new(), Vec::new());
    whole.steps.truncate(1);
    let Run {
        points: (touched, up, down, up_b, down_b),
        flash_b,
        ..
    } = run(&whole, None)?;
    let mut events = Vec::new();
    for at in 0..touched {
        events.push(Fault {
            at,
            is: FaultKind::Kill,
        });
        events.push(Fault {
            at,
            is: FaultKind::KillTorn,
        });
    }
    for at in 0..up {
        events.extend(UP.map(|is| Fault { at, is }));
    }
    for at in 0..down {
        events.extend(DOWN.map(|is| Fault { at, is }));
    }
    let count = |bytes: u64| u32::try_from(bytes).unwrap_or(u32::MAX);
    // a write of the flash is some words: at every 64th byte one is before, in or after it
    let power = |at| Fault {
        at,
        is: FaultKind::PowerCut,
    };
    events.extend((0..count(flash_b)).step_by(64).map(power));
    let mut bytes: Vec<Fault> = (0..count(flash_b)).map(power).collect();
    bytes.extend((0..count(up_b)).map(|at| Fault {
        at,
        is: FaultKind::CutAtByteUp,
    }));
    bytes.extend((0..count(down_b)).map(|at| Fault {
        at,
        is: FaultKind::CutAtByteDown,
    }));
    Ok(Points { events, bytes })
}

/// A case: the faults of the visit, and those of the one after it.
pub type Case = (Vec<Fault>, Vec<Fault>);

/// Every case of depth 1.
pub fn depth_1(points: &Points) -> Vec<Case> {
    let all = points.events.iter().chain(&points.bytes);
    all.map(|fault| (vec![*fault], Vec::new())).collect()
}

/// Every case of depth 2: a second point in the same visit, and in the next one.
pub fn depth_2(points: &Points) -> Vec<Case> {
    let mut cases = Vec::new();
    for (nth, first) in points.events.iter().enumerate() {
        for second in &points.events[nth + 1..] {
            cases.push((vec![*first, *second], Vec::new()));
        }
        for second in &points.events {
            cases.push((vec![*first], vec![*second]));
        }
    }
    cases
}

/// What a case violates, in words; none where everything holds.
///
/// # Errors
/// [`WorldError`].
pub fn judge(case: &Case) -> Result<Option<String>, WorldError> {
    let run = run(&scenario(case.0.clone(), case.1.clone()), None)?;
    let first = run.trace.violations.first();
    Ok(first.map(|it| format!("{case:?}: {} {}", it.row, it.what)))
}
