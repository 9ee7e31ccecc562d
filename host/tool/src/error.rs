//! Why a component's tools cannot be offered.

use crate::{
    CONTRACT, ToolNameError,
    limits::{FIELDS_MAX, TYPE_DEPTH_MAX, TYPE_PARTS_MAX},
};

/// Why a component's tools cannot be offered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ToolError {
    /// The bytes are no WebAssembly.
    #[error("this is not WebAssembly")]
    NotWasm,
    /// The bytes are a core module.
    #[error("this is a WebAssembly core module, not a component")]
    CoreModule,
    /// The component is damaged, or uses something that no component may.
    #[error("the component is not valid: {message}")]
    Invalid {
        /// What the validator says.
        message: String,
    },
    /// Components, or types of components, lie deeper inside each other than any toolchain puts them.
    #[error("{what} lie inside each other, at most {depth_max} levels are allowed")]
    TooDeep {
        /// What lies inside each other.
        what: &'static str,
        /// Levels that are allowed.
        depth_max: usize,
    },
    /// An import that is no interface, for example a function at the root.
    #[error("the component imports {name:?}, which is not an interface")]
    NotAnInterface {
        /// The import.
        name: String,
    },
    /// More imports, tools and so on than allowed.
    #[error("the component has {count} {what}, at most {count_max} are allowed")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many.
        count: usize,
        /// How many are allowed.
        count_max: usize,
    },
    /// Built for a contract that this host no longer serves.
    #[error("the skill was built for version {version} of jumpseat:skill; this host serves {CONTRACT}")]
    OlderContract {
        /// The version it was built for.
        version: semver::Version,
    },
    /// Built for a contract that this host does not know yet.
    #[error("the skill needs version {version} of jumpseat:skill; this host serves {CONTRACT}")]
    NewerContract {
        /// The version it was built for.
        version: semver::Version,
    },
    /// The contract is named without a version.
    #[error("the component names {interface} without a version")]
    NoContractVersion {
        /// The interface.
        interface: String,
    },
    /// No interface named `tools` is exported, or it has no functions.
    #[error("the component exports no tools")]
    NoTools,
    /// More than one interface named `tools` is exported, so which one is meant is ambiguous.
    #[error("the component exports two interfaces of tools: {first} and {second}")]
    SeveralTools {
        /// One.
        first: String,
        /// Another.
        second: String,
    },
    /// The interface of the tools holds something other than functions and types of values.
    #[error("{name:?} in the interface of the tools is a {kind}")]
    NotAFunction {
        /// The item.
        name: String,
        /// What it is.
        kind: &'static str,
    },
    /// A function cannot be a tool.
    #[error("function {function:?} cannot be a tool")]
    Function {
        /// The function.
        function: String,
        /// Why.
        #[source]
        fault: FunctionFault,
    },
}

/// Why a function cannot be a tool.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FunctionFault {
    /// Its name makes no tool name.
    #[error(transparent)]
    Name(#[from] ToolNameError),
    /// It is `async`.
    #[error("it is async")]
    Async,
    /// It does not take one record or nothing.
    #[error("it takes {parameters} parameters")]
    Parameters {
        /// How many it takes.
        parameters: usize,
    },
    /// What it takes is no record.
    #[error("it takes a {ty}, not a record")]
    NotARecord {
        /// What it takes.
        ty: &'static str,
    },
    /// It does not return what a tool returns.
    #[error("it does not return result<reply, failure> of jumpseat:skill/types")]
    Result,
    /// Its reply or failure is not made as the contract says.
    #[error("its reply or failure has another shape than that of jumpseat:skill/types")]
    Contract,
    /// A type that cannot cross between a sentence and a component.
    #[error("{path} has the type {ty}")]
    Type {
        /// Where: "find-request.near".
        path: String,
        /// The type.
        ty: &'static str,
    },
    /// A name that JSON, phrases and grammar do not share.
    #[error("{path} is not a name of 1 to {max} characters in lower kebab case", max = crate::limits::NAME_CHARS_MAX)]
    MemberName {
        /// Where.
        path: String,
    },
    /// Too many fields, cases or members.
    #[error("{path} has {count} {what}, at most {count_max} are allowed")]
    TooMany {
        /// Where.
        path: String,
        /// What there is too much of.
        what: &'static str,
        /// How many.
        count: usize,
        /// How many are allowed.
        count_max: usize,
    },
    /// Types stand too deep inside each other.
    #[error("the types in {path} stand more than {TYPE_DEPTH_MAX} deep")]
    TooDeep {
        /// Where.
        path: String,
    },
    /// The request is too large in sum.
    #[error("its request has more than {TYPE_PARTS_MAX} types, fields and cases")]
    TooLarge,
}

impl ToolError {
    /// What the author or installer of the skill can do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NotWasm => "build it with \"jumpseat skill build\"",
            Self::CoreModule => "make it a component; \"jumpseat skill build\" does so for Rust skills",
            Self::NotAnInterface { .. } => "import interfaces only: import jumpseat:places/search@0.1.0;",
            Self::OlderContract { .. } => "build the skill again with the WIT of this host",
            Self::NewerContract { .. } => "update the host, or build the skill with the WIT of this host",
            Self::NoContractVersion { .. } => "name the version: jumpseat:skill/types@0.1.0",
            Self::NoTools => "export an interface named \"tools\" from the world: export tools;",
            Self::SeveralTools { .. } => "export one interface named \"tools\"",
            Self::NotAFunction { .. } => "tools take and return values only; keep resources inside the skill",
            Self::Function { fault, .. } => return fault.hint(),
            Self::Invalid { .. } | Self::TooDeep { .. } | Self::TooMany { .. } => return None,
        };
        Some(hint.to_owned())
    }
}

impl FunctionFault {
    /// What the author of the skill can do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Async => "make it a plain func; the host serves the capabilities that it calls asynchronously",
            Self::Parameters { .. } | Self::NotARecord { .. } => {
                "take one record, whose fields can be documented: func(request: find-request)"
            }
            Self::Result => "write use jumpseat:skill/types@0.1.0.{reply, failure}; and return result<reply, failure>",
            Self::Contract => "build the skill with the WIT of this host, unchanged",
            Self::Type { .. } => {
                "use bool, integers, floats, char, string, list, tuple, record, variant, enum, option, result or flags"
            }
            Self::TooMany { what: "fields", .. } => {
                return Some(format!("split the tool, or drop fields; a driver rarely says {FIELDS_MAX} things"));
            }
            Self::Name(_) | Self::MemberName { .. } | Self::TooMany { .. } | Self::TooDeep { .. } | Self::TooLarge => {
                return None;
            }
        };
        Some(hint.to_owned())
    }
}
