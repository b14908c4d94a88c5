//! How real time becomes the bench's time.

use std::time::Duration;

/// Real time that counts at most between two looks at a fast clock: a busy machine slows the
/// bench, and never makes the pump late.
const LOOK_MAX: Duration = Duration::from_millis(250);
/// Longest wait, so that the stop flag is seen.
const WAIT_MAX: Duration = Duration::from_millis(200);
/// Shortest wait: a fast clock still leaves the processor to others.
const WAIT_MIN: Duration = Duration::from_millis(1);
const US_PER_S: u128 = 1_000_000;

/// The bench's pace.
#[derive(Debug)]
pub(super) struct Pace {
    speed: u32,
    seen: Duration,
    /// Bench time that is not a whole second yet, µs.
    rest_us: u128,
}

impl Pace {
    pub(super) const fn new(speed: u32, now: Duration) -> Self {
        Self {
            speed,
            seen: now,
            rest_us: 0,
        }
    }

    /// Whether real time is the pump's time, so that a stopped process is a pump that did not run.
    pub(super) const fn is_real(&self) -> bool {
        self.speed == 1
    }

    /// Whole seconds of bench time since the last look; `live`: a link is up.
    pub(super) fn pass(&mut self, now: Duration, live: bool) -> u64 {
        let mut real = now.saturating_sub(self.seen);
        self.seen = now;
        if !self.is_real() {
            real = real.min(LOOK_MAX);
        }
        self.rest_us += real.as_micros() * self.rate(live);
        let passed_s = self.rest_us / US_PER_S;
        self.rest_us %= US_PER_S;
        u64::try_from(passed_s).unwrap_or(u64::MAX)
    }

    /// The `span` that follows the last look takes no bench time.
    pub(super) const fn skip(&mut self, span: Duration) {
        self.seen = self.seen.saturating_add(span);
    }

    /// How long to wait for something to happen where the pump wakes in `wake_in_s`.
    pub(super) fn wait(&self, wake_in_s: Option<u64>, live: bool) -> Duration {
        let Some(wake_in_s) = wake_in_s else {
            return WAIT_MAX;
        };
        let left_us = (u128::from(wake_in_s) * US_PER_S).saturating_sub(self.rest_us);
        let real_us = left_us.div_ceil(self.rate(live));
        let wait = Duration::from_micros(u64::try_from(real_us).unwrap_or(u64::MAX));
        wait.clamp(WAIT_MIN, WAIT_MAX)
    }

    fn rate(&self, live: bool) -> u128 {
        if live { 1 } else { u128::from(self.speed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn no_part_of_a_second_is_lost() {
        let mut pace = Pace::new(1, ms(0));
        let passed: u64 = (1..=100).map(|look| pace.pass(ms(look * 333), false)).sum();
        assert_eq!(passed, 33);
        assert_eq!(pace.wait(Some(1), false), WAIT_MAX);
        pace.pass(ms(33_900), false);
        assert_eq!(pace.wait(Some(1), false), ms(100));
    }

    #[test]
    fn a_link_slows_a_fast_clock_to_real_time() {
        let mut pace = Pace::new(3_600, ms(0));
        assert_eq!(pace.pass(ms(100), false), 360);
        assert_eq!(pace.wait(Some(360), false), ms(100));
        assert_eq!(pace.pass(ms(200), true), 0);
        assert_eq!(pace.wait(Some(1), true), WAIT_MAX);
    }

    #[test]
    fn a_fast_clock_waits_for_a_process_that_was_stopped_and_a_real_one_does_not() {
        let hour = ms(3_600_000);
        assert_eq!(Pace::new(2, ms(0)).pass(hour, false), 0);
        assert_eq!(Pace::new(1, ms(0)).pass(hour, false), 3_600);
    }
}
