//! Which of the lights ahead the driver means.

use jumpseat_sdk::{
    Failure, Language,
    traffic_signals::{self, Signal},
};

use crate::tools::Which;

/// The light that is meant. Uses the capability `traffic-signals`.
pub(crate) fn signal(which: Which, language: Language) -> Result<Signal, Failure> {
    let count_max = match which {
        Which::Next => 1,
        Which::Second => 2,
    };
    let signals = traffic_signals::upcoming(count_max, language.tag()).map_err(|error| error.failure(language))?;
    pick(which, signals).ok_or_else(|| none(which, language))
}

fn pick(which: Which, signals: Vec<Signal>) -> Option<Signal> {
    let position = match which {
        Which::Next => 0,
        Which::Second => 1,
    };
    signals.into_iter().nth(position)
}

fn none(which: Which, language: Language) -> Failure {
    let speech = match (language, which) {
        (Language::English, Which::Next) => "I know of no traffic light ahead.",
        (Language::English, Which::Second) => "I know of no second traffic light ahead.",
        (Language::Chinese, Which::Next) => "前方没有已知的红绿灯。",
        (Language::Chinese, Which::Second) => "前方没有第二个已知的红绿灯。",
    };
    Failure::nothing_found(speech, "no such signal ahead")
}

/// What the light is called: "the next light, in 300 metres,".
pub(crate) fn subject(which: Which, distance: &str, language: Language) -> String {
    match (language, which) {
        (Language::English, Which::Next) => format!("The next light, in {distance},"),
        (Language::English, Which::Second) => format!("The second light, in {distance},"),
        (Language::Chinese, Which::Next) => format!("前方{distance}的红绿灯"),
        (Language::Chinese, Which::Second) => format!("前方{distance}的第二个红绿灯"),
    }
}

/// The crossing, or else which light it is, as the title of a card.
pub(crate) fn title(which: Which, signal: &Signal, language: Language) -> String {
    let named = signal.name.clone().filter(|name| !name.trim().is_empty());
    named.unwrap_or_else(|| {
        let which = match (language, which) {
            (Language::English, Which::Next) => "Next traffic light",
            (Language::English, Which::Second) => "Second traffic light",
            (Language::Chinese, Which::Next) => "下一个红绿灯",
            (Language::Chinese, Which::Second) => "第二个红绿灯",
        };
        which.to_owned()
    })
}

#[cfg(test)]
mod tests {
    use jumpseat_sdk::traffic_signals::Color;

    use super::*;
    use crate::sample::signal;

    #[test]
    fn a_light_that_is_not_there_is_a_failure() {
        let one = vec![signal(Color::Red)];
        assert!(pick(Which::Next, one.clone()).is_some());
        assert_eq!(pick(Which::Second, one), None);
        assert_eq!(pick(Which::Next, Vec::new()), None);
        assert_eq!(none(Which::Second, Language::Chinese).speech(), "前方没有第二个已知的红绿灯。");
    }

    #[test]
    fn a_crossing_without_a_name_has_a_title() {
        let nameless = Signal { name: Some(" ".to_owned()), ..signal(Color::Red) };
        assert_eq!(title(Which::Next, &nameless, Language::English), "Next traffic light");
        assert_eq!(title(Which::Second, &signal(Color::Red), Language::English), "Main Street / Mill Lane");
    }
}
