//! How much of the machine a process may take.

/// What a process may take at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ceiling {
    /// Bytes of memory that it may write to, without its stacks. What goes beyond is not given, which ends most programs.
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
