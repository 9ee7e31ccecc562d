//! Skills run in processes of their own, whoever looks at the car from outside.

use std::{fs, path::Path};

use crate::car::{Car, Drive, lines, program, tools};

/// A sentence that a phrase of `parking` takes, and which car parks answer.
const SENTENCE: &str = "find parking near the museum";

/// The processes that a process started and that live, by number and name.
fn children(of: u32) -> Vec<(String, String)> {
    let parent = format!("\nPPid:\t{of}\n");
    let child = |status: String| {
        let field = |name: &str| status.lines().find_map(|line| Some(line.strip_prefix(name)?.trim().to_owned()));
        (status.contains(&parent) && !status.contains("\nState:\tZ"))
            .then(|| Some((field("Pid:")?, field("Name:")?)))?
    };
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let statuses = processes.filter_map(|process| fs::read_to_string(process.path().join("status")).ok());
    statuses.filter_map(child).collect()
}

/// The processes of a car that run skills.
fn runners(drive: &Drive) -> Vec<String> {
    let children = children(drive.process_id()).into_iter();
    children.filter(|(_, name)| name == "skill-runner").map(|(process, _)| process).collect()
}

#[test]
fn each_skill_that_is_called_has_a_process_of_its_own_and_survives_its_death() {
    if !Path::new("/proc/self/status").exists() {
        eprintln!("skipped: this system does not tell of processes under /proc");
        return;
    }
    let car = Car::with_skills();
    let mut drive = Drive::begin(&car);
    assert_eq!(runners(&drive), [""; 0], "none was called yet");
    assert_eq!(tools(&drive.say(SENTENCE)), ["parking.find"]);
    let [first] = &runners(&drive)[..] else { panic!("one was called: {:?}", runners(&drive)) };
    assert_eq!(tools(&drive.say("when will the light change")), ["traffic-lights.check"]);
    assert_eq!(runners(&drive).len(), 2, "two were called");

    let killed = car.command_of(Path::new("/bin/kill"), ["-9", first]).status().unwrap();
    assert!(killed.success());
    while runners(&drive).contains(first) {
        std::thread::yield_now();
    }
    let turn = drive.say(SENTENCE);
    assert_eq!(turn["calls"][0]["outcome"], "reply", "{turn}");
    assert!(drive.end().status.success());
}

#[test]
fn where_the_program_that_runs_skills_is_missing_the_command_line_runs_them() {
    let car = Car::with_skills();
    let alone = car.path("jumpseat");
    let (built, runner) = (program("jumpseat"), program("skill-runner"));
    assert_eq!(built.parent(), runner.parent(), "they lie side by side");
    if fs::hard_link(&built, &alone).is_err() {
        fs::copy(&built, &alone).unwrap();
    }
    let output = car.command_of(&alone, ["ask", "--json", SENTENCE]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(lines(&output.stdout)[0]["calls"][0]["outcome"], "reply");
}
