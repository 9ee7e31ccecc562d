//! What the car says by itself, in every language.
//!
//! These sentences are for the driver: they name no skill, no file and no error. What the log needs is written
//! elsewhere.

use jumpseat_package::Language;

/// Something that the car says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Saying {
    /// Silence, noise, or no words.
    NotCaught,
    /// More than anybody says in one breath.
    SentenceTooLong,
    /// The recogniser is missing or failed.
    CannotHear,
    /// No tool fits.
    NoTool,
    /// There is no model, and no phrase matched.
    OnlyPhrases,
    /// The model took too long.
    TookTooLong,
    /// The model was not sure, or answered nonsense.
    NotUnderstood,
    /// The driver takes it back.
    Dismissed,
    /// The skill did it and has nothing to say.
    Done,
    /// The skill crashed.
    Trapped,
    /// The skill was stopped because of its deadline.
    TimedOut,
    /// The skill was stopped because of a limit.
    OverLimit,
    /// The skill broke the contract.
    BadAnswer,
    /// The skill is gone.
    Missing,
    /// The skill broke several times in a row and is left alone for a while.
    Resting,
    /// The skill broke too often and is not called any more.
    Quarantined,
    /// Nothing matches the request, and the skill did not say so itself.
    NothingFound,
    /// A value is missing, and the skill did not ask for it itself.
    NeedValue,
    /// It is not allowed.
    NotAllowed,
    /// A source of data is away.
    Unavailable,
    /// A value cannot be right.
    Invalid,
    /// What the driver allowed or refused for good was not kept.
    NotKept,
    /// What the driver took back was taken back, and that was not kept.
    NotWithdrawn,
}

impl Saying {
    /// The sentence.
    pub(crate) const fn text(self, language: Language) -> &'static str {
        let (english, chinese) = match self {
            Self::NotCaught => ("Sorry, I did not catch that.", "抱歉，我没听清。"),
            Self::SentenceTooLong => {
                ("Sorry, that was too long. Please say it shorter.", "抱歉，这句话太长了，请说短一点。")
            }
            Self::CannotHear => ("Sorry, I cannot hear right now.", "抱歉，我现在听不到。"),
            Self::NoTool => ("Sorry, no skill can do that.", "抱歉，没有技能可以做到。"),
            Self::OnlyPhrases => ("Only fixed phrases work now.", "现在只能识别固定说法。"),
            Self::TookTooLong => ("Sorry, that took me too long.", "抱歉，我想得太久了。"),
            Self::NotUnderstood => ("Sorry, I did not understand that.", "抱歉，我没听懂。"),
            Self::Dismissed => ("All right.", "好的。"),
            Self::Done => ("Done.", "好了。"),
            Self::Trapped => ("Sorry, that skill just stopped working.", "抱歉，这个技能刚刚出错了。"),
            Self::TimedOut => ("Sorry, that skill took too long.", "抱歉，这个技能用时太久了。"),
            Self::OverLimit => ("Sorry, that skill asked for too much.", "抱歉，这个技能超出了限制。"),
            Self::BadAnswer => ("Sorry, that skill gave no proper answer.", "抱歉，这个技能没有给出有效的回答。"),
            Self::Missing => ("Sorry, that skill is not here any more.", "抱歉，这个技能已经不可用了。"),
            Self::Resting => {
                ("Sorry, that skill keeps failing. Please try it again later.", "抱歉，这个技能接连出错，请稍后再试。")
            }
            Self::Quarantined => {
                ("Sorry, that skill failed too often and is switched off.", "抱歉，这个技能多次出错，已被停用。")
            }
            Self::NothingFound => ("Sorry, I found nothing.", "抱歉，什么也没找到。"),
            Self::NeedValue => ("I need to know more for that.", "我还需要更多信息。"),
            Self::NotAllowed => ("Sorry, that is not allowed now.", "抱歉，现在不允许这样做。"),
            Self::Unavailable => ("Sorry, I cannot get that information now.", "抱歉，现在查不到这个信息。"),
            Self::Invalid => ("Sorry, that value does not work.", "抱歉，这个数值不行。"),
            Self::NotWithdrawn => (
                "It holds for now, but I could not write that down. Please tell me again later.",
                "现在起生效，但我没能保存，请稍后再说一次。",
            ),
            Self::NotKept => {
                ("I could not write that down, so I will ask again.", "我没能保存您的选择，下次还会再问。")
            }
        };
        match language {
            Language::English => english,
            Language::Chinese => chinese,
        }
    }
}

/// The driver picks a choice that there is not.
pub(crate) fn no_such_choice(choices: usize, language: Language) -> String {
    match (language, choices) {
        (Language::English, 1) => "There is only one.".to_owned(),
        (Language::English, _) => format!("There are only {choices}. Which one?"),
        (Language::Chinese, 1) => "只有一个。".to_owned(),
        (Language::Chinese, _) => format!("只有{choices}个，要哪一个？"),
    }
}

/// Several sentences as one speech.
pub(crate) fn joined(sentences: &[String], language: Language) -> String {
    let mut speech = String::new();
    for sentence in sentences {
        if !speech.is_empty() {
            if !speech.ends_with(is_end) {
                speech.push(if language == Language::Chinese { '。' } else { '.' });
            }
            if language == Language::English {
                speech.push(' ');
            }
        }
        speech.push_str(sentence);
    }
    speech
}

/// Whether a sentence ends with this character.
pub(crate) fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_joined_as_the_language_does() {
        let two = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
        assert_eq!(joined(&two("Two car parks", "Noodles."), Language::English), "Two car parks. Noodles.");
        assert_eq!(joined(&two("有两个停车场。", "好了"), Language::Chinese), "有两个停车场。好了");
    }

    #[test]
    fn a_choice_that_is_not_there_is_told_in_both_languages() {
        assert_eq!(no_such_choice(3, Language::English), "There are only 3. Which one?");
        assert_eq!(no_such_choice(1, Language::Chinese), "只有一个。");
    }
}
