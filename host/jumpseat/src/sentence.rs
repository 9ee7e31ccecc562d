//! What a driver types, as it comes: of any length and in any bytes.
//!
//! What is no UTF-8 counts as no words. The driver then hears that nothing was understood, which is more help than a
//! usage message, and half of a sentence calls nothing. The length is bounded for the sake of memory; the router
//! states its own, smaller limit to the driver.

use std::{io, mem};

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _};

use crate::limits::SENTENCE_BYTES_MAX;

/// The sentence that these bytes are. Whoever reads them may stop one byte after the limit.
pub(crate) fn of_bytes(bytes: &[u8]) -> String {
    let bounded = bytes.get(..SENTENCE_BYTES_MAX).unwrap_or(bytes);
    match str::from_utf8(bounded) {
        Ok(sentence) => sentence.to_owned(),
        // The limit went through a character. The router refuses a sentence of this length anyway, and says why.
        Err(error) if bounded.len() < bytes.len() && error.error_len().is_none() => {
            String::from_utf8_lossy(bounded).into_owned()
        }
        Err(_) => String::new(),
    }
}

/// Lines of which no more is kept than a sentence may have, however long they are.
pub(crate) struct Lines<R> {
    input: R,
    /// The beginning of the line that is being read.
    line: Vec<u8>,
}

impl<R: AsyncBufRead + Unpin> Lines<R> {
    /// The lines of an input.
    pub(crate) fn of(input: R) -> Self {
        Self { input, line: Vec::new() }
    }

    /// The next line without its end; nothing at the end of the input. May be dropped and called again: what was read
    /// of a line by then is kept.
    pub(crate) async fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let read = self.input.fill_buf().await?;
            if read.is_empty() {
                return Ok((!self.line.is_empty()).then(|| mem::take(&mut self.line)));
            }
            let end = read.iter().position(|byte| *byte == b'\n');
            let room = (SENTENCE_BYTES_MAX + 1).saturating_sub(self.line.len());
            self.line.extend(read.iter().take(end.unwrap_or(read.len())).take(room));
            let used = end.map_or(read.len(), |end| end + 1);
            self.input.consume(used);
            if end.is_some() {
                return Ok(Some(mem::take(&mut self.line)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_utf_8_is_no_words() {
        for bytes in [&b"find parking\xff"[..], b"find \xff parking", "find parking 灯".as_bytes().split_at(14).0] {
            assert_eq!(of_bytes(bytes), "", "{bytes:?}");
        }
        assert_eq!(of_bytes("找停车场".as_bytes()), "找停车场");
    }

    #[test]
    fn a_character_that_the_limit_cuts_does_not_take_the_sentence_with_it() {
        let long = "灯".repeat(SENTENCE_BYTES_MAX);
        assert!(of_bytes(long.as_bytes()).starts_with("灯灯灯"));
        let garbage = [b"\xff".as_slice(), long.as_bytes()].concat();
        assert_eq!(of_bytes(&garbage), "");
    }

    #[tokio::test]
    async fn no_more_of_a_line_is_kept_than_a_sentence_may_have() {
        let long = "find parking ".repeat(80_000);
        let input = format!("first\r\n\n{long}\nlast");
        let mut lines = Lines::of(input.as_bytes());
        let mut kept = Vec::new();
        while let Some(line) = lines.next().await.unwrap() {
            kept.push((line.len(), String::from_utf8(line).unwrap().chars().take(7).collect::<String>()));
        }
        let expected = [(6, "first\r"), (0, ""), (SENTENCE_BYTES_MAX + 1, "find pa"), (4, "last")];
        assert_eq!(kept, expected.map(|(bytes, beginning)| (bytes, beginning.to_owned())));
    }
}
