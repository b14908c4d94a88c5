//! From the command line to the command, and its end to an exit code.

use crate::args::{Cli, Command, pump::Pump};
use crate::error::CliError;
use crate::out::{Exit, Out, Report};
use crate::phone::{self, Phone};
use crate::{bench, clinic, demo, pump};
use clap::Parser;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs the program with these arguments, the first of which is its own name. Returns what the
/// process exits with: 0 done, 2 refused by the pump, 3 not known yet, 1 anything else.
pub fn main_with(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let exit = match Cli::try_parse_from(&args) {
        Ok(cli) => {
            let out = Out { json: cli.json };
            match run(&cli, out) {
                Ok(Some(report)) => out.finish(Ok(report)),
                Ok(None) => Exit::Done,
                Err(error) => out.finish(Err(error)),
            }
        }
        Err(error) => not_parsed(&args, &error),
    };
    ExitCode::from(exit as u8)
}

/// Help and version are done; a wrong command line is 1, because 2 means "refused by the pump".
fn not_parsed(args: &[OsString], error: &clap::Error) -> Exit {
    if !error.use_stderr() {
        // a closed stdout leaves nobody to tell
        let _ = error.print();
        return Exit::Done;
    }
    if args.iter().any(|arg| arg == "--json") {
        let text = error.render().to_string();
        let first = text.split("\n\n").next().unwrap_or(&text);
        let message = first.strip_prefix("error: ").unwrap_or(first);
        Out { json: true }.failure(
            "usage",
            &message.split_whitespace().collect::<Vec<_>>().join(" "),
        );
    } else {
        let _ = error.print();
    }
    Exit::Other
}

/// Runs a command within this process, quietly: what it would print is returned.
///
/// # Errors
/// [`CliError`]; [`CliError::Usage`] for a command that prints by itself.
pub(crate) fn report_of(args: &[String]) -> Result<Report, CliError> {
    let cli = Cli::try_parse_from(args).map_err(|error| CliError::Usage(error.to_string()))?;
    let no_report = || CliError::Usage("this command has no report".to_owned());
    run(&cli, Out { json: true })?.ok_or_else(no_report)
}

/// The report of a command, or `None` where it has said everything already.
fn run(cli: &Cli, out: Out) -> Result<Option<Report>, CliError> {
    match &cli.command {
        Command::Clinic(command) => clinic::run(command).map(Some),
        Command::Pump(Pump::Run(args)) => pump::run(args, out).map(|()| None),
        Command::Pump(Pump::Control(args)) => pump::control(args).map(Some),
        Command::Bench => bench::run(out).map(Some),
        Command::Demo(args) => demo::run(args, out).map(|()| None),
        Command::Restore(args) => phone::restore(&home(cli)?, args).map(Some),
        Command::Erase(args) => phone::erase(Phone::open(&home(cli)?)?, args).map(Some),
        Command::Pair(_)
        | Command::Backup(_)
        | Command::Care(_)
        | Command::Remind(_)
        | Command::Report(_)
        | Command::Check
        | Command::Status(_)
        | Command::Sync(_)
        | Command::History(_)
        | Command::Bolus(_)
        | Command::Refill(_)
        | Command::Diary(_)
        | Command::Trial(_)
        | Command::Settings(_)
        | Command::Acknowledge(_) => on_the_phone(cli, out).map(Some),
    }
}

fn on_the_phone(cli: &Cli, out: Out) -> Result<Report, CliError> {
    let mut phone = Phone::open(&home(cli)?)?;
    #[allow(
        clippy::wildcard_enum_match_arm,
        reason = "the caller keeps the others"
    )]
    match &cli.command {
        Command::Pair(args) => phone::pair(&mut phone, args),
        Command::Status(args) => phone::status(&mut phone, args.socket.as_deref()),
        Command::Sync(args) => phone::sync(&mut phone, &args.socket, out),
        Command::History(args) => phone::history(&phone, args),
        Command::Bolus(args) => phone::bolus(&mut phone, args, out),
        Command::Refill(args) => phone::refill(&mut phone, args),
        Command::Diary(args) => phone::diary(&mut phone, args),
        Command::Trial(args) => phone::trial(&mut phone, args),
        Command::Settings(args) => phone::settings(&mut phone, args),
        Command::Acknowledge(args) => phone::acknowledge(&mut phone, args),
        Command::Backup(args) => phone::backup(&phone, args),
        Command::Care(command) => phone::care(&mut phone, command),
        Command::Remind(args) => phone::remind(&mut phone, args),
        Command::Report(args) => phone::report(&mut phone, args),
        Command::Check => phone::check(&phone),
        other => unreachable!("{other:?} is none of the phone's"),
    }
}

fn home(cli: &Cli) -> Result<PathBuf, CliError> {
    let default = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cisterna"));
    let missing = || CliError::Usage("name the phone's data with --home DIR".to_owned());
    cli.home.clone().or_else(default).ok_or_else(missing)
}
