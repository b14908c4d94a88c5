//! Who gets in, who may do what, and what garbage does: nothing.

use crate::peer::{Peer, outcome, pair, program};
use crate::rig::{Rig, Seeded, prescription, sign};
use cisterna_dosing::engine::PulseOrigin;
use cisterna_firmware::link::LinkState;
use cisterna_protocol::bounded::Octets;
use cisterna_protocol::clinic::ClinicCommand;
use cisterna_protocol::framing::ChunkLen;
use cisterna_protocol::message::{
    Acknowledgement, AlarmKind, Answer, Ask, RejectReason, Rejection,
};
use cisterna_protocol::outcome::{Outcome, RefusalReason, RequestId};
use cisterna_protocol::prescription::Field;
use cisterna_protocol::quantity::NanogramsPerHour;
use cisterna_protocol::session::Psk;
use embassy_futures::block_on;

fn ready() -> (Rig, crate::peer::PhoneKeys) {
    let mut rig = Rig::blank();
    program(&mut rig);
    let keys = pair(&mut rig);
    rig.pass(3_600).unwrap();
    (rig, keys)
}

fn refused(outcome: Option<Outcome>) -> RefusalReason {
    match outcome {
        Some(Outcome::Refused(refusal)) => refusal.reason,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_stranger_and_a_closed_window_get_no_session() {
    // SR-33, SR-34
    let (mut rig, keys) = ready();
    assert!(Peer::connect(&mut rig, &Psk::from_bytes([9; 32])).is_none());
    assert!(Peer::card(&mut rig).is_none(), "no window is open");
    // The known phone gets in at once all the same.
    let status = Peer::phone(&mut rig, &keys).status(&mut rig);
    assert_eq!(status.totals.failed_handshakes, 2);
}

#[test]
fn a_wrong_code_slows_the_next_try_and_never_the_known_phone() {
    // SR-34
    let (mut rig, keys) = ready();
    rig.pump.magnet();
    for _ in 0..3 {
        assert!(Peer::connect(&mut rig, &Psk::from_bytes([9; 32])).is_none());
    }
    assert!(
        Peer::card(&mut rig).is_none(),
        "the right code has to wait too"
    );
    Peer::phone(&mut rig, &keys).status(&mut rig);
    rig.pass(30).unwrap();
    assert!(Peer::card(&mut rig).is_some());
}

#[test]
fn a_phone_can_give_no_order_and_a_clinic_can_ask_for_no_bolus() {
    // SR-31
    let (mut rig, keys) = ready();
    let mut clinic = Peer::clinic(&mut rig);
    let order = clinic.signed(50, &ClinicCommand::Stop);
    let not_allowed = Answer::Rejected(Rejection::because(RejectReason::NotAllowed));
    let resolve = Ask::ResolveRequest(RequestId {
        key_epoch: keys.key_epoch,
        counter: 9,
    });
    assert_eq!(clinic.ask(&mut rig, resolve), not_allowed);
    let mut phone = Peer::phone(&mut rig, &keys);
    assert_eq!(phone.ask(&mut rig, Ask::Clinic(order)), not_allowed);
}

#[test]
fn an_order_of_another_session_a_used_counter_and_a_forged_signature_are_refused() {
    // SR-30
    let (mut rig, _) = ready();
    let stale = Peer::clinic(&mut rig).signed(50, &ClinicCommand::Stop);
    let mut clinic = Peer::clinic(&mut rig);
    let answer = clinic.ask(&mut rig, Ask::Clinic(stale));
    assert_eq!(answer, Answer::Rejected(Rejection::field(Field::Signature)));
    let answer = clinic.order(&mut rig, 1, &ClinicCommand::Stop);
    assert_eq!(answer, Answer::Rejected(Rejection::field(Field::Counter)));
    let mut forged = clinic.signed(51, &ClinicCommand::Stop);
    forged.signature = Octets([1; 64]);
    let answer = clinic.ask(&mut rig, Ask::Clinic(forged));
    assert_eq!(answer, Answer::Rejected(Rejection::field(Field::Signature)));
    let mut stranger = clinic.signed(52, &ClinicCommand::Stop);
    stranger.signer = Octets([2; 32]);
    let answer = clinic.ask(&mut rig, Ask::Clinic(stranger));
    assert_eq!(answer, Answer::Rejected(Rejection::field(Field::Signer)));
    rig.pass(3_600).unwrap();
    assert!(rig.count(PulseOrigin::Basal) > 60, "therapy went on");
}

#[test]
fn a_refused_prescription_changes_nothing_and_names_the_field() {
    // SR-05
    let (mut rig, _) = ready();
    let mut clinic = Peer::clinic(&mut rig);
    let mut counter = 10;
    let mut expect = |rig: &mut Rig, signed, field, index| {
        counter += 1;
        let answer = clinic.order(rig, counter, &ClinicCommand::Stage(signed));
        let reason = RejectReason::Field;
        assert_eq!(
            answer,
            Answer::Rejected(Rejection {
                reason,
                field: Some(field),
                index
            })
        );
    };
    let mut unknown = prescription(2);
    unknown.drug = 9;
    expect(&mut rig, sign(&unknown), Field::Drug, None);
    let mut other = prescription(2);
    other.serial = cisterna_protocol::prescription::Serial::new("CIS-9").unwrap();
    expect(&mut rig, sign(&other), Field::Serial, None);
    expect(&mut rig, sign(&prescription(1)), Field::Version, None);
    let mut fast = prescription(2);
    fast.steps[1].rate = NanogramsPerHour(99_000_000);
    expect(&mut rig, sign(&fast), Field::StepRate, Some(1));
    let mut overlapping = prescription(2);
    overlapping.steps[2].from_s -= 60;
    expect(&mut rig, sign(&overlapping), Field::Steps, Some(2));
    let mut forged = sign(&prescription(2));
    forged.signature = Octets([3; 64]);
    expect(&mut rig, forged, Field::Signature, None);
    assert_eq!(
        rig.pump.status().prescription.map(|brief| brief.version),
        Some(1)
    );
    assert!(rig.pump.engine().state().staged.is_none());
}

#[test]
fn a_request_needs_proof_expiry_epoch_and_a_count_of_this_session() {
    // SR-08, SR-43
    let (mut rig, keys) = ready();
    let id = |counter| RequestId {
        key_epoch: keys.key_epoch,
        counter,
    };
    let mut phone = Peer::phone(&mut rig, &keys);
    let status = rig.pump.status();
    let unread = phone.request(id(1), &status, 50);
    let answer = phone.ask(&mut rig, Ask::RequestBolus(unread));
    assert_eq!(refused(outcome(&answer)), RefusalReason::CountNotRead);
    let status = phone.status(&mut rig);
    let mut unproven = phone.request(id(2), &status, 50);
    unproven.proof = Octets([0; 32]);
    let answer = phone.ask(&mut rig, Ask::RequestBolus(unproven));
    assert_eq!(refused(outcome(&answer)), RefusalReason::BadProof);
    let far = phone.request(id(3), &status, 61);
    let answer = phone.ask(&mut rig, Ask::RequestBolus(far));
    assert_eq!(refused(outcome(&answer)), RefusalReason::ExpiryTooFar);
    let late = phone.request(id(4), &status, 30);
    rig.pass(31).unwrap();
    let answer = phone.ask(&mut rig, Ask::RequestBolus(late));
    assert_eq!(refused(outcome(&answer)), RefusalReason::Expired);
    let mut other_epoch = status.clone();
    other_epoch.epoch += 1;
    let wrong = phone.request(id(5), &other_epoch, 50);
    let answer = phone.ask(&mut rig, Ask::RequestBolus(wrong));
    assert_eq!(refused(outcome(&answer)), RefusalReason::WrongEpoch);
    let mut changed = status.clone();
    changed.bolus.dose = Some(cisterna_protocol::quantity::Nanograms(50_000));
    let changed = phone.request(id(6), &changed, 50);
    let answer = phone.ask(&mut rig, Ask::RequestBolus(changed));
    assert_eq!(
        refused(outcome(&answer)),
        RefusalReason::PrescriptionChanged
    );
    let strange = RequestId {
        key_epoch: keys.key_epoch + 1,
        counter: 1,
    };
    let answer = phone.bolus(&mut rig, strange);
    assert_eq!(refused(answer), RefusalReason::NotYourKey);
    assert_eq!(rig.count(PulseOrigin::Patient), 0);
}

#[test]
fn a_voided_request_that_arrives_late_gives_nothing() {
    // SR-07
    let (mut rig, keys) = ready();
    let id = RequestId {
        key_epoch: keys.key_epoch,
        counter: 4,
    };
    let mut phone = Peer::phone(&mut rig, &keys);
    let status = phone.status(&mut rig);
    let delayed = phone.request(id, &status, 55);
    assert_eq!(phone.resolve(&mut rig, id), Some(Outcome::Voided));
    let answer = phone.ask(&mut rig, Ask::RequestBolus(delayed));
    assert_eq!(outcome(&answer), Some(Outcome::Voided));
    let below = RequestId { counter: 3, ..id };
    assert_eq!(phone.bolus(&mut rig, below), Some(Outcome::Forgotten));
    rig.pass(3_600).unwrap();
    assert_eq!(rig.count(PulseOrigin::Patient), 0);
}

#[test]
fn garbage_truncated_and_replayed_frames_end_the_session_and_nothing_else() {
    // SR-33
    let (mut rig, keys) = ready();
    let mut random = Seeded(5);
    for length in 1..400 {
        rig.pump.link_up(ChunkLen::SMALLEST);
        let chunk: Vec<u8> = (0..length)
            .map(|_| random.next().to_le_bytes()[0])
            .collect();
        let state = block_on(rig.pump.receive(&chunk)).unwrap();
        assert!(state == LinkState::HangUp || length >= 4, "{length}");
    }
    let bad = rig.pump.status().totals;
    assert!(bad.bad_frames + bad.failed_handshakes > 300);
    let basal = rig.count(PulseOrigin::Basal);
    rig.pass(3_600).unwrap();
    assert!(rig.count(PulseOrigin::Basal) > basal + 60);
    let mut phone = Peer::phone(&mut rig, &keys);
    phone.status(&mut rig);
}

#[test]
fn a_silent_peer_is_cut_after_the_deadline() {
    // SR-33
    let (mut rig, _) = ready();
    rig.pump.link_up(ChunkLen::SMALLEST);
    rig.pass(5).unwrap();
    assert_eq!(rig.pump.check_link(), LinkState::Up);
    rig.pass(1).unwrap();
    assert_eq!(rig.pump.check_link(), LinkState::HangUp);
}

#[test]
fn a_revoked_phone_is_out_and_its_ids_with_it() {
    // SR-37
    let (mut rig, keys) = ready();
    let mut clinic = Peer::clinic(&mut rig);
    let revoke = ClinicCommand::RevokePhone(keys.key_epoch);
    assert_eq!(clinic.order(&mut rig, 20, &revoke), Answer::Done);
    rig.pump.link_down();
    assert!(Peer::connect(&mut rig, &Psk::from_bytes(keys.link)).is_none());
    rig.pass(10).unwrap();
    let again = pair(&mut rig);
    assert!(again.key_epoch > keys.key_epoch);
}

#[test]
fn a_new_key_is_valid_only_once_the_phone_has_connected_with_it() {
    // SR-37
    let (mut rig, keys) = ready();
    rig.pump.magnet();
    let mut card = Peer::card(&mut rig).unwrap();
    let pair = cisterna_protocol::message::PairRequest {
        request_key: Octets([1; 32]),
    };
    assert!(matches!(
        card.ask(&mut rig, Ask::Pair(pair)),
        Answer::Paired(_)
    ));
    let Answer::Device(device) = Peer::phone(&mut rig, &keys).ask(&mut rig, Ask::ReadDevice) else {
        panic!("no device")
    };
    assert_eq!(&*device.phones, &[keys.key_epoch]);
}

#[test]
fn an_alarm_is_muted_for_an_hour_at_most_while_its_cause_stays() {
    // SR-16
    let (mut rig, keys) = ready();
    let mut clinic = Peer::clinic(&mut rig);
    assert_eq!(
        clinic.order(&mut rig, 30, &ClinicCommand::Stop),
        Answer::Done
    );
    assert!(rig.pump.sounding().is_some());
    let mut phone = Peer::phone(&mut rig, &keys);
    let mute = Acknowledgement {
        alarm: AlarmKind::Stopped,
        mute_s: 100_000,
    };
    assert_eq!(
        phone.ask(&mut rig, Ask::AcknowledgeAlarm(mute)),
        Answer::Done
    );
    rig.pass(3_599).unwrap();
    assert!(rig.pump.sounding().is_none());
    rig.pass(1).unwrap();
    assert!(rig.pump.sounding().is_some());
    assert!(rig.pump.engine().has(AlarmKind::Stopped));
}

#[test]
fn an_open_session_hears_once_that_something_changed() {
    let (mut rig, keys) = ready();
    let mut phone = Peer::phone(&mut rig, &keys);
    let outcome = phone.bolus(
        &mut rig,
        RequestId {
            key_epoch: keys.key_epoch,
            counter: 1,
        },
    );
    assert!(matches!(outcome, Some(Outcome::Running(_))));
    for _ in 0..3 {
        rig.pump.notify();
    }
    phone.status(&mut rig);
    assert_eq!(phone.notices, 1);
}
