//! What the pump is doing, as a title and a sentence.

use crate::bolus::Told;
use crate::texts::Texts;
use cisterna_protocol::prescription::Drug;
use cisterna_protocol::status::Therapy;

impl Texts {
    /// The state of therapy by a fresh reading without an alarm. Whether a reading is fresh, and
    /// whether an alarm comes first, is decided by who read it. SR-52
    pub fn therapy(&self, therapy: Therapy, drug: Option<Drug>) -> Told {
        let not_giving = || self.home_title_not_giving(self.drug_or_medicine(drug));
        match therapy {
            Therapy::NotProgrammed => Told {
                title: self.home_title_not_programmed(),
                lines: vec![self.home_not_giving_unprogrammed()],
            },
            Therapy::Running => Told {
                title: self.home_title_working(),
                lines: Vec::new(),
            },
            Therapy::Bridging => Told {
                title: self.home_title_changing_over(),
                lines: vec![self.home_changing_over_text()],
            },
            Therapy::Stopped => Told {
                title: not_giving(),
                lines: vec![self.home_not_giving_stopped()],
            },
            Therapy::Faulted => Told {
                title: not_giving(),
                lines: vec![self.home_not_giving_fault()],
            },
        }
    }
}
