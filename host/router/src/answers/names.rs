//! What of an answer is a name, and what is only said around it.

use jumpseat_package::Language;

use crate::{
    limits::{PLACED_NAME_CHARS_MAX, PLACED_NAME_WORDS_MAX},
    tokens::Tokens,
};

/// What people say around a name.
struct Around {
    /// Before it, and asking for nothing: "near the …".
    before: &'static [&'static str],
    /// Before it, and asking for it: "take me to …".
    asking: &'static [&'static str],
    after: &'static [&'static str],
}

const ENGLISH: Around = Around {
    before: &[
        "a", "about", "an", "around", "at", "by", "close to", "in", "near", "next to", "okay", "on", "please", "the",
        "to", "uh", "um", "well", "with",
    ],
    asking: &[
        "choose", "give", "go", "how", "i", "id", "ill", "lets", "like", "me", "open", "pick", "select", "show",
        "take", "want", "what", "would",
    ],
    after: &["one", "please", "thanks", "then"],
};
const CHINESE: Around = Around {
    before: &["在", "就", "那个", "那家", "这个", "这家", "那就", "好", "嗯"],
    asking: &["我", "要", "想", "去", "到", "选", "看", "看看", "带我去", "导航到", "给我"],
    after: &["吧", "好了", "啊", "呢", "谢谢", "附近", "旁边", "那里", "那边", "那家", "这家", "怎么样"],
};
/// The words that make the rest of a sentence a place: before it in English, after it in Chinese.
const PLACING_ENGLISH: [&str; 6] = ["near", "around", "at", "by", "close to", "next to"];
const PLACING_CHINESE: [&str; 4] = ["附近", "旁边", "那里", "那边"];

/// What is left of an answer without the words around the name.
pub(super) fn said_plainly<'a, 'b>(said: &'a [&'b str], language: Language) -> &'a [&'b str] {
    let Around { before, asking, after } = around(language);
    without(said, &[*before, *asking].concat(), after)
}

/// Whether a sentence is nothing but this name, and asks for nothing: "uh, the city museum please" is, "take me to the
/// city museum" is not.
pub(crate) fn is_only_name(sentence: &Tokens, name: &str, language: Language) -> bool {
    let name = Tokens::of(name);
    let (said, name): (Vec<&str>, Vec<&str>) = (sentence.words().collect(), name.words().collect());
    let Around { before, after, .. } = around(language);
    let bare = |words| without(words, before, after);
    !name.is_empty() && bare(said.as_slice()) == bare(name.as_slice())
}

/// Whether a sentence begins or ends with a word that makes the rest a place.
pub(super) fn is_place(said: &[&str], language: Language) -> bool {
    match language {
        Language::English => PLACING_ENGLISH.iter().any(|placing| begins_with(said, &words(placing))),
        Language::Chinese => PLACING_CHINESE.iter().any(|placing| ends_with(said, &words(placing))),
    }
}

/// Whether what a sentence names is short enough to be nothing else than a name.
pub(crate) fn is_brief(sentence: &Tokens, language: Language) -> bool {
    let said: Vec<&str> = sentence.words().collect();
    let named = said_plainly(&said, language);
    match language {
        Language::English => named.len() <= PLACED_NAME_WORDS_MAX,
        Language::Chinese => named.iter().map(|word| word.chars().count()).sum::<usize>() <= PLACED_NAME_CHARS_MAX,
    }
}

/// Whether a part of a name is enough to mean it: "of" is in many labels.
pub(super) fn says_enough(named: &[&str]) -> bool {
    let chars: usize = named.iter().map(|word| word.chars().count()).sum();
    let ideographs = named.iter().any(|word| !word.is_ascii());
    chars >= if ideographs { 2 } else { 4 }
}

fn around(language: Language) -> &'static Around {
    match language {
        Language::English => &ENGLISH,
        Language::Chinese => &CHINESE,
    }
}

/// The words without these before and after them; at least one stays.
fn without<'a, 'b>(said: &'a [&'b str], before: &[&str], after: &[&str]) -> &'a [&'b str] {
    let before: Vec<Vec<String>> = before.iter().map(|filler| words(filler)).collect();
    let after: Vec<Vec<String>> = after.iter().map(|filler| words(filler)).collect();
    let mut rest = said;
    loop {
        let shorter = before
            .iter()
            .filter(|filler| rest.len() > filler.len() && begins_with(rest, filler))
            .filter_map(|filler| rest.get(filler.len()..))
            .chain(after.iter().filter(|filler| ends_with(rest, filler)).filter_map(|filler| {
                let to = rest.len().checked_sub(filler.len()).filter(|to| *to > 0)?;
                rest.get(..to)
            }))
            .min_by_key(|shorter| shorter.len());
        let Some(shorter) = shorter else { return rest };
        rest = shorter;
    }
}

fn begins_with(said: &[&str], part: &[String]) -> bool {
    said.len() >= part.len() && said.iter().zip(part).all(|(word, part)| word == part)
}

fn ends_with(said: &[&str], part: &[String]) -> bool {
    said.len() >= part.len() && said.iter().rev().zip(part.iter().rev()).all(|(word, part)| word == part)
}

fn words(text: &str) -> Vec<String> {
    Tokens::of(text).words().map(str::to_owned).collect()
}
