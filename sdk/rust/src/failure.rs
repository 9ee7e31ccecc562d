//! Why a tool has no answer: one text for the driver, one for the log.

use crate::{
    Explanation, Failure, Language, Need, http,
    limits::{DETAIL_CHARS_MAX, SPEECH_CHARS_MAX},
    location, parking, places, preferences, storage,
    text::cut,
    traffic_signals, vehicle,
};

impl Failure {
    /// The request was understood and nothing matches it. Say what the driver could relax.
    ///
    /// Here as below, `speech` is for the driver in the driver's language, `detail` for the log in English and without
    /// personal data.
    pub fn nothing_found(speech: impl AsRef<str>, detail: impl AsRef<str>) -> Self {
        Self::NothingFound(explanation(speech, detail))
    }

    /// A source of data is away; trying again later may work.
    pub fn unavailable(speech: impl AsRef<str>, detail: impl AsRef<str>) -> Self {
        Self::Unavailable(explanation(speech, detail))
    }

    /// A grant, or the driving state, does not allow it.
    pub fn not_allowed(speech: impl AsRef<str>, detail: impl AsRef<str>) -> Self {
        Self::NotAllowed(explanation(speech, detail))
    }

    /// A value is outside what the tool can do. Say what it can do.
    pub fn invalid(speech: impl AsRef<str>, detail: impl AsRef<str>) -> Self {
        Self::Invalid(explanation(speech, detail))
    }

    /// A value is missing: asks for it, and the next sentence fills the string field `field` of the same request.
    pub fn need_value(speech: impl AsRef<str>, field: &str) -> Self {
        Self::NeedValue(Need { speech: cut(speech.as_ref(), SPEECH_CHARS_MAX), field: field.to_owned() })
    }

    /// What the driver hears.
    pub fn speech(&self) -> &str {
        match self {
            Self::NothingFound(explanation)
            | Self::NotAllowed(explanation)
            | Self::Unavailable(explanation)
            | Self::Invalid(explanation) => &explanation.speech,
            Self::NeedValue(need) => &need.speech,
        }
    }
}

fn explanation(speech: impl AsRef<str>, detail: impl AsRef<str>) -> Explanation {
    Explanation { speech: cut(speech.as_ref(), SPEECH_CHARS_MAX), detail: cut(detail.as_ref(), DETAIL_CHARS_MAX) }
}

/// What a capability gives, as the driver would call it.
struct Source {
    /// For the log.
    capability: &'static str,
    english: &'static str,
    chinese: &'static str,
}

impl Source {
    fn denied(&self, language: Language) -> Failure {
        let speech = match language {
            Language::English => format!("I am not allowed to use {}.", self.english),
            Language::Chinese => format!("我没有使用{}的权限。", self.chinese),
        };
        Failure::not_allowed(speech, format!("{}: not granted", self.capability))
    }

    fn away(&self, language: Language, cause: &str) -> Failure {
        let speech = match language {
            Language::English => format!("I cannot reach {} at the moment.", self.english),
            Language::Chinese => format!("暂时无法获取{}。", self.chinese),
        };
        Failure::unavailable(speech, format!("{}: {cause}", self.capability))
    }
}

/// Gives each error of a capability a sentence for the driver and a line for the log.
macro_rules! failure_of_capability {
    ($module:ident, $english:literal, $chinese:literal $(, $wrong_name:ident)?) => {
        impl $module::Error {
            /// The failure to answer with if the tool is of no use without the capability.
            pub fn failure(self, language: Language) -> Failure {
                let source = Source { capability: stringify!($module), english: $english, chinese: $chinese };
                match self {
                    Self::NotGranted => source.denied(language),
                    Self::Unavailable => source.away(language, "unavailable"),
                    Self::OverLimit => source.away(language, "over limit"),
                    $(Self::$wrong_name => source.away(language, "badly formed name"),)?
                }
            }
        }
    };
}

failure_of_capability!(location, "the position of the car", "车辆位置");
failure_of_capability!(parking, "the parking data", "停车数据");
failure_of_capability!(places, "the map", "地图数据");
failure_of_capability!(preferences, "your preferences", "您的偏好设置", InvalidName);
failure_of_capability!(storage, "my memory", "存储的数据", InvalidKey);
failure_of_capability!(traffic_signals, "the traffic light data", "红绿灯数据");

impl http::Error {
    /// The failure to answer with if the tool is of no use without the response. What is wrong with a request is the skill's
    /// own affair, and is told to the log alone.
    pub fn failure(self, language: Language) -> Failure {
        let source = Source { capability: "http", english: "the service", chinese: "网络服务" };
        match self {
            Self::NotAllowed => source.denied(language),
            Self::Invalid(why) => source.away(language, &format!("invalid request: {why}")),
            Self::TooLarge => source.away(language, "too large"),
            Self::TimedOut => source.away(language, "timed out"),
            Self::Unreachable => source.away(language, "unreachable"),
            Self::OverLimit => source.away(language, "over limit"),
            Self::Unavailable => source.away(language, "unavailable"),
        }
    }
}

impl vehicle::Error {
    /// The failure to answer with if the tool is of no use without the capability. A range is told to the driver, whose
    /// number it was; what only the skill can have got wrong is not.
    pub fn failure(self, language: Language) -> Failure {
        let source = Source { capability: "vehicle", english: "the car", chinese: "车辆信息" };
        match self {
            Self::NotAllowed => {
                let speech = match language {
                    Language::English => "I am not allowed to set that in the car.",
                    Language::Chinese => "我没有这项车辆设置的权限。",
                };
                Failure::not_allowed(speech, "vehicle: not allowed")
            }
            Self::OutOfRange(vehicle::Range { min, max }) => {
                let speech = match language {
                    Language::English => format!("It can be set from {min} to {max}."),
                    Language::Chinese => format!("只能设置在{min}到{max}之间。"),
                };
                Failure::invalid(speech, "vehicle: out of range")
            }
            Self::UnknownPath => source.away(language, "unknown path"),
            Self::NotReadable => source.away(language, "not readable"),
            Self::NotWritable => source.away(language, "not writable"),
            Self::WrongType => source.away(language, "wrong type"),
            Self::UnknownText(_) => source.away(language, "unknown text"),
            Self::Unavailable => source.away(language, "unavailable"),
            Self::OverLimit => source.away(language, "over limit"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spoken_and_what_is_logged_differ() {
        insta::assert_debug_snapshot!(parking::Error::Unavailable.failure(Language::English), @r#"
        Failure::Unavailable(
            Explanation {
                speech: "I cannot reach the parking data at the moment.",
                detail: "parking: unavailable",
            },
        )
        "#);
        let denied = location::Error::NotGranted.failure(Language::Chinese);
        assert_eq!(denied.speech(), "我没有使用车辆位置的权限。");
        assert!(matches!(denied, Failure::NotAllowed(_)));
        assert!(matches!(storage::Error::InvalidKey.failure(Language::English), Failure::Unavailable(_)));
    }

    #[test]
    fn what_is_wrong_with_a_request_is_told_to_the_log_alone() {
        let failure = http::Error::Invalid("get has no body".to_owned()).failure(Language::Chinese);
        assert_eq!(failure.speech(), "暂时无法获取网络服务。");
        let Failure::Unavailable(explanation) = failure else { panic!("{failure:?}") };
        assert_eq!(explanation.detail, "http: invalid request: get has no body");
        assert!(matches!(http::Error::NotAllowed.failure(Language::English), Failure::NotAllowed(_)));
    }

    #[test]
    fn the_driver_hears_what_the_car_allows() {
        let warmest = || vehicle::Error::OutOfRange(vehicle::Range { min: 16.0, max: 28.5 });
        assert_eq!(warmest().failure(Language::English).speech(), "It can be set from 16 to 28.5.");
        assert_eq!(warmest().failure(Language::Chinese).speech(), "只能设置在16到28.5之间。");
        assert!(matches!(vehicle::Error::NotAllowed.failure(Language::English), Failure::NotAllowed(_)));
        assert!(matches!(vehicle::Error::UnknownPath.failure(Language::English), Failure::Unavailable(_)));
    }
}
