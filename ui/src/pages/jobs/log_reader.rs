use leptos::prelude::*;
use longshore_model::{
    Report,
    command::LogGet,
    log::{LogRequest, Stream},
};

use crate::{here::Here, state::log_buffer::LogBuffer};

/// Bytes asked for at once.
const STEP: u64 = 64 * 1024;

/// Reads one output of one task, a stretch at a time.
#[derive(Debug, Clone, Copy)]
pub struct LogReader {
    here: Here,
    /// What was read.
    pub buffer: RwSignal<LogBuffer>,
    /// Why no more could be read.
    pub problem: RwSignal<Option<Report>>,
    source: StoredValue<Option<(String, String, Stream)>>,
    generation: StoredValue<u64>,
    asking: StoredValue<bool>,
}

impl LogReader {
    /// Reads nothing yet.
    pub fn new() -> Self {
        Self {
            here: Here::new(),
            buffer: RwSignal::new(LogBuffer::default()),
            problem: RwSignal::new(None),
            source: StoredValue::new(None),
            generation: StoredValue::new(0),
            asking: StoredValue::new(false),
        }
    }

    /// Reads another output, from its end.
    pub fn open(self, job: String, task: String, stream: Stream) {
        let source = Some((job, task, stream));
        if self.source.get_value() == source {
            return;
        }
        self.source.set_value(source);
        self.generation.update_value(|generation| *generation += 1);
        self.asking.set_value(false);
        self.buffer.set(LogBuffer::default());
        self.ask(None, STEP);
    }

    /// Reads on, if there may be more.
    pub fn poll(self) {
        let (more, next) = self
            .buffer
            .with_untracked(|buffer| (buffer.growing() || buffer.behind(), buffer.next()));
        let failed = self.problem.with_untracked(Option::is_some);
        if more || failed {
            self.ask(next, STEP);
        }
    }

    /// Reads what comes before.
    pub fn earlier(self) {
        let first = self.buffer.with_untracked(LogBuffer::first);
        let offset = first.saturating_sub(STEP);
        if first > 0 {
            self.ask(Some(offset), first - offset);
        }
    }

    fn ask(self, offset: Option<u64>, limit: u64) {
        let Some((job, task, stream)) = self.source.get_value() else {
            return;
        };
        if self.asking.get_value() {
            return;
        }
        self.asking.set_value(true);
        let generation = self.generation.get_value();
        let request = LogRequest {
            job,
            task,
            stream,
            offset,
            limit,
        };
        self.here.ask(LogGet { request }, move |reply| {
            if self.generation.get_value() != generation {
                return; // another output was opened meanwhile
            }
            self.asking.set_value(false);
            match reply {
                Ok(chunk) => {
                    self.problem.set(None);
                    self.buffer.update(|buffer| buffer.take(chunk));
                }
                Err(report) => self.problem.set(Some(report)),
            }
        });
    }
}
