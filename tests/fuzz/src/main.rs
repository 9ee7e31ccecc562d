//! Writes the seeds of a target into a folder, where libFuzzer finds them: `fuzz TARGET FOLDER`. Without arguments, names
//! the targets.

use std::{env, fs, path::Path, process::ExitCode};

use fuzz::{TARGETS, Target};

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "this program's answer is what it prints")]
fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.as_slice() {
        [] => {
            for target in TARGETS {
                println!("{}", target.name);
            }
            ExitCode::SUCCESS
        }
        [name, folder] => match Target::named(name)
            .ok_or("there is no such target".to_owned())
            .and_then(|target| write_seeds(target, Path::new(folder)).map_err(|error| error.to_string()))
        {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::FAILURE
            }
        },
        _ => {
            eprintln!("usage: fuzz [TARGET FOLDER]");
            ExitCode::FAILURE
        }
    }
}

fn write_seeds(target: &Target, folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    for (number, seed) in (target.seeds)().iter().enumerate() {
        fs::write(folder.join(format!("seed-{number}")), seed)?;
    }
    Ok(())
}
