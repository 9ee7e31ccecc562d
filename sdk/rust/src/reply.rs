//! Building answers and what the next sentence may answer.

use crate::{
    Card, Choice, Question, Reply,
    limits::{CHOICE_VALUE_CHARS_MAX, CHOICES_MAX, SPEECH_CHARS_MAX, TITLE_CHARS_MAX},
    text::cut,
};

impl Reply {
    /// An answer that is only spoken. One or two short sentences, at most 25 words.
    pub fn say(speech: impl AsRef<str>) -> Self {
        Self { speech: cut(speech.as_ref(), SPEECH_CHARS_MAX), card: None, question: None }
    }

    /// Shows a card as well. A card with nothing on it is left out.
    #[must_use]
    pub fn card(mut self, card: Card) -> Self {
        self.card = if card.is_empty() { None } else { Some(card) };
        self
    }

    /// Lets the next sentence answer a question. A question without choices is left out.
    #[must_use]
    pub fn question(mut self, question: Question) -> Self {
        self.question = if question.choices.is_empty() { None } else { Some(question) };
        self
    }
}

impl Question {
    /// "The second one" and the like call `tool` of this skill, with `field` set to the value of the choice.
    ///
    /// A choice is a label, as the driver would name it, and a value. The choices stand in the order in which the
    /// rows of the card do. They end before the first value that is empty, too long or holds a control character: a
    /// value cannot be changed, and leaving it out would make the second row the first choice.
    pub fn choose<L: AsRef<str>, V: Into<String>>(
        tool: &str,
        field: &str,
        choices: impl IntoIterator<Item = (L, V)>,
    ) -> Self {
        let choices = choices
            .into_iter()
            .take(CHOICES_MAX)
            .map(|(label, value)| Choice { label: cut(label.as_ref(), TITLE_CHARS_MAX), value: value.into() })
            .take_while(|choice| is_passed_on(&choice.value))
            .collect();
        Self { tool: tool.to_owned(), field: field.to_owned(), choices }
    }
}

/// Whether a car passes the value of a choice on.
fn is_passed_on(value: &str) -> bool {
    let fits = value.chars().count() <= CHOICE_VALUE_CHARS_MAX;
    fits && !value.trim().is_empty() && !value.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Row;

    #[test]
    fn what_is_empty_is_left_out() {
        let none: [(&str, &str); 0] = [];
        let reply = Reply::say("Hello.").card(Card::list("Nothing", [])).question(Question::choose("a", "b", none));
        assert_eq!(reply, Reply { speech: "Hello.".to_owned(), card: None, question: None });
    }

    #[test]
    fn a_question_has_at_most_ten_choices_and_keeps_their_order() {
        let choices = (0..20).map(|number| (format!("place {number}"), number.to_string()));
        let question = Question::choose("show", "restaurant", choices);
        assert_eq!(question.choices.len(), CHOICES_MAX);
        assert_eq!(question.choices[1], Choice { label: "place 1".to_owned(), value: "1".to_owned() });
    }

    #[test]
    fn choices_end_before_a_value_that_no_car_passes_on() {
        for value in ["x".repeat(CHOICE_VALUE_CHARS_MAX + 1), " ".to_owned(), "a\nb".to_owned()] {
            let question = Question::choose("show", "restaurant", [("a", "1"), ("b", &value), ("c", "3")]);
            assert_eq!(question.choices.len(), 1, "{value:?}");
        }
    }

    #[test]
    fn odd_names_never_break_a_limit() {
        let name = "很长的名字\n".repeat(100);
        let reply = Reply::say(&name).card(Card::list(&name, [Row::new(&name).subtitle(&name).trailing(&name)]));
        assert_eq!(reply.speech.chars().count(), SPEECH_CHARS_MAX);
        let Some(Card::List(list)) = reply.card else { panic!("no list") };
        assert_eq!(list.title.chars().count(), TITLE_CHARS_MAX);
        assert_eq!(list.rows[0].title.chars().count(), TITLE_CHARS_MAX);
    }
}
