//! Walls around the programs that hear and speak: such a program tries to get out.

use std::fs;

use crate::car::Car;

/// What a shell tries that stands where a synthesiser would, each line with whether it worked.
const ATTEMPTS: &str = r#"
    try() { if (eval "$2"); then echo "$1: yes"; else echo "$1: no"; fi; }
    try "read what is given" "read word < given/file"
    try "read its input" "read word"
    try "read a secret" "read word < secret/file"
    try "read the passwords" "read word < /etc/passwd"
    try "write what is given" "echo x > given/file"
    try "write beside" "echo x > beside"
    try "write where all may" "echo x > /tmp/jumpseat-confined-test"
    try "start another program" "/bin/cat given/file"
"#;

/// Whether both walls stand on this machine.
fn walls_stand(car: &Car) -> bool {
    let walls = &car.json(["confined"])[0];
    let stand = walls["files"] == "stands" && walls["calls"] == "stands";
    if !stand {
        eprintln!("skipped, because walls are missing here: {walls}");
    }
    stand
}

#[test]
fn a_program_that_hears_or_speaks_reaches_its_files_and_its_pipes_and_nothing_else() {
    let car = Car::empty();
    if !walls_stand(&car) {
        return;
    }
    for name in ["given", "secret"] {
        fs::create_dir(car.path(name)).unwrap();
        fs::write(car.path(name).join("file"), "a word\n").unwrap();
    }
    let shell = fs::canonicalize("/bin/sh").unwrap();
    let mut command = car.command(["confined", "--read"]);
    command.current_dir(car.path(".")).arg(car.path("given"));
    command.arg("--program").arg(shell).args(["-c", ATTEMPTS]);
    let output = Car::told(command, b"a word\n");
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap(), @r"
    read what is given: yes
    read its input: yes
    read a secret: no
    read the passwords: no
    write what is given: no
    write beside: no
    write where all may: no
    start another program: no
    ");
}

#[test]
fn the_doctor_names_the_walls_around_each_program() {
    let car = Car::empty();
    let findings = &car.json(["doctor", "--no-model", "--json"])[0]["findings"];
    for name in ["recogniser", "synthesiser", "process of a skill"] {
        let finding = findings.as_array().unwrap().iter().find(|finding| finding["what"] == name).unwrap();
        let detail = finding["detail"].as_str().unwrap();
        let told = detail.contains("is not installed")
            || detail.contains("not fully confined (")
            || detail.ends_with(", confined to its files, without network");
        assert!(told, "{name}: {detail}");
        if walls_stand(&car) {
            assert!(!detail.contains("not fully"), "{name}: {detail}");
        }
    }
}
