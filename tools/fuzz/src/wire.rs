//! Bytes of the wire and of the pump's flash.

use crate::{take, take_part};
use cisterna_dosing::engine::{Due, Engine, SelfTest};
use cisterna_dosing::plan::Plan;
use cisterna_dosing::state::State;
use cisterna_protocol::bounded::{decode_exact, encode_into};
use cisterna_protocol::clinic::{ClinicCommand, SignedCommand};
use cisterna_protocol::framing::{
    Assembler, ChunkCounter, ChunkLen, Fragmenter, MAX_CHUNK, MAX_FRAME, MIN_CHUNK,
};
use cisterna_protocol::message::{Request, Response};
use cisterna_protocol::prescription::{Prescription, SignedPrescription};
use cisterna_protocol::record::{RECORD_LEN, Record};
use std::fmt::Debug;

/// Room for the largest of them.
const ROOM: usize = 8_192;
/// A day of the pump, s.
const DAY_S: u64 = 86_400;
/// Reservoir, nL.
const CAPACITY_NL: u64 = 20_000_000;

/// What decodes is written the same way again and again.
macro_rules! comes_back {
    ($kind:ty, $data:expr) => {
        if let Ok(value) = decode_exact::<$kind>($data) {
            let mut room = [0; ROOM];
            let wire = encode_into(&value, &mut room).expect("it came from fewer bytes");
            let again = decode_exact::<$kind>(wire).expect("our own bytes are readable");
            assert_same(&value, &again);
        }
    };
}

fn assert_same<T: PartialEq + Debug>(before: &T, after: &T) {
    assert!(before == after, "{before:?} came back as {after:?}");
}

pub(crate) fn request(data: &[u8]) {
    comes_back!(Request, data);
}

pub(crate) fn response(data: &[u8]) {
    comes_back!(Response, data);
}

pub(crate) fn clinic(data: &[u8]) {
    comes_back!(ClinicCommand, data);
    comes_back!(SignedCommand, data);
    comes_back!(SignedPrescription, data);
    comes_back!(Prescription, data);
    if let Ok(prescription) = decode_exact::<Prescription>(data)
        && let Ok(plan) = Plan::judge(&prescription)
    {
        assert!(plan.day_units() / 2 <= plan.day_units());
        let _ = (plan.limit_pulses(), plan.next_rate(0), plan.units(0, DAY_S));
    }
}

/// Any chunks leave the assembler usable; any frame comes back from its own chunks.
pub(crate) fn framing(mut data: &[u8]) {
    let frame = take_part(&mut data);
    let chunk = usize::from(u16::from_le_bytes(take(&mut data)));
    let chunk = ChunkLen::new(MIN_CHUNK + chunk % (MAX_CHUNK - MIN_CHUNK + 1)).expect("in range");
    let mut assembler = Assembler::new();
    while !data.is_empty() {
        if let Ok(Some(whole)) = assembler.push(take_part(&mut data)) {
            assert!(whole.len() <= MAX_FRAME);
        }
    }
    assembler.reset();
    let mut counter = ChunkCounter::new();
    let mut assembler = Assembler::new();
    let Ok(mut fragments) = Fragmenter::new(frame, chunk, &mut counter) else {
        assert!(frame.is_empty() || frame.len() > MAX_FRAME);
        return;
    };
    let mut out = [0; MAX_CHUNK];
    let mut whole = None;
    while let Some(len) = fragments.next_chunk(&mut out) {
        assert!(whole.is_none(), "chunks after the last one");
        whole = assembler
            .push(&out[..len])
            .expect("our own chunk")
            .map(<[u8]>::to_vec);
    }
    assert_eq!(whole.as_deref(), Some(frame));
}

pub(crate) fn record(data: &[u8]) {
    for bytes in data.as_chunks::<RECORD_LEN>().0 {
        let record = Record::from_bytes(bytes);
        assert_same(&record, &Record::from_bytes(&record.to_bytes()));
    }
}

/// The pump starts from whatever it reads, and runs a day.
pub(crate) fn state(data: &[u8]) {
    comes_back!(State, data);
    let Ok(state) = decode_exact::<State>(data) else {
        return;
    };
    let mut engine = Engine::boot(Some(state), CAPACITY_NL, SelfTest::Passed);
    let end = engine.now().after(DAY_S);
    for _ in 0..20_000 {
        match engine.poll(end) {
            Due::Nothing { .. } => return,
            Due::Commit => {
                engine.prepare_commit();
                engine.committed();
            }
            Due::Pulse(_) => engine.fed_back(1),
        }
    }
}
