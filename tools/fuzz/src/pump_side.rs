//! What a peer says to the pump, before and within a session.
//!
//! Bytes: which key (1: none, clinician, phone, card), then steps of a kind (1) and a part
//! (2 + n): a raw chunk, a message sealed as the session would, or time that passes.

use crate::rig::{self, CARD, CLINICIAN_LINK, Motor, RigPump, SERIAL};
use crate::{take, take_part};
use cisterna_board_host::nor::EmulatedNor;
use cisterna_firmware::link::LinkState;
use cisterna_protocol::framing::{Assembler, ChunkCounter, Fragmenter, MAX_CHUNK, MAX_FRAME};
use cisterna_protocol::session::{
    Crypto, Initiator, MAX_PLAINTEXT, Psk, Serial, Session, pairing_psk,
};
use embassy_futures::block_on;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::OnceLock;

/// Steps of one input; more would only be slow.
const STEPS: usize = 32;

/// The flash of a programmed pump with one phone, and the phone's link key.
fn paired() -> &'static (Vec<u8>, [u8; 32]) {
    static PAIRED: OnceLock<(Vec<u8>, [u8; 32])> = OnceLock::new();
    PAIRED.get_or_init(|| {
        let pump = Rc::new(RefCell::new(rig::programmed(Motor::default())));
        let (_, link) = rig::pair(&pump);
        let image = pump.borrow().flash().image().to_vec();
        (image, link)
    })
}

/// No byte of a peer stops the pump, gives a dose without a proof, or keeps a later peer out.
pub(crate) fn converse(mut data: &[u8]) {
    let (image, link_key) = paired();
    let motor = Motor::default();
    let mut pump = rig::start(EmulatedNor::from_image(image.clone()), motor.clone(), 7);
    pump.magnet();
    let serial = Serial::new(SERIAL).expect("visible and short");
    let [who] = take(&mut data);
    let psk = match who % 4 {
        0 => None,
        1 => Some(Psk::from_bytes(CLINICIAN_LINK)),
        2 => Some(Psk::from_bytes(*link_key)),
        _ => Some(pairing_psk(&CARD, &serial)),
    };
    pump.link_up(rig::chunk_len());
    let mut counter = ChunkCounter::new();
    let mut session = psk.map(|psk| shake(&mut pump, &psk, &serial, &mut counter));
    for _ in 0..STEPS {
        if data.is_empty() {
            break;
        }
        let [kind] = take(&mut data);
        let part = take_part(&mut data);
        match (kind % 4, &mut session) {
            (0, _) | (1 | 2, None) => say(&mut pump, &part[..part.len().min(MAX_CHUNK)]),
            (1 | 2, Some(session)) => {
                let mut frame = [0; MAX_FRAME];
                let plain = &part[..part.len().min(MAX_PLAINTEXT)];
                if let Ok(len) = session.seal(plain, &mut frame) {
                    send(&mut pump, &frame[..len], &mut counter);
                }
            }
            (_, _) => rig::run(&mut pump, part.iter().map(|byte| u64::from(*byte)).sum()),
        }
    }
    // SR-43: nobody here can make a proof
    assert_eq!(motor.patient_strokes(), 0);
    // SR-34: the phone that the pump knows is never kept out
    pump.link_down();
    let pump = Rc::new(RefCell::new(pump));
    let mut phone = rig::connect(&pump, Psk::from_bytes(*link_key));
    phone.read_status().expect("the pump answers");
}

fn shake(pump: &mut RigPump, psk: &Psk, serial: &Serial, counter: &mut ChunkCounter) -> Session {
    let crypto = Crypto::pure(&mut rig::Seeded(3)).expect("a seed never fails");
    let (initiator, first) = Initiator::start(psk, serial, crypto).expect("a fresh handshake");
    send(pump, &first, counter);
    let mut assembler = Assembler::new();
    let mut reply = None;
    while let Some(chunk) = pump.next_chunk() {
        reply = assembler
            .push(&chunk)
            .expect("the pump's chunks are in order")
            .map(<[u8]>::to_vec);
    }
    let reply = reply.expect("the pump knows the key");
    initiator.finish(&reply).expect("the pump proves the key")
}

fn send(pump: &mut RigPump, frame: &[u8], counter: &mut ChunkCounter) {
    let Ok(mut fragments) = Fragmenter::new(frame, rig::chunk_len(), counter) else {
        return;
    };
    let mut out = [0; MAX_CHUNK];
    while let Some(len) = fragments.next_chunk(&mut out) {
        say_keeping(pump, &out[..len]);
    }
}

fn say_keeping(pump: &mut RigPump, chunk: &[u8]) {
    let state = block_on(pump.receive(chunk)).expect("memory takes every write");
    assert!(matches!(state, LinkState::Up | LinkState::HangUp));
}

/// Says a chunk and drains the answers.
fn say(pump: &mut RigPump, chunk: &[u8]) {
    say_keeping(pump, chunk);
    while pump.next_chunk().is_some() {}
}
