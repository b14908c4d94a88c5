#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod android;
mod bindings;
mod companion;
mod fuzz;
mod judges;
mod metadata;
mod mutants;
mod report;
mod setup;
mod sim;
mod stage;
mod stages;
mod texts;
mod tidy;
mod workspace;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// The project's own commands. `cargo xtask demo` shows Cisterna at work, `cargo xtask test`
/// checks everything that this machine can check.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Run every check that this machine can run, stage by stage, and sum up at the end
    ///
    /// Stages go on after a failed one. What this machine lacks is reported as skipped, with the
    /// command that would get it. The last line counts the stages; the exit code is 1 if one failed.
    Test {
        /// Only formatting, structure, lints and tests: what to run before each commit
        #[arg(long)]
        quick: bool,
    },
    /// Build the companion and play its demo: a pump, a phone and a day of therapy in one process
    Demo {
        /// Print one JSON object a line instead of sentences
        #[arg(long)]
        json: bool,
        /// Keep the files that the demo writes
        #[arg(long)]
        keep: bool,
    },
    /// Measure the companion in a release build
    Bench {
        /// Passed to `cisterna bench` as they are
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Run a long proof to its end; what it covered is printed for docs/proofs
    ///
    /// `power` cuts the power at every byte of a scripted day and at every flash write of a
    /// scripted week. It takes many minutes; the tests run a sample of it. `model` searches worlds of
    /// the request protocol that are too large for the tests.
    Proof {
        /// Which proof
        #[arg(value_enum)]
        which: Proof,
    },
    /// Run the seeded world: real core, real firmware, every fault
    ///
    /// `cargo xtask sim --seeds N --from S` runs seeds; `sim search --depth 2`, `sim canaries` and
    /// `sim show SEED` are told by `sim --help`. Exit code 1 where a requirement did not hold.
    Sim {
        /// Passed to `cisterna-sim` as they are; flags alone are those of `seeds`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Feed changed inputs to every decoder and to both sides of a session, with libFuzzer
    Fuzz {
        /// Minutes for each target
        #[arg(long = "for", default_value_t = 1)]
        minutes: u32,
        /// This target alone
        #[arg(long)]
        only: Option<String>,
    },
    /// Change the code line by line: a change that no test notices survives
    Mutants {
        /// Which part of the code
        #[arg(value_enum)]
        room: mutants::Room,
    },
    /// Write the resources of Android and Apple anew from the texts
    Texts,
    /// Write the Kotlin and the Swift of the bindings anew
    Bindings,
    /// Check the structure: file lengths, leftover markers, crate arrows, READMEs, safety trace
    Tidy,
}

/// The proofs that are too long for every test run.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Proof {
    /// Power cuts at every byte and every write
    Power,
    /// Every state of the larger worlds of the request protocol's model
    Model,
}

fn main() -> ExitCode {
    let workspace = Workspace::from_environment();
    match run(&Arguments::parse().task, &workspace) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("cargo xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task, workspace: &Workspace) -> Result<ExitCode, Box<dyn std::error::Error>> {
    match task {
        Task::Test { quick } => Ok(test(workspace, *quick)?),
        Task::Demo { json, keep } => Ok(companion::demo(workspace, *json, *keep)?),
        Task::Bench { args } => Ok(companion::bench(workspace, args)?),
        Task::Proof {
            which: Proof::Power,
        } => Ok(companion::proof_power(workspace)?),
        Task::Sim { args } => {
            let mut args = args.clone();
            if args
                .first()
                .is_none_or(|first| first.starts_with("--seeds") || first.starts_with("--from"))
            {
                args.insert(0, "seeds".to_owned());
            }
            Ok(sim::run(workspace, &args)?)
        }
        Task::Proof {
            which: Proof::Model,
        } => Ok(companion::proof_model(workspace)?),
        Task::Fuzz { minutes, only } => Ok(fuzz::run(workspace, *minutes, only.as_deref())?),
        Task::Mutants { room } => Ok(mutants::run(workspace, *room)?),
        Task::Texts => {
            texts::write(workspace)?;
            Ok(ExitCode::SUCCESS)
        }
        Task::Bindings => {
            bindings::write(workspace)?;
            Ok(ExitCode::SUCCESS)
        }
        Task::Tidy => Ok(tidy_alone(workspace)?),
    }
}

fn test(workspace: &Workspace, quick: bool) -> io::Result<ExitCode> {
    let mut out = io::stdout().lock();
    let chosen = stage::selected(stages::ALL, quick);
    let records = stage::run_all(&chosen, workspace, &mut out)?;
    write!(out, "\n{}", report::summary(&records))?;
    Ok(report::exit_code(&records))
}

fn tidy_alone(workspace: &Workspace) -> Result<ExitCode, tidy::TidyError> {
    let findings = tidy::run(workspace)?;
    for finding in &findings {
        println!("{finding}");
    }
    println!("{}", tidy::count_line(&findings));
    Ok(if findings.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn bench_takes_flags_it_does_not_know() {
        let parsed = Arguments::try_parse_from(["xtask", "bench", "--seeds", "3"]);
        let Ok(Arguments {
            task: Task::Bench { args },
        }) = parsed
        else {
            panic!("not parsed as bench: {parsed:?}");
        };
        assert_eq!(args, ["--seeds", "3"]);
    }

    #[test]
    fn a_task_that_does_not_exist_is_refused() {
        assert!(Arguments::try_parse_from(["xtask", "tset"]).is_err());
    }
}
