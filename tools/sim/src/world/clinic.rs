//! The simulated clinic: prescriptions, signatures, orders over a session of its own.

use super::ground::Shared;
use super::link::{SimLink, Weather};
use crate::scenario::{Order, Therapy};
use crate::trace::Side;
use cisterna_core::pump::session::{Connection, ConnectionError, PumpIdentity};
use cisterna_firmware::identity::Provision;
use cisterna_protocol::bounded::{Bytes, List, Octets, encode_into};
use cisterna_protocol::clinic::{
    Activation, Bridge, CivilClock, ClinicCommand, ClinicianBolus, ClinicianKeys, MAX_COMMAND,
    Refill, SignedCommand,
};
use cisterna_protocol::message::{Answer, Ask};
use cisterna_protocol::prescription::{
    self, BolusPermission, MAX_PRESCRIPTION, Prescription, SignedPrescription, Step,
};
use cisterna_protocol::quantity::{Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres};
use cisterna_protocol::session::{Psk, Serial};
use cisterna_protocol::signed::{command_message, prescription_message};
use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::rc::Rc;

pub(crate) const SERIAL: &str = "CIS-SIM-1";
pub(crate) const CARD: [u8; 16] = [0x5c; 16];
const LINK_KEY: [u8; 32] = [0xc1; 32];
const CAPACITY_NL: u64 = 20_000_000;
/// 2026-03-20, ten days before the clocks of Europe change.
pub(crate) const BEGIN_UTC_S: u64 = 1_773_964_800;
const USE_BY_UTC_S: u64 = BEGIN_UTC_S + 180 * 86_400;

fn key() -> SigningKey {
    SigningKey::from_bytes(&[0x11; 32])
}

pub(crate) fn serial() -> Serial {
    Serial::new(SERIAL).expect("visible and short")
}

pub(crate) fn provision() -> Provision {
    Provision {
        serial: serial(),
        capacity_nl: CAPACITY_NL,
        card_secret: CARD,
        storage_id: [7; 8],
        clinician: ClinicianKeys {
            public: Octets(key().verifying_key().to_bytes()),
            link: Octets(LINK_KEY),
        },
    }
}

fn steps(rates: [u32; 3], permille: u32) -> List<Step, { prescription::MAX_STEPS }> {
    let borders = [0, 6 * 3_600, 22 * 3_600, 86_400];
    let step = |nth: usize| Step {
        from_s: borders[nth],
        until_s: borders[nth + 1],
        rate: NanogramsPerHour(rates[nth] * permille / 1_000),
    };
    List::from_items([step(0), step(1), step(2)]).expect("three fit")
}

/// The first prescription of a therapy, with rates in thousandths of it.
fn prescription(therapy: Therapy, version: u32, permille: u32) -> Prescription {
    let (drug, concentration, rates, window_limit, bolus) = match therapy {
        Therapy::Baclofen => (
            1,
            500_000,
            [8_000, 12_000, 10_000],
            330_000,
            Some((5_000, 600, 3_600, 8)),
        ),
        Therapy::Morphine => (
            2,
            500_000,
            [8_000, 10_000, 8_000],
            330_000,
            Some((25_000, 1_200, 10_800, 4)),
        ),
        Therapy::Ziconotide => (3, 25_000, [300, 400, 300], 15_000, None),
    };
    let steps = steps(rates, permille);
    Prescription {
        serial: prescription::Serial::new(SERIAL).expect("visible and short"),
        version,
        drug,
        concentration: NanogramsPerMl(concentration),
        steps,
        bolus: bolus.map(
            |(dose, duration_s, lockout_s, max_in_window)| BolusPermission {
                dose: Nanograms(dose),
                duration_s,
                lockout_s,
                max_in_window,
            },
        ),
        window_s: 86_400,
        window_limit: Nanograms(window_limit),
        low_level: Nanolitres(2_000_000),
        dead_volume: Nanolitres(200_000),
    }
}

/// The clinic.
pub(crate) struct Clinic {
    therapy: Therapy,
    active: Option<(Prescription, [u8; 32])>,
    next_version: u32,
    counter: u64,
    pub(crate) phones: Vec<u32>,
}

impl Clinic {
    pub(crate) const fn new(therapy: Therapy) -> Self {
        Self {
            therapy,
            active: None,
            next_version: 1,
            counter: 0,
            phones: Vec::new(),
        }
    }

    /// Sets the clock, fills, and starts the first prescription.
    pub(crate) fn begin(&mut self, ground: &Shared) -> bool {
        self.carry_out(ground, Order::SetClock { offset_min: 60 });
        let first = prescription(self.therapy, 1, 1_000);
        self.next_version = 2;
        self.replace(ground, first, Some((18_000_000, None)))
    }

    /// Carries an order out. Returns whether the pump did.
    pub(crate) fn carry_out(&mut self, ground: &Shared, order: Order) -> bool {
        let utc_s = BEGIN_UTC_S + ground.borrow().now_ms / 1_000;
        let done = match order {
            Order::Stop => self.order(ground, &ClinicCommand::Stop),
            Order::Resume => self.order(ground, &ClinicCommand::Resume),
            Order::Reprogram { permille } => {
                let mut next = self.next(permille);
                if let Some((active, _)) = &self.active {
                    next.bolus = active.bolus;
                }
                self.replace(ground, next, None)
            }
            Order::TightWindow => {
                let mut next = self.next(900);
                let day_ng: u64 = next
                    .steps
                    .iter()
                    .map(|step| {
                        u64::from(step.rate.0) * u64::from(step.until_s - step.from_s) / 3_600
                    })
                    .sum();
                next.window_limit = Nanograms(day_ng + day_ng / 20);
                self.replace(ground, next, None)
            }
            Order::ForbidBolus => {
                let mut next = self.next(1_000);
                next.bolus = None;
                self.replace(ground, next, None)
            }
            Order::Refill { volume_ml } => {
                let Some((active, _)) = &self.active else {
                    return false;
                };
                let refill = Refill {
                    drug: active.drug,
                    concentration: active.concentration,
                    volume: Nanolitres(u64::from(volume_ml) * 1_000_000),
                    use_by_utc_s: utc_s + 180 * 86_400,
                    activation: None,
                    bridge: None,
                };
                self.order(ground, &ClinicCommand::Refill(refill))
            }
            Order::Dilute => self.dilute(ground),
            Order::Bolus => {
                let dose = self.active.as_ref().and_then(|(it, _)| it.bolus);
                let Some(dose) = dose else { return false };
                let bolus = ClinicianBolus {
                    dose: dose.dose,
                    duration_s: dose.duration_s,
                };
                self.order(ground, &ClinicCommand::ClinicianBolus(bolus))
            }
            Order::SetClock { offset_min } => {
                let clock = CivilClock {
                    utc_s,
                    offset_s: offset_min * 60,
                };
                self.order(ground, &ClinicCommand::SetClock(clock))
            }
            Order::ClearFaults => self.clear_faults(ground),
            Order::Revoke { phone } => {
                let Some(epoch) = self.phones.get(phone).copied() else {
                    return false;
                };
                self.order(ground, &ClinicCommand::RevokePhone(epoch))
            }
        };
        let what = format!("{order:?}: {}", if done { "done" } else { "not done" });
        ground.borrow_mut().board.tell(Side::Clinic, what);
        done
    }

    fn next(&mut self, permille: u32) -> Prescription {
        let mut next = prescription(self.therapy, self.next_version, permille);
        self.next_version += 1;
        if let Some((active, _)) = &self.active
            && active.concentration != next.concentration
        {
            next.concentration = active.concentration;
        }
        next
    }

    fn clear_faults(&mut self, ground: &Shared) -> bool {
        let alarms = ground.borrow().board.status().map(|status| status.alarms);
        for alarm in alarms.iter().flat_map(|alarms| alarms.iter()) {
            self.order(ground, &ClinicCommand::ClearFault(alarm.kind));
        }
        ground.borrow_mut().board.faults_cleared();
        true
    }

    /// Half the concentration with the same doses: a bridge over the catheter.
    fn dilute(&mut self, ground: &Shared) -> bool {
        let Some((old, _)) = self.active.clone() else {
            return false;
        };
        let mut next = self.next(1_000);
        next.concentration = NanogramsPerMl(old.concentration.0 / 2);
        let bridge = Bridge {
            volume: next.dead_volume,
            rate: old.steps[0].rate,
            flush: false,
        };
        self.replace(ground, next, Some((18_000_000, Some(bridge))))
    }

    /// Stages and activates; with a refill where one is told.
    fn replace(
        &mut self,
        ground: &Shared,
        next: Prescription,
        refill: Option<(u64, Option<Bridge>)>,
    ) -> bool {
        let mut bytes = [0; MAX_PRESCRIPTION];
        let Some(bytes) = encode_into(&next, &mut bytes) else {
            return false;
        };
        let signed = SignedPrescription {
            prescription: Bytes::new(bytes).expect("within its bound"),
            signer: Octets(key().verifying_key().to_bytes()),
            signature: Octets(key().sign(&prescription_message(bytes)).to_bytes()),
        };
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        ground.borrow_mut().board.issued.push(next.clone());
        if !self.order(ground, &ClinicCommand::Stage(signed)) {
            return false;
        }
        let activation = Activation {
            old: self.active.as_ref().map(|(_, digest)| Octets(*digest)),
            new: Octets(digest),
        };
        let command = match refill {
            None => ClinicCommand::Activate(activation),
            Some((volume_nl, bridge)) => ClinicCommand::Refill(Refill {
                drug: next.drug,
                concentration: next.concentration,
                volume: Nanolitres(volume_nl),
                use_by_utc_s: USE_BY_UTC_S,
                activation: Some(activation),
                bridge,
            }),
        };
        self.order(ground, &command);
        // whether or not the answer came: the clinic reads what is active now
        let active = ground
            .borrow()
            .board
            .status()
            .and_then(|it| it.prescription);
        let took = active.is_some_and(|brief| brief.digest.0 == digest);
        if took {
            self.active = Some((next, digest));
        }
        took
    }

    fn order(&mut self, ground: &Shared, command: &ClinicCommand) -> bool {
        self.counter += 1;
        let counter = self.counter;
        send(ground, command, counter).unwrap_or(false)
    }
}

fn send(ground: &Shared, command: &ClinicCommand, counter: u64) -> Result<bool, ConnectionError> {
    let weather = Rc::new(RefCell::new(Weather::default()));
    let link = SimLink::dial(ground, &weather)?;
    let identity = PumpIdentity {
        serial: serial(),
        psk: Psk::from_bytes(LINK_KEY),
    };
    let (mut connection, _) = Connection::open(link, &identity)?;
    let mut bytes = [0; MAX_COMMAND];
    let bytes = encode_into(command, &mut bytes).expect("every command is within its bound");
    let message = command_message(SERIAL, connection.handshake_hash(), counter, bytes);
    let signed = SignedCommand {
        command: Bytes::new(bytes).expect("within its bound"),
        counter,
        signer: Octets(key().verifying_key().to_bytes()),
        signature: Octets(key().sign(&message).to_bytes()),
    };
    let answer = connection.ask(Ask::Clinic(signed))?;
    connection.close();
    Ok(answer == Answer::Done)
}
