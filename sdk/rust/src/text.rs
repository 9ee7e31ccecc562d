//! Text from data that nobody here wrote: names, addresses.

/// The text on one line, without control characters, cut to a length in characters. A cut shows as "…".
pub(crate) fn cut(text: &str, chars_max: usize) -> String {
    let visible: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= chars_max {
        return line;
    }
    let mut short: String = line.chars().take(chars_max.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn text_is_cut_by_characters_and_says_so() {
        assert_eq!(cut("中心停车场", 5), "中心停车场");
        assert_eq!(cut("中心停车场", 4), "中心停…");
        assert_eq!(cut("City Hall", 6), "City…");
        assert_eq!(cut("anything", 0), "…");
    }

    #[test]
    fn control_characters_and_line_breaks_become_spaces() {
        assert_eq!(cut("  a\u{0}b\r\n c\t", 80), "a b c");
    }
}
