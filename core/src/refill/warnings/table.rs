//! When each warning begins and grows, by drug: data, to be reviewed as data. SR-22
//!
//! Responsible for the thresholds and for what threatens by drug. Leaves applying them to
//! `warnings`.

use super::{Danger, Level};
use crate::civil::DAY_MS;
use crate::refill::Direction;
use cisterna_protocol::prescription::Drug;

/// Days before a date at which a level begins; `None` where this drug never reaches it here.
type Lead = Option<i64>;

/// One level of one warning.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) level: Level,
    /// By drug: baclofen, morphine, ziconotide.
    lead_days: [Lead; 3],
}

const fn row(level: Level, lead_days: [Lead; 3]) -> Row {
    Row { level, lead_days }
}

// Where nothing else is said, the number of days is an assumption, to be set with a clinic. What
// the drugs do stands behind their order: baclofen worst within 24 to 72 h of a sudden stop
// (boxed warning), an opioid brings withdrawal and pain, ziconotide may be stopped abruptly
// (label). At its date each level is what the pump's own alarm says: high is an emergency, medium
// is now, low is soon.

/// Before the earliest date of a low reservoir or the use-by: time to book. Assumption: a clinic
/// that refills gives appointments within two to four weeks.
pub(super) const REFILL_DUE: &[Row] = &[
    //                     baclofen  morphine  ziconotide
    row(Level::Plan, [Some(28), Some(28), Some(28)]),
    row(Level::Soon, [Some(14), Some(14), Some(14)]),
    row(Level::Now, [Some(7), Some(3), Some(0)]),
];

/// Around the earliest date of a low reservoir. Some people with baclofen had withdrawal while
/// more than 2 mL were left (Neurosurgery 2004), so its warning begins before the level.
pub(super) const LOW: &[Row] = &[
    row(Level::Soon, [Some(2), Some(0), Some(0)]),
    row(Level::Now, [Some(0), None, None]),
];

/// Before the earliest date of an empty reservoir. SR-20
pub(super) const EMPTY: &[Row] = &[
    row(Level::Soon, [Some(7), Some(5), Some(1)]),
    row(Level::Now, [Some(3), Some(1), Some(0)]),
    row(Level::Emergency, [Some(1), None, None]),
];

/// Around the drug's use-by; the weeks before are those of the refill.
pub(super) const USE_BY: &[Row] = &[
    row(Level::Soon, [Some(3), Some(3), Some(3)]),
    row(Level::Now, [Some(0), Some(0), Some(0)]),
];

/// Before the end of the pump's service. 90 days: `SynchroMed` II (ECRI H0214; FDA P860004/S317).
pub(super) const BATTERY: &[Row] = &[
    row(Level::Plan, [Some(90), Some(90), Some(90)]),
    row(Level::Soon, [Some(45), Some(30), Some(30)]),
    row(Level::Now, [Some(14), Some(7), Some(0)]),
    row(Level::Emergency, [Some(0), None, None]),
];

/// Before the earliest date of an empty reservoir, while the pump is unreachable. SR-20
pub(super) const UNREACHABLE: &[Row] = &[
    row(Level::Soon, [Some(14), Some(7), Some(3)]),
    row(Level::Now, [Some(5), Some(3), Some(0)]),
    row(Level::Emergency, [Some(2), None, None]),
];

/// The column of a drug; one that is not known counts as the most urgent.
const fn column(drug: Option<Drug>) -> usize {
    match drug {
        Some(Drug::Baclofen) | None => 0,
        Some(Drug::Morphine) => 1,
        Some(Drug::Ziconotide) => 2,
    }
}

impl Row {
    /// How long before its date the level begins, in milliseconds.
    pub(super) fn lead_ms(&self, drug: Option<Drug>) -> Option<i64> {
        self.lead_days[column(drug)].map(|days| days * DAY_MS)
    }
}

/// How urgent a discrepancy is: the drug's own emergency is for now. SR-20, SR-21
pub(super) const fn discrepancy(drug: Option<Drug>, direction: Direction) -> Level {
    match (drug, direction) {
        (_, Direction::None) => Level::Plan,
        (Some(Drug::Baclofen) | None, Direction::TooLittleGiven)
        | (Some(Drug::Baclofen | Drug::Morphine) | None, Direction::TooMuchGiven) => Level::Now,
        (Some(Drug::Morphine | Drug::Ziconotide), Direction::TooLittleGiven)
        | (Some(Drug::Ziconotide), Direction::TooMuchGiven) => Level::Soon,
    }
}

/// What threatens where too little of a drug is given.
pub(super) const fn too_little(drug: Drug) -> Danger {
    match drug {
        Drug::Baclofen => Danger::BaclofenWithdrawal,
        Drug::Morphine => Danger::OpioidWithdrawal,
        Drug::Ziconotide => Danger::PainReturns,
    }
}

/// What threatens where too much of a drug is given.
pub(super) const fn too_much(drug: Drug) -> Danger {
    match drug {
        Drug::Baclofen => Danger::BaclofenOverdose,
        Drug::Morphine => Danger::OpioidOverdose,
        Drug::Ziconotide => Danger::ZiconotideExcess,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [&[Row]; 6] = [REFILL_DUE, LOW, EMPTY, USE_BY, BATTERY, UNREACHABLE];

    #[test]
    fn a_higher_level_never_begins_before_a_lower_one() {
        for rows in ALL {
            assert!(rows.is_sorted_by(|one, next| one.level < next.level));
            for drug in Drug::ALL.map(Some) {
                let leads: Vec<_> = rows.iter().filter_map(|it| it.lead_ms(drug)).collect();
                assert!(leads.is_sorted_by(|one, next| one > next), "{leads:?}");
            }
        }
    }

    /// SR-20, SR-22
    #[test]
    fn baclofen_is_never_later_than_morphine_nor_morphine_than_ziconotide() {
        for row in ALL.concat() {
            let leads = row.lead_days;
            assert!(leads[0] >= leads[1] && leads[1] >= leads[2], "{leads:?}");
        }
        for direction in [Direction::TooLittleGiven, Direction::TooMuchGiven] {
            let levels = Drug::ALL.map(|drug| discrepancy(Some(drug), direction));
            assert!(levels.is_sorted_by(|one, next| one >= next));
        }
    }

    /// SR-20, SR-21
    #[test]
    fn each_drug_has_its_own_danger_and_an_unknown_one_the_greatest_urgency() {
        let urgent = |rows: &[Row]| rows.last().unwrap().lead_ms(None);
        assert_eq!(urgent(EMPTY), Some(DAY_MS));
        assert_eq!(urgent(UNREACHABLE), Some(2 * DAY_MS));
        let dangers: Vec<_> = Drug::ALL.map(too_little).into();
        let all = [dangers, Drug::ALL.map(too_much).into()].concat();
        for (nth, danger) in all.iter().enumerate() {
            assert!(!all[..nth].contains(danger));
        }
        let unknown = discrepancy(None, Direction::TooMuchGiven);
        assert_eq!(unknown, Level::Now);
    }
}
