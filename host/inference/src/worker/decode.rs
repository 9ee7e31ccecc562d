//! Writing an answer: the model chooses where the grammar leaves a choice, and reads the rest in one go.

use llguidance::Matcher;
use toktrie::{SimpleVob, TokenId};

use super::{
    Vocabulary, Watch,
    context::{Context, Sequence},
    sampling::Choice,
};
use crate::protocol::Failure;

/// An answer that came to its end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Decoded {
    /// The text, a sentence of the grammar.
    pub(crate) text: String,
    /// Its tokens.
    pub(crate) tokens: Vec<TokenId>,
    /// The smallest probability among the tokens that were chosen; 1 if there was no choice.
    pub(crate) confidence: f32,
    /// Tokens that the grammar left no choice about.
    pub(crate) forced: usize,
    /// Tokens that the model chose.
    pub(crate) sampled: usize,
    /// Runs of the model after the prompt.
    pub(crate) decodes: usize,
}

/// Chooses one of the legal tokens.
type Choose<'a> = dyn Fn(&[TokenId], &[f32], &SimpleVob) -> Option<Choice> + 'a;

/// What an answer is written with.
pub(crate) struct Decoder<'a, 'model> {
    pub(crate) context: &'a mut Context<'model>,
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) watch: &'a Watch<'a>,
    /// Tokens that the answer may take.
    pub(crate) tokens_max: usize,
    /// Chooses a legal token by the tokens before it and the model's logits.
    pub(crate) choose: &'a Choose<'a>,
}

impl Decoder<'_, '_> {
    /// Continues the working sequence, which holds `length` tokens, with `unread` ones and then with an answer.
    /// `prompt_read` is called when the model has read all of them.
    pub(crate) fn run(
        &mut self,
        mut length: usize,
        unread: Vec<TokenId>,
        matcher: &mut Matcher,
        prompt_read: impl FnOnce(),
    ) -> Result<Decoded, Failure> {
        let mut answer =
            Decoded { text: String::new(), tokens: Vec::new(), confidence: 1.0, forced: 0, sampled: 0, decodes: 0 };
        // How an answer begins is forced as well: the model reads it together with the prompt.
        let mut unread = unread;
        force(matcher, &mut answer, &mut unread)?;
        let mut prompt_read = Some(prompt_read);
        while !matcher.is_stopped() {
            if answer.tokens.len() >= self.tokens_max {
                return Err(Failure::Endless { tokens: answer.tokens.len() });
            }
            self.context.feed(Sequence::WORK, &mut length, &unread, self.watch)?;
            unread.clear();
            match prompt_read.take() {
                Some(prompt_read) => prompt_read(),
                None => answer.decodes += 1,
            }
            let legal = matcher.compute_mask_or_eos().map_err(|error| broken(&error))?;
            let choice = (self.choose)(&answer.tokens, self.context.logits(), &legal)
                .ok_or_else(|| Failure::Engine { detail: "no legal token has a finite logit".to_owned() })?;
            answer.sampled += 1;
            answer.confidence = answer.confidence.min(choice.probability);
            if self.vocabulary.is_end(choice.token) {
                break;
            }
            matcher.consume_token(choice.token).map_err(|error| broken(&error))?;
            answer.tokens.push(choice.token);
            unread.push(choice.token);
            force(matcher, &mut answer, &mut unread)?;
        }
        let bytes = answer.tokens.iter().flat_map(|&token| self.vocabulary.bytes_of(token)).copied().collect();
        answer.text = String::from_utf8(bytes).map_err(|error| Failure::Grammar { detail: error.to_string() })?;
        Ok(answer)
    }
}

/// Takes the tokens that the grammar leaves no choice about.
fn force(matcher: &mut Matcher, answer: &mut Decoded, unread: &mut Vec<TokenId>) -> Result<(), Failure> {
    if !matcher.is_stopped() {
        let forced = matcher.consume_ff_tokens();
        answer.forced += forced.len();
        answer.tokens.extend(&forced);
        unread.extend(forced);
    }
    // Going on after an error would go on without the grammar.
    match matcher.get_error() {
        None if matcher.stop_reason().is_ok() => Ok(()),
        None => Err(Failure::Grammar { detail: matcher.stop_reason().to_string() }),
        Some(detail) => Err(Failure::Grammar { detail }),
    }
}

fn broken(error: &impl std::fmt::Display) -> Failure {
    Failure::Grammar { detail: error.to_string() }
}
