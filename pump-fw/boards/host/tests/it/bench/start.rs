//! Starting: blank and foreign flashes, sockets that are there already, restarts.

use std::{fs, os::unix::net::UnixListener};

use cisterna_board_host::{
    actuator::PulsesError,
    bench::{BenchError, Options},
    nor::OpenError,
};

use super::rig::{Rig, SERIAL, options, provision};

fn refusal(options: Options) -> BenchError {
    Rig::start(options).err().expect("it does not start")
}

#[test]
fn a_blank_flash_asks_which_pump_it_is_to_be() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options {
        provision: None,
        ..options(dir.path())
    };
    assert!(matches!(refusal(options.clone()), BenchError::Blank));
    assert!(!options.socket.exists(), "nothing is left behind");
    assert!(!options.control.unwrap().exists());
}

#[test]
fn a_speed_out_of_range_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    for speed in [0, 1_000_001] {
        let options = Options {
            speed,
            ..options(dir.path())
        };
        assert!(matches!(refusal(options), BenchError::Speed));
    }
}

#[test]
fn a_provisioned_flash_stays_the_pump_that_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let with = |provision| Options {
        flash: Some(dir.path().join("flash")),
        provision,
        ..options(dir.path())
    };
    let mut rig = Rig::start(with(Some(provision(SERIAL)))).unwrap();
    assert_eq!(rig.now("epoch"), 1);
    rig.quit();
    let refused = refusal(with(Some(provision("CIS-0002"))));
    let BenchError::OtherPump { found, wanted } = refused else {
        panic!("{refused}");
    };
    assert_eq!((found.as_str(), wanted.as_str()), (SERIAL, "CIS-0002"));
    let mut rig = Rig::start(with(None)).unwrap();
    assert_eq!(rig.now("epoch"), 2, "the refused start was no boot");
    rig.quit();
    let mut rig = Rig::start(with(Some(provision(SERIAL)))).unwrap();
    assert_eq!(rig.now("epoch"), 3);
}

#[test]
fn a_stale_socket_is_replaced_and_the_own_one_removed_at_the_end() {
    let dir = tempfile::tempdir().unwrap();
    let options = options(dir.path());
    // a listener that is dropped leaves its file
    drop(UnixListener::bind(&options.socket).unwrap());
    assert!(options.socket.exists());
    let rig = Rig::start(options).unwrap();
    assert!(rig.can_connect());
    let options = rig.stop();
    assert!(!options.socket.exists() && !options.control.unwrap().exists());
}

#[test]
fn a_socket_where_somebody_listens_is_not_taken() {
    let dir = tempfile::tempdir().unwrap();
    let mut rig = Rig::start(options(dir.path())).unwrap();
    let second = refusal(options(dir.path()));
    assert!(matches!(second, BenchError::InUse { .. }), "{second}");
    let epoch = rig.now("epoch");
    assert_eq!(epoch, 1, "the first one goes on");
    assert!(rig.can_connect());
}

#[test]
fn a_file_that_is_no_socket_stays() {
    let dir = tempfile::tempdir().unwrap();
    let options = options(dir.path());
    fs::write(&options.socket, "a diary").unwrap();
    let path = options.socket.clone();
    let refused = refusal(options);
    assert!(matches!(refused, BenchError::NotASocket { .. }));
    assert_eq!(fs::read_to_string(path).unwrap(), "a diary");
}

#[test]
fn a_flash_and_a_pulses_file_in_use_or_foreign_are_left_as_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let flash = Some(dir.path().join("flash"));
    let one = Options {
        flash: flash.clone(),
        ..options(dir.path())
    };
    let _rig = Rig::start(one).unwrap();
    let there = tempfile::tempdir().unwrap();
    let other = Options {
        flash,
        ..options(there.path())
    };
    let refused = refusal(other);
    assert!(matches!(refused, BenchError::Flash(OpenError::InUse)));
    fs::write(there.path().join("pulses.csv"), "a diary").unwrap();
    let refused = refusal(options(there.path()));
    let foreign = BenchError::Pulses(PulsesError::Foreign);
    assert_eq!(refused.to_string(), foreign.to_string());
}
