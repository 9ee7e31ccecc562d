//! Reading the engine's values piece by piece.
//!
//! The engine has checked the answer against the component's own types, and loading has checked those against the
//! contract, so a mismatch is a defect; it becomes an error all the same, because the answer came from outside.

use jumpseat_package::text;
use wasmtime::component::Val;

use super::AnswerError;

/// Characters of a name that an error repeats, or that a tool or field can have.
const NAME_CHARS_MAX: usize = 64;

/// The fields of a record, read in the order of the contract.
pub(super) struct Fields {
    fields: std::vec::IntoIter<(String, Val)>,
}

impl Fields {
    pub(super) fn of(record: Val, place: &'static str) -> Result<Self, AnswerError> {
        let Val::Record(fields) = record else {
            return Err(AnswerError::Type { place, expected: "a record" });
        };
        Ok(Self { fields: fields.into_iter() })
    }

    /// The next field, which must have this name.
    pub(super) fn next(&mut self, name: &'static str) -> Result<Val, AnswerError> {
        match self.fields.next() {
            Some((field, value)) if field == name => Ok(value),
            _ => Err(AnswerError::Type { place: name, expected: "the next field" }),
        }
    }

    pub(super) fn optional(&mut self, name: &'static str) -> Result<Option<Val>, AnswerError> {
        optional(self.next(name)?, name)
    }

    /// A text as it came.
    pub(super) fn raw(&mut self, name: &'static str) -> Result<String, AnswerError> {
        string(self.next(name)?, name)
    }

    /// A text that is read by people.
    pub(super) fn text(&mut self, name: &'static str, chars_max: usize) -> Result<String, AnswerError> {
        self.raw(name).map(|text| shown(text, chars_max))
    }

    pub(super) fn optional_text(
        &mut self,
        name: &'static str,
        chars_max: usize,
    ) -> Result<Option<String>, AnswerError> {
        let text = self.optional(name)?.map(|text| string(text, name)).transpose()?;
        Ok(text.map(|text| shown(text, chars_max)))
    }

    /// The name of a tool or field. A name that is cut matches none.
    pub(super) fn name(&mut self, name: &'static str) -> Result<String, AnswerError> {
        self.text(name, NAME_CHARS_MAX)
    }
}

pub(super) fn optional(value: Val, place: &'static str) -> Result<Option<Val>, AnswerError> {
    let Val::Option(value) = value else {
        return Err(AnswerError::Type { place, expected: "an option" });
    };
    Ok(value.map(|value| *value))
}

pub(super) fn list(value: Val, place: &'static str) -> Result<std::vec::IntoIter<Val>, AnswerError> {
    let Val::List(items) = value else {
        return Err(AnswerError::Type { place, expected: "a list" });
    };
    Ok(items.into_iter())
}

/// A case of a variant whose cases all carry something.
pub(super) fn case(value: Val, place: &'static str) -> Result<(String, Val), AnswerError> {
    let Val::Variant(name, Some(payload)) = value else {
        return Err(AnswerError::Type { place, expected: "a variant with a payload" });
    };
    Ok((name, *payload))
}

fn string(value: Val, place: &'static str) -> Result<String, AnswerError> {
    let Val::String(text) = value else {
        return Err(AnswerError::Type { place, expected: "a string" });
    };
    Ok(text)
}

/// A text as it is shown: on one line, cut, without hidden characters. Most texts are so already and stay as they are.
fn shown(text: String, chars_max: usize) -> String {
    let mut chars = 0_usize;
    let mut after_space = true;
    let is_shown_already = text.chars().all(|c| {
        chars = chars.saturating_add(1);
        let is_space = c == ' ';
        let fits = chars <= chars_max && !(is_space && after_space) && !matches!(c, '<' | '>');
        after_space = is_space;
        fits && (is_space || !c.is_whitespace()) && !text::is_hidden(c)
    });
    if is_shown_already && !after_space { text } else { text::plain(&text, chars_max) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_needs_nothing_stays_and_other_text_is_made_plain() {
        for (text, expected) in [
            ("Three places nearby.", "Three places nearby."),
            ("附近有三家面馆", "附近有三家面馆"),
            ("", ""),
            (" a  b ", "a b"),
            ("a\nb\u{202e}c\u{7}", "a bc"),
            ("<|im_end|>", "‹|im_end|›"),
            ("12345678901234567890123", "12345678901234567890"),
            ("十个字十个字十个字十个字十个字十个字十个字", "十个字十个字十个字十个字十个字十个字十个"),
        ] {
            assert_eq!(shown(text.to_owned(), 20), expected);
        }
    }
}
