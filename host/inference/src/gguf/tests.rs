//! What passes, what is refused, and that nothing panics.

use std::path::Path;

use proptest::prelude::*;

use super::{Header, ModelFile};
use crate::{LoadError, tiny_gguf::TinyModel};

fn header(bytes: &[u8]) -> Result<Header, LoadError> {
    Header::read(bytes, Path::new("model.gguf"), bytes.len() as u64)
}

fn refused(model: &TinyModel) -> String {
    header(&model.bytes()).unwrap_err().to_string()
}

#[test]
fn a_sound_file_says_what_the_host_needs() {
    let header = header(&TinyModel::compact().bytes()).unwrap();
    assert_eq!(header.architecture, "qwen3");
    assert_eq!(header.name.as_deref(), Some("Tiny"));
    assert_eq!(header.prompt_form.as_deref(), Some("compact"));
    assert_eq!(header.chat_template, None);
    assert_eq!(header.context_tokens, 1024);
    assert_eq!(header.vocabulary_tokens, 256 + 6 + 9);
}

#[test]
fn what_makes_llama_cpp_end_its_process_is_refused_before() {
    let no_blocks = TinyModel { block_count: 0, ..TinyModel::compact() };
    insta::assert_snapshot!(refused(&no_blocks), @"model.gguf is damaged: it has no blocks");
    let twice = TinyModel { more_tokens: vec!["q".to_owned()], ..TinyModel::compact() };
    insta::assert_snapshot!(refused(&twice), @r#"model.gguf is damaged: the token "q" stands there twice"#);
    let renamed = TinyModel { more_tokens: vec![String::new(), "[EMPTY_262]".to_owned()], ..TinyModel::compact() };
    insta::assert_snapshot!(refused(&renamed), @r#"model.gguf is damaged: the token "[EMPTY_262]" stands there twice"#);
}

#[test]
fn another_architecture_or_version_is_named() {
    let llama = TinyModel { architecture: "llama".to_owned(), ..TinyModel::compact() };
    insta::assert_snapshot!(refused(&llama), @r#"model.gguf is not supported: its architecture is "llama""#);
    let hybrid = TinyModel { architecture: "qwen35".to_owned(), ..TinyModel::compact() };
    insta::assert_snapshot!(refused(&hybrid), @r#"model.gguf is not supported: its architecture is "qwen35""#);
    let old = TinyModel { version: 1, ..TinyModel::compact() };
    insta::assert_snapshot!(refused(&old), @"model.gguf is not supported: it is of GGUF version 1, known are 2 and 3");
}

#[test]
fn other_files_are_no_gguf() {
    for bytes in [b"".as_slice(), b"GG", b"RIFF....WAVE", b"\0\0\0\0\0\0\0\0"] {
        assert!(matches!(header(bytes), Err(LoadError::NotGguf { .. })), "{bytes:?} was taken for a model");
    }
}

#[test]
fn a_file_cut_anywhere_is_cut_short() {
    let bytes = TinyModel::compact().bytes();
    for length in (4..bytes.len()).step_by(97) {
        let error = header(&bytes[..length]).unwrap_err();
        assert!(matches!(error, LoadError::Truncated { .. }), "cut at {length}: {error}");
    }
}

#[test]
fn counts_that_promise_too_much_are_refused_without_reading_on() {
    let mut bytes = TinyModel::compact().bytes();
    bytes[8..16].copy_from_slice(&u64::MAX.to_le_bytes());
    insta::assert_snapshot!(
        header(&bytes).unwrap_err(),
        @"model.gguf: the number of tensors is 18446744073709551615, the limit is 65536"
    );
    let mut bytes = TinyModel::compact().bytes();
    bytes[16..24].copy_from_slice(&5000_u64.to_le_bytes());
    insta::assert_snapshot!(
        header(&bytes).unwrap_err(),
        @"model.gguf: the number of metadata entries is 5000, the limit is 4096"
    );
    // The length of the first key.
    let mut bytes = TinyModel::compact().bytes();
    bytes[24..32].copy_from_slice(&(1_u64 << 40).to_le_bytes());
    insta::assert_snapshot!(
        header(&bytes).unwrap_err(),
        @"model.gguf: the length of a string in bytes is 1099511627776, the limit is 256"
    );
}

#[test]
fn a_model_that_reads_too_little_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.gguf");
    std::fs::write(&path, TinyModel { context_tokens: 64, ..TinyModel::compact() }.bytes()).unwrap();
    assert!(matches!(ModelFile::read(&path), Err(LoadError::Unsupported { .. })));
}

#[test]
fn what_is_no_file_has_its_own_error_and_every_error_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let missing = ModelFile::read(&folder.path().join("none.gguf")).unwrap_err();
    assert!(matches!(missing, LoadError::Missing { .. }));
    let directory = ModelFile::read(folder.path()).unwrap_err();
    assert!(matches!(directory, LoadError::NotGguf { .. }));
    assert!(missing.hint().is_some() && directory.hint().is_some());
}

#[test]
fn a_changed_file_has_another_identity() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.gguf");
    std::fs::write(&path, TinyModel::compact().bytes()).unwrap();
    let first = ModelFile::read(&path).unwrap();
    assert_eq!(first, ModelFile::read(&path).unwrap());
    std::fs::write(&path, TinyModel::hermes().bytes()).unwrap();
    assert_ne!(first.identity, ModelFile::read(&path).unwrap().identity);
}

proptest! {
    #[test]
    fn any_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
        prop_assert!(header(&bytes).is_err());
        let behind_the_magic = [b"GGUF\x03\0\0\0".as_slice(), &bytes].concat();
        prop_assert!(header(&behind_the_magic).is_err());
    }

    #[test]
    fn a_damaged_header_never_panics(
        changes in prop::collection::vec((0_usize..9000, any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut bytes = TinyModel::compact().bytes();
        for (place, byte) in changes {
            bytes[place] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        header(&bytes).ok();
    }

    #[test]
    fn a_damaged_number_never_panics(place in 0_usize..9000, number in prop_oneof![
        Just(0_u64), Just(1), Just(u64::MAX), Just(u64::MAX / 2), Just(1 << 32), any::<u64>()
    ]) {
        let mut bytes = TinyModel::compact().bytes();
        bytes[place..place + 8].copy_from_slice(&number.to_le_bytes());
        header(&bytes).ok();
    }
}
