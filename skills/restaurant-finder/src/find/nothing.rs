//! Why is there nothing, and which wish could the driver give up?
//!
//! What is said must be true of every place that there may be. So where the map has more than was looked at, it is
//! said of the nearest ones only; and where the driver set several conditions, it is said of those that meet the others.

use jumpseat_sdk::{Failure, Language, places::Place, wording};

use super::{DISTANCE_M_DEFAULT, FOUND_MAX, Search};
use crate::wish::{Candidate, Condition};

impl Search {
    /// The failure if none of what was found fits.
    pub(super) fn nothing_found(&self, found: &[Place]) -> Failure {
        let is_all = found.len() < usize::from(FOUND_MAX);
        let (one, places, radius) = (self.dish.one_in_english(), self.dish.places(self.locale.language), self.radius());
        let speech = match (self.locale.language, self.wish.without_one(found)) {
            (Language::English, Some((condition, fitting))) => self.broken_in_english(condition, &fitting, is_all),
            (Language::Chinese, Some((condition, fitting))) => self.broken_in_chinese(condition, &fitting, is_all),
            (Language::English, None) if found.is_empty() => {
                format!("I found no {one} within {radius}.{}", self.farther())
            }
            (Language::Chinese, None) if found.is_empty() => {
                format!("{radius}内没有找到{places}。{}", self.farther())
            }
            (Language::English, None) if is_all => {
                format!("No {one} within {radius} meets all your wishes. Ask again with fewer.")
            }
            (Language::Chinese, None) if is_all => {
                format!("{radius}内没有符合全部条件的{places}。可以放宽条件再试试。")
            }
            (Language::English, None) => {
                format!("None of the {FOUND_MAX} nearest {places} meets all your wishes. Ask again with fewer.")
            }
            (Language::Chinese, None) => {
                format!("最近的{FOUND_MAX}家里没有符合全部条件的{places}。可以放宽条件再试试。")
            }
        };
        Failure::nothing_found(speech, format!("none of {} places fits", found.len()))
    }

    /// Says that one condition is the only thing that nothing holds to; `fitting` is what is there without it.
    fn broken_in_english(&self, condition: Condition, fitting: &[Candidate], is_all: bool) -> String {
        let (one, places) = (self.dish.one_in_english(), self.dish.places(Language::English));
        let nothing = match (is_all, self.wish.has_one_condition()) {
            (true, true) => format!("No {one}"),
            (true, false) => format!("No suitable {one}"),
            (false, true) => format!("None of the {FOUND_MAX} nearest {places}"),
            (false, false) => format!("No suitable one of the {FOUND_MAX} nearest {places}"),
        };
        let (is_not, others) = match (condition, fitting.len()) {
            (Condition::Open, 1) => ("is open now", "One is closed.".to_owned()),
            (Condition::Open, count) => ("is open now", format!("{count} are closed.")),
            (Condition::Price, 1) => ("is that cheap", "One costs more.".to_owned()),
            (Condition::Price, count) => ("is that cheap", format!("{count} cost more.")),
            (Condition::Rating, 1) => ("has that many stars", "One has fewer.".to_owned()),
            (Condition::Rating, count) => ("has that many stars", format!("{count} have fewer.")),
        };
        // How many more there are that were not looked at, nobody knows.
        if is_all { format!("{nothing} {is_not}. {others}") } else { format!("{nothing} {is_not}.") }
    }

    fn broken_in_chinese(&self, condition: Condition, fitting: &[Candidate], is_all: bool) -> String {
        let places = self.dish.places(Language::Chinese);
        let places = if self.wish.has_one_condition() {
            format!("的{places}")
        } else {
            format!("、其他条件也合适的{places}")
        };
        let (nothing, others) = match condition {
            Condition::Open => (format!("现在没有营业{places}"), "已打烊的"),
            Condition::Price => (format!("没有这么便宜{places}"), "价格高一些的"),
            Condition::Rating => (format!("没有评分这么高{places}"), "评分低一些的"),
        };
        let count = wording::chinese_count(u32::try_from(fitting.len()).unwrap_or(u32::MAX), "家");
        if is_all {
            format!("{nothing}，{others}有{count}。")
        } else {
            format!("最近的{FOUND_MAX}家里{nothing}。")
        }
    }

    fn radius(&self) -> String {
        self.locale.distance(self.distance_m_max.unwrap_or(DISTANCE_M_DEFAULT))
    }

    /// A hint to search farther away, if the driver set the distance.
    fn farther(&self) -> &'static str {
        match (self.locale.language, self.distance_m_max) {
            (_, None) => "",
            (Language::English, Some(_)) => " Try a larger distance.",
            (Language::Chinese, Some(_)) => "可以扩大范围再试试。",
        }
    }
}
