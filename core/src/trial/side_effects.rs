//! Side effects that a person may tick, by drug (PACC table, labels).

use cisterna_protocol::prescription::Drug;
use serde::{Deserialize, Serialize};

/// A side effect that people log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SideEffect {
    /// Nausea.
    Nausea,
    /// Vomiting.
    Vomiting,
    /// Itching.
    Itching,
    /// Difficulty in passing urine.
    UrinaryRetention,
    /// Constipation.
    Constipation,
    /// Sleepiness.
    Sleepiness,
    /// Swelling of legs or feet.
    Swelling,
    /// Weakness.
    Weakness,
    /// Dizziness.
    Dizziness,
    /// Confusion.
    Confusion,
    /// Trouble with memory.
    Memory,
    /// Trouble with walking.
    Gait,
}

impl SideEffect {
    /// All of them: what is offered while the drug is not known.
    pub const ALL: [Self; 12] = [
        Self::Nausea,
        Self::Vomiting,
        Self::Itching,
        Self::UrinaryRetention,
        Self::Constipation,
        Self::Sleepiness,
        Self::Swelling,
        Self::Weakness,
        Self::Dizziness,
        Self::Confusion,
        Self::Memory,
        Self::Gait,
    ];
}

/// What is offered for a drug, in the order of the list; all where the drug is not known.
pub const fn offered(drug: Option<Drug>) -> &'static [SideEffect] {
    match drug {
        Some(Drug::Baclofen) => &[
            SideEffect::Sleepiness,
            SideEffect::Weakness,
            SideEffect::Dizziness,
            SideEffect::Nausea,
            SideEffect::Confusion,
        ],
        Some(Drug::Morphine) => &[
            SideEffect::Nausea,
            SideEffect::Vomiting,
            SideEffect::Itching,
            SideEffect::UrinaryRetention,
            SideEffect::Constipation,
            SideEffect::Sleepiness,
            SideEffect::Swelling,
        ],
        Some(Drug::Ziconotide) => &[
            SideEffect::Confusion,
            SideEffect::Memory,
            SideEffect::Sleepiness,
            SideEffect::Dizziness,
            SideEffect::Gait,
            SideEffect::Nausea,
        ],
        None => &SideEffect::ALL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_side_effect_is_offered_for_some_drug_and_none_twice() {
        let mut seen = BTreeSet::new();
        for drug in Drug::ALL {
            let list = offered(Some(drug));
            let set: BTreeSet<_> = list.iter().copied().collect();
            assert_eq!(set.len(), list.len(), "{drug:?}");
            seen.extend(set);
        }
        assert_eq!(seen, SideEffect::ALL.into_iter().collect());
    }

    #[test]
    fn an_unknown_drug_offers_all_of_them() {
        assert_eq!(offered(None), SideEffect::ALL);
        assert!(!offered(Some(Drug::Baclofen)).contains(&SideEffect::Itching));
        assert!(offered(Some(Drug::Ziconotide)).contains(&SideEffect::Gait));
        assert!(offered(Some(Drug::Morphine)).contains(&SideEffect::UrinaryRetention));
    }
}
