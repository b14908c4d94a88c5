//! Dates and times by language and hour cycle. The caller has applied the person's zone.

use crate::texts::{HourCycle, Texts};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use icu::calendar::Iso;
use icu::datetime::fieldsets::enums::{
    CompositeDateTimeFieldSet as Fields, DateAndTimeFieldSet, DateFieldSet, TimeFieldSet,
};
use icu::datetime::fieldsets::{E, MD, MDE, T, YMD, YMDE};
use icu::datetime::input::{Date, DateTime, Time};
use icu::datetime::{DateTimeFormatter, DateTimeFormatterPreferences};
use icu::locale::preferences::extensions::unicode::keywords;

impl Texts {
    /// "18 December 2026"
    pub fn date(&self, date: NaiveDate) -> String {
        self.civil(midnight(date), Fields::Date(DateFieldSet::YMD(YMD::long())))
    }

    /// "18 December", where the year is clear.
    pub fn day(&self, date: NaiveDate) -> String {
        self.civil(midnight(date), Fields::Date(DateFieldSet::MD(MD::long())))
    }

    /// "Friday 18 December 2026"
    pub fn weekday_and_date(&self, date: NaiveDate) -> String {
        self.civil(
            midnight(date),
            Fields::Date(DateFieldSet::YMDE(YMDE::long())),
        )
    }

    /// "Friday 18 December", where the year is clear.
    pub fn weekday_and_day(&self, date: NaiveDate) -> String {
        self.civil(midnight(date), Fields::Date(DateFieldSet::MDE(MDE::long())))
    }

    /// "Friday"
    pub fn weekday(&self, date: NaiveDate) -> String {
        self.civil(midnight(date), Fields::Date(DateFieldSet::E(E::long())))
    }

    /// "14:15", or "2:15 pm".
    pub fn time(&self, time: NaiveTime) -> String {
        self.civil(
            NaiveDate::default().and_time(time),
            Fields::Time(TimeFieldSet::T(T::hm())),
        )
    }

    /// "18 December 2026 at 14:15"
    pub fn date_and_time(&self, at: NaiveDateTime) -> String {
        let fields = YMD::long().with_time_hm();
        self.civil(at, Fields::DateTime(DateAndTimeFieldSet::YMDT(fields)))
    }

    /// "18 December at 14:15", where the year is clear.
    pub fn day_and_time(&self, at: NaiveDateTime) -> String {
        let fields = MD::long().with_time_hm();
        self.civil(at, Fields::DateTime(DateAndTimeFieldSet::MDT(fields)))
    }

    fn civil(&self, at: NaiveDateTime, fields: Fields) -> String {
        let mut preferences = DateTimeFormatterPreferences::from(self.language().formats());
        preferences.hour_cycle = Some(match self.format().hours {
            HourCycle::H23 => keywords::HourCycle::H23,
            HourCycle::H12 => keywords::HourCycle::H12,
        });
        let formatter = DateTimeFormatter::try_new(preferences, fields)
            .expect("compiled data holds dates for every language, by its root");
        input(at).map_or_else(|| at.to_string(), |at| formatter.format(&at).to_string())
    }
}

const fn midnight(date: NaiveDate) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN)
}

/// `None` beyond the years that ICU formats; chrono holds more.
fn input(at: NaiveDateTime) -> Option<DateTime<Iso>> {
    let part = |number: u32| u8::try_from(number).ok();
    Some(DateTime {
        date: Date::try_new_iso(at.year(), part(at.month())?, part(at.day())?).ok()?,
        time: Time::try_new(part(at.hour())?, part(at.minute())?, part(at.second())?, 0).ok()?,
    })
}
