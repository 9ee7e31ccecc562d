//! What something is called in which language.

use crate::{
    limits::{NAME_CHARS_MAX, OTHER_NAMES_CHARS_MAX},
    tags::Tags,
    text::clean,
};

/// The language in which names are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameLanguage {
    English,
    Chinese,
    /// Any other: the local name is the best that is known.
    Local,
}

impl NameLanguage {
    /// The language of a BCP 47 tag; its region and script do not matter here.
    pub(crate) fn of_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        if primary.eq_ignore_ascii_case("zh") {
            Self::Chinese
        } else if primary.eq_ignore_ascii_case("en") {
            Self::English
        } else {
            Self::Local
        }
    }
}

/// The names of a thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// As people say there.
    pub local: Option<String>,
    /// In English.
    pub english: Option<String>,
    /// In Chinese.
    pub chinese: Option<String>,
}

impl Names {
    pub(crate) fn of(tags: &Tags) -> Self {
        let name = |keys: &[&str]| tags.first(keys).and_then(|name| clean(name, NAME_CHARS_MAX));
        Self {
            local: name(&["name"]),
            english: name(&["name:en", "int_name"]),
            chinese: name(&["name:zh", "name:zh-Hans", "name:zh-CN", "name:zh-Hant"]),
        }
    }

    /// The name in the language of a BCP 47 tag, else the local one, else any.
    pub fn in_language(&self, language: &str) -> Option<&str> {
        self.within(NameLanguage::of_tag(language))
    }

    pub(crate) fn within(&self, language: NameLanguage) -> Option<&str> {
        let wanted = match language {
            NameLanguage::English => &self.english,
            NameLanguage::Chinese => &self.chinese,
            NameLanguage::Local => &self.local,
        };
        [wanted, &self.local, &self.english, &self.chinese].into_iter().find_map(Option::as_deref)
    }

    /// Takes the brand or the operator as the name of what has none, as on the sign of a filling station.
    pub(crate) fn or_brand(mut self, tags: &Tags) -> Self {
        if self.local.is_none() {
            self.local = tags.first(&["brand", "operator"]).and_then(|name| clean(name, NAME_CHARS_MAX));
        }
        self
    }
}

/// Further names, by which a thing is found but which are never shown.
pub(crate) fn other_names(tags: &Tags) -> Option<String> {
    let keys = ["alt_name", "short_name", "official_name", "old_name", "brand"];
    let names: Vec<&str> = keys.iter().filter_map(|key| tags.get(key)).collect();
    clean(&names.join(" "), OTHER_NAMES_CHARS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_falls_back_to_the_local_one() {
        let names = Names::of(&Tags::from([("name", "Rathaus"), ("name:zh", "市政厅")]));
        assert_eq!(names.within(NameLanguage::of_tag("zh-CN")), Some("市政厅"));
        assert_eq!(names.within(NameLanguage::of_tag("en")), Some("Rathaus"));
        assert_eq!(names.within(NameLanguage::of_tag("fr")), Some("Rathaus"));
    }

    #[test]
    fn what_has_no_name_goes_by_its_brand() {
        let tags = Tags::from([("brand", "Total"), ("amenity", "fuel")]);
        assert_eq!(Names::of(&tags).or_brand(&tags).within(NameLanguage::English), Some("Total"));
    }
}
