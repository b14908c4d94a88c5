//! The link's socket: abuse ends the link and nothing else.

use std::{
    io::{Read, Write},
    os::unix::net::UnixStream,
};

use cisterna_board_host::bench::BenchEvent;
use cisterna_protocol::{
    message::Answer,
    session::{Psk, Serial, pairing_psk},
};

use super::{
    clinic::{Programmer, STROKE_EVERY_S, Wire, first_frame},
    prescribed,
    rig::{CARD_SECRET, LINK_KEY, Rig, SERIAL, options},
};

fn hung_up(stream: &mut UnixStream) -> bool {
    // what is left unread at the pump makes the end a reset
    stream.read(&mut [0; 16]).unwrap_or(0) == 0
}

#[test]
fn garbage_is_counted_and_ends_the_link_and_therapy_does_not_notice() {
    // SR-33, SR-15
    let dir = tempfile::tempdir().unwrap();
    let mut rig = prescribed(dir.path());
    let before = Programmer::open(&rig).status().totals;
    for (round, garbage) in [
        &[0, 0][..],         // no chunk is empty
        &[0x03, 0x02, 1, 2], // 515 bytes: longer than any chunk
        &[0xFF; 600],
        &[1, 0, 0x80],              // too short for a frame's start
        &[4, 0, 0x40, 0, 0xA, 0xB], // continues nothing
    ]
    .into_iter()
    .enumerate()
    {
        let mut stream = rig.connect();
        stream.write_all(garbage).unwrap();
        assert!(hung_up(&mut stream), "{garbage:?}");
        rig.ask("advance 360");
        assert_eq!(rig.strokes().len(), 2 * (round + 1));
    }
    let mut stream = rig.connect();
    let mut wire = Wire::new(stream.try_clone().unwrap());
    wire.send(&[7; 50]);
    assert!(hung_up(&mut stream), "no known key");
    let after = Programmer::open(&rig).status().totals;
    assert_eq!(after.bad_frames - before.bad_frames, 5);
    assert_eq!(after.failed_handshakes - before.failed_handshakes, 1);
}

#[test]
fn a_session_ends_at_the_first_altered_frame() {
    // SR-33
    let dir = tempfile::tempdir().unwrap();
    let rig = prescribed(dir.path());
    let mut wire = Wire::new(rig.connect());
    let (initiator, frame) = first_frame(&Psk::from_bytes(LINK_KEY));
    wire.send(&frame);
    let mut session = initiator.finish(&wire.receive().unwrap()).unwrap();
    let mut sealed = [0; 64];
    let length = session.seal(&[1, 2, 3], &mut sealed).unwrap();
    sealed[length - 1] ^= 1;
    wire.send(&sealed[..length]);
    assert!(hung_up(wire.stream()));
    assert_eq!(Programmer::open(&rig).status().totals.bad_frames, 1);
}

#[test]
fn a_peer_may_vanish_at_any_byte() {
    let dir = tempfile::tempdir().unwrap();
    let mut rig = prescribed(dir.path());
    let (_, frame) = first_frame(&Psk::from_bytes(LINK_KEY));
    let length = Wire::new(rig.connect()).bytes_of(&frame).len();
    for cut in 0..=length {
        let mut wire = Wire::new(rig.connect());
        let bytes = wire.bytes_of(&frame);
        wire.stream().write_all(&bytes[..cut]).unwrap();
    }
    let totals = Programmer::open(&rig).status().totals;
    assert_eq!((totals.bad_frames, totals.failed_handshakes), (0, 0));
    rig.ask("advance 1800");
    assert_eq!(rig.strokes().len(), 10);
}

#[test]
fn a_frame_may_come_byte_by_byte_and_two_chunks_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let rig = Rig::start(options(dir.path())).unwrap();
    let mut wire = Wire::new(rig.connect());
    let (initiator, frame) = first_frame(&Psk::from_bytes(LINK_KEY));
    let bytes = wire.bytes_of(&frame);
    for byte in bytes.chunks(1) {
        wire.stream().write_all(byte).unwrap();
    }
    let mut session = initiator.finish(&wire.receive().unwrap()).unwrap();
    let mut both = Vec::new();
    for _ in 0..2 {
        let mut sealed = [0; 64];
        let length = session.seal(&[0xFF], &mut sealed).unwrap();
        both.extend(wire.bytes_of(&sealed[..length]));
    }
    wire.stream().write_all(&both).unwrap();
    assert!(wire.receive().is_some() && wire.receive().is_some());
}

#[test]
fn one_link_at_a_time_and_the_next_one_waits() {
    let dir = tempfile::tempdir().unwrap();
    let mut rig = prescribed(dir.path());
    let mut first = Programmer::open(&rig);
    let mut second = Wire::new(rig.connect());
    let (initiator, frame) = first_frame(&Psk::from_bytes(LINK_KEY));
    second.send(&frame);
    first.status();
    rig.events();
    drop(first);
    assert!(initiator.finish(&second.receive().unwrap()).is_ok());
    assert_eq!(rig.events(), [BenchEvent::LinkDown, BenchEvent::LinkUp]);
}

#[test]
fn a_silent_peer_is_cut() {
    // SR-33: 5 s before a session, 120 s in one.
    let dir = tempfile::tempdir().unwrap();
    let mut rig = Rig::start(options(dir.path())).unwrap();
    let mut stream = rig.connect();
    assert!(rig.events().ends_with(&[BenchEvent::LinkUp]));
    rig.ask("advance 5");
    assert!(rig.events().is_empty());
    rig.ask("advance 1");
    assert!(hung_up(&mut stream));
    let mut programmer = Programmer::open(&rig);
    programmer.status();
    rig.ask("advance 120");
    programmer.status();
    rig.ask("advance 121");
    assert!(programmer.hear().is_none());
}

#[test]
fn an_open_session_hears_of_a_change() {
    let dir = tempfile::tempdir().unwrap();
    let mut rig = prescribed(dir.path());
    rig.ask(&format!("advance {}", STROKE_EVERY_S - 10));
    let mut programmer = Programmer::open(&rig);
    let told = programmer.status().changes;
    rig.ask("runaway 4");
    rig.ask("advance 60");
    let notice = programmer.hear().unwrap();
    assert_eq!(notice.tag, 0);
    assert!(matches!(notice.body, Answer::Changed(changes) if changes != told));
}

#[test]
fn the_card_opens_a_session_only_after_the_magnet() {
    let dir = tempfile::tempdir().unwrap();
    let mut rig = Rig::start(options(dir.path())).unwrap();
    let psk = pairing_psk(&CARD_SECRET, &Serial::new(SERIAL).unwrap());
    assert!(Programmer::over(Wire::new(rig.connect()), &psk).is_none());
    rig.ask("advance 60");
    assert_eq!(rig.ask("magnet"), "ok");
    assert!(Programmer::over(Wire::new(rig.connect()), &psk).is_some());
}
