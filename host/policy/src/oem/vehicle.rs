//! What a skill may set of the vehicle, as a policy file says it.
//!
//! A rule is a text, or a table with the text and what else holds. All rules that match a signal hold together: the
//! narrowest range, the strictest state of the car, and the driver's yes unless every one of them goes without.

use std::{collections::BTreeMap, fmt, sync::Arc};

use jumpseat_vehicle::{Range, Rule, Writable, catalogue};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor, value::MapAccessDeserializer},
};

use super::While;

/// The signals that a skill may set, and when.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct VehicleRules {
    pub(super) writable: Arc<Writable>,
    states: BTreeMap<&'static str, While>,
}

/// A signal that a skill may set, for whoever wants it explained.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Setting {
    /// Its path in the Vehicle Signal Specification.
    pub path: &'static str,
    /// The numbers to which it may be set; all, where it is no number. In JSON, all are nothing.
    #[serde(serialize_with = "bounds")]
    pub range: Range,
    /// Whether the driver must say yes each time.
    pub confirm: bool,
    /// What the car must do.
    #[serde(rename = "while")]
    pub state: While,
}

fn bounds<S: Serializer>(range: &Range, serializer: S) -> Result<S::Ok, S::Error> {
    range.min.is_finite().then_some(range).serialize(serializer)
}

impl VehicleRules {
    /// In which state of the car a signal may be set.
    pub(super) fn state(&self, path: &str) -> While {
        self.states.get(path).copied().unwrap_or_default()
    }

    /// Every signal that may be set, by path.
    pub(super) fn settings(&self) -> impl Iterator<Item = Setting> {
        let opened = |path| Some((path, self.writable.opening(catalogue::settable(path).ok()?)?));
        self.writable.paths().filter_map(opened).map(|(path, opening)| Setting {
            path,
            range: opening.range,
            confirm: opening.confirm,
            state: self.state(path),
        })
    }
}

/// A rule of the file.
struct Item {
    text: String,
    confirm: bool,
    state: While,
}

/// A rule that is a table. What opens a signal without asking must say so.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Table {
    set: String,
    #[serde(default = "asks")]
    confirm: bool,
    #[serde(default, rename = "while")]
    state: While,
}

const fn asks() -> bool {
    true
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ItemVisitor)
    }
}

/// Tells a text from a table by looking, so that what is wrong in a table is named.
struct ItemVisitor;

impl<'de> Visitor<'de> for ItemVisitor {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a rule such as \"Vehicle.Cabin.HVAC.**\", or a table with the key \"set\"")
    }

    fn visit_str<E>(self, text: &str) -> Result<Item, E> {
        Ok(Item { text: text.to_owned(), confirm: asks(), state: While::default() })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Item, A::Error> {
        let Table { set, confirm, state } = Table::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Item { text: set, confirm, state })
    }
}

/// A hint stands in the message, because TOML keeps nothing else of an error.
impl<'de> Deserialize<'de> for VehicleRules {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let items = Vec::<Item>::deserialize(deserializer)?;
        let read = |rules: &[Item]| {
            let rules = rules.iter().map(|item| Rule { text: &item.text, confirm: item.confirm });
            Writable::parse(rules).map_err(|error| {
                let hint = error.hint().map(|hint| format!(" ({hint})")).unwrap_or_default();
                serde::de::Error::custom(format!("{error}{hint}"))
            })
        };
        let writable = Arc::new(read(&items)?);
        let mut states = BTreeMap::<_, While>::new();
        for item in items.iter().filter(|item| item.state != While::default()) {
            for path in read(std::slice::from_ref(item))?.paths() {
                let strictest = states.entry(path).or_default();
                *strictest = item.state.max(*strictest);
            }
        }
        Ok(Self { writable, states })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(vehicle: &str) -> Result<VehicleRules, String> {
        #[derive(Debug, Deserialize)]
        struct File {
            vehicle: VehicleRules,
        }
        let file: Result<File, _> = toml::from_str(&format!("vehicle = {vehicle}"));
        file.map(|file| file.vehicle).map_err(|error| error.message().to_owned())
    }

    fn shown(vehicle: &str) -> String {
        let line = |Setting { path, range, confirm, state }: Setting| {
            format!("{path} {}..{} confirm {confirm} while {state}", range.min, range.max)
        };
        rules(vehicle).unwrap().settings().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_rule_asks_the_driver_unless_it_says_otherwise() {
        insta::assert_snapshot!(shown(r#"[
            "Vehicle.Cabin.Sunroof.Shade.Position ..80",
            { set = "Vehicle.Cabin.Infotainment.Media.Volume ..40", confirm = false },
            { set = "Vehicle.Body.Mirrors.DriverSide.IsFolded", while = "parked" },
        ]"#), @r"
        Vehicle.Body.Mirrors.DriverSide.IsFolded -inf..inf confirm true while parked
        Vehicle.Cabin.Infotainment.Media.Volume 0..40 confirm false while driving or not
        Vehicle.Cabin.Sunroof.Shade.Position 0..80 confirm true while driving or not
        ");
    }

    #[test]
    fn all_rules_that_match_a_signal_hold_together() {
        let window = "Vehicle.Cabin.Door.Row1.DriverSide.Window.Position";
        let broad =
            |confirm, state| format!(r#"{{ set = "Vehicle.Cabin.Door.**", confirm = {confirm}, while = "{state}" }}"#);
        let narrow = format!(r#"{{ set = "{window} ..50", confirm = false, while = "standing" }}"#);
        let of = |rules_written: String| {
            rules(&rules_written).unwrap().settings().find(|setting| setting.path == window).unwrap()
        };
        let strict = of(format!("[{narrow}, {}]", broad(true, "parked")));
        assert_eq!((strict.range.max, strict.confirm, strict.state), (50.0, true, While::Parked));
        let loose = of(format!("[{}, {narrow}]", broad(false, "driving")));
        assert_eq!((loose.range.max, loose.confirm, loose.state), (50.0, false, While::Standing));
    }

    #[test]
    fn what_is_misspelt_is_named() {
        for (wrong, named) in [
            (r#"[{ set = "Vehicle.Cabin.HVAC.**", confrim = false }]"#, "confrim"),
            ("[{ confirm = false }]", "set"),
            (r#"[{ set = "Vehicle.Cabin.HVAC.**", while = "flying" }]"#, "flying"),
            (r#"[{ set = "Vehicle.ADAS.**", confirm = false }]"#, "Vehicle.ADAS"),
            ("[7]", "a rule such as"),
        ] {
            let error = rules(wrong).unwrap_err();
            assert!(error.contains(named), "{wrong}: {error}");
        }
    }
}
