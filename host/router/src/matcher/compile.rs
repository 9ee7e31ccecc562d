//! From sentence templates to the automaton.
//!
//! A template is compiled from its end to its start, so that every part knows what follows it. Words may be put
//! together from parts, as in `light[s]`, so what follows is a list of beginnings of words, see [`Tail`].

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use jumpseat_package::{Expression, Language, Phrases, Sentence};
use jumpseat_tool::{Case, Tool, Type};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use super::{
    Draft, Entry, FieldSlot, Phrasebook, RejectedPhrase,
    automaton::{BudgetSpent, Builder, Edge, Label, number},
    slot::{Saying, Slot},
};
use crate::{
    Surface,
    limits::{
        FIELD_WORDS_MAX, PERMUTATION_PARTS_MAX, SKILL_EDGES_MAX, TEMPLATE_DEPTH_MAX, TEMPLATE_STEPS_MAX,
        TEMPLATE_TAILS_MAX,
    },
    normalise::is_invisible,
    tokens::{Class, Tokens},
};

/// Why a template is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhraseFault {
    /// The skill has no such tool.
    #[error("the skill has no such tool")]
    UnknownTool,
    /// The request of the tool has no such field.
    #[error("the tool's request has no field {field:?}")]
    UnknownField {
        /// The field.
        field: String,
    },
    /// The field's type cannot be said.
    #[error("a value of the field {field:?} cannot be said: only enum, bool, integer and string can")]
    UnsupportedType {
        /// The field.
        field: String,
    },
    /// The tool needs a field that the phrase never gives.
    #[error("the field {field:?} is required and the phrase neither says nor sets it")]
    MissingField {
        /// The field.
        field: String,
    },
    /// There are no words for the values of the field.
    #[error("there are no words for the values of the field {field:?}")]
    NoWords {
        /// The field.
        field: String,
    },
    /// There are too many words for the values of the field.
    #[error("there are {count} words for the values of the field {field:?}, the limit is {FIELD_WORDS_MAX}")]
    TooManyWords {
        /// The field.
        field: String,
        /// How many.
        count: usize,
    },
    /// It accepts sentences without a word of its own, so it would take whatever is said.
    #[error("it accepts any text")]
    OnlyText,
    /// It accepts too many forms of sentence, or its parts stand too deep inside each other.
    #[error("it accepts too many forms of sentence")]
    TooComplex,
    /// With it the phrases of the skill are too large.
    #[error("the phrases of the skill have more than {SKILL_EDGES_MAX} steps in one language")]
    TooLarge,
}

impl PhraseFault {
    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::UnknownTool | Self::UnknownField { .. } => return None,
            Self::UnsupportedType { field } => format!("remove {{{field}}} and let the model fill it"),
            Self::MissingField { field } => format!("say it as {{{field}}} or give it in \"set\""),
            Self::NoWords { field } => format!("list them under \"words\" for the type of {field:?}"),
            Self::TooManyWords { .. } => "use a string field and look the value up in the skill".to_owned(),
            Self::OnlyText => "add a word that tells the sentence from others".to_owned(),
            Self::TooComplex | Self::TooLarge => "split it, or drop optional parts that nobody says".to_owned(),
        })
    }
}

impl From<BudgetSpent> for PhraseFault {
    fn from(BudgetSpent: BudgetSpent) -> Self {
        Self::TooLarge
    }
}

impl Draft {
    /// Adds the phrases of a skill in one language and returns those that cannot be used.
    pub(super) fn add(&mut self, skill: usize, surface: &Surface, phrases: &Phrases) -> Vec<RejectedPhrase> {
        let mut rejected = Vec::new();
        let mut slots = HashMap::new();
        for (function, sentences) in &phrases.tools {
            let tool = surface.tools.iter().find(|tool| tool.name.function == *function);
            for sentence in sentences {
                let added = tool
                    .ok_or(PhraseFault::UnknownTool)
                    .and_then(|tool| self.add_sentence(skill, tool, sentence, phrases, &mut slots));
                if let Err(fault) = added {
                    rejected.push(RejectedPhrase {
                        skill: surface.skill.clone(),
                        function: function.clone(),
                        language: phrases.language,
                        template: sentence.template.source.clone(),
                        fault,
                    });
                }
            }
        }
        rejected
    }

    fn add_sentence(
        &mut self,
        skill: usize,
        tool: &Arc<Tool>,
        sentence: &Sentence,
        phrases: &Phrases,
        slots: &mut HashMap<(String, String), u32>,
    ) -> Result<(), PhraseFault> {
        check_fields(tool, sentence)?;
        let mut named = HashMap::new();
        for field in sentence.template.fields() {
            let key = (tool.name.function.clone(), field.to_owned());
            let slot = if let Some(slot) = slots.get(&key) {
                *slot
            } else {
                let slot = slot(tool, field, phrases, &mut self.builder)?;
                self.slots.push(FieldSlot { field: field.to_owned(), slot });
                let slot = number(self.slots.len() - 1);
                slots.insert(key, slot);
                slot
            };
            named.insert(field, slot);
        }
        let start = compile(&mut self.builder, &sentence.template.expression, &named, number(self.entries.len()))?;
        if self.accepts_any_text(start, &mut HashSet::new()) {
            return Err(PhraseFault::OnlyText);
        }
        self.starts.push(start);
        self.entries.push(Entry {
            tool: Arc::clone(tool),
            skill,
            template: sentence.template.source.clone(),
            set: sentence.set.clone(),
        });
        Ok(())
    }

    /// Whether text fields alone lead from a place to the end.
    fn accepts_any_text(&self, node: u32, seen: &mut HashSet<u32>) -> bool {
        seen.insert(node)
            && self.builder.edges(node).iter().any(|edge| match edge.label {
                Label::Accept => true,
                Label::Word(_) => false,
                Label::Slot(slot) => {
                    let slot = usize::try_from(slot).ok().and_then(|at| self.slots.get(at));
                    slot.is_some_and(|slot| slot.slot == Slot::Text) && self.accepts_any_text(edge.target, seen)
                }
            })
    }

    /// The phrasebook, ready to match.
    pub(super) fn finish(self) -> Phrasebook {
        Phrasebook { automaton: self.builder.finish(&self.starts), slots: self.slots, entries: self.entries }
    }
}

/// Compiles a template and returns where it starts. `accepts` is what its end stands for.
pub(crate) fn compile(
    builder: &mut Builder,
    expression: &Expression,
    slots: &HashMap<&str, u32>,
    accepts: u32,
) -> Result<u32, PhraseFault> {
    let end = builder.node(vec![Edge { label: Label::Accept, target: accepts }])?;
    let mut compiler = Compiler { builder, slots, steps: 0 };
    let tails = compiler.part(expression, vec![Tail { word: String::new(), next: end }], 0)?;
    compiler.close(&tails)
}

/// A way in which the sentence goes on after a place in a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Tail {
    /// The end of a word whose beginning may stand further left. Empty between words.
    word: String,
    /// What follows the word.
    next: u32,
}

struct Compiler<'a> {
    builder: &'a mut Builder,
    slots: &'a HashMap<&'a str, u32>,
    steps: usize,
}

impl Compiler<'_> {
    /// What stands before the tails once this part is put there.
    fn part(&mut self, part: &Expression, tails: Vec<Tail>, depth: usize) -> Result<Vec<Tail>, PhraseFault> {
        self.steps += tails.len();
        if depth > TEMPLATE_DEPTH_MAX || self.steps > TEMPLATE_STEPS_MAX {
            return Err(PhraseFault::TooComplex);
        }
        match part {
            Expression::Text(text) => self.text(text, tails),
            Expression::Sequence(parts) => {
                parts.iter().rev().try_fold(tails, |tails, part| self.part(part, tails, depth + 1))
            }
            Expression::Alternative(branches) => {
                let mut before = Vec::new();
                for branch in branches {
                    before.extend(self.part(branch, tails.clone(), depth + 1)?);
                }
                distinct(before)
            }
            Expression::Permutation(parts) => self.permutation(parts, &tails, depth),
            Expression::Field(name) => {
                let slot = self.slots.get(name.as_str()).copied();
                let slot = slot.ok_or_else(|| PhraseFault::UnknownField { field: name.clone() })?;
                let target = self.close(&tails)?;
                let next = self.builder.node(vec![Edge { label: Label::Slot(slot), target }])?;
                Ok(vec![Tail { word: String::new(), next }])
            }
        }
    }

    fn text(&mut self, text: &str, mut tails: Vec<Tail>) -> Result<Vec<Tail>, PhraseFault> {
        let plain: Vec<char> = text.nfkc().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase).collect();
        for c in plain.into_iter().rev() {
            tails = match Class::of(c) {
                Class::Apostrophe => tails,
                Class::Gap => vec![self.between_words(&tails)?],
                Class::Letter | Class::Digit | Class::Ideograph => self.character(c, tails)?,
            };
        }
        Ok(tails)
    }

    /// Puts a character before the tails. Tails that begin with a word of their own are one from here on, so that
    /// optional parts one after the other do not multiply.
    fn character(&mut self, c: char, tails: Vec<Tail>) -> Result<Vec<Tail>, PhraseFault> {
        let class = Class::of(c);
        let joins = |tail: &Tail| class != Class::Ideograph && tail.word.chars().next().map(Class::of) == Some(class);
        let (mut before, apart): (Vec<Tail>, Vec<Tail>) = tails.into_iter().partition(joins);
        if !apart.is_empty() {
            before.push(self.between_words(&apart)?);
        }
        for tail in &mut before {
            tail.word.insert(0, c);
        }
        distinct(before)
    }

    /// All orders, found by what is already placed: the parts in a set have the same tails in whichever order they
    /// stand, so there are as many steps as sets, not as orders.
    fn permutation(&mut self, parts: &[Expression], tails: &[Tail], depth: usize) -> Result<Vec<Tail>, PhraseFault> {
        if parts.len() > PERMUTATION_PARTS_MAX {
            return Err(PhraseFault::TooComplex);
        }
        let end = self.close(tails)?;
        let mut placed: HashMap<u32, u32> = HashMap::from([(0, end)]);
        let all = (1_u32 << parts.len()) - 1;
        for set in 1..=all {
            let mut before = Vec::new();
            for (at, part) in parts.iter().enumerate() {
                if let Some(next) = (set & (1 << at) != 0).then(|| placed.get(&(set & !(1 << at)))).flatten() {
                    before.extend(self.part(part, vec![Tail { word: String::new(), next: *next }], depth + 1)?);
                }
            }
            let start = self.close(&before)?;
            placed.insert(set, start);
        }
        let next = placed.get(&all).copied().unwrap_or(end);
        Ok(vec![Tail { word: String::new(), next }])
    }

    /// The place between words before the tails.
    fn close(&mut self, tails: &[Tail]) -> Result<u32, PhraseFault> {
        let mut edges = Vec::new();
        for tail in tails {
            if tail.word.is_empty() {
                edges.extend_from_slice(self.builder.edges(tail.next));
            } else {
                edges.push(Edge { label: Label::Word(self.builder.word(&tail.word)), target: tail.next });
            }
        }
        Ok(self.builder.node(edges)?)
    }

    fn between_words(&mut self, tails: &[Tail]) -> Result<Tail, PhraseFault> {
        Ok(Tail { word: String::new(), next: self.close(tails)? })
    }
}

fn distinct(mut tails: Vec<Tail>) -> Result<Vec<Tail>, PhraseFault> {
    tails.sort_unstable();
    tails.dedup();
    if tails.len() > TEMPLATE_TAILS_MAX { Err(PhraseFault::TooComplex) } else { Ok(tails) }
}

/// Checks that the fields of a sentence are those of the tool, and that none is missing.
fn check_fields(tool: &Tool, sentence: &Sentence) -> Result<(), PhraseFault> {
    let fields = tool.request.as_ref().map_or(&[][..], |request| &request.fields);
    let said = sentence.template.fields();
    for name in said.iter().copied().chain(sentence.set.keys().map(String::as_str)) {
        if !fields.iter().any(|field| field.name == name) {
            return Err(PhraseFault::UnknownField { field: name.to_owned() });
        }
    }
    let missing = fields.iter().find(|field| {
        !matches!(field.ty, Type::Option(_))
            && !said.contains(field.name.as_str())
            && !sentence.set.contains_key(&field.name)
    });
    missing.map_or(Ok(()), |field| Err(PhraseFault::MissingField { field: field.name.clone() }))
}

fn slot(tool: &Tool, name: &str, phrases: &Phrases, builder: &mut Builder) -> Result<Slot, PhraseFault> {
    let fields = tool.request.as_ref().map_or(&[][..], |request| &request.fields);
    let Some(field) = fields.iter().find(|field| field.name == name) else {
        return Err(PhraseFault::UnknownField { field: name.to_owned() });
    };
    let ty = if let Type::Option(inner) = &field.ty { inner.as_ref() } else { &field.ty };
    let integer = |min: i128, max: i128| Ok(Slot::Integer { min, max });
    match ty {
        Type::String => Ok(Slot::Text),
        Type::Bool => said(name, booleans(phrases.words.get(name), phrases.language), builder),
        Type::Enum(ty, cases) => said(name, enumeration(cases, phrases.words.get(ty), phrases.language), builder),
        Type::S8 => integer(i8::MIN.into(), i8::MAX.into()),
        Type::U8 => integer(0, u8::MAX.into()),
        Type::S16 => integer(i16::MIN.into(), i16::MAX.into()),
        Type::U16 => integer(0, u16::MAX.into()),
        Type::S32 => integer(i32::MIN.into(), i32::MAX.into()),
        Type::U32 => integer(0, u32::MAX.into()),
        Type::S64 => integer(i64::MIN.into(), i64::MAX.into()),
        Type::U64 => integer(0, u64::MAX.into()),
        Type::F32
        | Type::F64
        | Type::Char
        | Type::List(_)
        | Type::Tuple(_)
        | Type::Record(_)
        | Type::Variant(..)
        | Type::Option(_)
        | Type::Result(..)
        | Type::Flags(..) => Err(PhraseFault::UnsupportedType { field: name.to_owned() }),
    }
}

/// How people say the cases of an enum. In English the name of a case is a word for it where none is listed.
fn enumeration(
    cases: &[Case],
    words: Option<&BTreeMap<String, Vec<String>>>,
    language: Language,
) -> Vec<(String, Value)> {
    let mut sayings = Vec::new();
    for case in cases {
        let listed = words.and_then(|words| words.get(&case.name)).filter(|listed| !listed.is_empty());
        let value = Value::from(case.name.as_str());
        match (listed, language) {
            (Some(listed), _) => sayings.extend(listed.iter().map(|word| (word.clone(), value.clone()))),
            (None, Language::English) => sayings.push((case.name.clone(), value)),
            (None, Language::Chinese) => {}
        }
    }
    sayings
}

/// How people say a boolean, where the phrases do not list it.
fn booleans(words: Option<&BTreeMap<String, Vec<String>>>, language: Language) -> Vec<(String, Value)> {
    let mut sayings = Vec::new();
    for value in [true, false] {
        let listed = words.and_then(|words| words.get(if value { "true" } else { "false" }));
        let usual: &[&str] = match (language, value) {
            (Language::English, true) => &["true", "yes", "on"],
            (Language::English, false) => &["false", "no", "off"],
            (Language::Chinese, true) => &["是", "对", "开", "打开"],
            (Language::Chinese, false) => &["否", "不", "关", "关闭"],
        };
        match listed.filter(|listed| !listed.is_empty()) {
            Some(listed) => sayings.extend(listed.iter().map(|word| (word.clone(), Value::from(value)))),
            None => sayings.extend(usual.iter().map(|word| ((*word).to_owned(), Value::from(value)))),
        }
    }
    sayings
}

fn said(field: &str, values: Vec<(String, Value)>, builder: &mut Builder) -> Result<Slot, PhraseFault> {
    if values.len() > FIELD_WORDS_MAX {
        return Err(PhraseFault::TooManyWords { field: field.to_owned(), count: values.len() });
    }
    let mut sayings: Vec<Saying> = values
        .into_iter()
        .map(|(text, value)| Saying {
            words: Tokens::of(&text).words().map(|word| builder.word(word)).collect(),
            value,
        })
        .filter(|saying| !saying.words.is_empty())
        .collect();
    sayings.sort_by(|a, b| a.words.cmp(&b.words));
    sayings.dedup();
    if sayings.is_empty() {
        return Err(PhraseFault::NoWords { field: field.to_owned() });
    }
    Ok(Slot::Said(sayings))
}
