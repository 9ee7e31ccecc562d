//! A phrase file as it is written, before its templates are parsed. The skill file holds the same form as JSON.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap};
use serde_json::{Map, Value};

use super::{
    FIELD_CHARS_MAX, PHRASES_BYTES_MAX, PHRASES_PARTS_MAX, Phrases, PhrasesError, RULES_MAX, SENTENCES_MAX, Sentence,
    WORD_CHARS_MAX, WORDS_MAX,
};
use crate::{Language, Rules, Template, ids::is_kebab_case, text::is_plain};

const KEYS: [&str; 4] = ["language", "words", "rules", "tools"];
const SENTENCE_KEYS: [&str; 2] = ["sentence", "set"];

/// The file, with templates as text.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PhrasesFile {
    language: Language,
    #[serde(default)]
    words: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    #[serde(default)]
    rules: BTreeMap<String, String>,
    #[serde(default)]
    tools: BTreeMap<String, Vec<Written>>,
}

/// A sentence: a text, or an object of `sentence` and `set`.
#[derive(Debug, Clone)]
struct Written {
    sentence: String,
    set: Map<String, Value>,
}

impl PhrasesFile {
    pub(super) fn parse(source: &str) -> Result<Self, PhrasesError> {
        if source.len() > PHRASES_BYTES_MAX {
            return Err(PhrasesError::TooLarge { bytes: source.len() });
        }
        // Keys come first, because serde's message for an unknown key holds no suggestion. The second reading is
        // from the text again, because its messages show the line.
        check_keys(&read(source)?)?;
        read(source)
    }
}

fn read<T: de::DeserializeOwned>(source: &str) -> Result<T, PhrasesError> {
    let options = serde_saphyr::options! {
        // `on` and `yes` are words that people say.
        strict_booleans: true,
        // A phrase file needs no anchors; a few do no harm, a bomb of them would.
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 10_000 },
    };
    serde_saphyr::from_str_with_options(source, options)
        .map_err(|error| PhrasesError::Yaml { message: error.to_string() })
}

fn check_keys(file: &Value) -> Result<(), PhrasesError> {
    let check = |object: Option<&Map<String, Value>>, place: &str, known: &'static [&'static str]| match object
        .into_iter()
        .flat_map(Map::keys)
        .find(|key| !known.contains(&key.as_str()))
    {
        None => Ok(()),
        Some(key) => Err(PhrasesError::UnknownKey { key: key.clone(), place: place.to_owned(), known }),
    };
    check(file.as_object(), "the top level", &KEYS)?;
    for (tool, sentences) in file.get("tools").and_then(Value::as_object).into_iter().flatten() {
        for sentence in sentences.as_array().into_iter().flatten() {
            check(sentence.as_object(), &format!("a sentence of tool {tool:?}"), &SENTENCE_KEYS)?;
        }
    }
    Ok(())
}

impl TryFrom<PhrasesFile> for Phrases {
    type Error = PhrasesError;

    fn try_from(file: PhrasesFile) -> Result<Self, PhrasesError> {
        check_words(&file.words)?;
        check_count("rules", file.rules.len(), RULES_MAX)?;
        check_count("sentences", file.tools.values().map(Vec::len).sum(), SENTENCES_MAX)?;
        check_names("rules", file.rules.keys())?;
        check_names("tools", file.tools.keys())?;
        let rules = Rules::parse(&file.rules).map_err(|source| PhrasesError::Rule { source })?;
        let mut parts = 0;
        let mut tools = BTreeMap::new();
        for (tool, written) in file.tools {
            let mut sentences = Vec::with_capacity(written.len());
            for sentence in written {
                let sentence = sentence.parse(&tool, &rules)?;
                parts += sentence.template.parts();
                // Counted here and not in the end: what is over the limit is never held.
                check_count("template parts", parts, PHRASES_PARTS_MAX)?;
                sentences.push(sentence);
            }
            tools.insert(tool, sentences);
        }
        Ok(Self { language: file.language, words: file.words, rules: file.rules, tools })
    }
}

impl From<Phrases> for PhrasesFile {
    fn from(phrases: Phrases) -> Self {
        let write = |Sentence { template, set }: Sentence| Written { sentence: template.source, set };
        let tools = phrases
            .tools
            .into_iter()
            .map(|(tool, sentences)| (tool, sentences.into_iter().map(write).collect()))
            .collect();
        Self { language: phrases.language, words: phrases.words, rules: phrases.rules, tools }
    }
}

impl Written {
    fn parse(self, tool: &str, rules: &Rules) -> Result<Sentence, PhrasesError> {
        let template = Template::parse(&self.sentence, rules)
            .map_err(|source| PhrasesError::Template { tool: tool.to_owned(), source })?;
        check_names("set", self.set.keys())?;
        if let Some(field) = template.fields().into_iter().find(|field| self.set.contains_key(*field)) {
            let (tool, template, field) = (tool.to_owned(), self.sentence, field.to_owned());
            return Err(PhrasesError::SaidAndSet { tool, template, field });
        }
        Ok(Sentence { template, set: self.set })
    }
}

fn check_count(what: &'static str, count: usize, count_max: usize) -> Result<(), PhrasesError> {
    if count > count_max { Err(PhrasesError::TooMany { what, count, count_max }) } else { Ok(()) }
}

fn check_names<'a>(place: &'static str, names: impl Iterator<Item = &'a String>) -> Result<(), PhrasesError> {
    for name in names {
        if !is_kebab_case(name) || name.len() > FIELD_CHARS_MAX {
            return Err(PhrasesError::Name { name: name.clone(), place });
        }
    }
    Ok(())
}

fn check_words(words: &BTreeMap<String, BTreeMap<String, Vec<String>>>) -> Result<(), PhrasesError> {
    check_names("words", words.keys())?;
    check_count("words", words.values().flat_map(BTreeMap::values).map(Vec::len).sum(), WORDS_MAX)?;
    for (ty, cases) in words {
        check_names("words", cases.keys())?;
        for (case, words) in cases {
            let is_said = |word: &&String| {
                is_plain(word)
                    && word.chars().count() <= WORD_CHARS_MAX
                    && !word.contains(|c| "[](){}<>|;\\".contains(c))
            };
            if let Some(word) = words.iter().find(|word| !is_said(word)) {
                return Err(PhrasesError::Word { ty: ty.clone(), case: case.clone(), word: word.clone() });
            }
        }
    }
    Ok(())
}

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.set.is_empty() {
            return serializer.serialize_str(&self.sentence);
        }
        let mut map = serializer.serialize_map(Some(SENTENCE_KEYS.len()))?;
        map.serialize_entry("sentence", &self.sentence)?;
        map.serialize_entry("set", &self.set)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WrittenVisitor)
    }
}

struct WrittenVisitor;

impl<'de> de::Visitor<'de> for WrittenVisitor {
    type Value = Written;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sentence, or an object of \"sentence\" and \"set\"")
    }

    fn visit_str<E: de::Error>(self, sentence: &str) -> Result<Written, E> {
        Ok(Written { sentence: sentence.to_owned(), set: Map::new() })
    }

    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Written, A::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Object {
            sentence: String,
            #[serde(default)]
            set: Map<String, Value>,
        }
        let object = Object::deserialize(de::value::MapAccessDeserializer::new(map))?;
        Ok(Written { sentence: object.sentence, set: object.set })
    }
}
