//! What the driver says when a skill wants something.

use jumpseat_package::{Language, Rules, Template};

use super::fixed::FixedAnswers;
use crate::tokens::Tokens;

/// What a sentence says to the question whether a skill may have something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentAnswer {
    /// Yes, this once. A plain yes means no more.
    Once,
    /// Yes, until the trip ends.
    ThisTrip,
    /// Yes, always.
    Always,
    /// Yes, this once, but the position only roughly.
    OnceRoughly,
    /// Yes, until the trip ends, but the position only roughly.
    ThisTripRoughly,
    /// Yes, always, but the position only roughly.
    AlwaysRoughly,
    /// Not this time.
    NotNow,
    /// Never.
    Never,
}

/// What is kept for good takes more than one word, because a word is easily misheard: "always" in "hallways".
const ENGLISH: [(ConsentAnswer, &str); 8] = [
    (
        ConsentAnswer::Once,
        "(yes [please]|yeah|yep|sure|of course|fine|okay|ok|all right|alright|go ahead|that's (fine|okay|all right)|it may\
         |yes (you|it) may|[yes|please] do it|[yes] allow (it|that|this)|[yes] [just|only] [this] once\
         |[yes] allow (it|that|this) once|[yes] [just|only] this time)",
    ),
    (
        ConsentAnswer::ThisTrip,
        "[yes] [allow (it|that|this)] [only|just] [for|on|during] (this|the) (trip|drive|journey) [only]",
    ),
    (ConsentAnswer::OnceRoughly, "[yes] [but] [only|just] (roughly|approximately) [this once|once|this time]"),
    (
        ConsentAnswer::ThisTripRoughly,
        "[yes] [allow (it|that|this)] [for|on|during] (this|the) (trip|drive|journey) [but] [only|just] roughly",
    ),
    (
        ConsentAnswer::AlwaysRoughly,
        "[yes] (always allow (it|that|this)|allow (it|that|this) always) [but] [only|just] roughly",
    ),
    (ConsentAnswer::Always, "[yes] (always allow (it|that|this)|allow (it|that|this) always|from now on always)"),
    (
        ConsentAnswer::NotNow,
        "(no [thanks|thank you]|nope|not now|not this time|rather not|don't|do not|(don't|do not) allow (it|that|this)\
         |deny [it|that|this]|cancel [that|it]|never mind)",
    ),
    (ConsentAnswer::Never, "([no] never allow (it|that|this)|never again|(don't|do not) ask [me] again)"),
];

const CHINESE: [(ConsentAnswer, &str); 8] = [
    (
        ConsentAnswer::Once,
        "(好|好的|好吧|好啊|可以|可以的|行|行吧|是|是的|嗯|同意|允许|当然 [可以]|没问题|[好|好的|可以] 做吧\
         |[好|好的|可以] [仅|就|只] [允许] (此|这) [一] 次|(仅|就|只) [允许] 一次|一次|这次可以|仅限 (这|本|此) 次)",
    ),
    (ConsentAnswer::ThisTrip, "[好|好的|可以] [仅|只] [在] (本次|这次|这趟|此次) (行程|旅程|路上) [可以|允许]"),
    (
        ConsentAnswer::OnceRoughly,
        "[好|好的|可以] [这次|本次] [但] (只|仅|就) (给|要|能给|允许) (大概|大致) [的] (位置|范围) [就行|就好|就可以]",
    ),
    (
        ConsentAnswer::ThisTripRoughly,
        "[好|好的|可以] [在] (本次|这次|这趟|此次) (行程|旅程|路上) [但] (只|仅) (给|允许) (大概|大致) [的] (位置|范围)",
    ),
    (
        ConsentAnswer::AlwaysRoughly,
        "[好|好的|可以] (始终|总是|一直|永远|以后都) [允许|可以] [但] [只|仅] (给|允许) (大概|大致) [的] (位置|范围)",
    ),
    (ConsentAnswer::Always, "[好|好的|可以] (始终|总是|一直|永远|以后都) (允许|可以)"),
    (ConsentAnswer::NotNow, "(不|不行|不要|不用|不用了|不可以|不允许|不同意|不了|拒绝|先不要|这次不行|算了|取消)"),
    (
        ConsentAnswer::Never,
        "(永远 (不要|不行|不允许|不可以|拒绝)|从不允许|绝不允许|以后都 (不要|不允许|不可以)|(别|不要) 再问 [我] [了])",
    ),
];

/// The answers of all languages, ready to match.
#[derive(Debug)]
pub(crate) struct ConsentAnswers {
    english: FixedAnswers<ConsentAnswer>,
    chinese: FixedAnswers<ConsentAnswer>,
}

impl ConsentAnswers {
    pub(crate) fn new() -> Self {
        Self {
            english: FixedAnswers::new(answers(Language::English)),
            chinese: FixedAnswers::new(answers(Language::Chinese)),
        }
    }

    /// What a sentence says to such a question.
    pub(crate) fn answer(&self, sentence: &Tokens, language: Language) -> Option<ConsentAnswer> {
        match language {
            Language::English => self.english.meaning(sentence, language),
            Language::Chinese => self.chinese.meaning(sentence, language),
        }
    }
}

/// The templates with their meanings.
pub(super) fn answers(language: Language) -> Vec<(Template, ConsentAnswer)> {
    let sources = match language {
        Language::English => ENGLISH,
        Language::Chinese => CHINESE,
    };
    // The templates are written above and a test parses them all.
    let parse =
        |(answer, source): (ConsentAnswer, &str)| Some((Template::parse(source, &Rules::default()).ok()?, answer));
    sources.into_iter().filter_map(parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_a_template() {
        assert_eq!(answers(Language::English).len(), ENGLISH.len());
        assert_eq!(answers(Language::Chinese).len(), CHINESE.len());
    }

    #[test]
    fn a_driver_says_yes_and_no_in_many_ways() {
        let answers = ConsentAnswers::new();
        for (said, expected) in [
            ("yes", Some(ConsentAnswer::Once)),
            ("Yes, please.", Some(ConsentAnswer::Once)),
            ("just this once", Some(ConsentAnswer::Once)),
            ("once", Some(ConsentAnswer::Once)),
            ("Yes, do it!", Some(ConsentAnswer::Once)),
            ("好的，做吧", Some(ConsentAnswer::Once)),
            ("don't do it", None),
            ("for this trip", Some(ConsentAnswer::ThisTrip)),
            ("this trip", Some(ConsentAnswer::ThisTrip)),
            ("Always allow it!", Some(ConsentAnswer::Always)),
            ("always", None),
            ("only roughly", Some(ConsentAnswer::OnceRoughly)),
            ("Yes, but only roughly.", Some(ConsentAnswer::OnceRoughly)),
            ("this trip, but only roughly", Some(ConsentAnswer::ThisTripRoughly)),
            ("always allow it, but only roughly", Some(ConsentAnswer::AlwaysRoughly)),
            ("只给大概位置", Some(ConsentAnswer::OnceRoughly)),
            ("好的，但只给大致位置", Some(ConsentAnswer::OnceRoughly)),
            ("本次行程只给大概位置", Some(ConsentAnswer::ThisTripRoughly)),
            ("始终只给大概位置", Some(ConsentAnswer::AlwaysRoughly)),
            ("of course", Some(ConsentAnswer::Once)),
            ("yes, allow it", Some(ConsentAnswer::Once)),
            ("don't allow that", Some(ConsentAnswer::NotNow)),
            ("no", Some(ConsentAnswer::NotNow)),
            ("never mind", Some(ConsentAnswer::NotNow)),
            ("never", None),
            ("never allow that", Some(ConsentAnswer::Never)),
            ("don't ask again", Some(ConsentAnswer::Never)),
            ("好的", Some(ConsentAnswer::Once)),
            ("仅此一次", Some(ConsentAnswer::Once)),
            ("本次行程", Some(ConsentAnswer::ThisTrip)),
            ("始终允许", Some(ConsentAnswer::Always)),
            ("永远", None),
            ("好吧", Some(ConsentAnswer::Once)),
            ("拒绝", Some(ConsentAnswer::NotNow)),
            ("一次", Some(ConsentAnswer::Once)),
            ("不允许", Some(ConsentAnswer::NotNow)),
            ("永远不允许", Some(ConsentAnswer::Never)),
            ("别再问了", Some(ConsentAnswer::Never)),
            ("yes find parking", None),
            ("find noodles", None),
            ("停车场", None),
        ] {
            assert_eq!(answers.answer(&Tokens::of(said), Language::of_text(said)), expected, "{said}");
        }
    }
}
