//! A skill in as few lines as it takes: it greets whoever it is asked to greet.

use jumpseat_sdk::{Failure, Language, Reply, Turn, clock};

jumpseat_sdk::skill!(acme::hello_skill);

impl tools::Guest for Skill {
    fn greet(request: tools::GreetRequest) -> Result<Reply, Failure> {
        let language = Turn::current().locale.language;
        Ok(Reply::say(greeting(hour(clock::now()), request.name.as_deref(), language)))
    }
}

/// The hour of the day in the car, 0 to 23.
fn hour(now: clock::Moment) -> u64 {
    let local_ms = now.unix_ms.saturating_add_signed(i64::from(now.utc_offset_min) * 60_000);
    local_ms / 3_600_000 % 24
}

fn greeting(hour: u64, name: Option<&str>, language: Language) -> String {
    let wish = match (language, hour) {
        (Language::English, 5..12) => "Good morning",
        (Language::English, 12..18) => "Good afternoon",
        (Language::English, _) => "Good evening",
        (Language::Chinese, 5..12) => "早上好",
        (Language::Chinese, 12..18) => "下午好",
        (Language::Chinese, _) => "晚上好",
    };
    match (language, name) {
        (Language::English, None) => format!("{wish}!"),
        (Language::Chinese, None) => format!("{wish}！"),
        (Language::English, Some(name)) => format!("{wish}, {name}!"),
        (Language::Chinese, Some(name)) => format!("{name}，{wish}！"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greeting_fits_the_hour_and_the_language() {
        assert_eq!(greeting(9, None, Language::English), "Good morning!");
        assert_eq!(greeting(21, Some("奶奶"), Language::Chinese), "奶奶，晚上好！");
    }
}
