//! Changes of inputs, the same ones for the same seed.
//!
//! It knows no coverage and finds what lies near the seeds; what lies deeper is for libFuzzer.

/// Texts that mean something to one reader or another.
const WORDS: [&str; 20] = [
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "|",
    ":",
    ",",
    "\n",
    "\u{202e}",
    "\u{0}",
    "&a",
    "*a",
    "<|im_end|>",
    "18446744073709551615",
];
/// Bytes at which numbers change their meaning.
const EDGES: [u8; 6] = [0, 1, 0x7f, 0x80, 0xfe, 0xff];
/// Bytes that one change takes out, repeats or takes from another input at most.
const RANGE_BYTES_MAX: usize = 64;
/// Changes of one input.
const CHANGES_MAX: usize = 4;

/// Changes inputs.
pub struct Mutator {
    state: u64,
}

impl Mutator {
    /// A mutator whose changes follow from a seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// One of these, changed in a few places, perhaps with parts of another.
    pub fn next_of(&mut self, inputs: &[Vec<u8>]) -> Vec<u8> {
        let pick = |at: usize| inputs.get(at).map(Vec::as_slice).unwrap_or_default();
        let mut input = pick(self.below(inputs.len())).to_vec();
        for _ in 0..=self.below(CHANGES_MAX) {
            let other = pick(self.below(inputs.len()));
            self.change(&mut input, other);
        }
        input
    }

    fn change(&mut self, input: &mut Vec<u8>, other: &[u8]) {
        let at = self.below(input.len() + 1);
        let until = (at + 1 + self.below(RANGE_BYTES_MAX)).min(input.len());
        match self.below(7) {
            0 => {
                let byte = self.random().to_le_bytes()[0];
                input.get_mut(at).into_iter().for_each(|place| *place = byte);
            }
            1 => {
                let bit = self.below(8);
                input.get_mut(at).into_iter().for_each(|place| *place ^= 1 << bit);
            }
            2 => {
                let edge = EDGES.get(self.below(EDGES.len())).copied().unwrap_or_default();
                input.get_mut(at).into_iter().for_each(|place| *place = edge);
            }
            3 => drop(input.drain(at.min(until)..until)),
            4 => {
                let repeated = input.get(at..until).unwrap_or_default().to_vec();
                input.splice(at..at, repeated);
            }
            5 => {
                let word = WORDS.get(self.below(WORDS.len())).copied().unwrap_or_default();
                input.splice(at..at, word.bytes());
            }
            _ => {
                let from = self.below(other.len() + 1);
                let taken = other.iter().skip(from).take(1 + self.below(RANGE_BYTES_MAX)).copied();
                input.splice(at..at, taken.collect::<Vec<_>>());
            }
        }
    }

    fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.random() % count).unwrap_or_default()
    }

    /// `SplitMix64`.
    fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
