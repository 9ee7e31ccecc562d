//! Regular expressions for integers within a range.

/// The integers from `min` to `max`, without leading zeros; `min` is at most 0 and `max` at least 0.
pub(super) fn integers(min: i128, max: i128) -> String {
    let above = format!("0|{}", positive(max.unsigned_abs()));
    if min < 0 { format!("{above}|-({})", positive(min.unsigned_abs())) } else { above }
}

/// The integers from 1 to `max`.
fn positive(max: u128) -> String {
    let digits: Vec<u32> = max.to_string().chars().filter_map(|digit| digit.to_digit(10)).collect();
    let mut alternatives = Vec::new();
    if digits.len() > 1 {
        alternatives.push(format!("[1-9]{}", any_digits(0, digits.len() - 2)));
    }
    // As many digits as `max`: equal to it up to some digit, smaller there, then anything.
    for (index, &digit) in digits.iter().enumerate() {
        let prefix: String = digits.iter().take(index).map(u32::to_string).collect();
        let smallest = u32::from(index == 0);
        if digit > smallest {
            let rest = digits.len() - index - 1;
            let smaller =
                if digit == smallest + 1 { smallest.to_string() } else { format!("[{smallest}-{}]", digit - 1) };
            alternatives.push(format!("{prefix}{smaller}{}", any_digits(rest, rest)));
        }
    }
    alternatives.push(max.to_string());
    alternatives.join("|")
}

fn any_digits(min: usize, max: usize) -> String {
    match (min, max) {
        (_, 0) => String::new(),
        (1, 1) => "[0-9]".to_owned(),
        (min, max) if min == max => format!("[0-9]{{{max}}}"),
        (min, max) => format!("[0-9]{{{min},{max}}}"),
    }
}
