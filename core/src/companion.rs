//! The one door for shells: thin, decides nothing itself.

use crate::clock::{Clock, Instant};
use crate::error::CompanionError;
use crate::home::Home;
use crate::keys::{Authenticator, FileKeyStore, KeyStore, PassphraseAuthenticator, RequestKeySeal};
use crate::pump::bolus::{self, BolusOffer, BolusOutcome};
use crate::pump::link::{Dialer, Link};
use crate::pump::pairing::{self, ImplantCard};
use crate::pump::status::{Reading, Standing, standing};
use crate::pump::sync::{self, HistoryCursor, HistoryList, Progress, SyncReport};
use crate::pump::{Contact, visit};
use crate::settings::Locale;
use crate::store::{Break, LogKey, PumpRow, RequestRow, Store};
use cisterna_protocol::bounded::decode_exact;
use cisterna_protocol::history::Log;
use cisterna_protocol::outcome::RequestId;
use cisterna_protocol::prescription::Prescription;
use cisterna_text::Texts;
use std::path::Path;
use std::sync::Arc;

mod care;
mod diary;
mod lifecycle;
mod refill;
mod reminders;
#[cfg(feature = "report")]
mod report;
mod screens;
mod signals;
mod speak;

pub(crate) use diary::DiaryBasis;
pub use diary::PlanChange;
pub use refill::RefillPlans;
use signals::Signals;
pub use signals::{Changed, Listener, Screen, Screens};

/// The database in the home folder.
const DATABASE: &str = "cisterna.db";
/// The keys in the home folder.
const KEYS: &str = "keys";

/// The companion of one person and their pump.
#[derive(Debug)]
pub struct Companion {
    home: Home,
    signals: Signals,
    /// What the phone is set to; the person's own settings come before it.
    locale: Locale,
    texts: Texts,
}

impl Companion {
    /// Opens the companion that lives in `home`, a folder that exists; keys are files in it.
    ///
    /// # Errors
    /// [`CompanionError`]; a database that is not ours, newer or damaged stays untouched.
    pub fn open(home: &Path, clock: Arc<dyn Clock>) -> Result<Self, CompanionError> {
        let keys = FileKeyStore::open(&home.join(KEYS))?;
        Self::open_with(home, clock, Arc::new(keys))
    }

    /// As [`Companion::open`], with the platform's key store.
    ///
    /// # Errors
    /// As [`Companion::open`].
    pub fn open_with(
        home: &Path,
        clock: Arc<dyn Clock>,
        keys: Arc<dyn KeyStore>,
    ) -> Result<Self, CompanionError> {
        let path = home.join(DATABASE);
        let key = lifecycle::database_key(&path, keys.as_ref())?;
        let store = Store::open(&path, &key)?;
        let mut home = Home {
            store,
            keys,
            clock,
            folder: home.to_owned(),
        };
        bolus::bury_unsent(&mut home)?; // SR-40
        let locale = Locale::default();
        let texts = speak::texts(&home.store, locale)?;
        Ok(Self {
            home,
            signals: Signals::default(),
            locale,
            texts,
        })
    }

    /// Pairs with the pump of the card text, whose pairing window is open. SR-37
    ///
    /// # Errors
    /// [`CompanionError`], never with the card's code.
    pub fn pair<D: Dialer>(
        &mut self,
        card: &str,
        seal: &RequestKeySeal,
        dialer: &mut D,
    ) -> Result<Contact<D::Link>, CompanionError> {
        let card = ImplantCard::parse(card).map_err(CompanionError::Card)?;
        let paired = pairing::pair(&mut self.home, &card, seal, dialer);
        self.signals.mark(Screens::all());
        Ok(paired?)
    }

    /// Connects to the pump, reads it, and settles open requests.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn connect<D: Dialer>(
        &mut self,
        dialer: &mut D,
    ) -> Result<Contact<D::Link>, CompanionError> {
        let opened = visit::open(&mut self.home, dialer);
        self.pump_changed();
        let contact = opened?;
        self.end_notices()?;
        self.note_reading_after_mri()?;
        Ok(contact)
    }

    /// The pump that the app works with.
    ///
    /// # Errors
    /// [`CompanionError::NotPaired`] before the first pairing.
    pub fn pump(&self) -> Result<PumpRow, CompanionError> {
        self.home
            .store
            .current_pump()?
            .ok_or(CompanionError::NotPaired)
    }

    /// The latest reading that is kept; `None` before the first.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn status(&self) -> Result<Option<Reading>, CompanionError> {
        Ok(self.home.store.reading(&self.pump()?)?)
    }

    /// As [`Companion::status`]; `None` before the first pairing too.
    pub(crate) fn status_if_paired(&self) -> Result<Option<Reading>, CompanionError> {
        match self.status() {
            Err(CompanionError::NotPaired) => Ok(None),
            other => other,
        }
    }

    /// Reads the status anew.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn refresh<L: Link>(
        &mut self,
        contact: &mut Contact<L>,
    ) -> Result<Reading, CompanionError> {
        let reading = contact.refresh(&mut self.home)?.clone();
        self.pump_changed();
        self.end_notices()?;
        self.note_reading_after_mri()?;
        Ok(reading)
    }

    /// How things stand now, by the latest reading. SR-52
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn standing(&self) -> Result<Standing, CompanionError> {
        Ok(standing(self.status()?.as_ref(), &self.now()))
    }

    /// Now, on the core's clock.
    pub fn now(&self) -> Instant {
        self.home.clock.now()
    }

    /// Copies the pump's logs.
    ///
    /// # Errors
    /// [`CompanionError`]; the next sync goes on where this one ended.
    pub fn sync<L: Link>(
        &mut self,
        contact: &mut Contact<L>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<SyncReport, CompanionError> {
        let synced = sync::sync(&mut self.home, contact, progress);
        self.signals.mark(Screens::of(&[
            Screen::Home,
            Screen::History,
            Screen::Refill,
            Screen::Trial,
        ]));
        Ok(synced?)
    }

    /// Copied entries of a log, newest first, at most `limit` and 100.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn history(
        &self,
        log: Log,
        cursor: Option<HistoryCursor>,
        limit: u32,
    ) -> Result<HistoryList, CompanionError> {
        Ok(sync::list(
            &self.home.store,
            &self.pump()?,
            log,
            cursor,
            limit,
        )?)
    }

    /// Where the digest chain of a log did not fit, in order.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn breaks(&self, log: Log) -> Result<Vec<Break>, CompanionError> {
        Ok(self.home.store.breaks(LogKey::of(&self.pump()?, log))?)
    }

    /// An authenticator for this phone's request key.
    ///
    /// # Errors
    /// [`CompanionError::NotPaired`] before the first pairing.
    pub fn authenticator(
        &self,
        passphrase: &str,
    ) -> Result<PassphraseAuthenticator, CompanionError> {
        let key_epoch = self.pump()?.key_epoch.ok_or(CompanionError::NotPaired)?;
        Ok(PassphraseAuthenticator::new(
            self.home.keys.clone(),
            key_epoch,
            passphrase,
        ))
    }

    /// Makes the tap durable, before a connection or with one. SR-40
    ///
    /// # Errors
    /// [`CompanionError::Uncertain`] while an earlier request is not known.
    pub fn intend_bolus(&mut self, shown: BolusOffer) -> Result<RequestId, CompanionError> {
        let mut pump = self.pump()?;
        let intended = bolus::intend(&mut self.home, &mut pump, shown);
        self.requests_changed();
        Ok(intended?.id)
    }

    /// Sends an intent, within 60 s of its tap.
    ///
    /// # Errors
    /// [`CompanionError`]: nothing was sent, or the database failed and [`Companion::request`]
    /// tells.
    pub fn send_bolus<L: Link>(
        &mut self,
        contact: &mut Contact<L>,
        id: RequestId,
        authenticator: &dyn Authenticator,
    ) -> Result<BolusOutcome, CompanionError> {
        let pump = self.pump()?;
        if pump.id != contact.pump.id {
            return Err(CompanionError::NoIntent); // another pump was paired since
        }
        contact.pump = pump; // its counter moved with the intent
        let row = self.home.store.request(&contact.pump, id)?;
        let mut row = row.ok_or(CompanionError::NoIntent)?;
        let carried = bolus::carry(&mut self.home, contact, &mut row, authenticator);
        self.requests_changed();
        Ok(carried?)
    }

    /// [`Companion::intend_bolus`] and [`Companion::send_bolus`] in one.
    ///
    /// # Errors
    /// As those two.
    pub fn request_bolus<L: Link>(
        &mut self,
        contact: &mut Contact<L>,
        shown: BolusOffer,
        authenticator: &dyn Authenticator,
    ) -> Result<(RequestId, BolusOutcome), CompanionError> {
        let id = self.intend_bolus(shown)?;
        Ok((id, self.send_bolus(contact, id, authenticator)?))
    }

    /// Ends a running bolus, or voids a request that never arrived.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn cancel_bolus<L: Link>(
        &mut self,
        contact: &mut Contact<L>,
        id: RequestId,
    ) -> Result<BolusOutcome, CompanionError> {
        let cancelled = bolus::cancel(&mut self.home, contact, id);
        self.requests_changed();
        Ok(cancelled?)
    }

    /// Asks the pump about every request that is open; [`Companion::connect`] has done so too.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn resolve<L: Link>(&mut self, contact: &mut Contact<L>) -> Result<(), CompanionError> {
        let resolved = bolus::resolve_open(&mut self.home, contact);
        self.requests_changed();
        Ok(resolved?)
    }

    /// Whatever the outcome, what a screen shows may have changed.
    fn requests_changed(&self) {
        self.signals
            .mark(Screens::of(&[Screen::Home, Screen::Bolus]));
    }

    fn pump_changed(&self) {
        self.signals.mark(Screens::of(&[
            Screen::Home,
            Screen::Bolus,
            Screen::Refill,
            Screen::Reminders,
            Screen::Alarms,
            Screen::PumpDetails,
        ]));
    }

    /// What is known about a request.
    ///
    /// # Errors
    /// [`CompanionError::NoIntent`] where there is none of this id.
    pub fn request(&self, id: RequestId) -> Result<BolusOutcome, CompanionError> {
        let row = self.home.store.request(&self.pump()?, id)?;
        row.map(|row| row.state.into())
            .ok_or(CompanionError::NoIntent)
    }

    /// The latest requests of this phone, newest first, at most 100.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn requests(&self, limit: u32) -> Result<Vec<RequestRow>, CompanionError> {
        let limit = limit.min(sync::MAX_LIST);
        Ok(self.home.store.latest_requests(&self.pump()?, limit)?)
    }

    /// The active prescription, as it was cached.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn prescription(&self) -> Result<Option<Prescription>, CompanionError> {
        let pump = self.pump()?;
        let brief = self
            .status()?
            .and_then(|reading| reading.status().prescription);
        let Some(brief) = brief else {
            return Ok(None);
        };
        let signed = self.home.store.prescription(&pump, &brief.digest.0)?;
        Ok(signed.and_then(|signed| decode_exact(&signed.prescription).ok()))
    }
}

#[cfg(test)]
use crate::store::StoreError;

#[cfg(test)]
impl Companion {
    /// The process dies at the `nth` write from now.
    pub(crate) fn die_at_write(&mut self, nth: u32) {
        self.home.store.die_at_write(nth);
    }

    /// Lets the counter fall back, as a restored backup does.
    pub(crate) fn restore_counter(&mut self, counter: u32) {
        let restored = self.home.store.write(|tx| {
            tx.execute("UPDATE pumps SET next_counter = ?1", [counter])
                .map_err(StoreError::from)
        });
        restored.expect("the test's store works");
    }
}

#[cfg(test)]
mod tests;
