//! The contract in `wit/`: it parses, every item is documented, and units stand in names.

use std::fs;

use wit_parser::{Resolve, Type, TypeDefKind};

use crate::root;

fn contract() -> Resolve {
    let mut resolve = Resolve::default();
    for entry in fs::read_dir(root().join("wit")).unwrap() {
        resolve.push_dir(entry.unwrap().path()).unwrap();
    }
    resolve
}

#[test]
#[expect(clippy::wildcard_enum_match_arm, reason = "only kinds with named members are looked into")]
fn every_item_of_the_contract_is_documented() {
    let resolve = contract();
    for (_, package) in &resolve.packages {
        assert!(package.docs.contents.is_some(), "package {} has no comment", package.name);
    }
    for (_, interface) in &resolve.interfaces {
        let name = interface.name.as_deref().unwrap();
        assert!(interface.docs.contents.is_some(), "interface {name} has no comment");
        for function in interface.functions.values() {
            assert!(function.docs.contents.is_some(), "function {name}.{} has no comment", function.name);
        }
    }
    for (_, ty) in &resolve.types {
        let Some(name) = &ty.name else { continue };
        if matches!(ty.kind, TypeDefKind::Type(_)) {
            continue;
        }
        assert!(ty.docs.contents.is_some(), "type {name} has no comment");
        let members: Vec<(&String, bool)> = match &ty.kind {
            TypeDefKind::Record(record) => {
                record.fields.iter().map(|field| (&field.name, field.docs.contents.is_some())).collect()
            }
            TypeDefKind::Variant(variant) => {
                variant.cases.iter().map(|case| (&case.name, case.docs.contents.is_some())).collect()
            }
            TypeDefKind::Enum(cases) => {
                cases.cases.iter().map(|case| (&case.name, case.docs.contents.is_some())).collect()
            }
            _ => Vec::new(),
        };
        for (member, documented) in members {
            assert!(documented, "{name}.{member} has no comment");
        }
    }
}

/// Numbers that count or rate, and so have no unit; every other number names its unit at the end.
const WITHOUT_UNIT: &[&str] =
    &["count-max", "price-level", "capacity", "free", "latitude-deg", "longitude-deg", "heading-deg"];

const UNITS: &[&str] = &["-m", "-ms", "-deg", "-kmh", "-min", "-tenths", "-cents", "-m-max", "-cm-max", "-ms-max"];

#[test]
#[expect(clippy::wildcard_enum_match_arm, reason = "only options are looked into")]
fn numbers_name_their_units() {
    let resolve = contract();
    for (_, ty) in &resolve.types {
        let TypeDefKind::Record(record) = &ty.kind else { continue };
        for field in &record.fields {
            let inner = match field.ty {
                Type::Id(id) => match resolve.types[id].kind {
                    TypeDefKind::Option(inner) => inner,
                    _ => continue,
                },
                plain => plain,
            };
            let number = matches!(
                inner,
                Type::U8
                    | Type::U16
                    | Type::U32
                    | Type::U64
                    | Type::S8
                    | Type::S16
                    | Type::S32
                    | Type::S64
                    | Type::F32
                    | Type::F64
            );
            let named = WITHOUT_UNIT.contains(&field.name.as_str())
                || ["min-ms", "max-ms"].contains(&field.name.as_str())
                || UNITS.iter().any(|unit| field.name.ends_with(unit));
            assert!(!number || named, "{} is a number without a unit in its name", field.name);
        }
    }
}
