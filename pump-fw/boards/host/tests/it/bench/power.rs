//! Power: cuts, outages, restarts, a flash that takes no write.

use cisterna_board_host::bench::{BenchEvent, Options};

use super::{
    clinic::{Programmer, STROKE_EVERY_S},
    prescribed,
    rig::{Rig, STROKE_NL, options},
};

#[test]
fn without_power_nothing_moves_or_answers_and_the_elapsed_clock_goes_on() {
    // SR-10
    let dir = tempfile::tempdir().unwrap();
    let mut rig = prescribed(dir.path());
    rig.ask("advance 1000");
    let (count, strokes) = (rig.now("count"), rig.strokes().len());
    let mut programmer = Programmer::open(&rig);
    assert_eq!(rig.ask("cut-power"), "ok");
    assert!(programmer.hear().is_none());
    assert!(!rig.can_connect());
    assert_eq!(rig.ask("advance 5000"), "ok off elapsed=6000");
    assert_eq!(rig.ask("cut-power"), "error the pump is off");
    assert_eq!(rig.ask("magnet"), "error the pump is off");
    assert_eq!(rig.ask("sounding"), "ok none");
    assert_eq!(rig.strokes().len(), strokes);
    assert_eq!(rig.ask("power-on"), "ok");
    assert_eq!(rig.ask("power-on"), "error the pump is on");
    assert_eq!((rig.now("epoch"), rig.now("elapsed")), (2, 6_000));
    let back = rig.now("count");
    assert!(back <= count + 1, "the outage counts as no time: {back}");
    rig.ask("advance 3600");
    let given = rig.strokes();
    assert_eq!(given.len(), strokes + 20);
    assert!(
        given[strokes..]
            .iter()
            .all(|s| s.epoch == 2 && s.elapsed_s > 6_000)
    );
    assert_eq!(Programmer::open(&rig).status().epoch, 2);
}

#[test]
fn an_outage_is_a_cut_and_a_start() {
    let dir = tempfile::tempdir().unwrap();
    let mut rig = prescribed(dir.path());
    assert!(rig.ask("outage 86400").contains(" epoch=2 elapsed=86400 "));
    let events = rig.events();
    assert!(events.contains(&BenchEvent::PowerLost));
    assert!(rig.can_connect());
}

#[test]
fn a_cut_at_any_byte_of_a_write_never_loses_a_stroke_from_the_count() {
    // SR-17
    let dir = tempfile::tempdir().unwrap();
    let mut rig = prescribed(dir.path());
    for bytes in (0..6_000).step_by(431) {
        assert_eq!(rig.ask(&format!("cut-power after-bytes {bytes}")), "ok");
        let day = rig.ask("advance 86400");
        assert!(day.starts_with("ok off"), "{bytes}: {day}");
        assert_eq!(rig.ask("power-on"), "ok");
        let moved_nl = rig.strokes().len() as u64 * STROKE_NL;
        let counted = Programmer::open(&rig).status().totals.delivered;
        assert!(counted.0 >= moved_nl, "{bytes}: {counted} of {moved_nl}");
    }
}

#[test]
fn a_killed_bench_goes_on_from_its_files() {
    let dir = tempfile::tempdir().unwrap();
    let with_flash = Options {
        flash: Some(dir.path().join("flash")),
        ..options(dir.path())
    };
    let mut rig = Rig::start(with_flash).unwrap();
    Programmer::open(&rig).prescribe();
    rig.ask("advance 3600");
    let before = rig.strokes();
    let mut rig = Rig::start(rig.stop()).unwrap();
    assert_eq!(rig.now("elapsed"), before.last().unwrap().elapsed_s);
    assert_eq!(rig.now("epoch"), 2);
    rig.ask("advance 3600");
    let after = rig.strokes();
    assert_eq!(&after[..before.len()], before);
    assert_eq!(after.len(), before.len() + 20);
}

#[test]
fn a_flash_that_takes_no_write_is_told_and_basal_goes_on() {
    // SR-14: baclofen goes on.
    let dir = tempfile::tempdir().unwrap();
    let mut rig = prescribed(dir.path());
    assert_eq!(rig.ask("sounding"), "ok none");
    assert_eq!(rig.ask("flash-full on"), "ok");
    rig.ask("advance 86400");
    assert_eq!(rig.strokes().len() as u64, 86_400 / STROKE_EVERY_S);
    assert_eq!(rig.ask("sounding"), "ok medium");
    let faults = |event: &BenchEvent| matches!(event, BenchEvent::MemoryFault(_));
    assert!(rig.events().iter().any(faults));
    assert_eq!(rig.ask("flash-full off"), "ok");
    assert_eq!(
        Programmer::open(&rig).status().therapy,
        cisterna_protocol::status::Therapy::Running
    );
}

#[test]
fn the_flash_tells_its_wear_and_flips_its_bits() {
    let dir = tempfile::tempdir().unwrap();
    let mut rig = prescribed(dir.path());
    let before = rig.ask("wear");
    rig.ask("advance 86400");
    assert_ne!(rig.ask("wear"), before);
    assert!(before.starts_with("ok erases-max="), "{before}");
    assert_eq!(rig.ask("flip 0x10 3"), "ok");
    assert_eq!(rig.ask("flip 0xffffffff 3"), "error out of bounds");
}
