//! A phone: what it keeps of its requests, and where its process stands.

use crate::config::Variant;
use crate::pump::Outcome;
use crate::world::{Id, Request};

/// Ticks for which an outcome that cannot be known holds new requests back.
const WINDOW: u8 = 2;

/// What is kept of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowState {
    /// Wished for, nothing sent.
    Intended,
    /// Uncertain.
    Sent,
    /// What the pump said last.
    Answered(Outcome),
    /// Voided by the pump.
    NotReceived,
    /// Treated as given.
    CannotBeKnown,
    /// Never sent.
    Died,
}

/// A request on the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// Its id.
    pub id: Id,
    /// What is kept of it.
    pub state: RowState,
}

/// Where the process stands; gone with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Visit {
    /// No session.
    Away,
    /// A session, everything that was open is settled.
    Open,
    /// Asked about an open request at the start of a session.
    Settling(Id),
    /// The request is about to leave.
    Launching(Request),
    /// The request left, or a cancellation: the answer is waited for.
    Waiting(Id),
}

/// A phone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phone {
    /// Its key epoch.
    pub key: u8,
    /// The next counter, durable before its use.
    pub next: u8,
    /// The pump's memory as it knows it.
    pub storage: u8,
    /// Its requests, the oldest first.
    pub rows: Vec<Row>,
    /// Ticks for which new requests are held back.
    pub hold: u8,
    /// The process.
    pub visit: Visit,
}

impl Phone {
    pub(crate) const fn new(key: u8) -> Self {
        Self {
            key,
            next: 1,
            storage: 0,
            rows: Vec::new(),
            hold: 0,
            visit: Visit::Away,
        }
    }

    /// The intent that may still be sent.
    pub fn intended(&self) -> Option<Id> {
        let row = self
            .rows
            .iter()
            .find(|row| row.state == RowState::Intended)?;
        Some(row.id)
    }

    /// Whether an outcome is not known. SR-41
    pub fn is_uncertain(&self) -> bool {
        self.rows.iter().any(|row| row.state == RowState::Sent)
    }

    /// Requests about which the pump has more to tell.
    pub fn open(&self) -> impl Iterator<Item = Id> + '_ {
        let open = |row: &&Row| {
            matches!(
                row.state,
                RowState::Sent | RowState::Answered(Outcome::Running)
            )
        };
        self.rows.iter().filter(open).map(|row| row.id)
    }

    /// Makes a wish durable; an earlier intent dies.
    pub(crate) fn tap(&mut self) {
        self.let_die();
        let id = Id {
            key: self.key,
            counter: self.next,
        };
        self.next += 1;
        self.rows.push(Row {
            id,
            state: RowState::Intended,
        });
    }

    /// Whether a tap makes a request. SR-41
    pub fn takes_tap(&self, taps: u8, variant: Variant) -> bool {
        let free = !self.is_uncertain() || variant == Variant::TapWhileUncertain;
        free && self.next <= taps
    }

    pub(crate) fn let_die(&mut self) {
        for row in &mut self.rows {
            if row.state == RowState::Intended {
                row.state = RowState::Died;
            }
        }
    }

    /// The process ends and starts: intents die. SR-40
    pub(crate) fn kill(&mut self) {
        self.visit = Visit::Away;
        self.let_die();
    }

    pub(crate) fn set(&mut self, id: Id, state: RowState) {
        for row in &mut self.rows {
            if row.id == id {
                row.state = state;
            }
        }
    }

    /// The pump told what became of a request.
    pub(crate) fn told(&mut self, id: Id, outcome: Outcome, variant: Variant) {
        let Some(row) = self.rows.iter_mut().find(|row| row.id == id) else {
            return;
        };
        let after = after(row.state, outcome, variant);
        if after == RowState::CannotBeKnown && row.state != after {
            self.hold = WINDOW;
        }
        row.state = after;
    }

    /// The memory that knew of a request is gone. SR-41
    pub(crate) fn out_of_sight(&mut self, id: Id) {
        self.set(id, RowState::CannotBeKnown);
        self.hold = WINDOW;
    }

    pub(crate) fn tick(&mut self) {
        self.hold = self.hold.saturating_sub(1);
        if let Visit::Launching(request) = &mut self.visit {
            request.life = request.life.saturating_sub(1);
        }
    }
}

/// What a row becomes by the pump's word.
fn after(state: RowState, outcome: Outcome, variant: Variant) -> RowState {
    let given = match outcome {
        Outcome::Running | Outcome::Delivered | Outcome::Stopped { .. } => true,
        Outcome::Refused | Outcome::Voided | Outcome::Forgotten => false,
    };
    match state {
        RowState::Sent => match outcome {
            Outcome::Voided => RowState::NotReceived,
            Outcome::Forgotten if variant == Variant::ForgottenIsNotReceived => {
                RowState::NotReceived
            }
            Outcome::Forgotten => RowState::CannotBeKnown,
            Outcome::Refused | Outcome::Running | Outcome::Delivered | Outcome::Stopped { .. } => {
                RowState::Answered(outcome)
            }
        },
        RowState::Answered(Outcome::Running) if given => RowState::Answered(outcome),
        RowState::Answered(Outcome::Running) => RowState::CannotBeKnown,
        RowState::CannotBeKnown | RowState::Died | RowState::Intended if given => {
            RowState::Answered(outcome)
        }
        RowState::Answered(_)
        | RowState::NotReceived
        | RowState::CannotBeKnown
        | RowState::Died
        | RowState::Intended => state,
    }
}
