//! What the driver says of permissions outside of any question: fixed sentences about a skill, by one of its names.
//!
//! They are the host's own. No skill can add one, take one away or say one, and no model is asked about them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jumpseat_package::{Language, Rules, SkillId, Template};
use serde_json::Value;

use crate::{
    limits::SKILL_EDGES_MAX,
    matcher::{Automaton, Builder, Saying, Slot, compile, search},
    normalise::clean,
    tokens::Tokens,
};

/// What a driver wants of a skill's permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PermissionWish {
    /// To hear what the skill may do.
    Tell,
    /// To take back all that it was allowed.
    Withdraw,
    /// To take back that it knows where the car is.
    WithdrawPosition,
    /// To take back that it knows what the driver likes.
    WithdrawLikes,
}

const ENGLISH: [(PermissionWish, &str); 4] = [
    (
        PermissionWish::Tell,
        "(what (may|can) <skill> do|what is <skill> allowed to do|what (may|does) <skill> know [about me]\
         |(what|which) permissions does <skill> have)",
    ),
    (
        PermissionWish::Withdraw,
        "[please] (forget|withdraw|revoke|take back|cancel) (the|all|my|any) (permission|permissions|consent) \
         (of|for|from|to) <skill>",
    ),
    (
        PermissionWish::WithdrawPosition,
        "[please] (don't let|do not let|never let|stop letting) <skill> (know|see) \
         where (i am|we are|i'm|the car is|my car is) [any more|anymore|any longer|now]",
    ),
    (
        PermissionWish::WithdrawLikes,
        "[please] (don't let|do not let|never let|stop letting) <skill> (know|see) what i like \
         [any more|anymore|any longer|now]",
    ),
];

const CHINESE: [(PermissionWish, &str); 4] = [
    (
        PermissionWish::Tell,
        "(<skill> [都] (能|可以) (做|干) (什么|些什么|哪些事)|<skill> [都] 有 (什么|哪些) 权限|<skill> 被允许做什么)",
    ),
    (
        PermissionWish::Withdraw,
        "[请] ((撤销|取消|收回|忘记|忘掉) [对|给] <skill> 的 [所有|全部] (权限|授权|许可)\
         |把 [给] <skill> 的 [所有|全部] (权限|授权|许可) (撤销|取消|收回))",
    ),
    (
        PermissionWish::WithdrawPosition,
        "[请] (不要|别|不许) [再] (让|允许|给) <skill> [再] (知道|获取|看到|使用) \
         [我|我们|车|车辆|汽车] [的] (位置|在哪 [里|儿]) [了]",
    ),
    (
        PermissionWish::WithdrawLikes,
        "[请] (不要|别|不许) [再] (让|允许|给) <skill> [再] (知道|了解|获取|使用) [我] [的] (偏好|喜好|喜欢什么) [了]",
    ),
];

/// The names of skills, by which drivers call them.
pub type SkillNames = BTreeMap<SkillId, BTreeSet<String>>;

/// The sentences of all languages about some skills, ready to match.
#[derive(Debug)]
pub struct PermissionSentences {
    english: Sentences,
    chinese: Sentences,
}

#[derive(Debug)]
struct Sentences {
    automaton: Automaton,
    wishes: Vec<PermissionWish>,
    names: Slot,
}

impl PermissionSentences {
    /// The sentences about these skills.
    pub fn new(names: &SkillNames) -> Self {
        Self { english: Sentences::new(Language::English, names), chinese: Sentences::new(Language::Chinese, names) }
    }

    /// What a sentence wants, and of which skill; of several where they share a name. Nothing if it wants something else.
    pub fn wish(&self, sentence: &str, language: Language) -> Option<(PermissionWish, BTreeSet<SkillId>)> {
        let sentences = match language {
            Language::English => &self.english,
            Language::Chinese => &self.chinese,
        };
        sentences.wish(&Tokens::of(&clean(sentence).ok()?), language)
    }
}

impl Sentences {
    fn new(language: Language, names: &SkillNames) -> Self {
        let mut builder = Builder::default();
        builder.allow(SKILL_EDGES_MAX);
        let slots = HashMap::from([("skill", 0)]);
        let (mut starts, mut wishes) = (Vec::new(), Vec::new());
        for ((wish, template), accepts) in templates(language, "{skill}").into_iter().zip(0..) {
            // The templates are ours and a test compiles them all; one that did not would only never match.
            starts.extend(compile(&mut builder, &template.expression(), &slots, accepts));
            wishes.push(wish);
        }
        let saying = |(skill, name): (&SkillId, &str)| Saying {
            words: Tokens::of(name).words().map(|word| builder.word(word)).collect(),
            value: Value::from(skill.as_str()),
        };
        let mut sayings: Vec<Saying> = called(names).map(saying).filter(|saying| !saying.words.is_empty()).collect();
        sayings.sort_unstable_by(|one, other| one.words.cmp(&other.words));
        Self { automaton: builder.finish(&starts), wishes, names: Slot::Said(sayings) }
    }

    fn wish(&self, sentence: &Tokens, language: Language) -> Option<(PermissionWish, BTreeSet<SkillId>)> {
        let readings = search(&self.automaton, |_| Some(&self.names), sentence, language)?;
        let mut found = BTreeSet::new();
        for reading in &readings {
            let wish = self.wishes.get(usize::try_from(reading.accepts).ok()?)?;
            let skill = self.names.value(reading.fills.first()?, sentence);
            found.insert((*wish, skill.as_str()?.parse().ok()?));
        }
        let (wish, _) = found.first()?.clone();
        let skills = found.into_iter().map(|(other, skill)| (other == wish).then_some(skill));
        Some((wish, skills.collect::<Option<_>>()?))
    }
}

/// The sentences about these skills. Part of what a recogniser must know.
pub fn permission_templates(language: Language, names: &SkillNames) -> Vec<Template> {
    let words = called(names).map(|(_, name)| Tokens::of(name).words().collect::<Vec<_>>().join(" "));
    let words: BTreeSet<String> = words.filter(|words| !words.is_empty()).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let any = format!("({})", words.into_iter().collect::<Vec<_>>().join("|"));
    templates(language, &any).into_iter().map(|(_, template)| template).collect()
}

fn called(names: &SkillNames) -> impl Iterator<Item = (&SkillId, &str)> {
    names.iter().flat_map(|(skill, names)| names.iter().map(move |name| (skill, name.as_str())))
}

/// The templates with their meanings, and this in place of the skill.
fn templates(language: Language, skill: &str) -> Vec<(PermissionWish, Template)> {
    let sources = match language {
        Language::English => ENGLISH,
        Language::Chinese => CHINESE,
    };
    let article = if language == Language::English { format!("[the] {skill} [skill]") } else { skill.to_owned() };
    let rules = Rules::parse(&BTreeMap::from([("skill".to_owned(), article)])).unwrap_or_default();
    let parse = |(wish, source): (PermissionWish, &str)| Some((wish, Template::parse(source, &rules).ok()?));
    sources.into_iter().filter_map(parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> SkillNames {
        let of = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        [
            ("parking", of(&["Parking", "停车助手"])),
            ("restaurant-finder", of(&["Restaurant Finder", "找餐厅"])),
            ("noodles", of(&["The Noodle Skill"])),
            ("soup", of(&["The Noodle Skill"])),
        ]
        .map(|(skill, names)| (skill.parse().unwrap(), names))
        .into()
    }

    fn wish(sentence: &str) -> String {
        match PermissionSentences::new(&names()).wish(sentence, Language::of_text(sentence)) {
            Some((wish, skills)) => {
                format!("{wish:?} {}", skills.iter().map(SkillId::as_str).collect::<Vec<_>>().join(" "))
            }
            None => "-".to_owned(),
        }
    }

    #[test]
    fn every_sentence_is_a_template() {
        for skill in ["{skill}", "(parking|noodles)"] {
            assert_eq!(templates(Language::English, skill).len(), ENGLISH.len());
            assert_eq!(templates(Language::Chinese, skill).len(), CHINESE.len());
        }
        assert_eq!(permission_templates(Language::English, &names()).len(), ENGLISH.len());
        assert_eq!(permission_templates(Language::English, &SkillNames::new()), []);
    }

    #[test]
    fn a_driver_names_a_skill_by_any_of_its_names() {
        for (sentence, expected) in [
            ("Forget the permission of parking.", "Withdraw parking"),
            ("revoke all permissions for the parking skill", "Withdraw parking"),
            ("Don't let parking know where I am any more", "WithdrawPosition parking"),
            ("stop letting 停车助手 know where I am", "-"),
            ("don't let the restaurant finder know what I like", "WithdrawLikes restaurant-finder"),
            ("What may parking do?", "Tell parking"),
            ("what is the restaurant finder allowed to do", "Tell restaurant-finder"),
            ("撤销停车助手的权限", "Withdraw parking"),
            ("请收回给停车助手的所有权限", "Withdraw parking"),
            ("把给停车助手的权限收回", "Withdraw parking"),
            ("撤销 Restaurant Finder 的授权", "Withdraw restaurant-finder"),
            ("不要再让停车助手知道我的位置了", "WithdrawPosition parking"),
            ("别让停车助手知道我在哪里", "WithdrawPosition parking"),
            ("别再让找餐厅知道我的喜好", "WithdrawLikes restaurant-finder"),
            ("停车助手能做什么？", "Tell parking"),
            ("找餐厅有哪些权限", "Tell restaurant-finder"),
            ("what can I do", "-"),
            ("forget the permission of nobody", "-"),
            ("find parking", "-"),
            ("forget parking", "-"),
        ] {
            assert_eq!(wish(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn skills_that_share_a_name_are_meant_together() {
        assert_eq!(wish("forget the permission of the noodle skill"), "Withdraw noodles soup");
    }
}
