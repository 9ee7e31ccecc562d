//! Why a component was not packed.

use jumpseat_package::{HTTP, PackageError};

use crate::DescriptionError;

/// Why a component was not packed.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// What the folder says is not acceptable.
    #[error(transparent)]
    Description(#[from] DescriptionError),
    /// The file is no component, or the package does not fit into it.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The component cannot be read.
    #[error("cannot read the component: {message}")]
    Component {
        /// What the reader of components says.
        message: String,
    },
    /// The component does not export the tools that the WIT describes.
    #[error("the component does not export {interface}")]
    NotExported {
        /// The interface of the tools.
        interface: String,
    },
    /// The component was built from other WIT than what lies in the folder.
    #[error("the tool {tool:?} differs between the component and the WIT of the folder")]
    OtherWit {
        /// The first tool that differs.
        tool: String,
    },
    /// The component imports a capability for which the manifest gives no reason.
    #[error("the component imports jumpseat:{capability}, but skill.toml does not say why")]
    UndeclaredCapability {
        /// The capability.
        capability: String,
    },
    /// The manifest asks for a capability that the component does not import.
    #[error("skill.toml asks for {capability:?}, but the component does not import it")]
    UnusedCapability {
        /// The capability.
        capability: String,
    },
    /// The component imports WASI.
    #[error("the component imports {import}; a skill reaches nothing but capabilities")]
    WasiImport {
        /// The interface.
        import: String,
    },
    /// The component imports something that is no capability.
    #[error("the component imports {import}, which no car provides")]
    ForeignImport {
        /// The import.
        import: String,
    },
    /// The manifest names events, and nothing could receive them.
    #[error("skill.toml names events, but the component does not export jumpseat:skill/events")]
    EventsNotExported,
    /// The component receives events, and the manifest names none.
    #[error("the component exports jumpseat:skill/events, but skill.toml names no events")]
    EventsNotNamed,
}

impl PackError {
    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Description(error) => return error.hint(),
            Self::Package(error) => return error.hint(),
            Self::NotExported { .. } => "write export tools; in the world that the skill is built for".to_owned(),
            Self::OtherWit { .. } => "build the component again".to_owned(),
            Self::UndeclaredCapability { capability } => {
                let hosts = if capability == HTTP { ", and hosts = [\"…\"]" } else { "" };
                format!(
                    "add [capabilities.{capability}] with required = true or false, and why = {{ en = \"to …\" }}{hosts}"
                )
            }
            Self::UnusedCapability { capability } => {
                format!("remove [capabilities.{capability}]; what the code never calls does not reach the component")
            }
            Self::WasiImport { .. } => {
                "Rust: build for wasm32-unknown-unknown; JavaScript and Python: build with WASI disabled or stubbed"
                    .to_owned()
            }
            Self::ForeignImport { .. } => "import interfaces of jumpseat packages only".to_owned(),
            Self::EventsNotExported => {
                "write export jumpseat:skill/events@0.1.0; in the world, or remove the events".to_owned()
            }
            Self::EventsNotNamed => "name what wakes the skill: events = [\"signal-ahead\"]".to_owned(),
            Self::Component { .. } => return None,
        };
        Some(hint)
    }
}
