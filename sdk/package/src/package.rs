//! The custom section that makes one component a whole skill.
//!
//! It holds JSON: `{"format": 1, "manifest": …, "docs": …, "phrases": […]}`. JSON, because a person who inspects a
//! skill can read it, and templates are kept as text, so reading a skill of some hundred sentences costs well under
//! a millisecond. The section stands at the end of the component; the bytes before it are those of the build.

mod section;

use serde::{Deserialize, Serialize, de::IgnoredAny};

use crate::{
    Docs, Language, Manifest, ManifestError, Phrases, PhrasesError,
    limits::{COMPONENT_BYTES_MAX, SECTION_BYTES_MAX},
    phrases::PhrasesFile,
};

/// Name of the custom section.
pub const SECTION_NAME: &str = "jumpseat:skill";

/// Version of the form of the section's content.
const FORMAT: u32 = 1;

/// What a skill file holds besides its code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Package {
    /// Who the skill is, what it asks for, and what wakes it.
    pub manifest: Manifest,
    /// The doc comments of its `tools` interface.
    pub docs: Docs,
    /// Its sample sentences, one entry per language.
    pub phrases: Vec<Phrases>,
}

/// Why a package was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// The bytes are no WebAssembly.
    #[error("this is not WebAssembly")]
    NotWasm,
    /// The bytes are a core module.
    #[error("this is a WebAssembly core module, not a component")]
    CoreModule,
    /// The component is damaged.
    #[error("the component is damaged: {message}")]
    Damaged {
        /// What the reader of WebAssembly says.
        message: String,
    },
    /// The component is larger than allowed.
    #[error("the component has {bytes} bytes, at most {COMPONENT_BYTES_MAX} are allowed")]
    ComponentTooLarge {
        /// Its size.
        bytes: usize,
    },
    /// The component has no such section.
    #[error("the component holds no section \"{SECTION_NAME}\"")]
    NoSection,
    /// The component has more than one such section, so what it says about itself is ambiguous.
    #[error("the component holds more than one section \"{SECTION_NAME}\"")]
    SeveralSections,
    /// The section is larger than allowed.
    #[error("the section \"{SECTION_NAME}\" has {bytes} bytes, at most {SECTION_BYTES_MAX} are allowed")]
    SectionTooLarge {
        /// Its size.
        bytes: usize,
    },
    /// The section was written by a later version of the build tool.
    #[error("the section \"{SECTION_NAME}\" has format {format}, this version reads format {FORMAT}")]
    Format {
        /// Its format.
        format: u32,
    },
    /// The section is not the JSON that is expected.
    #[error("cannot read the section \"{SECTION_NAME}\"")]
    Json(#[from] serde_json::Error),
    /// The manifest in it is not acceptable.
    #[error("the manifest of the skill is not acceptable")]
    Manifest(#[from] ManifestError),
    /// The phrases in it are not acceptable.
    #[error("the phrases of the skill are not acceptable")]
    Phrases(#[from] PhrasesError),
    /// Two phrase entries have one language.
    #[error("the skill has two sets of phrases for language \"{language}\"")]
    SeveralPhrases {
        /// The language.
        language: Language,
    },
}

impl PackageError {
    /// What a person can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NotWasm | Self::NoSection => {
                Some("build it with \"jumpseat skill build\", or pack it with \"jumpseat skill pack\"".to_owned())
            }
            Self::CoreModule => {
                Some("make it a component first; \"jumpseat skill build\" does so for Rust skills".to_owned())
            }
            Self::SeveralSections => Some("build it again; \"jumpseat skill pack\" replaces the section".to_owned()),
            Self::Format { .. } => Some("update this program, or build the skill with the matching version".to_owned()),
            Self::Manifest(error) => error.hint(),
            Self::Phrases(error) => error.hint(),
            Self::Damaged { .. } => Some("copy the file again, or build it again".to_owned()),
            Self::ComponentTooLarge { .. }
            | Self::SectionTooLarge { .. }
            | Self::Json(_)
            | Self::SeveralPhrases { .. } => None,
        }
    }
}

/// What the section holds.
#[derive(Serialize)]
struct Written<'a> {
    format: u32,
    #[serde(flatten)]
    package: &'a Package,
}

/// What the section holds, with phrases that are not checked yet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read<P> {
    format: u32,
    manifest: Manifest,
    docs: Docs,
    phrases: P,
}

impl Package {
    /// Reads the package of a component, without reading the component's code.
    pub fn read(component: &[u8]) -> Result<Self, PackageError> {
        let Read { manifest, docs, phrases, .. } = parse::<Vec<PhrasesFile>>(section_of(component)?)?;
        let phrases = phrases.into_iter().map(Phrases::try_from).collect::<Result<_, _>>()?;
        let package = Self { manifest, docs, phrases };
        package.check()?;
        Ok(package)
    }

    /// Reads the package of a component without its phrases. They are most of it, and whoever lists skills needs none.
    pub fn read_without_phrases(component: &[u8]) -> Result<Self, PackageError> {
        let Read { manifest, docs, .. } = parse::<IgnoredAny>(section_of(component)?)?;
        let package = Self { manifest, docs, phrases: Vec::new() };
        package.check()?;
        Ok(package)
    }

    /// The component with this package in it, in place of any that it held. The rest keeps its bytes.
    pub fn embed(&self, component: &[u8]) -> Result<Vec<u8>, PackageError> {
        self.check()?;
        let data = serde_json::to_vec(&Written { format: FORMAT, package: self })?;
        check_size(data.len())?;
        let mut packed = component.to_vec();
        for section in section::find(component)?.into_iter().rev() {
            packed.drain(section.range);
        }
        section::append(&mut packed, &data);
        if packed.len() > COMPONENT_BYTES_MAX {
            return Err(PackageError::ComponentTooLarge { bytes: packed.len() });
        }
        Ok(packed)
    }

    /// The phrases in a language, if it has some.
    pub fn phrases_in(&self, language: Language) -> Option<&Phrases> {
        self.phrases.iter().find(|phrases| phrases.language == language)
    }

    fn check(&self) -> Result<(), PackageError> {
        self.manifest.check()?;
        for (index, phrases) in self.phrases.iter().enumerate() {
            let language = phrases.language;
            if self.phrases.iter().take(index).any(|before| before.language == language) {
                return Err(PackageError::SeveralPhrases { language });
            }
        }
        Ok(())
    }
}

/// The content of the one section.
fn section_of(component: &[u8]) -> Result<&[u8], PackageError> {
    match section::find(component)?.as_slice() {
        [] => Err(PackageError::NoSection),
        [section] => Ok(section.data),
        [_, _, ..] => Err(PackageError::SeveralSections),
    }
}

fn parse<'a, P: Deserialize<'a>>(data: &'a [u8]) -> Result<Read<P>, PackageError> {
    check_size(data.len())?;
    let read = serde_json::from_slice(data);
    if !read.as_ref().is_ok_and(|read: &Read<P>| read.format == FORMAT) {
        check_format(data)?;
    }
    Ok(read?)
}

fn check_size(bytes: usize) -> Result<(), PackageError> {
    if bytes > SECTION_BYTES_MAX { Err(PackageError::SectionTooLarge { bytes }) } else { Ok(()) }
}

/// Another format may hold anything else, so it is what is wrong before anything else can be.
fn check_format(data: &[u8]) -> Result<(), PackageError> {
    #[derive(Deserialize)]
    struct Head {
        format: u32,
    }
    let Head { format } = serde_json::from_slice(data)?;
    if format == FORMAT { Ok(()) } else { Err(PackageError::Format { format }) }
}

#[cfg(test)]
mod tests;
