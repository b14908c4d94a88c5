//! From counts to times: each reading anchors a count to the phone's wall clock. SR-45

use cisterna_protocol::quantity::Count;

/// How exact a mapped time is, in milliseconds: the count is in whole seconds.
const EXACT_MS: i64 = 1_000;

/// A count of the pump and the wall time at which the phone read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Boot epoch of the count.
    pub epoch: u32,
    /// The count.
    pub count: Count,
    /// Wall time of the reading, milliseconds since 1970-01-01 UTC.
    pub wall_utc_ms: i64,
}

impl Anchor {
    /// The wall time of another count of the same epoch.
    pub fn wall_ms_of(&self, count: Count) -> i64 {
        let ms = |span_s: u64| i64::try_from(span_s.saturating_mul(1000)).unwrap_or(i64::MAX);
        self.wall_utc_ms
            .saturating_add(ms(count.since(self.count)))
            .saturating_sub(ms(self.count.since(count)))
    }
}

/// When something happened: between two instants, as far as they are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeRange {
    /// Not before, milliseconds since 1970-01-01 UTC; absent where nothing bounds it.
    pub from_utc_ms: Option<i64>,
    /// Not after, as above.
    pub until_utc_ms: Option<i64>,
}

impl TimeRange {
    /// The time of a count, by the anchors of its pump in ascending order of epoch and count.
    ///
    /// In an epoch with an anchor it is exact to a second; the first anchor after the count wins,
    /// so that a later reading does not move it (SR-49). In an epoch without one it lies between
    /// the neighbouring epochs' anchors: a power loss of unknown length is between them.
    pub fn locate(epoch: u32, at: Count, anchors: &[Anchor]) -> Self {
        let own = |anchor: &&Anchor| anchor.epoch == epoch;
        let (earlier, later) =
            anchors.split_at(anchors.partition_point(|it| (it.epoch, it.count) < (epoch, at)));
        let next = later.first().filter(own);
        let nearest = next.or_else(|| earlier.last().filter(own));
        if let Some(anchor) = nearest {
            let wall_utc_ms = anchor.wall_ms_of(at);
            return Self {
                from_utc_ms: Some(wall_utc_ms.saturating_sub(EXACT_MS)),
                until_utc_ms: Some(wall_utc_ms.saturating_add(EXACT_MS)),
            };
        }
        // no anchor is of this epoch: the neighbours are of others
        let (before, after) = (earlier.last(), later.first());
        Self {
            from_utc_ms: before.map(|anchor| anchor.wall_utc_ms),
            until_utc_ms: after.map(|anchor| anchor.wall_utc_ms),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANCHORS: [Anchor; 4] = [
        Anchor {
            epoch: 1,
            count: Count(100),
            wall_utc_ms: 1_000_000,
        },
        Anchor {
            epoch: 1,
            count: Count(200),
            wall_utc_ms: 1_100_000,
        },
        Anchor {
            epoch: 3,
            count: Count(500),
            wall_utc_ms: 9_000_000,
        },
        // the phone's clock was set an hour ahead in between
        Anchor {
            epoch: 3,
            count: Count(600),
            wall_utc_ms: 12_700_000,
        },
    ];

    fn range(from: impl Into<Option<i64>>, until: impl Into<Option<i64>>) -> TimeRange {
        TimeRange {
            from_utc_ms: from.into(),
            until_utc_ms: until.into(),
        }
    }

    /// SR-45
    #[test]
    fn within_an_anchored_epoch_a_time_is_exact_to_a_second() {
        let exact = |at| TimeRange::locate(1, Count(at), &ANCHORS);
        assert_eq!(exact(90), range(989_000, 991_000));
        assert_eq!(exact(200), range(1_099_000, 1_101_000));
        assert_eq!(exact(260), range(1_159_000, 1_161_000));
    }

    /// SR-49
    #[test]
    fn a_changed_phone_clock_does_not_move_what_was_read_before() {
        assert_eq!(
            TimeRange::locate(3, Count(499), &ANCHORS),
            range(8_998_000, 9_000_000)
        );
    }

    /// SR-45
    #[test]
    fn across_an_outage_a_time_is_the_range_between_the_neighbours() {
        let at = Count(300);
        assert_eq!(
            TimeRange::locate(2, at, &ANCHORS),
            range(1_100_000, 9_000_000)
        );
        assert_eq!(TimeRange::locate(0, at, &ANCHORS), range(None, 1_000_000));
        assert_eq!(TimeRange::locate(4, at, &ANCHORS), range(12_700_000, None));
        assert_eq!(TimeRange::locate(4, at, &[]), range(None, None));
    }
}
