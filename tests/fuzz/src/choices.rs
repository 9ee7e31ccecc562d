//! Decisions taken from bytes.

/// Makes the decisions of a generator from an input: whoever changes a byte changes a decision. When the bytes are used
/// up, every decision is the first one, so that all generators end.
pub(crate) struct Choices<'a> {
    bytes: &'a [u8],
}

impl<'a> Choices<'a> {
    /// Decisions from these bytes.
    pub(crate) fn of(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// One of so many.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        usize::from(self.byte()) % count.max(1)
    }

    /// One of these; nothing only if there are none.
    pub(crate) fn one_of<T: Copy>(&mut self, values: &[T]) -> Option<T> {
        values.get(self.below(values.len())).copied()
    }

    /// Yes or no.
    pub(crate) fn coin(&mut self) -> bool {
        self.below(2) == 1
    }

    /// A number of any size.
    pub(crate) fn number(&mut self) -> u64 {
        let bytes = self.below(9);
        (0..bytes).fold(0, |number, _| number << 8 | u64::from(self.byte()))
    }

    /// A text of at most so many bytes, which are as they come.
    pub(crate) fn text(&mut self, bytes_max: usize) -> String {
        let length = self.below(bytes_max + 1).min(self.bytes.len());
        let (text, rest) = self.bytes.split_at(length);
        self.bytes = rest;
        String::from_utf8_lossy(text).into_owned()
    }

    /// Whether any bytes are left.
    pub(crate) fn is_over(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The bytes that no decision was made from.
    pub(crate) fn rest(self) -> &'a [u8] {
        self.bytes
    }

    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
        *first
    }
}
