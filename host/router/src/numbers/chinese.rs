//! Chinese numerals up to 99,999,999, also as they are said in short: 两千五 is 2,500.

use super::Reading;

pub(super) const VALUE_MAX: u64 = 99_999_999;

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const UNITS: [(u64, char); 3] = [(1_000, '千'), (100, '百'), (10, '十')];
const WAN: u64 = 10_000;

/// All numbers at the start of some characters.
pub(super) fn read(words: &[&str]) -> Vec<Reading> {
    let mut number = Number::default();
    let mut readings = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let mut chars = word.chars();
        let (Some(c), None) = (chars.next(), chars.next()) else { break };
        match number.take(c) {
            Step::Refused => break,
            Step::Open => {}
            Step::Whole(value) => readings.push(Reading { words: index + 1, value }),
        }
    }
    readings
}

/// A number as numerals. The caller has checked that it is at most [`VALUE_MAX`].
pub(super) fn to_words(value: u64) -> String {
    let mut text = String::new();
    if value >= WAN {
        section_to_words(value / WAN, &mut text);
        text.push('万');
        if !value.is_multiple_of(WAN) {
            if value % WAN < 1_000 {
                text.push('零');
            }
            section_to_words(value % WAN, &mut text);
        }
    } else {
        section_to_words(value, &mut text);
    }
    // 十五, not 一十五, where nothing stands before it.
    text.strip_prefix("一十").map_or_else(|| text.clone(), |rest| format!("十{rest}"))
}

fn section_to_words(value: u64, text: &mut String) {
    let digit = |value: u64| usize::try_from(value).ok().and_then(|at| DIGITS.get(at)).copied();
    if value < 10 {
        text.extend(digit(value));
        return;
    }
    let mut rest = value;
    let mut zero = false;
    for (unit, name) in UNITS {
        let count = rest / unit;
        rest %= unit;
        if count > 0 {
            if zero {
                text.push('零');
            }
            text.extend(digit(count));
            text.push(name);
        }
        zero = count == 0 && value > unit;
        if rest == 0 {
            return;
        }
    }
    if zero {
        text.push('零');
    }
    text.extend(digit(rest));
}

enum Step {
    /// The character does not continue a number.
    Refused,
    /// It does, but a number cannot end here.
    Open,
    /// It does, and this is the number so far.
    Whole(u64),
}

/// A number on its way from left to right.
struct Number {
    /// What 万 has closed.
    high: Option<u64>,
    /// The sum of what 千, 百 and 十 have closed since.
    section: u64,
    /// The last of them.
    unit: u64,
    /// A digit that no unit has followed yet.
    digit: Option<u64>,
    /// 零 stood before it.
    zero: bool,
    /// Nothing can follow.
    closed: bool,
}

impl Default for Number {
    fn default() -> Self {
        Self { high: None, section: 0, unit: WAN, digit: None, zero: false, closed: false }
    }
}

impl Number {
    fn take(&mut self, c: char) -> Step {
        if self.closed {
            return Step::Refused;
        }
        match c {
            '零' | '〇' => self.take_zero(),
            '万' => self.take_wan(),
            '两' => self.take_digit(2),
            _ => match (DIGITS.iter().position(|digit| *digit == c), UNITS.iter().find(|(_, name)| *name == c)) {
                (Some(digit), _) => self.take_digit(u64::try_from(digit).unwrap_or(0)),
                (None, Some((unit, _))) => self.take_unit(*unit),
                (None, None) => Step::Refused,
            },
        }
    }

    fn take_zero(&mut self) -> Step {
        if self.high.is_none() && self.section == 0 && self.digit.is_none() {
            self.closed = true;
            return Step::Whole(0);
        }
        if self.zero || self.digit.is_some() {
            return Step::Refused;
        }
        self.zero = true;
        Step::Open
    }

    fn take_digit(&mut self, digit: u64) -> Step {
        if self.digit.is_some() {
            return Step::Refused;
        }
        self.digit = Some(digit);
        Step::Whole(self.value())
    }

    fn take_unit(&mut self, unit: u64) -> Step {
        // 十 alone is ten.
        let implied = (unit == 10 && self.section == 0 && self.high.is_none()).then_some(1);
        let Some(digit) = self.digit.or(implied) else { return Step::Refused };
        if unit >= self.unit {
            return Step::Refused;
        }
        self.section += digit * unit;
        self.unit = unit;
        self.digit = None;
        self.zero = false;
        Step::Whole(self.value())
    }

    fn take_wan(&mut self) -> Step {
        if self.high.is_some() || self.zero && self.digit.is_none() || self.value() == 0 {
            return Step::Refused;
        }
        *self = Self { high: Some(self.value() * WAN), ..Self::default() };
        Step::Whole(self.value())
    }

    fn value(&self) -> u64 {
        let Some(digit) = self.digit else { return self.high.unwrap_or(0) + self.section };
        // In 两千五 the five stands for hundreds, in 两千零五 for itself.
        let said_short = !self.zero && self.unit > 10 && (self.section > 0 || self.high.is_some());
        let place = if said_short { self.unit / 10 } else { 1 };
        self.high.unwrap_or(0) + self.section + digit * place
    }
}
