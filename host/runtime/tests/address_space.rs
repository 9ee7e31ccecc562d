//! Boards with little address space: the engine still starts, and skills still run.

#![cfg(test)]

use std::process::Command;

use jumpseat_runtime::{Allocation, Engine};

/// Set in the process whose address space is limited.
const LIMITED: &str = "JUMPSEAT_TEST_LIMITED";

#[test]
fn there_is_a_pool_where_there_is_room() {
    assert_eq!(Engine::new().unwrap().allocation(), Allocation::Pooling);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the limit is set for another process")]
fn without_room_for_a_pool_memories_are_made_one_by_one() {
    if std::env::var_os(LIMITED).is_some() {
        let engine = Engine::new().unwrap();
        assert_eq!(engine.allocation(), Allocation::OnDemand);
        runs_code(&engine);
        return;
    }
    // 4 GiB, in units of 1 KiB.
    let limited = "ulimit -v 4194304 && exec \"$0\" \"$@\"";
    let test = "without_room_for_a_pool_memories_are_made_one_by_one";
    let mut shell = Command::new("sh");
    shell.args(["-c", limited]).arg(std::env::current_exe().unwrap()).args(["--exact", test]).env(LIMITED, "1");
    let output = shell.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && told.contains("1 passed"),
        "{told}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Makes an instance with a memory of its own and calls it.
fn runs_code(engine: &Engine) {
    let engine = engine.wasmtime();
    let module =
        wat::parse_str("(module (memory 16 1024) (func (export \"f\") (result i32) (memory.grow (i32.const 8))))");
    let module = wasmtime::Module::new(engine, module.unwrap()).unwrap();
    let mut store = wasmtime::Store::new(engine, ());
    store.set_epoch_deadline(1_000);
    let instance = wasmtime::Instance::new(&mut store, &module, &[]).unwrap();
    let function = instance.get_typed_func::<(), i32>(&mut store, "f").unwrap();
    assert_eq!(function.call(&mut store, ()).unwrap(), 16);
}
