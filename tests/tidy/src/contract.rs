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

/// Numbers that count, rate or name, and so have no unit, and those of any signal, whose unit its path implies; every other
/// number names its unit at the end.
const WITHOUT_UNIT: &[&str] =
    &["count-max", "price-level", "capacity", "free", "integer", "float", "min", "max", "status"];

const UNITS: &[&str] = &[
    "-m", "-mm", "-ms", "-deg", "-deg-c", "-kmh", "-min", "-percent", "-tenths", "-cents", "-m-max", "-cm-max",
    "-ms-max",
];

#[test]
fn numbers_name_their_units() {
    let resolve = contract();
    let mut numbers = 0;
    let mut check = |name: &str, ty: &Type| {
        if is_number(&resolve, ty) {
            numbers += 1;
            let named = WITHOUT_UNIT.contains(&name) || UNITS.iter().any(|unit| name.ends_with(unit));
            assert!(named, "{name} is a number without a unit in its name");
        }
    };
    for (_, ty) in &resolve.types {
        if let TypeDefKind::Record(record) = &ty.kind {
            record.fields.iter().for_each(|field| check(&field.name, &field.ty));
        } else if let TypeDefKind::Variant(variant) = &ty.kind {
            variant.cases.iter().for_each(|case| case.ty.iter().for_each(|ty| check(&case.name, ty)));
        }
    }
    for (_, interface) in &resolve.interfaces {
        for function in interface.functions.values() {
            function.params.iter().for_each(|parameter| check(&parameter.name, &parameter.ty));
        }
    }
    assert!(numbers > 20, "the numbers of the contract were not found");
}

/// Whether a type is a number, or an option of one.
#[expect(clippy::wildcard_enum_match_arm, reason = "only options are looked into")]
fn is_number(resolve: &Resolve, ty: &Type) -> bool {
    let inner = match ty {
        Type::Id(id) => match &resolve.types[*id].kind {
            TypeDefKind::Option(inner) => inner,
            _ => return false,
        },
        plain => plain,
    };
    !matches!(inner, Type::Bool | Type::Char | Type::String | Type::ErrorContext | Type::Id(_))
}
