//! How much of the machine a process may take.

/// What a process may take at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ceiling {
    /// Bytes of memory of its own that it may write to, without its stacks and without memory that is shared. What goes beyond
    /// is not given, which ends most programs.
    pub memory_bytes: u64,
    /// Seconds that all of its threads together may compute, as long as it lives. A process that goes beyond is ended.
    pub compute_s: Option<u64>,
}

/// A ceiling that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the system does not limit {what}: {reason}")]
pub struct NoCeiling {
    /// Of what.
    pub what: &'static str,
    /// What the system says.
    pub reason: String,
}

impl Ceiling {
    /// Limits this process and all that it starts, for good.
    pub fn apply(self) -> Result<(), NoCeiling> {
        #[cfg(target_os = "linux")]
        {
            use rustix::process::{Resource, Rlimit, setrlimit};
            let limit = |resource, what, value| {
                let limit = Rlimit { current: Some(value), maximum: Some(value) };
                setrlimit(resource, limit).map_err(|error| NoCeiling { what, reason: error.to_string() })
            };
            limit(Resource::Data, "memory", self.memory_bytes)?;
            self.compute_s.map_or(Ok(()), |compute_s| limit(Resource::Cpu, "computing time", compute_s))
        }
        #[cfg(not(target_os = "linux"))]
        {
            Err(NoCeiling { what: "memory and computing time", reason: "this is built for Linux alone".to_owned() })
        }
    }
}

/// Lets this process compute for so many seconds more, rounded up; then the system ends it, unless this was called again. For a
/// process that is ended from outside, in case that nobody is left there.
pub fn compute_at_most(seconds: u64) {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let mut computed = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        #[expect(unsafe_code, reason = "the standard library does not tell the time that was computed")]
        // SAFETY: it writes to the one place that it is given.
        unsafe {
            libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut computed);
        }
        let computed_s = u64::try_from(computed.tv_sec).unwrap_or_default() + 1;
        let maximum = getrlimit(Resource::Cpu).maximum;
        // Where the system does not take it, whoever is outside is left.
        setrlimit(Resource::Cpu, Rlimit { current: Some(computed_s + seconds), maximum }).ok();
    }
    #[cfg(not(target_os = "linux"))]
    {
        _ = seconds;
    }
}
