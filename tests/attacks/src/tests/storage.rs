//! A skill that goes for what another one keeps, on the real disk.

use std::sync::Arc;

use jumpseat_assistant::Outcome;
use jumpseat_disk::{
    DiskStorage,
    tree::{self, Tree},
};
use jumpseat_package::Package;
use jumpseat_runtime::{Grant, Limits, ProcessCommand, Providers, SkillFile};
use jumpseat_storage::{StorageProvider as _, limits::Quota};

use crate::{
    attacks::{Attack, End},
    host::{Noon, call, runtime},
    skill,
    tests::{in_both_forms, in_text_form},
};

/// Keys that would lead elsewhere, if they became names of files as they are.
const KEYS: [&str; 19] = [
    "../victim/secret",
    "..",
    ".",
    "",
    "/",
    "/victim/secret",
    "victim/secret",
    "..\\victim\\secret",
    "SECRET",
    "secret\0",
    "secret\0-of-mine",
    "secret\n",
    "secret.",
    "secret:stream",
    ".secret",
    "%2e%2e%2fvictim%2fsecret",
    "\u{202e}terces",
    "s\u{435}cret",
    "a-key-of-sixty-five-characters-that-a-disk-would-take-without-end",
];
/// The victim's own key, and the victim.
const TAKEN: [&str; 2] = ["secret", "victim"];

const KEY_VALUE: &str = r#"(import "jumpseat:storage/key-value@0.1.0" "get" (func $get (param i32 i32 i32)))
    (import "jumpseat:storage/key-value@0.1.0" "set" (func $set (param i32 i32 i32 i32 i32)))
    (import "jumpseat:storage/key-value@0.1.0" "delete" (func $delete (param i32 i32 i32)))"#;

/// Reads, removes and writes under a key. Answers nothing if each call was refused; crashes if something was read.
const GOES_FOR: &str = r"(local $refused i32)
    (call $get (i32.const 8192) (i32.const LENGTH) (i32.const 1536))
    (local.set $refused (i32.load8_u (i32.const 1536)))
    (if (i32.and (i32.eqz (local.get $refused)) (i32.load8_u (i32.const 1540))) (then unreachable))
    (call $delete (i32.const 8192) (i32.const LENGTH) (i32.const 1536))
    (local.set $refused (i32.add (local.get $refused) (i32.load8_u (i32.const 1536))))
    (call $set (i32.const 8192) (i32.const LENGTH) (i32.const 8192) (i32.const 4) (i32.const 1536))
    (local.set $refused (i32.add (local.get $refused) (i32.load8_u (i32.const 1536))))
    (i32.store8 (i32.const 2048) (i32.add (i32.const 48) (local.get $refused)))
    (i32.store (i32.const 1028) (i32.const 2048)) (i32.store (i32.const 1032) (i32.const 1))
    (return (i32.const 1024))";

/// How many of the three calls are refused under a key, and what is on the disk after that.
async fn refused(runner: Option<ProcessCommand>, key: &str) -> (String, Tree) {
    let folder = tempfile::tempdir().unwrap();
    let disk = DiskStorage::open(folder.path()).unwrap();
    let [taken, _] = TAKEN;
    disk.set("victim".to_owned(), taken.to_owned(), b"mine".to_vec(), Quota::MAX).await.unwrap();
    disk.admit(["attack"]);
    let (component, package) = going_for(key);
    let providers = Providers { storage: Arc::new(disk), ..Providers::unavailable(Arc::new(Noon)) };
    let file = SkillFile { component: &component, package: &package, path: None };
    let skill = runtime(runner, providers).unwrap().load(file, &Grant::all(), Limits::MAX).unwrap();
    let outcome = call(&skill).await.unwrap();
    let Outcome::Reply(reply) = outcome else { panic!("{key:?}: {outcome:?}") };
    (reply.speech, tree::read(folder.path(), None).unwrap().tree.unwrap())
}

fn going_for(key: &str) -> (Vec<u8>, Package) {
    let attack = Attack {
        name: "goes for what another one keeps",
        definitions: format!("{KEY_VALUE} (data (i32.const 8192) \"{}\")", in_text_form(key)).leak(),
        body: GOES_FOR.replace("LENGTH", &key.len().to_string()).leak(),
        imports: "import jumpseat:storage/key-value@0.1.0;",
        end: End::Crash,
    };
    skill::of(&attack).unwrap()
}

fn folder<const N: usize>(entries: [(&str, Tree); N]) -> Tree {
    Tree::Folder(entries.into_iter().map(|(name, tree)| (name.to_owned(), tree)).collect())
}

/// What the disk holds if the attacker keeps this.
fn disk(attackers: Tree) -> Tree {
    folder([("attack", attackers), ("victim", folder([("secret", Tree::File(b"mine".to_vec()))]))])
}

#[tokio::test]
async fn no_key_leads_to_what_another_skill_keeps() {
    for key in KEYS {
        let after = in_both_forms(async |runner| refused(runner, key).await).await;
        assert_eq!(after, ("3".to_owned(), disk(folder([]))), "{key:?}");
    }
}

#[tokio::test]
async fn the_same_key_is_another_one_in_another_skill() {
    for key in TAKEN {
        let after = in_both_forms(async |runner| refused(runner, key).await).await;
        let kept = key.as_bytes().get(..4).unwrap().to_vec();
        assert_eq!(after, ("0".to_owned(), disk(folder([(key, Tree::File(kept))]))), "{key:?}");
    }
}
