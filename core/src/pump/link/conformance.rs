//! What every link keeps to, as one suite that runs over each implementation.
//!
//! 1. It tells that it is up once, before any chunk; what came before the first look is kept.
//! 2. Chunks arrive whole and in order, in both directions.
//! 3. A chunk over the told length is refused and the link goes on; an empty one is nothing.
//! 4. A silent end is quiet after the time given, again and again, and never for ever; the session
//!    above gives up by its own liveness.
//! 5. Where the other end hangs up, its last words are told, then the end, however often one asks.
//! 6. Closing ends it for both, once; closing again, and after the end, is nothing.
//! 7. A flood is bounded: either the far end cannot say more, or the link ends; nothing is out of
//!    order.

use super::{Link, LinkError, LinkEvent};
use crate::pump::session::{ANSWER_WAIT, Connection, ConnectionError, PumpIdentity};
use cisterna_protocol::framing::MAX_CHUNK;
use cisterna_protocol::session::{Psk, Serial};
use std::time::{Duration, Instant};

/// Long enough for what is on its way within one machine.
const WAIT: Duration = Duration::from_millis(20);
/// What a wait may take beyond its time on a busy machine.
const SLACK: Duration = Duration::from_secs(2);
/// More than any link holds.
const FLOOD: u32 = 200_000;

/// The other end of a link, in the test's hands.
pub(super) trait Far {
    /// Says a chunk; false where the link takes no more for now.
    fn say(&mut self, chunk: &[u8]) -> bool;
    /// The chunks that came since the last call.
    fn heard(&mut self) -> Vec<Vec<u8>>;
    /// Ends the link from this side.
    fn hang_up(&mut self);
    /// Whether this side was told the end, once. Asked after everything was heard.
    fn ended(&mut self) -> bool;
}

/// Makes pairs of ends.
pub(super) trait Rig {
    /// The phone's end.
    type Link: Link;
    /// The other one.
    type Far: Far;

    /// A new link.
    fn pair(&mut self) -> (Self::Link, Self::Far);
}

/// The whole suite.
pub(super) fn run(rig: &mut impl Rig) {
    let (mut link, mut far) = rig.pair();
    is_new(&mut link, &mut far);
    keeps_what_came_before_the_first_look(rig);
    carries_in_order(rig);
    refuses_too_long_and_goes_on(rig);
    is_quiet_and_not_for_ever(rig);
    session_gives_up_on_silence(rig);
    tells_last_words_then_the_end(rig);
    closes_once(rig);
    closes_after_the_end(rig);
    bounds_a_flood(rig);
    session_ends_on_garbage(rig);
}

fn up(link: &mut impl Link) -> usize {
    match link.next(WAIT) {
        LinkEvent::Up { chunk_len } => chunk_len.get(),
        other @ (LinkEvent::Chunk(_) | LinkEvent::Down | LinkEvent::Quiet) => panic!("{other:?}"),
    }
}

fn chunk(text: &[u8]) -> LinkEvent {
    LinkEvent::Chunk(text.to_vec())
}

/// A link as it is right after dialling: up, once, and it carries.
pub(super) fn is_new(link: &mut impl Link, far: &mut impl Far) {
    assert!((20..=MAX_CHUNK).contains(&up(link)));
    assert_eq!(link.next(WAIT), LinkEvent::Quiet);
    link.send(b"to the pump").unwrap();
    assert_eq!(far.heard(), [b"to the pump"]);
    assert!(far.say(b"to the phone"));
    assert_eq!(link.next(WAIT), chunk(b"to the phone"));
}

fn keeps_what_came_before_the_first_look(rig: &mut impl Rig) {
    let (mut link, mut far) = rig.pair();
    assert!(far.say(b"early"));
    link.send(b"sent before the look").unwrap();
    up(&mut link);
    assert_eq!(link.next(WAIT), chunk(b"early"));
    assert_eq!(far.heard(), [b"sent before the look"]);
}

fn carries_in_order(rig: &mut impl Rig) {
    let (mut link, mut far) = rig.pair();
    let longest = up(&mut link);
    let bodies: Vec<Vec<u8>> = (1..=longest.min(100))
        .map(|len| (0..len).map(|at| u8::try_from(at % 251).unwrap()).collect())
        .chain([vec![7; longest]])
        .collect();
    for body in &bodies {
        link.send(body).unwrap();
        assert!(far.say(body));
    }
    assert_eq!(far.heard(), bodies);
    for body in &bodies {
        assert_eq!(link.next(WAIT), chunk(body));
    }
    assert_eq!(link.next(WAIT), LinkEvent::Quiet);
}

fn refuses_too_long_and_goes_on(rig: &mut impl Rig) {
    let (mut link, mut far) = rig.pair();
    let longest = up(&mut link);
    for len in [longest + 1, MAX_CHUNK + 1, 70_000] {
        assert_eq!(link.send(&vec![0; len]), Err(LinkError::TooLong(len)));
    }
    link.send(&[]).unwrap();
    link.send(b"goes on").unwrap();
    assert_eq!(far.heard(), [b"goes on"]);
}

fn is_quiet_and_not_for_ever(rig: &mut impl Rig) {
    let (mut link, mut far) = rig.pair();
    up(&mut link);
    for wait in [Duration::ZERO, WAIT, WAIT] {
        let begun = Instant::now();
        assert_eq!(link.next(wait), LinkEvent::Quiet);
        assert!(begun.elapsed() < wait + SLACK);
    }
    assert!(far.say(b"late"));
    assert_eq!(link.next(WAIT), chunk(b"late"));
}

/// A link that cuts the session's patience short, so that the suite need not wait for it.
struct Hasty<'a, L> {
    link: &'a mut L,
    waited: Vec<Duration>,
}

impl<L: Link> Link for &mut Hasty<'_, L> {
    fn send(&mut self, chunk: &[u8]) -> Result<(), LinkError> {
        self.link.send(chunk)
    }

    fn next(&mut self, wait: Duration) -> LinkEvent {
        self.waited.push(wait);
        self.link.next(wait.min(WAIT))
    }

    fn close(&mut self) {
        self.link.close();
    }
}

fn identity() -> PumpIdentity {
    PumpIdentity {
        serial: Serial::new("CIS-0042").unwrap(),
        psk: Psk::from_bytes([7; 32]),
    }
}

fn session_gives_up_on_silence(rig: &mut impl Rig) {
    let (mut link, mut far) = rig.pair();
    let mut hasty = Hasty {
        link: &mut link,
        waited: Vec::new(),
    };
    let failed = Connection::open(&mut hasty, &identity()).map(drop);
    assert_eq!(failed, Err(ConnectionError::Silent));
    // one wait for the link, one for the pump's answer
    assert_eq!(hasty.waited, [ANSWER_WAIT, ANSWER_WAIT]);
    assert_eq!(link.next(WAIT), LinkEvent::Down);
    assert!(!far.heard().is_empty());
    assert!(far.ended());
}

/// What is no session ends the session and the link, whatever it is, in bounded steps.
fn session_ends_on_garbage(rig: &mut impl Rig) {
    // no header, a middle without a first, all bits, and a whole frame that proves nothing
    for garbage in [&b"x"[..], &[0; 20], &[0xff; 20], &[0xc0, 0, 0, 1, 9]] {
        let (mut link, mut far) = rig.pair();
        assert!(far.say(garbage));
        let mut hasty = Hasty {
            link: &mut link,
            waited: Vec::new(),
        };
        assert!(Connection::open(&mut hasty, &identity()).is_err());
        assert!(hasty.waited.len() <= 4);
        assert_eq!(link.next(WAIT), LinkEvent::Down);
    }
}

fn stays_down(link: &mut impl Link) {
    for _ in 0..3 {
        assert_eq!(link.next(WAIT), LinkEvent::Down);
        assert_eq!(link.send(b"too late"), Err(LinkError::Down));
    }
}

fn tells_last_words_then_the_end(rig: &mut impl Rig) {
    let (mut link, mut far) = rig.pair();
    up(&mut link);
    assert!(far.say(b"last"));
    assert!(far.say(b"words"));
    far.hang_up();
    assert_eq!(link.next(WAIT), chunk(b"last"));
    assert_eq!(link.next(WAIT), chunk(b"words"));
    assert_eq!(link.next(WAIT), LinkEvent::Down);
    stays_down(&mut link);
}

fn closes_once(rig: &mut impl Rig) {
    // before anything was looked at, and in the middle of things
    for looks in [false, true] {
        let (mut link, mut far) = rig.pair();
        if looks {
            up(&mut link);
        }
        assert!(far.say(b"never taken"));
        link.close();
        link.close();
        assert!(far.heard().is_empty());
        assert!(far.ended());
        stays_down(&mut link);
        link.close();
        assert!(far.ended());
    }
}

fn closes_after_the_end(rig: &mut impl Rig) {
    // the end was told, or was missed
    for looks in [false, true] {
        let (mut link, mut far) = rig.pair();
        up(&mut link);
        far.hang_up();
        if looks {
            assert_eq!(link.next(WAIT), LinkEvent::Down);
        }
        link.close();
        stays_down(&mut link);
    }
}

fn bounds_a_flood(rig: &mut impl Rig) {
    let (mut link, mut far) = rig.pair();
    up(&mut link);
    let said = (0..FLOOD)
        .take_while(|nth| far.say(&nth.to_le_bytes()))
        .count();
    let mut taken = 0_u32;
    let end = loop {
        match link.next(WAIT) {
            LinkEvent::Chunk(body) => {
                assert_eq!(body, taken.to_le_bytes());
                taken += 1;
            }
            end @ (LinkEvent::Up { .. } | LinkEvent::Down | LinkEvent::Quiet) => break end,
        }
    };
    match end {
        // all that was taken from the far end arrived, and it could not say all
        LinkEvent::Quiet => assert!(taken as usize == said && taken < FLOOD),
        LinkEvent::Down => assert!((taken as usize) < said),
        other @ (LinkEvent::Up { .. } | LinkEvent::Chunk(_)) => panic!("{other:?}"),
    }
}
