//! Log records: small, fixed in shape, little-endian, 40 bytes.
//!
//! Responsible for their bytes, their meaning and the digest chain. Leaves storing them to the
//! firmware and copying them to the core.
//!
//! ```text
//! 0   seq u32      4  kind u8    5  detail u8    6  zero u16
//! 8   epoch u32    12 at u64     20 a u32        24 b u32
//! 28  c u32        32 d u32      36 e u32
//! ```

use crate::clinic::Bridge;
use crate::message::AlarmKind;
use crate::outcome::{RefusalReason, RequestId, StopCause};
use crate::quantity::{Count, Nanolitres};
use sha2::{Digest, Sha256};

/// Bytes of a record.
pub const RECORD_LEN: usize = 40;
/// Bytes of a chain digest: SHA-256 cut to 16.
pub const DIGEST_LEN: usize = 16;

/// A chain digest.
pub type ChainDigest = [u8; DIGEST_LEN];

/// The digest before the first record of a log.
pub const CHAIN_START: ChainDigest = [0; DIGEST_LEN];

/// The chain's digest after `record`, given the one before it.
pub fn chain(before: &ChainDigest, record: &[u8; RECORD_LEN]) -> ChainDigest {
    let mut hash = Sha256::new();
    hash.update(b"cisterna/log/1");
    hash.update(before);
    hash.update(record);
    let full: [u8; 32] = hash.finalize().into();
    let mut short = CHAIN_START;
    short.copy_from_slice(&full[..DIGEST_LEN]);
    short
}

/// One record of either log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(serde::Serialize))]
pub struct Record {
    /// Sequence number in its log, from 1, without holes.
    pub seq: u32,
    /// Boot epoch of `at`.
    pub epoch: u32,
    /// Count at which it happened; for spans, at their end.
    pub at: Count,
    /// What happened.
    pub body: Body,
}

/// Who gave a bolus. SR-44
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(serde::Serialize))]
pub enum Origin {
    /// A request of a phone.
    Phone(RequestId),
    /// A clinician's signed command.
    Clinician,
}

/// Why prescribed volume was not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(serde::Serialize))]
pub enum DeficitCause {
    /// Stopped by the clinic.
    Stopped,
    /// Stopped by a fault.
    Fault,
    /// Woken late.
    Late,
    /// Held back by the window's dose limit.
    LimitHold,
    /// Nothing left in the reservoir.
    Dry,
}

/// Causes in the order of their codes, from 1.
const DEFICITS: [DeficitCause; 5] = [
    DeficitCause::Stopped,
    DeficitCause::Fault,
    DeficitCause::Late,
    DeficitCause::LimitHold,
    DeficitCause::Dry,
];

impl DeficitCause {
    /// Its code in a record, 1 to 5.
    pub const fn code(self) -> u8 {
        match self {
            Self::Stopped => 1,
            Self::Fault => 2,
            Self::Late => 3,
            Self::LimitHold => 4,
            Self::Dry => 5,
        }
    }
}

/// What happened. Volumes are in nanolitres, held at 4.29 mL (`u32`) in a record: more than any
/// single dose or span of this pump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(serde::Serialize))]
pub enum Body {
    /// Basal over a span that ends at `at`. Dose log.
    Basal {
        /// Length of the span.
        span_s: u32,
        /// Volume that the program asked for.
        programmed: Nanolitres,
        /// Volume that counts as given.
        delivered: Nanolitres,
    },
    /// A bolus that has ended, at `at`. Dose log.
    Bolus {
        /// Who gave it.
        origin: Origin,
        /// Why it ended early; `None` where it was given in full.
        cause: Option<StopCause>,
        /// Seconds it ran.
        span_s: u32,
        /// Volume of the whole bolus.
        programmed: Nanolitres,
        /// Least that was given. The most is in the request's outcome; after a reset it is
        /// `programmed`.
        least: Nanolitres,
    },
    /// Prescribed volume that was not given and will not be made up. Dose log. SR-12
    Deficit {
        /// Why.
        cause: DeficitCause,
        /// Length of the span.
        span_s: u32,
        /// Volume.
        volume: Nanolitres,
    },
    /// The catheter's dead volume was filled. Dose log.
    Prime {
        /// Volume ordered.
        programmed: Nanolitres,
        /// Volume given.
        delivered: Nanolitres,
    },
    /// Volume that a reset left uncertain and that counts as delivered. Dose log. SR-17
    Reserved {
        /// Volume.
        volume: Nanolitres,
    },
    /// The pump started. Event log.
    Boot {
        /// True where the self-test passed.
        self_test: bool,
    },
    /// An alarm began. Event log.
    AlarmRaised(AlarmKind),
    /// Its cause ended. Event log.
    AlarmCleared(AlarmKind),
    /// It was muted. Event log.
    AlarmMuted {
        /// Which.
        kind: AlarmKind,
        /// For how long.
        mute_s: u32,
    },
    /// A request was accepted; durable before the first pulse. Event log.
    Accepted {
        /// The request.
        id: RequestId,
        /// Volume of the whole bolus.
        programmed: Nanolitres,
    },
    /// Requests were refused. Event log.
    Refused {
        /// The last one.
        id: RequestId,
        /// Why.
        reason: RefusalReason,
        /// How many since the last such record.
        times: u32,
    },
    /// An id that never arrived was voided. Event log.
    Voided(RequestId),
    /// A refill. Event log.
    Refill {
        /// Drug code.
        drug: u8,
        /// Concentration, ng/mL.
        concentration: u32,
        /// Volume after the fill.
        volume: Nanolitres,
        /// Residual that the pump counted before it.
        expected: Nanolitres,
    },
    /// A prescription was staged. Event log.
    Staged {
        /// Its version.
        version: u32,
    },
    /// A prescription became active. Event log.
    Activated {
        /// Its version.
        version: u32,
    },
    /// A bridge or flush began. Event log.
    BridgeBegan(Bridge),
    /// A bridge or flush is through. Event log.
    BridgeEnded,
    /// The window's dose limit cannot hold until `until_s` from now: boluses are blocked, basal
    /// goes on. Event log. SR-04
    Exempt {
        /// Length of the span.
        until_s: u32,
    },
    /// The civil clock was set. Event log.
    ClockSet {
        /// New UTC, seconds since 1970, held at `u32`.
        utc_s: u32,
        /// New offset.
        offset_s: i32,
    },
    /// The clinic stopped therapy. Event log.
    Stopped,
    /// The clinic let therapy go on. Event log.
    Resumed,
    /// The pairing window opened. Event log.
    PairingOpened {
        /// For how long.
        duration_s: u32,
    },
    /// A phone was given keys. Event log.
    Paired {
        /// Its key epoch.
        key_epoch: u32,
    },
    /// A phone's keys were revoked. Event log.
    Revoked {
        /// Its key epoch.
        key_epoch: u32,
    },
    /// A clinician key was added or removed. Event log.
    Clinicians {
        /// How many are trusted now.
        trusted: u8,
    },
    /// Failed handshakes and bad frames, in aggregate. Event log. SR-34
    Intrusion {
        /// Handshakes that failed since the last such record.
        handshakes: u32,
        /// Frames that were bad since then.
        frames: u32,
    },
    /// Records that could not be read. Event log.
    Unreadable {
        /// How many.
        records: u32,
    },
    /// A kind that this version does not know, kept as it came.
    Unknown {
        /// Its kind.
        kind: u8,
        /// Its detail.
        detail: u8,
        /// Its five words.
        words: [u32; 5],
    },
}

fn word(volume: Nanolitres) -> u32 {
    u32::try_from(volume.0).unwrap_or(u32::MAX)
}

fn volume(word: u32) -> Nanolitres {
    Nanolitres(u64::from(word))
}

fn id(key_epoch: u32, counter: u32) -> RequestId {
    RequestId { key_epoch, counter }
}

/// Kind, detail and words: the part of a record that differs by kind.
type Raw = (u8, u8, [u32; 5]);

impl Body {
    fn to_raw(self) -> Raw {
        match self {
            Self::Basal {
                span_s,
                programmed,
                delivered,
            } => (1, 0, [span_s, word(programmed), word(delivered), 0, 0]),
            Self::Bolus {
                origin,
                cause,
                span_s,
                programmed,
                least,
            } => {
                let end = cause.map_or(0, StopCause::code);
                let (who, key, counter) = match origin {
                    Origin::Phone(id) => (0, id.key_epoch, id.counter),
                    Origin::Clinician => (0x80, 0, 0),
                };
                (
                    2,
                    end | who,
                    [span_s, word(programmed), word(least), key, counter],
                )
            }
            Self::Deficit {
                cause,
                span_s,
                volume,
            } => (3, cause.code(), [span_s, word(volume), 0, 0, 0]),
            Self::Prime {
                programmed,
                delivered,
            } => (4, 0, [0, word(programmed), word(delivered), 0, 0]),
            Self::Reserved { volume } => (5, 0, [0, word(volume), 0, 0, 0]),
            Self::Boot { self_test } => (32, u8::from(self_test), [0; 5]),
            Self::AlarmRaised(kind) => (33, kind.code(), [0; 5]),
            Self::AlarmCleared(kind) => (34, kind.code(), [0; 5]),
            Self::AlarmMuted { kind, mute_s } => (35, kind.code(), [mute_s, 0, 0, 0, 0]),
            Self::Accepted { id, programmed } => {
                (36, 0, [0, word(programmed), 0, id.key_epoch, id.counter])
            }
            Self::Refused { id, reason, times } => {
                (37, reason.code(), [times, 0, 0, id.key_epoch, id.counter])
            }
            Self::Voided(id) => (38, 0, [0, 0, 0, id.key_epoch, id.counter]),
            Self::Refill {
                drug,
                concentration,
                volume,
                expected,
            } => (
                39,
                drug,
                [concentration, word(volume), word(expected), 0, 0],
            ),
            Self::Staged { version } => (40, 0, [version, 0, 0, 0, 0]),
            Self::Activated { version } => (41, 0, [version, 0, 0, 0, 0]),
            Self::BridgeBegan(bridge) => (
                42,
                u8::from(bridge.flush),
                [bridge.rate.0, word(bridge.volume), 0, 0, 0],
            ),
            Self::BridgeEnded => (43, 0, [0; 5]),
            Self::Exempt { until_s } => (44, 0, [until_s, 0, 0, 0, 0]),
            Self::ClockSet { utc_s, offset_s } => {
                (45, 0, [utc_s, offset_s.cast_unsigned(), 0, 0, 0])
            }
            Self::Stopped => (46, 0, [0; 5]),
            Self::Resumed => (47, 0, [0; 5]),
            Self::PairingOpened { duration_s } => (48, 0, [duration_s, 0, 0, 0, 0]),
            Self::Paired { key_epoch } => (49, 0, [0, 0, 0, key_epoch, 0]),
            Self::Revoked { key_epoch } => (50, 0, [0, 0, 0, key_epoch, 0]),
            Self::Clinicians { trusted } => (51, trusted, [0; 5]),
            Self::Intrusion { handshakes, frames } => (52, 0, [handshakes, frames, 0, 0, 0]),
            Self::Unreadable { records } => (53, 0, [records, 0, 0, 0, 0]),
            Self::Unknown {
                kind,
                detail,
                words,
            } => (kind, detail, words),
        }
    }

    fn from_raw(raw: Raw) -> Self {
        Self::known(raw).unwrap_or(Self::Unknown {
            kind: raw.0,
            detail: raw.1,
            words: raw.2,
        })
    }

    #[allow(
        clippy::many_single_char_names,
        reason = "the layout above names the words so"
    )]
    fn known((kind, detail, [a, b, c, d, e]): Raw) -> Option<Self> {
        Some(match kind {
            1 => Self::Basal {
                span_s: a,
                programmed: volume(b),
                delivered: volume(c),
            },
            2 => Self::Bolus {
                origin: if detail & 0x80 == 0 {
                    Origin::Phone(id(d, e))
                } else {
                    Origin::Clinician
                },
                cause: match detail & 0x7f {
                    0 => None,
                    code => Some(StopCause::from_code(code)?),
                },
                span_s: a,
                programmed: volume(b),
                least: volume(c),
            },
            3 => Self::Deficit {
                cause: DEFICITS.into_iter().find(|cause| cause.code() == detail)?,
                span_s: a,
                volume: volume(b),
            },
            4 => Self::Prime {
                programmed: volume(b),
                delivered: volume(c),
            },
            5 => Self::Reserved { volume: volume(b) },
            32 => Self::Boot {
                self_test: detail == 1,
            },
            33 => Self::AlarmRaised(AlarmKind::from_code(detail)?),
            34 => Self::AlarmCleared(AlarmKind::from_code(detail)?),
            35 => Self::AlarmMuted {
                kind: AlarmKind::from_code(detail)?,
                mute_s: a,
            },
            36 => Self::Accepted {
                id: id(d, e),
                programmed: volume(b),
            },
            37 => Self::Refused {
                id: id(d, e),
                reason: RefusalReason::from_code(detail)?,
                times: a,
            },
            38 => Self::Voided(id(d, e)),
            39 => Self::Refill {
                drug: detail,
                concentration: a,
                volume: volume(b),
                expected: volume(c),
            },
            40 => Self::Staged { version: a },
            41 => Self::Activated { version: a },
            42 => Self::BridgeBegan(Bridge {
                volume: volume(b),
                rate: crate::quantity::NanogramsPerHour(a),
                flush: detail == 1,
            }),
            43 => Self::BridgeEnded,
            44 => Self::Exempt { until_s: a },
            45 => Self::ClockSet {
                utc_s: a,
                offset_s: b.cast_signed(),
            },
            46 => Self::Stopped,
            47 => Self::Resumed,
            48 => Self::PairingOpened { duration_s: a },
            49 => Self::Paired { key_epoch: d },
            50 => Self::Revoked { key_epoch: d },
            51 => Self::Clinicians { trusted: detail },
            52 => Self::Intrusion {
                handshakes: a,
                frames: b,
            },
            53 => Self::Unreadable { records: a },
            _ => return None,
        })
    }
}

impl Record {
    /// The record's bytes.
    pub fn to_bytes(&self) -> [u8; RECORD_LEN] {
        let (kind, detail, words) = self.body.to_raw();
        let mut out = [0; RECORD_LEN];
        out[0..4].copy_from_slice(&self.seq.to_le_bytes());
        out[4] = kind;
        out[5] = detail;
        out[8..12].copy_from_slice(&self.epoch.to_le_bytes());
        out[12..20].copy_from_slice(&self.at.0.to_le_bytes());
        for (slot, word) in out[20..].chunks_exact_mut(4).zip(words) {
            slot.copy_from_slice(&word.to_le_bytes());
        }
        out
    }

    /// Reads a record; a kind that this version does not know is kept as it came.
    pub fn from_bytes(bytes: &[u8; RECORD_LEN]) -> Self {
        let word = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let words = [word(20), word(24), word(28), word(32), word(36)];
        Self {
            seq: word(0),
            epoch: word(8),
            at: Count(u64::from(word(12)) | u64::from(word(16)) << 32),
            body: Body::from_raw((bytes[4], bytes[5], words)),
        }
    }
}

#[cfg(test)]
mod tests;
