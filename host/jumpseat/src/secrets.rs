//! Secrets that the car maker's policy has the car add to requests: read from where the policy says that they are kept.
//!
//! They are read once, when the car starts, and then known to nobody but the client that sends requests. One that cannot be
//! read keeps no car from starting: requests that need it are not sent.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use jumpseat_http::SecretSource;
use jumpseat_policy::OemPolicy;
use jumpseat_web::{Secrets, limits::SECRET_CHARS_MAX};

use crate::{bounded, output};

/// All secrets that a policy names. Those that cannot be read are named on standard error.
pub(crate) fn of(policy: &OemPolicy) -> Secrets {
    let sources: BTreeSet<&SecretSource> = policy.sites().flat_map(|(_, _, site)| site.secrets.values()).collect();
    let mut secrets = Secrets::default();
    for source in sources {
        let added = read(source).and_then(|value| Ok(secrets.insert(source.clone(), value)?));
        if let Err(error) = added {
            output::note(&format!("note: requests that need {} are not sent: {error:#}", place(source)));
        }
    }
    secrets
}

#[expect(clippy::disallowed_methods, reason = "the policy names the variable, and it is read once")]
fn read(source: &SecretSource) -> Result<String> {
    match source {
        SecretSource::Env(name) => std::env::var(name).context("it cannot be read"),
        SecretSource::File(path) => {
            // Room for the line break at the end.
            let bytes = bounded::read(path, u64::try_from(SECRET_CHARS_MAX)? + 2)?;
            let text = String::from_utf8(bytes).ok().context("it is no text")?;
            Ok(text.trim_end_matches(['\r', '\n']).to_owned())
        }
    }
}

fn place(source: &SecretSource) -> String {
    match source {
        SecretSource::Env(name) => format!("the environment variable {name}"),
        SecretSource::File(path) => format!("the file {}", path.display()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_secret_is_read_from_its_file_and_is_not_shown() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        fs::write(&path, "Bearer 2YotnFZFEjr1zCsicMWpAA\n").unwrap();
        let text = format!(
            "[skills.noodles]\npublisher = \"acme\"\nhttp.\"a.example\".secrets.authorization = {{ file = {path:?} }}\n"
        );
        let secrets = of(&OemPolicy::parse(&text).unwrap());
        assert_eq!(format!("{secrets:?}"), format!("{{File({path:?})}}"));
        fs::write(&path, "two\nlines that follow each other").unwrap();
        assert_eq!(format!("{:?}", of(&OemPolicy::parse(&text).unwrap())), "{}");
        fs::remove_file(&path).unwrap();
        assert_eq!(format!("{:?}", of(&OemPolicy::parse(&text).unwrap())), "{}");
    }
}
