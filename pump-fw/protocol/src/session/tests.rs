extern crate std;

use std::vec::Vec;
use std::{format, vec};

use super::*;

/// A source of randomness for tests: `SplitMix64`, the same numbers from the same seed.
pub(super) struct Seeded(pub(super) u64);

impl Entropy for Seeded {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        for byte in out {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = mixed.to_be_bytes()[0];
        }
        Ok(())
    }
}

struct NoEntropy;

impl Entropy for NoEntropy {
    fn fill(&mut self, _out: &mut [u8]) -> Result<(), EntropyFailed> {
        Err(EntropyFailed)
    }
}

pub(super) fn pure(seed: u64) -> Crypto {
    Crypto::pure(&mut Seeded(seed)).unwrap()
}

fn serial() -> Serial {
    Serial::new("CIS-0042").unwrap()
}

fn psk(byte: u8) -> Psk {
    Psk::from_bytes([byte; 32])
}

/// First frame and reply of a handshake that went well, with both ends.
struct Handshake {
    first: [u8; FIRST_FRAME],
    reply: [u8; REPLY_FRAME],
    initiator: Initiator,
    pending: PendingSession,
}

fn shake_with(phone: Crypto, pump: Crypto) -> Handshake {
    let (initiator, first) = Initiator::start(&psk(7), &serial(), phone).unwrap();
    let (accepted, reply) = accept(&first, pump).unwrap();
    Handshake {
        first,
        reply,
        initiator,
        pending: accepted.session,
    }
}

fn shake() -> Handshake {
    shake_with(pure(1), pure(2))
}

fn accept(first: &[u8], pump: Crypto) -> Result<(Accepted<u8>, [u8; REPLY_FRAME]), SessionError> {
    Responder::accept(
        first,
        &serial(),
        [(1, &psk(6)), (2, &psk(7)), (3, &psk(8))],
        pump,
    )
}

/// Phone and pump after the phone's first frame, which carried nothing.
fn connect(handshake: Handshake) -> (Session, Session) {
    let mut phone = handshake.initiator.finish(&handshake.reply).unwrap();
    let (pump, len) = handshake
        .pending
        .confirm(&seal(&mut phone, b""), &mut [])
        .unwrap();
    assert_eq!(len, 0);
    (phone, pump)
}

fn connected() -> (Session, Session) {
    connect(shake())
}

pub(super) fn seal(session: &mut Session, plaintext: &[u8]) -> Vec<u8> {
    let mut out = [0; MAX_FRAME];
    let len = session.seal(plaintext, &mut out).unwrap();
    out[..len].to_vec()
}

fn open(session: &mut Session, frame: &[u8]) -> Result<Vec<u8>, SessionError> {
    let mut out = [0; MAX_PLAINTEXT];
    session.open(frame, &mut out).map(|len| out[..len].to_vec())
}

/// Every way to flip one bit.
fn flips(frame: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    (0..frame.len() * 8).map(|bit| {
        let mut flipped = frame.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        flipped
    })
}

fn assert_refuses_everything(session: &mut Session, good_frame: &[u8]) {
    assert!(session.has_ended());
    assert_eq!(session.seal(b"x", &mut [0; 64]), Err(SessionError::Ended));
    assert_eq!(open(session, good_frame), Err(SessionError::Ended));
}

#[test]
fn both_resolvers_talk_to_each_other() {
    let pairs: [fn() -> Handshake; 4] = [
        || shake_with(pure(1), pure(2)),
        || shake_with(Crypto::ring(), pure(2)),
        || shake_with(pure(1), Crypto::ring()),
        || shake_with(Crypto::ring(), Crypto::ring()),
    ];
    for pair in pairs {
        let (mut phone, mut pump) = connect(pair());
        assert_eq!(phone.handshake_hash(), pump.handshake_hash());
        for len in [0, 1, 15, 16, 17, 500, MAX_PLAINTEXT] {
            let text = vec![0x5a; len];
            let up = seal(&mut phone, &text);
            assert_eq!(up.len(), len + FRAME_OVERHEAD);
            assert_eq!(open(&mut pump, &up), Ok(text.clone()));
            assert_eq!(open(&mut phone, &seal(&mut pump, &text)), Ok(text));
        }
    }
}

#[test]
fn the_longest_plaintext_fills_the_longest_frame() {
    let (mut phone, _pump) = connected();
    assert_eq!(seal(&mut phone, &[0; MAX_PLAINTEXT]).len(), MAX_FRAME);
}

#[test]
fn each_session_has_keys_of_its_own() {
    let (mut phone, _) = connect(shake_with(Crypto::ring(), pure(2)));
    let (_, mut pump) = connect(shake_with(Crypto::ring(), pure(3)));
    assert_ne!(phone.handshake_hash(), pump.handshake_hash());
    assert_eq!(
        open(&mut pump, &seal(&mut phone, b"hello")),
        Err(SessionError::Decrypt)
    );
}

#[test]
fn the_pump_learns_which_key_the_phone_has() {
    let (_, first) = Initiator::start(&psk(7), &serial(), pure(1)).unwrap();
    assert_eq!(accept(&first, pure(2)).unwrap().0.key, 2);
}

/// SR-33
#[test]
fn a_wrong_key_is_no_key() {
    let (_, first) = Initiator::start(&psk(9), &serial(), pure(1)).unwrap();
    assert_eq!(accept(&first, pure(2)).unwrap_err(), SessionError::NoKey);
    let none: [(u8, &Psk); 0] = [];
    let refused = Responder::accept(&first, &serial(), none, pure(2));
    assert_eq!(refused.unwrap_err(), SessionError::NoKey);
}

/// SR-33
#[test]
fn a_wrong_serial_is_no_key() {
    for wrong in ["CIS-0043", "CIS-004", "CIS-00422"] {
        let wrong = Serial::new(wrong).unwrap();
        let (_, first) = Initiator::start(&psk(7), &wrong, pure(1)).unwrap();
        assert_eq!(accept(&first, pure(2)).unwrap_err(), SessionError::NoKey);
    }
}

#[test]
fn another_version_is_named_whatever_its_length() {
    let mut first = shake().first.to_vec();
    for version in (0..=u8::MAX).filter(|&version| version != PROTOCOL_VERSION) {
        first[1] = version;
        let refused = accept(&first, pure(2)).unwrap_err();
        assert_eq!(refused, SessionError::Version(version));
        assert_eq!(
            accept(&[KIND_FIRST, version], pure(2)).unwrap_err(),
            refused
        );
    }
}

#[test]
fn every_other_kind_is_refused_at_every_step() {
    for kind in 0..=u8::MAX {
        let with_kind = |frame: &[u8]| [&[kind], &frame[1..]].concat();
        if kind != KIND_FIRST {
            let refused = accept(&with_kind(&shake().first), pure(2)).unwrap_err();
            assert_eq!(
                refused,
                SessionError::Kind {
                    expected: KIND_FIRST,
                    found: kind
                }
            );
        }
        if kind != KIND_REPLY {
            let Handshake {
                initiator, reply, ..
            } = shake();
            let refused = initiator.finish(&with_kind(&reply)).unwrap_err();
            assert_eq!(
                refused,
                SessionError::Kind {
                    expected: KIND_REPLY,
                    found: kind
                }
            );
        }
        if kind != KIND_TRANSPORT {
            let (mut phone, mut pump) = connected();
            let refused = open(&mut pump, &with_kind(&seal(&mut phone, b"x"))).unwrap_err();
            assert_eq!(
                refused,
                SessionError::Kind {
                    expected: KIND_TRANSPORT,
                    found: kind
                }
            );
        }
    }
}

/// SR-33
#[test]
fn no_flipped_bit_of_the_first_frame_is_accepted() {
    for flipped in flips(&shake().first) {
        assert!(accept(&flipped, pure(2)).is_err());
    }
}

/// SR-33
#[test]
fn no_flipped_bit_of_the_reply_is_accepted() {
    let crypto: [fn() -> Crypto; 2] = [|| pure(1), Crypto::ring];
    for phone in crypto {
        for bit in 0..REPLY_FRAME * 8 {
            let Handshake {
                initiator,
                mut reply,
                ..
            } = shake_with(phone(), pure(2));
            reply[bit / 8] ^= 1 << (bit % 8);
            assert!(initiator.finish(&reply).is_err(), "bit {bit}");
        }
    }
}

/// SR-33
#[test]
fn a_handshake_frame_of_another_length_is_refused() {
    let Handshake { first, .. } = shake();
    for len in 0..FIRST_FRAME {
        assert_eq!(
            accept(&first[..len], pure(2)).unwrap_err(),
            SessionError::FrameLength(len)
        );
    }
    let longer = accept(&[&first[..], &[0]].concat(), pure(2)).unwrap_err();
    assert_eq!(longer, SessionError::FrameLength(FIRST_FRAME + 1));
    for len in (0..REPLY_FRAME).chain([REPLY_FRAME + 1]) {
        let Handshake {
            initiator, reply, ..
        } = shake();
        let frame = [&reply[..], &[0]].concat();
        let refused = initiator.finish(&frame[..len]).unwrap_err();
        assert_eq!(refused, SessionError::FrameLength(len));
    }
}

/// SR-33
#[test]
fn a_reply_to_another_first_frame_is_refused() {
    let other = shake_with(pure(3), pure(4));
    assert_eq!(
        shake().initiator.finish(&other.reply).unwrap_err(),
        SessionError::Reply
    );
}

/// SR-33
#[test]
fn a_replayed_first_frame_is_never_confirmed() {
    let Handshake {
        first,
        reply,
        initiator,
        pending,
    } = shake();
    let mut phone = initiator.finish(&reply).unwrap();
    let recorded = seal(&mut phone, b"bolus");
    let mut out = [0; 8];
    let (_, len) = pending.confirm(&recorded, &mut out).unwrap();
    assert_eq!(&out[..len], b"bolus");

    let (replayed, _) = accept(&first, pure(3)).unwrap();
    let mut out = [0; 8];
    assert_eq!(
        replayed.session.confirm(&recorded, &mut out).unwrap_err(),
        SessionError::Decrypt
    );
    assert_eq!(out, [0; 8]);
}

/// SR-33
#[test]
fn no_flipped_bit_of_a_transport_frame_is_opened() {
    let (mut phone, _) = connected();
    for flipped in flips(&seal(&mut phone, b"status")) {
        let (mut phone, mut pump) = connected();
        let good = seal(&mut phone, b"status");
        assert!(open(&mut pump, &flipped).is_err());
        assert_refuses_everything(&mut pump, &good);
    }
}

/// SR-33
#[test]
fn a_cut_or_longer_transport_frame_is_not_opened() {
    let (mut phone, _) = connected();
    let good = seal(&mut phone, b"status");
    for len in (0..good.len()).chain([good.len() + 1]) {
        let (_, mut pump) = connected();
        let frame = [&good[..], &[0]].concat();
        let refused = open(&mut pump, &frame[..len]).unwrap_err();
        let short = len < FRAME_OVERHEAD;
        let cause = if short {
            SessionError::FrameLength(len)
        } else {
            SessionError::Decrypt
        };
        assert_eq!(refused, cause);
        assert_refuses_everything(&mut pump, &good);
    }
    let (_, mut pump) = connected();
    let mut too_long = vec![0; MAX_FRAME + 1];
    too_long[0] = KIND_TRANSPORT;
    let refused = open(&mut pump, &too_long);
    assert_eq!(refused, Err(SessionError::FrameLength(MAX_FRAME + 1)));
}

/// SR-33
#[test]
fn a_replayed_transport_frame_ends_the_session() {
    let (mut phone, mut pump) = connected();
    let once = seal(&mut phone, b"once");
    assert_eq!(open(&mut pump, &once), Ok(b"once".to_vec()));
    assert_eq!(open(&mut pump, &once), Err(SessionError::Decrypt));
    assert_refuses_everything(&mut pump, &seal(&mut phone, b"next"));
}

/// SR-33
#[test]
fn a_reordered_or_missing_transport_frame_ends_the_session() {
    let (mut phone, mut pump) = connected();
    let first = seal(&mut phone, b"first");
    let second = seal(&mut phone, b"second");
    assert_eq!(open(&mut pump, &second), Err(SessionError::Decrypt));
    assert_refuses_everything(&mut pump, &first);
}

/// SR-33
#[test]
fn a_frame_sent_back_to_its_sender_is_not_opened() {
    let (mut phone, _pump) = connected();
    let own = seal(&mut phone, b"mine");
    assert_eq!(open(&mut phone, &own), Err(SessionError::Decrypt));
}

#[test]
fn a_refused_frame_leaves_zeros_behind() {
    let refused: [fn() -> Handshake; 2] = [shake, || shake_with(Crypto::ring(), pure(2))];
    for handshake in refused {
        let (mut phone, mut pump) = connect(handshake());
        let mut frame = seal(&mut pump, b"status");
        frame[1] ^= 1;
        let mut out = [0xff; 64];
        assert_eq!(phone.open(&frame, &mut out), Err(SessionError::Decrypt));
        assert_eq!(out, [0; 64]);
    }
}

#[test]
fn a_misuse_ends_the_session_too() {
    let (mut phone, mut pump) = connected();
    let good = seal(&mut pump, b"good");
    let too_long = [0; MAX_PLAINTEXT + 1];
    let refused = phone.seal(&too_long, &mut [0; 4096]);
    assert_eq!(
        refused,
        Err(SessionError::PlaintextLength(MAX_PLAINTEXT + 1))
    );
    assert_refuses_everything(&mut phone, &good);

    let (mut phone, mut pump) = connected();
    let refused = phone.seal(b"four", &mut [0; 20]);
    assert_eq!(refused, Err(SessionError::Buffer { needed: 21 }));
    assert_refuses_everything(&mut phone, &seal(&mut pump, b"good"));

    let (mut phone, mut pump) = connected();
    let frame = seal(&mut phone, b"four");
    assert_eq!(
        pump.open(&frame, &mut [0; 3]),
        Err(SessionError::Buffer { needed: 4 })
    );
    assert_refuses_everything(&mut pump, &frame);
}

#[test]
fn the_last_frame_passes_and_the_one_after_it_ends_the_session() {
    let (mut phone, mut pump) = connected();
    phone.pretend_carried(MAX_FRAMES_EACH_WAY - 1);
    pump.pretend_carried(MAX_FRAMES_EACH_WAY - 1);
    let last = seal(&mut phone, b"last");
    assert_eq!(open(&mut pump, &last), Ok(b"last".to_vec()));
    assert_eq!(phone.seal(b"x", &mut [0; 64]), Err(SessionError::Exhausted));
    assert_eq!(open(&mut pump, &last), Err(SessionError::Exhausted));
    assert_refuses_everything(&mut phone, &last);
    assert_refuses_everything(&mut pump, &last);
}

#[test]
fn without_randomness_there_is_no_handshake_and_no_key() {
    assert_eq!(Crypto::pure(&mut NoEntropy).err(), Some(EntropyFailed));
    assert_eq!(Psk::generate(&mut NoEntropy).err(), Some(EntropyFailed));
    assert_eq!(SessionError::from(EntropyFailed), SessionError::Entropy);
}

#[test]
fn a_pairing_key_depends_on_card_and_serial() {
    let keys = [
        ([1; 16], "CIS-0042"),
        ([2; 16], "CIS-0042"),
        ([1; 16], "CIS-0043"),
    ]
    .map(|(card, serial)| *pairing_psk(&card, &Serial::new(serial).unwrap()).expose());
    assert_ne!(keys[0], keys[1]);
    assert_ne!(keys[0], keys[2]);
}

#[test]
fn a_fresh_key_is_drawn_anew() {
    let mut entropy = Seeded(5);
    let first = Psk::generate(&mut entropy).unwrap();
    assert_ne!(
        first.expose(),
        Psk::generate(&mut entropy).unwrap().expose()
    );
}

/// SR-35
#[test]
fn nothing_that_holds_keys_shows_them() {
    assert_eq!(format!("{:?}", psk(7)), "Psk(..)");
    assert_eq!(format!("{:?}", pure(1)), "Crypto(..)");
    let Handshake {
        initiator,
        pending,
        reply,
        ..
    } = shake();
    assert_eq!(format!("{initiator:?}"), "Initiator(..)");
    assert_eq!(
        format!("{pending:?}"),
        "PendingSession(Session { ended: false, sealed: 0, opened: 0, .. })"
    );
    let phone = initiator.finish(&reply).unwrap();
    assert_eq!(
        format!("{phone:?}"),
        "Session { ended: false, sealed: 0, opened: 0, .. }"
    );
}

#[test]
fn a_serial_is_visible_ascii_of_limited_length() {
    for good in ["1", "CIS-0042", "~!0123456789ABCD"] {
        assert_eq!(Serial::new(good).unwrap().as_str(), good);
    }
    for bad in [
        "",
        "0123456789ABCDEF0",
        "two words",
        "naïve",
        "tab\t",
        "nul\0",
    ] {
        assert_eq!(Serial::new(bad), Err(SerialError), "{bad:?}");
    }
}

#[test]
fn the_prologue_is_name_version_length_and_serial() {
    assert_eq!(&serial().prologue()[..], b"cisterna\0\x01\x08CIS-0042");
}
