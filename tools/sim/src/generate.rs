//! Scenarios from seeds: who does what in a week, and what goes wrong.

use crate::rng::Rng;
use crate::scenario::{Act, Fault, FaultKind, Hostile, Order, Scenario, Step, Therapy, Wish};

/// Seconds of a day.
const DAY_S: u64 = 86_400;
/// Visits of a day, about.
const VISITS: u64 = 6;

/// Every fault of a visit that a seed can draw.
const FAULTS: [FaultKind; 18] = [
    FaultKind::LoseUp,
    FaultKind::DoubleUp,
    FaultKind::LateUp,
    FaultKind::ReorderUp,
    FaultKind::AlterUp,
    FaultKind::CutUp,
    FaultKind::HalfUp,
    FaultKind::LoseDown,
    FaultKind::DoubleDown,
    FaultKind::LateDown,
    FaultKind::ReorderDown,
    FaultKind::AlterDown,
    FaultKind::CutDown,
    FaultKind::ResetAtChunk,
    FaultKind::CutAtByteUp,
    FaultKind::CutAtByteDown,
    FaultKind::Kill,
    FaultKind::KillTorn,
];

const ZONES: [&str; 4] = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Apia",
];

/// The scenario of a seed, over `days` days.
pub fn generate(seed: u64, days: u64) -> Scenario {
    let mut rng = Rng::new(seed, 1);
    let length_s = days * DAY_S;
    let mut steps = Vec::new();
    let begin_s = 600;
    for _ in 0..days * VISITS {
        let at_s = rng.between(begin_s, length_s);
        visits(&mut rng, at_s, &mut steps);
    }
    for _ in 0..days * 2 {
        let at_s = rng.between(begin_s, length_s);
        world(&mut rng, at_s, &mut steps);
    }
    let therapy = match rng.below(8) {
        0..=3 => Therapy::Morphine,
        4..=6 => Therapy::Baclofen,
        _ => Therapy::Ziconotide,
    };
    steps.sort_by_key(|step| step.at_s);
    Scenario {
        name: format!("seed {seed}"),
        seed,
        therapy,
        length_s,
        steps,
    }
}

fn wish(rng: &mut Rng) -> Wish {
    match rng.below(20) {
        0..=3 => Wish::Read,
        4..=5 => Wish::Sync,
        6..=12 => Wish::Bolus,
        13..=14 => Wish::Impatient,
        15..=16 => Wish::ThinkBetter,
        17 => Wish::Declines,
        18 => Wish::Late,
        _ => Wish::Acknowledge,
    }
}

fn faults(rng: &mut Rng) -> Vec<Fault> {
    let many = match rng.below(10) {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    (0..many)
        .map(|_| {
            if rng.chance(10) {
                let at = u32::try_from(rng.below(12_000)).unwrap_or(0);
                let is = FaultKind::PowerCut;
                return Fault { at, is };
            }
            let nth = usize::try_from(rng.below(FAULTS.len() as u64)).unwrap_or(0);
            let is = FAULTS[nth];
            let most = if matches!(is, FaultKind::CutAtByteUp | FaultKind::CutAtByteDown) {
                2_500
            } else if matches!(is, FaultKind::Kill | FaultKind::KillTorn) {
                70
            } else {
                14
            };
            let at = u32::try_from(rng.below(most)).unwrap_or(0);
            Fault { at, is }
        })
        .collect()
}

/// A visit, and often another one soon after it: people come back.
fn visits(rng: &mut Rng, at_s: u64, steps: &mut Vec<Step>) {
    let phone = usize::from(rng.chance(25));
    let mut at_s = at_s;
    for _ in 0..=rng.below(3) {
        let act = Act::Visit {
            phone,
            wish: wish(rng),
            faults: faults(rng),
        };
        steps.push(Step { at_s, act });
        at_s += rng.between(10, 4_000);
    }
    if rng.chance(30) {
        let act = Act::Look { phone };
        let at_s = at_s + rng.between(60, 40_000);
        steps.push(Step { at_s, act });
    }
}

fn world(rng: &mut Rng, at_s: u64, steps: &mut Vec<Step>) {
    let phone = usize::from(rng.chance(30));
    let strokes = |rng: &mut Rng, most| u32::try_from(rng.between(1, most)).unwrap_or(1);
    let act = match rng.below(30) {
        0..=1 => Act::Pair,
        2..=3 => Act::Kill { phone },
        4 => Act::Reboot { phone },
        5..=6 => {
            let by_s = i64::try_from(rng.below(400_000)).unwrap_or(0) - 200_000;
            Act::ClockJump { phone, by_s }
        }
        7 => {
            let nth = usize::try_from(rng.below(ZONES.len() as u64)).unwrap_or(0);
            let name = ZONES[nth].to_owned();
            Act::Zone { phone, name }
        }
        8..=10 => Act::Reset,
        11..=12 => {
            let for_s = rng.between(1, 100_000);
            Act::Outage { for_s }
        }
        13..=14 => {
            let bytes = rng.below(9_000);
            Act::CutAfter { bytes }
        }
        15 => {
            let for_s = rng.between(60, 20_000);
            Act::FlashFull { for_s }
        }
        16 => {
            let address = u32::try_from(rng.below(2 << 20)).unwrap_or(0) | (1 << 18);
            let bit = u8::try_from(rng.below(8)).unwrap_or(0);
            Act::Flip { address, bit }
        }
        17 => {
            let for_s = rng.between(6, 20_000);
            Act::Lapse { for_s }
        }
        18 => {
            let strokes = strokes(rng, 20);
            Act::Stall { strokes }
        }
        19 => {
            let every = strokes(rng, 30);
            Act::Slip { every }
        }
        20 => {
            let strokes = strokes(rng, 40);
            Act::Runaway { strokes }
        }
        21..=26 => Act::Clinic(order(rng, phone)),
        27 => Act::Hostile(Hostile::Garbage),
        28 => Act::Hostile(Hostile::Replay),
        _ => Act::Hostile(if rng.chance(50) {
            Hostile::Mute
        } else {
            Hostile::WrongKey
        }),
    };
    let of_motor = matches!(
        act,
        Act::Stall { .. } | Act::Slip { .. } | Act::Runaway { .. }
    );
    let repair = if of_motor {
        Some(Order::ClearFaults)
    } else {
        (act == Act::Clinic(Order::Stop)).then_some(Order::Resume)
    };
    let slips = matches!(act, Act::Slip { .. });
    steps.push(Step { at_s, act });
    if let Some(repair) = repair {
        let at_s = at_s + rng.between(600, 40_000);
        if slips {
            let act = Act::Slip { every: 0 };
            steps.push(Step { at_s, act });
        }
        let act = Act::Clinic(repair);
        steps.push(Step { at_s, act });
    }
}

fn order(rng: &mut Rng, phone: usize) -> Order {
    match rng.below(12) {
        0 | 1 => Order::Stop,
        2 | 3 => Order::Reprogram {
            permille: u32::try_from(rng.between(600, 1_050)).unwrap_or(1_000),
        },
        4 => Order::TightWindow,
        5 => Order::ForbidBolus,
        6 => Order::Refill {
            volume_ml: u32::try_from(rng.between(3, 20)).unwrap_or(3),
        },
        7 => Order::Dilute,
        8 | 9 => Order::Bolus,
        10 => Order::SetClock {
            offset_min: i32::try_from(rng.below(28)).unwrap_or(0) * 60 - 840,
        },
        _ => Order::Revoke { phone },
    }
}
