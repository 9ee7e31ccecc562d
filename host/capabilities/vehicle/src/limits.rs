//! How much a skill may ask for, and how much a policy may say.

/// Calls of the capability in one call of a skill. The WIT states it to skill authors.
pub const CALLS_MAX: u32 = 32;
/// Acts in one call of a skill that the driver is asked about. Whoever is asked more often stops listening, and says yes.
pub const QUESTIONS_MAX: u32 = 3;
/// Time that a question for an act may stand. A "yes" that comes later is said to something else.
pub const QUESTION_MS_MAX: u64 = 30_000;
/// Rules of one [`Writable`](crate::Writable): more than anybody reads in a policy file.
pub const RULES_MAX: usize = 256;
/// Bytes of one rule: room for twice the longest path of the catalogue, and a range.
pub const RULE_BYTES_MAX: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signal_fits_into_a_rule() {
        assert!(crate::catalogue::signals().all(|signal| 2 * signal.path.len() <= RULE_BYTES_MAX));
    }
}
