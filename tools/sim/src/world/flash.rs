//! The simulated pump's flash: the host board's emulated one, shared with the world, with power
//! that goes in the middle of a write.

use cisterna_board_host::nor::{EmulatedNor, NorError};
use embassy_futures::block_on;
use embedded_storage_async::nor_flash::{
    ErrorType, NorFlash, NorFlashError, NorFlashErrorKind, ReadNorFlash,
};
use std::cell::RefCell;
use std::rc::Rc;

pub(crate) struct Chip {
    pub(crate) nor: EmulatedNor,
    pub(crate) full: bool,
}

/// A handle of the chip.
#[derive(Clone)]
pub(crate) struct Flash(pub(crate) Rc<RefCell<Chip>>);

/// Why the chip refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FlashError {
    Nor(NorError),
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

impl From<NorError> for FlashError {
    fn from(error: NorError) -> Self {
        Self::Nor(error)
    }
}

impl Flash {
    pub(crate) fn new(nor: EmulatedNor) -> Self {
        Self(Rc::new(RefCell::new(Chip { nor, full: false })))
    }

    fn change(
        &self,
        act: impl FnOnce(&mut EmulatedNor) -> Result<(), NorError>,
    ) -> Result<(), FlashError> {
        let mut chip = self.0.borrow_mut();
        if chip.full {
            return Err(FlashError::Full);
        }
        Ok(act(&mut chip.nor)?)
    }
}

impl ErrorType for Flash {
    type Error = FlashError;
}

impl ReadNorFlash for Flash {
    const READ_SIZE: usize = EmulatedNor::READ_SIZE;

    async fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), FlashError> {
        Ok(block_on(self.0.borrow_mut().nor.read(offset, bytes))?)
    }

    fn capacity(&self) -> usize {
        self.0.borrow().nor.capacity()
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
