//! The calls that a skill makes.

use std::sync::Arc;

use wasmtime::component::{HasData, Linker};

use crate::{
    Level, LogSink,
    bindings::{self, jumpseat::log::lines::Host},
    limits::LINE_CHARS_MAX,
};

/// What one skill call holds of this capability.
pub struct LogCtx {
    skill: Arc<str>,
    sink: Arc<dyn LogSink>,
    lines_left: u32,
    lines_dropped: u32,
}

impl LogCtx {
    /// The capability for one call of a skill that may write so many lines.
    pub fn new(skill: Arc<str>, sink: Arc<dyn LogSink>, lines_max: u32) -> Self {
        Self { skill, sink, lines_left: lines_max, lines_dropped: 0 }
    }

    /// How many lines were over the limit.
    pub fn lines_dropped(&self) -> u32 {
        self.lines_dropped
    }
}

/// Implemented by the state of a store that offers this capability.
pub trait LogView {
    /// The context of the running call.
    fn log(&mut self) -> &mut LogCtx;
}

/// Names the capability to the linker.
pub struct Log;

impl HasData for Log {
    type Data<'a> = &'a mut LogCtx;
}

/// Links the capability.
pub fn add_to_linker<T: LogView + Send + 'static>(linker: &mut Linker<T>) -> wasmtime::Result<()> {
    bindings::Imports::add_to_linker::<T, Log>(linker, T::log)
}

impl Host for LogCtx {
    async fn write(&mut self, level: Level, line: String) -> wasmtime::Result<()> {
        let Some(lines_left) = self.lines_left.checked_sub(1) else {
            self.lines_dropped = self.lines_dropped.saturating_add(1);
            return Ok(());
        };
        self.lines_left = lines_left;
        self.sink.write(&self.skill, level, &clean(&line));
        Ok(())
    }
}

jumpseat_relay::relay! {
    Host for LogCtx {
        write(level: Level, line: String) -> ();
    }
}

/// One line of bounded length that cannot forge a second one or steer a terminal. The text is guest-controlled.
fn clean(line: &str) -> String {
    line.chars().take(LINE_CHARS_MAX).map(|c| if is_printable(c) { c } else { ' ' }).collect()
}

/// Control characters move the cursor, separators end a line, and bidirectional controls reorder it.
fn is_printable(c: char) -> bool {
    let reorders =
        matches!(c, '\u{061c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let separates = matches!(c, '\u{2028}'..='\u{2029}');
    !c.is_control() && !reorders && !separates
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Default)]
    struct Recorded(Mutex<Vec<String>>);

    impl LogSink for Recorded {
        fn write(&self, skill: &str, level: Level, line: &str) {
            self.0.lock().unwrap().push(format!("{skill} {level:?} {line}"));
        }
    }

    async fn written(lines_max: u32, lines: &[&str]) -> (Vec<String>, u32) {
        let sink = Arc::new(Recorded::default());
        let mut log = LogCtx::new("parking".into(), Arc::clone(&sink) as Arc<dyn LogSink>, lines_max);
        for line in lines {
            log.write(Level::Warn, (*line).to_owned()).await.unwrap();
        }
        let written = sink.0.lock().unwrap().clone();
        (written, log.lines_dropped())
    }

    #[tokio::test]
    async fn lines_over_the_limit_are_counted_and_dropped() {
        let (written, dropped) = written(2, &["a", "b", "c", "d", "e"]).await;
        assert_eq!(written, ["parking Level::Warn a", "parking Level::Warn b"]);
        assert_eq!(dropped, 3);
    }

    #[tokio::test]
    async fn a_line_can_neither_forge_a_second_one_nor_steer_the_terminal() {
        let (written, _) = written(1, &["a\nERROR b\r\u{1b}[2J\u{202e}c\u{2028}d"]).await;
        assert_eq!(written, ["parking Level::Warn a ERROR b  [2J c d"]);
    }

    #[tokio::test]
    async fn a_long_line_is_cut_at_a_character() {
        let (written, _) = written(1, &["灯".repeat(LINE_CHARS_MAX + 1).as_str()]).await;
        assert_eq!(written, [format!("parking Level::Warn {}", "灯".repeat(LINE_CHARS_MAX))]);
    }
}
