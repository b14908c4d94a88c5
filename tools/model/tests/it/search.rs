use cisterna_model::Config;
use stateright::{Checker, Model};

/// Searches every state and prints their number.
fn search(name: &str, config: Config) -> usize {
    let checker = config.checker().threads(2).spawn_bfs().join();
    let states = checker.unique_state_count();
    println!("{name}: {states} states, depth {}", checker.max_depth());
    checker.assert_properties();
    states
}

/// SR-02, SR-06, SR-07, SR-08, SR-10, SR-40, SR-41
#[test]
fn one_request_and_two_power_cuts_keep_every_property() {
    let config = Config {
        cuts: 2,
        ..Config::SMALL
    };
    assert!(search("one request, two power cuts", config) > 100_000);
}

/// SR-02, SR-07, SR-41
#[test]
fn two_requests_one_after_the_other_keep_every_property() {
    let config = Config {
        taps: 2,
        frames: 1,
        ..Config::SMALL
    };
    assert!(search("two requests, one power cut", config) > 100_000);
}

#[test]
fn a_prescription_that_is_replaced_keeps_every_property() {
    let config = Config {
        prescriptions: 1,
        ..Config::SMALL
    };
    assert!(search("one request, a replaced prescription", config) > 100_000);
}

/// SR-41
#[test]
fn a_memory_made_anew_keeps_every_property() {
    let config = Config {
        storages: 1,
        ..Config::SMALL
    };
    assert!(search("one request, a memory made anew", config) > 10_000);
}

/// SR-37, SR-41
#[test]
fn a_phone_that_is_paired_anew_keeps_every_property() {
    let config = Config {
        keys: 1,
        cuts: 0,
        frames: 1,
        ..Config::SMALL
    };
    assert!(search("one request with each of two keys", config) > 100_000);
}

/// SR-02, SR-07
#[test]
fn two_phones_keep_every_property() {
    let config = Config {
        phones: 2,
        cuts: 0,
        frames: 1,
        ..Config::SMALL
    };
    assert!(search("two phones, one request each", config) > 100_000);
}

/// SR-02, SR-07, SR-41: larger worlds. The tests search the first, `cargo xtask proof model` all.
#[test]
fn larger_worlds_keep_every_property() {
    let small = Config::SMALL;
    let two_offers = Config {
        prescriptions: 1,
        cuts: 2,
        ..small
    };
    let two_taps = Config { taps: 2, ..small };
    let two_phones = Config {
        phones: 2,
        frames: 1,
        ..small
    };
    let two_keys = Config {
        keys: 1,
        frames: 1,
        ..small
    };
    let all = [
        ("a replaced prescription, two power cuts", two_offers),
        ("two keys, one power cut", two_keys),
        ("two requests, two frames each way, one power cut", two_taps),
        ("two phones, one power cut", two_phones),
    ];
    let whole = std::env::var_os("CISTERNA_MODEL_WHOLE").is_some();
    let chosen = if whole { all.len() } else { 1 };
    for (name, config) in &all[..chosen] {
        assert!(search(name, *config) > 200_000);
    }
}
