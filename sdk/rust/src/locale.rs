//! The language and the units of an answer, and how lengths, times and speeds read in them.
//!
//! Every measure has a spoken form, in words that a synthesiser reads well, and where a card needs it a short form.

use crate::{context::Units, wording};

/// The language of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Mandarin Chinese.
    Chinese,
}

impl Language {
    /// The language of a BCP 47 tag such as "zh" or "zh-CN". What is not known is English.
    pub fn of_tag(tag: &str) -> Self {
        match tag.split('-').next() {
            Some(primary) if primary.eq_ignore_ascii_case("zh") => Self::Chinese,
            _ => Self::English,
        }
    }

    /// The BCP 47 tag, as queries want it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }
}

/// The language and the units of an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Locale {
    /// The language of the answer.
    pub language: Language,
    /// The units of the answer.
    pub units: Units,
}

/// A unit of length.
#[derive(Clone, Copy)]
enum LengthUnit {
    Metre,
    Kilometre,
    Foot,
    Mile,
}

/// From here on lengths are said in kilometres or miles: just below, rounding would say "1000 metres".
const SMALL_UNIT_END: u32 = 995;
/// From here on tenths are not said.
const WHOLE_FROM_TENTHS: u32 = 100;

impl Locale {
    /// English with metric units.
    pub const ENGLISH: Self = Self { language: Language::English, units: Units::Metric };
    /// Chinese with metric units.
    pub const CHINESE: Self = Self { language: Language::Chinese, units: Units::Metric };

    /// A length to be spoken: "350 metres", "1.2 kilometres", "0.7 miles"; "350米".
    pub fn distance(self, metres: u32) -> String {
        let (number, unit) = self.rounded(metres);
        let one = number == "1";
        let unit = match (self.language, unit) {
            (Language::English, LengthUnit::Metre) => " metres",
            (Language::English, LengthUnit::Kilometre) if one => " kilometre",
            (Language::English, LengthUnit::Kilometre) => " kilometres",
            (Language::English, LengthUnit::Foot) => " feet",
            (Language::English, LengthUnit::Mile) if one => " mile",
            (Language::English, LengthUnit::Mile) => " miles",
            (Language::Chinese, unit) => unit.chinese(),
        };
        format!("{number}{unit}")
    }

    /// A length for a card: "350 m", "1.2 km", "0.7 mi"; "350米".
    pub fn distance_short(self, metres: u32) -> String {
        let (number, unit) = self.rounded(metres);
        let unit = match (self.language, unit) {
            (Language::English, LengthUnit::Metre) => " m",
            (Language::English, LengthUnit::Kilometre) => " km",
            (Language::English, LengthUnit::Foot) => " ft",
            (Language::English, LengthUnit::Mile) => " mi",
            (Language::Chinese, unit) => unit.chinese(),
        };
        format!("{number}{unit}")
    }

    /// A length rounded as people say it, in the unit that fits.
    fn rounded(self, metres: u32) -> (String, LengthUnit) {
        let metres = u64::from(metres);
        let (small, small_unit, large_tenths, large_unit) = match self.units {
            Units::Metric => (metres, LengthUnit::Metre, (metres + 50) / 100, LengthUnit::Kilometre),
            Units::Imperial => {
                ((metres * 3_281 + 500) / 1_000, LengthUnit::Foot, (metres * 10 + 804) / 1_609, LengthUnit::Mile)
            }
        };
        let (small, large_tenths) = (saturating_u32(small), saturating_u32(large_tenths));
        if small < SMALL_UNIT_END {
            let step = if small < 50 { 5 } else { 10 };
            return (((small + step / 2) / step * step).to_string(), small_unit);
        }
        if large_tenths < WHOLE_FROM_TENTHS {
            return (wording::tenths(large_tenths), large_unit);
        }
        ((large_tenths.saturating_add(5) / 10).to_string(), large_unit)
    }

    /// A time to be spoken, in at most two units: "35 seconds", "1 minute 15 seconds", "2 hours 5 minutes"; "1分15秒".
    pub fn duration(self, seconds: u32) -> String {
        let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        let seconds = if hours == 0 { seconds } else { 0 };
        let parts = match self.language {
            Language::English => [
                wording::english_count(hours, "hour", "hours"),
                wording::english_count(minutes, "minute", "minutes"),
                wording::english_count(seconds, "second", "seconds"),
            ],
            // "1分15秒", but "20分钟".
            Language::Chinese if seconds > 0 => [String::new(), format!("{minutes}分"), format!("{seconds}秒")],
            Language::Chinese => [format!("{hours}小时"), format!("{minutes}分钟"), format!("{seconds}秒")],
        };
        let nothing = hours == 0 && minutes == 0 && seconds == 0;
        let [hour_part, minute_part, second_part] = parts;
        let said = [(hours > 0, hour_part), (minutes > 0, minute_part), (seconds > 0 || nothing, second_part)];
        let said: Vec<String> = said.into_iter().filter(|(there, _)| *there).map(|(_, part)| part).collect();
        match self.language {
            Language::English => said.join(" "),
            Language::Chinese => said.concat(),
        }
    }

    /// A speed to be spoken: "50 kilometres per hour", "31 miles per hour"; "时速50公里".
    ///
    /// Miles are rounded down, so that a limit never grows by being said.
    pub fn speed(self, kmh: u32) -> String {
        let number = self.speed_number(kmh);
        match (self.language, self.units) {
            (Language::English, Units::Metric) => format!("{number} kilometres per hour"),
            (Language::English, Units::Imperial) => format!("{number} miles per hour"),
            (Language::Chinese, Units::Metric) => format!("时速{number}公里"),
            (Language::Chinese, Units::Imperial) => format!("时速{number}英里"),
        }
    }

    /// A speed for a card: "50 km/h", "31 mph"; "50公里/时".
    pub fn speed_short(self, kmh: u32) -> String {
        let number = self.speed_number(kmh);
        match (self.language, self.units) {
            (Language::English, Units::Metric) => format!("{number} km/h"),
            (Language::English, Units::Imperial) => format!("{number} mph"),
            (Language::Chinese, Units::Metric) => format!("{number}公里/时"),
            (Language::Chinese, Units::Imperial) => format!("{number}英里/时"),
        }
    }

    fn speed_number(self, kmh: u32) -> u32 {
        match self.units {
            Units::Metric => kmh,
            Units::Imperial => saturating_u32(u64::from(kmh) * 1_000 / 1_609),
        }
    }
}

impl LengthUnit {
    const fn chinese(self) -> &'static str {
        match self {
            Self::Metre => "米",
            Self::Kilometre => "公里",
            Self::Foot => "英尺",
            Self::Mile => "英里",
        }
    }
}

fn saturating_u32(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILES: Locale = Locale { language: Language::English, units: Units::Imperial };

    fn spoken(locale: Locale, metres: &[u32]) -> String {
        metres.iter().map(|metres| locale.distance(*metres)).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn tags_name_a_language() {
        assert_eq!(Language::of_tag("zh-Hans-CN"), Language::Chinese);
        assert_eq!(Language::of_tag("ZH"), Language::Chinese);
        assert_eq!(Language::of_tag("en-GB"), Language::English);
        assert_eq!(Language::of_tag(""), Language::English);
    }

    #[test]
    fn lengths_are_rounded_as_people_say_them() {
        insta::assert_snapshot!(
            spoken(Locale::ENGLISH, &[0, 7, 48, 347, 994, 995, 1_000, 1_240, 9_960, 12_400]),
            @"0 metres, 5 metres, 50 metres, 350 metres, 990 metres, 1 kilometre, 1 kilometre, 1.2 kilometres, 10 kilometres, 12 kilometres"
        );
        insta::assert_snapshot!(
            spoken(MILES, &[7, 100, 300, 310, 1_609, 20_000]),
            @"25 feet, 330 feet, 980 feet, 0.2 miles, 1 mile, 12 miles"
        );
        insta::assert_snapshot!(spoken(Locale::CHINESE, &[347, 1_240]), @"350米, 1.2公里");
        assert_eq!(Locale::ENGLISH.distance_short(1_240), "1.2 km");
        assert_eq!(MILES.distance_short(100), "330 ft");
        assert_eq!(Locale::CHINESE.distance_short(347), "350米");
        // The largest length there is has a name too.
        assert_eq!(Locale::ENGLISH.distance(u32::MAX), "4294967 kilometres");
    }

    #[test]
    fn times_have_at_most_two_units() {
        let spoken = |locale: Locale| {
            let times = [0, 1, 35, 60, 75, 1_200, 3_600, 3_905, u32::MAX];
            times.map(|seconds| locale.duration(seconds)).join(", ")
        };
        insta::assert_snapshot!(
            spoken(Locale::ENGLISH),
            @"0 seconds, 1 second, 35 seconds, 1 minute, 1 minute 15 seconds, 20 minutes, 1 hour, 1 hour 5 minutes, 1193046 hours 28 minutes"
        );
        insta::assert_snapshot!(
            spoken(Locale::CHINESE),
            @"0秒, 1秒, 35秒, 1分钟, 1分15秒, 20分钟, 1小时, 1小时5分钟, 1193046小时28分钟"
        );
    }

    #[test]
    fn a_speed_never_grows_by_being_said_in_miles() {
        assert_eq!(Locale::ENGLISH.speed(50), "50 kilometres per hour");
        assert_eq!(MILES.speed(50), "31 miles per hour");
        assert_eq!(Locale::CHINESE.speed(50), "时速50公里");
        assert_eq!(MILES.speed_short(100), "62 mph");
    }
}
