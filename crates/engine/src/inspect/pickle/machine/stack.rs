//! The stack, and the marks that cut off its lower part.

use crate::inspect::pickle::{Items, Node, NodeId, error::Problem};

use super::{Machine, Step};

impl Machine<'_> {
    pub(super) fn reachable(&self) -> usize {
        self.stack.len() - self.marks.last().copied().unwrap_or(0)
    }

    pub(super) fn top(&self) -> Step<NodeId> {
        if self.reachable() == 0 {
            return Err(Problem::Underflow);
        }
        self.stack.last().copied().ok_or(Problem::Underflow)
    }

    pub(super) fn top_node(&mut self) -> Step<&mut Node> {
        let top = self.top()?;
        self.tree
            .nodes
            .get_mut(top.0 as usize)
            .ok_or(Problem::Underflow)
    }

    pub(super) fn pop(&mut self) -> Step<NodeId> {
        let top = self.top()?;
        self.stack.pop();
        Ok(top)
    }

    /// `POP` also takes away a mark with nothing on it.
    pub(super) fn pop_or_unmark(&mut self) -> Step<()> {
        if self.reachable() == 0 && self.marks.pop().is_some() {
            return Ok(());
        }
        self.pop().map(|_| ())
    }

    pub(super) fn pop_to_mark(&mut self) -> Step<Vec<NodeId>> {
        let mark = self.marks.pop().ok_or(Problem::NoMark)?;
        Ok(self.stack.split_off(mark))
    }

    pub(super) fn items_to_mark(&mut self) -> Step<Items> {
        let items = self.pop_to_mark()?;
        Ok(self.items(&items))
    }
}
