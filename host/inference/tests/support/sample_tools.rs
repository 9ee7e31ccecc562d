//! Tools to choose from.

use std::sync::Arc;

use jumpseat_tool::{Case, Field, Record, Tool, Type};

/// Two tools, with every kind of argument that skills use.
pub(crate) fn tools() -> Vec<Arc<Tool>> {
    let order = ["distance", "price", "free-spaces"].map(case).to_vec();
    let find = record(
        "find-request",
        vec![
            field("near", "The name of a place to park near.", optional(Type::String)),
            field("price-per-hour-max", "At most this price for an hour.", optional(Type::U8)),
            field("covered", "Only under a roof.", optional(Type::Bool)),
            field("order", "Which car park comes first.", optional(Type::Enum("order".to_owned(), order))),
        ],
    );
    let show = record("show-request", vec![field("car-park", "The name of the car park.", Type::String)]);
    vec![
        tool("parking.show", "Shows one car park.", Some(show)),
        tool("parking.find", "Finds car parks with free spaces.", Some(find)),
    ]
}

/// A tool whose answers are short whatever a model chooses: it leaves one choice among a few words.
pub(crate) fn short_tool() -> Arc<Tool> {
    let direction = Type::Enum("direction".to_owned(), ["north", "south", "east", "west"].map(case).to_vec());
    let request = record("turn-request", vec![field("direction", "Where to.", direction)]);
    tool("compass.turn", "Turns the map.", Some(request))
}

fn tool(name: &str, docs: &str, request: Option<Record>) -> Arc<Tool> {
    Arc::new(Tool { name: name.parse().unwrap(), docs: docs.to_owned(), request })
}

fn record(name: &str, fields: Vec<Field>) -> Record {
    Record { name: name.to_owned(), docs: String::new(), fields }
}

fn field(name: &str, docs: &str, ty: Type) -> Field {
    Field { name: name.to_owned(), docs: docs.to_owned(), ty }
}

fn optional(ty: Type) -> Type {
    Type::Option(Box::new(ty))
}

fn case(name: &str) -> Case {
    Case { name: name.to_owned(), docs: String::new(), payload: None }
}
