//! Bytes with an offset: whole, or only their head.

use std::io::{BufRead, ErrorKind};

use super::PickleError;

/// Where instructions come from.
pub(super) struct Source<R> {
    reader: R,
    offset: u64,
}

/// A run of bytes, of which the head was kept.
pub(super) struct Run {
    pub(super) head: Vec<u8>,
    /// Bytes in all.
    pub(super) length: u64,
    /// Characters in all, if they were counted and the bytes are UTF-8.
    pub(super) characters: u64,
    /// Offset of the first byte.
    pub(super) start: u64,
}

impl Run {
    pub(super) fn is_whole(&self) -> bool {
        self.head.len() as u64 == self.length
    }
}

impl<R: BufRead> Source<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, offset: 0 }
    }

    /// Bytes read so far.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    pub(super) fn byte(&mut self) -> Result<u8, PickleError> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], PickleError> {
        if let Some(bytes) = self.buffer()?.first_chunk::<N>().copied() {
            self.consume(N);
            return Ok(bytes);
        }
        // It lies across the end of what is buffered.
        let mut bytes = [0; N];
        for byte in &mut bytes {
            let at = self.offset;
            *byte = *self
                .buffer()?
                .first()
                .ok_or(PickleError::Truncated { at })?;
            self.consume(1);
        }
        Ok(bytes)
    }

    /// The next `length` bytes, of which at most `keep` are kept, with how many characters they are.
    pub(super) fn text(&mut self, length: u64, keep: usize) -> Result<Run, PickleError> {
        self.read(length, keep, Run::count)
    }

    /// The next `length` bytes, of which at most `keep` are kept.
    pub(super) fn run(&mut self, length: u64, keep: usize) -> Result<Run, PickleError> {
        // Characters are not counted: that is most of the time it takes to pass by a large array.
        self.read(length, keep, |_, _| {})
    }

    fn read(
        &mut self,
        length: u64,
        keep: usize,
        look: impl Fn(&mut Run, &[u8]),
    ) -> Result<Run, PickleError> {
        let mut run = self.begin(length);
        let mut left = length;
        while left > 0 {
            let chunk = self.buffer()?;
            if chunk.is_empty() {
                return Err(PickleError::Truncated { at: self.offset });
            }
            let taken = chunk.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            look(&mut run, &chunk[..taken]);
            run.take(&chunk[..taken], keep);
            self.consume(taken);
            left -= taken as u64;
        }
        Ok(run)
    }

    /// The bytes up to the next newline, which is read too.
    pub(super) fn line(&mut self, keep: usize) -> Result<Run, PickleError> {
        let mut run = self.begin(0);
        loop {
            let chunk = self.buffer()?;
            if chunk.is_empty() {
                return Err(PickleError::Truncated { at: self.offset });
            }
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let taken = end.unwrap_or(chunk.len());
            run.count(&chunk[..taken]);
            run.take(&chunk[..taken], keep);
            run.length += taken as u64;
            self.consume(taken + usize::from(end.is_some()));
            if end.is_some() {
                return Ok(run);
            }
        }
    }

    fn begin(&self, length: u64) -> Run {
        Run {
            head: Vec::new(),
            length,
            characters: 0,
            start: self.offset,
        }
    }

    fn buffer(&mut self) -> Result<&[u8], PickleError> {
        // Asked twice, because a buffer returned from inside the loop would stay borrowed.
        loop {
            match self.reader.fill_buf() {
                Ok(_) => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(self.reader.fill_buf()?)
    }

    fn consume(&mut self, bytes: usize) {
        self.reader.consume(bytes);
        self.offset += bytes as u64;
    }
}

impl Run {
    /// Counts characters: each has one byte that does not continue another.
    fn count(&mut self, chunk: &[u8]) {
        self.characters += chunk.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u64;
    }

    fn take(&mut self, chunk: &[u8], keep: usize) {
        let room = keep.saturating_sub(self.head.len()).min(chunk.len());
        self.head.extend_from_slice(&chunk[..room]);
    }
}
