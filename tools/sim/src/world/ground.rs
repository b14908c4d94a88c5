//! What both sides stand on: time, the board, and who is connected.

use super::board::Board;
use crate::canary::Breaks;
use crate::checks::Acts;
use cisterna_core::clock::ManualClock;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// The world, as links and phones share it.
pub(crate) type Shared = Rc<RefCell<Ground>>;

/// Time, the board, and who is connected.
pub(crate) struct Ground {
    /// Milliseconds from the start.
    pub(crate) now_ms: u64,
    pub(crate) board: Board,
    pub(crate) clocks: Vec<Arc<ManualClock>>,
    /// The link that the pump has; 0 is none.
    pub(crate) link: u64,
    pub(crate) links: u64,
    pub(crate) acts: Acts,
    pub(crate) breaks: Option<Breaks>,
}

impl Ground {
    /// Lets time pass for everybody.
    pub(crate) fn pass_ms(&mut self, ms: u64) {
        self.now_ms += ms;
        let asleep = self.breaks == Some(Breaks::ClockSleeps) && ms > 60_000;
        for clock in self.clocks.iter().filter(|_| !asleep) {
            clock.advance_ms(ms);
        }
        self.board.run_to(self.now_ms / 1_000);
        // the board may have gone further by itself
        let board_ms = self.board.now_s * 1_000;
        if board_ms > self.now_ms {
            let more_ms = board_ms - self.now_ms;
            self.now_ms = board_ms;
            for clock in &self.clocks {
                clock.advance_ms(more_ms);
            }
        }
    }
}
