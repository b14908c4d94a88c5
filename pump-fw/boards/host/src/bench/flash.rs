//! The flash as the bench wires it: on the supply that the motor shares, and able to be full.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use embassy_futures::block_on;
use embedded_storage_async::nor_flash::{
    ErrorType, NorFlash, NorFlashError, NorFlashErrorKind, ReadNorFlash,
};

use crate::{
    actuator::Power,
    nor::{EmulatedNor, NorError},
};

/// A handle of the flash; it outlives the firmware's runs.
#[derive(Clone, Debug)]
pub(super) struct Flash {
    nor: Rc<RefCell<EmulatedNor>>,
    power: Power,
    full: Rc<Cell<bool>>,
}

/// Why the flash refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum FlashError {
    #[error(transparent)]
    Nor(#[from] NorError),
    #[error("the flash takes no write")]
    Full,
}

impl NorFlashError for FlashError {
    fn kind(&self) -> NorFlashErrorKind {
        match self {
            Self::Nor(error) => error.kind(),
            Self::Full => NorFlashErrorKind::Other,
        }
    }
}

impl Flash {
    pub(super) fn new(nor: EmulatedNor, power: Power) -> Self {
        Self {
            nor: Rc::new(RefCell::new(nor)),
            power,
            full: Rc::default(),
        }
    }

    /// Whether writes and erases are refused.
    pub(super) fn set_full(&self, full: bool) {
        self.full.set(full);
    }

    /// The chip under the firmware's hands.
    pub(super) fn nor<T>(&self, look: impl FnOnce(&mut EmulatedNor) -> T) -> T {
        look(&mut self.nor.borrow_mut())
    }

    /// Power is on, for flash and motor.
    pub(super) fn switch_on(&self) {
        self.nor(EmulatedNor::restore_power);
        self.power.set(true);
    }

    /// Power is off, for flash and motor.
    pub(super) fn switch_off(&self) {
        self.nor(EmulatedNor::cut_power);
        self.power.set(false);
    }

    /// An operation that changes the flash; where the chip loses power in it, so does the motor.
    fn change(
        &self,
        operation: impl FnOnce(&mut EmulatedNor) -> Result<(), NorError>,
    ) -> Result<(), FlashError> {
        if self.full.get() {
            return Err(FlashError::Full);
        }
        let done = self.nor(operation);
        if !self.nor(|nor| nor.is_powered()) {
            self.power.set(false);
        }
        Ok(done?)
    }
}

impl ErrorType for Flash {
    type Error = FlashError;
}

impl ReadNorFlash for Flash {
    const READ_SIZE: usize = EmulatedNor::READ_SIZE;

    async fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), FlashError> {
        Ok(self.nor(|nor| block_on(nor.read(offset, bytes)))?)
    }

    fn capacity(&self) -> usize {
        self.nor(|nor| nor.capacity())
    }
}

impl NorFlash for Flash {
    const WRITE_SIZE: usize = EmulatedNor::WRITE_SIZE;
    const ERASE_SIZE: usize = EmulatedNor::ERASE_SIZE;

    async fn erase(&mut self, from: u32, to: u32) -> Result<(), FlashError> {
        self.change(|nor| block_on(nor.erase(from, to)))
    }

    async fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), FlashError> {
        self.change(|nor| block_on(nor.write(offset, bytes)))
    }
}
