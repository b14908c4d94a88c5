//! From time and value to places in a picture.

use crate::input::Moment;
use chrono::{Datelike, Days, NaiveDate};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// A time axis: days of one offset, from left to right.
#[derive(Clone, Copy, Debug)]
pub(super) struct TimeAxis {
    from_ms: i64,
    until_ms: i64,
    offset_s: i32,
    left: f32,
    width: f32,
}

/// A civil day on the axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct AxisDay {
    pub(super) date: NaiveDate,
    /// Its begin, or the begin of the axis.
    pub(super) left: f32,
    /// Its end, or the end of the axis.
    pub(super) right: f32,
}

impl TimeAxis {
    /// Never empty: at least an hour.
    pub(super) fn new(from: Moment, until_ms: i64, left: f32, width: f32) -> Self {
        const HOUR_MS: i64 = 60 * 60 * 1_000;
        Self {
            from_ms: from.utc_ms,
            until_ms: until_ms.max(from.utc_ms.saturating_add(HOUR_MS)),
            offset_s: from.offset_s,
            left,
            width,
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a place in a picture, to a part of a point"
    )]
    pub(super) fn x(&self, utc_ms: i64) -> f32 {
        let utc_ms = utc_ms.clamp(self.from_ms, self.until_ms);
        let share = (utc_ms - self.from_ms) as f64 / (self.until_ms - self.from_ms) as f64;
        #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1")]
        let share = share as f32;
        self.left + share * self.width
    }

    pub(super) fn contains(&self, utc_ms: i64) -> bool {
        (self.from_ms..=self.until_ms).contains(&utc_ms)
    }

    /// The civil days that the axis touches, at most `most`.
    pub(super) fn days(&self, most: usize) -> Vec<AxisDay> {
        let offset_ms = i64::from(self.offset_s) * 1_000;
        let date_of = |utc_ms: i64| {
            let moment = Moment {
                utc_ms,
                offset_s: self.offset_s,
            };
            moment.local().map(|it| it.date())
        };
        let Some(first) = date_of(self.from_ms) else {
            return Vec::new();
        };
        let begin_ms = |date: NaiveDate| {
            let days = date.num_days_from_ce() - NaiveDate::default().num_days_from_ce();
            i64::from(days) * DAY_MS - offset_ms
        };
        let mut days = Vec::new();
        let mut date = first;
        while days.len() < most && begin_ms(date) < self.until_ms {
            let Some(next) = date.checked_add_days(Days::new(1)) else {
                break;
            };
            days.push(AxisDay {
                date,
                left: self.x(begin_ms(date)),
                right: self.x(begin_ms(next)),
            });
            date = next;
        }
        days
    }
}

/// Labels at their places, moved apart so that none covers another.
pub(super) fn apart(places: &mut [f32], gap: f32, lowest: f32, highest: f32) {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|a, b| places[*a].total_cmp(&places[*b]));
    let mut least = lowest;
    for index in &order {
        places[*index] = places[*index].max(least);
        least = places[*index] + gap;
    }
    let mut most = highest;
    for index in order.iter().rev() {
        places[*index] = places[*index].min(most);
        most = places[*index] - gap;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(from_ms: i64, until_ms: i64, offset_s: i32) -> TimeAxis {
        let from = Moment {
            utc_ms: from_ms,
            offset_s,
        };
        TimeAxis::new(from, until_ms, 10.0, 100.0)
    }

    #[test]
    fn days_begin_at_midnight_of_the_persons_clock() {
        let days = axis(12 * 3_600_000, 3 * DAY_MS, 3_600).days(10);
        let begins: Vec<_> = days.iter().map(|it| it.date.to_string()).collect();
        assert_eq!(
            begins,
            ["1970-01-01", "1970-01-02", "1970-01-03", "1970-01-04"]
        );
        // 23:00 UTC is midnight there
        assert!(
            (days[1].left - axis(12 * 3_600_000, 3 * DAY_MS, 0).x(23 * 3_600_000)).abs() < 0.01
        );
        assert!((days[0].left - 10.0).abs() < 0.01);
        assert!((days[3].right - 110.0).abs() < 0.01);
    }

    #[test]
    fn an_axis_of_no_length_is_drawn_all_the_same() {
        let axis = axis(0, -5, 0);
        assert!((axis.x(0) - 10.0).abs() < 0.01);
        assert!(axis.x(i64::MAX) <= 110.0);
        assert_eq!(axis.days(10).len(), 1);
    }

    #[test]
    fn labels_keep_their_distance_and_their_order() {
        let mut places = [50.0, 52.0, 51.0];
        apart(&mut places, 9.0, 0.0, 60.0);
        assert!(places[2] - places[0] >= 9.0 - 0.01);
        assert!(places[1] - places[2] >= 9.0 - 0.01);
        assert!(places.iter().all(|it| *it <= 60.01));
    }
}
