//! All that a folder holds, for whoever exports or deletes it.
//!
//! Only plain files count. Whatever else lies in the folder (a link, a pipe, a device) is never opened: an export names
//! it, a deletion removes it and leaves alone what it leads to.

use std::{collections::BTreeMap, io, path::Path};

use cap_std::{ambient_authority, fs::Dir};

pub use crate::file::LOCK;
use crate::{
    error::DiskError,
    file::{self, UNFINISHED},
    limits::{TREE_BYTES_MAX, TREE_DEPTH_MAX},
};

/// A file with its content, or a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// A file.
    File(Vec<u8>),
    /// What a folder holds, by name.
    Folder(BTreeMap<String, Self>),
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// What was read; nothing if nothing is there.
    pub tree: Option<Tree>,
    /// What is neither a file nor a folder, or lies too deep: the path from the folder.
    pub left_out: Vec<String>,
}

/// How much was deleted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cleared {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// Reads all that a folder holds, or only what has one name in it. Names that begin with a dot are not read: they are
/// unfinished files and locks.
pub fn read(folder: &Path, only: Option<&str>) -> Result<Found, DiskError> {
    let failed = |source| DiskError::Read { path: folder.to_owned(), source };
    let Some(dir) = open(folder)? else { return Ok(Found::default()) };
    let mut reader = Reader { bytes_left: TREE_BYTES_MAX, left_out: Vec::new() };
    let tree = match only {
        Some(name) => reader.entry(&dir, name, name, TREE_DEPTH_MAX).map_err(failed)?,
        None => Some(reader.folder(&dir, "", TREE_DEPTH_MAX).map_err(failed)?),
    };
    Ok(Found { tree, left_out: reader.left_out })
}

/// Deletes all files that a folder holds, or only what has one name in it. Folders stay, because a car that runs may have
/// them open.
pub fn clear(folder: &Path, only: Option<&str>) -> Result<Cleared, DiskError> {
    let failed = |source| DiskError::Remove { path: folder.to_owned(), source };
    let Some(dir) = open(folder)? else { return Ok(Cleared::default()) };
    let _one_at_a_time = file::lock(&dir).map_err(failed)?;
    let mut cleared = Cleared::default();
    match only {
        Some(name) => cleared.entry(&dir, name, TREE_DEPTH_MAX),
        None => cleared.folder(&dir, TREE_DEPTH_MAX),
    }
    .map_err(failed)?;
    Ok(cleared)
}

/// Opens a folder, if it is there.
fn open(folder: &Path) -> Result<Option<Dir>, DiskError> {
    match Dir::open_ambient_dir(folder, ambient_authority()) {
        Ok(dir) => Ok(Some(dir)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(DiskError::Folder { path: folder.to_owned(), source }),
    }
}

/// The names in a folder. One that is not Unicode was not written by the host.
fn names(dir: &Dir) -> io::Result<Vec<String>> {
    dir.entries()?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

struct Reader {
    bytes_left: u64,
    left_out: Vec<String>,
}

impl Reader {
    fn folder(&mut self, dir: &Dir, path: &str, depth_left: usize) -> io::Result<Tree> {
        let mut entries = BTreeMap::new();
        for name in names(dir)?.into_iter().filter(|name| !name.starts_with(UNFINISHED)) {
            let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            if let Some(entry) = self.entry(dir, &name, &path, depth_left)? {
                entries.insert(name, entry);
            }
        }
        Ok(Tree::Folder(entries))
    }

    fn entry(&mut self, dir: &Dir, name: &str, path: &str, depth_left: usize) -> io::Result<Option<Tree>> {
        let Some(found) = file::look(dir, name)? else { return Ok(None) };
        if found.is_dir() && depth_left > 0 {
            return self.folder(&dir.open_dir(name)?, path, depth_left - 1).map(Some);
        }
        if !found.is_file() {
            self.left_out.push(path.to_owned());
            return Ok(None);
        }
        let Some(content) = file::read(dir, name, self.bytes_left)? else { return Ok(None) };
        self.bytes_left -= content.len() as u64;
        Ok(Some(Tree::File(content)))
    }
}

impl Cleared {
    fn folder(&mut self, dir: &Dir, depth_left: usize) -> io::Result<()> {
        names(dir)?.iter().filter(|name| *name != LOCK).try_for_each(|name| self.entry(dir, name, depth_left))
    }

    fn entry(&mut self, dir: &Dir, name: &str, depth_left: usize) -> io::Result<()> {
        let Some(found) = file::look(dir, name)? else { return Ok(()) };
        if found.is_dir() {
            // The host makes no folders so deep.
            return if depth_left > 0 {
                self.folder(&dir.open_dir(name)?, depth_left - 1)
            } else {
                dir.remove_dir_all(name)
            };
        }
        file::remove(dir, name)?;
        self.files += 1;
        self.bytes += found.len();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A folder with a value of a skill, and with what does not belong there.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("parking")).unwrap();
        fs::write(folder.path().join("parking/last"), "here").unwrap();
        fs::write(folder.path().join("parking/.last"), "unfinished").unwrap();
        fs::write(folder.path().join("notes"), "x").unwrap();
        folder
    }

    fn file(content: &str) -> Tree {
        Tree::File(content.into())
    }

    fn tree<const N: usize>(entries: [(&str, Tree); N]) -> Tree {
        Tree::Folder(entries.into_iter().map(|(name, entry)| (name.to_owned(), entry)).collect())
    }

    #[test]
    fn files_are_read_and_unfinished_ones_are_not() {
        let folder = folder();
        let all = tree([("notes", file("x")), ("parking", tree([("last", file("here"))]))]);
        assert_eq!(read(folder.path(), None).unwrap(), Found { tree: Some(all), left_out: Vec::new() });
        assert_eq!(read(folder.path(), Some("notes")).unwrap().tree, Some(file("x")));
        assert_eq!(read(folder.path(), Some("ghost")).unwrap(), Found::default());
        assert_eq!(read(&folder.path().join("ghost"), None).unwrap(), Found::default());
    }

    #[test]
    fn files_are_deleted_and_folders_stay() {
        let folder = folder();
        let opened = Dir::open_ambient_dir(folder.path().join("parking"), ambient_authority()).unwrap();
        assert_eq!(clear(folder.path(), Some("parking")).unwrap(), Cleared { files: 2, bytes: 14 });
        assert_eq!(fs::read(folder.path().join("notes")).unwrap(), b"x");
        assert_eq!(clear(folder.path(), None).unwrap(), Cleared { files: 1, bytes: 1 });
        assert_eq!(read(folder.path(), None).unwrap().tree, Some(tree([("parking", tree([]))])));
        opened.write("last", "again").unwrap();
        assert_eq!(fs::read(folder.path().join("parking/last")).unwrap(), b"again");
        assert_eq!(clear(&folder.path().join("ghost"), None).unwrap(), Cleared::default());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_named_and_removed_and_what_it_leads_to_stays() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret"), "secret").unwrap();
        let folder = folder();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("parking/way-out")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", folder.path().join("endless")).unwrap();
        let mut left_out = read(folder.path(), None).unwrap().left_out;
        left_out.sort();
        assert_eq!(left_out, ["endless", "parking/way-out"]);
        clear(folder.path(), None).unwrap();
        assert_eq!(
            read(folder.path(), None).unwrap(),
            Found { tree: Some(tree([("parking", tree([]))])), left_out: vec![] }
        );
        assert_eq!(fs::read(outside.path().join("secret")).unwrap(), b"secret");
    }

    #[test]
    fn folders_too_deep_are_named_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let deep = ["deeper"; TREE_DEPTH_MAX + 3].join("/");
        fs::create_dir_all(folder.path().join(&deep)).unwrap();
        fs::write(folder.path().join(&deep).join("file"), "x").unwrap();
        assert_eq!(read(folder.path(), None).unwrap().left_out, [["deeper"; TREE_DEPTH_MAX + 1].join("/")]);
        clear(folder.path(), None).unwrap();
        assert!(!folder.path().join(&deep).exists());
    }
}
