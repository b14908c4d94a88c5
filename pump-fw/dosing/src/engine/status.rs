//! The status: what the pump is doing, for whoever may read it.

use super::Engine;
use super::request::course;
use crate::limits::{FLOW_MOST_PER_MILLE, PULSE_NL};
use crate::plan::{Plan, pulse_units};
use crate::state::{BolusKind, Flow};
use cisterna_protocol::bounded::{List, Octets};
use cisterna_protocol::quantity::Nanolitres;
use cisterna_protocol::status::{
    BasalNow, BolusNow, LogExtent, PrescriptionBrief, PumpClock, Reservoir, RunningBolus, Status,
    Therapy,
};

/// No forecast looks further ahead than this, s (400 days).
const FORECAST_S: u64 = 400 * 86_400;

impl Engine {
    /// The status now; the extents of the logs come from whoever stores them.
    ///
    /// # Panics
    /// Never: an alarm kind is raised once, and there is room for each kind.
    pub fn status(&self, doses: LogExtent, events: LogExtent) -> Status {
        let clock = &self.state.clock;
        Status {
            count: self.state.cursor,
            epoch: self.state.epoch,
            changes: self.state.changes,
            therapy: self.therapy(),
            clock: PumpClock {
                utc_s: clock.utc_at(self.state.cursor),
                offset_s: clock.offset_s,
                uncertain: clock.uncertain,
            },
            prescription: self.prescription_brief(),
            basal: self.plan.as_ref().map(|plan| self.basal_now(plan)),
            bolus: self.bolus_now(),
            reservoir: self.reservoir_now(),
            alarms: List::from_items(self.alarms_now()).expect("each kind once"),
            doses,
            events,
            totals: self.state.totals,
        }
    }

    fn therapy(&self) -> Therapy {
        match self.flow() {
            Flow::Idle => Therapy::NotProgrammed,
            Flow::Program => Therapy::Running,
            Flow::Bridge => Therapy::Bridging,
            Flow::Stopped => Therapy::Stopped,
            Flow::Faulted | Flow::Dry => Therapy::Faulted,
        }
    }

    fn prescription_brief(&self) -> Option<PrescriptionBrief> {
        let plan = self.plan.as_ref()?;
        let signed = self.state.active.as_ref()?;
        Some(PrescriptionBrief {
            version: plan.version,
            digest: Octets(super::clinic::digest_of(signed)),
            drug: plan.drug.code(),
            concentration: plan.concentration,
        })
    }

    fn basal_now(&self, plan: &Plan) -> BasalNow {
        let local_s = self.local_s();
        let program = plan.rate_at(local_s);
        let rate = self.state.bridge.map_or(program, |bridge| bridge.rate);
        let next = plan.next_rate(local_s);
        BasalNow {
            rate,
            next_rate: next.map_or(program, |(rate, _)| rate),
            next_in_s: next.map(|(_, left_s)| left_s),
        }
    }

    fn bolus_now(&self) -> BolusNow {
        let permission = self.plan.as_ref().and_then(|plan| plan.bolus);
        let used = self
            .plan
            .as_ref()
            .map_or(0, |plan| self.starts_in_window(plan));
        let max_in_window = permission.map_or(0, |bolus| bolus.max_in_window);
        let used = u8::try_from(used).unwrap_or(u8::MAX);
        BolusNow {
            dose: permission.map(|bolus| bolus.dose),
            duration_s: permission.map_or(0, |bolus| bolus.duration_s),
            lockout_s: permission.map_or(0, |bolus| bolus.lockout_s),
            window_s: self.plan.as_ref().map_or(0, |plan| plan.window_s),
            max_in_window,
            left_in_window: max_in_window.saturating_sub(used),
            refusal: self.refusal_now(),
            running: self.running_now(),
            last_started_at: self.state.starts.last().copied(),
        }
    }

    fn running_now(&self) -> Option<RunningBolus> {
        let bolus = self
            .state
            .bolus
            .filter(|bolus| bolus.kind != BolusKind::Prime)?;
        Some(RunningBolus {
            id: self.running_id(),
            course: course(&bolus),
        })
    }

    fn reservoir_now(&self) -> Option<Reservoir> {
        let fill = self.state.fill?;
        let plan = self.plan.as_ref()?;
        let above_low_nl = fill.lower_nl().saturating_sub(plan.low_level_nl);
        let bridge_left = self.state.bridge.map_or(0, |bridge| bridge.left_pulses);
        Some(Reservoir {
            residual: Nanolitres(fill.residual_nl()),
            lower: Nanolitres(fill.lower_nl()),
            filled: Nanolitres(fill.volume_nl),
            filled_at: fill.at,
            low_level: Nanolitres(plan.low_level_nl),
            low_in_s: self.earliest_s(plan, above_low_nl),
            empty_in_s: self.earliest_s(plan, fill.lower_nl()),
            use_by_utc_s: fill.use_by_utc_s,
            bridge_left: Nanolitres(u64::from(bridge_left) * PULSE_NL),
        })
    }

    /// Seconds in which `volume_nl` is gone at the earliest: basal by the program, every allowed
    /// bolus at the first instant of each window, all of it 14.5 % faster. SR-46
    fn earliest_s(&self, plan: &Plan, volume_nl: u64) -> u32 {
        let local_s = self.local_s();
        let per_pulse = u128::from(pulse_units(plan.concentration));
        let bolus_nl = plan.bolus.map_or(0, |b| {
            u64::from(b.pulses) * PULSE_NL * u64::from(b.max_in_window)
        });
        let spent = |after_s: u64| {
            let basal = u128::from(plan.units(local_s, after_s)) * u128::from(PULSE_NL) / per_pulse;
            let windows = u128::from(after_s / u64::from(plan.window_s) + 1);
            (basal + windows * u128::from(bolus_nl)) * u128::from(FLOW_MOST_PER_MILLE) / 1_000
        };
        let (mut sooner, mut later) = (0, FORECAST_S);
        while sooner < later {
            let middle = u64::midpoint(sooner, later);
            if spent(middle) >= u128::from(volume_nl) {
                later = middle;
            } else {
                sooner = middle + 1;
            }
        }
        u32::try_from(sooner).expect("400 days fit")
    }
}
