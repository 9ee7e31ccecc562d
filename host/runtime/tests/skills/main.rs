//! Skills that run for real: guests are built once, loaded, linked and called.
//!
//! Each guest in `guests/` has a test module of its own name here. Here they run in the process of the test; `../walled` is
//! most of the same, with a process for each skill.

#![cfg(test)]

mod acts;
mod caching;
mod car;
mod components;
mod core_modules;
mod loading;
mod supervision;

macro_rules! guests {
    ($($guest:ident),* $(,)?) => {
        $(mod $guest;)*

        /// The guests that are tested.
        const GUESTS: &[&str] = &[$(stringify!($guest)),*];
    };
}

guests! { capabilities, echo, hostile }

/// The program that runs skills: this one.
const RUNNER: Option<&str> = None;

#[test]
fn no_guest_is_left_untested() {
    let folders = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/guests")).unwrap();
    let mut names: Vec<_> = folders.map(|folder| folder.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, GUESTS);
}
