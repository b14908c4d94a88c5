//! What the pump keeps in its flash: where it lies ([`layout`]), the few items that are replaced as
//! a whole ([`state`]), and the two rings of log records ([`ring`]).
//!
//! Everything works on a NOR flash behind `embedded_storage_async`, with pages of
//! [`layout::PAGE_SIZE_B`] and words of [`layout::WORD_SIZE_B`]; a flash of another geometry does
//! not compile. Each call borrows the flash, so there is one writer at a time. What the bytes mean
//! is left to the callers.
//!
//! The order that makes a dose durable: append its record to the ring, then write the dosing state
//! that names the ring's next sequence number. The state is the commit: after a power cut between
//! the two, [`ring::Ring::open`] voids the record, because the state does not know it (SR-38).

pub mod layout;
pub mod ring;
pub mod state;

use embedded_storage_async::nor_flash::NorFlash;

/// Refuses, at compile time, a flash whose pages or words are not those that the layout counts on.
const fn assert_geometry<F: NorFlash>() {
    assert!(
        F::ERASE_SIZE == layout::PAGE_SIZE_B as usize,
        "the layout needs pages of 4096 bytes"
    );
    assert!(
        F::WRITE_SIZE == layout::WORD_SIZE_B as usize,
        "the layout needs words of 4 bytes"
    );
    assert!(
        F::READ_SIZE <= layout::WORD_SIZE_B as usize,
        "reads of a word must be possible"
    );
}
