//! The JSON schema of a tool, in the form of function calling that Qwen models read.
//!
//! It is written for a model and not for a validator: short, with documentation on every field, in the order of the
//! WIT. What a call may hold is decided by [`Tool::arguments`], and what a model can write by [`crate::Grammar`].

use serde_json::{Map, Value as Json, json};

use crate::{
    Case, Field, Record, Tool, Type, answer,
    limits::{JSON_INTEGER_MAX, TUPLE_MEMBERS_MAX},
};

impl Tool {
    /// The tool as a model's prompt names it:
    /// `{"type": "function", "function": {"name": …, "description": …, "parameters": {…}}}`.
    pub fn schema(&self) -> Json {
        let parameters = self.request.as_ref().map_or_else(|| object(&[]), |request| object(&request.fields));
        function(&self.name.to_string(), &self.docs, &parameters)
    }
}

/// The functions of the host itself, in the form of [`Tool::schema`]: no tool fits, and ask back. A model is always
/// offered them.
pub fn host_functions() -> [Json; 2] {
    let question = json!({"type": "string", "description": "What to ask the driver."});
    let ask = json!({"type": "object", "properties": {answer::QUESTION: question}, "required": [answer::QUESTION]});
    [
        function(answer::NO_TOOL, "No function fits what the driver said.", &object(&[])),
        function(answer::ASK, "Asks the driver back, when what was said has several meanings.", &ask),
    ]
}

fn function(name: &str, docs: &str, parameters: &Json) -> Json {
    json!({"type": "function", "function": {"name": name, "description": docs, "parameters": parameters}})
}

fn object(fields: &[Field]) -> Json {
    let properties: Map<_, _> = fields.iter().map(|field| (field.name.clone(), property(field))).collect();
    let required: Vec<_> = fields.iter().filter(|field| field.is_required()).map(|field| &field.name).collect();
    json!({"type": "object", "properties": properties, "required": required})
}

fn property(field: &Field) -> Json {
    let mut schema = field.given_type().schema();
    let docs = if field.docs.is_empty() { field.given_type().docs() } else { &field.docs };
    if let (Json::Object(schema), false) = (&mut schema, docs.is_empty()) {
        schema.insert("description".to_owned(), json!(docs));
    }
    schema
}

impl Type {
    fn schema(&self) -> Json {
        if let Some((min, max)) = self.integer_range() {
            let exact = -i128::from(JSON_INTEGER_MAX)..=i128::from(JSON_INTEGER_MAX);
            // Where the range of the type is wider than what JSON keeps exactly, its bounds would mislead.
            return match (exact.contains(&min), exact.contains(&max)) {
                (true, true) => json!({"type": "integer", "minimum": number(min), "maximum": number(max)}),
                (true, false) => json!({"type": "integer", "minimum": number(min)}),
                (false, _) => json!({"type": "integer"}),
            };
        }
        match self {
            Self::Bool => json!({"type": "boolean"}),
            Self::F32 | Self::F64 => json!({"type": "number"}),
            Self::Char => json!({"type": "string", "minLength": 1, "maxLength": 1}),
            Self::String => json!({"type": "string"}),
            Self::List(item) => json!({"type": "array", "items": item.schema()}),
            Self::Tuple(members) => tuple(members),
            Self::Record(Record { fields, .. }) => object(fields),
            Self::Variant(_, cases) => variant(cases),
            Self::Enum(_, cases) => json!({"type": "string", "enum": names(cases).collect::<Vec<_>>()}),
            Self::Option(inner) if inner.is_nullable() => {
                json!({"anyOf": [{"type": "null"}, single("some", &inner.schema())]})
            }
            Self::Option(inner) => json!({"anyOf": [{"type": "null"}, inner.schema()]}),
            Self::Result(ok, error) => {
                let payload =
                    |ty: &Option<Box<Self>>| ty.as_ref().map_or_else(|| json!({"type": "null"}), |ty| ty.schema());
                json!({"anyOf": [single("ok", &payload(ok)), single("error", &payload(error))]})
            }
            Self::Flags(_, flags) => {
                let properties: Map<_, _> =
                    names(flags).map(|name| (name.to_owned(), json!({"type": "boolean"}))).collect();
                json!({"type": "object", "properties": properties})
            }
            Self::S8 | Self::U8 | Self::S16 | Self::U16 | Self::S32 | Self::U32 | Self::S64 | Self::U64 => {
                json!({"type": "integer"})
            }
        }
    }

    /// The documentation of a type that has some of its own.
    fn docs(&self) -> &str {
        if let Self::Record(record) = self { &record.docs } else { "" }
    }
}

fn tuple(members: &[Type]) -> Json {
    debug_assert!(members.len() <= TUPLE_MEMBERS_MAX);
    let items: Vec<_> = members.iter().map(Type::schema).collect();
    json!({"type": "array", "prefixItems": items, "minItems": members.len(), "maxItems": members.len()})
}

fn variant(cases: &[Case]) -> Json {
    let plain: Vec<_> = cases.iter().filter(|case| case.payload.is_none()).map(|case| &case.name).collect();
    let plain = (!plain.is_empty()).then(|| json!({"type": "string", "enum": plain}));
    let laden = cases.iter().filter_map(|case| case.payload.as_ref().map(|ty| single(&case.name, &ty.schema())));
    json!({"anyOf": plain.into_iter().chain(laden).collect::<Vec<_>>()})
}

fn single(name: &str, schema: &Json) -> Json {
    json!({"type": "object", "properties": {name: schema}, "required": [name]})
}

fn names(cases: &[Case]) -> impl Iterator<Item = &str> {
    cases.iter().map(|case| case.name.as_str())
}

/// A bound that was checked to be within what JSON keeps exactly.
fn number(bound: i128) -> Json {
    i64::try_from(bound).map_or(Json::Null, Json::from)
}

#[cfg(test)]
mod tests;
