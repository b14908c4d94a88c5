//! The kept inputs, and changes of them from a seed, without a fuzzer.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests: a panic there is the report"
)]

mod seeds;

use cisterna_fuzz_targets::rig::Seeded;
use cisterna_fuzz_targets::{TARGETS, Target};
use std::path::{Path, PathBuf};

/// Changed inputs of each target; a backup asks for a slow key each time.
const fn rounds(name: &str) -> u32 {
    match name.as_bytes() {
        b"backup" => 8,
        b"pump_side" | b"phone_side" => 400,
        b"state" => 1_500,
        _ => 4_000,
    }
}

fn corpus(target: &Target) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target.name)
}

fn kept(target: &Target) -> Vec<Vec<u8>> {
    let folder = std::fs::read_dir(corpus(target)).expect("every target has a corpus");
    let mut paths: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect()
}

/// Flips, overwrites, inserts, removes, doubles or joins.
fn change(input: &mut Vec<u8>, others: &[Vec<u8>], random: &mut Seeded) {
    let len = input.len().max(1) as u64;
    let at = usize::try_from(random.below(len)).unwrap();
    let byte = random.next().to_le_bytes()[0];
    match random.below(6) {
        0 if at < input.len() => input[at] ^= 1 << (byte % 8),
        1 if at < input.len() => input[at] = byte,
        2 => input.insert(at.min(input.len()), byte),
        3 if at < input.len() => drop(input.remove(at)),
        4 => input.truncate(at),
        _ => {
            let pick = usize::try_from(random.below(others.len() as u64)).unwrap();
            let from = at.min(others[pick].len());
            input.truncate(at);
            input.extend_from_slice(&others[pick][from..]);
        }
    }
}

fn run(target: &Target) {
    let kept = kept(target);
    assert!(!kept.is_empty(), "{}: nothing is kept", target.name);
    for input in &kept {
        (target.check)(input);
    }
    let mut random = Seeded(0x00c1_57e2);
    for _ in 0..rounds(target.name) {
        let pick = usize::try_from(random.below(kept.len() as u64)).unwrap();
        let mut input = kept[pick].clone();
        for _ in 0..=random.below(4) {
            change(&mut input, &kept, &mut random);
        }
        (target.check)(&input);
    }
}

macro_rules! replayed {
    ($($target:ident)*) => {
        $(#[test]
        fn $target() {
            let name = stringify!($target);
            run(TARGETS.iter().find(|target| target.name == name).unwrap());
        })*

        #[test]
        fn every_target_is_replayed() {
            let replayed = [$(stringify!($target)),*];
            assert!(TARGETS.iter().all(|target| replayed.contains(&target.name)));
            assert_eq!(replayed.len(), TARGETS.len());
        }
    };
}

replayed! {
    request response clinic framing record state card documents backup pump_side phone_side
}
