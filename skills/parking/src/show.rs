//! What about this car park?

use jumpseat_sdk::{
    Around, Card, Failure, Language, Locale, Reply, StatusValue, Tone, Turn,
    parking::{self, CarPark},
    wording,
};

use crate::{facts, reference::Reference, tools::ShowRequest};

/// How far from the middle a car park is looked for by its name.
const NAMED_RADIUS_M: u32 = 20_000;

/// Answers the tool `show`.
pub(crate) fn answer(request: &ShowRequest) -> Result<Reply, Failure> {
    let locale = Turn::current().locale;
    let reference = Reference::parse(&request.car_park).ok_or_else(|| which(locale.language))?;
    let middle = match &reference {
        Reference::Choice { middle, .. } => *middle,
        Reference::Name(_) => Around::car(locale.language)?.coordinates,
    };
    let query = parking::Query { radius_m: NAMED_RADIUS_M, ..parking::Query::around(middle, locale.language) };
    let car_parks = parking::nearby(&query).map_err(|error| error.failure(locale.language))?;
    let car_park = reference.pick(&car_parks).ok_or_else(|| unknown(&reference, locale.language))?;
    Ok(reply(&car_park, locale))
}

fn reply(car_park: &CarPark, locale: Locale) -> Reply {
    Reply::say(speech(car_park, locale)).card(Card::status(&car_park.name, values(car_park, locale)))
}

fn which(language: Language) -> Failure {
    let question = match language {
        Language::English => "Which car park?",
        Language::Chinese => "哪个停车场？",
    };
    Failure::need_value(question, "car-park")
}

fn unknown(reference: &Reference, language: Language) -> Failure {
    let speech = match (language, reference) {
        (Language::English, Reference::Name(name)) => format!("I know no car park called {name} around here."),
        (Language::Chinese, Reference::Name(name)) => format!("附近没有找到叫{name}的停车场。"),
        (Language::English, Reference::Choice { .. }) => "I cannot find that car park any more.".to_owned(),
        (Language::Chinese, Reference::Choice { .. }) => "找不到那个停车场了。".to_owned(),
    };
    Failure::nothing_found(speech, "no car park has this name or id")
}

fn speech(car_park: &CarPark, locale: Locale) -> String {
    let (name, language) = (&car_park.name, locale.language);
    let distance = locale.distance(car_park.walk_m);
    let height = facts::height(car_park, language);
    let facts = match language {
        Language::English => [
            Some(state(car_park, locale)),
            facts::price(car_park, locale),
            height.map(|height| format!("height limit {height}")),
            Some(format!("{distance} on foot")),
        ],
        Language::Chinese => [
            Some(state(car_park, locale)),
            facts::price(car_park, locale),
            height.map(|height| format!("限高{height}")),
            Some(format!("步行{distance}")),
        ],
    };
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    match language {
        Language::English => format!("{name}: {}.", facts.join(", ")),
        Language::Chinese => format!("{name}：{}。", facts.join("，")),
    }
}

/// Closed, full, or how many spaces are free of how many.
fn state(car_park: &CarPark, locale: Locale) -> String {
    let state = match (locale.language, car_park.open_now, car_park.free, car_park.capacity) {
        (Language::English, Some(false), _, _) => "closed now".to_owned(),
        (Language::Chinese, Some(false), _, _) => "现在关闭".to_owned(),
        (Language::English, _, Some(0), _) => "full".to_owned(),
        (Language::Chinese, _, Some(0), _) => "没有空位".to_owned(),
        (Language::English, _, Some(free), Some(capacity)) => format!("{free} of {capacity} spaces free"),
        (Language::Chinese, _, Some(free), Some(capacity)) => format!("{capacity}个车位中有{free}个空位"),
        (Language::English, _, Some(free), None) => wording::english_count(free, "space free", "spaces free"),
        (Language::Chinese, _, Some(free), None) => format!("有{}", wording::chinese_count(free, "个空位")),
        (Language::English, _, None, _) => "free spaces not known".to_owned(),
        (Language::Chinese, _, None, _) => "空位情况未知".to_owned(),
    };
    match (locale.language, facts::old_since(car_park, locale)) {
        (_, None) => state,
        (Language::English, Some(age)) => format!("{state} {age}"),
        (Language::Chinese, Some(age)) => format!("{age}{state}"),
    }
}

fn values(car_park: &CarPark, locale: Locale) -> Vec<StatusValue> {
    let label = |english: &'static str, chinese: &'static str| match locale.language {
        Language::English => english,
        Language::Chinese => chinese,
    };
    let free = match (car_park.free, car_park.capacity) {
        (Some(free), Some(capacity)) => Some(format!("{free} / {capacity}")),
        (Some(free), None) => Some(free.to_string()),
        (None, Some(capacity)) => Some(format!("– / {capacity}")),
        (None, None) => None,
    };
    let roof =
        car_park.covered.map(|covered| if covered { label("covered", "室内") } else { label("open air", "露天") });
    let closed = car_park.open_now.filter(|open| !open).map(|_| label("closed", "关闭"));
    let values = [
        closed.map(|closed| StatusValue::new(label("Now", "状态"), closed).tone(Tone::Red)),
        free.map(|free| StatusValue::new(label("Free spaces", "空位"), free).tone(facts::tone(car_park))),
        facts::old_since(car_park, locale)
            .map(|age| StatusValue::new(label("As of", "数据时间"), age).tone(Tone::Amber)),
        facts::price_short(car_park, locale).map(|price| StatusValue::new(label("Price", "价格"), price)),
        facts::height_short(car_park, locale.language)
            .map(|height| StatusValue::new(label("Height limit", "限高"), height)),
        Some(StatusValue::new(label("On foot", "步行"), locale.distance_short(car_park.walk_m))),
        roof.map(|roof| StatusValue::new(label("Roof", "类型"), roof)),
    ];
    values.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{car_park, unknown_car_park};

    fn said(car_park: &CarPark) -> String {
        [Locale::ENGLISH, Locale::CHINESE].map(|locale| reply(car_park, locale).speech).join("\n")
    }

    #[test]
    fn everything_that_is_known_is_said() {
        insta::assert_snapshot!(said(&car_park("City Hall", 350)), @"
        City Hall: 12 of 120 spaces free, 2 euros 50 an hour, height limit 2.1 metres, 350 metres on foot.
        City Hall：120个车位中有12个空位，每小时2.5欧元，限高2.1米，步行350米。
        ");
        insta::assert_snapshot!(said(&unknown_car_park("Meadow", 350)), @"
        Meadow: free spaces not known, 350 metres on foot.
        Meadow：空位情况未知，步行350米。
        ");
    }

    #[test]
    fn full_closed_and_old_are_said() {
        let full = CarPark { free: Some(0), ..car_park("City Hall", 350) };
        let closed = CarPark { open_now: Some(false), ..car_park("City Hall", 350) };
        let old = CarPark { free: Some(1), capacity: None, free_age_ms: Some(1_200_000), ..car_park("City Hall", 350) };
        insta::assert_snapshot!(said(&full), @"
        City Hall: full, 2 euros 50 an hour, height limit 2.1 metres, 350 metres on foot.
        City Hall：没有空位，每小时2.5欧元，限高2.1米，步行350米。
        ");
        insta::assert_snapshot!(said(&closed), @"
        City Hall: closed now, 2 euros 50 an hour, height limit 2.1 metres, 350 metres on foot.
        City Hall：现在关闭，每小时2.5欧元，限高2.1米，步行350米。
        ");
        insta::assert_snapshot!(said(&old), @"
        City Hall: 1 space free 20 minutes ago, 2 euros 50 an hour, height limit 2.1 metres, 350 metres on foot.
        City Hall：20分钟前有1个空位，每小时2.5欧元，限高2.1米，步行350米。
        ");
    }

    #[test]
    fn the_card_has_colours() {
        let car_park = CarPark { free: Some(3), free_age_ms: Some(1_200_000), ..car_park("City Hall", 350) };
        insta::assert_debug_snapshot!(values(&car_park, Locale::ENGLISH), @r#"
        [
            StatusValue {
                label: "Free spaces",
                value: "3 / 120",
                tone: Tone::Amber,
            },
            StatusValue {
                label: "As of",
                value: "20 minutes ago",
                tone: Tone::Amber,
            },
            StatusValue {
                label: "Price",
                value: "€2.50/h",
                tone: Tone::Neutral,
            },
            StatusValue {
                label: "Height limit",
                value: "2.1 m",
                tone: Tone::Neutral,
            },
            StatusValue {
                label: "On foot",
                value: "350 m",
                tone: Tone::Neutral,
            },
            StatusValue {
                label: "Roof",
                value: "covered",
                tone: Tone::Neutral,
            },
        ]
        "#);
    }

    #[test]
    fn what_cannot_be_found_is_named() {
        let name = Reference::Name("Arena".to_owned());
        assert_eq!(unknown(&name, Language::English).speech(), "I know no car park called Arena around here.");
        assert_eq!(unknown(&name, Language::Chinese).speech(), "附近没有找到叫Arena的停车场。");
        assert!(matches!(which(Language::English), Failure::NeedValue(need) if need.field == "car-park"));
    }
}
