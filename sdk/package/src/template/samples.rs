//! What a template accepts, counted and listed.
//!
//! Every choice in a template is a digit of one number, so that any sentence can be reached by its number and a
//! sample can be spread over all of them without listing them.

use super::{Expression, Template};

/// A part of a sentence that a template accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Text, with single spaces where the template has some: beside a field a space stands only if it was written.
    Text(String),
    /// The value of a field, by the field's name.
    Field(String),
}

impl Template {
    /// How many sentences it accepts, with fields unfilled, counted once for each way to form them.
    pub fn sentences(&self) -> u64 {
        self.expression().sentences()
    }

    /// Sentences that it accepts: all of them if they are at most so many, else so many spread evenly. The same ones
    /// in every run.
    pub fn samples(&self, sentences_max: u64) -> impl Iterator<Item = Vec<Part>> {
        let expression = self.expression();
        let sentences = expression.sentences();
        let step = if sentences <= sentences_max { 1 } else { coprime_step(sentences) };
        (0..sentences.min(sentences_max)).map(move |nth| {
            let number = u128::from(nth) * u128::from(step) % u128::from(sentences);
            let mut sentence = Spoken::default();
            // The remainder is smaller than `sentences`, which is a `u64`.
            expression.speak(u64::try_from(number).unwrap_or_default(), &mut sentence);
            sentence.finish()
        })
    }
}

/// A step that visits every number below `count` once: no common factor, and near the golden section, so that the
/// first few are already far apart.
fn coprime_step(count: u64) -> u64 {
    let golden = count / 1_000 * 618 + count % 1_000 * 618 / 1_000;
    (golden.max(1)..count).find(|step| greatest_common_divisor(*step, count) == 1).unwrap_or(1)
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

impl Expression {
    fn sentences(&self) -> u64 {
        let product = |parts: &[Self]| parts.iter().map(Self::sentences).fold(1, u64::saturating_mul);
        match self {
            Self::Text(_) | Self::Field(_) => 1,
            Self::Sequence(parts) => product(parts),
            Self::Alternative(branches) => branches.iter().map(Self::sentences).fold(0, u64::saturating_add),
            Self::Permutation(parts) => product(parts).saturating_mul(orders(parts.len())),
        }
    }

    /// Says the sentence with a number below [`Self::sentences`].
    fn speak(&self, number: u64, sentence: &mut Spoken) {
        match self {
            Self::Text(text) => sentence.say(text),
            Self::Field(name) => sentence.fill(name),
            Self::Sequence(parts) => {
                let mut rest = number;
                for part in parts {
                    part.speak(rest % part.sentences(), sentence);
                    rest /= part.sentences();
                }
            }
            Self::Alternative(branches) => {
                let mut rest = number;
                for branch in branches {
                    if rest < branch.sentences() {
                        return branch.speak(rest, sentence);
                    }
                    rest -= branch.sentences();
                }
            }
            Self::Permutation(parts) => {
                let mut order = number % orders(parts.len());
                let mut rest = number / orders(parts.len());
                let mut waiting: Vec<&Self> = parts.iter().collect();
                while let Some(count) = std::num::NonZero::new(waiting.len() as u64) {
                    let next = usize::try_from(order % count).unwrap_or_default();
                    order /= count;
                    let part = waiting.remove(next);
                    sentence.say(" ");
                    part.speak(rest % part.sentences(), sentence);
                    sentence.say(" ");
                    rest /= part.sentences();
                }
            }
        }
    }
}

/// In how many orders so many parts can stand.
fn orders(parts: usize) -> u64 {
    (1..=parts as u64).product()
}

/// A sentence that is being formed.
#[derive(Default)]
struct Spoken(Vec<Part>);

impl Spoken {
    fn say(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(Part::Text(before)) => {
                let spaced = before.is_empty() || before.ends_with(' ');
                before.push_str(if spaced { text.trim_start() } else { text });
            }
            Some(Part::Field(_)) => self.0.push(Part::Text(text.to_owned())),
            None => self.0.push(Part::Text(text.trim_start().to_owned())),
        }
    }

    fn fill(&mut self, field: &str) {
        self.0.push(Part::Field(field.to_owned()));
    }

    fn finish(mut self) -> Vec<Part> {
        if let Some(Part::Text(last)) = self.0.last_mut() {
            last.truncate(last.trim_end().len());
        }
        self.0.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
        self.0
    }
}
