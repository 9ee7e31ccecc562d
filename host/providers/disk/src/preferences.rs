//! Preferences in one file that a person can read, correct and delete.

use std::{
    collections::BTreeMap,
    io,
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};

use async_trait::async_trait;
use cap_std::{ambient_authority, fs::Dir};
use jumpseat_preferences::{Error, PreferencesProvider, limits::PREFERENCES_MAX};

use crate::{
    blocking::{self, Waiter},
    error::DiskError,
    file,
    limits::PREFERENCES_BYTES_MAX,
};

const FILE: &str = "preferences.json";

/// The driver's preferences in `preferences.json`: one JSON object, names and values sorted by name.
///
/// Reading is from memory, so what another process or a person changes is seen at the next change here, or at the next
/// start. A change here is one of the file as it is then: it brings nothing back that was deleted meanwhile.
pub struct DiskPreferences {
    shared: Arc<Shared>,
}

struct Shared {
    folder: Dir,
    values: RwLock<BTreeMap<String, String>>,
}

impl DiskPreferences {
    /// Opens the preferences in a folder; makes the folder if there is none.
    pub fn open(folder: &Path) -> Result<Self, DiskError> {
        let dir = open_folder(folder)?;
        let path = || folder.join(FILE);
        let content = file::read(&dir, FILE, PREFERENCES_BYTES_MAX);
        let content = content.map_err(|source| DiskError::Read { path: path(), source })?;
        let values = parse(content).map_err(|error| DiskError::Damaged { path: path(), detail: error.to_string() })?;
        let shared = Shared { folder: dir, values: RwLock::new(values) };
        Ok(Self { shared: Arc::new(shared) })
    }
}

impl Shared {
    /// The value is kept in memory only after it is on the disk: what a skill was told is set stays set.
    fn set(&self, name: String, value: String, waiter: &Waiter) -> io::Result<Result<(), Error>> {
        let _one_at_a_time = file::lock(&self.folder)?;
        let mut values = parse(file::read(&self.folder, FILE, PREFERENCES_BYTES_MAX)?)?;
        values.insert(name, value);
        if values.len() > PREFERENCES_MAX {
            return Ok(Err(Error::OverLimit));
        }
        file::replace(&self.folder, FILE, &serde_json::to_vec_pretty(&values)?, || waiter.check())?;
        *self.values.write().unwrap_or_else(PoisonError::into_inner) = values;
        Ok(Ok(()))
    }
}

fn parse(content: Option<Vec<u8>>) -> serde_json::Result<BTreeMap<String, String>> {
    content.map_or_else(|| Ok(BTreeMap::new()), |content| serde_json::from_slice(&content))
}

#[async_trait]
impl PreferencesProvider for DiskPreferences {
    async fn get(&self, name: String) -> Result<Option<String>, Error> {
        Ok(self.shared.values.read().unwrap_or_else(PoisonError::into_inner).get(&name).cloned())
    }

    async fn set(&self, name: String, value: String) -> Result<(), Error> {
        let shared = Arc::clone(&self.shared);
        let written = blocking::run("writing preferences", move |waiter| shared.set(name, value, waiter)).await;
        written.unwrap_or(Err(Error::Unavailable))
    }
}

/// Opens a folder, making it if there is none.
pub(crate) fn open_folder(folder: &Path) -> Result<Dir, DiskError> {
    let open = || {
        Dir::create_ambient_dir_all(folder, ambient_authority())?;
        Dir::open_ambient_dir(folder, ambient_authority())
    };
    open().map_err(|source| DiskError::Folder { path: folder.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    async fn set(preferences: &DiskPreferences, name: &str, value: &str) -> Result<(), Error> {
        preferences.set(name.to_owned(), value.to_owned()).await
    }

    #[tokio::test]
    async fn the_contract_of_the_capability_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        jumpseat_preferences::contract::check(&DiskPreferences::open(folder.path()).unwrap()).await;
    }

    #[tokio::test]
    async fn preferences_survive_a_restart_in_a_file_that_people_can_read() {
        let folder = tempfile::tempdir().unwrap();
        let preferences = DiskPreferences::open(&folder.path().join("made")).unwrap();
        set(&preferences, "walk.distance-m-max", "500").await.unwrap();
        set(&preferences, "food.cuisine", "面").await.unwrap();
        insta::assert_snapshot!(fs::read_to_string(folder.path().join("made").join(FILE)).unwrap(), @r#"
        {
          "food.cuisine": "面",
          "walk.distance-m-max": "500"
        }
        "#);
        let again = DiskPreferences::open(&folder.path().join("made")).unwrap();
        assert_eq!(again.get("food.cuisine".to_owned()).await, Ok(Some("面".to_owned())));
    }

    #[tokio::test]
    async fn the_number_of_preferences_is_limited() {
        let folder = tempfile::tempdir().unwrap();
        let full: BTreeMap<_, _> = (0..PREFERENCES_MAX).map(|number| (format!("a.b{number}"), "x")).collect();
        fs::write(folder.path().join(FILE), serde_json::to_vec(&full).unwrap()).unwrap();
        let preferences = DiskPreferences::open(folder.path()).unwrap();
        assert_eq!(set(&preferences, "one.more", "x").await, Err(Error::OverLimit));
        assert_eq!(preferences.get("one.more".to_owned()).await, Ok(None));
        assert_eq!(set(&preferences, "a.b0", "changed").await, Ok(()));
    }

    #[tokio::test]
    async fn what_was_deleted_meanwhile_does_not_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let preferences = DiskPreferences::open(folder.path()).unwrap();
        set(&preferences, "food.cuisine", "pizza").await.unwrap();
        fs::remove_file(folder.path().join(FILE)).unwrap();
        set(&preferences, "driving.units", "metric").await.unwrap();
        assert_eq!(preferences.get("food.cuisine".to_owned()).await, Ok(None));
        let kept: BTreeMap<String, String> =
            serde_json::from_slice(&fs::read(folder.path().join(FILE)).unwrap()).unwrap();
        assert_eq!(kept.keys().collect::<Vec<_>>(), ["driving.units"]);
    }

    #[tokio::test]
    async fn what_cannot_be_written_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let preferences = DiskPreferences::open(folder.path()).unwrap();
        fs::create_dir(folder.path().join(FILE)).unwrap();
        assert_eq!(set(&preferences, "food.cuisine", "pizza").await, Err(Error::Unavailable));
        assert_eq!(preferences.get("food.cuisine".to_owned()).await, Ok(None));
    }

    #[test]
    fn a_damaged_file_is_named_with_a_hint() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), b"{\"food.cuisine\": ").unwrap();
        let error = DiskPreferences::open(folder.path()).err().unwrap();
        let text = format!("{error}; hint: {}", error.hint().unwrap());
        let text = text.replace(&folder.path().display().to_string(), "");
        insta::assert_snapshot!(text, @"/preferences.json is damaged: EOF while parsing a value at line 1 column 17; hint: correct or remove /preferences.json");
    }
}
