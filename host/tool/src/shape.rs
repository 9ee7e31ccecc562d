//! What phrases have to fit.

use std::collections::BTreeMap;

use jumpseat_package::{FieldKind, FieldShape, Misfit, Package};

use crate::{Field, Tools, Type};

impl Tools {
    /// Checks that a package's phrases fit these tools. A package was written by anyone, so whoever installs a skill
    /// asks this again, although the build asked it.
    pub fn check_phrases(&self, package: &Package) -> Result<(), Misfit> {
        let shapes: BTreeMap<String, Vec<FieldShape>> = self
            .tools
            .iter()
            .map(|tool| (tool.name.function.clone(), tool.fields().iter().map(Field::shape).collect()))
            .collect();
        package.phrases.iter().try_for_each(|phrases| phrases.check(&shapes))
    }
}

impl Field {
    /// What a sentence can give for it.
    pub fn shape(&self) -> FieldShape {
        FieldShape { name: self.name.clone(), required: self.is_required(), kind: self.given_type().kind() }
    }
}

impl Type {
    fn kind(&self) -> FieldKind {
        if let Some((min, max)) = self.integer_range() {
            return FieldKind::Integer { min, max };
        }
        match self {
            Self::Enum(name, cases) => {
                FieldKind::Enum { name: name.clone(), cases: cases.iter().map(|case| case.name.clone()).collect() }
            }
            Self::Bool => FieldKind::Bool,
            Self::F32 | Self::F64 => FieldKind::Number,
            Self::String => FieldKind::Text,
            Self::Char
            | Self::List(_)
            | Self::Tuple(_)
            | Self::Record(_)
            | Self::Variant(..)
            | Self::Option(_)
            | Self::Result(..)
            | Self::Flags(..)
            // Integers were told by their range.
            | Self::S8
            | Self::U8
            | Self::S16
            | Self::U16
            | Self::S32
            | Self::U32
            | Self::S64
            | Self::U64 => FieldKind::Other,
        }
    }
}
