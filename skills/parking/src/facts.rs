//! How what is known of a car park reads, spoken and on a card.

use jumpseat_sdk::{Language, Locale, Tone, parking::CarPark, wording};

use crate::wish::{Candidate, Condition};

/// Older numbers of free spaces are said to be old.
const FRESH_MS_MAX: u32 = 5 * 60_000;
/// With fewer free spaces than this the driver should hurry.
const FREE_FEW: u32 = 5;

/// "12 free spaces", "12 free spaces 20 minutes ago"; nothing if not known.
pub(crate) fn free_spaces(car_park: &CarPark, locale: Locale) -> Option<String> {
    let free = car_park.free?;
    Some(match (locale.language, old_since(car_park, locale)) {
        (Language::English, None) => wording::english_count(free, "free space", "free spaces"),
        (Language::Chinese, None) => wording::chinese_count(free, "个空位"),
        (Language::English, Some(age)) => {
            format!("{} {age}", wording::english_count(free, "free space", "free spaces"))
        }
        (Language::Chinese, Some(age)) => format!("{age}有{}", wording::chinese_count(free, "个空位")),
    })
}

/// "2 euros 50 an hour", "free of charge"; nothing if not known.
pub(crate) fn price(car_park: &CarPark, locale: Locale) -> Option<String> {
    let cents = car_park.price_per_hour_cents?;
    let amount = locale.money(cents, car_park.currency.as_deref().unwrap_or_default());
    let amount = amount.trim();
    Some(match (locale.language, cents) {
        (Language::English, 0) => "free of charge".to_owned(),
        (Language::Chinese, 0) => "免费".to_owned(),
        (Language::English, _) => format!("{amount} an hour"),
        (Language::Chinese, _) => format!("每小时{amount}"),
    })
}

/// "€2.50/h", "free of charge"; nothing if not known.
pub(crate) fn price_short(car_park: &CarPark, locale: Locale) -> Option<String> {
    let cents = car_park.price_per_hour_cents?;
    let amount = locale.money_short(cents, car_park.currency.as_deref().unwrap_or_default());
    let amount = amount.trim();
    Some(match (locale.language, cents) {
        (_, 0) => price(car_park, locale)?,
        (Language::English, _) => format!("{amount}/h"),
        (Language::Chinese, _) => format!("{amount}/小时"),
    })
}

/// "2.1 metres", as the sign at the entrance says it, whatever the units of the driver; nothing if not known.
pub(crate) fn height(car_park: &CarPark, language: Language) -> Option<String> {
    let metres = wording::tenths(car_park.height_cm_max? / 10);
    Some(match language {
        Language::English => format!("{metres} metres"),
        Language::Chinese => format!("{metres}米"),
    })
}

/// "2.1 m"; nothing if not known.
pub(crate) fn height_short(car_park: &CarPark, language: Language) -> Option<String> {
    match language {
        Language::English => Some(format!("{} m", wording::tenths(car_park.height_cm_max? / 10))),
        Language::Chinese => height(car_park, language),
    }
}

/// "20 minutes ago" if the number of free spaces is old; nothing if it is fresh or has no age.
pub(crate) fn old_since(car_park: &CarPark, locale: Locale) -> Option<String> {
    let age_ms = car_park.free.and(car_park.free_age_ms).filter(|age_ms| *age_ms > FRESH_MS_MAX)?;
    let minutes = age_ms / 60_000;
    // From an hour on, whole hours say enough.
    let seconds = if minutes < 60 { minutes * 60 } else { minutes / 60 * 3_600 };
    let age = locale.duration(seconds);
    Some(match locale.language {
        Language::English => format!("{age} ago"),
        Language::Chinese => format!("{age}前"),
    })
}

/// "its price or its height limit", "价格和限高": what is wanted and not known; nothing if all is known.
pub(crate) fn unknown(candidate: &Candidate, language: Language) -> Option<String> {
    let free_spaces = match language {
        Language::English => "its free spaces",
        Language::Chinese => "空位情况",
    };
    let free_spaces = candidate.car_park.free.is_none().then_some(free_spaces);
    let doubts = candidate.doubts.iter().map(|condition| match (language, condition) {
        (Language::English, Condition::Price) => "its price",
        (Language::English, Condition::Height) => "its height limit",
        (Language::English, Condition::Covered) => "whether it is covered",
        (Language::Chinese, Condition::Price) => "价格",
        (Language::Chinese, Condition::Height) => "限高",
        (Language::Chinese, Condition::Covered) => "是否在室内",
    });
    let unknown: Vec<&str> = free_spaces.into_iter().chain(doubts).collect();
    let (last, others) = unknown.split_last()?;
    Some(match language {
        _ if others.is_empty() => (*last).to_owned(),
        Language::English => format!("{} or {last}", others.join(", ")),
        Language::Chinese => format!("{}和{last}", others.join("、")),
    })
}

/// "height limit not known".
pub(crate) fn unknown_short(condition: Condition, language: Language) -> &'static str {
    match (language, condition) {
        (Language::English, Condition::Price) => "price not known",
        (Language::English, Condition::Height) => "height limit not known",
        (Language::English, Condition::Covered) => "roof not known",
        (Language::Chinese, Condition::Price) => "价格未知",
        (Language::Chinese, Condition::Height) => "限高未知",
        (Language::Chinese, Condition::Covered) => "是否室内未知",
    }
}

/// The colour of its free spaces.
pub(crate) fn tone(car_park: &CarPark) -> Tone {
    let few = car_park.capacity.map_or(FREE_FEW, |capacity| FREE_FEW.max(capacity / 20));
    match car_park.free {
        None => Tone::Neutral,
        Some(0) => Tone::Red,
        Some(free) if free < few => Tone::Amber,
        Some(_) => Tone::Green,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{car_park, unknown_car_park};

    #[test]
    fn prices_read_aloud() {
        let priced = |cents, currency: Option<&str>| CarPark {
            price_per_hour_cents: Some(cents),
            currency: currency.map(str::to_owned),
            ..car_park("any", 1)
        };
        assert_eq!(price(&priced(250, Some("EUR")), Locale::ENGLISH).as_deref(), Some("2 euros 50 an hour"));
        assert_eq!(price(&priced(800, Some("CNY")), Locale::CHINESE).as_deref(), Some("每小时8元"));
        assert_eq!(price(&priced(0, None), Locale::ENGLISH).as_deref(), Some("free of charge"));
        assert_eq!(price(&priced(200, None), Locale::ENGLISH).as_deref(), Some("2 an hour"));
        assert_eq!(price_short(&priced(250, Some("EUR")), Locale::ENGLISH).as_deref(), Some("€2.50/h"));
        assert_eq!(price_short(&priced(0, Some("EUR")), Locale::CHINESE).as_deref(), Some("免费"));
    }

    #[test]
    fn only_old_numbers_have_an_age() {
        let aged = |free_age_ms| old_since(&CarPark { free_age_ms, ..car_park("any", 1) }, Locale::ENGLISH);
        assert_eq!(aged(None), None);
        assert_eq!(aged(Some(FRESH_MS_MAX)), None);
        assert_eq!(aged(Some(20 * 60_000)).as_deref(), Some("20 minutes ago"));
        assert_eq!(aged(Some(150 * 60_000)).as_deref(), Some("2 hours ago"));
        assert_eq!(aged(Some(u32::MAX)).as_deref(), Some("1193 hours ago"));
    }

    #[test]
    fn the_colour_follows_the_free_spaces() {
        let with = |free, capacity| tone(&CarPark { free, capacity, ..car_park("any", 1) });
        assert_eq!(with(Some(0), Some(100)), Tone::Red);
        assert_eq!(with(Some(4), None), Tone::Amber);
        assert_eq!(with(Some(20), Some(1_000)), Tone::Amber);
        assert_eq!(with(Some(20), Some(100)), Tone::Green);
        assert_eq!(with(None, Some(100)), Tone::Neutral);
    }

    #[test]
    fn what_is_not_known_is_not_said() {
        let unknown = unknown_car_park("any", 1);
        assert_eq!(free_spaces(&unknown, Locale::ENGLISH), None);
        assert_eq!(price(&unknown, Locale::ENGLISH), None);
        assert_eq!(height(&unknown, Language::English), None);
        assert_eq!(old_since(&unknown, Locale::ENGLISH), None);
    }

    #[test]
    fn an_old_number_is_said_with_its_age() {
        let old = CarPark { free_age_ms: Some(20 * 60_000), ..car_park("any", 1) };
        assert_eq!(free_spaces(&old, Locale::ENGLISH).as_deref(), Some("12 free spaces 20 minutes ago"));
        assert_eq!(free_spaces(&old, Locale::CHINESE).as_deref(), Some("20分钟前有12个空位"));
    }

    #[test]
    fn all_that_is_wanted_and_not_known_is_listed() {
        let listed = |car_park: CarPark, doubts: &[Condition]| {
            let candidate = Candidate { car_park, doubts: doubts.to_vec() };
            [Language::English, Language::Chinese]
                .map(|language| unknown(&candidate, language).unwrap_or_default())
                .join(" / ")
        };
        let all = [Condition::Price, Condition::Height, Condition::Covered];
        assert_eq!(listed(car_park("any", 1), &[]), " / ");
        assert_eq!(listed(car_park("any", 1), &[Condition::Height]), "its height limit / 限高");
        assert_eq!(listed(unknown_car_park("any", 1), &all[..1]), "its free spaces or its price / 空位情况和价格");
        assert_eq!(
            listed(car_park("any", 1), &all),
            "its price, its height limit or whether it is covered / 价格、限高和是否在室内"
        );
        let short = |language| all.map(|condition| unknown_short(condition, language)).join(", ");
        assert_eq!(short(Language::English), "price not known, height limit not known, roof not known");
        assert_eq!(short(Language::Chinese), "价格未知, 限高未知, 是否室内未知");
    }

    #[test]
    fn heights_read_like_the_sign() {
        assert_eq!(height(&car_park("any", 1), Language::English).as_deref(), Some("2.1 metres"));
        assert_eq!(height(&car_park("any", 1), Language::Chinese).as_deref(), Some("2.1米"));
    }
}
