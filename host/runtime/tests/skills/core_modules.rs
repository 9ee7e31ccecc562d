//! What compilers do not write: modules by hand that go for the limits.

use jumpseat_assistant::Outcome;
use jumpseat_runtime::{Grant, Limits, LoadError, Skill};

use crate::{
    car::{Garage, SHORT, say},
    components::{from_text, package},
};

const WIT: &str = "
    package jumpseat-guests:text@0.1.0;
    interface tools {
        use jumpseat:skill/types@0.1.0.{reply, failure};
        attack: func() -> result<reply, failure>;
    }
    world skill { export tools; }
";

/// A skill whose tool runs `body` and crashes at its end, if not before. 64 pages are 4 MiB.
fn skill(definitions: &str, body: &str) -> Skill {
    load(definitions, body, Limits::MAX)
}

fn load(definitions: &str, body: &str, limits: Limits) -> Skill {
    let module = format!(
        r#"(module
            (memory (export "memory") 1)
            {definitions}
            (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
            (func (export "jumpseat-guests:text/tools@0.1.0#attack") (result i32)
                {body}
                unreachable))"#
    );
    let limits = Limits { memory_bytes: 64 * 65_536, table_elements: 1_000, ..limits };
    Garage::new().load_with(&from_text(&module, WIT), &package("text", ""), &Grant::all(), limits).unwrap()
}

fn over(limit: &str) -> Outcome {
    Outcome::OverLimit { limit: limit.to_owned() }
}

/// Takes this many pages or elements, or crashes.
fn take(what: &str) -> String {
    format!("(if (i32.eq ({what}) (i32.const -1)) (then unreachable))")
}

#[tokio::test]
async fn the_limit_of_memory_holds_for_all_memories_together() {
    let definitions = "(memory $second 0) (memory $third 0)";
    let thirty = |memory| take(&format!("memory.grow {memory} (i32.const 30)"));
    let two = skill(definitions, &[thirty("0"), thirty("$second")].concat());
    assert!(matches!(say(&two, "attack").await, Outcome::Trapped { .. }));
    let three = skill(definitions, &[thirty("0"), thirty("$second"), thirty("$third")].concat());
    assert_eq!(say(&three, "attack").await, over("4194304 bytes of memory"));
}

#[tokio::test]
async fn the_limit_of_tables_holds_for_all_tables_together() {
    let definitions = "(table $first 0 funcref) (table $second 0 funcref)";
    let grow = |table| take(&format!("table.grow {table} (ref.null func) (i32.const 600)"));
    let one = skill(definitions, &grow("$first"));
    assert!(matches!(say(&one, "attack").await, Outcome::Trapped { .. }));
    let two = skill(definitions, &[grow("$first"), grow("$second")].concat());
    assert_eq!(say(&two, "attack").await, over("1000 elements of tables"));
}

/// The engine reports growth beyond what the type of a memory can have as a failure without asking first.
#[tokio::test]
async fn failed_growth_is_not_given_back() {
    let impossible = "(drop (memory.grow (i32.const 0x7fffffff)))";
    let ten = take("memory.grow (i32.const 10)");
    let skill = skill("", &[ten.as_str(), impossible].concat().repeat(8));
    assert_eq!(say(&skill, "attack").await, over("4194304 bytes of memory"));
}

#[tokio::test]
async fn a_skill_that_is_too_large_from_the_start_is_not_installed() {
    let LoadError::Start { reason } = skill("(memory 64)", "").prepare().await.unwrap_err() else {
        panic!("it does not start");
    };
    assert_eq!(reason, "it went over its limit of 4194304 bytes of memory");
}

#[tokio::test]
async fn a_skill_with_more_parts_than_it_may_have_is_not_installed() {
    let definitions = "(memory 0) (table 0 funcref) (table 0 funcref)";
    for (limits, expected) in [
        (Limits { instances: 0, ..Limits::MAX }, "0 instances"),
        (Limits { memories: 1, ..Limits::MAX }, "1 memories"),
        (Limits { tables: 1, ..Limits::MAX }, "1 tables"),
    ] {
        let LoadError::Start { reason } = load(definitions, "", limits).prepare().await.unwrap_err() else {
            panic!("it does not start");
        };
        assert_eq!(reason, format!("it went over its limit of {expected}"));
    }
}

#[tokio::test]
async fn a_skill_that_hoards_handles_is_stopped() {
    let wit = WIT.replace(
        "world skill { export tools; }",
        "interface things { resource thing { constructor(); } }
        world skill { export tools; export things; }",
    );
    let module = r#"(module
        (import "[export]jumpseat-guests:text/things@0.1.0" "[resource-new]thing" (func $new (param i32) (result i32)))
        (memory (export "memory") 1)
        (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
        (func (export "jumpseat-guests:text/things@0.1.0#[constructor]thing") (result i32) unreachable)
        (func (export "jumpseat-guests:text/tools@0.1.0#attack") (result i32)
            (loop $hoard (drop (call $new (i32.const 1))) (br $hoard))
            unreachable))"#;
    let skill = Garage::new().load(&from_text(module, &wit), &package("text", ""), &Grant::all()).unwrap();
    assert_eq!(say(&skill, "attack").await, over("1024 handles"));
}

#[tokio::test]
async fn a_skill_that_loops_while_it_starts_is_not_installed() {
    let looping = load("(func $start (loop $forever (br $forever))) (start $start)", "", SHORT);
    let LoadError::Start { reason } = looping.prepare().await.unwrap_err() else { panic!("it does not start") };
    assert_eq!(reason, "it did not end in time");
    assert_eq!(say(&looping, "attack").await, Outcome::TimedOut { deadline_ms: 300 });
}

#[tokio::test]
async fn proposals_that_skills_do_not_need_are_off() {
    for definition in [
        "(func $again (return_call $again))",
        "(memory i64 1)",
        "(memory 1 1 shared)",
        "(tag)",
        "(type (struct))",
        "(func (param f32) (drop (i32x4.relaxed_trunc_f32x4_s (f32x4.splat (local.get 0)))))",
        "(func (param i64 i64) (drop (i64.add128 (local.get 0) (local.get 0) (local.get 1) (local.get 1))) drop)",
        "(memory 1 (pagesize 1))",
    ] {
        let error = skill(definition, "").prepare().await.expect_err(definition);
        assert!(matches!(error, LoadError::Compile { .. }), "{definition}: {error:?}");
    }
}

#[tokio::test]
async fn code_that_is_not_valid_does_not_compile() {
    let error = skill("(func (result i32) (f32.const 1))", "").prepare().await.unwrap_err();
    assert!(matches!(error, LoadError::Compile { .. }), "{error:?}");
}
