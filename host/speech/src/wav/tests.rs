use std::io::Cursor;

use hound::{SampleFormat, WavSpec, WavWriter};
use proptest::prelude::*;

use super::*;

/// A WAV file as another program writes it.
fn wav<S: hound::Sample + Copy>(
    rate_hz: u32,
    channels: u16,
    bits: u16,
    format: SampleFormat,
    samples: &[S],
) -> Vec<u8> {
    let spec = WavSpec { channels, sample_rate: rate_hz, bits_per_sample: bits, sample_format: format };
    let mut bytes = Vec::new();
    let mut writer = WavWriter::new(Cursor::new(&mut bytes), spec).unwrap();
    for sample in samples {
        writer.write_sample(*sample).unwrap();
    }
    writer.finalize().unwrap();
    bytes
}

fn plain(samples: &[i16]) -> Vec<u8> {
    write(&Audio { sample_rate_hz: 16_000, samples: samples.to_vec() })
}

fn with_bytes(at: usize, new: &[u8]) -> Vec<u8> {
    let mut bytes = plain(&[1, 2, 3, 4]);
    bytes[at..at + new.len()].copy_from_slice(new);
    bytes
}

#[test]
fn every_width_is_read_as_the_same_sound() {
    let half = |bits: u32| 1_i32 << (bits - 2);
    let files = [
        wav(16_000, 1, 16, SampleFormat::Int, &[half(16), -half(16)]),
        wav(16_000, 1, 24, SampleFormat::Int, &[half(24), -half(24)]),
        wav(16_000, 1, 32, SampleFormat::Int, &[half(32), -half(32)]),
        wav(16_000, 1, 8, SampleFormat::Int, &[half(8), -half(8)]),
        wav(16_000, 1, 32, SampleFormat::Float, &[0.5_f32, -0.5]),
    ];
    for file in files {
        assert_eq!(read(&file).unwrap(), Audio { sample_rate_hz: 16_000, samples: vec![16_384, -16_384] });
    }
}

#[test]
fn channels_are_mixed() {
    let stereo = wav(16_000, 2, 16, SampleFormat::Int, &[1_000_i16, 3_000, -2_000, -2_000]);
    assert_eq!(read(&stereo).unwrap().samples, [2_000, -2_000]);
    let six = wav(16_000, 6, 16, SampleFormat::Int, &[600_i16, 0, 0, 0, 0, 0]);
    assert_eq!(read(&six).unwrap().samples, [100]);
}

#[test]
fn every_rate_becomes_sixteen_kilohertz() {
    for rate_hz in [8_000, 22_050, 44_100, 48_000, 192_000] {
        let second = vec![0_i16; usize::try_from(rate_hz).unwrap()];
        let audio = read(&wav(rate_hz, 1, 16, SampleFormat::Int, &second)).unwrap();
        assert!(audio.samples.len().abs_diff(16_000) <= 1, "{rate_hz} Hz became {} samples", audio.samples.len());
    }
}

#[test]
fn what_is_written_is_read_back() {
    let audio = Audio { sample_rate_hz: 16_000, samples: vec![0, 1, -1, i16::MAX, i16::MIN] };
    assert_eq!(read(&write(&audio)).unwrap(), audio);
}

#[test]
fn other_chunks_are_skipped() {
    let plain = plain(&[5, 6]);
    let mut bytes = plain[..12].to_vec();
    // Of odd length, so that a byte of padding follows.
    bytes.extend_from_slice(b"LIST\x03\x00\x00\x00abc\x00");
    bytes.extend_from_slice(&plain[12..]);
    bytes.extend_from_slice(b"junk");
    assert_eq!(read(&bytes).unwrap().samples, [5, 6]);
}

#[test]
fn a_file_from_a_pipe_ends_where_it_ends() {
    for unknown in [0x7fff_f000_u32, u32::MAX] {
        assert_eq!(read(&with_bytes(40, &unknown.to_le_bytes())).unwrap().samples, [1, 2, 3, 4]);
    }
}

#[test]
fn each_defect_has_its_error() {
    let cases = [
        (Vec::new(), "this is not a WAV file"),
        (b"ID3\x03 an MP3 file".to_vec(), "this is not a WAV file"),
        (plain(&[1])[..20].to_vec(), "the WAV file has no usable format"),
        (plain(&[1])[..36].to_vec(), "the WAV file has no usable sound"),
        (plain(&[]), "the WAV file holds no sound"),
        (with_bytes(40, &9_u32.to_le_bytes()), "the WAV file is cut off: it holds 8 of 9 bytes of sound"),
        (with_bytes(24, &0_u32.to_le_bytes()), "the WAV file has 0 samples per second, read are 8000 to 192000"),
        (
            with_bytes(24, &u32::MAX.to_le_bytes()),
            "the WAV file has 4294967295 samples per second, read are 8000 to 192000",
        ),
        (with_bytes(22, &0_u16.to_le_bytes()), "the WAV file has 0 channels, read are 1 to 16"),
        (with_bytes(22, &99_u16.to_le_bytes()), "the WAV file has 99 channels, read are 1 to 16"),
        (
            with_bytes(20, &85_u16.to_le_bytes()),
            "the WAV file has samples of 16 bits in format 85; read are 8, 16, 24 and 32 bits and 32-bit float",
        ),
        (
            with_bytes(34, &64_u16.to_le_bytes()),
            "the WAV file has samples of 64 bits in format 1; read are 8, 16, 24 and 32 bits and 32-bit float",
        ),
        (with_bytes(32, &7_u16.to_le_bytes()), "the WAV file has no usable format"),
        (with_bytes(12, b"xxxx"), "the WAV file has no usable format before its sound"),
        (plain(&vec![0; 16_000 * 60 + 1]), "the sound lasts 61 seconds, the limit is 60"),
    ];
    for (bytes, expected) in cases {
        let error = read(&bytes).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert!(error.hint().is_some(), "{expected} has no hint");
    }
}

#[test]
fn a_huge_file_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.wav");
    File::create(&path).unwrap().set_len(WAV_BYTES_MAX + 1).unwrap();
    let error = read_file(&path).unwrap_err();
    assert_eq!(error.to_string(), "the file has 134217729 bytes, the limit is 134217728");
    assert!(matches!(read_file(folder.path()), Err(WavError::Unreadable { .. })), "a folder is no file");
    assert!(matches!(read_file(&folder.path().join("none")), Err(WavError::Unreadable { .. })));
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        drop(read(&bytes));
    }

    #[test]
    fn no_change_of_a_file_makes_the_reader_panic_or_grow(
        changes in proptest::collection::vec((0_usize..60, any::<u8>()), 1..6),
        length in 0_usize..60,
    ) {
        let mut bytes = plain(&[1, -2, 3, -4, 5, -6, 7, -8]);
        for (at, new) in changes {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = new;
            }
        }
        bytes.truncate(length.max(8));
        if let Ok(audio) = read(&bytes) {
            // Resampling from the lowest rate doubles the samples; nothing else makes more of them.
            prop_assert!(audio.samples.len() <= 2 * bytes.len() + 2);
        }
    }
}
