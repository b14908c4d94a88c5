//! What the build needs from the machine beside a Rust toolchain: found, installed where that is
//! this program's to do (Debian, as root), or named with the command that a person would type.

use std::path::Path;

use crate::stage::Verdict;
use crate::workspace::{RunError, Workspace, read, stream};

/// A program that the build calls, and the Debian package that brings it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tool {
    pub(crate) program: &'static str,
    pub(crate) debian: &'static str,
}

/// `cc`, `make` and `pkg-config` for the C parts of dependencies, `git` for the list of files.
const TOOLS: &[Tool] = &[
    Tool {
        program: "cc",
        debian: "build-essential",
    },
    Tool {
        program: "make",
        debian: "make",
    },
    Tool {
        program: "pkg-config",
        debian: "pkg-config",
    },
    Tool {
        program: "git",
        debian: "git",
    },
    Tool {
        program: OPENSSL,
        debian: "libssl-dev",
    },
];

/// No program, but what the cipher of `SQLCipher` is compiled against; macOS has its own.
const OPENSSL: &str = "the headers of OpenSSL";

/// What gets the tools of the build on macOS.
const MAC: &str = "`xcode-select --install` and `brew install pkg-config`";

/// Who could install something here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Host {
    DebianRoot,
    DebianUser,
    MacOs,
    Other,
}

/// What to do about missing tools.
#[derive(Debug, PartialEq, Eq)]
enum Plan {
    Nothing,
    /// These Debian packages.
    Install(Vec<&'static str>),
    /// This person must act; the sentence has the exact command.
    Tell(String),
}

/// The stage: passes once every tool is there.
pub(crate) fn run(workspace: &Workspace) -> Verdict {
    if !workspace.root().join("Cargo.lock").is_file() {
        return Verdict::Failed("Cargo.lock is missing; it belongs to the sources".into());
    }
    match plan(&missing(TOOLS, is_there), host(workspace), MAC) {
        Plan::Nothing => Verdict::Passed,
        Plan::Tell(sentence) => Verdict::Failed(sentence),
        Plan::Install(packages) => install(workspace, &packages).into(),
    }
}

/// Gets tools that a single stage needs, or says what a person would type to get them; `mac` is
/// that for macOS.
pub(crate) fn get(workspace: &Workspace, tools: &[Tool], mac: &str) -> Result<(), String> {
    match plan(&missing(tools, is_on_path), host(workspace), mac) {
        Plan::Nothing => Ok(()),
        Plan::Tell(sentence) => Err(sentence),
        Plan::Install(packages) => install(workspace, &packages).map_err(|error| error.to_string()),
    }
}

fn missing(tools: &[Tool], present: impl Fn(&str) -> bool) -> Vec<Tool> {
    tools
        .iter()
        .copied()
        .filter(|tool| !present(tool.program))
        .collect()
}

fn plan(missing: &[Tool], host: Host, mac: &str) -> Plan {
    if missing.is_empty() {
        return Plan::Nothing;
    }
    let packages: Vec<_> = missing.iter().map(|tool| tool.debian).collect();
    let programs: Vec<_> = missing.iter().map(|tool| tool.program).collect();
    let programs = programs.join(", ");
    match host {
        Host::DebianRoot => Plan::Install(packages),
        Host::DebianUser => Plan::Tell(format!(
            "missing: {programs}; get it with `sudo apt-get install -y {}`",
            packages.join(" ")
        )),
        Host::MacOs => Plan::Tell(format!("missing: {programs}; get it with {mac}")),
        Host::Other => Plan::Tell(format!(
            "missing: {programs}; install it with this system's package manager"
        )),
    }
}

fn install(workspace: &Workspace, packages: &[&str]) -> Result<(), RunError> {
    let apt = |arguments: &[&str]| {
        let mut command = workspace.command("apt-get");
        command
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(arguments);
        stream(command)
    };
    println!("   installing {}", packages.join(" "));
    apt(&["update", "-q"])?;
    apt(&[
        &["install", "-q", "-y", "--no-install-recommends"],
        packages,
    ]
    .concat())
}

fn host(workspace: &Workspace) -> Host {
    if cfg!(target_os = "macos") {
        Host::MacOs
    } else if !is_on_path("apt-get") {
        Host::Other
    } else if is_root(workspace) {
        Host::DebianRoot
    } else {
        Host::DebianUser
    }
}

fn is_root(workspace: &Workspace) -> bool {
    let mut id = workspace.command("id");
    id.arg("-u");
    read(id).is_ok_and(|user| user.trim() == "0")
}

/// A program on the path, or the one thing that is none.
fn is_there(what: &str) -> bool {
    if what != OPENSSL {
        return is_on_path(what);
    }
    let found = std::process::Command::new("pkg-config")
        .args(["--exists", "openssl"])
        .status();
    cfg!(target_os = "macos") || found.is_ok_and(|it| it.success())
}

fn is_on_path(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|directory| is_program(&directory, program))
    })
}

fn is_program(directory: &Path, program: &str) -> bool {
    directory
        .join(program)
        .with_extension(std::env::consts::EXE_EXTENSION)
        .is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(programs: &[&str]) -> Vec<Tool> {
        missing(TOOLS, |program| !programs.contains(&program))
    }

    #[test]
    fn nothing_is_done_where_everything_is_there() {
        assert_eq!(plan(&without(&[]), Host::DebianRoot, MAC), Plan::Nothing);
        assert_eq!(plan(&without(&[]), Host::Other, MAC), Plan::Nothing);
    }

    #[test]
    fn root_on_debian_installs_only_what_is_missing() {
        let plan = plan(&without(&["cc", "git"]), Host::DebianRoot, MAC);
        assert_eq!(plan, Plan::Install(vec!["build-essential", "git"]));
    }

    #[test]
    fn others_are_told_what_is_missing_and_the_exact_command() {
        for (host, command) in [
            (Host::DebianUser, "`sudo apt-get install -y pkg-config`"),
            (Host::MacOs, "`brew install pkg-config`"),
            (Host::Other, "this system's package manager"),
        ] {
            let Plan::Tell(sentence) = plan(&without(&["pkg-config"]), host, MAC) else {
                panic!("{host:?} installs by itself");
            };
            assert!(sentence.starts_with("missing: pkg-config;"), "{sentence}");
            assert!(sentence.contains(command), "{sentence}");
        }
    }

    #[test]
    fn a_program_that_nobody_has_is_not_on_the_path() {
        assert!(!is_on_path("cisterna-no-such-program"));
    }
}
