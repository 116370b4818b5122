//! Follows a pickle's instructions with names in place of what they would import, and notes in place of calls.

mod heap;
mod stack;

use std::{collections::BTreeSet, io::BufRead};

use super::{
    Items, Limits, Node, NodeId, Pairs, PickleError, Tree,
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
        if machine.stack.len() > limits.stack || machine.marks.len() > limits.marks {
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
    /// Items that long containers may still keep.
    slots: usize,
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
            slots: limits.kept_items,
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
}
