//! What an alarm means for a drug: how urgent it is, and what the pump does about it. SR-14,
//! SR-20 to SR-22
//!
//! Two tables, reviewed as data. A row is an alarm; the columns are baclofen, morphine,
//! ziconotide. Baclofen: no flow is the emergency. Morphine: too much is. Ziconotide may be
//! stopped abruptly.

use cisterna_protocol::message::{AlarmKind, Priority};
use cisterna_protocol::prescription::Drug;

/// What the pump does while an alarm's cause stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Response {
    /// Goes on as programmed.
    GoOn,
    /// Basal on, boluses blocked; a running bolus ends.
    BlockBoluses,
    /// Stops.
    Stop,
}

use Priority::{High, Low, Medium};
use Response::{BlockBoluses, GoOn, Stop};

fn column<T: Copy>(drug: Drug, row: [T; 3]) -> T {
    match drug {
        Drug::Baclofen => row[0],
        Drug::Morphine => row[1],
        Drug::Ziconotide => row[2],
    }
}

/// The answer to a fault. Before the first prescription there is no drug: nothing flows anyway.
#[rustfmt::skip]
#[allow(clippy::match_same_arms, reason = "a table has one row for each alarm")]
pub fn response(drug: Drug, kind: AlarmKind) -> Response {
    column(drug, match kind {
        //                            baclofen      morphine      ziconotide
        AlarmKind::MotorStall =>     [BlockBoluses, Stop,         Stop],
        AlarmKind::InfusionError =>  [BlockBoluses, Stop,         Stop],
        AlarmKind::MonitorCut =>     [Stop,         Stop,         Stop],
        AlarmKind::ReservoirLow =>   [GoOn,         GoOn,         GoOn],
        AlarmKind::ReservoirEmpty => [BlockBoluses, BlockBoluses, Stop],
        AlarmKind::ReservoirDry =>   [Stop,         Stop,         Stop],
        AlarmKind::SelfTest =>       [BlockBoluses, Stop,         Stop],
        AlarmKind::BadMemory =>      [BlockBoluses, BlockBoluses, BlockBoluses],
        AlarmKind::Stopped =>        [Stop,         Stop,         Stop],
        AlarmKind::ClockUncertain => [GoOn,         GoOn,         GoOn],
        AlarmKind::LimitHold =>      [BlockBoluses, BlockBoluses, BlockBoluses],
        AlarmKind::UseByPassed =>    [GoOn,         GoOn,         GoOn],
        AlarmKind::NotProgrammed =>  [Stop,         Stop,         Stop],
    })
}

/// How urgent an alarm is for a drug.
#[rustfmt::skip]
#[allow(clippy::match_same_arms, reason = "a table has one row for each alarm")]
pub fn priority(drug: Drug, kind: AlarmKind) -> Priority {
    column(drug, match kind {
        //                            baclofen morphine ziconotide
        AlarmKind::MotorStall =>     [High,    High,    Medium],
        AlarmKind::InfusionError =>  [High,    High,    Medium],
        AlarmKind::MonitorCut =>     [High,    High,    High],
        AlarmKind::ReservoirLow =>   [Medium,  Low,     Low],
        AlarmKind::ReservoirEmpty => [High,    Medium,  Medium],
        AlarmKind::ReservoirDry =>   [High,    High,    Medium],
        AlarmKind::SelfTest =>       [High,    High,    Medium],
        AlarmKind::BadMemory =>      [Medium,  Medium,  Medium],
        AlarmKind::Stopped =>        [High,    Medium,  Low],
        AlarmKind::ClockUncertain => [Low,     Low,     Low],
        AlarmKind::LimitHold =>      [Medium,  High,    Medium],
        AlarmKind::UseByPassed =>    [Medium,  Medium,  Medium],
        AlarmKind::NotProgrammed =>  [Low,     Low,     Low],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_event_differs_by_drug() {
        // SR-22
        assert_eq!(priority(Drug::Baclofen, AlarmKind::Stopped), High);
        assert_eq!(priority(Drug::Ziconotide, AlarmKind::Stopped), Low);
        // SR-20: baclofen keeps what flow there is; SR-21: an opioid stops when in doubt.
        assert_eq!(
            response(Drug::Baclofen, AlarmKind::InfusionError),
            BlockBoluses
        );
        assert_eq!(response(Drug::Morphine, AlarmKind::InfusionError), Stop);
    }

    #[test]
    fn no_fault_leaves_boluses_possible() {
        // SR-14
        for drug in Drug::ALL {
            for kind in AlarmKind::ALL {
                let harmless = matches!(
                    kind,
                    AlarmKind::ReservoirLow | AlarmKind::ClockUncertain | AlarmKind::UseByPassed
                );
                assert_eq!(response(drug, kind) == GoOn, harmless, "{drug:?} {kind:?}");
            }
        }
    }

    #[test]
    fn whatever_stops_baclofen_is_high_unless_nothing_was_programmed() {
        // SR-20
        for kind in AlarmKind::ALL {
            if response(Drug::Baclofen, kind) == Stop && kind != AlarmKind::NotProgrammed {
                assert_eq!(priority(Drug::Baclofen, kind), High, "{kind:?}");
            }
        }
    }
}
