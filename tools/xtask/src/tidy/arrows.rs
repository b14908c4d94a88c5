//! Which of our crates may depend on which. The table is the design: the phone's core never sees
//! the dosing engine, and what a pump runs never sees the phone.

use super::Finding;
use crate::metadata::{Dependency, Package};

const PROTOCOL: &str = "cisterna-protocol";
const DOSING: &str = "cisterna-dosing";
const FIRMWARE: &str = "cisterna-firmware";
const BOARD_HOST: &str = "cisterna-board-host";
const CORE: &str = "cisterna-core";
const TEXT: &str = "cisterna-text";
const REPORT: &str = "cisterna-report";
const CLI: &str = "cisterna-cli";
const SIM: &str = "cisterna-sim";
const MODEL: &str = "cisterna-model";
const FUZZ_TARGETS: &str = "cisterna-fuzz-targets";
const BINDINGS: &str = "cisterna-bindings";
const BINDGEN: &str = "cisterna-bindgen";
const SIMULATED: &str = "cisterna-simulated";
const XTASK: &str = "xtask";

/// The arrows that one crate may have.
#[derive(Debug)]
struct Rule {
    from: &'static str,
    to: &'static [&'static str],
    /// In addition, for tests only.
    to_in_tests: &'static [&'static str],
}

const RULES: &[Rule] = &[
    Rule {
        from: PROTOCOL,
        to: &[],
        to_in_tests: &[],
    },
    Rule {
        from: DOSING,
        to: &[PROTOCOL],
        to_in_tests: &[],
    },
    // The firmware's tests run on the host board's emulated flash.
    Rule {
        from: FIRMWARE,
        to: &[DOSING, PROTOCOL],
        to_in_tests: &[BOARD_HOST],
    },
    Rule {
        from: BOARD_HOST,
        to: &[FIRMWARE, DOSING, PROTOCOL],
        to_in_tests: &[],
    },
    Rule {
        from: TEXT,
        to: &[PROTOCOL],
        to_in_tests: &[],
    },
    Rule {
        from: REPORT,
        to: &[TEXT],
        to_in_tests: &[],
    },
    // The core's tests talk to the real firmware on the host board.
    Rule {
        from: CORE,
        to: &[PROTOCOL, TEXT, REPORT],
        to_in_tests: &[FIRMWARE, DOSING, BOARD_HOST],
    },
    Rule {
        from: CLI,
        to: &[CORE, TEXT, REPORT, PROTOCOL, BOARD_HOST, FIRMWARE, DOSING],
        to_in_tests: &[],
    },
    // The model stands alone; its tests hold the real phone and pump against it.
    Rule {
        from: MODEL,
        to: &[],
        to_in_tests: &[CORE, FIRMWARE, DOSING, PROTOCOL, BOARD_HOST, FUZZ_TARGETS],
    },
    Rule {
        from: FUZZ_TARGETS,
        to: &[CORE, FIRMWARE, DOSING, PROTOCOL, BOARD_HOST],
        to_in_tests: &[],
    },
    Rule {
        from: SIM,
        to: &[CORE, PROTOCOL, BOARD_HOST, FIRMWARE, DOSING],
        to_in_tests: &[],
    },
    // The bindings' tests have the firmware at the other end.
    Rule {
        from: BINDINGS,
        to: &[CORE, TEXT, PROTOCOL],
        to_in_tests: &[CLI],
    },
    Rule {
        from: BINDGEN,
        to: &[],
        to_in_tests: &[],
    },
    Rule {
        from: SIMULATED,
        to: &[CLI],
        to_in_tests: &[],
    },
    Rule {
        from: XTASK,
        to: &[],
        to_in_tests: &[],
    },
];

/// Arrows that the table does not allow, and crates that it does not know.
pub(super) fn check(packages: &[Package]) -> Vec<Finding> {
    packages
        .iter()
        .flat_map(|package| check_package(package, packages))
        .collect()
}

fn check_package(package: &Package, ours: &[Package]) -> Vec<Finding> {
    let manifest = format!("{}/Cargo.toml", package.directory);
    let Some(rule) = RULES.iter().find(|rule| rule.from == package.name) else {
        let message = format!(
            "the crate {} has no row in the table of arrows",
            package.name
        );
        return vec![Finding::of_file(&manifest, message)];
    };
    package
        .dependencies
        .iter()
        .filter(|to| ours.iter().any(|own| own.name == to.name))
        .filter(|to| !allows(rule, to))
        .map(|to| Finding::of_file(&manifest, refusal(package, to)))
        .collect()
}

/// A crate may name itself for tests, to turn its own features on for them.
fn allows(rule: &Rule, to: &Dependency) -> bool {
    let name = to.name.as_str();
    let in_tests = rule.from == name || rule.to_in_tests.contains(&name);
    rule.to.contains(&name) || (to.dev && in_tests)
}

fn refusal(package: &Package, to: &Dependency) -> String {
    let kind = if to.dev { "for tests" } else { "outside tests" };
    format!("{} may not depend on {} {kind}", package.name, to.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, arrows: &[(&str, bool)]) -> Package {
        let dependencies = arrows
            .iter()
            .map(|(to, dev)| Dependency {
                name: (*to).into(),
                dev: *dev,
            })
            .collect();
        Package {
            name: name.into(),
            directory: name.into(),
            library: None,
            dependencies,
        }
    }

    /// The package under test among all others, which have no arrows.
    fn found(name: &str, arrows: &[(&str, bool)]) -> Vec<String> {
        let others = RULES.iter().filter(|rule| rule.from != name);
        let mut all: Vec<_> = others.map(|rule| package(rule.from, &[])).collect();
        all.push(package(name, arrows));
        check(&all).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_arrow_of_the_design_is_allowed() {
        for rule in RULES {
            let arrows: Vec<_> = rule.to.iter().map(|to| (*to, false)).collect();
            assert!(found(rule.from, &arrows).is_empty(), "{rule:?}");
        }
    }

    #[test]
    fn the_core_never_sees_dosing_outside_tests() {
        assert!(
            found(
                CORE,
                &[(DOSING, true), (FIRMWARE, true), (BOARD_HOST, true)]
            )
            .is_empty()
        );
        assert_eq!(
            found(CORE, &[(DOSING, false)]),
            [
                "cisterna-core/Cargo.toml: cisterna-core may not depend on cisterna-dosing \
              outside tests"
            ]
        );
    }

    #[test]
    fn arrows_against_the_direction_are_found_even_in_tests() {
        assert_eq!(found(PROTOCOL, &[(DOSING, true)]).len(), 1);
        assert_eq!(found(DOSING, &[(FIRMWARE, false)]).len(), 1);
        assert_eq!(found(FIRMWARE, &[(CORE, true), (CORE, false)]).len(), 2);
        assert_eq!(found(XTASK, &[(PROTOCOL, false)]).len(), 1);
    }

    #[test]
    fn a_crate_may_turn_on_its_own_features_for_tests() {
        assert!(found(PROTOCOL, &[(PROTOCOL, true)]).is_empty());
        assert_eq!(found(PROTOCOL, &[(PROTOCOL, false)]).len(), 1);
    }

    #[test]
    fn crates_of_others_are_nobodys_arrows() {
        assert!(found(PROTOCOL, &[("minicbor", false)]).is_empty());
    }

    #[test]
    fn a_crate_without_a_row_is_found() {
        let findings = found("cisterna-new", &[]);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].contains("has no row"), "{findings:?}");
    }
}
