//! "Did you mean …?" for names that nobody knows.

/// The known name that is most like the word, if any is like it.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let distance_max = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(word, name), name))
        .filter(|(distance, _)| *distance <= distance_max)
        .min()
        .map(|(_, name)| name.to_owned())
}

/// The hint for an unknown name: the nearest known one, or else all of them.
pub(crate) fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(name) = nearest(word, known.clone()) {
        return format!("did you mean {name:?}?");
    }
    let names: Vec<_> = known.into_iter().map(|name| format!("{name:?}")).collect();
    if names.is_empty() { "none is defined".to_owned() } else { format!("known are {}", names.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_miss_is_found_and_a_far_one_is_not() {
        let known = ["publisher", "version", "name"];
        assert_eq!(nearest("publsher", known), Some("publisher".to_owned()));
        assert_eq!(nearest("versoin", known), Some("version".to_owned()));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(hint("colour", known), r#"known are "publisher", "version", "name""#);
    }
}
