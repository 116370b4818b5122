//! How much of a pickle is kept in memory.

/// How much of a pickle is kept. What goes beyond is followed, but not kept; only [`Limits::stack`] and [`Limits::marks`] refuse.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Objects in all; a quarter of them is kept for those that hold or call others, so that a heap of numbers cannot
    /// hide the function they are passed to.
    pub nodes: usize,
    /// Objects on the stack: what a single tuple can hold.
    pub stack: usize,
    /// Marks: how deep containers can lie in each other while they are built.
    pub marks: usize,
    /// Memo entries.
    pub memo: usize,
    /// First items of a container.
    pub items: usize,
    /// Items of all containers together, short ones apart.
    pub kept_items: usize,
    /// First bytes of a text.
    pub text: usize,
    /// First bytes of a bytes object.
    pub blob: usize,
    /// Bytes of texts and bytes objects, all together.
    pub kept_bytes: usize,
    /// Distinct names of classes and functions.
    pub names: usize,
}

impl Default for Limits {
    /// At most some 350 MB, for a pickle made to be as large as possible; a usual one needs next to nothing.
    fn default() -> Self {
        Self {
            nodes: 1 << 19,
            stack: 16 << 20,
            marks: 1 << 20,
            memo: 8 << 20,
            items: 1024,
            kept_items: 4 << 20,
            text: 64 << 10,
            blob: 16 << 10,
            kept_bytes: 32 << 20,
            names: 10_000,
        }
    }
}

impl Limits {
    /// Objects that hold nothing.
    pub(super) fn leaves(&self) -> usize {
        self.nodes / 4 * 3
    }
}
