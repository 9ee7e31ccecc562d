//! The model that ships inside the program.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::LoadError;

/// The starter model: a few million parameters, trained for the shipped skills.
const STARTER: &[u8] = include_bytes!("../starter-model/starter.gguf");

const FILE_NAME: &str = "starter.gguf";

/// Puts the starter model into a folder, unless it is there already, and says where: llama.cpp reads files only.
pub fn starter_model(cache_dir: &Path) -> Result<PathBuf, LoadError> {
    let path = cache_dir.join(FILE_NAME);
    // Comparing all of it takes milliseconds and finds any damage.
    if fs::read(&path).is_ok_and(|present| present == STARTER) {
        return Ok(path);
    }
    match write(cache_dir, &path) {
        Ok(()) => Ok(path),
        Err(error) => Err(LoadError::Inaccessible { path, detail: error.to_string() }),
    }
}

/// Writes the file beside its place first, so that no process ever sees half of it.
fn write(folder: &Path, path: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let unfinished = path.with_extension(format!("{}.unfinished", std::process::id()));
    let written = fs::write(&unfinished, STARTER).and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        fs::remove_file(&unfinished).ok();
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ModelFile, prompt::PromptForm};

    #[test]
    fn the_starter_model_is_written_once_and_again_when_it_is_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let cache = folder.path().join("cache");
        let path = starter_model(&cache).unwrap();
        let written = path.metadata().unwrap().modified().unwrap();
        assert_eq!(starter_model(&cache).unwrap(), path);
        assert_eq!(path.metadata().unwrap().modified().unwrap(), written, "it was written again");

        fs::write(&path, &STARTER[..STARTER.len() / 2]).unwrap();
        starter_model(&cache).unwrap();
        assert_eq!(fs::read(&path).unwrap(), STARTER);
        assert_eq!(fs::read_dir(&cache).unwrap().count(), 1, "something was left behind");
    }

    #[test]
    fn the_starter_model_is_small_and_of_the_compact_form() {
        assert!(STARTER.len() <= 20 << 20, "{} bytes", STARTER.len());
        let folder = tempfile::tempdir().unwrap();
        let model = ModelFile::read(&starter_model(folder.path()).unwrap()).unwrap();
        assert_eq!(PromptForm::of(&model), Ok(PromptForm::Compact));
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error_with_a_hint() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let error = starter_model(&file).unwrap_err();
        assert!(matches!(error, LoadError::Inaccessible { .. }) && error.hint().is_some());
    }
}
