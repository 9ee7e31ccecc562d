//! Why a skill is not loaded.

use std::{io, path::PathBuf};

use jumpseat_package::{Misfit, limits::COMPONENT_BYTES_MAX, text::plain};
use jumpseat_tool::ToolError;

use crate::limits::DETAIL_CHARS_MAX;

/// Why a skill is not loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The component is larger than allowed.
    #[error("the component has {bytes} bytes, at most {COMPONENT_BYTES_MAX} are allowed")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Its tools cannot be offered.
    #[error("the tools of the component cannot be offered")]
    Tools(#[source] Box<ToolError>),
    /// Its phrases are for other tools.
    #[error(transparent)]
    Phrases(#[from] Misfit),
    /// It wants files, sockets and the like from WASI.
    #[error("the component imports {interface}, and skills get nothing from WASI")]
    Wasi {
        /// The import.
        interface: String,
    },
    /// It imports what this host does not serve.
    #[error("the component imports {interface}, which this host does not know")]
    UnknownImport {
        /// The import.
        interface: String,
        /// The capabilities that the host serves.
        served: Vec<String>,
    },
    /// It was built for a version of a capability that this host no longer serves.
    #[error("the component was built for {interface}; this host serves version {served}")]
    OlderCapability {
        /// The import.
        interface: String,
        /// The version that is served.
        served: String,
    },
    /// It was built for a version of a capability that this host does not know yet.
    #[error("the component needs {interface}; this host serves version {served}")]
    NewerCapability {
        /// The import.
        interface: String,
        /// The version that is served.
        served: String,
    },
    /// A capability that it cannot do without is not granted.
    #[error("the capability {capability:?} is not granted")]
    NotGranted {
        /// The capability.
        capability: String,
        /// Whether the skill said that it needs it; else it is one that cannot say that it is not there.
        required: bool,
    },
    /// The manifest names events, and the component has nothing that receives them.
    #[error("the manifest names events, and the component exports no jumpseat:skill/events")]
    NoEventHandler,
    /// The component's code is not valid, or the compiler cannot take it.
    #[error("the code of the component cannot be compiled: {reason}")]
    Compile {
        /// What the compiler says.
        reason: String,
    },
    /// Compiling the component takes more than may be spent on one.
    #[error("compiling the component goes over the limit of {limit}")]
    CompileOverLimit {
        /// The limit, with its unit.
        limit: String,
    },
    /// The compiler ended, which it should for no component.
    #[error("the compiler ended while it compiled the component: {how}")]
    CompilerDied {
        /// How it ended and what it said.
        how: String,
    },
    /// There is no process that could compile.
    #[error("cannot start {program} to compile the component: {reason}")]
    NoCompiler {
        /// The program.
        program: PathBuf,
        /// Why.
        reason: String,
    },
    /// The compiled code cannot be kept anywhere.
    #[error("there is no room for the compiled code of the component")]
    NoRoom {
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The component uses a capability in another form than the host serves it.
    #[error("the component does not fit the capabilities of this host: {reason}")]
    Link {
        /// What the linker says.
        reason: String,
    },
    /// The component does not even start within its limits.
    #[error("the component does not start: {reason}")]
    Start {
        /// What went wrong.
        reason: String,
    },
    /// The file of the skill cannot be read again.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file of the skill is not the one that was loaded.
    #[error("{path} has changed since the skill was loaded")]
    Changed {
        /// The file.
        path: PathBuf,
    },
}

impl LoadError {
    /// What the author or installer of the skill can do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Tools(error) => return error.hint(),
            Self::Phrases(misfit) => return misfit.fault.hint(),
            Self::UnknownImport { served, .. } => return Some(format!("this host serves {}", served.join(", "))),
            Self::NotGranted { capability, required: true } => {
                return Some(format!("grant {capability:?}, or ask the author whether the skill can do without it"));
            }
            Self::NotGranted { capability, required: false } => {
                return Some(format!("grant {capability:?}; it has no way to be there and answer nothing"));
            }
            Self::Wasi { .. } => {
                "build Rust for wasm32-unknown-unknown, JavaScript with disableFeatures, Python with --stub-wasi"
            }
            Self::OlderCapability { .. } => "build the skill again with the WIT of this host",
            Self::NewerCapability { .. } => "update the host, or build the skill with the WIT of this host",
            Self::NoEventHandler => {
                "export jumpseat:skill/events@0.1.0 from the world, or remove events from skill.toml"
            }
            Self::Changed { .. } => "install the skill again",
            Self::NoRoom { .. } => "make room in the folder for temporary files",
            Self::Start { .. } => "do less before the first call, or ask for smaller memories and tables",
            Self::CompileOverLimit { .. } => "make the component smaller, above all its largest function",
            Self::CompilerDied { .. } => "tell the makers of this host: no component should do this",
            Self::TooLarge { .. }
            | Self::NoCompiler { .. }
            | Self::Compile { .. }
            | Self::Link { .. }
            | Self::Read { .. } => return None,
        };
        Some(hint.to_owned())
    }
}

/// An error of the engine with its causes on one line. It holds names that the skill chose.
pub(crate) fn one_line(error: &wasmtime::Error) -> String {
    plain(&format!("{error:#}"), DETAIL_CHARS_MAX)
}
