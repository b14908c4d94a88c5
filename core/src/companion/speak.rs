//! Language and settings.

use super::{Companion, Listener, Screen, Screens};
use crate::error::CompanionError;
use crate::settings::{Locale, Settings};
use crate::store::{Store, StoreError, save_document};
use cisterna_text::Texts;
use std::sync::Arc;

/// The sentences of the person's language, else of the phone's.
pub(super) fn texts(store: &Store, locale: Locale) -> Result<Texts, StoreError> {
    let settings: Settings = store.document()?.unwrap_or_default();
    let (language, format) = settings.locale(locale);
    Ok(Texts::new(language, format))
}

impl Companion {
    /// What the person set.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn settings(&self) -> Result<Settings, CompanionError> {
        self.signals.pulled(Screen::Settings);
        self.settings_kept()
    }

    /// The same for the core's own use.
    pub(crate) fn settings_kept(&self) -> Result<Settings, CompanionError> {
        Ok(self.home.store.document()?.unwrap_or_default())
    }

    /// Keeps what the person set; every sentence changes with the language.
    ///
    /// # Errors
    /// [`CompanionError`]; the earlier settings stay then.
    pub fn change_settings(&mut self, settings: &Settings) -> Result<(), CompanionError> {
        let now_utc_ms = self.now().wall_utc_ms;
        self.home
            .store
            .write(|tx| save_document(tx, settings, now_utc_ms))?;
        self.speak_anew()
    }

    /// The phone's language and hours, as the shell passes them at its start and when they change.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn set_locale(&mut self, locale: Locale) -> Result<(), CompanionError> {
        self.locale = locale;
        self.speak_anew()
    }

    /// The sentences of the present language.
    pub const fn texts(&self) -> &Texts {
        &self.texts
    }

    /// Tells `listener` from now on which screens have changed, and every screen once.
    pub fn listen(&self, listener: Arc<dyn Listener>) {
        self.signals.listen(listener);
    }

    fn speak_anew(&mut self) -> Result<(), CompanionError> {
        self.texts = texts(&self.home.store, self.locale)?;
        self.signals.mark(Screens::all());
        Ok(())
    }
}
