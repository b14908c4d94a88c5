//! The stages of `cargo xtask test`, in their order. Each is a row of [`ALL`]; a new room of the
//! project adds its row here.

use std::path::Path;
use std::process::Command;

use crate::android;
use crate::bindings;
use crate::companion;
use crate::judges;
use crate::setup;
use crate::sim;
use crate::stage::{Stage, Verdict};
use crate::texts;
use crate::tidy;
use crate::workspace::{RunError, Workspace, read, stream};

/// The processor of the bench image and of the hardware board: Cortex-M4 with a float unit.
const BARE_METAL_TARGET: &str = "thumbv7em-none-eabihf";

/// Every crate that a pump runs, each built alone so that no neighbour switches on a feature.
const NO_STD_BUILDS: &[&str] = &[
    "-p cisterna-protocol --no-default-features",
    "-p cisterna-protocol --no-default-features --features pump",
    "-p cisterna-dosing --no-default-features",
    "-p cisterna-firmware --no-default-features",
];

/// All stages in the order in which they run: cheap ones first.
pub(crate) const ALL: &[Stage] = &[
    Stage {
        name: "setup",
        about: "what the build needs from this machine",
        quick: false,
        needs: &[],
        run: setup::run,
    },
    Stage {
        name: "fmt",
        about: "formatting",
        quick: true,
        needs: &[],
        run: fmt,
    },
    Stage {
        name: "tidy",
        about: "structure of the tree, crate arrows, safety trace",
        quick: true,
        needs: &[],
        run: tidy::stage,
    },
    Stage {
        name: "clippy",
        about: "lints of every target, warnings denied",
        quick: true,
        needs: &["setup"],
        run: clippy,
    },
    Stage {
        name: "docs",
        about: "documentation, warnings denied",
        quick: false,
        needs: &["setup"],
        run: docs,
    },
    Stage {
        name: "no_std",
        about: "each crate of the pump alone, without default features",
        quick: false,
        needs: &["setup"],
        run: no_std,
    },
    Stage {
        name: "bare-metal",
        about: "each crate of the pump for a processor without an operating system",
        quick: false,
        needs: &["setup", "no_std"],
        run: bare_metal,
    },
    Stage {
        name: "tests",
        about: "every test of the workspace",
        quick: true,
        needs: &["setup"],
        run: tests_of_workspace,
    },
    Stage {
        name: "sim",
        about: "80 seeds of a simulated week, judged by the safety rows",
        quick: false,
        needs: &["setup"],
        run: sim::stage,
    },
    Stage {
        name: "texts",
        about: "the platforms' resources are what the texts make",
        quick: false,
        needs: &["setup"],
        run: texts::stage,
    },
    Stage {
        name: "bindings",
        about: "the committed Kotlin and Swift are what the bindings make",
        quick: false,
        needs: &["setup"],
        run: bindings::stage,
    },
    Stage {
        name: "demo",
        about: "the demo plays to its end",
        quick: false,
        needs: &["setup"],
        run: companion::demo_stage,
    },
    Stage {
        name: "judges",
        about: "reports of made-up trials before HAPI (FHIR R4) and veraPDF (PDF/UA-1)",
        quick: false,
        needs: &["setup"],
        run: judges::stage,
    },
    Stage {
        name: "android",
        about: "the Kotlin modules on the JVM, with the real library and the real firmware",
        quick: false,
        needs: &["setup", "bindings"],
        run: android::stage,
    },
];

fn fmt(workspace: &Workspace) -> Verdict {
    with_component(workspace, "fmt", "rustfmt", "fmt --all --check")
}

fn clippy(workspace: &Workspace) -> Verdict {
    let arguments = "clippy --workspace --all-targets --locked -- -D warnings";
    with_component(workspace, "clippy", "clippy", arguments)
}

fn docs(workspace: &Workspace) -> Verdict {
    let mut cargo = workspace.cargo("doc --workspace --no-deps --locked");
    cargo.env("RUSTDOCFLAGS", "-D warnings");
    stream(cargo).into()
}

fn no_std(workspace: &Workspace) -> Verdict {
    check_each(workspace, "").into()
}

fn bare_metal(workspace: &Workspace) -> Verdict {
    check_for(workspace, BARE_METAL_TARGET)
}

/// Builds for a target whose standard library is installed, or says how to get it.
fn check_for(workspace: &Workspace, target: &str) -> Verdict {
    match has_target(workspace, target) {
        Ok(true) => check_each(workspace, &format!("--target {target}")).into(),
        Ok(false) => Verdict::Skipped(format!(
            "no standard library for {target}; get it with `rustup target add {target}`"
        )),
        Err(error) => Verdict::Failed(error.to_string()),
    }
}

/// Goes through all test binaries even when one fails, so that one run shows every failure.
fn tests_of_workspace(workspace: &Workspace) -> Verdict {
    stream(workspace.cargo("test --workspace --locked --no-fail-fast")).into()
}

/// Runs a cargo subcommand that rustup installs as a component, or says how to get it.
fn with_component(
    workspace: &Workspace,
    subcommand: &str,
    component: &str,
    arguments: &str,
) -> Verdict {
    let probe = workspace.cargo(&format!("{subcommand} --version"));
    if Workspace::answers(probe) {
        return stream(workspace.cargo(arguments)).into();
    }
    Verdict::Skipped(format!(
        "`cargo {subcommand}` is not installed; get it with `rustup component add {component}`"
    ))
}

/// Stops at the first build that fails: the crates build on each other.
fn check_each(workspace: &Workspace, target: &str) -> Result<(), RunError> {
    NO_STD_BUILDS.iter().try_for_each(|build| {
        let arguments = format!("check {build} --locked {target}");
        println!("   cargo {}", arguments.trim_end());
        stream(workspace.cargo(&arguments))
    })
}

fn has_target(workspace: &Workspace, target: &str) -> Result<bool, RunError> {
    let sysroot = read(rustc(workspace, &["--print", "sysroot"]))?;
    Ok(Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(target)
        .join("lib")
        .is_dir())
}

fn rustc(workspace: &Workspace, arguments: &[&str]) -> Command {
    let program = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = workspace.command(program);
    command.args(arguments);
    command
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::stage::selected;

    #[test]
    fn quick_runs_formatting_structure_lints_and_tests() {
        let names: Vec<_> = selected(ALL, true).iter().map(|stage| stage.name).collect();
        assert_eq!(names, ["fmt", "tidy", "clippy", "tests"]);
    }

    #[test]
    fn names_are_unique_and_needs_come_earlier() {
        let mut seen = BTreeSet::new();
        for stage in ALL {
            assert!(
                stage.needs.iter().all(|need| seen.contains(need)),
                "{}",
                stage.name
            );
            assert!(seen.insert(stage.name), "{} twice", stage.name);
        }
    }

    #[test]
    fn a_missing_component_is_skipped_with_the_command_that_gets_it() {
        let workspace = Workspace::from_environment();
        let verdict = with_component(&workspace, "no-such-subcommand", "some-part", "never run");
        let Verdict::Skipped(reason) = verdict else {
            panic!("{verdict:?}")
        };
        assert!(
            reason.contains("`rustup component add some-part`"),
            "{reason}"
        );
    }

    #[test]
    fn a_target_that_is_not_installed_is_skipped_with_the_command_that_gets_it() {
        let verdict = check_for(&Workspace::from_environment(), "no-such-target");
        let Verdict::Skipped(reason) = verdict else {
            panic!("{verdict:?}")
        };
        assert!(
            reason.contains("`rustup target add no-such-target`"),
            "{reason}"
        );
    }
}
