//! Which Python made a code object. cloudpickle does not say, and another minor version than that cannot run it.

use std::fmt;

use super::code::{ARITY_3_8, ARITY_3_11, Code};

/// A set of minor versions of Python 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Versions(u32);

impl Versions {
    /// Any version.
    pub(super) const ANY: Self = Self(u32::MAX);

    /// The versions that may have made a code object.
    pub(super) fn of(code: &Code<'_>) -> Self {
        match code.arity {
            ARITY_3_8 => Self::range(8, 10),
            ARITY_3_11 => code.bytecode.map_or(Self::range(11, 31), of_bytecode),
            _ => Self::ANY,
        }
    }

    /// Those in both.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The one version there is, when that is sure.
    pub(super) fn only(self) -> Option<u32> {
        (self.0.count_ones() == 1).then(|| self.0.trailing_zeros())
    }

    /// Whether no version can have made it.
    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The opcodes `IMPORT_NAME` and `EXTENDED_ARG`, where all versions in the set number them alike.
    pub(super) fn import_opcodes(self) -> Option<(u8, u8)> {
        if self.0 & !Self::range(8, 12).0 == 0 {
            Some((108, 144))
        } else if self == Self::range(13, 13) {
            Some((75, 71))
        } else {
            None
        }
    }

    const fn range(first: u32, last: u32) -> Self {
        Self((u32::MAX >> (31 - last)) & (u32::MAX << first))
    }
}

impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (
            self.0.trailing_zeros(),
            31_u32.saturating_sub(self.0.leading_zeros()),
        );
        match last {
            _ if last == first => write!(f, "3.{first}"),
            14.. => write!(f, "3.{first} or later"),
            _ if last == first + 1 => write!(f, "3.{first} or 3.{last}"),
            _ => write!(f, "3.{first} to 3.{last}"),
        }
    }
}

/// Every function starts with `RESUME 0`, after what sets up its cells and makes it a generator. Python 3.13 and later
/// numbered these opcodes anew; 3.11 and 3.12 did not, but differ in others (each version's `Lib/opcode.py`).
fn of_bytecode(bytecode: &[u8]) -> Versions {
    const CELLS_AND_GENERATOR_3_11: [u8; 4] = [149, 135, 75, 1];
    const CELLS_AND_GENERATOR_3_13: [u8; 4] = [62, 94, 35, 32];
    const ONLY_3_11: &[u8] = &[10, 70, 82, 84, 86, 88, 111, 112, 148, 160, 166];
    const ONLY_3_12: &[u8] = &[3, 4, 5, 17, 26, 27, 55, 121, 127, 141, 143, 150];

    let instructions = bytecode.as_chunks::<2>().0;
    let resumes = |set_up: [u8; 4], resume: [u8; 2]| {
        instructions
            .iter()
            .find(|i| **i == resume || !set_up.contains(&i[0]))
            == Some(&resume)
    };
    if resumes(CELLS_AND_GENERATOR_3_11, [151, 0]) {
        let uses = |opcodes: &[u8]| {
            instructions
                .iter()
                .any(|[opcode, _]| opcodes.contains(opcode))
        };
        return match (uses(ONLY_3_11), uses(ONLY_3_12)) {
            (true, false) => Versions::range(11, 11),
            (false, true) => Versions::range(12, 12),
            _ => Versions::range(11, 12),
        };
    }
    if resumes(CELLS_AND_GENERATOR_3_13, [149, 0]) {
        return Versions::range(13, 13);
    }
    // Of later versions only the opcode is known, not what may come before it.
    if instructions
        .iter()
        .take(4)
        .any(|instruction| *instruction == [128, 0])
    {
        return Versions::range(14, 31);
    }
    Versions::range(11, 31)
}

#[cfg(test)]
mod tests {
    use super::{Versions, of_bytecode};

    #[test]
    fn bytecode_tells_its_version_where_versions_differ() {
        let of = |bytecode: &[u8]| of_bytecode(bytecode).to_string();
        // def f(a): return a
        assert_eq!(of(b"\x97\x00\x7c\x00\x53\x00"), "3.11 or 3.12");
        assert_eq!(of(b"\x95\x00\x55\x00\x24\x00"), "3.13");
        // def f(): return g(), in 3.11 (PRECALL) and 3.12 (a closure, RETURN_CONST)
        assert_eq!(of(b"\x97\x00\xa6\x00\xab\x00\x53\x00"), "3.11");
        assert_eq!(of(b"\x95\x01\x97\x00\x79\x00"), "3.12");
        assert_eq!(of(b"\x80\x00\x56\x00\x23\x00"), "3.14 or later");
        assert_eq!(of(b""), "3.11 or later");
    }

    #[test]
    fn a_set_of_one_is_sure() {
        assert_eq!(
            Versions::range(11, 12).and(Versions::range(12, 31)).only(),
            Some(12)
        );
        assert_eq!(Versions::range(11, 12).only(), None);
        assert!(
            Versions::range(8, 10)
                .and(Versions::range(11, 31))
                .is_empty()
        );
        assert_eq!(Versions::range(8, 10).to_string(), "3.8 to 3.10");
        assert_eq!(Versions::range(8, 12).import_opcodes(), Some((108, 144)));
        assert_eq!(Versions::range(13, 13).import_opcodes(), Some((75, 71)));
        assert_eq!(Versions::ANY.import_opcodes(), None);
    }
}
