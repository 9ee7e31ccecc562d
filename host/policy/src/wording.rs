//! What the driver hears of permissions, in every language.

pub(crate) mod signals;

use jumpseat_location::Precision;
use jumpseat_package::Language;
use jumpseat_vehicle::Act;

use crate::{Because, ConsentRequest, While, oem::LOCATION, policy::Outlook};

/// What a capability lets a skill do, for the driver. English continues "Noodles would like to …", Chinese "面馆想…".
pub(crate) fn capability(name: &str, precision: Precision, language: Language) -> &'static str {
    let (english, chinese) = match name {
        LOCATION if precision == Precision::Coarse => ("know roughly where the car is", "获取车辆的大致位置"),
        "clock" => ("know the time", "知道现在的时间"),
        "context" => ("know your language and whether the car moves", "知道您的语言和车辆是否在行驶"),
        "http" => ("exchange data over the internet", "通过互联网收发数据"),
        "location" => ("know where the car is", "获取车辆的位置"),
        "log" => ("write to the log", "写入日志"),
        "parking" => ("look up car parks", "查询停车场"),
        "places" => ("look up places", "查询地点"),
        "preferences" => ("know what you like", "了解您的偏好"),
        "storage" => ("remember things", "保存数据"),
        "traffic-signals" => ("know the traffic lights ahead", "获取前方红绿灯的信息"),
        "vehicle" => ("read and set functions of the car", "读取和设置车辆功能"),
        "weather" => ("look up the weather", "查询天气"),
        _ => ("use a part of the car", "使用车辆的功能"),
    };
    match language {
        Language::English => english,
        Language::Chinese => chinese,
    }
}

/// What a capability lets a skill do, with the hosts that it reaches by it.
pub(crate) fn with_hosts(what: &str, hosts: &[&str], language: Language) -> String {
    match language {
        Language::English => format!("{what} ({})", hosts.join(", ")),
        Language::Chinese => format!("{what}（{}）", hosts.join("、")),
    }
}

/// The question for consent.
pub(crate) fn question(request: &ConsentRequest, language: Language) -> String {
    let ConsentRequest { subject, capabilities, precision } = request;
    let name = subject.name_in(language);
    let wants: Vec<&str> = capabilities.iter().map(|name| capability(name, *precision, language)).collect();
    // What is told roughly anyway cannot be told more roughly.
    let roughly = *precision == Precision::Precise && capabilities.contains(LOCATION);
    let wants = wanted(&wants, language);
    match language {
        Language::English => {
            let roughly = if roughly { " only roughly," } else { "" };
            format!(
                "{name} would like to {wants}. Is that all right? Say once, this trip, always allow it,{roughly} or no."
            )
        }
        Language::Chinese => {
            let roughly = if roughly { "“只给大概位置”" } else { "" };
            format!("{name}想{wants}，可以吗？您可以说“仅此一次”“本次行程”“始终允许”{roughly}或“不允许”。")
        }
    }
}

/// Something of what a skill may do, asks for first or may not do, and in which states of the car.
pub(crate) fn told(name: &str, outlook: Outlook, state: While, wants: &[&str], language: Language) -> String {
    let wants = wanted(wants, language);
    match language {
        Language::English => {
            let may = match outlook {
                Outlook::Open => "may",
                Outlook::Asks => "asks before it may",
                Outlook::Closed => "may not",
            };
            let only = match state {
                While::Driving => "",
                While::Standing => ", and only while the car stands",
                While::Parked => ", and only while the car is parked",
            };
            format!("{name} {may} {wants}{only}.")
        }
        Language::Chinese => {
            let only = match state {
                While::Driving => "",
                While::Standing => "仅在车辆静止时，",
                While::Parked => "仅在停好车后，",
            };
            match outlook {
                Outlook::Open => format!("{only}{name}可以{wants}。"),
                Outlook::Asks => format!("{only}{name}想{wants}时会先问您。"),
                Outlook::Closed => format!("{only}{name}不可以{wants}。"),
            }
        }
    }
}

/// A skill that wants nothing.
pub(crate) fn needs_nothing(name: &str, language: Language) -> String {
    match language {
        Language::English => format!("{name} needs no permission."),
        Language::Chinese => format!("{name}不需要任何权限。"),
    }
}

/// All, or some, of what a skill may set of the car, it may set in these states only.
pub(crate) fn sets_only(name: &str, state: While, is_all: bool, language: Language) -> String {
    match language {
        Language::English => {
            let some = if is_all { "" } else { "some " };
            let only = if state == While::Parked { "is parked" } else { "stands" };
            format!("{name} may set {some}functions of the car only while it {only}.")
        }
        Language::Chinese => {
            let some = if is_all { "" } else { "部分" };
            let only = if state == While::Parked { "停好车后" } else { "车辆静止时" };
            format!("{name}只能在{only}设置{some}车辆功能。")
        }
    }
}

/// Sentences, one after the other.
pub(crate) fn sentences(sentences: &[String], language: Language) -> String {
    sentences.join(if language == Language::English { " " } else { "" })
}

/// A skill has to ask again, because the driver took back what it was allowed.
pub(crate) fn asks_again(name: &str, wants: &[&str], language: Language) -> String {
    let wants = wanted(wants, language);
    match language {
        Language::English => format!("All right. {name} asks again before it may {wants}."),
        Language::Chinese => format!("好的，{name}下次想{wants}时会再问您。"),
    }
}

/// The driver takes back what was never allowed.
pub(crate) fn nothing_to_withdraw(name: &str, language: Language) -> String {
    match language {
        Language::English => format!("There is nothing that you allowed {name}."),
        Language::Chinese => format!("您没有授予{name}任何可以收回的权限。"),
    }
}

/// The driver takes back what the car maker allows.
pub(crate) fn open_anyway(name: &str, what: &str, language: Language) -> String {
    match language {
        Language::English => format!("This car lets {name} {what} without asking you."),
        Language::Chinese => format!("本车允许{name}{what}，无需询问您。"),
    }
}

fn wanted(wants: &[&str], language: Language) -> String {
    match language {
        Language::English => listed(wants, ", ", " and "),
        Language::Chinese => listed(wants, "、", "并"),
    }
}

/// The question for an act.
pub(crate) fn question_for(name: &str, act: &Act, language: Language) -> String {
    let wants = signals::act(act, language);
    match language {
        Language::English => format!("{name} would like to {wants}. Is that all right? Say yes or no."),
        Language::Chinese => format!("{name}想{wants}，可以吗？请说“可以”或“不可以”。"),
    }
}

/// Why a skill is not called.
pub(crate) fn refusal(name: &str, what: &str, because: Because, language: Language) -> String {
    let wants = capability(what, Precision::Precise, language);
    match (language, because) {
        (Language::English, Because::CarMaker) => format!("This car does not allow {name} to {wants}."),
        (Language::English, Because::DrivingState(While::Parked)) => {
            format!("{name} can only do that while the car is parked.")
        }
        (Language::English, Because::DrivingState(While::Standing | While::Driving)) => {
            format!("{name} can only do that while the car stands.")
        }
        (Language::English, Because::Driver) => format!("You never want {name} to {wants}, so I left it alone."),
        (Language::English, Because::DriverNow) => format!("All right, then without {name}."),
        (Language::Chinese, Because::CarMaker) => format!("本车不允许{name}{wants}。"),
        (Language::Chinese, Because::DrivingState(While::Parked)) => format!("{name}只能在停好车后使用这个功能。"),
        (Language::Chinese, Because::DrivingState(While::Standing | While::Driving)) => {
            format!("{name}只能在车辆静止时使用这个功能。")
        }
        (Language::Chinese, Because::Driver) => format!("您不允许{name}{wants}，所以我没有使用它。"),
        (Language::Chinese, Because::DriverNow) => format!("好的，那就不用{name}了。"),
    }
}

/// "a, b and c".
fn listed(texts: &[&str], comma: &str, and: &str) -> String {
    match texts.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{}{and}{last}", before.join(comma)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CAPABILITIES, samples::request};

    #[test]
    fn every_capability_is_named_to_the_driver() {
        for (capability, _) in CAPABILITIES {
            for language in [Language::English, Language::Chinese] {
                let named = |name| super::capability(name, Precision::Precise, language);
                assert_ne!(named(capability), named(""), "{capability}");
            }
        }
    }

    #[test]
    fn questions_name_the_skill_and_all_that_it_wants() {
        let wanted = request(&["location", "preferences", "storage"]);
        insta::assert_snapshot!(question(&wanted, Language::English), @"Noodles would like to know where the car is, know what you like and remember things. Is that all right? Say once, this trip, always allow it, only roughly, or no.");
        insta::assert_snapshot!(question(&wanted, Language::Chinese), @"面馆想获取车辆的位置、了解您的偏好并保存数据，可以吗？您可以说“仅此一次”“本次行程”“始终允许”“只给大概位置”或“不允许”。");
    }

    #[test]
    fn a_rough_position_is_asked_for_as_one() {
        let wanted = request(&["location"]).roughly();
        insta::assert_snapshot!(question(&wanted, Language::English), @"Noodles would like to know roughly where the car is. Is that all right? Say once, this trip, always allow it, or no.");
        insta::assert_snapshot!(question(&wanted, Language::Chinese), @"面馆想获取车辆的大致位置，可以吗？您可以说“仅此一次”“本次行程”“始终允许”或“不允许”。");
    }

    #[test]
    fn a_refusal_says_who_is_against_it() {
        let said = |because, language| refusal("Noodles", "location", because, language);
        insta::assert_snapshot!(said(Because::CarMaker, Language::English), @"This car does not allow Noodles to know where the car is.");
        insta::assert_snapshot!(said(Because::DrivingState(While::Parked), Language::English), @"Noodles can only do that while the car is parked.");
        insta::assert_snapshot!(said(Because::Driver, Language::Chinese), @"您不允许Noodles获取车辆的位置，所以我没有使用它。");
    }
}
