//! From arguments to orders, and what is said after them.

use super::key_file;
use super::programmer::{Access, Programmer};
use super::therapy::{self, Bridging, Filling};
use crate::args::clinic::{Clinic, Key, Refill};
use crate::confirm::Consent;
use crate::error::CliError;
use crate::out::Report;
use crate::show::status::ReadAge;
use crate::units::{ml, ug};
use crate::{civil, hex, show, wording};
use cisterna_protocol::clinic::{CivilClock, ClinicCommand, ClinicianBolus};
use serde_json::{Value, json};

/// Runs a command of the programmer.
///
/// # Errors
/// [`CliError`].
pub(crate) fn run(command: &Clinic) -> Result<Report, CliError> {
    match command {
        Clinic::Key(key) => make_key(key),
        Clinic::Prescribe(args) => {
            let consent = Consent::given(args.yes);
            therapy::prescribe(
                &args.pump.access(),
                &args.prescription,
                args.activate,
                consent,
            )
        }
        Clinic::Activate(args) => therapy::activate(&args.pump.access(), Consent::given(args.yes)),
        Clinic::Refill(args) => {
            let consent = Consent::given(args.yes);
            therapy::refill(&args.pump.access(), &filling(args), args.activate, consent)
        }
        Clinic::Status(pump) => status(&pump.access()),
        Clinic::Prescription(pump) => prescription(&pump.access()),
        Clinic::Prime(_)
        | Clinic::SetClock(_)
        | Clinic::Stop(_)
        | Clinic::Resume(_)
        | Clinic::Bolus(_)
        | Clinic::ClearFault(_)
        | Clinic::OpenPairing(_)
        | Clinic::Revoke(_)
        | Clinic::Trust(_)
        | Clinic::Remove(_) => {
            let (access, order) = order(command)?;
            carry_out(&access, &order)
        }
    }
}

/// An order with what is said when it is done.
struct Order {
    command: ClinicCommand,
    done: String,
    json: Value,
}

fn order(command: &Clinic) -> Result<(Access, Order), CliError> {
    #[allow(
        clippy::wildcard_enum_match_arm,
        reason = "the caller keeps the others"
    )]
    Ok(match command {
        Clinic::Stop(pump) => (pump.access(), stop()),
        Clinic::Resume(pump) => (pump.access(), resume()),
        Clinic::Prime(args) => (
            args.pump.access(),
            Order {
                command: ClinicCommand::Prime(args.volume_ml),
                done: format!("Priming the catheter with {}.", ml(args.volume_ml)),
                json: json!({"ordered": "prime", "volume_nl": args.volume_ml.0}),
            },
        ),
        Clinic::SetClock(args) => {
            let utc_s = args.utc.unwrap_or_else(civil::now_utc_s);
            (
                args.pump.access(),
                set_clock(CivilClock {
                    utc_s,
                    offset_s: args.offset,
                }),
            )
        }
        Clinic::Bolus(args) => {
            let bolus = ClinicianBolus {
                dose: args.dose_ug,
                duration_s: args.duration_s,
            };
            (args.pump.access(), give(bolus))
        }
        Clinic::ClearFault(args) => (
            args.pump.access(),
            Order {
                command: ClinicCommand::ClearFault(args.alarm),
                done: format!("Cleared: {}.", wording::alarm_text(args.alarm)),
                json: json!({"ordered": "clear_fault", "alarm": wording::alarm_name(args.alarm)}),
            },
        ),
        Clinic::OpenPairing(args) => (args.pump.access(), open_pairing(args.seconds)),
        Clinic::Revoke(args) => (
            args.pump.access(),
            Order {
                command: ClinicCommand::RevokePhone(args.phone),
                done: format!("The keys of phone {} are revoked.", args.phone),
                json: json!({"ordered": "revoke", "phone": args.phone}),
            },
        ),
        Clinic::Trust(args) => {
            let keys = key_file::read_public(&args.clinician)?;
            let public = hex::encode(&keys.public.0);
            (
                args.pump.access(),
                Order {
                    command: ClinicCommand::TrustClinician(keys),
                    done: "The pump trusts this clinician too.".to_owned(),
                    json: json!({"ordered": "trust", "clinician": public}),
                },
            )
        }
        Clinic::Remove(args) => {
            let public = key_file::read_public(&args.clinician)?.public;
            (
                args.pump.access(),
                Order {
                    command: ClinicCommand::RemoveClinician(public),
                    done: "The pump no longer trusts this clinician.".to_owned(),
                    json: json!({"ordered": "remove", "clinician": hex::encode(&public.0)}),
                },
            )
        }
        other => unreachable!("{other:?} is no plain order"),
    })
}

fn stop() -> Order {
    Order {
        command: ClinicCommand::Stop,
        done: "Therapy is stopped. The pump sounds until it goes on.".to_owned(),
        json: json!({"ordered": "stop"}),
    }
}

fn resume() -> Order {
    Order {
        command: ClinicCommand::Resume,
        done: "Therapy goes on.".to_owned(),
        json: json!({"ordered": "resume"}),
    }
}

fn set_clock(clock: CivilClock) -> Order {
    let shown = civil::minute(clock.utc_s, clock.offset_s);
    let offset = civil::offset(clock.offset_s);
    Order {
        command: ClinicCommand::SetClock(clock),
        done: format!("The pump's clock is {shown} (UTC{offset})."),
        json: json!({
            "ordered": "set_clock",
            "utc": civil::utc(clock.utc_s),
            "offset_s": clock.offset_s,
        }),
    }
}

fn give(bolus: ClinicianBolus) -> Order {
    Order {
        command: ClinicCommand::ClinicianBolus(bolus),
        done: format!("Giving {} over {} s.", ug(bolus.dose), bolus.duration_s),
        json: json!({
            "ordered": "bolus",
            "dose_ng": bolus.dose.0,
            "duration_s": bolus.duration_s,
        }),
    }
}

fn open_pairing(seconds: u32) -> Order {
    Order {
        command: ClinicCommand::OpenPairing(seconds),
        done: format!("The pairing window is open for {seconds} s."),
        json: json!({"ordered": "open_pairing", "open_s": seconds}),
    }
}

fn carry_out(access: &Access, order: &Order) -> Result<Report, CliError> {
    Programmer::connect(access)?.order(&order.command)?;
    Ok(Report::done(order.done.clone(), order.json.clone()))
}

fn make_key(args: &Key) -> Result<Report, CliError> {
    let keys = key_file::make(&args.out, args.public.as_deref())?;
    let public = hex::encode(&keys.public.0);
    let mut text = format!("Key file written: {}", args.out.display());
    if let Some(path) = &args.public {
        text = format!("{text}\nProvisioning file written: {}", path.display());
    }
    let json = json!({"key": args.out, "provisioning": args.public, "clinician": public});
    Ok(Report::done(text, json))
}

fn filling(args: &Refill) -> Filling {
    let bridging = args.bridge_volume_ml.zip(args.bridge_rate_ug_per_h);
    Filling {
        drug: args.drug,
        concentration: args.concentration_ug_per_ml,
        volume: args.volume_ml,
        use_by_utc_s: args.use_by,
        bridging: bridging.map(|(volume, rate)| Bridging {
            volume,
            rate,
            flush: args.flush,
        }),
    }
}

fn status(access: &Access) -> Result<Report, CliError> {
    let mut programmer = Programmer::connect(access)?;
    let device = programmer.device()?;
    let (serial, status) = (programmer.serial().as_str(), programmer.status());
    let phones: Vec<u32> = device.phones.to_vec();
    let firmware = device.firmware;
    let version = format!(
        "{}.{}.{}",
        firmware / 10_000,
        firmware / 100 % 100,
        firmware % 100
    );
    let text = format!(
        "{}  {:<13} {version}, reservoir {}, phones {phones:?}\n",
        show::status::text(serial, status, &ReadAge::NOW),
        "firmware",
        ml(cisterna_protocol::quantity::Nanolitres(device.capacity_nl)),
    );
    let mut json = show::status::object(serial, status, &ReadAge::NOW);
    json.insert("firmware".to_owned(), version.into());
    json.insert("phones".to_owned(), phones.into());
    json.insert(
        "clinicians".to_owned(),
        hex::encode(&device.clinicians.0).into(),
    );
    json.insert("capacity_nl".to_owned(), device.capacity_nl.into());
    Ok(Report {
        exit: crate::out::Exit::Done,
        text,
        json,
    })
}

fn prescription(access: &Access) -> Result<Report, CliError> {
    let active = Programmer::connect(access)?.prescription()?;
    let text = active.as_ref().map_or_else(
        || "No prescription is active.".to_owned(),
        |it| {
            format!(
                "Prescription {} is active.\n{}",
                it.version,
                show::prescription::text(it)
            )
        },
    );
    let json = json!({"active": active.as_ref().map(show::prescription::object)});
    Ok(Report::done(text, json))
}
