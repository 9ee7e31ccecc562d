//! Writing records to the disk in the background: at once if nothing was written lately, else after an interval.
//!
//! The interval bounds what a power cut loses and how often the disk is written to, however fast records come.

use std::{
    fs::File,
    io,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::limits::AUDIT_SYNC_INTERVAL_MS;

/// A thread that writes to the disk. Dropping it writes what is due, and waits for that.
pub(super) struct Syncer {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The file that holds records which are not on the disk. Only the newest segment can: a full one is written to the
    /// disk before the next begins.
    due: Option<Arc<File>>,
    closing: bool,
}

impl Syncer {
    /// Starts the thread.
    pub(super) fn start() -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let of_thread = Arc::clone(&shared);
        let thread = thread::Builder::new().name("audit-sync".to_owned()).spawn(move || of_thread.run())?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Says that a file holds a record that is not on the disk.
    pub(super) fn wake(&self, file: Arc<File>) {
        let was_due = self.shared.state().due.replace(file).is_some();
        // Who waits out the interval finds what is due by itself.
        if !was_due {
            self.shared.changed.notify_one();
        }
    }
}

impl Drop for Syncer {
    fn drop(&mut self) {
        self.shared.state().closing = true;
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread that writes the audit log to the disk broke");
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing is done under the lock that could leave the state half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self) {
        let interval = Duration::from_millis(AUDIT_SYNC_INTERVAL_MS);
        loop {
            let waiting = self.changed.wait_while(self.state(), |state| state.due.is_none() && !state.closing);
            let due = waiting.unwrap_or_else(PoisonError::into_inner).due.take();
            let Some(file) = due else { return };
            if let Err(error) = file.sync_data() {
                tracing::error!(%error, "cannot write the audit log to the disk");
            }
            drop(self.changed.wait_timeout_while(self.state(), interval, |state| !state.closing));
        }
    }
}
