//! Hard limits: what this pump and its drugs allow whatever anybody signs. SR-05
//!
//! Data, reviewed as data. "Label" rows are from the drug's label; "assumption" rows are ours,
//! chosen inside the published practice and to be confirmed before any clinical use.

use cisterna_protocol::prescription::Drug;

/// Volume of one stroke of the actuator, nL. Assumption.
pub const PULSE_NL: u64 = 250;
/// Shortest time between two basal pulses, s (5.4 mL a day). Assumption.
pub const MIN_BASAL_INTERVAL_S: u64 = 4;
/// Shortest time between two pulses of a bolus, s. Assumption.
pub const MIN_BOLUS_INTERVAL_S: u64 = 2;
/// Shortest and longest bolus, s. Assumption.
pub const BOLUS_DURATION_S: core::ops::RangeInclusive<u32> = 60..=7_200;
/// Shortest and longest lockout, s (the range of CADD-MS3: 15 min to 24 h).
pub const LOCKOUT_S: core::ops::RangeInclusive<u32> = 900..=86_400;
/// Fewest and most boluses in a window. Assumption.
pub const MAX_IN_WINDOW: core::ops::RangeInclusive<u8> = 1..=24;
/// Shortest and longest window, s, in whole hours (CADD-Solis: 1 to 12 h; `SynchroMed`: 24 h).
pub const WINDOW_S: core::ops::RangeInclusive<u32> = 3_600..=86_400;
/// Granularity of the window, s.
pub const WINDOW_STEP_S: u32 = 3_600;
/// Lowest and highest low-reservoir level, nL: 1 to 8 mL (2 mL is recommended; none of 88 had
/// withdrawal at 4 mL, Neurosurgery 2004).
pub const LOW_LEVEL_NL: core::ops::RangeInclusive<u64> = 1_000_000..=8_000_000;
/// Smallest and largest catheter volume, nL. Assumption.
pub const DEAD_VOLUME_NL: core::ops::RangeInclusive<u64> = 50_000..=600_000;
/// Longest time ahead that a request may expire, s. SR-08
pub const MAX_EXPIRY_S: u64 = 60;
/// Longest mute of an alarm, s. SR-16
pub const MAX_MUTE_S: u32 = 3_600;
/// A wake-up later than this after the instant that was asked for is a lapse, s. SR-12
pub const LATE_TOLERANCE_S: u64 = 5;
/// Pulses that stall in a row before the motor counts as stalled. Assumption.
pub const STALL_PULSES: u8 = 3;
/// Difference between commanded and reported pulses that is an infusion error. Assumption.
pub const INFUSION_ERROR_PULSES: i32 = 8;
/// Flow tolerance in thousandths: +14.5 % (`SynchroMed` II's published accuracy). SR-46
pub const FLOW_MOST_PER_MILLE: u64 = 1_145;

/// What a drug allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrugLimits {
    /// Lowest and highest concentration, ng/mL.
    pub concentration: (u32, u32),
    /// Highest basal rate, ng/h.
    pub max_rate_ng_per_h: u32,
    /// Highest basal dose in a day, ng.
    pub max_day_ng: u64,
    /// Highest single bolus, ng.
    pub max_bolus_ng: u64,
    /// Highest dose limit of a window, ng.
    pub max_window_ng: u64,
}

/// The limits of a drug.
pub const fn of(drug: Drug) -> DrugLimits {
    match drug {
        // Concentrations 500 to 2000 µg/mL, and 50 for screening: label. Screening boluses to
        // 100 µg: label. Rate and day: assumption.
        Drug::Baclofen => DrugLimits {
            concentration: (50_000, 2_000_000),
            max_rate_ng_per_h: 150_000,
            max_day_ng: 2_000_000,
            max_bolus_ng: 100_000,
            max_window_ng: 2_400_000,
        },
        // Infumorph 10 and 25 mg/mL: label. The rest: assumption.
        Drug::Morphine => DrugLimits {
            concentration: (500_000, 25_000_000),
            max_rate_ng_per_h: 1_500_000,
            max_day_ng: 20_000_000,
            max_bolus_ng: 1_000_000,
            max_window_ng: 24_000_000,
        },
        // 25 and 100 µg/mL, 19.2 µg a day: label (which leaves no room for more in a window).
        // Bolus and rate: assumption.
        Drug::Ziconotide => DrugLimits {
            concentration: (5_000, 100_000),
            max_rate_ng_per_h: 1_600,
            max_day_ng: 19_200,
            max_bolus_ng: 1_200,
            max_window_ng: 19_200,
        },
    }
}
