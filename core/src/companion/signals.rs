//! What changed since a shell looked: coalesced signals.
//!
//! A screen is announced once and then stays silent until its snapshot was pulled, however often
//! it changes meanwhile. A listener is called outside of every transaction and pulls later, from
//! its own thread.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A screen of a shell; each has one snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Screen {
    /// Status at a glance.
    Home,
    /// Extra dose.
    Bolus,
    /// Diary.
    Diary,
    /// Trial and its results.
    Trial,
    /// Refill.
    Refill,
    /// What is due.
    Reminders,
    /// Alarms of the pump.
    Alarms,
    /// The pump's log.
    History,
    /// Prescription and device.
    PumpDetails,
    /// Whom to call, caregivers, implant card.
    CarePlan,
    /// Settings.
    Settings,
}

impl Screen {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Home,
        Self::Bolus,
        Self::Diary,
        Self::Trial,
        Self::Refill,
        Self::Reminders,
        Self::Alarms,
        Self::History,
        Self::PumpDetails,
        Self::CarePlan,
        Self::Settings,
    ];

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A set of screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Screens(u16);

impl Screens {
    /// These screens.
    pub fn of(screens: &[Screen]) -> Self {
        Self(screens.iter().fold(0, |bits, screen| bits | screen.bit()))
    }

    /// Every screen.
    pub fn all() -> Self {
        Self::of(&Screen::ALL)
    }

    /// Whether `screen` is among them.
    pub const fn contains(self, screen: Screen) -> bool {
        self.0 & screen.bit() != 0
    }

    /// The screens, in the order of [`Screen::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Screen> {
        Screen::ALL
            .into_iter()
            .filter(move |screen| self.contains(*screen))
    }
}

/// Some screens are not what was pulled last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Which, of those that were not announced before.
    pub screens: Screens,
    /// Rises with every change; snapshots carry it too.
    pub revision: u64,
}

/// Hears that screens have changed. It must not call the companion back before it returns.
pub trait Listener: Send + Sync {
    /// `changed.screens` are to be pulled anew when they are shown.
    fn changed(&self, changed: Changed);
}

/// The signals of one companion.
#[derive(Default)]
pub(crate) struct Signals(Mutex<State>);

#[derive(Default)]
struct State {
    listener: Option<Arc<dyn Listener>>,
    /// Announced, and not pulled since.
    announced: Screens,
    revision: u64,
}

impl fmt::Debug for Signals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signals(..)")
    }
}

impl Signals {
    /// Tells `listener` from now on, in place of an earlier one, and everything once.
    pub(crate) fn listen(&self, listener: Arc<dyn Listener>) {
        {
            let mut state = self.lock();
            state.listener = Some(listener);
            state.announced = Screens::default();
        }
        self.mark(Screens::all());
    }

    /// `screens` have changed.
    pub(crate) fn mark(&self, screens: Screens) {
        let mut state = self.lock();
        state.revision += 1;
        let fresh = Screens(screens.0 & !state.announced.0);
        state.announced.0 |= screens.0;
        let changed = Changed {
            screens: fresh,
            revision: state.revision,
        };
        let listener = state.listener.clone();
        drop(state);
        if let Some(listener) = listener.filter(|_| fresh != Screens::default()) {
            listener.changed(changed);
        }
    }

    /// The snapshot of `screen` is being made; gives the revision that it carries.
    pub(crate) fn pulled(&self, screen: Screen) -> u64 {
        let mut state = self.lock();
        state.announced.0 &= !screen.bit();
        state.revision
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Heard(Mutex<Vec<(Vec<Screen>, u64)>>);

    impl Listener for Heard {
        fn changed(&self, changed: Changed) {
            let screens = changed.screens.iter().collect();
            self.0.lock().unwrap().push((screens, changed.revision));
        }
    }

    #[test]
    fn a_screen_is_announced_once_until_it_is_pulled() {
        let (signals, heard) = (Signals::default(), Arc::new(Heard::default()));
        signals.listen(heard.clone());
        assert_eq!(heard.0.lock().unwrap().pop().unwrap().0, Screen::ALL);
        for screen in Screen::ALL {
            assert_eq!(signals.pulled(screen), 1);
        }
        signals.mark(Screens::of(&[Screen::Home, Screen::Refill]));
        signals.mark(Screens::of(&[Screen::Home, Screen::Diary]));
        signals.mark(Screens::of(&[Screen::Home]));
        assert_eq!(
            heard.0.lock().unwrap().drain(..).collect::<Vec<_>>(),
            [
                (vec![Screen::Home, Screen::Refill], 2),
                (vec![Screen::Diary], 3)
            ]
        );
        assert_eq!(signals.pulled(Screen::Home), 4);
        signals.mark(Screens::of(&[Screen::Home]));
        assert_eq!(heard.0.lock().unwrap().len(), 1);
    }

    #[test]
    fn nobody_has_to_listen() {
        let signals = Signals::default();
        signals.mark(Screens::all());
        assert_eq!(signals.pulled(Screen::Home), 1);
    }

    #[test]
    fn a_new_listener_is_told_everything() {
        let signals = Signals::default();
        signals.mark(Screens::all());
        let heard = Arc::new(Heard::default());
        signals.listen(heard.clone());
        assert_eq!(heard.0.lock().unwrap().len(), 1);
    }
}
