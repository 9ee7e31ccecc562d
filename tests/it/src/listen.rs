//! Spoken sentences from WAV files: through voice activity, recogniser, router, skill and voice.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::car::{Car, tools};

/// Whether the speech programs are here. A build that promises them fails without them.
fn speech_is_here() -> bool {
    let found = ["espeak-ng", "pocketsphinx_batch"].iter().all(|program| {
        let paths = ["/usr/bin", "/usr/local/bin"];
        paths.iter().any(|folder| Path::new(folder).join(program).exists())
    });
    #[expect(clippy::disallowed_methods, reason = "a build server says so in the environment")]
    let promised = std::env::var_os("CI").is_some();
    assert!(found || !promised, "espeak-ng and pocketsphinx are missing");
    if !found {
        eprintln!("skipped: espeak-ng or pocketsphinx is not installed");
    }
    found
}

#[expect(clippy::disallowed_methods, reason = "the sentences are spoken by a program")]
fn spoken(car: &Car, name: &str, sentence: &str) -> PathBuf {
    let path = car.path(name);
    let status = Command::new("espeak-ng").args(["-v", "en-us", "-w"]).arg(&path).arg(sentence).status().unwrap();
    assert!(status.success());
    path
}

#[test]
fn spoken_sentences_are_answered_aloud_by_each_skill() {
    if !speech_is_here() {
        return;
    }
    let car = Car::with_skills();
    let sentences = [
        ("find a noodle restaurant", "restaurant-finder.find"),
        ("the second one", "restaurant-finder.show"),
        ("find parking near me", "parking.find"),
        ("is the light ahead red", "traffic-lights.check"),
    ];
    let mut listen = car.command(["listen", "--json", "--speech-dir"]);
    listen.arg(car.path("answers"));
    for (number, (sentence, _)) in sentences.iter().enumerate() {
        listen.arg(spoken(&car, &format!("{number}.wav"), sentence));
    }
    let output = listen.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let turns = crate::car::lines(&output.stdout);
    assert_eq!(turns.len(), sentences.len());
    for (turn, (_, tool)) in turns.iter().zip(sentences) {
        assert_eq!(tools(turn), [tool], "{turn}");
    }
    let answers: Vec<_> = fs::read_dir(car.path("answers")).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(answers.len(), sentences.len());
    for answer in answers {
        let sound = hound::WavReader::open(&answer).unwrap();
        assert!(sound.duration() > sound.spec().sample_rate / 2, "{} is too short", answer.display());
    }
}

#[test]
fn a_permission_is_taken_back_by_voice() {
    if !speech_is_here() {
        return;
    }
    let car = Car::with_skills();
    fs::write(car.path("config.toml"), "").unwrap();
    car.run(["consent", "allow", "parking"]);
    let mut listen = car.command(["listen", "--json"]);
    for sentence in ["what may parking do", "don't let parking know where I am any more"] {
        listen.arg(spoken(&car, &format!("{}.wav", sentence.len()), sentence));
    }
    let output = listen.output().unwrap();
    let turns = crate::car::lines(&output.stdout);
    assert!(turns[0]["speech"].as_str().unwrap().starts_with("Parking may know where the car is"), "{}", turns[0]);
    assert_eq!(
        turns[1]["speech"], "All right. Parking asks again before it may know where the car is.",
        "{}",
        turns[1]
    );
}

/// Writes a WAV file.
pub(crate) fn written(path: &Path, samples: impl Iterator<Item = i16>) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 16_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut file = hound::WavWriter::create(path, spec).unwrap();
    samples.for_each(|sample| file.write_sample(sample).unwrap());
    file.finalize().unwrap();
}

#[test]
fn silence_noise_and_broken_files_call_nothing() {
    if !speech_is_here() {
        return;
    }
    let car = Car::with_skills();
    written(&car.path("silence.wav"), std::iter::repeat_n(0, 32_000));
    let mut state = 1_u32;
    let noise = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        i16::from_le_bytes([state.to_le_bytes()[2], state.to_le_bytes()[3]]) / 8
    });
    written(&car.path("noise.wav"), noise.take(32_000));
    fs::write(car.path("broken.wav"), b"RIFF\xff\xff\xff\x7fWAVEfmt nonsense").unwrap();
    fs::write(car.path("empty.wav"), b"").unwrap();
    for name in ["silence.wav", "noise.wav", "broken.wav", "empty.wav"] {
        let file = car.path(name);
        let turns = car.json(["listen".as_ref(), "--json".as_ref(), file.as_os_str()]);
        assert_eq!(turns[0]["calls"], serde_json::json!([]), "{name}: {}", turns[0]);
        assert!(!turns[0]["speech"].as_str().unwrap().is_empty(), "{name}: {}", turns[0]);
    }
}
