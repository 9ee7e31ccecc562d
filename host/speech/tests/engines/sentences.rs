//! What the car of the tests listens for: the skills of this repository and the names of its simulated town.

use std::{path::Path, sync::Arc};

use jumpseat_package::{Language, Phrases, Template};
use jumpseat_router::{Surface, answer_templates};
use jumpseat_speech::{Pocketsphinx, Sentences};
use jumpseat_tool::{Case, Field, Record, Tool, Type};

/// Sentences that are in the grammar.
pub(crate) const TO_THE_CAR: &str = include_str!("sentences/to-the-car.txt");
/// Talk, commands that no skill serves, and sentences that only begin like one that a skill serves.
pub(crate) const TO_OTHERS: &str = include_str!("sentences/to-others.txt");

pub(crate) fn recogniser() -> Pocketsphinx {
    let answers: Vec<Template> = answer_templates(Language::English);
    let sentences = Sentences { surfaces: &surfaces(), answers: &answers, names: &names() };
    let (recogniser, _left_out) = Pocketsphinx::new(&sentences, None).unwrap();
    recogniser
}

/// The skills, with their requests as in their WIT and their phrases as they are written.
pub(crate) fn surfaces() -> Vec<Surface> {
    let which = || vec![("which", enumeration("which", &["next", "second"]))];
    vec![
        surface(
            "parking",
            vec![
                (
                    "find",
                    vec![
                        ("near", Type::String),
                        ("price-per-hour-max", Type::U8),
                        ("height-cm-min", Type::U16),
                        ("covered", Type::Bool),
                        ("order", enumeration("order", &["distance", "price", "free-spaces"])),
                    ],
                ),
                ("show", vec![("car-park", Type::String)]),
            ],
        ),
        surface(
            "restaurant-finder",
            vec![
                (
                    "find",
                    vec![
                        ("cuisine", enumeration("cuisine", CUISINES)),
                        ("price-max", enumeration("price", &["budget", "moderate", "expensive"])),
                        ("open-now", Type::Bool),
                        ("near", Type::String),
                        ("distance-m-max", Type::U32),
                        ("stars-min", Type::U8),
                        ("order", enumeration("order", &["distance", "rating", "price"])),
                    ],
                ),
                ("show", vec![("restaurant", Type::String)]),
            ],
        ),
        surface(
            "traffic-lights",
            vec![("check", which()), ("advise-speed", which()), ("set-alerts", vec![("enabled", Type::Bool)])],
        ),
    ]
}

const CUISINES: &[&str] = &[
    "chinese",
    "noodles",
    "hotpot",
    "dumplings",
    "japanese",
    "sushi",
    "korean",
    "thai",
    "indian",
    "italian",
    "pizza",
    "french",
    "german",
    "mexican",
    "burger",
    "steak",
    "barbecue",
    "seafood",
    "vegetarian",
    "coffee",
    "bakery",
];

fn surface(skill: &str, tools: Vec<(&str, Vec<(&str, Type)>)>) -> Surface {
    let phrases = root().join("skills").join(skill).join("phrases/en.yaml");
    let phrases = Phrases::parse(&std::fs::read_to_string(phrases).unwrap()).unwrap();
    let tool = |(function, fields): (&str, Vec<(&str, Type)>)| {
        let field = |(name, ty): (&str, Type)| {
            let ty = Type::Option(Box::new(ty));
            Field { name: name.to_owned(), docs: String::new(), ty }
        };
        let fields = fields.into_iter().map(field).collect();
        let request = Some(Record { name: "request".to_owned(), docs: String::new(), fields });
        Arc::new(Tool { name: format!("{skill}.{function}").parse().unwrap(), docs: String::new(), request })
    };
    Surface { skill: skill.parse().unwrap(), tools: tools.into_iter().map(tool).collect(), phrases: vec![phrases] }
}

fn enumeration(name: &str, cases: &[&str]) -> Type {
    let case = |name: &&str| Case { name: (*name).to_owned(), docs: String::new(), payload: None };
    Type::Enum(name.to_owned(), cases.iter().map(case).collect())
}

/// The English names of the town.
fn names() -> Vec<String> {
    let town = std::fs::read_to_string(root().join("host/providers/world/town.osm")).unwrap();
    let names = town.split("k=\"name:en\" v=\"").skip(1).filter_map(|rest| rest.split_once('"'));
    names.map(|(name, _)| name.to_owned()).collect()
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
