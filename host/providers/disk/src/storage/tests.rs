use std::fs;

use futures::FutureExt as _;

use jumpseat_storage::limits::SKILL_BYTES_MAX;

use super::*;

async fn set(storage: &DiskStorage, skill: &str, key: &str, value: &[u8]) -> Result<(), Error> {
    storage.set(skill.to_owned(), key.to_owned(), value.to_vec(), Quota::MAX).await
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
        let busy = storage.shared.change().unwrap();
        let late = set(&storage, "parking", "key", b"new");
        let later = storage.delete("parking".to_owned(), "key".to_owned());
        assert!(futures::future::join(late, later).now_or_never().is_none(), "they wait, and are given up");
        drop(busy);
        set(&storage, "parking", "other", b"x").await.unwrap();
        assert_eq!(storage.get("parking".to_owned(), "key".to_owned()).await, Ok(Some(b"old".to_vec())));
    });
}

#[tokio::test]
async fn a_skill_that_another_process_removed_keeps_nothing_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let (car, command) = (DiskStorage::open(folder.path()).unwrap(), DiskStorage::open(folder.path()).unwrap());
    car.admit(["parking", "weather"]);
    set(&car, "weather", "key", b"x").await.unwrap();
    for skill in ["parking", "weather"] {
        command.remove_skill(skill.to_owned()).await.unwrap();
        assert_eq!(set(&car, skill, "key", b"late").await, Err(Error::Unavailable));
        assert!(!folder.path().join(skill).exists(), "{skill} has no folder again");
        // Another skill with the same id is installed, in a car of its own.
        let next = DiskStorage::open(folder.path()).unwrap();
        next.admit([skill]);
        assert_eq!(set(&car, skill, "key", b"late").await, Err(Error::Unavailable));
        assert_eq!(next.keys(skill.to_owned()).await, Ok(Vec::new()));
        set(&next, skill, "key", b"its own").await.unwrap();
        assert_eq!(car.get(skill.to_owned(), "key".to_owned()).await, Ok(None));
    }
}

#[tokio::test]
async fn two_processes_do_not_pass_the_quota_together() {
    let folder = tempfile::tempdir().unwrap();
    let storages = [DiskStorage::open(folder.path()).unwrap(), DiskStorage::open(folder.path()).unwrap()];
    let value = vec![1; VALUE_BYTES_MAX];
    let keys: Vec<String> = (0..20).map(|number| format!("key-{number}")).collect();
    let writes = keys.iter().zip(storages.iter().cycle()).map(|(key, storage)| set(storage, "hoarder", key, &value));
    let kept = futures::future::join_all(writes).await.iter().filter(|written| written.is_ok()).count();
    assert!(kept < SKILL_BYTES_MAX / VALUE_BYTES_MAX, "{kept}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_to_the_folder_of_another_skill_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let storage = DiskStorage::open(folder.path()).unwrap();
    set(&storage, "weather", "secret", b"secret").await.unwrap();
    std::os::unix::fs::symlink("weather", folder.path().join("parking")).unwrap();
    storage.admit(["parking", "weather"]);
    assert_eq!(storage.get("parking".to_owned(), "secret".to_owned()).await, Err(Error::Unavailable));
    assert_eq!(storage.keys("parking".to_owned()).await, Err(Error::Unavailable));
    assert_eq!(set(&storage, "parking", "secret", b"mine").await, Err(Error::Unavailable));
    assert_eq!(storage.remove_skill("parking".to_owned()).await, Ok(()));
    assert_eq!(storage.get("weather".to_owned(), "secret".to_owned()).await, Ok(Some(b"secret".to_vec())));
    set(&storage, "parking", "own", b"own").await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn pipes_devices_and_links_in_place_of_values_are_never_opened() {
    let folder = tempfile::tempdir().unwrap();
    let storage = DiskStorage::open(folder.path()).unwrap();
    set(&storage, "parking", "own", b"own").await.unwrap();
    let skill = folder.path().join("parking");
    for name in ["pipe", ".pipe", "..lock"] {
        let made = make_pipe(&skill.join(name));
        assert!(made, "the test needs mkfifo");
    }
    std::os::unix::fs::symlink("/dev/zero", skill.join("device")).unwrap();
    std::os::unix::fs::symlink("own", skill.join("link")).unwrap();
    for key in ["pipe", "device", "link"] {
        assert_eq!(storage.get("parking".to_owned(), key.to_owned()).await, Err(Error::Unavailable), "{key}");
    }
    assert_eq!(storage.keys("parking".to_owned()).await, Ok(vec!["own".to_owned()]));
    for key in ["pipe", "device", "link"] {
        assert_eq!(set(&storage, "parking", key, b"value").await, Ok(()), "{key} is replaced");
        assert_eq!(storage.get("parking".to_owned(), key.to_owned()).await, Ok(Some(b"value".to_vec())), "{key}");
    }
    assert_eq!(storage.get("parking".to_owned(), "own".to_owned()).await, Ok(Some(b"own".to_vec())));
    storage.remove_skill("parking".to_owned()).await.unwrap();
    assert!(!skill.exists());
}

#[cfg(unix)]
#[tokio::test]
async fn a_pipe_in_place_of_the_lock_makes_nobody_wait() {
    let folder = tempfile::tempdir().unwrap();
    let storage = DiskStorage::open(folder.path()).unwrap();
    assert!(make_pipe(&folder.path().join("..lock")), "the test needs mkfifo");
    assert_eq!(set(&storage, "parking", "key", b"x").await, Err(Error::Unavailable));
}

#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the pipe is made by the program that everyone has for it")]
fn make_pipe(path: &Path) -> bool {
    std::process::Command::new("mkfifo").arg(path).status().is_ok_and(|status| status.success())
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
