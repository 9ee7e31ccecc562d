//! Hearing and speaking.
//!
//! ```text
//! microphone or WAV ─ voice activity ─┬─ bound by the grammar ─┬─ gate ─ transcript
//!                                     └─ any phones            ┘
//! text ─ espeak-ng ─ speakers
//! ```
//!
//! Every engine is a program of its own in a child process: found on the search path, fed through a file or pipe,
//! stopped at a deadline. None is linked into the process of the cockpit. The grammar is derived from what the
//! installed skills say of themselves, and a gate keeps what was not said to the car from becoming a command.
//!
//! It deliberately knows nothing of what a sentence means, and keeps no sound.
//!
//! ```no_run
//! use jumpseat_assistant::{Recogniser as _, Synthesiser as _};
//! use jumpseat_package::Language;
//! use jumpseat_speech::{Espeak, Pocketsphinx, Sentences, wav};
//!
//! # async fn example(surfaces: &[jumpseat_router::Surface], names: &[String]) -> Result<(), Box<dyn std::error::Error>> {
//! let answers = jumpseat_router::answer_templates(Language::English);
//! let (recogniser, left_out) = Pocketsphinx::new(&Sentences { surfaces, answers: &answers, names }, None)?;
//! println!("not heard for want of a pronunciation: {}", left_out.words.join(", "));
//!
//! let sound = wav::read_file("sentence.wav".as_ref())?;
//! if let Some(transcript) = recogniser.recognise(&sound).await? {
//!     let answer = Espeak::new(None)?.speak(&transcript.text, transcript.language).await?;
//!     std::fs::write("answer.wav", wav::write(&answer))?;
//! }
//! # Ok(())
//! # }
//! ```

mod child;
mod dither;
mod engines;
mod espeak;
mod grammar;
pub mod limits;
mod microphone;
mod player;
mod pocketsphinx;
mod rejection;
mod samples;
mod vad;
mod walls;
pub mod wav;

pub use engines::{EngineStatus, engines};
pub use espeak::Espeak;
pub use grammar::{LeftOut, LeftOutSentence, Sentences, Unusable};
pub use microphone::{Listened, Microphone};
pub use player::Player;
pub use pocketsphinx::{Heard, Pocketsphinx};
pub use rejection::EVIDENCE_MIN;
pub use samples::ResampleError;
pub use vad::{Utterance, VoiceActivity};
pub use walls::{Confiner, confined_main};
