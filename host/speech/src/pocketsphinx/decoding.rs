//! What the program writes about an utterance: words, score, length.
//!
//! ```text
//! utterance S 0 T -3860 A -3808 L -52 0 -210 0 i 9 -1048 0 am(2) 26 -1912 0 hungry 68 -188 -52 <sil> 92
//! ```
//!
//! In all: name, scale, total score, acoustic score, language score; for each word: first frame, acoustic score,
//! language score, word; at last: frames.

/// The best way through an utterance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoding {
    /// Words or phones, without silence and noise. None: there is no way through.
    pub(crate) words: Vec<String>,
    /// How well the sounds fit, summed over all frames, silence too. Zero is best.
    pub(crate) score: i64,
    /// Frames of a hundredth of a second.
    pub(crate) frames: u32,
}

impl Decoding {
    /// Reads the line of the one utterance.
    pub(crate) fn parse(answer: &str) -> Option<Self> {
        let mut fields = answer.lines().next()?.split_whitespace();
        let _name = fields.next()?;
        let mut labelled = |label: &str| {
            fields.next().filter(|field| *field == label)?;
            fields.next()?.parse::<i64>().ok()
        };
        labelled("S")?;
        labelled("T")?;
        let score = labelled("A")?;
        labelled("L")?;
        let rest: Vec<&str> = fields.collect();
        let (frames, segments) = rest.split_last()?;
        let (segments, odd) = segments.as_chunks::<4>();
        if !odd.is_empty() {
            return None;
        }
        let words = segments.iter().filter_map(|[_, _, _, word]| spoken(word)).collect();
        Some(Self { words, score, frames: frames.parse().ok()? })
    }
}

/// The word without the number of its pronunciation; nothing for silence, noise and empty steps.
fn spoken(word: &str) -> Option<String> {
    let is_silent = word.starts_with(['<', '[', '(', '+']) || word == "SIL";
    (!is_silent).then(|| word.split_once('(').map_or(word, |(word, _)| word).to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_read_without_silence_and_variants() {
        let line = "utterance S 0 T -3860 A -3808 L -52 -1 0 0 (NULL) 0 -210 0 i 9 -1048 0 am(2) 26 -1912 0 hungry 68 -188 -52 <sil> 92\n";
        let words = ["i", "am", "hungry"].map(str::to_owned).to_vec();
        assert_eq!(Decoding::parse(line), Some(Decoding { words, score: -3_808, frames: 92 }));
    }

    #[test]
    fn an_utterance_without_a_way_through_has_no_words() {
        assert_eq!(
            Decoding::parse("utterance S 0 T 0 A 0 L 0 313"),
            Some(Decoding { words: vec![], score: 0, frames: 313 })
        );
    }

    #[test]
    fn anything_else_is_no_decoding() {
        for wrong in [
            "",
            "\n",
            "utterance",
            "u S 0 T 0 A x L 0 1",
            "u S 0 T 0 A 0 L 0",
            "u S 0 T 0 A 0 L 0 1 2 3",
            "u S 0 T 0 A 0 L 0 1 2 3 w -1",
        ] {
            assert_eq!(Decoding::parse(wrong), None, "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn no_answer_makes_the_reader_panic(answer in "\\PC{0,80}|u S 0 T 0 A [0-9-]{0,25} L 0( [a-z0-9<(-]{1,8}){0,9}") {
            drop(Decoding::parse(&answer));
        }
    }
}
