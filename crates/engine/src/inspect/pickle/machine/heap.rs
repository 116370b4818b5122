//! What is built: nodes, as far as there is room, and what is put into them.

use std::sync::Arc;

use crate::inspect::pickle::{
    Call, Items, Name, Node, NodeId, Pairs, Text, argument::NAME, error::Problem,
};

use super::{Machine, Step};

/// Items of a container that is kept whole.
const SHORT: usize = 8;

impl Machine<'_> {
    pub(super) fn items(&mut self, items: &[NodeId]) -> Items {
        Items {
            kept: items[..self.kept_of(0, items.len())].to_vec(),
            length: items.len() as u64,
        }
    }

    /// How many of so many more items a container with `kept` of them keeps. Short containers keep all: they are as
    /// bounded as their number, and it is by them that a payload is recognised.
    fn kept_of(&mut self, kept: usize, more: usize) -> usize {
        let wanted = self.limits.items.saturating_sub(kept).min(more);
        if kept + wanted <= SHORT {
            return wanted;
        }
        let given = wanted.min(self.slots);
        self.slots -= given;
        self.tree.cut |= given < wanted;
        given
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
    fn afford(&mut self, node: Node) -> Node {
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
        fn container(node: &mut Node) -> Step<Option<&mut Items>> {
            match node {
                Node::List(container) | Node::Set(container) => Ok(Some(container)),
                Node::Call(call) => Ok(Some(&mut call.items)),
                Node::Cut => Ok(None),
                _ => Err(Problem::NotAContainer),
            }
        }
        let Some(kept) = container(self.top_node()?)?.map(|container| container.kept.len()) else {
            return Ok(());
        };
        let room = self.kept_of(kept, items.len());
        if let Some(container) = container(self.top_node()?)? {
            container.kept.extend_from_slice(&items[..room]);
            container.length += items.len() as u64;
        }
        Ok(())
    }

    /// Sets keys and values in the dict on top, or in an object that is one.
    pub(super) fn set(&mut self, items: &[NodeId]) -> Step<()> {
        fn container(node: &mut Node) -> Step<Option<&mut Pairs>> {
            match node {
                Node::Dict(container) => Ok(Some(container)),
                Node::Call(call) => Ok(Some(&mut call.pairs)),
                Node::Cut => Ok(None),
                _ => Err(Problem::NotAContainer),
            }
        }
        let (pairs, []) = items.as_chunks::<2>() else {
            return Err(Problem::OddItems);
        };
        let Some(kept) = container(self.top_node()?)?.map(|container| container.kept.len()) else {
            return Ok(());
        };
        let room = self.kept_of(kept, pairs.len());
        if let Some(container) = container(self.top_node()?)? {
            let kept = pairs[..room].iter().map(|[key, value]| (*key, *value));
            container.kept.extend(kept);
            container.length += pairs.len() as u64;
        }
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
