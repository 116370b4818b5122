//! Changes of kept inputs, the same ones for the same seed.

use fastrand::Rng;

/// What numbers are wrong most often.
const EDGES: [u64; 8] = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF_FFFF, 0xFFFF_FFFF, u64::MAX];

/// An input made from one of the corpus by one to eight changes.
pub fn mutated(corpus: &[Vec<u8>], rng: &mut Rng) -> Vec<u8> {
    let mut input = rng.choice(corpus).cloned().unwrap_or_default();
    for _ in 0..rng.usize(1..=8) {
        change(&mut input, corpus, rng);
    }
    input
}

fn change(input: &mut Vec<u8>, corpus: &[Vec<u8>], rng: &mut Rng) {
    let at = rng.usize(..=input.len());
    let length = rng.usize(..=(input.len() - at).min(64));
    match rng.u8(..8) {
        0 => input[at..at + length]
            .iter_mut()
            .for_each(|byte| *byte ^= 1 << rng.u8(..8)),
        1 => input[at..at + length]
            .iter_mut()
            .for_each(|byte| *byte = rng.u8(..)),
        2 => drop(input.drain(at..at + length)),
        3 => input.truncate(at),
        // Again, as nested and repeated things are.
        4 => {
            let again = input[at..at + length].repeat(rng.usize(1..=8));
            input.splice(at..at, again);
        }
        5 => {
            let number = EDGES[rng.usize(..EDGES.len())].to_le_bytes();
            let width = [1, 2, 4, 8][rng.usize(..4)];
            let end = (at + width).min(input.len());
            input.splice(at..end, number[..width].iter().copied());
        }
        6 => input.insert(at, rng.u8(..)),
        // A piece of another.
        _ => {
            let other = rng.choice(corpus).map_or(&[][..], Vec::as_slice);
            let from = rng.usize(..=other.len());
            let taken = rng.usize(..=(other.len() - from).min(256));
            input.splice(at..at + length, other[from..from + taken].iter().copied());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_changes_and_another_seed_others() {
        let corpus = [b"one and two".to_vec(), b"three".to_vec()];
        let made = |seed| {
            let mut rng = Rng::with_seed(seed);
            (0..20)
                .map(|_| mutated(&corpus, &mut rng))
                .collect::<Vec<_>>()
        };
        assert_eq!(made(1), made(1));
        assert_ne!(made(1), made(2));
    }

    #[test]
    fn an_empty_corpus_gives_inputs_too() {
        let mut rng = Rng::with_seed(1);
        assert!((0..100).any(|_| !mutated(&[], &mut rng).is_empty()));
    }
}
