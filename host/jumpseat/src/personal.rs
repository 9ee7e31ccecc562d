//! What the car keeps of its driver: where it lies, how it is exported, how it is deleted.

use std::path::Path;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use jumpseat_disk::{
    DiskError,
    tree::{self, Cleared, Found, Tree},
};
use jumpseat_package::SkillId;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// The version of the export. Keys may be added without raising it.
const FORMAT: u32 = 1;

/// A part of what is kept of the driver.
struct Personal {
    /// Its key in the export.
    name: &'static str,
    /// The folder of the state folder that holds it.
    folder: &'static str,
    /// The file in the folder, where the folder also holds something else.
    file: Option<&'static str>,
    /// Whether the folder has a folder for each skill.
    by_skill: bool,
}

/// All parts. Whoever keeps something else of the driver in the state folder names it here, and it is exported and
/// deleted with the rest.
const PERSONAL: &[Personal] = &[
    Personal { name: "consents", folder: "consents", file: Some("consents.json"), by_skill: false },
    Personal { name: "preferences", folder: "preferences", file: Some("preferences.json"), by_skill: false },
    Personal { name: "storage", folder: "storage", file: None, by_skill: true },
];

/// What was exported.
pub(crate) struct Export {
    /// The JSON object.
    pub(crate) object: Value,
    /// What could not be part of it, because it is no file: paths in the state folder.
    pub(crate) left_out: Vec<String>,
}

/// What was deleted of a part.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Deleted {
    /// The part: its key in the export, and the skill where it was only one.
    pub(crate) what: String,
    /// Files.
    pub(crate) files: u64,
    /// Their bytes.
    pub(crate) bytes: u64,
}

/// Exports everything that is kept of the driver.
pub(crate) fn export(state: &Path) -> Result<Export, DiskError> {
    let mut data = Map::new();
    let mut left_out = Vec::new();
    for Personal { name, folder, file, .. } in PERSONAL {
        let Found { tree, left_out: others } = tree::read(&state.join(folder), *file)?;
        let value = tree.map_or(Value::Null, |tree| value(file.unwrap_or_default(), tree));
        data.insert((*name).to_owned(), value);
        left_out.extend(others.into_iter().map(|path| format!("{folder}/{path}")));
    }
    Ok(Export { object: json!({ "format": FORMAT, "data": data, "left_out": left_out }), left_out })
}

/// Deletes everything that is kept of the driver, or only what one skill keeps. What cannot be deleted does not hold up
/// the rest.
pub(crate) fn delete(state: &Path, skill: Option<&SkillId>) -> (Vec<Deleted>, Result<(), DiskError>) {
    let mut deleted = Vec::new();
    let mut result = Ok(());
    for Personal { name, folder, file, .. } in PERSONAL.iter().filter(|part| skill.is_none() || part.by_skill) {
        let what = skill.map_or_else(|| (*name).to_owned(), |skill| format!("{name} of {skill}"));
        match tree::clear(&state.join(folder), skill.map(SkillId::as_str).or(*file)) {
            Ok(Cleared { files, bytes }) => deleted.push(Deleted { what, files, bytes }),
            Err(error) => result = result.and(Err(error)),
        }
    }
    (deleted, result)
}

/// What is kept, as JSON: folders are objects, JSON files what they hold, other files their text, or their bytes where
/// they are no text.
fn value(name: &str, tree: Tree) -> Value {
    match tree {
        Tree::Folder(entries) => entries
            .into_iter()
            .map(|(name, entry)| {
                let value = value(&name, entry);
                (name, value)
            })
            .collect(),
        Tree::File(content) => content_value(name, content),
    }
}

fn content_value(name: &str, content: Vec<u8>) -> Value {
    let is_json = Path::new(name).extension().is_some_and(|extension| extension == "json");
    if let Some(value) = is_json.then(|| serde_json::from_slice(&content).ok()).flatten() {
        return value;
    }
    match String::from_utf8(content) {
        Ok(text) => Value::String(text),
        Err(error) => json!({ "base64": BASE64_STANDARD.encode(error.as_bytes()) }),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A state folder in which two skills and the driver keep something.
    fn state() -> tempfile::TempDir {
        let state = tempfile::tempdir().unwrap();
        for (path, content) in [
            ("consents/consents.json", br#"{"format": 1}"#.as_slice()),
            ("preferences/preferences.json", b"{\"food.cuisine\": \"noodles\"}"),
            ("storage/parking/last", "停车场".as_bytes()),
            ("storage/parking/bits", &[0, 255]),
            ("storage/weather/days", b"[1]"),
            ("skills/installed.json", b"[]"),
        ] {
            let path = state.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        state
    }

    #[test]
    fn values_are_exported_as_they_are_and_bytes_as_base64() {
        let Export { object, left_out } = export(state().path()).unwrap();
        assert_eq!(left_out, [""; 0]);
        insta::assert_json_snapshot!(object, @r#"
        {
          "format": 1,
          "data": {
            "consents": {
              "format": 1
            },
            "preferences": {
              "food.cuisine": "noodles"
            },
            "storage": {
              "parking": {
                "bits": {
                  "base64": "AP8="
                },
                "last": "停车场"
              },
              "weather": {
                "days": "[1]"
              }
            }
          },
          "left_out": []
        }
        "#);
    }

    #[test]
    fn a_damaged_file_is_exported_as_the_text_that_it_is() {
        let state = state();
        fs::write(state.path().join("preferences/preferences.json"), "{\"food").unwrap();
        assert_eq!(export(state.path()).unwrap().object["data"]["preferences"], "{\"food");
    }

    #[test]
    fn nothing_is_exported_of_a_new_car() {
        let state = tempfile::tempdir().unwrap();
        let Export { object, .. } = export(state.path()).unwrap();
        assert_eq!(object["data"], json!({ "consents": null, "preferences": null, "storage": null }));
    }

    fn deleted(what: &str, files: u64, bytes: u64) -> Deleted {
        Deleted { what: what.to_owned(), files, bytes }
    }

    #[test]
    fn who_keeps_a_consent_waits_for_a_deletion() {
        assert_eq!(jumpseat_policy::ConsentFile::LOCK, tree::LOCK);
    }

    #[test]
    fn all_parts_are_deleted_and_skills_stay_installed() {
        let state = state();
        let (parts, result) = delete(state.path(), None);
        result.unwrap();
        assert_eq!(parts, [deleted("consents", 1, 13), deleted("preferences", 1, 27), deleted("storage", 3, 14)]);
        let left = export(state.path()).unwrap().object;
        let kept_folders = json!({ "parking": {}, "weather": {} });
        assert_eq!(left["data"], json!({ "consents": null, "preferences": null, "storage": kept_folders }));
        assert_eq!(fs::read(state.path().join("skills/installed.json")).unwrap(), b"[]");
    }

    #[test]
    fn one_skill_loses_what_it_keeps_and_nothing_else_is_lost() {
        let state = state();
        let (parts, result) = delete(state.path(), Some(&"parking".parse().unwrap()));
        result.unwrap();
        assert_eq!(parts, [deleted("storage of parking", 2, 11)]);
        let left = export(state.path()).unwrap().object;
        assert_eq!(left["data"]["storage"], json!({ "parking": {}, "weather": { "days": "[1]" } }));
        assert_eq!(left["data"]["preferences"], json!({ "food.cuisine": "noodles" }));
    }

    #[test]
    fn a_part_that_cannot_be_deleted_does_not_hold_up_the_rest() {
        let state = state();
        fs::remove_dir_all(state.path().join("preferences")).unwrap();
        fs::write(state.path().join("preferences"), "no folder").unwrap();
        let (parts, result) = delete(state.path(), None);
        assert!(result.is_err());
        assert_eq!(parts, [deleted("consents", 1, 13), deleted("storage", 3, 14)]);
    }
}
