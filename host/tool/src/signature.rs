//! A tool on one line, for people.

use crate::{Case, Field, Tool, Type};

/// Cases that are written out; the rest is an ellipsis.
const CASES_SHOWN_MAX: usize = 6;

impl Tool {
    /// The tool on one line: `parking.find(near?: string, order?: distance | price)`.
    pub fn signature(&self) -> String {
        format!("{}({})", self.name, fields(self.fields()))
    }
}

fn fields(fields: &[Field]) -> String {
    let field = |field: &Field| {
        let optional = if field.is_required() { "" } else { "?" };
        format!("{}{optional}: {}", field.name, field.given_type().signature())
    };
    fields.iter().map(field).collect::<Vec<_>>().join(", ")
}

impl Type {
    /// The type on one line: its fields and cases with their types, without its own name.
    pub(crate) fn signature(&self) -> String {
        let payload = |ty: &Option<Box<Self>>| ty.as_ref().map_or_else(|| "_".to_owned(), |ty| ty.signature());
        match self {
            Self::List(item) => format!("list<{}>", item.signature()),
            Self::Option(inner) => format!("option<{}>", inner.signature()),
            Self::Tuple(members) => {
                format!("tuple<{}>", members.iter().map(Self::signature).collect::<Vec<_>>().join(", "))
            }
            Self::Result(ok, error) => format!("result<{}, {}>", payload(ok), payload(error)),
            Self::Record(record) => format!("{{{}}}", fields(&record.fields)),
            Self::Enum(_, cases) | Self::Variant(_, cases) => alternatives(cases, " | "),
            Self::Flags(_, flags) => alternatives(flags, " + "),
            Self::Bool
            | Self::S8
            | Self::U8
            | Self::S16
            | Self::U16
            | Self::S32
            | Self::U32
            | Self::S64
            | Self::U64
            | Self::F32
            | Self::F64
            | Self::Char
            | Self::String => self.keyword().to_owned(),
        }
    }
}

fn alternatives(cases: &[Case], separator: &str) -> String {
    let mut shown: Vec<_> = cases.iter().take(CASES_SHOWN_MAX).map(case).collect();
    if cases.len() > CASES_SHOWN_MAX {
        shown.push("…".to_owned());
    }
    shown.join(separator)
}

fn case(case: &Case) -> String {
    match &case.payload {
        Some(ty) => format!("{}({})", case.name, ty.signature()),
        None => case.name.clone(),
    }
}
