//! Quantities as types: integers in the smallest unit that matters, checked, never a float.
//!
//! Responsible for volumes, doses, concentrations, rates and instants on the pump's count. Leaves
//! what is allowed to be dosed to `cisterna-dosing`.

use core::fmt;
use minicbor::{CborLen, Decode, Encode};

/// Nanolitres in a millilitre.
const NL_PER_ML: u64 = 1_000_000;

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $inner:ty, $unit:literal) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, CborLen,
        )]
        #[cfg_attr(test, derive(serde::Serialize))]
        #[cbor(transparent)]
        pub struct $name(#[n(0)] pub $inner);

        impl $name {
            /// The bare number, in the unit that the type's name says.
            pub const fn get(self) -> $inner {
                self.0
            }

            /// The sum, or `None` past the type's range.
            pub fn checked_add(self, other: Self) -> Option<Self> {
                self.0.checked_add(other.0).map(Self)
            }

            /// The sum, held at the type's maximum.
            #[must_use]
            pub const fn saturating_add(self, other: Self) -> Self {
                Self(self.0.saturating_add(other.0))
            }

            /// The difference, held at zero.
            #[must_use]
            pub const fn saturating_sub(self, other: Self) -> Self {
                Self(self.0.saturating_sub(other.0))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!("{} ", $unit), self.0)
            }
        }
    };
}

quantity!(
    /// A volume in nanolitres (1 mL = 1 000 000 nL).
    Nanolitres,
    u64,
    "nL"
);
quantity!(
    /// A dose in nanograms (25 µg = 25 000 ng).
    Nanograms,
    u64,
    "ng"
);
quantity!(
    /// A concentration in nanograms a millilitre (2000 µg/mL = 2 000 000).
    NanogramsPerMl,
    u32,
    "ng/mL"
);
quantity!(
    /// A dose rate in nanograms an hour (10.4 µg/h = 10 400).
    NanogramsPerHour,
    u32,
    "ng/h"
);
quantity!(
    /// An instant on the pump's monotonic count, in seconds. It names a physical instant only
    /// together with the boot epoch in which it was read.
    Count,
    u64,
    "s"
);

impl Count {
    /// The instant `span_s` seconds later, held at the end of the count's range.
    #[must_use]
    pub const fn after(self, span_s: u64) -> Self {
        Self(self.0.saturating_add(span_s))
    }

    /// Seconds from `earlier` to here; zero where `earlier` is later.
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl Nanolitres {
    /// The dose that this volume carries at `concentration`, rounded down to a nanogram.
    pub fn dose_at(self, concentration: NanogramsPerMl) -> Nanograms {
        let fg = u128::from(self.0) * u128::from(concentration.0);
        Nanograms(u64::try_from(fg / u128::from(NL_PER_ML)).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_volume_carries_its_dose_rounded_down() {
        let dose = Nanolitres(12_500).dose_at(NanogramsPerMl(2_000_000));
        assert_eq!(dose, Nanograms(25_000));
        assert_eq!(Nanolitres(1).dose_at(NanogramsPerMl(999_999)), Nanograms(0));
    }

    #[test]
    fn the_largest_volume_and_concentration_do_not_overflow() {
        assert_eq!(
            Nanolitres(u64::MAX).dose_at(NanogramsPerMl(u32::MAX)),
            Nanograms(u64::MAX)
        );
    }

    #[test]
    fn spans_backwards_are_zero() {
        assert_eq!(Count(5).since(Count(9)), 0);
        assert_eq!(Count(u64::MAX).after(1), Count(u64::MAX));
    }
}
