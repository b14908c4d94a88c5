//! The emulated flash keeps a NOR flash's rules, loses power where it is told to, and survives in
//! its file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use cisterna_board_host::nor::{EmulatedNor, NorError, OpenError};
use embedded_storage_async::nor_flash::{NorFlash, ReadNorFlash};

use crate::common::block_on;

const SIZE_B: u32 = 3 * 4096;

/// A path for one test, with nothing there.
fn fresh(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_file(&path);
    path
}

fn write(nor: &mut EmulatedNor, at: u32, bytes: &[u8]) -> Result<(), NorError> {
    block_on(nor.write(at, bytes))
}

#[test]
fn a_write_that_would_set_a_bit_is_refused_and_changes_nothing() {
    let mut nor = EmulatedNor::memory(SIZE_B);
    write(&mut nor, 8, &[0xF0; 4]).unwrap();
    assert_eq!(
        write(&mut nor, 4, &[0xFF; 8]),
        Err(NorError::NotErased { address: 8 })
    );
    write(&mut nor, 8, &[0x30; 4]).unwrap();
    assert_eq!(
        nor.image()[4..12],
        [0xFF, 0xFF, 0xFF, 0xFF, 0x30, 0x30, 0x30, 0x30]
    );
    assert_eq!(nor.bytes_written(), 8);
}

#[test]
fn unaligned_and_outlying_operations_are_refused() {
    let mut nor = EmulatedNor::memory(SIZE_B);
    assert_eq!(write(&mut nor, 2, &[0; 4]), Err(NorError::NotAligned));
    assert_eq!(write(&mut nor, 4, &[0; 3]), Err(NorError::NotAligned));
    assert_eq!(
        write(&mut nor, SIZE_B - 4, &[0; 8]),
        Err(NorError::OutOfBounds)
    );
    assert_eq!(block_on(nor.erase(4, 4100)), Err(NorError::NotAligned));
    assert_eq!(block_on(nor.erase(4096, 0)), Err(NorError::OutOfBounds));
    assert_eq!(
        block_on(nor.read(1, &mut [0; 4])),
        Err(NorError::NotAligned)
    );
}

#[test]
fn an_erase_blanks_its_pages_and_counts_them() {
    let mut nor = EmulatedNor::from_image(vec![0; SIZE_B as usize]);
    block_on(nor.erase(4096, SIZE_B)).unwrap();
    block_on(nor.erase(4096, 8192)).unwrap();
    assert!(nor.image()[..4096].iter().all(|byte| *byte == 0));
    assert!(nor.image()[4096..].iter().all(|byte| *byte == 0xFF));
    assert_eq!(nor.erase_counts(), [0, 2, 1]);
    assert_eq!(nor.erases_max(), 2);
}

#[test]
fn a_cut_stops_a_write_after_the_byte_and_everything_until_power_is_back() {
    let mut nor = EmulatedNor::memory(SIZE_B);
    nor.cut_after(6);
    write(&mut nor, 0, &[1; 4]).unwrap();
    assert_eq!(write(&mut nor, 4, &[2; 8]), Err(NorError::PowerLost));
    assert_eq!(write(&mut nor, 16, &[2; 4]), Err(NorError::PowerLost));
    assert_eq!(block_on(nor.read(0, &mut [0; 4])), Err(NorError::PowerLost));
    assert!(!nor.is_powered());
    nor.restore_power();
    assert_eq!(nor.image()[..8], [1, 1, 1, 1, 2, 2, 0xFF, 0xFF]);
    write(&mut nor, 16, &[2; 4]).unwrap();
}

#[test]
fn a_cut_at_the_last_byte_of_a_write_fails_it_although_all_is_written() {
    let mut nor = EmulatedNor::memory(SIZE_B);
    nor.cut_after(4);
    assert_eq!(write(&mut nor, 0, &[1; 4]), Err(NorError::PowerLost));
    assert_eq!(nor.image()[..4], [1; 4]);
}

#[test]
fn a_cut_leaves_an_erase_half_done_with_a_byte_of_garbage() {
    let mut nor = EmulatedNor::from_image(vec![0; SIZE_B as usize]);
    nor.cut_after(2000);
    assert_eq!(block_on(nor.erase(0, 4096)), Err(NorError::PowerLost));
    assert!(nor.image()[..2000].iter().all(|byte| *byte == 0xFF));
    assert!(![0, 0xFF].contains(&nor.image()[2000]));
    assert!(nor.image()[2001..].iter().all(|byte| *byte == 0));
}

#[test]
fn content_and_erase_counts_come_back_from_the_file() {
    let path = fresh("comes_back.nor");
    let mut nor = EmulatedNor::open(&path, SIZE_B).unwrap();
    block_on(nor.erase(4096, 8192)).unwrap();
    write(&mut nor, 4096, &[1, 2, 3, 4]).unwrap();
    nor.flip_bit(4099, 0).unwrap();
    let image = nor.image().to_vec();
    drop(nor);
    let nor = EmulatedNor::open(&path, SIZE_B).unwrap();
    assert_eq!(nor.image(), image);
    assert_eq!(nor.image()[4096..4100], [1, 2, 3, 5]);
    assert_eq!(nor.erase_counts(), [0, 1, 0]);
}

#[test]
fn a_cut_write_stands_in_the_file_as_far_as_it_got() {
    let path = fresh("cut.nor");
    let mut nor = EmulatedNor::open(&path, SIZE_B).unwrap();
    nor.cut_after(3);
    assert_eq!(write(&mut nor, 0, &[7; 8]), Err(NorError::PowerLost));
    drop(nor);
    let nor = EmulatedNor::open(&path, SIZE_B).unwrap();
    assert_eq!(nor.image()[..4], [7, 7, 7, 0xFF]);
    assert!(nor.is_powered());
}

#[test]
fn a_foreign_file_is_refused_and_left_as_it_is() {
    let path = fresh("foreign.nor");
    for content in [vec![], b"my diary".to_vec(), vec![0x55; 40_000]] {
        fs::write(&path, &content).unwrap();
        assert!(matches!(
            EmulatedNor::open(&path, SIZE_B),
            Err(OpenError::Foreign)
        ));
        assert_eq!(fs::read(&path).unwrap(), content);
    }
}

#[test]
fn a_flash_of_another_size_version_or_cut_short_is_refused() {
    let path = fresh("other_size.nor");
    drop(EmulatedNor::open(&path, SIZE_B).unwrap());
    let other = EmulatedNor::open(&path, SIZE_B + 4096);
    assert!(matches!(
        other,
        Err(OpenError::Size {
            found_b: SIZE_B,
            ..
        })
    ));
    let mut content = fs::read(&path).unwrap();
    content.pop();
    fs::write(&path, &content).unwrap();
    assert!(matches!(
        EmulatedNor::open(&path, SIZE_B),
        Err(OpenError::Foreign)
    ));
    content[16] = 9;
    fs::write(&path, &content).unwrap();
    assert!(matches!(
        EmulatedNor::open(&path, SIZE_B),
        Err(OpenError::Version { found: 9 })
    ));
}

#[test]
fn a_file_is_open_in_one_place_at_a_time() {
    let path = fresh("in_use.nor");
    let first = EmulatedNor::open(&path, SIZE_B).unwrap();
    assert!(matches!(
        EmulatedNor::open(&path, SIZE_B),
        Err(OpenError::InUse)
    ));
    drop(first);
    assert!(EmulatedNor::open(&path, SIZE_B).is_ok());
}
