//! What skills keep: a folder per skill, a file per key.
//!
//! Several processes may use one storage: a car that drives, and a command that removes a skill meanwhile. Changes
//! therefore happen under a lock in the file system. A car opens the folders of its skills when it starts and keeps them
//! open, so that a skill which was removed writes into a folder that is gone, and not into a new one of the same name.

use std::{
    collections::BTreeMap,
    fs::File,
    io,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use cap_std::fs::Dir;
use jumpseat_storage::{
    Error, StorageProvider,
    limits::{KEY_CHARS_MAX, Quota, VALUE_BYTES_MAX},
};

use crate::{
    blocking::{self, Waiter},
    error::DiskError,
    file,
    limits::SKILL_CHARS_MAX,
    preferences::open_folder,
};

/// The values of all skills, each skill in a folder of its own that is named by its id.
///
/// Keys and ids are checked again here, whoever checked them before: they become names of files.
#[derive(Clone)]
pub struct DiskStorage {
    shared: Arc<Shared>,
}

struct Shared {
    folder: Dir,
    /// The folders of skills that this process opened.
    opened: Mutex<BTreeMap<String, Arc<Dir>>>,
}

impl DiskStorage {
    /// Opens the storage in a folder; makes the folder if there is none.
    pub fn open(folder: &Path) -> Result<Self, DiskError> {
        let shared = Shared { folder: open_folder(folder)?, opened: Mutex::default() };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Opens the folders of the skills that a car starts with, making those that are missing. A skill that is removed
    /// after that keeps nothing any more. A folder that cannot be opened now is tried again when its skill first keeps
    /// something.
    pub fn admit<'a>(&self, skills: impl IntoIterator<Item = &'a str>) {
        let admit = |skill| {
            let _one_at_a_time = self.shared.change()?;
            self.shared.open_or_make(skill).map(drop)
        };
        for skill in skills.into_iter().filter(|skill| is_file_name(skill, SKILL_CHARS_MAX)) {
            if let Err::<(), io::Error>(error) = admit(skill) {
                tracing::warn!(skill, %error, "cannot open what the skill keeps");
            }
        }
    }

    /// Removes all that a skill has kept, for when the skill is removed or the driver wants it gone.
    pub async fn remove_skill(&self, skill: String) -> Result<(), Error> {
        if !is_file_name(&skill, SKILL_CHARS_MAX) {
            return Err(Error::Unavailable);
        }
        self.run("removing what a skill kept", move |shared, _| shared.remove_skill(&skill)).await
    }

    async fn run<T: Send + 'static>(
        &self,
        what: &'static str,
        work: impl FnOnce(&Shared, &Waiter) -> io::Result<Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        let shared = Arc::clone(&self.shared);
        blocking::run(what, move |waiter| work(&shared, waiter)).await.unwrap_or(Err(Error::Unavailable))
    }
}

#[async_trait]
impl StorageProvider for DiskStorage {
    async fn get(&self, skill: String, key: String) -> Result<Option<Vec<u8>>, Error> {
        check(&skill, &key)?;
        self.run("reading a value", move |shared, _| shared.get(&skill, &key)).await
    }

    async fn set(&self, skill: String, key: String, value: Vec<u8>, quota: Quota) -> Result<(), Error> {
        check(&skill, &key)?;
        if value.len() > VALUE_BYTES_MAX {
            return Err(Error::OverLimit);
        }
        self.run("writing a value", move |shared, waiter| shared.set(&skill, &key, &value, quota, waiter)).await
    }

    async fn delete(&self, skill: String, key: String) -> Result<(), Error> {
        check(&skill, &key)?;
        self.run("removing a value", move |shared, waiter| shared.delete(&skill, &key, waiter)).await
    }

    async fn keys(&self, skill: String) -> Result<Vec<String>, Error> {
        if !is_file_name(&skill, SKILL_CHARS_MAX) {
            return Err(Error::Unavailable);
        }
        self.run("listing keys", move |shared, _| shared.keys(&skill)).await
    }
}

impl Shared {
    fn get(&self, skill: &str, key: &str) -> io::Result<Result<Option<Vec<u8>>, Error>> {
        let Some(folder) = self.skill_folder(skill)? else { return Ok(Ok(None)) };
        file::read(&folder, key, VALUE_BYTES_MAX as u64).map(Ok)
    }

    fn set(
        &self,
        skill: &str,
        key: &str,
        value: &[u8],
        quota: Quota,
        waiter: &Waiter,
    ) -> io::Result<Result<(), Error>> {
        // Whether there is room and then taking it must not be torn apart.
        let _one_at_a_time = self.change()?;
        let folder = self.open_or_make(skill)?;
        let mut others = kept(&folder)?;
        others.retain(|(other, _)| other != key);
        let bytes: u64 = others.iter().map(|(other, bytes)| other.len() as u64 + bytes).sum();
        let fits = others.len() < quota.keys && bytes + (key.len() + value.len()) as u64 <= quota.bytes as u64;
        if !fits {
            return Ok(Err(Error::OverLimit));
        }
        file::replace(&folder, key, value, || waiter.check()).map(Ok)
    }

    fn delete(&self, skill: &str, key: &str, waiter: &Waiter) -> io::Result<Result<(), Error>> {
        let _one_at_a_time = self.change()?;
        let Some(folder) = self.skill_folder(skill)? else { return Ok(Ok(())) };
        waiter.check()?;
        file::remove(&folder, key).map(Ok)
    }

    fn keys(&self, skill: &str) -> io::Result<Result<Vec<String>, Error>> {
        let Some(folder) = self.skill_folder(skill)? else { return Ok(Ok(Vec::new())) };
        let mut keys: Vec<String> = kept(&folder)?.into_iter().map(|(key, _)| key).collect();
        keys.sort_unstable();
        Ok(Ok(keys))
    }

    fn remove_skill(&self, skill: &str) -> io::Result<Result<(), Error>> {
        let _one_at_a_time = self.change()?;
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).remove(skill);
        match file::look(&self.folder, skill)? {
            None => Ok(()),
            Some(found) if found.is_dir() => self.folder.remove_dir_all(skill),
            // A link was planted: it goes, and what it leads to stays.
            Some(_) => self.folder.remove_file(skill),
        }
        .map(Ok)
    }

    /// The folder of a skill, made if it was never opened here and is not there.
    fn open_or_make(&self, skill: &str) -> io::Result<Arc<Dir>> {
        if let Some(folder) = self.skill_folder(skill)? {
            return Ok(folder);
        }
        self.folder.create_dir(skill)?;
        self.skill_folder(skill)?.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// The folder of a skill, if there is one. One that was opened stays the same, also when it is removed.
    fn skill_folder(&self, skill: &str) -> io::Result<Option<Arc<Dir>>> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = opened.get(skill) {
            return Ok(Some(Arc::clone(folder)));
        }
        let Some(found) = file::look(&self.folder, skill)? else { return Ok(None) };
        if !found.is_dir() {
            // A link might lead to the folder of another skill.
            return Err(io::ErrorKind::NotADirectory.into());
        }
        let folder = Arc::new(self.folder.open_dir(skill)?);
        opened.insert(skill.to_owned(), Arc::clone(&folder));
        Ok(Some(folder))
    }

    /// Held while something changes, by one thread of one process.
    fn change(&self) -> io::Result<File> {
        file::lock(&self.folder)
    }
}

/// Keys of a folder and the bytes of their values. What is no key, such as an unfinished file, or no plain file, such as a
/// planted link, does not count.
fn kept(folder: &Dir) -> io::Result<Vec<(String, u64)>> {
    let mut kept = Vec::new();
    for entry in folder.entries()? {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string()
            && is_file_name(&name, KEY_CHARS_MAX)
            && let Some(found) = file::look(folder, &name)?
            && found.is_file()
        {
            kept.push((name, found.len()));
        }
    }
    Ok(kept)
}

fn check(skill: &str, key: &str) -> Result<(), Error> {
    if !is_file_name(key, KEY_CHARS_MAX) {
        return Err(Error::InvalidKey);
    }
    if is_file_name(skill, SKILL_CHARS_MAX) { Ok(()) } else { Err(Error::Unavailable) }
}

/// Whether a name can stand for a file on every system without meaning anything else there. The alphabet excludes
/// separators, dots and [`file::UNFINISHED`].
fn is_file_name(name: &str, chars_max: usize) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=chars_max).contains(&name.len()) && name.bytes().all(allowed)
}

#[cfg(test)]
mod tests;
