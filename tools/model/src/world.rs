//! What there is: phones, link, pump, and an oracle that sees what physically happened.

use crate::config::Config;
use crate::phone::Phone;
use crate::pump::{LOCKOUT, Outcome, Pump};

/// Names a request: the phone's key epoch and a counter from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id {
    /// Key epoch.
    pub key: u8,
    /// Counter.
    pub counter: u8,
}

/// A request as it was made. Its truth does not change on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Request {
    /// The wish.
    pub id: Id,
    /// Boot epoch in which the count was read.
    pub boots: u8,
    /// Prescription that the person was shown.
    pub version: u8,
    /// Ticks until it expires.
    pub life: u8,
}

/// What a phone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Frame {
    /// Asks for a bolus.
    Request(Request),
    /// Asks what became of a request, and voids it where it never came.
    Resolve(Id),
    /// Ends the bolus, or voids the request.
    Cancel(Id),
}

impl Frame {
    /// The request that it is about.
    pub const fn id(&self) -> Id {
        match self {
            Self::Request(request) => request.id,
            Self::Resolve(id) | Self::Cancel(id) => *id,
        }
    }
}

/// What the pump says about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Answer {
    /// The request.
    pub id: Id,
    /// What became of it.
    pub outcome: Outcome,
}

/// Frames on their way, in any order. The real link is better: it ends where a frame is lost,
/// doubled or late, and no frame outlives its session (SR-33). Here they do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Link {
    /// To the pump, sorted.
    pub to_pump: Vec<Frame>,
    /// To the phones, sorted.
    pub to_phone: Vec<Answer>,
}

/// What may not happen and cannot be read off a later state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Wrong {
    /// A bolus started inside the lockout.
    InsideLockout,
    /// A bolus started on a request that had expired, or of another boot.
    Expired,
    /// A bolus started on another prescription than was shown.
    OtherOffer,
    /// Pulses came after their bolus had ended.
    Resumed,
}

/// Sees the motor and the clock, and nothing of what pump and phones remember.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Oracle {
    /// Pulses given for each request, in the order of their first pulse.
    pub given: Vec<(Id, u8)>,
    /// Boluses started for each request, with or without a pulse.
    pub starts: Vec<(Id, u8)>,
    /// Ticks since the latest start, at most the lockout.
    pub since_start: u8,
    /// Requests whose bolus has ended, the latest last.
    pub ended: Vec<Id>,
    /// What went wrong.
    pub wrong: Vec<Wrong>,
}

impl Oracle {
    const fn new() -> Self {
        Self {
            given: Vec::new(),
            starts: Vec::new(),
            since_start: LOCKOUT,
            ended: Vec::new(),
            wrong: Vec::new(),
        }
    }

    /// Pulses given for `id`.
    pub fn given(&self, id: Id) -> u8 {
        tally(&self.given, id)
    }

    pub(crate) fn pulse(&mut self, id: Id) {
        if self.ended.contains(&id) {
            self.note(Wrong::Resumed);
        }
        add(&mut self.given, id);
    }

    /// A request was accepted. It has started once that is durable.
    pub(crate) fn accepted(&mut self, request: Request, pump: &Pump) {
        if request.life == 0 || request.boots != pump.live.boots {
            self.note(Wrong::Expired);
        }
        if request.version != pump.live.version {
            self.note(Wrong::OtherOffer);
        }
    }

    pub(crate) fn start(&mut self, id: Id) {
        if self.since_start < LOCKOUT {
            self.note(Wrong::InsideLockout);
        }
        self.since_start = 0;
        add(&mut self.starts, id);
    }

    pub(crate) fn end(&mut self, id: Id) {
        if !self.ended.contains(&id) {
            self.ended.push(id);
        }
    }

    fn note(&mut self, wrong: Wrong) {
        if !self.wrong.contains(&wrong) {
            self.wrong.push(wrong);
            self.wrong.sort_unstable();
        }
    }
}

fn tally(tallies: &[(Id, u8)], id: Id) -> u8 {
    let found = tallies.iter().find(|(of, _)| *of == id);
    found.map_or(0, |(_, count)| *count)
}

fn add(tallies: &mut Vec<(Id, u8)>, id: Id) {
    match tallies.iter_mut().find(|(of, _)| *of == id) {
        Some((_, count)) => *count += 1,
        None => tallies.push((id, 1)),
    }
}

/// Everything.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct World {
    /// The phones, the first one first.
    pub phones: Vec<Phone>,
    /// Frames on their way.
    pub link: Link,
    /// The pump.
    pub pump: Pump,
    /// What physically happened.
    pub oracle: Oracle,
    /// Key epochs given so far.
    pub keys_given: u8,
}

impl World {
    /// A programmed pump and paired phones before the first tap.
    pub fn new(config: &Config) -> Self {
        Self {
            phones: (0..config.phones).map(Phone::new).collect(),
            link: Link::default(),
            pump: Pump::new(config.phones, config.ring),
            oracle: Oracle::new(),
            keys_given: config.phones,
        }
    }

    /// What the phone that made it holds of a request.
    pub fn row(&self, id: Id) -> Option<&crate::phone::Row> {
        self.phones
            .iter()
            .flat_map(|phone| &phone.rows)
            .find(|row| row.id == id)
    }

    pub(crate) fn send_to_pump(&mut self, frame: Frame, most: usize) {
        if self.link.to_pump.len() < most {
            self.link.to_pump.push(frame);
            self.link.to_pump.sort_unstable();
        }
    }

    pub(crate) fn send_to_phone(&mut self, answer: Answer, most: usize) {
        if self.link.to_phone.len() < most {
            self.link.to_phone.push(answer);
            self.link.to_phone.sort_unstable();
        }
    }

    /// A tick of the pump's count.
    pub(crate) fn tick(&mut self) {
        let live = &mut self.pump.live;
        live.lockout = live.lockout.saturating_sub(1);
        self.oracle.since_start = (self.oracle.since_start + 1).min(LOCKOUT);
        for frame in &mut self.link.to_pump {
            if let Frame::Request(request) = frame {
                request.life = request.life.saturating_sub(1);
            }
        }
        self.link.to_pump.sort_unstable();
        for phone in &mut self.phones {
            phone.tick();
        }
    }

    /// Another pump, or the same with its memory made anew: nothing of the old one is left, and no
    /// session with it.
    pub(crate) fn renew_storage(&mut self) {
        let storage = self.pump.live.storage + 1;
        let keys = self.pump.live.keys.iter().map(|(key, _)| (*key, 0));
        let mut pump = Pump::new(0, self.pump.live.ring);
        pump.live.keys = keys.collect();
        pump.live.storage = storage;
        // no request of another memory is of this boot
        pump.live.boots = self.pump.live.boots + 1;
        pump.durable = pump.live.clone();
        self.pump = pump;
        self.link = Link::default();
        for phone in &mut self.phones {
            phone.visit = crate::phone::Visit::Away;
        }
        self.oracle.since_start = LOCKOUT;
        self.oracle.ended.clear();
    }
}
