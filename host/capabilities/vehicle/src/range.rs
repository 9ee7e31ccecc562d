//! Ranges of numbers.

use crate::Range;

impl Range {
    /// Every number.
    pub const ALL: Self = Self { min: f64::NEG_INFINITY, max: f64::INFINITY };

    /// Whether it holds a number. No range holds what is no number.
    pub fn contains(&self, number: f64) -> bool {
        number >= self.min && number <= self.max
    }

    /// What both hold, if they share a number.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let shared = Self { min: self.min.max(other.min), max: self.max.min(other.max) };
        (shared.min <= shared.max).then_some(shared)
    }

    /// Reads `16..28`; either end may be missing, but not both.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (min, max) = text.split_once("..")?;
        if min.is_empty() && max.is_empty() {
            return None;
        }
        let end = |text: &str, missing: f64| if text.is_empty() { Some(missing) } else { finite(text) };
        Some(Self { min: end(min, f64::NEG_INFINITY)?, max: end(max, f64::INFINITY)? })
    }
}

/// A number with a beginning and an end; "inf" and "NaN" are words that floats also parse.
fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn range(min: f64, max: f64) -> Range {
        Range { min, max }
    }

    #[test]
    fn ends_are_numbers_and_one_may_be_missing() {
        assert_eq!(Range::parse("16..28"), Some(range(16.0, 28.0)));
        assert_eq!(Range::parse("-5.5..0"), Some(range(-5.5, 0.0)));
        assert_eq!(Range::parse("..28"), Some(range(f64::NEG_INFINITY, 28.0)));
        assert_eq!(Range::parse("16.."), Some(range(16.0, f64::INFINITY)));
        for wrong in ["", "..", "16", "16..28..30", "a..b", "inf..", "..NaN", "16-28", "16 ..28"] {
            assert_eq!(Range::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn what_is_no_number_is_in_no_range() {
        assert!(!Range::ALL.contains(f64::NAN));
        assert!(range(1.0, 2.0).contains(1.0) && range(1.0, 2.0).contains(2.0));
    }

    proptest! {
        #[test]
        fn a_number_is_in_an_intersection_exactly_if_it_is_in_both(
            (one_min, one_max) in (-50_i32..50, -50_i32..50),
            (other_min, other_max) in (-50_i32..50, -50_i32..50),
            number in -60_i32..60,
        ) {
            let one = range(one_min.into(), one_max.into());
            let other = range(other_min.into(), other_max.into());
            let number = f64::from(number);
            let in_shared = one.intersection(&other).is_some_and(|shared| shared.contains(number));
            prop_assert_eq!(in_shared, one.contains(number) && other.contains(number));
        }
    }
}
