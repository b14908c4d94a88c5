//! A programmed pump in memory, in virtual time, and a phone's keys for it.

use cisterna_board_host::nor::EmulatedNor;
use cisterna_core::pump::link::{Outbox, Peer, PipeLink};
use cisterna_core::pump::session::{Connection, PumpIdentity};
use cisterna_dosing::engine::{Pulse, PulseOrigin, SelfTest};
use cisterna_firmware::identity::Provision;
use cisterna_firmware::link::LinkState;
use cisterna_firmware::storage::layout::FLASH_SIZE_B;
use cisterna_firmware::{Actuator, Pump};
use cisterna_protocol::bounded::{Bytes, List, Octets, encode_into};
use cisterna_protocol::clinic::{
    Activation, CivilClock, ClinicCommand, ClinicianKeys, MAX_COMMAND, Refill, SignedCommand,
};
use cisterna_protocol::framing::{ChunkLen, MAX_CHUNK};
use cisterna_protocol::message::{Answer, Ask, PairRequest};
use cisterna_protocol::prescription::{
    BolusPermission, MAX_PRESCRIPTION, Prescription, Serial, SignedPrescription, Step,
};
use cisterna_protocol::quantity::{Count, Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres};
use cisterna_protocol::session::{self, Crypto, Entropy, EntropyFailed, Psk, pairing_psk};
use cisterna_protocol::signed::{command_message, prescription_message};
use ed25519_dalek::{Signer, SigningKey};
use embassy_futures::block_on;
use sha2::{Digest, Sha256};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Serial of the pump.
pub const SERIAL: &str = "CIS-000042";
/// Secret of its card.
pub const CARD: [u8; 16] = [0x5c; 16];
/// Key of the clinician's programmer.
pub const CLINICIAN_LINK: [u8; 32] = [0xc1; 32];
/// Key of the paired phone's proofs.
pub const REQUEST_KEY: [u8; 32] = [0x77; 32];
/// From start to start, s.
pub const LOCKOUT_S: u32 = 3 * 3_600;
/// Length of a bolus, s.
pub const BOLUS_S: u32 = 1_200;
/// Pulses of a bolus: 25 µg at 500 µg/mL and 250 nL a pulse.
pub const BOLUS_PULSES: usize = 200;

const DAY_S: u32 = 86_400;

/// A small generator with a seed: `SplitMix64`.
#[derive(Clone, Debug)]
pub struct Seeded(pub u64);

impl Seeded {
    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is not 0.
    pub const fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}

impl Entropy for Seeded {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        for byte in out {
            *byte = self.next().to_le_bytes()[0];
        }
        Ok(())
    }
}

/// A motor that counts the patient's strokes.
#[derive(Clone, Debug, Default)]
pub struct Motor {
    patient: Rc<Cell<usize>>,
    now_s: Rc<Cell<u64>>,
}

impl Motor {
    /// Strokes of patients' boluses so far.
    pub fn patient_strokes(&self) -> usize {
        self.patient.get()
    }
}

impl Actuator for Motor {
    fn stroke(&mut self, pulse: &Pulse) -> u8 {
        if pulse.origin == PulseOrigin::Patient {
            self.patient.set(self.patient.get() + 1);
        }
        self.now_s.set(self.now_s.get().max(pulse.at.0));
        1
    }

    fn uncommanded(&mut self) -> u32 {
        0
    }

    fn monitor_clock_s(&mut self) -> u64 {
        self.now_s.get()
    }

    fn set_cut(&mut self, _cut: bool) {}
}

/// The pump of the rig.
pub type RigPump = Pump<EmulatedNor, Motor, Seeded>;

/// The pump's end of a link in memory.
pub struct PumpPeer(pub Rc<RefCell<RigPump>>);

impl Peer for PumpPeer {
    fn up(&mut self, chunk_len: ChunkLen, _out: &mut Outbox) {
        self.0.borrow_mut().link_up(chunk_len);
    }

    fn chunk(&mut self, chunk: &[u8], out: &mut Outbox) {
        let mut pump = self.0.borrow_mut();
        let state = block_on(pump.receive(chunk));
        while let Some(chunk) = pump.next_chunk() {
            out.send(chunk.to_vec());
        }
        if !matches!(state, Ok(LinkState::Up)) {
            out.hang_up();
        }
    }

    fn down(&mut self) {
        self.0.borrow_mut().link_down();
    }
}

/// The largest chunks: most frames are one.
///
/// # Panics
/// Never.
pub fn chunk_len() -> ChunkLen {
    ChunkLen::new(MAX_CHUNK).expect("the largest there is")
}

/// The pump as its peers know it.
///
/// # Panics
/// Never.
pub fn identity(psk: Psk) -> PumpIdentity {
    PumpIdentity {
        serial: session::Serial::new(SERIAL).expect("visible and short"),
        psk,
    }
}

/// Starts the pump of a flash.
///
/// # Panics
/// Where the flash holds none.
pub fn start(flash: EmulatedNor, motor: Motor, seed: u64) -> RigPump {
    let booted = RigPump::boot(flash, motor, Seeded(seed), SelfTest::Passed);
    block_on(booted).expect("the pump starts")
}

/// A programmed and filled pump without phones.
///
/// # Panics
/// Where the firmware does not take its own orders.
pub fn programmed(motor: Motor) -> RigPump {
    let mut flash = EmulatedNor::memory(FLASH_SIZE_B);
    let clinician = SigningKey::from_bytes(&[0x11; 32]);
    let provision = Provision {
        serial: session::Serial::new(SERIAL).expect("visible and short"),
        capacity_nl: 20_000_000,
        card_secret: CARD,
        storage_id: [7; 8],
        clinician: ClinicianKeys {
            public: Octets(clinician.verifying_key().to_bytes()),
            link: Octets(CLINICIAN_LINK),
        },
    };
    block_on(RigPump::provision(&mut flash, &provision)).expect("a blank flash");
    let pump = Rc::new(RefCell::new(start(flash, motor, 1)));
    program(&pump, &clinician);
    let Ok(pump) = Rc::try_unwrap(pump) else {
        panic!("the link is closed")
    };
    pump.into_inner()
}

/// The connection of whoever holds `psk`.
///
/// # Panics
/// Where the pump does not know the key.
pub fn connect(pump: &Rc<RefCell<RigPump>>, psk: Psk) -> Connection<PipeLink<PumpPeer>> {
    let link = PipeLink::new(PumpPeer(Rc::clone(pump)), chunk_len());
    Connection::shake(link, &identity(psk), Crypto::ring()).expect("the pump knows the key")
}

/// Pairs a phone; its key epoch and link key.
///
/// # Panics
/// Where the pump does not pair.
pub fn pair(pump: &Rc<RefCell<RigPump>>) -> (u32, [u8; 32]) {
    pump.borrow_mut().magnet();
    let serial = session::Serial::new(SERIAL).expect("visible and short");
    let mut card = connect(pump, pairing_psk(&CARD, &serial));
    let ask = Ask::Pair(PairRequest {
        request_key: Octets(REQUEST_KEY),
    });
    let Ok(Answer::Paired(grant)) = card.ask(ask) else {
        panic!("the window is open")
    };
    card.close();
    let mut phone = connect(pump, Psk::from_bytes(grant.link_key.0));
    phone.read_status().expect("the new key is good");
    phone.close();
    (grant.key_epoch, grant.link_key.0)
}

/// Morphine 500 µg/mL, 10 µg/h; boluses of 25 µg over 20 minutes, 3 h apart, 4 in 24 h.
fn prescription() -> Prescription {
    let step = Step {
        from_s: 0,
        until_s: DAY_S,
        rate: NanogramsPerHour(10_000),
    };
    Prescription {
        serial: Serial::new(SERIAL).expect("short"),
        version: 1,
        drug: 2,
        concentration: NanogramsPerMl(500_000),
        steps: List::from_items([step]).expect("one of eight or more"),
        bolus: Some(BolusPermission {
            dose: Nanograms(25_000),
            duration_s: BOLUS_S,
            lockout_s: LOCKOUT_S,
            max_in_window: 4,
        }),
        window_s: DAY_S,
        window_limit: Nanograms(400_000),
        low_level: Nanolitres(2_000_000),
        dead_volume: Nanolitres(200_000),
    }
}

fn program(pump: &Rc<RefCell<RigPump>>, key: &SigningKey) {
    let mut out = [0; MAX_PRESCRIPTION];
    let bytes = encode_into(&prescription(), &mut out).expect("it fits");
    let signed = SignedPrescription {
        prescription: Bytes::new(bytes).expect("it fits"),
        signer: Octets(key.verifying_key().to_bytes()),
        signature: Octets(key.sign(&prescription_message(bytes)).to_bytes()),
    };
    let activation = Activation {
        old: None,
        new: Octets(Sha256::digest(bytes).into()),
    };
    let refill = Refill {
        drug: 2,
        concentration: NanogramsPerMl(500_000),
        volume: Nanolitres(20_000_000),
        use_by_utc_s: 2_000_000_000,
        activation: Some(activation),
        bridge: None,
    };
    let clock = CivilClock {
        utc_s: 20_834 * 86_400,
        offset_s: 0,
    };
    let orders = [
        ClinicCommand::Stage(signed),
        ClinicCommand::Refill(refill),
        ClinicCommand::SetClock(clock),
    ];
    let mut clinic = connect(pump, Psk::from_bytes(CLINICIAN_LINK));
    for (counter, order) in (1..).zip(&orders) {
        let mut out = [0; MAX_COMMAND];
        let command = encode_into(order, &mut out).expect("it fits");
        let message = command_message(SERIAL, clinic.handshake_hash(), counter, command);
        let done = clinic.ask(Ask::Clinic(SignedCommand {
            command: Bytes::new(command).expect("it fits"),
            counter,
            signer: Octets(key.verifying_key().to_bytes()),
            signature: Octets(key.sign(&message).to_bytes()),
        }));
        assert!(
            matches!(done, Ok(Answer::Done)),
            "order {counter}: {done:?}"
        );
    }
    clinic.close();
}

/// Runs the pump for `span_s` seconds, each pulse at its own.
///
/// # Panics
/// Where its memory takes no write.
pub fn run(pump: &mut RigPump, span_s: u64) {
    let until = Count(pump.now().0 + span_s);
    block_on(pump.run_until(until)).expect("memory takes the write");
}
