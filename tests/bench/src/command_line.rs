//! The command line with folders of its own.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use tempfile::TempDir;

/// The skills that ship.
pub(crate) const SHIPPED: [&str; 3] = ["restaurant-finder", "parking", "traffic-lights"];

/// The command line with the skills that ship installed.
pub(crate) struct Jumpseat {
    program: PathBuf,
    skills: PathBuf,
    folder: TempDir,
}

impl Jumpseat {
    /// Installs the skills that ship into new folders.
    pub(crate) fn new(program: PathBuf, skills: PathBuf) -> Result<Self> {
        let car = Self { program, skills, folder: tempfile::tempdir()? };
        // What is measured is a turn and not a question for consent.
        let policy = car.path("policy.toml");
        fs::write(
            &policy,
            "capabilities.location.access = \"allow\"\ncapabilities.preferences.access = \"allow\"\ncapabilities.traffic-signals.access = \"allow\"\n",
        )?;
        fs::write(car.path("config.toml"), format!("policy.file = '{}'\n", policy.display()))?;
        car.install(&SHIPPED.map(|id| car.skill_file(id)))?;
        Ok(car)
    }

    /// The file of a skill that ships.
    pub(crate) fn skill_file(&self, id: &str) -> PathBuf {
        self.skills.join(format!("{id}.wasm"))
    }

    /// The program.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// A path in the folder of this car.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Installs skill files.
    pub(crate) fn install(&self, files: &[PathBuf]) -> Result<()> {
        let output = self.command().args(["skills", "install"]).args(files).output()?;
        ensure!(output.status.success(), "cannot install: {}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }

    /// A command with this car's folders.
    #[expect(clippy::disallowed_methods, reason = "the command line is what is measured")]
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .env("JUMPSEAT_CONFIG", self.path("config.toml"))
            .env("JUMPSEAT_STATE_DIR", self.path("state"))
            .env("JUMPSEAT_CACHE_DIR", self.path("cache"));
        command
    }

    /// The turns of a drive with these lines, each said after the answer to the one before and a pause, as people do.
    #[expect(clippy::disallowed_methods, reason = "people pause as well, and the car uses the time")]
    pub(crate) fn paced_drive(&self, options: &[&str], lines: &[String], pause: Duration) -> Result<Vec<Value>> {
        let mut drive = self.command();
        drive.args(["drive", "--json", "--clock", "manual"]).args(options);
        let mut drive = drive.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut input = drive.stdin.take().context("the drive has no standard input")?;
        let mut answers = BufReader::new(drive.stdout.take().context("the drive has no standard output")?).lines();
        let mut turns = Vec::new();
        for line in lines {
            writeln!(input, "{line}")?;
            turns.push(serde_json::from_str(&answers.next().context("the drive ended early")??)?);
            std::thread::sleep(pause);
        }
        drop(input);
        ensure!(drive.wait()?.success(), "the drive failed");
        Ok(turns)
    }

    /// The resident memory of a drive some time after it answered a sentence; nothing where the system does not tell.
    #[expect(clippy::disallowed_methods, reason = "what is made ready behind the scenes is part of the figure")]
    pub(crate) fn resident_kilobytes(&self, sentence: &str, settled: Duration) -> Result<Option<f64>> {
        let mut drive = self.command();
        drive.args(["drive", "--json", "--clock", "manual"]);
        let mut drive = drive.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut input = drive.stdin.take().context("the drive has no standard input")?;
        let mut answers = BufReader::new(drive.stdout.take().context("the drive has no standard output")?).lines();
        writeln!(input, "{sentence}")?;
        answers.next().context("the drive ended early")??;
        std::thread::sleep(settled);
        let status = fs::read_to_string(format!("/proc/{}/status", drive.id()));
        drop(input);
        ensure!(drive.wait()?.success(), "the drive failed");
        let Ok(status) = status else { return Ok(None) };
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        Ok(resident.and_then(|resident| resident.trim().strip_suffix(" kB")?.parse().ok()))
    }

    /// The turns of a drive with these lines.
    pub(crate) fn drive(&self, options: &[&str], lines: &[String]) -> Result<Vec<Value>> {
        let mut drive = self.command();
        drive.args(["drive", "--json", "--clock", "manual"]).args(options);
        let mut drive = drive.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let mut input = drive.stdin.take().context("the drive has no standard input")?;
        let lines = lines.join("\n") + "\n";
        let writing = std::thread::spawn(move || input.write_all(lines.as_bytes()));
        let output = drive.wait_with_output()?;
        writing.join().ok().context("the drive was not written to")??;
        ensure!(output.status.success(), "the drive failed: {}", String::from_utf8_lossy(&output.stderr));
        let turns = str::from_utf8(&output.stdout)?.lines().map(|line| Ok(serde_json::from_str(line)?));
        turns.collect()
    }
}

/// The time of a step of a turn, in microseconds.
pub(crate) fn step_us(turn: &Value, step: &str) -> Option<f64> {
    turn.get("timings_us")?.get(step)?.as_f64()
}
