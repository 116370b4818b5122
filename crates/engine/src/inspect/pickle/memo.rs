//! The memo: objects that a pickle refers to again.

use std::collections::HashMap;

use super::NodeId;

/// Entries by number. Picklers number densely from 0; the few that do not go to a map, so that a pickle cannot ask for
/// four thousand million entries by naming the last.
pub(super) struct Memo {
    dense: Vec<NodeId>,
    sparse: HashMap<u64, NodeId>,
    limit: usize,
    /// Entries ever stored; the number of the next `MEMOIZE`.
    stored: u64,
    forgot: bool,
}

impl Memo {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            dense: Vec::new(),
            sparse: HashMap::new(),
            limit,
            stored: 0,
            forgot: false,
        }
    }

    /// Stores under the next number.
    pub(super) fn push(&mut self, node: NodeId) {
        self.put(self.stored, node);
    }

    pub(super) fn put(&mut self, number: u64, node: NodeId) {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        if let Some(entry) = self.dense.get_mut(at) {
            *entry = node;
            return;
        }
        if let Some(entry) = self.sparse.get_mut(&number) {
            *entry = node;
            return;
        }
        self.stored += 1;
        if self.dense.len() + self.sparse.len() >= self.limit {
            self.forgot = true;
        } else if at == self.dense.len() {
            self.dense.push(node);
        } else {
            self.sparse.insert(number, node);
        }
    }

    /// What was stored; [`NodeId::CUT`] when it may have been stored and forgotten, `None` when it never was.
    pub(super) fn get(&self, number: u64) -> Option<NodeId> {
        let dense = usize::try_from(number)
            .ok()
            .and_then(|at| self.dense.get(at));
        dense
            .or_else(|| self.sparse.get(&number))
            .copied()
            .or(self.forgot.then_some(NodeId::CUT))
    }
}
