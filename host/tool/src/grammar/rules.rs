//! The rules and terminals of a grammar that is being written.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{TEXT_CHARACTER, literal, number::integers};
use crate::{
    Case, Field, Type,
    limits::{JSON_INTEGER_MAX, LIST_ITEMS_MAX, QUESTION_CHARS_MAX, STRING_CHARS_MAX},
};

/// Rules in the order of their definition, and the terminals that they use.
#[derive(Default)]
pub(super) struct Rules {
    rules: String,
    terminals: BTreeMap<String, String>,
}

impl Rules {
    pub(super) fn define(&mut self, name: &str, expression: &str) {
        // Writing to a string does not fail.
        writeln!(self.rules, "{name}: {expression}").unwrap_or_default();
    }

    pub(super) fn finish(self, start: &str) -> String {
        let mut lark = format!("start: {start}\n{}", self.rules);
        for (name, regex) in self.terminals {
            writeln!(lark, "{name}: /{regex}/").unwrap_or_default();
        }
        lark
    }

    /// A question to the driver, in quotes.
    pub(super) fn question(&mut self) -> String {
        self.terminal("question", || format!("\"{TEXT_CHARACTER}{{1,{QUESTION_CHARS_MAX}}}\""))
    }

    /// An object of fields, in their order, those of type `option` left out at will. `name` is free for its rules.
    pub(super) fn object(&mut self, name: &str, fields: &[Field]) -> String {
        let mut members = Vec::with_capacity(fields.len());
        for (number, field) in fields.iter().enumerate() {
            let value = self.value(&format!("{name}_{number}"), field.given_type());
            members.push(Member { key: &field.name, value, required: field.is_required() });
        }
        self.members(name, &members)
    }

    /// Writes one rule for what may follow the first members, seen from the last member back to the first. Rules come
    /// in pairs: `…_next_2` is the rest from member 2 on after another member, `…_first_2` where none came before.
    fn members(&mut self, name: &str, members: &[Member<'_>]) -> String {
        let mut after = literal("}");
        let mut first = after.clone();
        for (number, member) in members.iter().enumerate().rev() {
            let key = literal(&format!("\"{}\": ", member.key));
            let next_key = literal(&format!(", \"{}\": ", member.key));
            let value = &member.value;
            let (this, next) = (format!("{name}_first_{number}"), format!("{name}_next_{number}"));
            if member.required {
                self.define(&this, &format!("{key} {value} {after}"));
            } else {
                self.define(&this, &format!("{key} {value} {after} | {first}"));
            }
            first = this;
            // Nothing comes before the first member.
            if number > 0 {
                let given = format!("{next_key} {value}");
                let given = if member.required { given } else { format!("({given})?") };
                self.define(&next, &format!("{given} {after}"));
                after = next;
            }
        }
        self.define(name, &format!("{} {first}", literal("{")));
        name.to_owned()
    }

    /// The expression of a value: a terminal or a rule of this name or one that begins with it.
    fn value(&mut self, name: &str, ty: &Type) -> String {
        if let Some((min, max)) = ty.integer_range() {
            let exact = i128::from(JSON_INTEGER_MAX);
            return self.terminal(ty.keyword(), || integers(min.max(-exact), max.min(exact)));
        }
        let expression = match ty {
            Type::F32 | Type::F64 => {
                return self.terminal("float", || r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?".to_owned());
            }
            Type::Bool => return self.terminal("bool", || "true|false".to_owned()),
            Type::Char => return self.terminal("char", || format!("\"{TEXT_CHARACTER}\"")),
            Type::String => return self.terminal("string", || format!("\"{TEXT_CHARACTER}{{1,{STRING_CHARS_MAX}}}\"")),
            Type::Record(record) => return self.object(name, &record.fields),
            Type::Flags(_, flags) => {
                let value = literal("true");
                let member = |flag| Member { key: flag, value: value.clone(), required: false };
                return self.members(name, &flags.iter().map(|flag| member(&flag.name)).collect::<Vec<_>>());
            }
            Type::Enum(_, cases) | Type::Variant(_, cases) => self.cases(name, cases),
            Type::List(item) => {
                let item = self.value(&format!("{name}_item"), item);
                let (open, close, comma) = (literal("["), literal("]"), literal(", "));
                format!("{open} ({item} ({comma} {item}){{0,{}}})? {close}", LIST_ITEMS_MAX - 1)
            }
            Type::Tuple(members) => {
                let mut values = Vec::with_capacity(members.len());
                for (number, member) in members.iter().enumerate() {
                    values.push(self.value(&format!("{name}_{number}"), member));
                }
                format!("{} {} {}", literal("["), values.join(&format!(" {} ", literal(", "))), literal("]"))
            }
            Type::Option(inner) if inner.is_nullable() => {
                format!("{} | {}", literal("null"), self.single(&format!("{name}_some"), "some", Some(inner)))
            }
            Type::Option(inner) => format!("{} | {}", literal("null"), self.value(&format!("{name}_some"), inner)),
            Type::Result(ok, error) => {
                let ok = self.single(&format!("{name}_ok"), "ok", ok.as_deref());
                format!("{ok} | {}", self.single(&format!("{name}_error"), "error", error.as_deref()))
            }
            Type::S8 | Type::U8 | Type::S16 | Type::U16 | Type::S32 | Type::U32 | Type::S64 | Type::U64 => literal("0"),
        };
        self.define(name, &expression);
        name.to_owned()
    }

    fn cases(&mut self, name: &str, cases: &[Case]) -> String {
        let mut alternatives = Vec::with_capacity(cases.len());
        for (number, case) in cases.iter().enumerate() {
            alternatives.push(match &case.payload {
                None => literal(&format!("\"{}\"", case.name)),
                payload => self.single(&format!("{name}_{number}"), &case.name, payload.as_ref()),
            });
        }
        alternatives.join(" | ")
    }

    /// An object with one entry; without a type its value is `null`. `name` is free for the rules of the value.
    fn single(&mut self, name: &str, key: &str, ty: Option<&Type>) -> String {
        let value = match ty {
            Some(ty) => self.value(name, ty),
            None => literal("null"),
        };
        format!("{} {value} {}", literal(&format!("{{\"{key}\": ")), literal("}"))
    }

    /// Lark tells terminals from rules by their capitals.
    fn terminal(&mut self, name: &str, regex: impl FnOnce() -> String) -> String {
        let name = name.to_uppercase();
        self.terminals.entry(name.clone()).or_insert_with(regex);
        name
    }
}

/// An entry of an object, with the expression of its value.
struct Member<'a> {
    key: &'a str,
    value: String,
    required: bool,
}
