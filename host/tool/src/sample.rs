//! One tool that has a bit of everything, for the tests of this crate.

use crate::{Case, Field, Record, Tool, Type};

/// A tool with required and optional fields of most kinds.
pub(crate) fn sample_tool() -> Tool {
    let order = Type::Enum("order".to_owned(), vec![case("distance", None), case("free-spaces", None)]);
    let place = Type::Variant("place".to_owned(), vec![case("here", None), case("named", Some(Type::String))]);
    let extras = Type::Flags("extras".to_owned(), vec![case("covered", None), case("guarded", None)]);
    let fields = vec![
        field("near", "The name of a place.", option(Type::String)),
        field("place", "Where to look.", place),
        field("height-cm-min", "Only where this fits.", option(Type::U16)),
        field("latitude-deg", "North is positive.", Type::F64),
        field("extras", "What it must have.", option(extras)),
        field("ids", "Which ones.", Type::List(Box::new(Type::S64))),
        field("order", "What comes first.", option(order)),
    ];
    let request = Record { name: "find-request".to_owned(), docs: "What to look for.".to_owned(), fields };
    Tool { name: "parking.find".parse().unwrap(), docs: "Finds car parks.".to_owned(), request: Some(request) }
}

fn field(name: &str, docs: &str, ty: Type) -> Field {
    Field { name: name.to_owned(), docs: docs.to_owned(), ty }
}

fn case(name: &str, payload: Option<Type>) -> Case {
    Case { name: name.to_owned(), docs: String::new(), payload }
}

fn option(ty: Type) -> Type {
    Type::Option(Box::new(ty))
}
