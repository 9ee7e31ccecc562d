//! Who may depend on whom.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use crate::root;

/// A member of the workspace: its folder and the names of what it depends on.
struct Member {
    folder: String,
    dependencies: BTreeSet<String>,
    dev_dependencies: BTreeSet<String>,
}

fn members() -> BTreeMap<String, Member> {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let folders = manifest["workspace"]["members"].as_array().unwrap();
    let member = |folder: &toml::Value| {
        let folder = folder.as_str().unwrap().to_owned();
        let path = root().join(&folder).join("Cargo.toml");
        let manifest: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
        let names = |section: &str| {
            let table = manifest.get(section).and_then(toml::Value::as_table);
            table.map(|table| table.keys().cloned().collect()).unwrap_or_default()
        };
        let name = manifest["package"]["name"].as_str().unwrap().to_owned();
        (name, Member { folder, dependencies: names("dependencies"), dev_dependencies: names("dev-dependencies") })
    };
    folders.iter().map(member).collect()
}

/// How far out a folder lies. A crate may depend on crates that lie further in, and on those beside it that
/// `beside` names.
fn ring(folder: &str) -> u8 {
    match folder {
        "sdk/package" | "host/relay" => 0,
        "host/confinement" | "host/tool" => 1,
        // They know nothing of the host. Policy names signals of the vehicle by its catalogue, and hosts by how they are
        // reached.
        _ if folder.starts_with("host/capabilities/") => 1,
        "host/policy" | "host/router" => 2,
        "host/assistant" => 3,
        "host/runtime" | "host/inference" | "host/speech" => 4,
        _ if folder.starts_with("host/providers/") => 4,
        "host/jumpseat" => 5,
        _ => 6,
    }
}

#[test]
fn dependencies_point_inward() {
    let members = members();
    // The simulated town is an OSM file, read by the same importer as real extracts.
    let beside = [("jumpseat-world", "jumpseat-osm")];
    for (name, member) in members.iter().filter(|(_, member)| member.folder.starts_with("host/")) {
        for dependency in &member.dependencies {
            let Some(other) = members.get(dependency) else { continue };
            let inward = ring(&other.folder) < ring(&member.folder);
            // The command line builds skills with the kit that developers use.
            let kit = name == "jumpseat" && other.folder == "sdk/devkit";
            let allowed = inward || kit || beside.contains(&(name.as_str(), dependency.as_str()));
            assert!(allowed, "{name} depends on {dependency}, which does not lie further in");
        }
    }
}

#[test]
fn capabilities_know_no_other_capability_and_nothing_of_the_host() {
    let members = members();
    for (name, member) in members.iter().filter(|(_, member)| member.folder.starts_with("host/capabilities/")) {
        // What a skill file may say is known to whoever reads one, and how calls cross processes to whoever is called.
        let is_known = |other: &&String| {
            members.get(*other).is_some_and(|other| !["sdk/package", "host/relay"].contains(&other.folder.as_str()))
        };
        let known: Vec<&String> = member.dependencies.iter().filter(is_known).collect();
        assert!(known.is_empty(), "{name} depends on {known:?}");
    }
}

#[test]
fn sdk_and_skills_know_nothing_of_the_host() {
    let members = members();
    let outside = |member: &Member| member.folder.starts_with("sdk/") || member.folder.starts_with("skills/");
    for (name, member) in members.iter().filter(|(_, member)| outside(member)) {
        for dependency in member.dependencies.iter().chain(&member.dev_dependencies) {
            let host = members.get(dependency).is_some_and(|other| other.folder.starts_with("host/"));
            assert!(!host, "{name} depends on {dependency}");
        }
    }
}

#[test]
fn crates_are_named_after_their_folders() {
    for (name, member) in members() {
        let folder = PathBuf::from(&member.folder);
        let expected = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let named = if member.folder == "sdk/rust" { "sdk".to_owned() } else { expected };
        let ours = member.folder.starts_with("host/") || member.folder.starts_with("sdk/");
        let guest = member.folder.contains("/guests/") && name == format!("{named}-guest");
        let right = name == named || guest || ours && name == format!("jumpseat-{named}");
        assert!(right, "crate {name} lies in {}", member.folder);
    }
}

#[test]
fn heavy_and_broad_crates_stay_where_they_belong() {
    let only = [
        ("llama-cpp-2", &["host/inference"][..]),
        ("llama-cpp-sys-2", &["host/inference"]),
        ("wasmtime", &["host/runtime", "host/relay", "host/capabilities/", "tests/bench"]),
        ("anyhow", &["host/jumpseat", "xtask", "tests/"]),
        ("rusqlite", &["host/providers/osm"]),
        ("hyper", &["host/providers/web"]),
        ("rustls", &["host/providers/web"]),
        ("clap", &["host/jumpseat", "xtask", "tests/attacks", "tests/bench"]),
    ];
    for (name, member) in members() {
        for (dependency, folders) in only {
            let uses = member.dependencies.contains(dependency);
            let may = folders.iter().any(|folder| member.folder.starts_with(folder));
            assert!(!uses || may, "{name} depends on {dependency}, which belongs in {folders:?}");
        }
    }
}

#[test]
fn versions_stand_in_one_place() {
    for member in members().values() {
        let text = fs::read_to_string(root().join(&member.folder).join("Cargo.toml")).unwrap();
        let manifest: toml::Table = text.parse().unwrap();
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let Some(table) = manifest.get(section).and_then(toml::Value::as_table) else { continue };
            for (name, value) in table {
                let inherited = value.get("workspace").and_then(toml::Value::as_bool) == Some(true);
                assert!(inherited, "{}: {name} states its own version", member.folder);
            }
        }
        assert_eq!(manifest["lints"]["workspace"].as_bool(), Some(true), "{} has its own lints", member.folder);
    }
}
