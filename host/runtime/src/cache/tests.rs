use super::*;

fn entry(name: &str) -> Entry {
    Entry::new("test", &blake3::hash(name.as_bytes()))
}

/// A cache with one entry, "one".
fn cache() -> (tempfile::TempDir, Cache) {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::open(&folder.path().join("cache")).unwrap();
    cache.write(&entry("one"), b"content");
    (folder, cache)
}

fn path(folder: &tempfile::TempDir, name: &str) -> PathBuf {
    folder.path().join("cache").join(name)
}

#[test]
fn what_was_written_is_read_by_the_next_process_too() {
    let (folder, cache) = cache();
    assert_eq!(cache.read(&entry("one")).as_deref(), Some(&b"content"[..]));
    let again = Cache::open(&folder.path().join("cache")).unwrap();
    assert_eq!(again.read(&entry("one")).as_deref(), Some(&b"content"[..]));
    assert_eq!(cache.read(&entry("two")), None);
}

#[test]
fn a_changed_entry_is_not_read_and_can_be_replaced() {
    let (folder, cache) = cache();
    let file = path(&folder, &entry("one").0);
    let original = fs::read(&file).unwrap();
    for at in [0, original.len() - 1] {
        let mut changed = original.clone();
        changed[at] ^= 1;
        fs::write(&file, changed).unwrap();
        assert_eq!(cache.read(&entry("one")), None, "byte {at} was changed");
    }
    for length in [0, 31, 32, original.len() - 1] {
        fs::write(&file, &original[..length]).unwrap();
        assert_eq!(cache.read(&entry("one")), None, "cut to {length} bytes");
    }
    cache.write(&entry("one"), b"new");
    assert_eq!(cache.read(&entry("one")).as_deref(), Some(&b"new"[..]));
}

#[test]
fn an_entry_does_not_pass_for_another() {
    let (folder, cache) = cache();
    fs::copy(path(&folder, &entry("one").0), path(&folder, &entry("two").0)).unwrap();
    assert_eq!(cache.read(&entry("two")), None);
}

#[test]
fn an_entry_of_another_device_is_not_read() {
    let (folder, _) = cache();
    let (other_folder, other) = cache();
    fs::copy(path(&folder, &entry("one").0), path(&other_folder, &entry("one").0)).unwrap();
    assert_eq!(other.read(&entry("one")), None);
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_is_not_used() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, _) = cache();
    let key = path(&folder, key::FILE_NAME);
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    let before = fs::read(&key).unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let cache = Cache::open(&folder.path().join("cache")).unwrap();
    assert_eq!(cache.read(&entry("one")), None);
    assert_ne!(fs::read(&key).unwrap(), before);
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_damaged_key_is_replaced() {
    let (folder, _) = cache();
    fs::write(path(&folder, key::FILE_NAME), "short").unwrap();
    let cache = Cache::open(&folder.path().join("cache")).unwrap();
    assert_eq!(cache.read(&entry("one")), None);
    cache.write(&entry("one"), b"new");
    assert_eq!(cache.read(&entry("one")).as_deref(), Some(&b"new"[..]));
}

#[test]
fn what_is_not_needed_any_more_goes() {
    let (folder, cache) = cache();
    cache.write(&entry("two"), b"content");
    cache.retain(&BTreeSet::from([entry("two")])).unwrap();
    assert_eq!(cache.read(&entry("one")), None);
    assert!(cache.read(&entry("two")).is_some());
    assert_eq!(fs::read_dir(path(&folder, "")).unwrap().count(), 2, "the key and one entry are left");
}

#[test]
fn a_file_is_no_folder() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = Cache::open(file.path()).err().unwrap();
    assert!(error.hint().unwrap().contains(&*file.path().to_string_lossy()));
}

#[test]
fn no_cache_keeps_nothing() {
    let cache = Cache::none();
    cache.write(&entry("one"), b"content");
    assert_eq!(cache.read(&entry("one")), None);
}
