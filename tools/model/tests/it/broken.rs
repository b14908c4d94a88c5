use cisterna_model::{Config, Variant};
use stateright::{Checker, HasDiscoveries, Model};

/// A world in which the mistake can show, and the property that is about it.
const fn shown_by(variant: Variant) -> (Config, &'static str) {
    let small = Config {
        variant,
        ..Config::SMALL
    };
    let two = Config { taps: 2, ..small };
    match variant {
        Variant::Sound => (small, ""),
        Variant::PulseBeforeCommit => (small, "SR-07 what was given stays known"),
        Variant::LockoutLostAtReset => (two, "SR-02 SR-10 no bolus starts inside the lockout"),
        Variant::ResumedAfterReset => (small, "SR-07 a request is given at most once"),
        Variant::OneRing => (two, "SR-07 the latest delivery is not pushed out"),
        Variant::EpochIgnored => (small, "SR-08 nothing starts on an old request"),
        Variant::VoidNotKept | Variant::ExpiryBeforeLookUp | Variant::SilenceIsFailure => {
            (small, "SR-41 no word of the app is untrue")
        }
        Variant::OfferIgnored => {
            let config = Config {
                prescriptions: 1,
                ..small
            };
            (config, "SR-41 the offer was the one that was shown")
        }
        Variant::SentBeforeDurable => (small, "SR-40 nothing leaves before it is durable"),
        Variant::TapWhileUncertain => (two, "SR-41 one uncertain request at a time"),
        // another phone's delivery pushes the outcome out
        Variant::ForgottenTakenAsNew | Variant::ForgottenIsNotReceived => {
            let config = Config {
                phones: 2,
                cuts: 0,
                frames: 1,
                ..small
            };
            (config, "SR-41 no word of the app is untrue")
        }
    }
}

/// SR-02, SR-06, SR-07, SR-08, SR-10, SR-40, SR-41
#[test]
fn every_mistake_is_found_by_the_property_that_is_about_it() {
    for variant in Variant::BROKEN {
        let (config, property) = shown_by(variant);
        let found = HasDiscoveries::AnyOf([property].into());
        let checker = config
            .checker()
            .threads(2)
            .finish_when(found)
            .spawn_bfs()
            .join();
        let states = checker.unique_state_count();
        let path = checker.discovery(property);
        let path = path.unwrap_or_else(|| panic!("{variant:?} is not found in {states} states"));
        let steps = path.into_actions().len();
        println!("{variant:?}: {steps} steps to break '{property}', {states} states");
    }
}
