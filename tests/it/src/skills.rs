//! Installing, listing and removing skills; files that are no skills.

use std::{fs, os::unix::fs::symlink, path::PathBuf};

use serde_json::Value;

use crate::car::{Car, SHIPPED, root, skill_file, tools};

fn ids(car: &Car) -> Vec<String> {
    let list = car.json(["skills", "list", "--json"]);
    let skills = list[0]["skills"].as_array().unwrap().iter();
    skills.map(|skill| skill["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_list_names_tools_and_capabilities() {
    let car = Car::with_skills();
    let list = car.json(["skills", "list", "--json"]);
    insta::assert_json_snapshot!(list[0]["skills"][1]);
}

#[test]
fn a_skill_shows_its_tools_capabilities_and_limits() {
    let car = Car::with_skills();
    let output = car.run(["skills", "show", "traffic-lights"]);
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap());
}

#[test]
fn a_removed_skill_is_gone_and_the_others_stay() {
    let car = Car::with_skills();
    assert_eq!(ids(&car), SHIPPED);
    car.run(["skills", "remove", "parking"]);
    assert_eq!(ids(&car), ["restaurant-finder", "traffic-lights"]);
    let turns = car.ask(&["find parking near me"]);
    assert_eq!(turns[0]["calls"], serde_json::json!([]));
    let again = car.command(["skills", "remove", "parking"]).output().unwrap();
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("no skill \"parking\" is installed"));
}

#[test]
fn a_skill_whose_data_cannot_be_deleted_stays_installed() {
    let car = Car::with_skills();
    let storage = car.path("state/storage");
    fs::write(&storage, "no folder").unwrap();
    let output = car.command(["skills", "remove", "parking"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    fs::remove_file(&storage).unwrap();
    assert_eq!(ids(&car), SHIPPED, "its id is not free for another publisher");
    car.run(["skills", "remove", "parking"]);
}

/// The skill "parking" with another phrase for finding car parks, in both languages.
pub(crate) fn parking_with_phrase(car: &Car, phrase: &str) -> PathBuf {
    let (source, folder, file) = (root().join("skills/parking"), car.path("parking"), car.path("parking.wasm"));
    fs::create_dir_all(folder.join("wit")).unwrap();
    fs::create_dir_all(folder.join("phrases")).unwrap();
    symlink(root().join("wit"), folder.join("wit/deps")).unwrap();
    for name in ["skill.toml", "wit/skill.wit", "phrases/en.yaml", "phrases/zh.yaml"] {
        let text = fs::read_to_string(source.join(name)).unwrap();
        let text = text.replace("\ntools:\n  find:\n", &format!("\ntools:\n  find:\n    - {phrase:?}\n"));
        fs::write(folder.join(name), text).unwrap();
    }
    let mut pack = car.command(["skill", "pack"]);
    pack.arg(skill_file("parking")).arg("--manifest").arg(folder).arg("--output").arg(&file);
    let packed = pack.output().unwrap();
    assert!(packed.status.success(), "{}", String::from_utf8_lossy(&packed.stderr));
    file
}

#[test]
fn an_installation_says_why_a_phrase_is_not_used_and_what_to_do() {
    let car = Car::empty();
    let file = parking_with_phrase(&car, "{near}");
    let output = car.run(["skills".as_ref(), "install".as_ref(), file.as_os_str()]);
    insta::assert_snapshot!(String::from_utf8(output.stderr).unwrap(), @r#"
    note: the en phrase "{near}" of parking.find is not used: it accepts any text
    hint: add a word that tells the sentence from others
    note: the zh phrase "{near}" of parking.find is not used: it accepts any text
    hint: add a word that tells the sentence from others
    "#);
    let installed = car.json(["skills".as_ref(), "install".as_ref(), "--json".as_ref(), file.as_os_str()]);
    insta::assert_json_snapshot!(installed[0]["rejected_phrases"][0], @r#"
    {
      "language": "en",
      "tool": "find",
      "phrase": "{near}",
      "reason": "it accepts any text",
      "hint": "add a word that tells the sentence from others"
    }
    "#);
}

/// Installs bytes that are no skill and returns the error.
fn refused(bytes: &[u8]) -> String {
    let car = Car::with_skills();
    let file = car.path("wrong.wasm");
    fs::write(&file, bytes).unwrap();
    let output = car.command(["skills", "install"]).arg(&file).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(ids(&car), SHIPPED, "the installed skills are as they were");
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("hint"), "{error}");
    error.replace(car.path("").to_str().unwrap(), "")
}

#[test]
fn a_text_file_is_refused() {
    insta::assert_snapshot!(refused(b"roses are red"));
}

#[test]
fn a_core_module_is_refused() {
    insta::assert_snapshot!(refused(&wasm_encoder::Module::new().finish()));
}

#[test]
fn a_component_without_a_manifest_is_refused() {
    insta::assert_snapshot!(refused(&wasm_encoder::Component::new().finish()));
}

#[test]
fn a_damaged_skill_file_is_refused() {
    let mut bytes = fs::read(skill_file("parking")).unwrap();
    bytes.truncate(bytes.len() / 2);
    refused(&bytes);
}

#[test]
fn a_file_that_is_damaged_after_its_installation_leaves_the_other_skills_at_work() {
    let car = Car::with_skills();
    let list: Vec<Value> = serde_json::from_slice(&fs::read(car.path("state/skills/installed.json")).unwrap()).unwrap();
    let parking = list.iter().find(|entry| entry["id"] == "parking").unwrap();
    let file = car.path("state/skills").join(parking["digest"].as_str().unwrap()).with_extension("wasm");
    fs::write(file, "roses are red").unwrap();
    let turns = car.ask(&["is the light ahead red"]);
    assert_eq!(tools(&turns[0]), ["traffic-lights.check"]);
}

#[test]
fn a_skill_from_outside_the_workspace_is_built_installed_and_asked() {
    let car = Car::with_skills();
    let file = car.path("hello.wasm");
    let folder = crate::car::root().join("examples/hello-skill");
    // Its own target folder lies beside the one of the skills that ship, so that it is compiled once.
    let target = skill_file("parking").with_file_name("hello-skill");
    let mut build = car.command(["skill", "build"]);
    let built = build.arg(&folder).arg("--target-dir").arg(target).arg("--output").arg(&file).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    car.run(["skills".as_ref(), "install".as_ref(), file.as_os_str()]);
    let turns = car.ask(&["say hello to grandma", "向奶奶打个招呼"]);
    assert_eq!(turns[0]["speech"], "Good afternoon, grandma!");
    assert_eq!(turns[1]["speech"], "奶奶，下午好！");
}
