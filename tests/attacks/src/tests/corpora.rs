//! What is counted of the public corpora; `cargo xtask attack` takes all of them.

use crate::{
    corpora::{Counts, components, line},
    skill,
};

#[test]
fn test_files_of_the_component_model_are_counted_by_what_becomes_of_each() {
    let text = r#"
        (component (import "a" (func)))
        (component definition (type (list u8)))
        (module)
        (assert_invalid (component (export "a" (func 0))) "unknown func")
        (assert_malformed (component binary "\00asm\0d\00\01\00\ff") "unexpected end")
    "#;
    let (_, package) = skill::neighbour().unwrap();
    let mut counts = Counts::new();
    components::count_file(text, &package, &mut counts);
    components::count_file("(component", &package, &mut counts);
    assert_eq!(line(&counts), "1 files that are not read, 2 invalid and refused, 2 valid and no skill");
}
