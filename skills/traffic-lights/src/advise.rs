//! How fast should I drive?

use jumpseat_sdk::{Card, Failure, Language, Locale, Reply, StatusValue, Tone, Turn, traffic_signals::Signal};

use crate::{
    advice::{Advice, advise},
    ahead, check, timing,
    tools::{AdviseSpeedRequest, Which},
};

/// Answers the tool `advise-speed`.
pub(crate) fn answer(request: AdviseSpeedRequest) -> Result<Reply, Failure> {
    let turn = Turn::current();
    let which = request.which.unwrap_or(Which::Next);
    let signal = ahead::signal(which, turn.locale.language)?;
    reply(which, &signal, advise(&signal, turn.speed_kmh), turn.locale)
}

fn reply(which: Which, signal: &Signal, advice: Advice, locale: Locale) -> Result<Reply, Failure> {
    let title = ahead::title(which, signal, locale.language);
    let speech = speech(advice, locale)?;
    let card = match advice {
        Advice::Drive { kmh, .. } => Card::status(&title, values(kmh, signal, locale)),
        Advice::GreenBefore { .. }
        | Advice::Stop { .. }
        | Advice::Dark
        | Advice::TimeUnknown
        | Advice::LimitUnknown => check::card(&title, signal, locale),
    };
    Ok(Reply::say(speech).card(card))
}

fn speech(advice: Advice, locale: Locale) -> Result<String, Failure> {
    let speech = match (locale.language, advice) {
        (Language::English, Advice::Drive { kmh, keep: true }) => {
            format!("Keep {}. You will reach the light on green.", locale.speed(kmh))
        }
        (Language::English, Advice::Drive { kmh, keep: false }) => {
            format!("Drive {} to reach the light on green.", locale.speed(kmh))
        }
        (Language::Chinese, Advice::Drive { kmh, keep: true }) => {
            format!("保持{}，到路口时是绿灯。", locale.speed(kmh))
        }
        (Language::Chinese, Advice::Drive { kmh, keep: false }) => {
            format!("建议{}，到路口时是绿灯。", locale.speed(kmh))
        }
        (Language::English, Advice::GreenBefore { green_in, limit_kmh }) => {
            let (when, limit) = (timing::from_now(green_in, locale), locale.speed(limit_kmh));
            format!("It turns green {when}, before you get there. Drive at most {limit}.")
        }
        (Language::Chinese, Advice::GreenBefore { green_in, limit_kmh }) => {
            let (when, limit) = (timing::from_now(green_in, locale), locale.speed(limit_kmh));
            format!("到达之前，{when}就会变绿，请不要超过{limit}。")
        }
        (Language::English, Advice::Stop { green_in: Some(green_in) }) => {
            format!("You will have to stop. It turns green {}.", timing::from_now(green_in, locale))
        }
        (Language::Chinese, Advice::Stop { green_in: Some(green_in) }) => {
            format!("需要停车等待，{}变绿。", timing::from_now(green_in, locale))
        }
        (Language::English, Advice::Stop { green_in: None }) => {
            "You will not make it on green. Be ready to stop.".to_owned()
        }
        (Language::Chinese, Advice::Stop { green_in: None }) => "绿灯时间不够，请准备停车。".to_owned(),
        (Language::English, Advice::Dark) => "The light is off. Follow the signs.".to_owned(),
        (Language::Chinese, Advice::Dark) => "红绿灯没有亮，请按标志行驶。".to_owned(),
        (language, Advice::TimeUnknown) => return Err(time_unknown(language)),
        (language, Advice::LimitUnknown) => return Err(limit_unknown(language)),
    };
    Ok(speech)
}

fn time_unknown(language: Language) -> Failure {
    let speech = match language {
        Language::English => "I do not know when the light changes, so I cannot advise a speed.",
        Language::Chinese => "不知道红绿灯何时变化，无法建议车速。",
    };
    Failure::unavailable(speech, "the signal has no times")
}

fn limit_unknown(language: Language) -> Failure {
    let speech = match language {
        Language::English => "I do not know the speed limit here, so I cannot advise a speed.",
        Language::Chinese => "不知道这里的限速，无法建议车速。",
    };
    Failure::unavailable(speech, "neither the limit nor the speed of the car is known")
}

fn values(kmh: u32, signal: &Signal, locale: Locale) -> Vec<StatusValue> {
    let label = |english: &'static str, chinese: &'static str| match locale.language {
        Language::English => english,
        Language::Chinese => chinese,
    };
    let limit = signal.speed_limit_kmh.map(|limit| StatusValue::new(label("Limit", "限速"), locale.speed_short(limit)));
    let values = [
        Some(StatusValue::new(label("Speed", "建议车速"), locale.speed_short(kmh)).tone(Tone::Green)),
        limit,
        Some(StatusValue::new(label("Distance", "距离"), locale.distance_short(signal.distance_m))),
    ];
    values.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use jumpseat_sdk::traffic_signals::Color;

    use super::*;
    use crate::sample::{at, red, signal};

    fn said(advice: Advice) -> String {
        let spoken = [Locale::ENGLISH, Locale::CHINESE].map(|locale| match speech(advice, locale) {
            Ok(speech) => speech,
            Err(failure) => failure.speech().to_owned(),
        });
        spoken.join("\n")
    }

    #[test]
    fn every_advice_is_a_short_sentence() {
        insta::assert_snapshot!(said(Advice::Drive { kmh: 40, keep: false }), @"
        Drive 40 kilometres per hour to reach the light on green.
        建议时速40公里，到路口时是绿灯。
        ");
        insta::assert_snapshot!(said(Advice::Drive { kmh: 40, keep: true }), @"
        Keep 40 kilometres per hour. You will reach the light on green.
        保持时速40公里，到路口时是绿灯。
        ");
        insta::assert_snapshot!(said(Advice::GreenBefore { green_in: at(5_000), limit_kmh: 50 }), @"
        It turns green in 5 seconds, before you get there. Drive at most 50 kilometres per hour.
        到达之前，5秒后就会变绿，请不要超过时速50公里。
        ");
        insta::assert_snapshot!(said(Advice::Stop { green_in: Some(at(90_000)) }), @"
        You will have to stop. It turns green in 1 minute 30 seconds.
        需要停车等待，1分30秒后变绿。
        ");
        insta::assert_snapshot!(said(Advice::Stop { green_in: None }), @"
        You will not make it on green. Be ready to stop.
        绿灯时间不够，请准备停车。
        ");
        insta::assert_snapshot!(said(Advice::Dark), @"
        The light is off. Follow the signs.
        红绿灯没有亮，请按标志行驶。
        ");
    }

    #[test]
    fn what_is_not_known_is_said_to_be_so() {
        insta::assert_snapshot!(said(Advice::TimeUnknown), @"
        I do not know when the light changes, so I cannot advise a speed.
        不知道红绿灯何时变化，无法建议车速。
        ");
        insta::assert_snapshot!(said(Advice::LimitUnknown), @"
        I do not know the speed limit here, so I cannot advise a speed.
        不知道这里的限速，无法建议车速。
        ");
    }

    #[test]
    fn a_speed_is_on_the_card_and_a_stop_counts_down() {
        let drive = Advice::Drive { kmh: 40, keep: false };
        insta::assert_debug_snapshot!(reply(Which::Next, &red(25_000), drive, Locale::ENGLISH).unwrap().card, @r#"
        Some(
            Card::Status(
                StatusCard {
                    title: "Main Street / Mill Lane",
                    values: [
                        StatusValue {
                            label: "Speed",
                            value: "40 km/h",
                            tone: Tone::Green,
                        },
                        StatusValue {
                            label: "Limit",
                            value: "50 km/h",
                            tone: Tone::Neutral,
                        },
                        StatusValue {
                            label: "Distance",
                            value: "300 m",
                            tone: Tone::Neutral,
                        },
                    ],
                },
            ),
        )
        "#);
        let stop = Advice::Stop { green_in: Some(at(90_000)) };
        let card = reply(Which::Next, &red(90_000), stop, Locale::ENGLISH).unwrap().card;
        assert!(matches!(card, Some(Card::Countdown(_))));
        let dark = reply(Which::Next, &signal(Color::Dark), Advice::Dark, Locale::ENGLISH).unwrap().card;
        assert!(matches!(dark, Some(Card::Status(_))));
    }
}
