//! How files are named, how long they are, and how they begin.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::root;

/// Lines that a source file may have. Most have under 300.
const LINES_MAX: usize = 600;

/// Every Rust file of the tree.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> =
        ["host", "sdk", "skills", "examples", "tests", "xtask"].map(|folder| root().join(folder)).into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_symlink() || path.ends_with("target") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(path);
            }
        }
    }
    assert!(found.len() > 50, "the sources were not found");
    found
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

#[test]
fn names_say_what_is_inside() {
    for path in sources() {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let empty = ["mod", "util", "utils", "helper", "helpers", "common", "misc", "manager"];
        assert!(!empty.contains(&stem), "{} has a name that says nothing", shown(&path));
    }
}

#[test]
fn files_stay_short() {
    for path in sources() {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= LINES_MAX, "{} has {lines} lines, the limit is {LINES_MAX}", shown(&path));
    }
}

#[test]
fn every_file_says_why_it_exists() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        // Tests beside the code are named by what they test.
        let inside = path.strip_prefix(root()).unwrap().with_extension("");
        let is_beside_code = !inside.starts_with("tests") && inside.iter().any(|part| part == "tests");
        assert!(is_beside_code || text.starts_with("//!"), "{} does not begin with a module comment", shown(&path));
    }
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [["TO", "DO"], ["FIX", "ME"], ["#[ign", "ore"]].map(|parts| parts.concat());
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        for mark in &marks {
            assert!(!text.contains(mark.as_str()), "{} holds {mark:?}", shown(&path));
        }
    }
}

#[test]
fn nothing_that_a_build_makes_is_in_the_tree() {
    let ignored = fs::read_to_string(root().join(".gitignore")).unwrap();
    assert!(ignored.lines().any(|line| line == "target/"), "the target folder is not ignored");
    let mut folders = vec![root().join("host"), root().join("sdk"), root().join("skills"), root().join("wit")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let made =
                path.extension().is_some_and(|end| ["wasm", "cwasm", "pyc", "o", "so"].iter().any(|kind| end == *kind));
            assert!(
                !made || path.components().any(|part| part.as_os_str() == "target"),
                "{} is made by a build",
                shown(&path)
            );
            if path.is_dir() && !path.is_symlink() && !path.ends_with("target") && !path.ends_with("__pycache__") {
                folders.push(path);
            }
        }
    }
}
