//! The answers that are the same for every question.

use std::collections::BTreeMap;

use jumpseat_package::{Language, Rules, Template};

use super::{Meaning, consent};

/// Parts that English answers share, in hassil syntax.
const RULES_ENGLISH: [(&str, &str); 2] = [
    (
        "pick",
        "[i want|i would like|i'd like|i'll take|i will take|i choose|let's take|let's go to|let's go with|take|\
         take me to|go to|go with|give me|show|show me|choose|pick|select|open|how about|what about|drive to|\
         navigate to|tell me about|tell me more about]",
    ),
    ("noun", "[one|option|choice|result|place|restaurant|car park|parking lot|garage]"),
];
const CANCEL_ENGLISH: &str = "(never mind|nevermind|cancel [that|it]|forget (it|that|about it)|no [thanks|thank you]|\
    none [of them|of these|of those]|neither [of them]|nothing|stop)";
/// The first ten places, as ordinals and as numbers.
const PLACES_ENGLISH: [(&str, &str); 10] = [
    ("first|1st", "one|1"),
    ("second|2nd", "two|2"),
    ("third|3rd", "three|3"),
    ("fourth|4th", "four|4"),
    ("fifth|5th", "five|5"),
    ("sixth|6th", "six|6"),
    ("seventh|7th", "seven|7"),
    ("eighth|8th", "eight|8"),
    ("ninth|9th", "nine|9"),
    ("tenth|10th", "ten|10"),
];

/// Parts that Chinese answers share.
const RULES_CHINESE: [(&str, &str); 3] = [
    (
        "pick",
        "[嗯|好|好的|那] [我] [就] \
         [要|想要|选|选择|来|去|要去|想去|看|看看|换|给我|带我去|导航到|打开|显示|说说]",
    ),
    ("noun", "[个|家|间|项|条|种|处|座] [选项|餐厅|饭店|餐馆|馆子|店|停车场|地方]"),
    ("end", "[吧|好了|就行|就好|就可以了|怎么样|呢|啊] [谢谢]"),
];
const CANCEL_CHINESE: &str =
    "(算了|算啦|取消|不用|不用了|不要|不要了|没事|没事了|都不要|都不行|一个都不要|不看了|不找了|停) [吧] [谢谢]";
/// The first ten places.
const PLACES_CHINESE: [&str; 10] = ["一|1", "二|2", "三|3", "四|4", "五|5", "六|6", "七|7", "八|8", "九|9", "十|10"];

/// The sentences that answer any question with choices, take it back, or say whether a skill may have something. Part of
/// what a recogniser must know while a question is pending.
pub fn answer_templates(language: Language) -> Vec<Template> {
    let to_choices = fixed_answers(language).into_iter().map(|(template, _)| template);
    let to_consent = consent::answers(language).into_iter().map(|(template, _)| template);
    to_choices.chain(to_consent).collect()
}

/// The fixed answers with their meanings.
pub(super) fn fixed_answers(language: Language) -> Vec<(Template, Meaning)> {
    let (rules, sources): (&[(&str, &str)], _) = match language {
        Language::English => (&RULES_ENGLISH, english()),
        Language::Chinese => (&RULES_CHINESE, chinese()),
    };
    let rules: BTreeMap<String, String> = rules.iter().map(|(name, rule)| ((*name).into(), (*rule).into())).collect();
    let rules = Rules::parse(&rules).unwrap_or_default();
    // The templates are written above and a test parses them all.
    let parse = |(source, meaning): (String, Meaning)| Some((Template::parse(&source, &rules).ok()?, meaning));
    sources.into_iter().filter_map(parse).collect()
}

fn english() -> Vec<(String, Meaning)> {
    let places = PLACES_ENGLISH.into_iter().enumerate().flat_map(|(at, (ordinal, number))| {
        [
            (format!("<pick> [the] ({ordinal}) <noun> [please]"), Meaning::Nth(at)),
            (format!("<pick> (number|option|choice) ({number}) [please]"), Meaning::Nth(at)),
            (format!("({number}) [please]"), Meaning::Nth(at)),
        ]
    });
    let last = ("<pick> [the] last <noun> [please]".to_owned(), Meaning::Last);
    places.chain([last, (CANCEL_ENGLISH.to_owned(), Meaning::Cancel)]).collect()
}

fn chinese() -> Vec<(String, Meaning)> {
    let places = PLACES_CHINESE.into_iter().enumerate().flat_map(|(at, number)| {
        [
            (format!("<pick> 第 ({number}) <noun> <end>"), Meaning::Nth(at)),
            (format!("<pick> ({number}) 号 <end>"), Meaning::Nth(at)),
            (format!("({number})"), Meaning::Nth(at)),
        ]
    });
    let last = ("<pick> 最后 [一] <noun> <end>".to_owned(), Meaning::Last);
    places.chain([last, (CANCEL_CHINESE.to_owned(), Meaning::Cancel)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fixed_answer_is_a_template() {
        for (language, count) in [(Language::English, english().len()), (Language::Chinese, chinese().len())] {
            assert_eq!(fixed_answers(language).len(), count, "{language}");
        }
    }
}
