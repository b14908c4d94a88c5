//! What the clinic found in the reservoir at a fill, against what the pump counted.
//!
//! Responsible for whether the difference matters. Leaves what to do about it to the clinic: too
//! much left means too little given, too little left means too much.

use cisterna_protocol::quantity::Nanolitres;
use thiserror::Error;

const NL_PER_ML: u64 = 1_000_000;

/// A difference over this matters, by the size of the reservoir (Maino 2017; PMC4218763).
const LIMITS: [(Nanolitres, Nanolitres); 2] = [
    (Nanolitres(20 * NL_PER_ML), Nanolitres(NL_PER_ML)),
    (Nanolitres(40 * NL_PER_ML), Nanolitres(2 * NL_PER_ML)),
];

/// What is known of one fill. Volumes in nanolitres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// Residual before it, by the pump's count.
    pub expected: Nanolitres,
    /// What the clinic took out before it, as the clinic told.
    pub found: Nanolitres,
    /// Volume after it.
    pub filled: Nanolitres,
    /// Size of the pump's reservoir.
    pub capacity: Nanolitres,
    /// When, in milliseconds since 1970-01-01 UTC.
    pub at_utc_ms: i64,
}

/// A volume of a fill cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FillError {
    /// More was found than the reservoir holds.
    #[error("more than the reservoir holds: check the volume that the clinic found")]
    Found,
    /// More was filled in than the reservoir holds.
    #[error("more than the reservoir holds: check the volume that the clinic filled in")]
    Filled,
}

/// Which way a difference goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// As expected, to the nanolitre.
    None,
    /// More was left than expected: too little was given.
    TooLittleGiven,
    /// Less was left than expected: too much was given, or it went elsewhere.
    TooMuchGiven,
}

/// Whose limit a difference was held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// The published limit for this size of reservoir.
    Published,
    /// Assumption: nothing is published for this size, so that of 20 mL counts.
    AsTwentyMl,
}

/// The difference at a fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Discrepancy {
    /// Residual that the pump counted, in nanolitres.
    pub expected_nl: u64,
    /// Residual that the clinic found, in nanolitres.
    pub found_nl: u64,
    /// Found less expected, in nanolitres; held at the type's range.
    pub difference_nl: i64,
    /// Whether it is over the limit: then it is shown.
    pub beyond: bool,
    /// Which way it goes.
    pub direction: Direction,
    /// The limit, in nanolitres.
    pub limit_nl: u64,
    /// Whose limit that is.
    pub rule: Rule,
    /// When it was found, in milliseconds since 1970-01-01 UTC.
    pub at_utc_ms: i64,
}

impl Discrepancy {
    /// Compares what was found with what was expected.
    ///
    /// # Errors
    /// [`FillError`] where a volume is more than the reservoir holds. An expected residual above
    /// that is the pump's own and is compared all the same.
    pub fn at(fill: &Fill) -> Result<Self, FillError> {
        if fill.found > fill.capacity {
            return Err(FillError::Found);
        }
        if fill.filled > fill.capacity {
            return Err(FillError::Filled);
        }
        let (limit, rule) = limit(fill.capacity);
        let (expected, found) = (fill.expected.0, fill.found.0);
        let amount = expected.abs_diff(found);
        let signed = i64::try_from(amount).unwrap_or(i64::MAX);
        let (difference_nl, direction) = match found.cmp(&expected) {
            std::cmp::Ordering::Equal => (0, Direction::None),
            std::cmp::Ordering::Greater => (signed, Direction::TooLittleGiven),
            std::cmp::Ordering::Less => (-signed, Direction::TooMuchGiven),
        };
        Ok(Self {
            expected_nl: expected,
            found_nl: found,
            difference_nl,
            beyond: amount > limit.0,
            direction,
            limit_nl: limit.0,
            rule,
            at_utc_ms: fill.at_utc_ms,
        })
    }
}

fn limit(capacity: Nanolitres) -> (Nanolitres, Rule) {
    let published = LIMITS.iter().find(|(size, _)| *size == capacity);
    published.map_or((LIMITS[0].1, Rule::AsTwentyMl), |(_, limit)| {
        (*limit, Rule::Published)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(capacity_ml: u64, expected: u64, found: u64) -> Fill {
        Fill {
            expected: Nanolitres(expected),
            found: Nanolitres(found),
            filled: Nanolitres(capacity_ml * NL_PER_ML),
            capacity: Nanolitres(capacity_ml * NL_PER_ML),
            at_utc_ms: 5,
        }
    }

    fn judge(capacity_ml: u64, expected: u64, found: u64) -> Discrepancy {
        Discrepancy::at(&fill(capacity_ml, expected, found)).unwrap()
    }

    #[test]
    fn over_one_millilitre_of_twenty_and_over_two_of_forty_is_shown_and_not_exactly_that() {
        for (capacity_ml, limit) in [(20, NL_PER_ML), (40, 2 * NL_PER_ML)] {
            let expected = 5 * NL_PER_ML;
            for found in [expected - limit, expected, expected + limit] {
                assert!(!judge(capacity_ml, expected, found).beyond);
            }
            for found in [expected - limit - 1, expected + limit + 1] {
                assert!(judge(capacity_ml, expected, found).beyond);
            }
            let rule = judge(capacity_ml, expected, expected);
            assert_eq!((rule.limit_nl, rule.rule), (limit, Rule::Published));
        }
    }

    #[test]
    fn more_left_means_too_little_given_and_less_left_too_much() {
        let more = judge(20, 3_000_000, 4_500_000);
        assert_eq!(more.difference_nl, 1_500_000);
        assert_eq!(more.direction, Direction::TooLittleGiven);
        let less = judge(20, 3_000_000, 1_500_000);
        assert_eq!(less.difference_nl, -1_500_000);
        assert_eq!(less.direction, Direction::TooMuchGiven);
        let same = judge(20, 3_000_000, 3_000_000);
        assert_eq!((same.difference_nl, same.direction), (0, Direction::None));
    }

    #[test]
    fn another_size_takes_the_limit_of_twenty_and_it_is_called_an_assumption() {
        let other = judge(30, 3_000_000, 4_500_000);
        assert_eq!((other.limit_nl, other.rule), (NL_PER_ML, Rule::AsTwentyMl));
        assert!(other.beyond);
    }

    #[test]
    fn a_volume_that_the_reservoir_cannot_hold_is_refused_and_the_pumps_own_is_not() {
        let found = fill(20, 0, 20_000_001);
        assert_eq!(Discrepancy::at(&found), Err(FillError::Found));
        let filled = Fill {
            filled: Nanolitres(20_000_001),
            ..fill(20, 0, 0)
        };
        assert_eq!(Discrepancy::at(&filled), Err(FillError::Filled));
        let counted = judge(20, u64::MAX, 0);
        assert_eq!(counted.difference_nl, -i64::MAX);
        assert!(counted.beyond);
    }
}
