//! What is built: nodes, as far as there is room, and what is put into them.

use std::sync::Arc;

use crate::inspect::pickle::{
    Call, Items, Name, Node, NodeId, Pairs, Text, argument::NAME, error::Problem,
};

use super::{Machine, Step};

impl Machine<'_> {
    pub(super) fn items(&mut self, items: &[NodeId]) -> Items {
        let mut kept = Items::default();
        add(&mut kept, items, self.limits.items);
        kept
    }

    pub(super) fn push(&mut self, node: Node) {
        let id = self.keep(node);
        self.stack.push(id);
    }

    pub(super) fn keep(&mut self, node: Node) -> NodeId {
        let is_leaf = matches!(
            node,
            Node::Int(_)
                | Node::Long(_)
                | Node::Digits(_)
                | Node::Float(_)
                | Node::Text(_)
                | Node::Bytes(_)
        );
        let limit = if is_leaf {
            self.limits.leaves()
        } else {
            self.limits.nodes
        };
        match u32::try_from(self.tree.nodes.len()) {
            Ok(id) if self.tree.nodes.len() < limit => {
                let node = self.afford(node);
                self.tree.nodes.push(node);
                NodeId(id)
            }
            _ => {
                self.tree.cut = true;
                NodeId::CUT
            }
        }
    }

    /// A node, without its content when there is no more room for that.
    pub(super) fn afford(&mut self, node: Node) -> Node {
        let bytes = match &node {
            Node::Text(text) => text.head.len(),
            Node::Bytes(bytes) => bytes.head.len(),
            Node::Long(bytes) => bytes.len(),
            Node::Digits(digits) => digits.len(),
            _ => 0,
        };
        if let Some(room) = self.room.checked_sub(bytes) {
            self.room = room;
            return node;
        }
        self.tree.cut = true;
        match node {
            Node::Text(mut text) => {
                text.head = "".into();
                text.whole = false;
                Node::Text(text)
            }
            Node::Bytes(mut bytes) => {
                bytes.head = Box::new([]);
                Node::Bytes(bytes)
            }
            _ => Node::Cut,
        }
    }

    /// Adds to the list or set on top, or to an object that is one.
    pub(super) fn extend(&mut self, items: &[NodeId]) -> Step<()> {
        let limit = self.limits.items;
        let container = match self.top_node()? {
            Node::List(container) | Node::Set(container) => container,
            Node::Call(call) => &mut call.items,
            Node::Cut => return Ok(()),
            _ => return Err(Problem::NotAContainer),
        };
        add(container, items, limit);
        Ok(())
    }

    /// Sets keys and values in the dict on top, or in an object that is one.
    pub(super) fn set(&mut self, items: &[NodeId]) -> Step<()> {
        let limit = self.limits.items;
        let (pairs, []) = items.as_chunks::<2>() else {
            return Err(Problem::OddItems);
        };
        let container = match self.top_node()? {
            Node::Dict(container) => container,
            Node::Call(call) => &mut call.pairs,
            Node::Cut => return Ok(()),
            _ => return Err(Problem::NotAContainer),
        };
        let room = limit.saturating_sub(container.kept.len()).min(pairs.len());
        container
            .kept
            .extend(pairs[..room].iter().map(|[key, value]| (*key, *value)));
        container.length += pairs.len() as u64;
        Ok(())
    }

    pub(super) fn call(
        &mut self,
        callable: NodeId,
        args: NodeId,
        kwargs: Option<NodeId>,
        instance: bool,
    ) {
        let (state, items, pairs) = (None, Items::default(), Pairs::default());
        self.push(Node::Call(Box::new(Call {
            callable,
            args,
            kwargs,
            instance,
            state,
            items,
            pairs,
        })));
    }

    /// A name; each is kept once, however often it is written.
    pub(super) fn global(&mut self, name: Option<Name>) -> NodeId {
        let Some(name) = name else {
            self.tree.unknown_names += 1;
            return NodeId::CUT;
        };
        let known = self.tree.names.get(&name).cloned();
        if known.is_none() && self.tree.names.len() >= self.limits.names {
            self.tree.unknown_names += 1;
            return NodeId::CUT;
        }
        let name = known.unwrap_or_else(|| Arc::new(name));
        self.tree.names.insert(Arc::clone(&name));
        self.keep(Node::Global(name))
    }

    pub(super) fn stack_global(&mut self) -> Step<()> {
        let name = self.pop()?;
        let module = self.pop()?;
        let believed = |text: &Text| text.whole && text.head.len() <= NAME;
        let known = match (self.tree.node(module), self.tree.node(name)) {
            (Node::Text(module), Node::Text(name)) if believed(module) && believed(name) => {
                Some(Name {
                    module: module.head.clone(),
                    name: name.head.clone(),
                })
            }
            (Node::Text(_) | Node::Cut, Node::Text(_) | Node::Cut) => None,
            _ => return Err(Problem::NotAName),
        };
        let global = self.global(known);
        self.stack.push(global);
        Ok(())
    }
}

fn add(container: &mut Items, items: &[NodeId], limit: usize) {
    let room = limit.saturating_sub(container.kept.len()).min(items.len());
    container.kept.extend_from_slice(&items[..room]);
    container.length += items.len() as u64;
}
