//! Pump events and oral medicines in one order.

use super::*;

fn medicine(name: &str, from: &str, until: Option<&str>, change: MedicineChange) -> OralMedicine {
    OralMedicine {
        id: 1,
        name: name.to_owned(),
        amount: "some".to_owned(),
        from: from.parse().unwrap(),
        until: until.map(|it| it.parse().unwrap()),
        change,
        recorded: at("2026-07-01T12:00"),
    }
}

fn event(text: &str, what: PumpEventKind) -> PumpEvent {
    PumpEvent { at: at(text), what }
}

fn told(items: &[TimelineItem]) -> Vec<String> {
    let told = |item: &TimelineItem| {
        let when = match item.when {
            When::At(moment) => moment.local().to_string(),
            When::On(date) => date.to_string(),
        };
        let what = match &item.event {
            TimelineEvent::Pump(PumpEventKind::ProgramChanged { .. }) => "program".to_owned(),
            TimelineEvent::Pump(PumpEventKind::Bolus { .. }) => "bolus".to_owned(),
            TimelineEvent::Pump(PumpEventKind::TherapyEnded) => "ended".to_owned(),
            TimelineEvent::Pump(PumpEventKind::PumpReplaced) => "replaced".to_owned(),
            TimelineEvent::MedicineStarted(it) => format!("{} started", it.name),
            TimelineEvent::MedicineChanged(it) => format!("{} {:?}", it.name, it.change),
            TimelineEvent::MedicineStopped(it) => format!("{} stopped", it.name),
        };
        format!("{when} {what}")
    };
    items.iter().map(told).collect()
}

#[test]
fn days_and_instants_are_in_one_order() {
    let bolus = PumpEventKind::Bolus {
        least_ng: 25_000,
        most_ng: 25_000,
    };
    let program = PumpEventKind::ProgramChanged {
        version: 2,
        basal_ng_per_day: Some(1_200_000),
    };
    let pump = [
        event("2026-06-20T08:00", PumpEventKind::PumpReplaced),
        event("2026-06-10T08:00", bolus),
        event("2026-06-09T23:59", program),
        event("2026-06-21T08:00", PumpEventKind::TherapyEnded),
    ];
    let medicines = [
        // fewer from the 10th on, stopped after the 15th
        medicine(
            "Tizanidine",
            "2026-01-01",
            Some("2026-06-09"),
            MedicineChange::TakenBefore,
        ),
        medicine(
            "tizanidine ",
            "2026-06-10",
            Some("2026-06-15"),
            MedicineChange::Fewer,
        ),
        medicine("Ibuprofen", "2026-06-12", None, MedicineChange::Started),
    ];
    let items = timeline(&Zones::only(BERLIN), &pump, &medicines);
    assert_eq!(
        told(&items),
        [
            "2026-06-09 23:59:00 program",
            "2026-06-10 tizanidine  Fewer",
            "2026-06-10 08:00:00 bolus",
            "2026-06-12 Ibuprofen started",
            "2026-06-16 tizanidine  stopped",
            "2026-06-20 08:00:00 replaced",
            "2026-06-21 08:00:00 ended",
        ]
    );
}

#[test]
fn a_pause_between_two_amounts_is_a_stop() {
    let medicines = [
        medicine(
            "Tizanidine",
            "2026-06-01",
            Some("2026-06-09"),
            MedicineChange::Started,
        ),
        medicine("Tizanidine", "2026-06-11", None, MedicineChange::More),
    ];
    let items = timeline(&Zones::only(BERLIN), &[], &medicines);
    assert_eq!(
        told(&items),
        [
            "2026-06-01 Tizanidine started",
            "2026-06-10 Tizanidine stopped",
            "2026-06-11 Tizanidine More",
        ]
    );
}

#[test]
fn without_pump_and_medicine_there_is_nothing() {
    assert_eq!(timeline(&Zones::only(BERLIN), &[], &[]), []);
}

#[test]
fn a_stored_medicine_and_event_come_back() {
    let kept = medicine("Tizanidine", "2026-06-01", None, MedicineChange::Fewer);
    let text = serde_json::to_string(&kept).unwrap();
    assert_eq!(serde_json::from_str::<OralMedicine>(&text).unwrap(), kept);
    let older = r#"{"program_changed":{"version":3}}"#;
    let read: PumpEventKind = serde_json::from_str(older).unwrap();
    let expected = PumpEventKind::ProgramChanged {
        version: 3,
        basal_ng_per_day: None,
    };
    assert_eq!(read, expected);
}
