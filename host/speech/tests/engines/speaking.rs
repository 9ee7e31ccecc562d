//! Speaking, and hearing what was spoken, by whatever way the sound takes.

use jumpseat_assistant::{Audio, Recogniser as _, SpeechError, Synthesiser as _};
use jumpseat_package::Language;
use jumpseat_speech::{Espeak, Listened, Microphone, VoiceActivity, limits::SPEAK_CHARS_MAX, wav};

use crate::{sentences::recogniser, voices::are_installed};

fn seconds(audio: &Audio) -> f64 {
    audio.duration().as_secs_f64()
}

#[tokio::test]
async fn both_languages_are_spoken() {
    if !are_installed() {
        return;
    }
    let voice = Espeak::new(None).unwrap();
    let english = voice.speak("The next light is green.", Language::English).await.unwrap();
    let chinese = voice.speak("前方是绿灯。", Language::Chinese).await.unwrap();
    for audio in [&english, &chinese] {
        assert!((0.5..10.0).contains(&seconds(audio)), "{} seconds", seconds(audio));
        assert!(audio.samples.iter().any(|sample| sample.unsigned_abs() > 5_000), "it is too faint");
    }
    assert_ne!(english, chinese);
}

#[tokio::test]
async fn text_from_a_skill_cannot_change_the_voice_or_the_program() {
    if !are_installed() {
        return;
    }
    let voice = Espeak::new(None).unwrap();
    let plain = voice.speak("now turn left", Language::English).await.unwrap();
    for hostile in
        ["\u{1}9sO\u{1}0vOnow turn left", "--help now turn left", "<prosody rate=\"1000%\">now turn left</prosody>"]
    {
        let audio = voice.speak(hostile, Language::English).await.unwrap();
        assert!(seconds(&audio) >= seconds(&plain) * 0.9, "{hostile:?} was spoken in {} seconds", seconds(&audio));
    }
}

#[tokio::test]
async fn text_without_words_is_silence_and_too_long_text_an_error() {
    if !are_installed() {
        return;
    }
    let voice = Espeak::new(None).unwrap();
    for empty in ["", " \n", "\u{0}\u{1}"] {
        assert!(seconds(&voice.speak(empty, Language::English).await.unwrap()) < 0.5, "{empty:?}");
    }
    let error = voice.speak(&"a".repeat(SPEAK_CHARS_MAX + 1), Language::English).await.unwrap_err();
    assert_eq!(error, SpeechError::OverLimit { what: "characters to speak", value: 2_001, limit: 2_000 });
}

async fn spoken(text: &str) -> Audio {
    Espeak::new(None).unwrap().speak(text, Language::English).await.unwrap()
}

#[tokio::test]
async fn a_sentence_is_heard_at_the_rate_of_the_voice_and_from_a_file() {
    if !are_installed() {
        return;
    }
    let recogniser = recogniser();
    let audio = spoken("where can i park").await;
    assert_ne!(audio.sample_rate_hz, 16_000);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sentence.wav");
    std::fs::write(&file, wav::write(&audio)).unwrap();
    for audio in [audio, wav::read_file(&file).unwrap()] {
        let transcript = recogniser.recognise(&audio).await.unwrap().expect("it is heard");
        assert_eq!((transcript.text.as_str(), transcript.language), ("where can i park", Language::English));
    }
}

#[tokio::test]
async fn a_pause_inside_a_recording_does_not_end_the_sentence() {
    if !are_installed() {
        return;
    }
    let mut audio = spoken("find me some parking near").await;
    let pause = vec![0; usize::try_from(audio.sample_rate_hz / 2).unwrap()];
    audio.samples.extend(pause);
    audio.samples.extend(spoken("the city museum").await.samples);
    let transcript = recogniser().recognise(&audio).await.unwrap().expect("it is heard");
    assert_eq!(transcript.text, "find me some parking near the city museum");
}

#[tokio::test]
async fn silence_and_noise_are_no_sentence() {
    if !are_installed() {
        return;
    }
    let recogniser = recogniser();
    let mut state = 1_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        i16::try_from(state >> 20).unwrap() - 2_048
    };
    let noise = Audio { sample_rate_hz: 16_000, samples: (0..48_000).map(|_| noise()).collect() };
    let silence = Audio { sample_rate_hz: 44_100, samples: vec![0; 88_200] };
    for audio in [noise, silence, Audio { sample_rate_hz: 16_000, samples: Vec::new() }] {
        assert_eq!(recogniser.recognise(&audio).await, Ok(None));
    }
}

#[tokio::test]
async fn a_stream_is_cut_into_its_sentences() {
    if !are_installed() {
        return;
    }
    let recogniser = recogniser();
    let sentences = ["we are hungry", "how long until green"];
    let mut stream = vec![0_i16; 16_000];
    for sentence in sentences {
        stream.extend(wav::read(&wav::write(&spoken(sentence).await)).unwrap().samples);
        stream.extend(vec![0; 16_000]);
    }
    let mut activity = VoiceActivity::new();
    // As a microphone gives it: in blocks that know nothing of frames.
    let utterances: Vec<_> = stream.chunks(1_000).flat_map(|block| activity.push(block)).collect();
    assert_eq!(activity.finish(), None);
    let mut heard = Vec::new();
    for utterance in &utterances {
        assert!(!utterance.is_cut);
        heard.push(recogniser.recognise(&utterance.audio).await.unwrap().map(|transcript| transcript.text));
    }
    assert_eq!(heard, sentences.map(|sentence| Some(sentence.to_owned())));
}

#[tokio::test]
async fn a_microphone_gives_what_was_said() {
    if !are_installed() {
        return;
    }
    let audio = wav::read(&wav::write(&spoken("we are hungry").await)).unwrap();
    let mut samples = vec![0; 16_000];
    samples.extend(&audio.samples);
    samples.extend(vec![0; 16_000]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("microphone.raw");
    std::fs::write(&file, samples.iter().flat_map(|sample: &i16| sample.to_le_bytes()).collect::<Vec<u8>>()).unwrap();
    // A recorder never ends by itself.
    let script = format!("cat '{}'; exec tail -f /dev/null", file.display());
    let microphone = Microphone::new(Some(&["sh".to_owned(), "-c".to_owned(), script])).unwrap();
    let Listened::Spoken(heard) = microphone.listen().await.unwrap() else { panic!("nobody speaks") };
    assert!(heard.samples.len() < samples.len() - 16_000, "the silence around it is cut off");
    let transcript = recogniser().recognise(&heard).await.unwrap().expect("it is heard");
    assert_eq!(transcript.text, "we are hungry");
}
