//! What the motor did: programmed, stalled, run away, late.

use cisterna_board_host::bench::{BenchEvent, Options};
use cisterna_protocol::{
    clinic::{ClinicCommand, ClinicianBolus},
    message::Priority,
    quantity::Nanograms,
};

use super::{
    clinic::{Programmer, STROKE_EVERY_S},
    prescribed,
    rig::{Rig, STROKE_NL, options},
};

#[test]
fn strokes_flow_as_programmed() {
    // SR-12
    let dir = tempfile::tempdir().unwrap();
    let mut rig = prescribed(dir.path());
    rig.ask("advance 86400");
    let strokes = rig.strokes();
    assert_eq!(strokes.len() as u64, 86_400 / STROKE_EVERY_S);
    let first = &strokes[0];
    for (nth, stroke) in (1..).zip(&strokes) {
        assert_eq!(stroke.elapsed_s, nth * STROKE_EVERY_S);
        let apart_s = stroke.count_s - first.count_s;
        assert_eq!(apart_s, stroke.elapsed_s - first.elapsed_s);
        assert_eq!((stroke.origin.as_str(), stroke.epoch), ("basal", 1));
        assert_eq!(stroke.volume_nl, STROKE_NL);
    }
}

#[test]
fn a_bolus_begins_at_once_and_has_its_own_origin() {
    // SR-44: the wake that the pump named before the order is not waited for.
    let dir = tempfile::tempdir().unwrap();
    let mut rig = prescribed(dir.path());
    let bolus = ClinicianBolus {
        dose: Nanograms(10_000),
        duration_s: 120,
    };
    Programmer::open(&rig).order(3, &ClinicCommand::ClinicianBolus(bolus));
    rig.ask("advance 120");
    let strokes = rig.strokes();
    assert_eq!(strokes.len(), 20);
    for (nth, stroke) in (1..).zip(&strokes) {
        assert_eq!(
            (stroke.origin.as_str(), stroke.elapsed_s),
            ("clinician", nth * 6)
        );
    }
}

#[test]
fn what_stalls_is_not_written_and_sounds() {
    // SR-14
    let dir = tempfile::tempdir().unwrap();
    let mut rig = prescribed(dir.path());
    rig.ask("stall 2");
    rig.ask("advance 720");
    assert_eq!(rig.strokes().len(), 2);
    assert_eq!(rig.ask("sounding"), "ok none");
    rig.ask("stall on");
    rig.ask("advance 720");
    assert_eq!(rig.strokes().len(), 2);
    assert_eq!(rig.ask("sounding"), "ok high");
    let high = BenchEvent::Sounding(Some(Priority::High));
    assert!(rig.events().contains(&high));
    rig.ask("stall off");
    rig.ask("slip 2");
    rig.ask("advance 1800");
    assert_eq!(rig.strokes().len(), 2 + 5);
}

#[test]
fn a_runaway_motor_is_cut_after_four_strokes() {
    // SR-13
    let dir = tempfile::tempdir().unwrap();
    let mut rig = prescribed(dir.path());
    rig.ask("advance 3600");
    let before = rig.strokes().len();
    rig.ask("runaway 1000");
    rig.ask("advance 86400");
    let strokes = rig.strokes();
    let unasked = &strokes[before..];
    assert_eq!(unasked.len(), 4, "and no basal after the cut");
    for (second, stroke) in (3_601..).zip(unasked) {
        assert_eq!(
            (stroke.origin.as_str(), stroke.elapsed_s),
            ("uncommanded", second)
        );
    }
    assert_eq!(rig.ask("sounding"), "ok high");
    rig.ask("outage 60");
    rig.ask("advance 3600");
    assert_eq!(rig.strokes().len(), before + 4, "a cut outlives a reset");
}

#[test]
fn a_process_that_stood_still_at_real_speed_is_a_deficit_and_no_burst() {
    // SR-12
    let dir = tempfile::tempdir().unwrap();
    let mut rig = prescribed(dir.path());
    rig.pass_real(360);
    assert_eq!(
        rig.strokes().len(),
        0,
        "360 s at once: past the wake at 180 s"
    );
    rig.ask("advance 3600");
    assert_eq!(rig.strokes().len(), 20);
    let missed = Programmer::open(&rig).status().totals.deficit;
    assert!(missed.0 > 0, "{missed}");
}

#[test]
fn a_fast_clock_runs_event_by_event_and_slows_for_a_link() {
    let dir = tempfile::tempdir().unwrap();
    let fast = Options {
        speed: 28_800,
        ..options(dir.path())
    };
    let mut rig = Rig::start(fast).unwrap();
    let mut programmer = Programmer::open(&rig);
    programmer.prescribe();
    rig.pass_real(60);
    assert_eq!(rig.now("elapsed"), 0, "a quarter of a second of real time");
    drop(programmer);
    while !rig.events().contains(&BenchEvent::LinkDown) {}
    // A minute in which nothing ran counts as a quarter of a second: 7200 s.
    rig.pass_real(60);
    assert_eq!(rig.now("elapsed"), 14_400 / 2);
    assert_eq!(rig.strokes().len(), 40);
}

#[test]
fn words_that_are_no_command_are_answered() {
    let dir = tempfile::tempdir().unwrap();
    let mut rig = Rig::start(options(dir.path())).unwrap();
    assert_eq!(rig.ask("reboot"), "error no such command; help lists them");
    assert_eq!(rig.ask("advance x"), "error usage: advance SECONDS");
    assert!(
        rig.ask("help")
            .starts_with("ok help; now; advance SECONDS; ")
    );
    assert_eq!(rig.ask(&"x".repeat(300)), "error the line is too long");
}
