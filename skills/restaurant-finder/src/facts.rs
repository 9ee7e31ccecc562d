//! How what is known of a place reads, spoken and on a card.

use jumpseat_sdk::{Language, places::Place, wording};

/// "4.5 stars", "评分4.5"; nothing if not known.
pub(crate) fn rating(place: &Place, language: Language) -> Option<String> {
    let stars = wording::tenths(u32::from(place.rating_tenths?));
    Some(match language {
        Language::English if stars == "1" => "1 star".to_owned(),
        Language::English => format!("{stars} stars"),
        Language::Chinese => format!("评分{stars}"),
    })
}

/// "4.5 ★"; nothing if not known.
pub(crate) fn rating_short(place: &Place) -> Option<String> {
    Some(format!("{} ★", wording::tenths(u32::from(place.rating_tenths?))))
}

/// "cheap", "moderately priced", "expensive"; nothing if not known.
pub(crate) fn price(place: &Place, language: Language) -> Option<&'static str> {
    match (language, place.price_level?) {
        (Language::English, 1) => Some("cheap"),
        (Language::English, 2) => Some("moderately priced"),
        (Language::English, 3) => Some("expensive"),
        (Language::Chinese, 1) => Some("价格便宜"),
        (Language::Chinese, 2) => Some("价格适中"),
        (Language::Chinese, 3) => Some("价格较贵"),
        // The contract knows three levels.
        _ => None,
    }
}

/// "open now", "closed now"; nothing if not known.
pub(crate) fn opening(place: &Place, language: Language) -> Option<&'static str> {
    Some(match (language, place.open_now?) {
        (Language::English, true) => "open now",
        (Language::English, false) => "closed now",
        (Language::Chinese, true) => "营业中",
        (Language::Chinese, false) => "已打烊",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{place, unknown_place};

    #[test]
    fn what_is_known_reads_aloud() {
        let known = place("any", 1);
        assert_eq!(rating(&known, Language::English).as_deref(), Some("4.5 stars"));
        assert_eq!(rating(&known, Language::Chinese).as_deref(), Some("评分4.5"));
        assert_eq!(rating_short(&known).as_deref(), Some("4.5 ★"));
        assert_eq!(price(&known, Language::English), Some("moderately priced"));
        assert_eq!(opening(&known, Language::Chinese), Some("营业中"));
    }

    #[test]
    fn what_is_not_known_is_not_said() {
        for language in [Language::English, Language::Chinese] {
            let unknown = unknown_place("any", 1);
            assert_eq!(rating(&unknown, language), None);
            assert_eq!(price(&unknown, language), None);
            assert_eq!(opening(&unknown, language), None);
            let odd = Place { price_level: Some(200), ..place("any", 1) };
            assert_eq!(price(&odd, language), None);
        }
    }
}
