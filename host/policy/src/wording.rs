//! What the driver hears of permissions, in every language.

use std::collections::BTreeSet;

use jumpseat_package::Language;

use crate::{Because, While};

/// What a capability lets a skill do, for the driver. English continues "Noodles would like to …", Chinese "面馆想…".
pub(crate) fn capability(name: &str, language: Language) -> &'static str {
    let (english, chinese) = match name {
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
pub(crate) fn question(name: &str, capabilities: &BTreeSet<String>, language: Language) -> String {
    let wants: Vec<&str> = capabilities.iter().map(|name| capability(name, language)).collect();
    match language {
        Language::English => {
            let wants = listed(&wants, ", ", " and ");
            format!("{name} would like to {wants}. Is that all right? Say once, this trip, always allow it, or no.")
        }
        Language::Chinese => {
            let wants = listed(&wants, "、", "并");
            format!("{name}想{wants}，可以吗？您可以说“仅此一次”“本次行程”“始终允许”或“不允许”。")
        }
    }
}

/// Why a skill is not called.
pub(crate) fn refusal(name: &str, what: &str, because: Because, language: Language) -> String {
    let wants = capability(what, language);
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
    use crate::CAPABILITIES;

    #[test]
    fn every_capability_is_named_to_the_driver() {
        for (capability, _) in CAPABILITIES {
            for language in [Language::English, Language::Chinese] {
                assert_ne!(super::capability(capability, language), super::capability("", language), "{capability}");
            }
        }
    }

    #[test]
    fn questions_name_the_skill_and_all_that_it_wants() {
        let wanted: BTreeSet<String> = ["location", "preferences", "storage"].map(str::to_owned).into();
        insta::assert_snapshot!(question("Noodles", &wanted, Language::English), @"Noodles would like to know where the car is, know what you like and remember things. Is that all right? Say once, this trip, always allow it, or no.");
        insta::assert_snapshot!(question("面馆", &wanted, Language::Chinese), @"面馆想获取车辆的位置、了解您的偏好并保存数据，可以吗？您可以说“仅此一次”“本次行程”“始终允许”或“不允许”。");
    }

    #[test]
    fn a_refusal_says_who_is_against_it() {
        let said = |because, language| refusal("Noodles", "location", because, language);
        insta::assert_snapshot!(said(Because::CarMaker, Language::English), @"This car does not allow Noodles to know where the car is.");
        insta::assert_snapshot!(said(Because::DrivingState(While::Parked), Language::English), @"Noodles can only do that while the car is parked.");
        insta::assert_snapshot!(said(Because::Driver, Language::Chinese), @"您不允许Noodles获取车辆的位置，所以我没有使用它。");
    }
}
