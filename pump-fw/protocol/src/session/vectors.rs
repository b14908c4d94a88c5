//! `docs/vectors/session.json`: whole sessions with known ephemeral keys.

extern crate std;

use std::string::{String, ToString};
use std::vec::Vec;

use serde::Serialize;

use super::tests::{Seeded, pure, seal};
use super::{Entropy, Initiator, MAX_PLAINTEXT, Psk, Responder, Serial, Session, pairing_psk};
use crate::vectors::{check_current, hex};

#[derive(Serialize)]
struct Case {
    name: &'static str,
    /// 16 bytes, where the key comes from an implant card.
    card_secret: Option<String>,
    serial: String,
    psk: String,
    prologue: String,
    /// 32 bytes as drawn, before X25519 clamps them.
    initiator_ephemeral_private: String,
    responder_ephemeral_private: String,
    first_frame: String,
    reply_frame: String,
    handshake_hash: String,
    /// In this order.
    transport: Vec<Transport>,
}

#[derive(Serialize)]
struct Transport {
    from: &'static str,
    nonce: u64,
    plaintext: String,
    frame: String,
}

/// How a case is made.
struct Plan {
    name: &'static str,
    card_secret: Option<[u8; 16]>,
    serial: &'static str,
    seeds: [u64; 2],
}

const PLANS: [Plan; 2] = [
    Plan {
        name: "pairing with the secret of an implant card",
        card_secret: Some(*b"0123456789abcdef"),
        serial: "CIS-0042",
        seeds: [1, 2],
    },
    Plan {
        name: "connection with the key of a phone, longest serial",
        card_secret: None,
        serial: "CISTERNA-0000042",
        seeds: [3, 4],
    },
];

fn drawn(seed: u64) -> [u8; 32] {
    let mut bytes = [0; 32];
    Seeded(seed).fill(&mut bytes).unwrap();
    bytes
}

fn psk(plan: &Plan, serial: &Serial) -> Psk {
    let from_card = |card: &[u8; 16]| pairing_psk(card, serial);
    plan.card_secret
        .as_ref()
        .map_or_else(|| Psk::from_bytes(drawn(5)), from_card)
}

fn case(plan: &Plan) -> Case {
    let [phone_seed, pump_seed] = plan.seeds;
    let serial = Serial::new(plan.serial).unwrap();
    let psk = psk(plan, &serial);
    let (initiator, first) = Initiator::start(&psk, &serial, pure(phone_seed)).unwrap();
    let (accepted, reply) =
        Responder::accept(&first, &serial, [((), &psk)], pure(pump_seed)).unwrap();
    let mut phone = initiator.finish(&reply).unwrap();

    let hello = sent("phone", 0, &mut phone, b"");
    let confirmed = accepted.session.confirm(&hello.0, &mut []);
    let (mut pump, _) = confirmed.unwrap();
    let longest = [0xa5; MAX_PLAINTEXT];
    let frames = [
        hello.1,
        passed("pump", 0, &mut pump, &mut phone, b"pump 0"),
        passed("phone", 1, &mut phone, &mut pump, b"phone 1"),
        passed("pump", 1, &mut pump, &mut phone, &longest),
    ];
    Case {
        name: plan.name,
        card_secret: plan.card_secret.map(|card| hex(&card)),
        serial: serial.as_str().to_string(),
        psk: hex(psk.expose()),
        prologue: hex(&serial.prologue()),
        initiator_ephemeral_private: hex(&drawn(phone_seed)),
        responder_ephemeral_private: hex(&drawn(pump_seed)),
        first_frame: hex(&first),
        reply_frame: hex(&reply),
        handshake_hash: hex(phone.handshake_hash()),
        transport: frames.into_iter().collect(),
    }
}

fn sent(
    from: &'static str,
    nonce: u64,
    sender: &mut Session,
    plaintext: &[u8],
) -> (Vec<u8>, Transport) {
    let frame = seal(sender, plaintext);
    let record = Transport {
        from,
        nonce,
        plaintext: hex(plaintext),
        frame: hex(&frame),
    };
    (frame, record)
}

fn passed(
    from: &'static str,
    nonce: u64,
    sender: &mut Session,
    receiver: &mut Session,
    plaintext: &[u8],
) -> Transport {
    let (frame, record) = sent(from, nonce, sender, plaintext);
    let mut out = [0; MAX_PLAINTEXT];
    let len = receiver.open(&frame, &mut out).unwrap();
    assert_eq!(&out[..len], plaintext);
    record
}

#[test]
fn session_vectors_are_current() {
    check_current("session.json", &PLANS.each_ref().map(case));
}
