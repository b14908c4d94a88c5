//! A pump on emulated flash, in virtual time, with keys that the tests know.

use crate::oracle::{Limits, Stroke};
use cisterna_board_host::nor::EmulatedNor;
use cisterna_dosing::engine::{Pulse, PulseOrigin, SelfTest};
use cisterna_firmware::identity::Provision;
use cisterna_firmware::storage::layout::FLASH_SIZE_B;
use cisterna_firmware::{Actuator, MemoryFault, Pump};
use cisterna_protocol::bounded::{Bytes, List, Octets, encode_into};
use cisterna_protocol::clinic::ClinicianKeys;
use cisterna_protocol::prescription::{
    BolusPermission, Prescription, Serial, SignedPrescription, Step,
};
use cisterna_protocol::quantity::{Count, Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres};
use cisterna_protocol::session::{self, Entropy, EntropyFailed};
use cisterna_protocol::signed::prescription_message;
use ed25519_dalek::{Signer, SigningKey};
use embassy_futures::block_on;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

pub(crate) const SERIAL: &str = "CIS-000042";
pub(crate) const CARD: [u8; 16] = [0x5c; 16];
pub(crate) const CLINICIAN_LINK: [u8; 32] = [0xc1; 32];
pub(crate) const LOCKOUT_S: u32 = 3 * 3_600;

pub(crate) fn clinician() -> SigningKey {
    SigningKey::from_bytes(&[0x11; 32])
}

/// A small deterministic generator.
pub(crate) struct Seeded(pub u64);

impl Seeded {
    pub(crate) fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
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

/// What outlives the pump's processor: the physical world.
#[derive(Clone, Default)]
pub(crate) struct World {
    pub(crate) strokes: Rc<RefCell<Vec<Stroke>>>,
    pub(crate) physical_s: Rc<Cell<u64>>,
    pub(crate) stalled: Rc<Cell<bool>>,
    pub(crate) uncommanded: Rc<Cell<u32>>,
    pub(crate) cut: Rc<Cell<bool>>,
    /// Count at which the physical clock is `physical_s`.
    count: Rc<Cell<u64>>,
}

impl Actuator for World {
    fn stroke(&mut self, pulse: &Pulse) -> u8 {
        if self.stalled.get() || self.cut.get() {
            return 0;
        }
        let at_s = self.physical_s.get() + pulse.at.0.saturating_sub(self.count.get());
        self.strokes.borrow_mut().push(Stroke {
            at_s,
            origin: pulse.origin,
        });
        1
    }

    fn uncommanded(&mut self) -> u32 {
        self.uncommanded.take()
    }

    fn monitor_clock_s(&mut self) -> u64 {
        self.physical_s.get()
    }

    fn set_cut(&mut self, cut: bool) {
        self.cut.set(cut);
    }
}

pub(crate) type TestPump = Pump<EmulatedNor, World, Seeded>;

/// A pump and its world.
pub(crate) struct Rig {
    pub(crate) pump: TestPump,
    pub(crate) world: World,
}

pub(crate) fn provision() -> Provision {
    Provision {
        serial: session::Serial::new(SERIAL).unwrap(),
        capacity_nl: 20_000_000,
        card_secret: CARD,
        storage_id: [7; 8],
        clinician: ClinicianKeys {
            public: Octets(clinician().verifying_key().to_bytes()),
            link: Octets(CLINICIAN_LINK),
        },
    }
}

/// Morphine 10 mg/mL: 8.2 µg/h at night, 10.4 by day, boluses of 25 µg over 2 minutes, 3 h lockout,
/// 4 in 24 h, at most 350 µg in 24 h.
pub(crate) fn prescription(version: u32) -> Prescription {
    let step = |from_h: u32, until_h: u32, rate| Step {
        from_s: from_h * 3_600,
        until_s: until_h * 3_600,
        rate: NanogramsPerHour(rate),
    };
    Prescription {
        serial: Serial::new(SERIAL).unwrap(),
        version,
        drug: 2,
        concentration: NanogramsPerMl(500_000),
        steps: List::from_items([step(0, 6, 8_200), step(6, 22, 10_400), step(22, 24, 8_200)])
            .unwrap(),
        bolus: Some(BolusPermission {
            dose: Nanograms(25_000),
            duration_s: 1_200,
            lockout_s: LOCKOUT_S,
            max_in_window: 4,
        }),
        window_s: 86_400,
        window_limit: Nanograms(350_000),
        low_level: Nanolitres(2_000_000),
        dead_volume: Nanolitres(200_000),
    }
}

/// The limits of [`prescription`]: a pulse is 250 nL · 0.5 ng/nL = 125 ng.
pub(crate) const LIMITS: Limits = Limits {
    window_s: 86_400,
    window_pulses: 350_000 / 125,
    bolus_pulses: 25_000 / 125,
    lockout_s: LOCKOUT_S as u64,
    max_in_window: 4,
};

pub(crate) fn sign(prescription: &Prescription) -> SignedPrescription {
    let mut out = [0; 512];
    let bytes = encode_into(prescription, &mut out).unwrap();
    let key = clinician();
    SignedPrescription {
        prescription: Bytes::new(bytes).unwrap(),
        signer: Octets(key.verifying_key().to_bytes()),
        signature: Octets(key.sign(&prescription_message(bytes)).to_bytes()),
    }
}

impl Rig {
    /// A pump that was provisioned and never programmed.
    pub(crate) fn blank() -> Self {
        let mut flash = EmulatedNor::memory(FLASH_SIZE_B);
        block_on(TestPump::provision(&mut flash, &provision())).unwrap();
        Self::start(flash, World::default(), 1)
    }

    /// Starts a pump on a flash that holds one.
    pub(crate) fn start(flash: EmulatedNor, world: World, seed: u64) -> Self {
        Self::try_start(flash, world, seed).expect("the pump starts")
    }

    pub(crate) fn try_start(flash: EmulatedNor, world: World, seed: u64) -> Option<Self> {
        let booted = TestPump::boot(flash, world.clone(), Seeded(seed), SelfTest::Passed);
        let pump = block_on(booted).ok()?;
        world.count.set(pump.now().0);
        Some(Self { pump, world })
    }

    /// Lets `span_s` physical seconds pass.
    pub(crate) fn pass(&mut self, span_s: u64) -> Result<(), MemoryFault> {
        let until = Count(self.pump.now().0 + span_s);
        let done = block_on(self.pump.run_until(until)).map(|_| ());
        self.settle_clock();
        done
    }

    /// The physical clock follows the count; call after anything that moved it.
    pub(crate) fn settle_clock(&mut self) {
        let now = self.pump.now().0;
        let passed = now.saturating_sub(self.world.count.get());
        self.world
            .physical_s
            .set(self.world.physical_s.get() + passed);
        self.world.count.set(now);
    }

    /// Cuts the power and starts again at once: the hardest case, for no physical time passes.
    pub(crate) fn restart(self, seed: u64) -> Self {
        let mut rig = self;
        rig.settle_clock();
        let (mut flash, world, _) = rig.pump.into_parts();
        flash.restore_power();
        Self::start(flash, world, seed)
    }

    /// Strokes of one origin so far.
    pub(crate) fn count(&self, origin: PulseOrigin) -> usize {
        self.world
            .strokes
            .borrow()
            .iter()
            .filter(|stroke| stroke.origin == origin)
            .count()
    }
}
