//! What does the light show, and when does it change?

use jumpseat_sdk::{
    Card, Failure, Language, Locale, Reply, StatusValue, Tone, Turn,
    traffic_signals::{Color, Signal},
};

use crate::{
    ahead, timing,
    tools::{CheckRequest, Which},
};

/// Answers the tool `check`.
pub(crate) fn answer(request: CheckRequest) -> Result<Reply, Failure> {
    let locale = Turn::current().locale;
    let which = request.which.unwrap_or(Which::Next);
    let signal = ahead::signal(which, locale.language)?;
    Ok(reply(which, &signal, locale))
}

fn reply(which: Which, signal: &Signal, locale: Locale) -> Reply {
    let title = ahead::title(which, signal, locale.language);
    Reply::say(speech(which, signal, locale)).card(card(&title, signal, locale))
}

fn speech(which: Which, signal: &Signal, locale: Locale) -> String {
    let light = ahead::subject(which, &locale.distance(signal.distance_m), locale.language);
    let green = timing::green_in(signal).map(|window| timing::from_now(window, locale));
    match locale.language {
        Language::English => {
            let green = green.map(|when| format!("It turns green {when}."));
            match signal.color {
                Color::Red => {
                    format!("{light} is red. {}", green.as_deref().unwrap_or("I do not know when it changes."))
                }
                Color::RedAmber => format!("{light} is about to turn green."),
                Color::Green => format!("{light} is green{}.", green_left(signal, locale)),
                Color::Amber => format!("{light} is amber and turns red. {}", green.unwrap_or_default()),
                Color::Dark => format!("{light} is off. Follow the signs."),
            }
        }
        Language::Chinese => {
            let green = green.map(|when| format!("，{when}变绿"));
            match signal.color {
                Color::Red => format!("{light}是红灯{}。", green.as_deref().unwrap_or("，变灯时间未知")),
                Color::RedAmber => format!("{light}马上变绿。"),
                Color::Green => format!("{light}是绿灯{}。", green_left(signal, locale)),
                Color::Amber => format!("{light}是黄灯，马上变红{}。", green.unwrap_or_default()),
                Color::Dark => format!("{light}没有亮，请按标志行驶。"),
            }
        }
    }
}

/// How long it stays green, as far as that is known.
fn green_left(signal: &Signal, locale: Locale) -> String {
    let Some(window) = timing::green_ends_in(signal) else {
        return match locale.language {
            Language::English => ". I do not know for how long".to_owned(),
            Language::Chinese => "，剩余时间未知".to_owned(),
        };
    };
    let left_s = timing::left_s(window.min_ms);
    let left = locale.duration(left_s);
    match locale.language {
        Language::English if left_s == 0 => ", but about to change".to_owned(),
        Language::Chinese if left_s == 0 => "，但马上要变了".to_owned(),
        Language::English if timing::is_fixed(window) => format!(" for another {left}"),
        Language::Chinese if timing::is_fixed(window) => format!("，还剩{left}"),
        Language::English => format!(" for at least another {left}"),
        Language::Chinese => format!("，至少还剩{left}"),
    }
}

/// A countdown where the time is known, else the colour.
pub(crate) fn card(title: &str, signal: &Signal, locale: Locale) -> Card {
    let label = |english: &'static str, chinese: &'static str| match locale.language {
        Language::English => english,
        Language::Chinese => chinese,
    };
    if let Some(window) = timing::green_in(signal) {
        // Whoever looks at the count must not start before the light does.
        return Card::countdown(title, label("Green", "绿灯"), window.max_ms, Tone::Green);
    }
    if let Some(window) = timing::green_ends_in(signal) {
        return Card::countdown(title, label("Green ends", "绿灯结束"), window.min_ms, Tone::Amber);
    }
    let (color, tone) = match signal.color {
        Color::Red => (label("red", "红灯"), Tone::Red),
        Color::RedAmber => (label("red and amber", "红黄灯"), Tone::Amber),
        Color::Green => (label("green", "绿灯"), Tone::Green),
        Color::Amber => (label("amber", "黄灯"), Tone::Amber),
        Color::Dark => (label("off", "未亮"), Tone::Neutral),
    };
    let distance = locale.distance_short(signal.distance_m);
    let values = [
        StatusValue::new(label("Light", "信号灯"), color).tone(tone),
        StatusValue::new(label("Distance", "距离"), distance),
    ];
    Card::status(title, values)
}

#[cfg(test)]
mod tests {
    use jumpseat_sdk::traffic_signals::Window;

    use super::*;
    use crate::sample::{at, green, red, signal};

    fn said(signal: &Signal) -> String {
        [Locale::ENGLISH, Locale::CHINESE].map(|locale| reply(Which::Next, signal, locale).speech).join("\n")
    }

    #[test]
    fn red_and_green_are_said_with_their_time() {
        insta::assert_snapshot!(said(&red(11_400)), @"
        The next light, in 300 metres, is red. It turns green in 12 seconds.
        前方300米的红绿灯是红灯，12秒后变绿。
        ");
        insta::assert_snapshot!(said(&green(8_700)), @"
        The next light, in 300 metres, is green for another 8 seconds.
        前方300米的红绿灯是绿灯，还剩8秒。
        ");
        insta::assert_snapshot!(said(&green(300)), @"
        The next light, in 300 metres, is green, but about to change.
        前方300米的红绿灯是绿灯，但马上要变了。
        ");
        let open_ended = Signal { changes_in: Some(Window { min_ms: 6_000, max_ms: 20_000 }), ..signal(Color::Green) };
        insta::assert_snapshot!(said(&open_ended), @"
        The next light, in 300 metres, is green for at least another 6 seconds.
        前方300米的红绿灯是绿灯，至少还剩6秒。
        ");
    }

    #[test]
    fn what_is_not_known_is_said_to_be_so() {
        insta::assert_snapshot!(said(&signal(Color::Red)), @"
        The next light, in 300 metres, is red. I do not know when it changes.
        前方300米的红绿灯是红灯，变灯时间未知。
        ");
        insta::assert_snapshot!(said(&signal(Color::Green)), @"
        The next light, in 300 metres, is green. I do not know for how long.
        前方300米的红绿灯是绿灯，剩余时间未知。
        ");
    }

    #[test]
    fn the_colours_between_are_said() {
        insta::assert_snapshot!(said(&signal(Color::RedAmber)), @"
        The next light, in 300 metres, is about to turn green.
        前方300米的红绿灯马上变绿。
        ");
        insta::assert_snapshot!(said(&signal(Color::Amber)), @"
        The next light, in 300 metres, is amber and turns red.
        前方300米的红绿灯是黄灯，马上变红。
        ");
        insta::assert_snapshot!(said(&Signal { green_in: Some(at(42_000)), ..signal(Color::Amber) }), @"
        The next light, in 300 metres, is amber and turns red. It turns green in 45 seconds.
        前方300米的红绿灯是黄灯，马上变红，45秒后变绿。
        ");
        insta::assert_snapshot!(said(&signal(Color::Dark)), @"
        The next light, in 300 metres, is off. Follow the signs.
        前方300米的红绿灯没有亮，请按标志行驶。
        ");
    }

    #[test]
    fn the_second_light_is_called_so() {
        let speech = |locale| reply(Which::Second, &red(12_000), locale).speech;
        assert_eq!(speech(Locale::ENGLISH), "The second light, in 300 metres, is red. It turns green in 12 seconds.");
        assert_eq!(speech(Locale::CHINESE), "前方300米的第二个红绿灯是红灯，12秒后变绿。");
    }

    #[test]
    fn the_card_counts_down_where_the_time_is_known() {
        insta::assert_debug_snapshot!(card("Mill Lane", &red(11_400), Locale::ENGLISH), @r#"
        Card::Countdown(
            CountdownCard {
                title: "Mill Lane",
                text: "Green",
                ends-in-ms: 11400,
                tone: Tone::Green,
            },
        )
        "#);
        insta::assert_debug_snapshot!(card("Mill Lane", &green(8_700), Locale::CHINESE), @r#"
        Card::Countdown(
            CountdownCard {
                title: "Mill Lane",
                text: "绿灯结束",
                ends-in-ms: 8700,
                tone: Tone::Amber,
            },
        )
        "#);
        insta::assert_debug_snapshot!(card("Mill Lane", &signal(Color::Dark), Locale::ENGLISH), @r#"
        Card::Status(
            StatusCard {
                title: "Mill Lane",
                values: [
                    StatusValue {
                        label: "Light",
                        value: "off",
                        tone: Tone::Neutral,
                    },
                    StatusValue {
                        label: "Distance",
                        value: "300 m",
                        tone: Tone::Neutral,
                    },
                ],
            },
        )
        "#);
    }
}
