//! Who may ask what, and the answers. SR-31
//!
//! A phone reads, asks for a bolus, cancels it, acknowledges alarms. The card pairs. A clinician's
//! programmer reads and gives signed orders. Nothing else.

use crate::identity::Who;
use crate::link::OpenSession;
use crate::pump::{Actuator, MemoryFault, Pump};
use cisterna_dosing::engine::Presented;
use cisterna_protocol::bounded::{List, decode_exact};
use cisterna_protocol::clinic::SignedCommand;
use cisterna_protocol::history::ReadHistory;
use cisterna_protocol::message::{
    Acknowledgement, Answer, Ask, Device, PairGrant, PairRequest, RejectReason, Rejection, Request,
    Response,
};
use cisterna_protocol::outcome::{
    BolusRequest, Outcome, OutcomeReport, Refusal, RefusalReason, RequestId,
};
use cisterna_protocol::prescription::Field;
use cisterna_protocol::record::Body;
use cisterna_protocol::session::{Entropy, PROTOCOL_VERSION};
use cisterna_protocol::signed::bolus_proof_message;
use embedded_storage_async::nor_flash::NorFlash;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Version of the firmware: major · 10 000 + minor · 100 + patch.
const FIRMWARE: u32 = 100;

/// An answer, and whether durable memory failed on the way to it.
type Answered = (Answer, Option<MemoryFault>);

const fn rejected(reason: RejectReason) -> Answered {
    (Answer::Rejected(Rejection::because(reason)), None)
}

fn plain(answer: Answer) -> Answered {
    (answer, None)
}

impl<F: NorFlash, A: Actuator, R: Entropy> Pump<F, A, R> {
    pub(crate) async fn answer(
        &mut self,
        open: &mut OpenSession,
        message: &[u8],
    ) -> (Response, Option<MemoryFault>) {
        let Ok(request) = decode_exact::<Request>(message) else {
            let rejection = Rejection::because(RejectReason::Unreadable);
            return (
                Response {
                    tag: 0,
                    body: Answer::Rejected(rejection),
                },
                None,
            );
        };
        let (body, fault) = match open.who {
            Who::Phone(key_epoch) => self.answer_phone(open, key_epoch, &request.body).await,
            Who::Clinician(slot) => self.answer_clinician(open, slot, &request.body).await,
            Who::Card => self.answer_card(&request.body).await,
        };
        (
            Response {
                tag: request.tag,
                body,
            },
            fault,
        )
    }

    /// The phone connected with its key for the first time: from now on it is valid. SR-37
    pub(crate) async fn confirm_phone(&mut self, key_epoch: u32) -> Result<(), MemoryFault> {
        let mut identity = self.identity.clone();
        if !identity.confirm(key_epoch) {
            return Ok(());
        }
        self.memory
            .keep_identity(&identity)
            .await
            .map_err(MemoryFault)?;
        self.identity = identity;
        self.engine.log_event(Body::Paired { key_epoch });
        self.commit().await
    }

    async fn answer_phone(
        &mut self,
        open: &mut OpenSession,
        key_epoch: u32,
        ask: &Ask,
    ) -> Answered {
        match ask {
            Ask::ReadStatus
            | Ask::ReadDevice
            | Ask::ReadPrescription
            | Ask::ReadHistory(_)
            | Ask::RecentRequests => self.answer_reading(open, ask).await,
            Ask::RequestBolus(request) => self.answer_bolus(open, key_epoch, request).await,
            Ask::CancelBolus(id) => {
                self.settle(*id, |engine| engine.cancel(*id, key_epoch))
                    .await
            }
            Ask::ResolveRequest(id) => {
                self.settle(*id, |engine| engine.resolve(*id, key_epoch))
                    .await
            }
            Ask::AcknowledgeAlarm(ack) => self.answer_acknowledgement(*ack).await,
            Ask::Pair(_) | Ask::Clinic(_) => rejected(RejectReason::NotAllowed),
        }
    }

    async fn answer_clinician(&mut self, open: &mut OpenSession, slot: u8, ask: &Ask) -> Answered {
        match ask {
            Ask::ReadStatus
            | Ask::ReadDevice
            | Ask::ReadPrescription
            | Ask::ReadHistory(_)
            | Ask::RecentRequests => self.answer_reading(open, ask).await,
            Ask::Clinic(command) => self.answer_order(open, slot, command).await,
            Ask::AcknowledgeAlarm(ack) => self.answer_acknowledgement(*ack).await,
            Ask::RequestBolus(_) | Ask::CancelBolus(_) | Ask::ResolveRequest(_) | Ask::Pair(_) => {
                rejected(RejectReason::NotAllowed)
            }
        }
    }

    async fn answer_card(&mut self, ask: &Ask) -> Answered {
        match ask {
            Ask::Pair(pair) => self.answer_pair(pair).await,
            Ask::ReadDevice => plain(Answer::Device(self.device())),
            Ask::ReadStatus
            | Ask::ReadPrescription
            | Ask::ReadHistory(_)
            | Ask::RequestBolus(_)
            | Ask::CancelBolus(_)
            | Ask::ResolveRequest(_)
            | Ask::RecentRequests
            | Ask::AcknowledgeAlarm(_)
            | Ask::Clinic(_) => rejected(RejectReason::NotAllowed),
        }
    }

    async fn answer_reading(&mut self, open: &mut OpenSession, ask: &Ask) -> Answered {
        match ask {
            Ask::ReadStatus => {
                let status = self.status();
                open.count_read = Some(status.count);
                open.told_changes = status.changes;
                plain(Answer::Status(status))
            }
            Ask::ReadDevice => plain(Answer::Device(self.device())),
            Ask::ReadPrescription => {
                plain(Answer::Prescription(self.engine.state().active.clone()))
            }
            Ask::ReadHistory(read) => self.answer_history(*read).await,
            Ask::RecentRequests => plain(Answer::Recent(self.recent())),
            Ask::RequestBolus(_)
            | Ask::CancelBolus(_)
            | Ask::ResolveRequest(_)
            | Ask::AcknowledgeAlarm(_)
            | Ask::Pair(_)
            | Ask::Clinic(_) => rejected(RejectReason::NotAllowed),
        }
    }

    async fn answer_history(&mut self, read: ReadHistory) -> Answered {
        if read.from == 0 || read.max == 0 {
            return plain(Answer::Rejected(Rejection::field(Field::Page)));
        }
        // Records that wait for a commit would show as a gap: make them durable first.
        if !self.engine.outbox().is_empty()
            && let Err(fault) = self.commit().await
        {
            let rejection = Rejection::because(RejectReason::CannotStore);
            return (Answer::Rejected(rejection), Some(fault));
        }
        match self.memory.page(read.log, read.from, read.max).await {
            Ok(page) => plain(Answer::History(page)),
            Err(error) => {
                let rejection = Rejection::because(RejectReason::CannotStore);
                (Answer::Rejected(rejection), Some(MemoryFault(error)))
            }
        }
    }

    async fn answer_bolus(
        &mut self,
        open: &OpenSession,
        key_epoch: u32,
        request: &BolusRequest,
    ) -> Answered {
        let proof_holds = self.proof_holds(open, key_epoch, request);
        let presented = Presented {
            request,
            key_epoch,
            proof_holds,
            count_read: open.count_read,
        };
        self.settle(request.id, |engine| engine.request(presented))
            .await
    }

    /// Decides, makes durable, and only then answers; what cannot be made durable did not happen.
    async fn settle(
        &mut self,
        id: RequestId,
        decide: impl FnOnce(&mut cisterna_dosing::engine::Engine) -> Outcome,
    ) -> Answered {
        let before = self.engine.clone();
        let outcome = decide(&mut self.engine);
        if self.commit_or_undo(before).await {
            return plain(Answer::Outcome(OutcomeReport { id, outcome }));
        }
        let outcome = Outcome::Refused(Refusal::because(RefusalReason::CannotStore));
        let fault = MemoryFault(crate::memory::MemoryError::Flash);
        (Answer::Outcome(OutcomeReport { id, outcome }), Some(fault))
    }

    /// SR-43: HMAC by the phone's request key over everything that the request says, in this
    /// session.
    fn proof_holds(&self, open: &OpenSession, key_epoch: u32, request: &BolusRequest) -> bool {
        let Some(phone) = self.identity.phone(key_epoch) else {
            return false;
        };
        let session = open.session.handshake_hash();
        let message = bolus_proof_message(self.identity.serial.as_str(), session, request);
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&phone.request.0) else {
            return false;
        };
        mac.update(&message);
        // Compares in constant time.
        mac.verify_slice(&request.proof.0).is_ok()
    }

    async fn answer_acknowledgement(&mut self, ack: Acknowledgement) -> Answered {
        let before = self.engine.clone();
        if let Err(rejection) = self.engine.acknowledge(ack) {
            return plain(Answer::Rejected(rejection));
        }
        self.done_or_undone(before).await
    }

    pub(crate) async fn done_or_undone(
        &mut self,
        before: cisterna_dosing::engine::Engine,
    ) -> Answered {
        if self.commit_or_undo(before).await {
            return plain(Answer::Done);
        }
        let fault = MemoryFault(crate::memory::MemoryError::Flash);
        (
            Answer::Rejected(Rejection::because(RejectReason::CannotStore)),
            Some(fault),
        )
    }

    async fn answer_order(
        &mut self,
        open: &mut OpenSession,
        slot: u8,
        command: &SignedCommand,
    ) -> Answered {
        let session = *open.session.handshake_hash();
        let answered = self.order(&session, slot, command).await;
        // Revoking oneself, or the trust in oneself, ends this session too. SR-37
        open.ends = match open.who {
            Who::Clinician(slot) => !self.identity.clinicians.iter().any(|c| c.slot == slot),
            Who::Phone(_) | Who::Card => false,
        };
        answered
    }

    async fn answer_pair(&mut self, pair: &PairRequest) -> Answered {
        let mut link = [0; 32];
        if self.entropy.fill(&mut link).is_err() {
            return rejected(RejectReason::State);
        }
        let mut identity = self.identity.clone();
        let Some(phone) = identity.pair(link, pair.request_key.0) else {
            return rejected(RejectReason::Full);
        };
        if let Err(error) = self.memory.keep_identity(&identity).await {
            let rejection = Rejection::because(RejectReason::CannotStore);
            return (Answer::Rejected(rejection), Some(MemoryFault(error)));
        }
        self.identity = identity;
        // One phone a window.
        self.pairing_until = cisterna_protocol::quantity::Count(0);
        plain(Answer::Paired(PairGrant {
            key_epoch: phone.key_epoch,
            link_key: phone.link,
            storage_id: self.identity.storage_id,
        }))
    }

    fn recent(&self) -> List<OutcomeReport, { cisterna_protocol::message::MAX_RECENT }> {
        let state = self.engine.state();
        let running = state.bolus.and_then(|bolus| match bolus.kind {
            cisterna_dosing::state::BolusKind::Patient(id) => Some(OutcomeReport {
                id,
                outcome: self.engine.look_up(id)?,
            }),
            cisterna_dosing::state::BolusKind::Clinician
            | cisterna_dosing::state::BolusKind::Prime => None,
        });
        let mut list = List::default();
        for report in running.into_iter().chain(state.requests.recent()) {
            // The oldest refusals and voids are the ones that find no room.
            if list.push(report).is_err() {
                break;
            }
        }
        list
    }

    fn device(&self) -> Device {
        let phones = self.identity.phones.iter().map(|phone| phone.key_epoch);
        Device {
            serial: self.identity.serial.clone(),
            protocol: PROTOCOL_VERSION,
            firmware: FIRMWARE,
            capacity_nl: self.identity.capacity_nl,
            pulse_nl: u32::try_from(cisterna_dosing::limits::PULSE_NL).unwrap_or(u32::MAX),
            storage_id: self.identity.storage_id,
            phones: List::from_items(phones).expect("as many as the pump knows"),
            clinicians: self.identity.clinicians_digest(),
        }
    }
}
