//! What skills keep: a folder per skill, a file per key.

use std::{
    io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use cap_std::fs::Dir;
use jumpseat_storage::{
    Error, StorageProvider,
    limits::{KEY_CHARS_MAX, KEYS_MAX, SKILL_BYTES_MAX, VALUE_BYTES_MAX},
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
    /// Held while something changes: whether there is room and then taking it must not be torn apart.
    changing: Mutex<()>,
}

impl DiskStorage {
    /// Opens the storage in a folder; makes the folder if there is none.
    pub fn open(folder: &Path) -> Result<Self, DiskError> {
        let shared = Shared { folder: open_folder(folder)?, changing: Mutex::new(()) };
        Ok(Self { shared: Arc::new(shared) })
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

    async fn set(&self, skill: String, key: String, value: Vec<u8>) -> Result<(), Error> {
        check(&skill, &key)?;
        if value.len() > VALUE_BYTES_MAX {
            return Err(Error::OverLimit);
        }
        self.run("writing a value", move |shared, waiter| shared.set(&skill, &key, &value, waiter)).await
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

    fn set(&self, skill: &str, key: &str, value: &[u8], waiter: &Waiter) -> io::Result<Result<(), Error>> {
        let _one_at_a_time = self.change();
        match self.folder.create_dir(skill) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            Ok(()) | Err(_) => {}
        }
        let folder = self.folder.open_dir(skill)?;
        let mut others = kept(&folder)?;
        others.retain(|(other, _)| other != key);
        let bytes: u64 = others.iter().map(|(other, bytes)| other.len() as u64 + bytes).sum();
        let fits = others.len() < KEYS_MAX && bytes + (key.len() + value.len()) as u64 <= SKILL_BYTES_MAX as u64;
        if !fits {
            return Ok(Err(Error::OverLimit));
        }
        file::replace(&folder, key, value, || waiter.check()).map(Ok)
    }

    fn delete(&self, skill: &str, key: &str, waiter: &Waiter) -> io::Result<Result<(), Error>> {
        let _one_at_a_time = self.change();
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
        let _one_at_a_time = self.change();
        match self.folder.remove_dir_all(skill) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(Ok(())),
        }
    }

    fn skill_folder(&self, skill: &str) -> io::Result<Option<Dir>> {
        match self.folder.open_dir(skill) {
            Ok(folder) => Ok(Some(folder)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn change(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keys of a folder and the bytes of their values. What is no key, such as an unfinished file, does not count.
fn kept(folder: &Dir) -> io::Result<Vec<(String, u64)>> {
    let mut kept = Vec::new();
    for entry in folder.entries()? {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string()
            && is_file_name(&name, KEY_CHARS_MAX)
        {
            kept.push((name, entry.metadata()?.len()));
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
mod tests {
    use std::fs;

    use futures::FutureExt as _;

    use super::*;

    async fn set(storage: &DiskStorage, skill: &str, key: &str, value: &[u8]) -> Result<(), Error> {
        storage.set(skill.to_owned(), key.to_owned(), value.to_vec()).await
    }

    #[tokio::test]
    async fn the_contract_of_the_capability_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        jumpseat_storage::contract::check(&DiskStorage::open(folder.path()).unwrap()).await;
    }

    #[tokio::test]
    async fn values_survive_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        set(&DiskStorage::open(folder.path()).unwrap(), "parking", "last", b"here").await.unwrap();
        let again = DiskStorage::open(folder.path()).unwrap();
        assert_eq!(again.get("parking".to_owned(), "last".to_owned()).await, Ok(Some(b"here".to_vec())));
        assert_eq!(fs::read(folder.path().join("parking/last")).unwrap(), b"here");
    }

    #[tokio::test]
    async fn names_that_lead_elsewhere_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let storage = DiskStorage::open(&folder.path().join("storage")).unwrap();
        for name in ["..", ".", "", "a/b", "../parking", "a\\b", "A", "灯", "a\0b", &"a".repeat(65)] {
            assert_eq!(set(&storage, "parking", name, b"x").await, Err(Error::InvalidKey), "key {name:?}");
            assert_eq!(set(&storage, name, "key", b"x").await, Err(Error::Unavailable), "skill {name:?}");
            assert_eq!(storage.keys(name.to_owned()).await, Err(Error::Unavailable), "skill {name:?}");
            assert_eq!(storage.remove_skill(name.to_owned()).await, Err(Error::Unavailable), "skill {name:?}");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(fs::read_dir(folder.path().join("storage")).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn an_unfinished_file_is_no_value_and_takes_no_room() {
        let folder = tempfile::tempdir().unwrap();
        let storage = DiskStorage::open(folder.path()).unwrap();
        set(&storage, "parking", "key", b"whole").await.unwrap();
        fs::write(folder.path().join("parking/.key"), vec![0; SKILL_BYTES_MAX]).unwrap();
        assert_eq!(storage.keys("parking".to_owned()).await, Ok(vec!["key".to_owned()]));
        assert_eq!(storage.get("parking".to_owned(), "key".to_owned()).await, Ok(Some(b"whole".to_vec())));
        assert_eq!(set(&storage, "parking", "key", b"again").await, Ok(()));
        assert_eq!(fs::read_dir(folder.path().join("parking")).unwrap().count(), 1);
    }

    #[tokio::test]
    async fn what_a_removed_skill_kept_is_gone_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let storage = DiskStorage::open(folder.path()).unwrap();
        set(&storage, "parking", "key", b"x").await.unwrap();
        set(&storage, "parking-two", "key", b"x").await.unwrap();
        for _ in 0..2 {
            assert_eq!(storage.remove_skill("parking".to_owned()).await, Ok(()));
        }
        assert_eq!(storage.keys("parking".to_owned()).await, Ok(Vec::new()));
        assert_eq!(storage.keys("parking-two".to_owned()).await, Ok(vec!["key".to_owned()]));
    }

    #[tokio::test]
    async fn concurrent_writes_do_not_pass_the_quota() {
        let folder = tempfile::tempdir().unwrap();
        let storage = DiskStorage::open(folder.path()).unwrap();
        let value = vec![1; VALUE_BYTES_MAX];
        let keys: Vec<String> = (0..20).map(|number| format!("key-{number}")).collect();
        let writes = keys.iter().map(|key| set(&storage, "hoarder", key, &value));
        let refused = futures::future::join_all(writes).await.iter().filter(|written| written.is_err()).count();
        assert!(refused >= 20 - SKILL_BYTES_MAX / VALUE_BYTES_MAX, "{refused}");
        let kept = storage.keys("hoarder".to_owned()).await.unwrap().len();
        assert_eq!(kept, 20 - refused);
    }

    #[test]
    fn what_nobody_waits_for_any_more_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let storage = DiskStorage::open(folder.path()).unwrap();
        // One thread for all work: it is done in the order in which it is asked for.
        let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
        runtime.block_on(async {
            set(&storage, "parking", "key", b"old").await.unwrap();
            let busy = storage.shared.change();
            let late = set(&storage, "parking", "key", b"new");
            let later = storage.delete("parking".to_owned(), "key".to_owned());
            assert!(futures::future::join(late, later).now_or_never().is_none(), "they wait, and are given up");
            drop(busy);
            set(&storage, "parking", "other", b"x").await.unwrap();
            assert_eq!(storage.get("parking".to_owned(), "key".to_owned()).await, Ok(Some(b"old".to_vec())));
        });
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_link_in_the_folder_leads_nowhere() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret"), b"secret").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let storage = DiskStorage::open(folder.path()).unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("parking")).unwrap();
        assert_eq!(storage.get("parking".to_owned(), "secret".to_owned()).await, Err(Error::Unavailable));
        assert_eq!(set(&storage, "parking", "secret", b"mine").await, Err(Error::Unavailable));
        assert_eq!(fs::read(outside.path().join("secret")).unwrap(), b"secret");
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named_with_a_hint() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = DiskStorage::open(&file.path().join("storage")).err().unwrap();
        assert!(matches!(error, DiskError::Folder { .. }), "{error}");
        assert_eq!(error.hint().as_deref(), Some("check that the folder may be read and written"));
    }
}
