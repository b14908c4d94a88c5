//! The keyed items: replaced whole at every power cut, carried along, within the wear budget.

use cisterna_board_host::nor::{EmulatedNor, NorError};
use cisterna_firmware::storage::{
    layout::{FLASH_SIZE_B, Region, STATE, STATE_RESIDENT_PAGES, state_erases_per_page},
    state::{ITEM_MAX_B, StateError, StateStore},
};

use crate::common::{Seeded, block_on};

const SMALL: Region = Region::new(0, 5);
const DOSING: u8 = 1;
const PRESCRIPTION: u8 = 2;

fn item(version: u32, len_b: usize) -> Vec<u8> {
    let mut seeded = Seeded(u64::from(version));
    (0..len_b)
        .map(|_| u8::try_from(seeded.below(256)).expect("a byte"))
        .collect()
}

fn read(nor: &mut EmulatedNor, store: &mut StateStore, key: u8) -> Option<Vec<u8>> {
    let mut buf = [0; ITEM_MAX_B];
    let len_b = block_on(store.read(nor, key, &mut buf)).expect("a read with power succeeds")?;
    Some(buf[..len_b].to_vec())
}

fn write(
    nor: &mut EmulatedNor,
    store: &mut StateStore,
    key: u8,
    bytes: &[u8],
) -> Result<(), StateError<NorError>> {
    block_on(store.write(nor, key, bytes))
}

#[test]
fn items_are_kept_by_key_and_replaced_whole() {
    let mut nor = EmulatedNor::memory(SMALL.end());
    let mut store = block_on(StateStore::open(&mut nor, SMALL)).unwrap();
    assert_eq!(read(&mut nor, &mut store, DOSING), None);
    write(&mut nor, &mut store, PRESCRIPTION, &item(0, 700)).unwrap();
    for (version, len_b) in [0, 1, 3, 4, 5, 2500, ITEM_MAX_B, 17]
        .into_iter()
        .enumerate()
    {
        let bytes = item(u32::try_from(version).unwrap(), len_b);
        write(&mut nor, &mut store, DOSING, &bytes).unwrap();
        assert_eq!(read(&mut nor, &mut store, DOSING), Some(bytes));
    }
    let mut store = StateStore::new(SMALL);
    assert_eq!(read(&mut nor, &mut store, DOSING), Some(item(7, 17)));
    assert_eq!(read(&mut nor, &mut store, PRESCRIPTION), Some(item(0, 700)));
}

#[test]
fn sizes_that_do_not_fit_are_told() {
    let mut nor = EmulatedNor::memory(SMALL.end());
    let mut store = StateStore::new(SMALL);
    let refused = write(&mut nor, &mut store, DOSING, &[0; ITEM_MAX_B + 1]);
    assert_eq!(
        refused,
        Err(StateError::ItemTooLarge {
            len_b: ITEM_MAX_B + 1
        })
    );
    write(&mut nor, &mut store, DOSING, &[1; 40]).unwrap();
    let refused = block_on(store.read(&mut nor, DOSING, &mut [0; 39]));
    assert_eq!(refused, Err(StateError::BufferTooSmall { needed_b: 40 }));
    let full = (2..8).try_for_each(|key| write(&mut nor, &mut store, key, &[0; ITEM_MAX_B]));
    assert_eq!(full, Err(StateError::Full));
}

#[test]
fn a_page_that_an_interrupted_erase_left_looking_blank_is_erased_before_use() {
    let mut image = vec![0xFF; SMALL.end() as usize];
    for page in image.chunks_exact_mut(4096) {
        page[100..3000].fill(0x5A);
    }
    let mut nor = EmulatedNor::from_image(image);
    let mut store = block_on(StateStore::open(&mut nor, SMALL)).unwrap();
    assert_eq!(nor.erase_counts(), [1; 5]);
    for version in 0..12 {
        write(&mut nor, &mut store, DOSING, &item(version, 2500)).unwrap();
        assert_eq!(
            read(&mut nor, &mut store, DOSING),
            Some(item(version, 2500))
        );
    }
    let erased = nor.erase_counts().to_vec();
    block_on(StateStore::open(&mut nor, SMALL)).unwrap();
    assert_eq!(nor.erase_counts(), erased, "a sound region is left alone");
}

/// Cuts of an operation of `cost_b` bytes: every one within a write, a sample within a long erase.
fn cuts(cost_b: u64) -> impl Iterator<Item = u64> {
    (0..=cost_b)
        .filter(move |cut| cost_b < 4096 || *cut < 64 || cost_b - cut < 2700 || cut % 61 < 2)
}

#[test]
fn at_every_power_cut_an_item_is_old_or_new_and_the_others_stay() {
    let mut nor = EmulatedNor::memory(SMALL.end());
    let mut store = StateStore::new(SMALL);
    let prescription = item(99, 1300);
    write(&mut nor, &mut store, PRESCRIPTION, &prescription).unwrap();
    write(&mut nor, &mut store, DOSING, &item(0, 2500)).unwrap();
    for version in 1..9 {
        let before = nor.image().to_vec();
        let (old, new) = (item(version - 1, 2500), item(version, 2500));
        let erased: u32 = nor.erase_counts().iter().sum();
        let written = nor.bytes_written();
        write(&mut nor, &mut store, DOSING, &new).unwrap();
        let erased = nor.erase_counts().iter().sum::<u32>() - erased;
        let cost_b = nor.bytes_written() - written + u64::from(erased) * 4096;
        for cut in cuts(cost_b) {
            let mut nor = EmulatedNor::from_image(before.clone());
            nor.cut_after(cut);
            let cut_write = write(&mut nor, &mut store, DOSING, &new);
            assert_eq!(
                cut_write,
                Err(StateError::Flash(NorError::PowerLost)),
                "{version} {cut}"
            );
            nor.restore_power();
            let mut store = block_on(StateStore::open(&mut nor, SMALL)).unwrap();
            let found = read(&mut nor, &mut store, DOSING).unwrap();
            assert!(found == old || found == new, "version {version}, cut {cut}");
            assert!(
                found == new || cut < cost_b,
                "version {version}: written and not there"
            );
            assert!(read(&mut nor, &mut store, PRESCRIPTION).as_ref() == Some(&prescription));
            let next = write(&mut nor, &mut store, DOSING, &new);
            assert_eq!(next, Ok(()), "version {version}, cut {cut}");
            assert!(read(&mut nor, &mut store, PRESCRIPTION).as_ref() == Some(&prescription));
        }
    }
}

#[test]
fn cuts_during_the_repair_of_cuts_lose_nothing() {
    let mut seeded = Seeded(3);
    let mut nor = EmulatedNor::memory(SMALL.end());
    let mut store = StateStore::new(SMALL);
    let prescription = item(99, 1300);
    write(&mut nor, &mut store, PRESCRIPTION, &prescription).unwrap();
    write(&mut nor, &mut store, DOSING, &item(0, 2500)).unwrap();
    let mut version = 0;
    for round in 0..3_000 {
        // More than the dearest repair, two erases with items carried along, or it never ends.
        nor.cut_after(u64::from(seeded.below(20_000)));
        let opened = block_on(StateStore::open(&mut nor, SMALL));
        let cut = opened
            .and_then(|mut store| write(&mut nor, &mut store, DOSING, &item(version + 1, 2500)));
        nor.restore_power();
        let mut fresh = block_on(StateStore::open(&mut nor, SMALL)).unwrap();
        let found = read(&mut nor, &mut fresh, DOSING).unwrap();
        let is_new = found == item(version + 1, 2500);
        assert!(
            is_new || (cut.is_err() && found == item(version, 2500)),
            "round {round}"
        );
        version += u32::from(is_new);
        assert!(read(&mut nor, &mut fresh, PRESCRIPTION).as_ref() == Some(&prescription));
    }
    assert!(version > 500, "{version} of 3000 writes came through");
}

/// SR-38
#[test]
fn the_state_region_wears_no_faster_than_its_budget_says() {
    let mut nor = EmulatedNor::memory(FLASH_SIZE_B);
    let mut store = StateStore::new(STATE);
    for key in 10..10 + u8::try_from(STATE_RESIDENT_PAGES).unwrap() {
        write(&mut nor, &mut store, key, &item(u32::from(key), ITEM_MAX_B)).unwrap();
    }
    let writes: u32 = 1_200;
    for version in 0..writes {
        write(
            &mut nor,
            &mut store,
            DOSING,
            &[version.to_le_bytes()[0]; 2500],
        )
        .unwrap();
    }
    let budget = state_erases_per_page(writes, u32::from(STATE.pages()), STATE_RESIDENT_PAGES);
    assert!(
        nor.erases_max() <= budget,
        "{} erases, budget {budget}",
        nor.erases_max()
    );
    assert!(
        nor.erases_max() + 2 >= budget,
        "{} erases, budget {budget}",
        nor.erases_max()
    );
}
