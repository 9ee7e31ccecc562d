//! What a process gives up before it touches what strangers made.
//!
//! A process that parses hostile bytes (a model file, a component) may be taken over. What it could do then is decided
//! before: it confines itself, for good, to the files that it needs, without network and without starting programs. There
//! is one wall for each, so that a system that lacks one still has the others, and [`Walls`] says which stand.
//!
//! | wall | on Linux | what falls |
//! |---|---|---|
//! | files | Landlock | reading and writing anything that was not named |
//! | network | seccomp: no sockets; Landlock: no TCP | connections of any kind, also to this machine |
//! | programs | seccomp and Landlock | `execve`; with it shells and other programs |
//! | privileges | `no_new_privs`, seccomp | set-user-id programs, `ptrace`, mounts, kernel modules, `bpf`, `io_uring` |
//!
//! On other systems nothing stands, and [`Walls`] says that too. The filter of system calls is a list of what is
//! refused, not of what is allowed: it holds what an intruder would need, and leaves the rest to the other walls.
//!
//! This deliberately knows nothing of who is confined.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// What a process may still reach. Everything that is open already stays so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Confinement {
    /// Files, and folders with all that is below them, that it may read. Those that are not there are left out.
    pub read: Vec<PathBuf>,
    /// Folders in which it may also write, make and remove files. Those that are not there are left out.
    pub write: Vec<PathBuf>,
}

/// Which walls stand around a process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walls {
    /// Around files.
    pub files: Wall,
    /// Against network, programs and privileges.
    pub calls: Wall,
}

/// Whether a wall stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wall {
    /// It stands.
    Stands,
    /// It stands with gaps: the kernel is older than the wall.
    Partly,
    /// It does not stand, because of this.
    Missing(String),
}

impl Confinement {
    /// Confines the calling thread and all threads and processes that it starts, for good. It must come before any other
    /// thread is started.
    pub fn apply(&self) -> Walls {
        #[cfg(target_os = "linux")]
        {
            linux::apply(self)
        }
        #[cfg(not(target_os = "linux"))]
        {
            let missing = || Wall::Missing("this system has no such wall that we know of".to_owned());
            Walls { files: missing(), calls: missing() }
        }
    }
}

impl Walls {
    /// What does not stand, for people; nothing if all do.
    pub fn gaps(&self) -> Option<String> {
        let walls = [("files", &self.files), ("network and programs", &self.calls)];
        let gap = |(what, wall): (&str, &Wall)| match wall {
            Wall::Stands => None,
            Wall::Partly => Some(format!("{what}: only in part, the kernel is too old")),
            Wall::Missing(why) => Some(format!("{what}: {why}")),
        };
        let gaps: Vec<String> = walls.into_iter().filter_map(gap).collect();
        (!gaps.is_empty()).then(|| gaps.join("; "))
    }
}
