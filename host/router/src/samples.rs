//! Small skills for the tests of this crate.

use std::sync::Arc;

use jumpseat_package::{Language, Phrases};
use jumpseat_tool::{Case, Field, Record, Tool, Type};

use crate::{Call, Match, Precedence, Repertoire, Router, Surface, conflicts};

pub(crate) fn optional(ty: Type) -> Type {
    Type::Option(Box::new(ty))
}

pub(crate) fn enumeration(name: &str, cases: &[&str]) -> Type {
    let case = |name: &&str| Case { name: (*name).to_owned(), docs: String::new(), payload: None };
    Type::Enum(name.to_owned(), cases.iter().map(case).collect())
}

pub(crate) fn tool(name: &str, docs: &str, fields: &[(&str, Type)]) -> Arc<Tool> {
    let field = |(name, ty): &(&str, Type)| Field { name: (*name).to_owned(), docs: String::new(), ty: ty.clone() };
    let fields: Vec<Field> = fields.iter().map(field).collect();
    let request = (!fields.is_empty()).then(|| Record { name: "request".to_owned(), docs: String::new(), fields });
    Arc::new(Tool { name: name.parse().unwrap(), docs: docs.to_owned(), request })
}

/// A skill with its tools and phrase files.
pub(crate) fn surface(tools: &[Arc<Tool>], phrases: &[&str]) -> Surface {
    Surface {
        skill: tools[0].name.skill.clone(),
        tools: tools.to_vec(),
        phrases: phrases.iter().map(|source| Phrases::parse(source).unwrap()).collect(),
    }
}

pub(crate) fn restaurants() -> Surface {
    let find = tool(
        "restaurant-finder.find",
        "Finds restaurants and cafés.",
        &[
            ("cuisine", optional(enumeration("cuisine", &["noodles", "hotpot", "pizza"]))),
            ("price-max", optional(enumeration("price", &["budget", "moderate"]))),
            ("open-now", optional(Type::Bool)),
            ("near", optional(Type::String)),
            ("distance-m-max", optional(Type::U32)),
            ("stars-min", optional(Type::U8)),
        ],
    );
    let show = tool("restaurant-finder.show", "Shows one restaurant.", &[("restaurant", Type::String)]);
    let english = r#"
language: en
words:
  cuisine:
    noodles: [noodles, noodle soup, ramen]
    hotpot: [hotpot, hot pot]
  price:
    budget: [cheap, inexpensive]
rules:
  find: "(find|show|get) [me]"
  near: "(near|around|close to) [the] {near}"
tools:
  find:
    - "<find> [a|some] [{price-max}] {cuisine} [restaurant[s]|place[s]] [(near me|nearby)]"
    - "<find> [a|some] [{cuisine}] restaurant[s] <near>"
    - "<find> [a] {cuisine} (place|restaurant) ([within {distance-m-max} (m|metres|meters)];[with {stars-min} stars])"
    - sentence: "I'm hungry"
      set: {open-now: true}
    - "{cuisine} please"
  show:
    - "(show|open|tell me about) {restaurant}"
"#;
    let chinese = r#"
language: zh
words:
  cuisine:
    noodles: [面, 面条, 面馆]
    hotpot: [火锅, 火锅店]
    pizza: [比萨, 披萨]
  price:
    budget: [便宜, 实惠]
tools:
  find:
    - "[帮我] (找|搜) [一下] [附近] [的] [{price-max} 的] {cuisine} [店]"
    - "{near} 附近 [有没有] [好吃] 的 {cuisine}"
    - "{distance-m-max} 米 (内|以内) 的 {cuisine}"
  show:
    - "(看看|打开) {restaurant}"
"#;
    surface(&[find, show], &[english, chinese])
}

pub(crate) fn parking() -> Surface {
    let find = tool(
        "parking.find",
        "Finds car parks with free spaces.",
        &[
            ("near", optional(Type::String)),
            ("height-cm-min", optional(Type::U16)),
            ("order", optional(enumeration("order", &["distance", "price", "free-spaces"]))),
        ],
    );
    let english = r#"
language: en
tools:
  find:
    - "(find|show) [me] [some] parking [near [the] {near}]"
    - "where can I park [near [the] {near}]"
    - "parking for a [vehicle of] {height-cm-min} (cm|centimetres) [vehicle]"
    - "parking by {order}"
"#;
    let chinese = r#"
language: zh
tools:
  find:
    - "[帮我] 找 [个|一下] [附近 [的]] 停车场"
    - "{near} 附近 [有没有|有] [的] 停车 (场|位) [吗]"
"#;
    surface(&[find], &[english, chinese])
}

pub(crate) fn lights() -> Surface {
    let set =
        tool("traffic-lights.set-alerts", "Turns the warning of red lights on or off.", &[("enabled", Type::Bool)]);
    let check = tool("traffic-lights.check", "Tells the colour of the light ahead.", &[]);
    let english = r#"
language: en
tools:
  set-alerts:
    - "turn {enabled} [the] [red] light (alerts|warnings)"
    - "turn [the] [red] light (alerts|warnings) {enabled}"
  check:
    - "(when does|when will) the light (turn|turns|go) green"
    - "what's the [traffic] light [ahead] doing"
"#;
    let chinese = r#"
language: zh
tools:
  set-alerts:
    - "{enabled} 红灯提醒"
  check:
    - "前面 [的] (红绿灯|信号灯) [现在] [是] 什么 (颜色|情况)"
"#;
    surface(&[set, check], &[english, chinese])
}

/// The router of all three.
pub(crate) fn router() -> Router {
    let surfaces = [parking(), restaurants(), lights()];
    let mut conflicts = conflicts(&surfaces);
    // What is named is never lost; what a text field would take may be.
    conflicts.retain(|conflict| conflict.precedence == Precedence::InstalledFirst);
    assert_eq!(conflicts, []);
    for surface in &surfaces {
        assert_eq!(Repertoire::of(surface).rejected(), []);
    }
    router_of(&surfaces)
}

/// The router of some skills.
pub(crate) fn router_of(surfaces: &[Surface]) -> Router {
    Router::new(surfaces.iter().map(Repertoire::of))
}

/// A call as text.
pub(crate) fn call_text(call: &Call) -> String {
    format!("{} {}", call.tool.name, call.arguments.to_json())
}

/// What the phrases say of a sentence, as text.
pub(crate) fn phrase_text(router: &Router, sentence: &str) -> String {
    match router.phrase(sentence, Language::of_text(sentence)) {
        Ok(Match::Call(call)) => call_text(&call),
        Ok(Match::Ambiguous(tools)) => {
            let names: Vec<String> = tools.iter().map(ToString::to_string).collect();
            format!("ambiguous: {}", names.join(", "))
        }
        Ok(Match::None) => "-".to_owned(),
        Err(error) => format!("error: {error}"),
    }
}
