//! What a process gives up before it touches what strangers made.
//!
//! A process that parses hostile bytes (a model file, a component) may be taken over. What it could do then is decided
//! before: it confines itself, for good, to the files that it needs, without network and without starting programs. There
//! is one wall for each, so that a system that lacks one still has the others, and [`Walls`] says which stand.
//!
//! | wall | on Linux | what falls |
//! |---|---|---|
//! | files | Landlock | reading and writing anything that was not named |
//! | rights of files | seccomp | changing rights, owners, times and attributes |
//! | network | seccomp: no sockets; Landlock: no TCP | connections of any kind, also to this machine |
//! | programs | seccomp and Landlock | `execve`; with it shells and other programs |
//! | privileges | `no_new_privs`, seccomp | set-user-id programs, `ptrace`, mounts, kernel modules, `bpf`, `io_uring` |
//!
//! On other systems nothing stands, and [`Walls`] says that too. The filter of system calls is a list of what is
//! refused, not of what is allowed: it holds what an intruder would need, and leaves the rest to the other walls.
//!
//! A program that was not written to confine itself is started by one that does, in its place ([`Confinement::starting`]): the
//! walls stay, and the call that starts programs must too. Landlock then lets it start that program alone, with its loader;
//! memory that is a file, which Landlock does not see, is refused. What the loader can read it can still run, so a program
//! that lies among the libraries of the system may be started through it: behind the same walls.
//!
//! How much of memory and time a process may take is a wall too: [`Ceiling`].
//!
//! This deliberately knows nothing of who is confined.

mod ceiling;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub use ceiling::{Ceiling, NoCeiling, compute_at_most};
use serde::{Deserialize, Serialize};

/// What a process may still reach. Everything that is open already stays so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Confinement {
    /// Files, and folders with all that is below them, that it may read. Those that are not there are left out.
    pub read: Vec<PathBuf>,
    /// Folders in which it may also write, make and remove files. Those that are not there are left out.
    pub write: Vec<PathBuf>,
    /// Programs that it may start. Those that are not there are left out.
    pub start: Vec<PathBuf>,
    /// Whether it makes neither threads nor memory that it could share.
    pub alone: bool,
}

/// What loads the libraries of a program before it runs. A system has one of them.
const LOADERS: [&str; 6] = [
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-linux-aarch64.so.1",
    "/lib/ld-linux-armhf.so.3",
    "/lib/ld-linux-riscv64-lp64d.so.1",
    "/lib/ld-musl-x86_64.so.1",
    "/lib/ld-musl-aarch64.so.1",
];

/// Where the libraries of a system lie, and the list of them.
const LIBRARIES: [&str; 6] = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache"];

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
    /// The same for a process that becomes this program: it may start it, and read the system's libraries and those that lie
    /// beside the program.
    #[must_use]
    pub fn starting(mut self, program: &Path) -> Self {
        self.start.push(program.to_owned());
        self.start.extend(LOADERS.map(PathBuf::from));
        self.read.extend(LIBRARIES.map(PathBuf::from));
        // Where a program is installed by itself, its libraries are too: beside "bin" lies "lib".
        self.read.extend(program.ancestors().nth(2).map(|prefix| prefix.join("lib")));
        self
    }

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
