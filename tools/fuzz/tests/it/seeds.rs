//! First inputs: good ones, so that changes of them go deep. `CISTERNA_SEEDS=1` writes them.

use cisterna_fuzz_targets::rig::{self, Motor};
use cisterna_protocol::bounded::{Octets, encode_into};
use cisterna_protocol::history::{Log, ReadHistory};
use cisterna_protocol::message::{
    Acknowledgement, AlarmKind, Answer, Ask, PairRequest, Request, Response,
};
use cisterna_protocol::outcome::{BolusRequest, RequestId};
use cisterna_protocol::quantity::{Count, Nanograms};
use cisterna_protocol::record::{Body, Record};
use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

type Seed = (&'static str, String, Vec<u8>);

fn asks() -> Vec<Ask> {
    let id = RequestId {
        key_epoch: 1,
        counter: 1,
    };
    vec![
        Ask::ReadStatus,
        Ask::ReadDevice,
        Ask::ReadPrescription,
        Ask::ReadHistory(ReadHistory {
            log: Log::Events,
            from: 1,
            max: 9,
        }),
        Ask::RequestBolus(BolusRequest {
            id,
            dose: Nanograms(25_000),
            prescription_version: 1,
            epoch: 2,
            expires_at: Count(60),
            proof: Octets([9; 32]),
        }),
        Ask::CancelBolus(id),
        Ask::ResolveRequest(id),
        Ask::RecentRequests,
        Ask::AcknowledgeAlarm(Acknowledgement {
            alarm: AlarmKind::ClockUncertain,
            mute_s: 600,
        }),
        Ask::Pair(PairRequest {
            request_key: Octets([3; 32]),
        }),
    ]
}

fn wire(value: &impl minicbor::Encode<()>) -> Vec<u8> {
    let mut room = [0; 8_192];
    encode_into(value, &mut room).unwrap().to_vec()
}

fn part(bytes: &[u8]) -> Vec<u8> {
    let len = u16::try_from(bytes.len()).unwrap().to_le_bytes();
    [&len[..], bytes].concat()
}

/// A pump that was asked everything: each question, each answer, its state, its records.
fn seeds() -> Vec<Seed> {
    let pump = Rc::new(RefCell::new(rig::programmed(Motor::default())));
    let (_, link) = rig::pair(&pump);
    rig::run(&mut pump.borrow_mut(), 4_000);
    let key = cisterna_protocol::session::Psk::from_bytes(link);
    let mut phone = rig::connect(&pump, key);
    let mut all = Vec::new();
    let (mut sealed, mut answers) = (vec![2], vec![1]);
    for (tag, ask) in (1..).zip(asks()) {
        let name = format!("{tag:02}");
        let question = wire(&Request {
            tag,
            body: ask.clone(),
        });
        sealed.extend([&[1], &part(&question)[..]].concat());
        all.push(("request", name.clone(), question));
        let Ok(body) = phone.ask(ask) else {
            continue;
        };
        if let Answer::History(page) = &body {
            all.push(("record", name.clone(), page.records.to_vec()));
        }
        let answer = wire(&Response { tag, body });
        answers.extend(part(&answer));
        all.push(("response", name, answer));
    }
    phone.close();
    let state = pump.borrow().engine().state().clone();
    let signed = state.active.clone().unwrap();
    let clinic = [wire(&signed), signed.prescription.to_vec()];
    all.extend(clinic.map(|bytes| ("clinic", bytes.len().to_string(), bytes)));
    all.push(("state", "programmed".into(), wire(&state)));
    for who in 0..4 {
        sealed[0] = who;
        all.push(("pump_side", who.to_string(), sealed.clone()));
    }
    answers[0] = 1;
    all.push(("phone_side", "answers".into(), answers.clone()));
    answers[0] = 0;
    all.push(("phone_side", "raw".into(), answers));
    all.extend(others());
    all
}

fn others() -> Vec<Seed> {
    let record = Record {
        seq: 1,
        epoch: 1,
        at: Count(9),
        body: Body::AlarmRaised(AlarmKind::ReservoirLow),
    };
    let frame = [
        part(b"a frame"),
        vec![3, 0],
        part(&[0, 7, 0, b'a']),
        part(b"x"),
    ]
    .concat();
    let serial = cisterna_protocol::session::Serial::new(rig::SERIAL).unwrap();
    let card = cisterna_core::pump::pairing::ImplantCard::print(&serial, &rig::CARD);
    let json = |kind: u8, text: &str| [&[kind], text.as_bytes()].concat();
    let care = serde_json::to_string(&cisterna_core::care::CarePlan::default()).unwrap();
    let settings = serde_json::to_string(&cisterna_core::Settings::default()).unwrap();
    vec![
        ("record", "alarm".into(), record.to_bytes().to_vec()),
        ("framing", "one".into(), frame),
        ("card", "good".into(), card.as_bytes().to_vec()),
        ("documents", "care".into(), json(0, &care)),
        ("documents", "settings".into(), json(1, &settings)),
        ("backup", "unchanged".into(), Vec::new()),
        ("backup", "flipped".into(), vec![0, 16, 0, 0, 1]),
        ("backup", "cut".into(), vec![1]),
    ]
}

/// Every question, answer and state of today is among the kept inputs' kinds, and still decodes.
#[test]
fn the_seeds_are_inputs_that_every_target_takes() {
    let write = std::env::var_os("CISTERNA_SEEDS").is_some();
    for (target, name, bytes) in seeds() {
        let found = cisterna_fuzz_targets::TARGETS
            .iter()
            .find(|it| it.name == target);
        (found.unwrap().check)(&bytes);
        if write {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("corpus")
                .join(target);
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(name), &bytes).unwrap();
        }
    }
}
