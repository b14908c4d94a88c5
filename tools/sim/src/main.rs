//! `cisterna-sim`: seeds, scenarios, canaries and the exhaustive search, from a terminal.

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// The seeded world: real core and real firmware, with every fault, judged by the safety rows.
#[derive(Debug, Parser)]
#[command(name = "cisterna-sim", arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Run seeds; on a failure, shrink the first one and draw it
    Seeds {
        /// How many
        #[arg(long, default_value_t = 200)]
        seeds: u64,
        /// The first one
        #[arg(long, default_value_t = 1)]
        from: u64,
        /// Simulated days of each
        #[arg(long, default_value_t = 7)]
        days: u64,
        /// With this broken variant
        #[arg(long)]
        canary: Option<String>,
        /// Where a failure's scenario and picture go
        #[arg(long, default_value = "target/sim")]
        out: PathBuf,
    },
    /// Run one seed or one scenario file, print its trace, and draw it
    Show {
        /// A seed, or a file in TOML
        what: String,
        /// Simulated days of a seed
        #[arg(long, default_value_t = 7)]
        days: u64,
        /// The picture
        #[arg(long, default_value = "target/sim/trace.html")]
        picture: PathBuf,
    },
    /// One request at every fault point; at every second one, too, with depth 2
    Search {
        /// 1 or 2
        #[arg(long, default_value_t = 1)]
        depth: u8,
    },
    /// Run every broken variant until it is caught
    Canaries {
        /// Seeds that each may take
        #[arg(long, default_value_t = 60)]
        seeds: u64,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Seeds {
            seeds,
            from,
            days,
            canary,
            out,
        } => cisterna_sim::command::seeds(from, seeds, days, canary.as_deref(), &out),
        Task::Show {
            what,
            days,
            picture,
        } => cisterna_sim::command::show(&what, days, &picture),
        Task::Search { depth } => cisterna_sim::command::search(depth),
        Task::Canaries { seeds } => cisterna_sim::command::canaries(seeds),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cisterna-sim: {error}");
            ExitCode::FAILURE
        }
    }
}
