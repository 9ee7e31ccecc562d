//! Components that are written to break the compiler: they are refused, and cost nothing but the time of whoever installs
//! them.

use std::{fs, path::PathBuf};

use wasm_encoder::{
    BlockType, CodeSection, ComponentSection, Function, FunctionSection, Module, ModuleSection, TypeSection, ValType,
};

use crate::car::{Car, skill_file};

/// Local variables of the largest function: as many as WebAssembly allows.
const LOCALS: u32 = 50_000;
/// Loops around their use. The compiler keeps each variable apart in each loop.
const LOOPS: u32 = 4_000;

/// A module of some hundred kilobytes that takes the compiler gigabytes.
fn bomb() -> Module {
    let (mut types, mut functions, mut code) = (TypeSection::new(), FunctionSection::new(), CodeSection::new());
    types.ty().function([], []);
    functions.function(0);
    let mut bomb = Function::new([(LOCALS, ValType::I32)]);
    let mut body = bomb.instructions();
    for _ in 0..LOOPS {
        body.loop_(BlockType::Empty);
    }
    for local in 0..LOCALS {
        body.local_get(local).i32_const(1).i32_add().local_set(local);
    }
    for _ in 0..LOOPS {
        body.local_get(0).br_if(0).end();
    }
    body.end();
    code.function(&bomb);
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&code);
    module
}

/// The skill `parking` with a module beside its own that nothing uses.
fn parking_with(car: &Car, module: &Module) -> PathBuf {
    let mut component = fs::read(skill_file("parking")).unwrap();
    ModuleSection(module).append_to_component(&mut component);
    let file = car.path("parking-with-a-bomb.wasm");
    fs::write(&file, component).unwrap();
    file
}

#[test]
fn a_component_that_would_take_all_memory_to_compile_is_refused_and_the_car_goes_on() {
    let car = Car::with_skills();
    let file = parking_with(&car, &bomb());
    let output = car.command(["skills".as_ref(), "install".as_ref(), file.as_os_str()]).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("compiling the component goes over the limit of 2147483648 bytes of memory"), "{error}");
    assert!(error.contains("make the component smaller"), "{error}");
    assert_eq!(car.ask(&["find parking near me"])[0]["calls"][0]["outcome"], "reply", "what was installed stays");
}
