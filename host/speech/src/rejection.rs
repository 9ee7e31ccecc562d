//! The gate: was this sentence said at all?
//!
//! A recogniser that is bound by a grammar turns whatever it hears into the nearest sentence of the grammar. Talk
//! among passengers would become commands. So the same sound is decoded a second time, by a loop of all phones that
//! can follow each other in English. Whatever was said, the loop finds phones for it; the question is how much worse
//! the sentence explains the sound than they do. Both decodings compute the likelihood of all states of the acoustic
//! model in every frame, so their scores have the same base and can be subtracted.
//!
//! What was measured on synthetic voices (espeak-ng, six voices, 240 sentences of a grammar of 900 words and 360 others), at the
//! threshold that loses five of a hundred sentences of the grammar:
//!
//! | approach | others that pass | cost, × real time |
//! |---|---|---|
//! | no gate | 90 % | |
//! | score of the sentence per frame, alone | 23 % | 0 |
//! | worst word against the phones in its place | 30 % | 0.08 |
//! | loop of the 300, 1000 most frequent words | 7.1 %, 6.5 % | 0.11, 0.19 |
//! | loop of single phones, phone weights 2.5, 1.0, **0.3** | 11 %, 6.2 %, **5.0 %** | 0.08 |
//! | the sentence competes with a loop of 300 words in one search | none, and 234 of 240 sentences lost | 0.20 |
//! | loop of phones in context; free decoding of 72,000 words | not tried: 6 × and 0.5 × real time | |
//!
//! The score of a whole utterance separates better than that of its words: a single word is short, and the loop
//! finds something for it by chance. What still passes is close in sound from end to end: "i would like a new car"
//! is heard as "i would like a noodle".

use crate::pocketsphinx::Decoding;

/// The evidence at which a sentence counts as said.
///
/// Chosen on the synthetic voices of the table above. `tests/engines/gate.rs` counts, with the same kind of voices, how
/// many of 30 other sentences pass and how many of its own are lost; it says nothing about people in a moving car.
/// Nearer to zero is stricter.
pub const EVIDENCE_MIN: f32 = -19.0;

/// How much better the sentence explains the sound than any phones do: score per frame, above zero rarely. Nothing
/// if one of them explains nothing.
#[expect(clippy::cast_precision_loss, reason = "scores of half a minute have seven digits")]
pub(crate) fn evidence(sentence: &Decoding, phones: &Decoding) -> Option<f32> {
    if sentence.words.is_empty() || phones.words.is_empty() || phones.frames == 0 {
        return None;
    }
    // The two see the same frames; if not, their scores cannot be compared.
    (sentence.frames == phones.frames).then(|| (sentence.score - phones.score) as f32 / phones.frames as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoding(words: &[&str], score: i64, frames: u32) -> Decoding {
        Decoding { words: words.iter().map(|word| (*word).to_owned()).collect(), score, frames }
    }

    #[test]
    fn the_evidence_is_the_difference_per_frame() {
        let phones = decoding(&["SIL", "F"], -10_000, 200);
        assert_eq!(evidence(&decoding(&["find"], -12_000, 200), &phones), Some(-10.0));
        assert_eq!(evidence(&decoding(&["find"], -9_000, 200), &phones), Some(5.0));
    }

    #[test]
    fn without_words_or_with_other_frames_there_is_no_evidence() {
        let phones = decoding(&["SIL", "F"], -10_000, 200);
        assert_eq!(evidence(&decoding(&[], 0, 200), &phones), None);
        assert_eq!(evidence(&decoding(&["find"], -12_000, 199), &phones), None);
        assert_eq!(evidence(&decoding(&["find"], -12_000, 0), &decoding(&[], 0, 0)), None);
    }
}
