//! Small pieces of sentences in English and Chinese.

/// Words that point at something, or at where the car is, without naming it.
const POINTING: [&str; 48] = [
    "a",
    "around here",
    "current location",
    "here",
    "it",
    "me",
    "my car",
    "my location",
    "my position",
    "near here",
    "near me",
    "nearby",
    "one",
    "that",
    "that one",
    "the",
    "the car",
    "the one",
    "there",
    "these",
    "this",
    "this one",
    "those",
    "us",
    "which",
    "which one",
    "这",
    "这个",
    "这儿",
    "这家",
    "这边",
    "这里",
    "这附近",
    "那",
    "那个",
    "那儿",
    "那家",
    "那边",
    "那里",
    "哪",
    "哪个",
    "哪家",
    "它",
    "我",
    "我附近",
    "我这里",
    "附近",
    "当前位置",
];

/// "1 space", "12 spaces".
pub fn english_count(count: u32, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{count} {noun}")
}

/// "12个", and "两个" as people say it.
pub fn chinese_count(count: u32, measure: &str) -> String {
    if count == 2 { format!("两{measure}") } else { format!("{count}{measure}") }
}

/// A number of tenths without a needless zero: 45 is "4.5", 40 is "4".
pub fn tenths(tenths: u32) -> String {
    match (tenths / 10, tenths % 10) {
        (whole, 0) => whole.to_string(),
        (whole, rest) => format!("{whole}.{rest}"),
    }
}

/// The parts that are there, with " · " between them, for the second line of a row; nothing if none is there.
pub fn joined(parts: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.trim().is_empty()).collect();
    if parts.is_empty() { None } else { Some(parts.join(" · ")) }
}

/// Whether a text that should be a name names nothing: it is empty, or only points ("that one", "here", "那个").
///
/// Nothing has such a name, so there is no use in looking for it.
pub fn names_nothing(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    text.is_empty() || POINTING.contains(&text.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_agree_with_their_nouns() {
        assert_eq!(english_count(1, "space", "spaces"), "1 space");
        assert_eq!(english_count(0, "space", "spaces"), "0 spaces");
        assert_eq!(chinese_count(2, "个"), "两个");
        assert_eq!(chinese_count(12, "个"), "12个");
    }

    #[test]
    fn tenths_have_no_needless_zero() {
        assert_eq!(tenths(45), "4.5");
        assert_eq!(tenths(40), "4");
        assert_eq!(tenths(5), "0.5");
    }

    #[test]
    fn missing_parts_leave_no_gap() {
        assert_eq!(
            joined([Some("a".to_owned()), None, Some(" ".to_owned()), Some("b".to_owned())]),
            Some("a · b".to_owned())
        );
        assert_eq!(joined([None]), None);
    }

    #[test]
    fn pointing_is_not_naming() {
        for nothing in ["", " ", "The", "that one", "那家", "附近"] {
            assert!(names_nothing(nothing), "{nothing:?}");
        }
        for name in ["That Café", "Here & Now", "那家小馆"] {
            assert!(!names_nothing(name), "{name:?}");
        }
    }
}
