//! How much of a source has been read, and whether it ended where it may.

use std::{
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

/// Counts what was read. Shared with the reader, which the decoders take away.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    bytes: AtomicU64,
    ended: AtomicBool,
    cut: AtomicBool,
}

impl Meter {
    /// Bytes read so far, over all readers of this meter.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Whether the end was reached.
    pub(crate) fn has_ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }

    /// Whether the end came within a number of 4 bytes.
    pub(crate) fn was_cut(&self) -> bool {
        self.cut.load(Ordering::Relaxed)
    }
}

/// A reader that tells a [`Meter`].
pub(crate) struct Metered<R> {
    inner: R,
    meter: Arc<Meter>,
}

impl<R> Metered<R> {
    pub(crate) fn new(inner: R, meter: Arc<Meter>) -> Self {
        meter.ended.store(false, Ordering::Relaxed);
        meter.cut.store(false, Ordering::Relaxed);
        Self { inner, meter }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.meter.bytes.fetch_add(count as u64, Ordering::Relaxed);
        if count == 0 && !buffer.is_empty() {
            self.meter.ended.store(true, Ordering::Relaxed);
            // Whoever reads a number of 4 bytes first asks for all 4, then for the rest. The end is expected at the
            // first question only; the decoder of PBF does not tell the two apart.
            self.meter.cut.store(buffer.len() < 4, Ordering::Relaxed);
        }
        Ok(count)
    }
}
