//! The best token among those that the grammar allows.

use toktrie::{SimpleVob, TokenId};

/// A token that was chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Choice {
    /// The token.
    pub(crate) token: TokenId,
    /// How probable it was among the legal ones.
    pub(crate) probability: f32,
}

/// The legal token with the highest logit; nothing if no legal token has a finite one.
pub(crate) fn best(logits: &[f32], legal: &SimpleVob) -> Option<Choice> {
    let mut best: Option<(usize, f32)> = None;
    legal.iter_set_entries(|token| {
        if let Some(&logit) = logits.get(token)
            && logit.is_finite()
            && best.is_none_or(|(_, highest)| logit > highest)
        {
            best = Some((token, logit));
        }
    });
    let (token, highest) = best?;
    let mut sum = 0.0;
    legal.iter_set_entries(|token| {
        if let Some(&logit) = logits.get(token)
            && logit.is_finite()
        {
            sum += (logit - highest).exp();
        }
    });
    Some(Choice { token: TokenId::try_from(token).ok()?, probability: 1.0 / sum })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn legal(tokens: &[TokenId]) -> SimpleVob {
        let mut set = SimpleVob::alloc(40);
        for &token in tokens {
            set.allow_token(token);
        }
        set
    }

    #[test]
    fn an_illegal_token_is_never_chosen_however_likely() {
        let mut logits = vec![0.0; 40];
        logits[5] = 100.0;
        logits[7] = 2.0;
        let choice = best(&logits, &legal(&[6, 7])).unwrap();
        assert_eq!(choice.token, 7);
        let expected = 1.0 / (1.0 + (-2.0_f32).exp());
        assert!((choice.probability - expected).abs() < 1e-6);
    }

    #[test]
    fn logits_that_are_no_numbers_choose_nothing() {
        assert_eq!(best(&[f32::NAN; 40], &legal(&[1, 2])), None);
        assert_eq!(best(&[1.0; 40], &legal(&[])), None);
        let mut logits = [f32::NAN; 40];
        logits[2] = -3.0;
        assert_eq!(best(&logits, &legal(&[1, 2])), Some(Choice { token: 2, probability: 1.0 }));
    }
}
