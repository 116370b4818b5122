//! Follows a pickle's instructions with names in place of what they would import, and notes in place of calls.

use std::{collections::BTreeSet, io::BufRead, sync::Arc};

use super::{
    Call, Items, Limits, Name, Node, NodeId, Pairs, PickleError, Text, Tree,
    argument::NAME,
    error::Problem,
    memo::Memo,
    opcode::{self, Instruction},
    source::Source,
};

/// The newest protocol there is.
const NEWEST: u8 = 5;

/// Follows one pickle to its `STOP`.
pub(super) fn run<R: BufRead>(
    source: &mut Source<R>,
    limits: &Limits,
) -> Result<Tree, PickleError> {
    let mut machine = Machine::new(limits);
    let (mut said, mut needed) = (None, 0);
    loop {
        let (at, code, instruction) = opcode::next(source, limits)?;
        needed = needed.max(opcode::protocol_of(code));
        match instruction {
            Instruction::Proto(protocol) if protocol > NEWEST => {
                return Err(PickleError::Protocol { protocol });
            }
            Instruction::Proto(protocol) => said = Some(protocol),
            Instruction::Stop => {
                // Whatever lies below stays there, as in Python.
                machine.tree.root = machine
                    .pop()
                    .map_err(|problem| PickleError::Malformed { at, problem })?;
                machine.tree.protocol = said.unwrap_or(needed);
                machine.tree.end = source.offset();
                return Ok(machine.tree);
            }
            instruction => {
                machine
                    .apply(instruction)
                    .map_err(|problem| PickleError::Malformed { at, problem })?;
            }
        }
        if machine.stack.len() > limits.stack || machine.marks.len() > limits.stack {
            return Err(PickleError::TooWide {
                limit: limits.stack,
                at,
            });
        }
    }
}

struct Machine<'a> {
    tree: Tree,
    stack: Vec<NodeId>,
    /// Heights of the stack where marks were set: what lies below the last is out of reach.
    marks: Vec<usize>,
    memo: Memo,
    /// Bytes of texts and bytes objects that may still be kept.
    room: usize,
    limits: &'a Limits,
}

type Step<T> = Result<T, Problem>;

impl<'a> Machine<'a> {
    fn new(limits: &'a Limits) -> Self {
        let tree = Tree {
            nodes: vec![
                Node::Cut,
                Node::None,
                Node::Bool(false),
                Node::Bool(true),
                Node::Tuple(Items::default()),
            ],
            root: NodeId::CUT,
            protocol: 0,
            end: 0,
            names: BTreeSet::new(),
            unknown_names: 0,
            cut: false,
        };
        Self {
            tree,
            stack: Vec::new(),
            marks: Vec::new(),
            memo: Memo::new(limits.memo),
            room: limits.kept_bytes,
            limits,
        }
    }

    fn apply(&mut self, instruction: Instruction) -> Step<()> {
        use Instruction as I;
        match instruction {
            I::Proto(_) | I::Frame | I::Stop => {}
            I::Mark => self.marks.push(self.stack.len()),
            I::Pop => self.pop_or_unmark()?,
            I::PopMark => {
                self.pop_to_mark()?;
            }
            I::Dup => self.stack.push(self.top()?),

            I::None => self.stack.push(NodeId(1)),
            I::Bool(value) => self.stack.push(NodeId(2 + u32::from(value))),
            I::EmptyTuple => self.stack.push(NodeId(4)),
            I::Int(value) => self.push(Node::Int(value)),
            I::Long(bytes) => self.push(Node::Long(bytes)),
            I::Digits(digits) => self.push(Node::Digits(digits)),
            I::VastInt => {
                self.tree.cut = true;
                self.stack.push(NodeId::CUT);
            }
            I::Float(value) => self.push(Node::Float(value)),
            I::Text(text) => self.push(Node::Text(Box::new(text))),
            I::Bytes(bytes) => self.push(Node::Bytes(Box::new(bytes))),

            I::ShortTuple(length) => {
                let from = self.stack.len() - length.min(self.reachable());
                if self.stack.len() - from < length {
                    return Err(Problem::Underflow);
                }
                let items = self.stack.split_off(from);
                let items = self.items(&items);
                self.push(Node::Tuple(items));
            }
            I::Tuple => {
                let items = self.items_to_mark()?;
                self.push(Node::Tuple(items));
            }
            I::EmptyList => self.push(Node::List(Items::default())),
            I::List => {
                let items = self.items_to_mark()?;
                self.push(Node::List(items));
            }
            I::Append => {
                let item = self.pop()?;
                self.extend(&[item])?;
            }
            I::Appends | I::AddItems => {
                let items = self.pop_to_mark()?;
                self.extend(&items)?;
            }
            I::EmptyDict => self.push(Node::Dict(Pairs::default())),
            I::Dict => {
                let items = self.pop_to_mark()?;
                self.push(Node::Dict(Pairs::default()));
                self.set(&items)?;
            }
            I::SetItem => {
                let value = self.pop()?;
                let key = self.pop()?;
                self.set(&[key, value])?;
            }
            I::SetItems => {
                let items = self.pop_to_mark()?;
                self.set(&items)?;
            }
            I::EmptySet => self.push(Node::Set(Items::default())),
            I::FrozenSet => {
                let items = self.items_to_mark()?;
                self.push(Node::FrozenSet(items));
            }

            I::Global(name) => {
                let name = self.global(name);
                self.stack.push(name);
            }
            I::StackGlobal => self.stack_global()?,
            I::Reduce | I::NewObj => {
                let args = self.pop()?;
                let callable = self.pop()?;
                self.call(callable, args, None, matches!(instruction, I::NewObj));
            }
            I::NewObjEx => {
                let kwargs = self.pop()?;
                let args = self.pop()?;
                let class = self.pop()?;
                self.call(class, args, Some(kwargs), true);
            }
            I::Inst(name) => {
                let args = self.items_to_mark()?;
                let args = self.keep(Node::Tuple(args));
                let class = self.global(name);
                self.call(class, args, None, false);
            }
            I::Obj => {
                let items = self.pop_to_mark()?;
                let (class, args) = items.split_first().ok_or(Problem::Underflow)?;
                let args = self.items(args);
                let args = self.keep(Node::Tuple(args));
                self.call(*class, args, None, false);
            }
            I::Build => {
                let state = self.pop()?;
                // On anything but an object to be built, BUILD sets attributes: nothing that a tree shows.
                if let Node::Call(call) = self.top_node()? {
                    call.state = Some(state);
                }
            }

            I::Get(number) => self.stack.push(self.memo.get(number).ok_or(Problem::Memo)?),
            I::Put(number) => self.memo.put(number, self.top()?),
            I::Memoize => self.memo.push(self.top()?),

            I::PersistentId(id) => {
                let id = self.keep(Node::Text(Box::new(id)));
                self.push(Node::Persistent(id));
            }
            I::BinPersistentId => {
                let id = self.pop()?;
                self.push(Node::Persistent(id));
            }
            I::Extension(code) => self.push(Node::Extension(code)),
            I::NextBuffer => self.push(Node::Buffer),
            I::ReadonlyBuffer => {
                self.top()?;
            }
        }
        Ok(())
    }

    fn reachable(&self) -> usize {
        self.stack.len() - self.marks.last().copied().unwrap_or(0)
    }

    fn top(&self) -> Step<NodeId> {
        if self.reachable() == 0 {
            return Err(Problem::Underflow);
        }
        self.stack.last().copied().ok_or(Problem::Underflow)
    }

    fn top_node(&mut self) -> Step<&mut Node> {
        let top = self.top()?;
        self.tree
            .nodes
            .get_mut(top.0 as usize)
            .ok_or(Problem::Underflow)
    }

    fn pop(&mut self) -> Step<NodeId> {
        let top = self.top()?;
        self.stack.pop();
        Ok(top)
    }

    /// `POP` also takes away a mark with nothing on it.
    fn pop_or_unmark(&mut self) -> Step<()> {
        if self.reachable() == 0 && self.marks.pop().is_some() {
            return Ok(());
        }
        self.pop().map(|_| ())
    }

    fn pop_to_mark(&mut self) -> Step<Vec<NodeId>> {
        let mark = self.marks.pop().ok_or(Problem::NoMark)?;
        Ok(self.stack.split_off(mark))
    }

    fn items_to_mark(&mut self) -> Step<Items> {
        let items = self.pop_to_mark()?;
        Ok(self.items(&items))
    }

    fn items(&mut self, items: &[NodeId]) -> Items {
        let mut kept = Items::default();
        add(&mut kept, items, self.limits.items);
        kept
    }

    fn push(&mut self, node: Node) {
        let id = self.keep(node);
        self.stack.push(id);
    }

    fn keep(&mut self, node: Node) -> NodeId {
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
    fn extend(&mut self, items: &[NodeId]) -> Step<()> {
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
    fn set(&mut self, items: &[NodeId]) -> Step<()> {
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

    fn call(&mut self, callable: NodeId, args: NodeId, kwargs: Option<NodeId>, instance: bool) {
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
    fn global(&mut self, name: Option<Name>) -> NodeId {
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

    fn stack_global(&mut self) -> Step<()> {
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
