//! A car of its own for each test: the binary with empty folders, and skills installed on request.

use std::{
    env,
    ffi::OsStr,
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// The skills that ship.
pub(crate) const SHIPPED: [&str; 3] = ["restaurant-finder", "parking", "traffic-lights"];

/// A car with folders of its own.
pub(crate) struct Car {
    folder: TempDir,
}

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

/// The folder that holds what the build makes: this test program lies in `<target>/debug/deps`.
fn target() -> PathBuf {
    env::current_exe().unwrap().ancestors().nth(3).unwrap().to_owned()
}

/// A program that `cargo xtask test` built.
pub(crate) fn program(name: &str) -> PathBuf {
    let program = target().join("debug").join(name);
    assert!(program.exists(), "{} is missing: run `cargo xtask test`, which builds it", program.display());
    program
}

/// A skill file that `cargo xtask test` built.
pub(crate) fn skill_file(id: &str) -> PathBuf {
    #[expect(clippy::disallowed_methods, reason = "xtask names the folder in the environment")]
    let folder = env::var_os("JUMPSEAT_BUILT_SKILLS").map_or_else(|| target().join("skills"), PathBuf::from);
    let file = folder.join(format!("{id}.wasm"));
    assert!(file.exists(), "{} is missing: run `cargo xtask test`, which builds the skills", file.display());
    file
}

/// Licensed data for tests, where it is there.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "the folder is named in the environment")]
    let folder = env::var_os("JUMPSEAT_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let file = folder.join(path);
    if !file.exists() {
        eprintln!("skipped: {} is not there", file.display());
        return None;
    }
    Some(file)
}

impl Car {
    /// A car without skills.
    pub(crate) fn empty() -> Self {
        let car = Self { folder: tempfile::tempdir().unwrap() };
        car.configure("");
        car
    }

    /// Writes the configuration, with a policy that asks for nothing: what is asked is a matter of its own tests.
    pub(crate) fn configure(&self, config: &str) {
        let policy = self.path("policy.toml");
        fs::write(&policy, "capabilities.location.access = \"allow\"\ncapabilities.preferences.access = \"allow\"\ncapabilities.traffic-signals.access = \"allow\"\n")
            .unwrap();
        fs::write(self.path("config.toml"), format!("policy.file = {policy:?}\n{config}")).unwrap();
    }

    /// A car with the skills that ship.
    pub(crate) fn with_skills() -> Self {
        let car = Self::empty();
        let files: Vec<PathBuf> = SHIPPED.iter().map(|id| skill_file(id)).collect();
        let output = car.command(["skills", "install"]).args(files).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        car
    }

    /// A folder of the car.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The command line with this car's folders.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        self.command_of(&program("jumpseat"), arguments)
    }

    /// The same with another file of the command line.
    #[expect(clippy::disallowed_methods, reason = "running the command line is what these tests do")]
    pub(crate) fn command_of<S: AsRef<OsStr>>(
        &self,
        program: &Path,
        arguments: impl IntoIterator<Item = S>,
    ) -> Command {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .env("JUMPSEAT_CONFIG", self.path("config.toml"))
            .env("JUMPSEAT_STATE_DIR", self.path("state"))
            .env("JUMPSEAT_CACHE_DIR", self.path("cache"))
            .env_remove("JUMPSEAT_MODEL")
            .env_remove("JUMPSEAT_LOG")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        command
    }

    /// Runs a command that must succeed.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Output {
        let output = self.command(arguments).output().unwrap();
        assert!(output.status.success(), "{}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
        output
    }

    /// Runs a command that prints JSON, one object per line.
    pub(crate) fn json<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Vec<Value> {
        lines(&self.run(arguments).stdout)
    }

    /// The turns of one dialogue.
    pub(crate) fn ask(&self, sentences: &[&str]) -> Vec<Value> {
        let turns = self.json(["ask", "--json", "--"].into_iter().chain(sentences.iter().copied()));
        assert_eq!(turns.len(), sentences.len(), "{turns:?}");
        turns
    }

    /// A drive in which time passes only with `:wait`.
    pub(crate) fn drive_command(&self) -> Command {
        self.command(["drive", "--json", "--clock", "manual"])
    }

    /// Runs a command with these lines on its standard input.
    pub(crate) fn told(mut command: Command, script: &[u8]) -> Output {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A command that stops reading at its limit is right to do so.
        drop(child.stdin.take().unwrap().write_all(script));
        child.wait_with_output().unwrap()
    }

    /// The turns of a drive with these lines on its standard input.
    pub(crate) fn drive(&self, script: &[u8]) -> Vec<Value> {
        let output = Self::told(self.drive_command(), script);
        assert!(output.status.success(), "{}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
        lines(&output.stdout)
    }
}

/// A drive that is under way, in which time passes only with `:wait`.
pub(crate) struct Drive {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Drive {
    /// Begins a drive.
    pub(crate) fn begin(car: &Car) -> Self {
        let mut command = car.drive_command();
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (input, output) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        Self { process, input, output: BufReader::new(output) }
    }

    /// The turn of a sentence.
    pub(crate) fn say(&mut self, sentence: &str) -> Value {
        writeln!(self.input, "{sentence}").unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// The process.
    pub(crate) fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// Ends the drive in order; how it ended, and what it wrote to standard error.
    pub(crate) fn end(self) -> Output {
        drop(self.input);
        self.process.wait_with_output().unwrap()
    }
}

/// The JSON objects of an output.
pub(crate) fn lines(output: &[u8]) -> Vec<Value> {
    let text = str::from_utf8(output).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

/// The tools that a turn called, as "skill.tool".
pub(crate) fn tools(turn: &Value) -> Vec<String> {
    let calls = turn["calls"].as_array().unwrap().iter();
    calls.map(|call| format!("{}.{}", call["skill"].as_str().unwrap(), call["tool"].as_str().unwrap())).collect()
}
