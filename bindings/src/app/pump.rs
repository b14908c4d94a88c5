//! What needs the pump: pairing, visits, extra doses, the log.

use super::{Core, PhoneCore, Shared};
use crate::error::AppError;
use crate::link::DialledLink;
use crate::platform::{PlatformAuthenticator, Purpose, released};
use crate::records::{BolusSnapshot, DoseOffer};
use cisterna_core::keys::{AuthenticationError, RequestKeySeal};
use cisterna_core::pump::Contact;
use cisterna_core::pump::link::LinkError;
use cisterna_core::{Companion, CompanionError};
use cisterna_protocol::outcome::RequestId;
use std::sync::Arc;

/// What a copy of the log brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LogCopied {
    /// New records.
    pub records: u32,
    /// Places where the pump no longer had them. SR-45
    pub gaps: u32,
    /// Places where the digest chain does not fit.
    pub breaks: u32,
}

#[uniffi::export]
impl PhoneCore {
    /// Pairs with the pump of the card's text, whose pairing window is open, and reads it. The
    /// person authenticates first, so that the pump does not wait for them. SR-37
    ///
    /// # Errors
    /// [`AppError`], never with the card's code.
    pub async fn pair(&self, card: String) -> Result<(), AppError> {
        self.run_shared(move |shared| shared.pair(&card)).await
    }

    /// Reads the pump: connects where no session is open, and settles what is open. SR-41
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn read_pump(&self) -> Result<(), AppError> {
        self.run_shared(|shared| shared.visit(|_, _| Ok(()))).await
    }

    /// Makes the tap durable, before a connection or with one, and names the request. It dies after
    /// 60 s unless it is sent. SR-40
    ///
    /// # Errors
    /// [`AppError::Uncertain`] while an earlier request is not known.
    pub async fn intend_dose(&self, shown: DoseOffer) -> Result<RequestId, AppError> {
        self.run(move |core| core.companion.intend_bolus(shown.into()))
            .await
    }

    /// Sends an intent: the person authenticates within the call. It runs to its end, whoever still
    /// waits for it; the snapshot tells what became of it, and its request may be not known yet.
    ///
    /// # Errors
    /// [`AppError`]: nothing was sent.
    pub async fn send_dose(&self, id: RequestId) -> Result<BolusSnapshot, AppError> {
        self.run_shared(move |shared| shared.send_dose(id)).await
    }

    /// Ends a running extra dose, or voids a request that never arrived.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn cancel_dose(&self, id: RequestId) -> Result<BolusSnapshot, AppError> {
        self.run_shared(move |shared| {
            shared.visit(|companion, contact| companion.cancel_bolus(contact, id))?;
            shared.with(|core| core.bolus())
        })
        .await
    }

    /// Copies the pump's logs, without loss or doubling. SR-45
    ///
    /// # Errors
    /// [`AppError`]; the next copy goes on where this one ended.
    pub async fn copy_log(&self) -> Result<LogCopied, AppError> {
        self.run_shared(|shared| {
            shared.visit(|companion, contact| {
                let copied = companion.sync(contact, &mut |_| {})?;
                Ok(LogCopied {
                    records: copied.records,
                    gaps: copied.gaps,
                    breaks: u32::try_from(copied.breaks.len()).unwrap_or(u32::MAX),
                })
            })
        })
        .await
    }

    /// Ends the session; nothing happens where none is open.
    ///
    /// # Errors
    /// [`AppError::Restart`].
    pub async fn leave_pump(&self) -> Result<(), AppError> {
        self.run(|core| {
            core.contact = None;
            Ok(())
        })
        .await
    }
}

impl Shared {
    fn pair(&self, card: &str) -> Result<(), AppError> {
        let _alone = self.air.lock().map_err(|_| AppError::Restart)?;
        let secret = released(self.person.as_ref(), Purpose::Pairing)
            .map_err(|fault| CompanionError::from(AuthenticationError::from(fault)))?;
        let seal = RequestKeySeal::new(&secret);
        let mut dialer = self.dialer(self.dial()?);
        self.with(|core| {
            core.contact = None; // its key may be revoked with this one
            core.contact = Some(core.companion.pair(card, &seal, &mut dialer)?);
            Ok(())
        })
    }

    fn send_dose(&self, id: RequestId) -> Result<BolusSnapshot, AppError> {
        self.visit(|companion, contact| {
            let pump = companion.pump()?;
            let authenticator = PlatformAuthenticator {
                person: Arc::clone(&self.person),
                keys: Arc::clone(&self.keys),
                key_epoch: pump.key_epoch.ok_or(CompanionError::NotPaired)?,
            };
            companion.send_bolus(contact, id, &authenticator)
        })?;
        self.with(|core| core.bolus())
    }

    /// One visit at a time: the open session where there is one, else a new one. The link comes up
    /// before the companion is taken, so that snapshots do not wait for the radio.
    fn visit<T>(
        &self,
        work: impl FnOnce(&mut Companion, &mut Contact<DialledLink>) -> Result<T, CompanionError>,
    ) -> Result<T, AppError> {
        let _alone = self.air.lock().map_err(|_| AppError::Restart)?;
        let open = self.with(Core::refresh_open)?;
        if !open {
            self.with(|core| core.companion.pump().map(drop))?;
            let mut dialer = self.dialer(self.dial()?);
            self.with(|core| {
                core.contact = Some(core.companion.connect(&mut dialer)?);
                Ok(())
            })?;
        }
        self.with(|core| {
            let Core {
                companion, contact, ..
            } = core;
            let contact = contact.as_mut().ok_or(CompanionError::OutOfReach)?;
            work(companion, contact)
        })
    }

    fn dial(&self) -> Result<DialledLink, AppError> {
        Ok(DialledLink::dial(self.links.as_ref()).map_err(CompanionError::from)?)
    }

    /// Gives the link that is up first, then new ones.
    fn dialer(&self, first: DialledLink) -> impl FnMut() -> Result<DialledLink, LinkError> {
        let mut first = Some(first);
        move || match first.take() {
            Some(link) => Ok(link),
            None => DialledLink::dial(self.links.as_ref()),
        }
    }
}

impl Core {
    /// Reads the pump over the open session; false where none is, or it just ended.
    fn refresh_open(&mut self) -> Result<bool, CompanionError> {
        let Some(contact) = self.contact.as_mut().filter(|it| it.is_open()) else {
            self.contact = None;
            return Ok(false);
        };
        let refreshed = self.companion.refresh(contact);
        let settled = refreshed.and_then(|_| self.companion.resolve(contact));
        match settled {
            Ok(()) => Ok(true),
            Err(CompanionError::OutOfReach) => {
                self.contact = None;
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }
}
