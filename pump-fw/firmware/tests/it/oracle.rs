//! What the actuator physically did, held against the limits. Knows nothing of the engine.

use cisterna_dosing::engine::PulseOrigin;

/// One physical stroke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stroke {
    /// Physical seconds since the first start; never goes back.
    pub(crate) at_s: u64,
    pub(crate) origin: PulseOrigin,
}

/// The limits of the prescription under test, in its own units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) window_s: u64,
    pub(crate) window_pulses: usize,
    pub(crate) bolus_pulses: usize,
    pub(crate) lockout_s: u64,
    pub(crate) max_in_window: usize,
}

/// Checks every limit at every stroke. SR-01 to SR-04.
pub(crate) fn check(strokes: &[Stroke], bolus_starts: &[u64], limits: &Limits) {
    assert!(
        strokes.is_sorted_by_key(|stroke| stroke.at_s),
        "physical time never goes back"
    );
    let mut oldest = 0;
    for (newest, stroke) in strokes.iter().enumerate() {
        while strokes[oldest].at_s + limits.window_s <= stroke.at_s {
            oldest += 1;
        }
        let delivered = newest + 1 - oldest;
        assert!(
            delivered <= limits.window_pulses,
            "SR-04: {delivered} pulses at {}",
            stroke.at_s
        );
    }
    for pair in bolus_starts.windows(2) {
        assert!(
            pair[1] - pair[0] >= limits.lockout_s,
            "SR-02: starts {pair:?}"
        );
    }
    for (index, start) in bolus_starts.iter().enumerate() {
        let in_window = bolus_starts[..=index]
            .iter()
            .filter(|s| **s + limits.window_s > *start);
        assert!(
            in_window.count() <= limits.max_in_window,
            "SR-03 at {start}"
        );
    }
    let bolus = strokes
        .iter()
        .filter(|stroke| stroke.origin == PulseOrigin::Patient)
        .count();
    assert!(
        bolus <= bolus_starts.len() * limits.bolus_pulses,
        "SR-01, SR-07: {bolus} pulses"
    );
}
