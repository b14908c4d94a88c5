//! Clinicians' signed commands: checked, carried out whole, durable before the answer. SR-30

use crate::identity::Identity;
use crate::memory::MemoryError;
use crate::pump::{Actuator, MAX_PAIRING_S, MemoryFault, Pump};
use cisterna_dosing::engine::Engine;
use cisterna_protocol::bounded::{Octets, decode_exact};
use cisterna_protocol::clinic::{ClinicCommand, SignedCommand};
use cisterna_protocol::message::{AlarmKind, Answer, RejectReason, Rejection};
use cisterna_protocol::prescription::{Field, SignedPrescription};
use cisterna_protocol::record::Body;
use cisterna_protocol::session::Entropy;
use cisterna_protocol::signed::{command_message, prescription_message};
use ed25519_dalek::{Signature, VerifyingKey};
use embedded_storage_async::nor_flash::NorFlash;

type Answered = (Answer, Option<MemoryFault>);

fn rejected(rejection: Rejection) -> Answered {
    (Answer::Rejected(rejection), None)
}

/// Whether `signature` over `message` is by `signer`.
fn verifies(signer: &Octets<32>, message: &[u8], signature: &Octets<64>) -> bool {
    let Ok(key) = VerifyingKey::from_bytes(&signer.0) else {
        return false;
    };
    key.verify_strict(message, &Signature::from_bytes(&signature.0))
        .is_ok()
}

impl<F: NorFlash, A: Actuator, R: Entropy> Pump<F, A, R> {
    /// Checks signer, signature and counter, and carries the command out.
    pub(crate) async fn order(
        &mut self,
        session: &[u8; 32],
        slot: u8,
        signed: &SignedCommand,
    ) -> Answered {
        let serial = self.identity.serial.clone();
        // The session is a clinician's; the signature has to be by the same one.
        if self.identity.clinician(&signed.signer) != Some(slot) {
            return rejected(Rejection::field(Field::Signer));
        }
        let message = command_message(serial.as_str(), session, signed.counter, &signed.command);
        if !verifies(&signed.signer, &message, &signed.signature) {
            return rejected(Rejection::field(Field::Signature));
        }
        let Ok(command) = decode_exact::<ClinicCommand>(&signed.command) else {
            return rejected(Rejection::field(Field::Shape));
        };
        let before = self.engine.clone();
        if let Err(rejection) = self.engine.take_counter(usize::from(slot), signed.counter) {
            return rejected(rejection);
        }
        let identity = match self.carry_out(command) {
            Ok(identity) => identity,
            Err(rejection) => {
                self.engine = before;
                return rejected(rejection);
            }
        };
        self.keep(before, identity).await
    }

    /// Keys first, then the state: a power cut between them leaves a key more or less and no
    /// command half done.
    async fn keep(&mut self, before: Engine, identity: Option<Identity>) -> Answered {
        if let Some(identity) = identity {
            if let Err(error) = self.memory.keep_identity(&identity).await {
                self.engine = before;
                let rejection = Rejection::because(RejectReason::CannotStore);
                return (Answer::Rejected(rejection), Some(MemoryFault(error)));
            }
            self.identity = identity;
        }
        if !self.commit_or_undo(before).await {
            let rejection = Rejection::because(RejectReason::CannotStore);
            let fault = MemoryFault(MemoryError::Flash);
            return (Answer::Rejected(rejection), Some(fault));
        }
        if self.monitor.has_cut() && !self.engine.has(AlarmKind::MonitorCut) {
            self.monitor.release();
            self.actuator.set_cut(false);
            self.keep_monitor().await;
        }
        (Answer::Done, None)
    }

    /// Carries a verified command out on the engine; returns the identity where it changes.
    fn carry_out(&mut self, command: ClinicCommand) -> Result<Option<Identity>, Rejection> {
        match command {
            ClinicCommand::Stage(signed) => self.stage(signed)?,
            ClinicCommand::Activate(activation) => self.engine.activate(activation)?,
            ClinicCommand::Refill(refill) => self.engine.refill(refill)?,
            ClinicCommand::Prime(volume) => self.engine.prime(volume)?,
            ClinicCommand::SetClock(clock) => self.engine.set_clock(clock)?,
            ClinicCommand::Stop => self.engine.stop()?,
            ClinicCommand::Resume => self.engine.resume()?,
            ClinicCommand::ClinicianBolus(order) => self.engine.clinician_bolus(order)?,
            ClinicCommand::ClearFault(kind) => self.engine.clear_fault(kind)?,
            ClinicCommand::OpenPairing(duration_s) => {
                if duration_s == 0 || duration_s > MAX_PAIRING_S {
                    return Err(Rejection::field(Field::Duration));
                }
                self.open_pairing(duration_s);
            }
            ClinicCommand::RevokePhone(key_epoch) => return self.revoke(key_epoch).map(Some),
            ClinicCommand::TrustClinician(keys) => {
                let mut identity = self.identity.clone();
                let slot = identity
                    .trust(keys)
                    .ok_or(Rejection::because(RejectReason::Full))?;
                self.engine.reset_counter(usize::from(slot));
                return Ok(Some(self.tell_clinicians(identity)));
            }
            ClinicCommand::RemoveClinician(public) => {
                let mut identity = self.identity.clone();
                if !identity.distrust(&public) {
                    return Err(Rejection::field(Field::Key));
                }
                return Ok(Some(self.tell_clinicians(identity)));
            }
        }
        Ok(None)
    }

    fn stage(&mut self, signed: SignedPrescription) -> Result<(), Rejection> {
        if self.identity.clinician(&signed.signer).is_none() {
            return Err(Rejection::field(Field::Signer));
        }
        let message = prescription_message(&signed.prescription);
        if !verifies(&signed.signer, &message, &signed.signature) {
            return Err(Rejection::field(Field::Signature));
        }
        self.engine.stage(signed, self.identity.serial.as_str())
    }

    fn revoke(&mut self, key_epoch: u32) -> Result<Identity, Rejection> {
        let mut identity = self.identity.clone();
        if !identity.revoke(key_epoch) {
            return Err(Rejection::field(Field::Key));
        }
        self.engine.revoke_phone(key_epoch);
        Ok(identity)
    }

    fn tell_clinicians(&mut self, identity: Identity) -> Identity {
        let trusted = u8::try_from(identity.clinicians.len()).unwrap_or(u8::MAX);
        self.engine.log_event(Body::Clinicians { trusted });
        identity
    }
}
