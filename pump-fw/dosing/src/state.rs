//! Everything about dosing that outlives a power loss, as one value that is replaced whole.
//!
//! One value and one write: there is no moment at which half of a change is durable.

use crate::plan::Plan;
use crate::requests::Requests;
use crate::window::Window;
use cisterna_protocol::bounded::{List, Octets};
use cisterna_protocol::message::AlarmKind;
use cisterna_protocol::outcome::RequestId;
use cisterna_protocol::prescription::{DAY_S, SignedPrescription};
use cisterna_protocol::quantity::{Count, NanogramsPerHour, NanogramsPerMl};
use cisterna_protocol::record::{CHAIN_START, ChainDigest};
use cisterna_protocol::status::{MAX_ALARMS, Totals};
use minicbor::{Decode, Encode};

/// Starts of boluses that are remembered: more than any window allows.
pub const MAX_STARTS: usize = 32;
/// Clinicians that a pump trusts at once.
pub const MAX_CLINICIANS: usize = 4;

/// The durable state.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct State {
    /// Boot epoch.
    #[n(0)]
    pub epoch: u32,
    /// Instant up to which everything is accounted.
    #[n(1)]
    pub cursor: Count,
    /// Units in the basal accumulator.
    #[n(2)]
    pub accumulated: u64,
    /// The active prescription, as it was signed.
    #[n(3)]
    pub active: Option<SignedPrescription>,
    /// The staged one.
    #[n(4)]
    pub staged: Option<SignedPrescription>,
    /// The window's ledger.
    #[n(5)]
    pub window: Window,
    /// Starts of the last boluses, oldest first.
    #[n(6)]
    pub starts: List<Count, MAX_STARTS>,
    /// The running bolus or prime.
    #[n(7)]
    pub bolus: Option<RunningState>,
    /// Old fluid in the catheter.
    #[n(8)]
    pub bridge: Option<BridgeState>,
    /// The reservoir since its last fill.
    #[n(9)]
    pub fill: Option<Fill>,
    /// Basal pulses that this state, once durable, covers in advance. SR-17
    #[n(10)]
    pub reserved: u32,
    /// Civil clock.
    #[n(11)]
    pub clock: Clock,
    /// Stopped by the clinic.
    #[n(12)]
    pub stopped: bool,
    /// Alarms whose cause stays.
    #[n(13)]
    pub alarms: List<Raised, MAX_ALARMS>,
    /// What became of each request.
    #[n(14)]
    pub requests: Requests,
    /// Head of the dose log.
    #[n(15)]
    pub doses: LogHead,
    /// Head of the event log.
    #[n(16)]
    pub events: LogHead,
    /// Lifetime totals.
    #[n(17)]
    pub totals: Totals,
    /// Rises with every change worth a reading.
    #[n(18)]
    pub changes: u32,
    /// Until here an activation is exempt from the window's limit. SR-04
    #[n(19)]
    pub exempt_until: Count,
    /// Until here boluses are blocked after a flush. SR-18
    #[n(20)]
    pub blocked_until: Count,
    /// The span of basal that the next dose record will tell of.
    #[n(21)]
    pub span: Span,
    /// Pulses that stalled in a row.
    #[n(22)]
    pub stalled: u8,
    /// Reported minus commanded pulses.
    #[n(23)]
    pub feedback_balance: i32,
    /// Pulses that moved in a row.
    #[n(24)]
    pub moved: u8,
    /// Last command counter of each clinician slot. SR-30
    #[n(25)]
    pub command_counters: [u64; MAX_CLINICIANS],
    /// Refusals in the present hour, for aggregation. SR-38
    #[n(26)]
    pub refusals: Burst,
}

impl State {
    /// A pump that was never programmed.
    pub fn new() -> Self {
        Self {
            epoch: 0,
            cursor: Count(0),
            accumulated: 0,
            active: None,
            staged: None,
            window: Window::default(),
            starts: List::default(),
            bolus: None,
            bridge: None,
            fill: None,
            reserved: 0,
            clock: Clock::default(),
            stopped: false,
            alarms: List::default(),
            requests: Requests::default(),
            doses: LogHead::default(),
            events: LogHead::default(),
            totals: Totals::default(),
            changes: 0,
            exempt_until: Count(0),
            blocked_until: Count(0),
            span: Span::default(),
            stalled: 0,
            feedback_balance: 0,
            moved: 0,
            command_counters: [0; MAX_CLINICIANS],
            refusals: Burst::default(),
        }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// A bolus or a prime that is being given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RunningState {
    /// What it is.
    #[n(0)]
    pub kind: BolusKind,
    /// Its start.
    #[n(1)]
    pub started_at: Count,
    /// Seconds over which it is given.
    #[n(2)]
    pub duration_s: u32,
    /// Pulses of the whole.
    #[n(3)]
    pub pulses: u32,
    /// Pulses commanded so far.
    #[n(4)]
    pub commanded: u32,
    /// Pulses that the actuator reported.
    #[n(5)]
    pub moved: u32,
    /// Concentration while it is given.
    #[n(6)]
    pub concentration: NanogramsPerMl,
}

impl RunningState {
    /// When the next pulse is due; `None` where all were commanded.
    pub fn next_at(&self) -> Option<Count> {
        if self.commanded == self.pulses {
            return None;
        }
        let nth = u64::from(self.commanded) + 1;
        let after_s = (nth * u64::from(self.duration_s)).div_ceil(u64::from(self.pulses));
        Some(self.started_at.after(after_s))
    }

    /// Pulses still to come.
    pub const fn left(&self) -> u32 {
        self.pulses - self.commanded
    }
}

/// Who or what a bolus is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum BolusKind {
    /// The patient's request.
    #[n(0)]
    Patient(#[n(0)] RequestId),
    /// A clinician's command.
    #[n(1)]
    Clinician,
    /// Filling the catheter: nothing of it reaches the patient.
    #[n(2)]
    Prime,
}

/// Old fluid in the catheter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BridgeState {
    /// Pulses of it that are left.
    #[n(0)]
    pub left_pulses: u32,
    /// Rate, by the old concentration.
    #[n(1)]
    pub rate: NanogramsPerHour,
    /// The old concentration.
    #[n(2)]
    pub concentration: NanogramsPerMl,
    /// True where the drug changed.
    #[n(3)]
    pub flush: bool,
}

/// The reservoir since its last fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Fill {
    /// Volume after the fill, nL.
    #[n(0)]
    pub volume_nl: u64,
    /// Count at the fill.
    #[n(1)]
    pub at: Count,
    /// Pulses counted since.
    #[n(2)]
    pub pulses: u64,
    /// Use-by, UTC seconds.
    #[n(3)]
    pub use_by_utc_s: u64,
}

/// The pump's civil clock: its count plus fixed differences. SR-19
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Clock {
    /// UTC seconds minus count; absent before the clinic set it.
    #[n(0)]
    pub utc_minus_count: Option<i64>,
    /// Fixed offset of local time, s.
    #[n(1)]
    pub offset_s: i32,
    /// True after an outage of unknown length.
    #[n(2)]
    pub uncertain: bool,
}

impl Clock {
    /// UTC at `count`.
    pub fn utc_at(&self, count: Count) -> Option<u64> {
        self.utc_minus_count
            .map(|difference| count.0.saturating_add_signed(difference))
    }

    /// Second of the civil day at `count`. Before the clock was set the count itself stands in.
    ///
    /// # Panics
    /// Never: a remainder of a day fits.
    pub fn local_s(&self, count: Count) -> u32 {
        let utc = self.utc_at(count).unwrap_or(count.0);
        let day_s = i64::from(DAY_S);
        let utc_of_day = i64::try_from(utc % u64::from(DAY_S)).expect("below a day");
        let local = (utc_of_day + i64::from(self.offset_s)).rem_euclid(day_s);
        u32::try_from(local).expect("below a day")
    }
}

/// An alarm whose cause stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Raised {
    /// Which.
    #[n(0)]
    pub kind: AlarmKind,
    /// Since when.
    #[n(1)]
    pub since: Count,
    /// Muted until then.
    #[n(2)]
    pub muted_until: Option<Count>,
}

/// Head of a log: the number that comes next, and the digest chain so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LogHead {
    /// Sequence number of the next record.
    #[n(0)]
    pub next: u32,
    /// Digest after the last record.
    #[n(1)]
    pub chain: Octets<16>,
}

impl LogHead {
    /// The digest after the last record.
    pub const fn digest(&self) -> ChainDigest {
        self.chain.0
    }
}

impl Default for LogHead {
    fn default() -> Self {
        Self {
            next: 1,
            chain: Octets(CHAIN_START),
        }
    }
}

/// What flows, and why not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Flow {
    /// No prescription.
    #[default]
    #[n(0)]
    Idle,
    /// The program.
    #[n(1)]
    Program,
    /// The bridge.
    #[n(2)]
    Bridge,
    /// Stopped by the clinic.
    #[n(3)]
    Stopped,
    /// Stopped by a fault.
    #[n(4)]
    Faulted,
    /// Nothing left.
    #[n(5)]
    Dry,
}

/// A span of basal, told in one dose record when it ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Span {
    /// Its start.
    #[n(0)]
    pub since: Count,
    /// What flowed in it.
    #[n(1)]
    pub flow: Flow,
    /// Units that the program asked for.
    #[n(2)]
    pub asked: u64,
    /// Pulses that count as given.
    #[n(3)]
    pub pulses: u32,
    /// Units held back or not moved.
    #[n(4)]
    pub missed: u64,
    /// Units that a pulse of this span is worth.
    #[n(5)]
    pub pulse_units: u64,
    /// True where the limit held pulses back.
    #[n(6)]
    pub held: bool,
}

/// Refusals of one hour of the count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Burst {
    /// Which hour.
    #[n(0)]
    pub hour: u64,
    /// Logged in it.
    #[n(1)]
    pub logged: u16,
    /// Not logged one by one.
    #[n(2)]
    pub pending: u32,
}

/// The plan of a signed prescription that was judged before it was stored.
pub fn plan_of(signed: &SignedPrescription) -> Option<Plan> {
    let prescription = cisterna_protocol::bounded::decode_exact(&signed.prescription).ok()?;
    Plan::judge(&prescription).ok()
}
