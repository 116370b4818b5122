//! Dates and times, as `datetime` pickles them: a few bytes (CPython's `Lib/_pydatetime.py`).

use crate::inspect::pickle::{Call, Node, NodeId, Tree};

use super::byte_string::ByteString;

/// What an object of `datetime` says, as its `isoformat` or `str` would.
pub(super) fn in_words(tree: &Tree, call: &Call) -> Option<String> {
    let args = tree.items(call.args);
    match &*tree.name(call.callable)?.name {
        "timedelta" => delta(tree, args).map(delta_in_words),
        "timezone" => Some(format!("UTC{}", offset(delta_of(tree, *args.first()?)?))),
        "date" => match *ByteString::of(tree, *args.first()?)?.head {
            [y1, y2, month, day] => Some(date(y1, y2, month, day)),
            _ => None,
        },
        "time" => match *ByteString::of(tree, *args.first()?)?.head {
            // The top bit of the hour is the second of two equal times.
            [hour, minute, second, a, b, c] => Some(format!(
                "{}{}",
                time(hour & 0x7F, minute, second, [a, b, c]),
                zone(tree, args.get(1))
            )),
            _ => None,
        },
        "datetime" => match *ByteString::of(tree, *args.first()?)?.head {
            [y1, y2, month, day, hour, minute, second, a, b, c] => Some(format!(
                "{}T{}{}",
                date(y1, y2, month & 0x7F, day),
                time(hour, minute, second, [a, b, c]),
                zone(tree, args.get(1))
            )),
            _ => None,
        },
        _ => None,
    }
}

fn date(y1: u8, y2: u8, month: u8, day: u8) -> String {
    format!("{:04}-{month:02}-{day:02}", u16::from_be_bytes([y1, y2]))
}

fn time(hour: u8, minute: u8, second: u8, [a, b, c]: [u8; 3]) -> String {
    match u32::from_be_bytes([0, a, b, c]) {
        0 => format!("{hour:02}:{minute:02}:{second:02}"),
        micros => format!("{hour:02}:{minute:02}:{second:02}.{micros:06}"),
    }
}

/// A zone: its offset from UTC, or its name in brackets.
fn zone(tree: &Tree, zone: Option<&NodeId>) -> String {
    let Some(call) = zone.and_then(|zone| tree.call(*zone)) else {
        return String::new();
    };
    let first = tree.items(call.args).first().copied();
    if let Some(delta) = first.and_then(|delta| delta_of(tree, delta)) {
        return offset(delta);
    }
    first
        .and_then(|name| tree.text(name))
        .map_or(String::new(), |name| format!("[{name}]"))
}

/// Days, seconds and microseconds, as timedelta keeps them.
type Delta = [i64; 3];

fn delta_of(tree: &Tree, id: NodeId) -> Option<Delta> {
    delta(tree, tree.items(tree.call(id)?.args))
}

fn delta(tree: &Tree, args: &[NodeId]) -> Option<Delta> {
    match args {
        [days, seconds, micros] => {
            match (tree.node(*days), tree.node(*seconds), tree.node(*micros)) {
                (Node::Int(days), Node::Int(seconds), Node::Int(micros)) => {
                    Some([*days, *seconds, *micros])
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn delta_in_words([days, seconds, micros]: Delta) -> String {
    let clock = format!(
        "{}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    );
    let clock = if micros == 0 {
        clock
    } else {
        format!("{clock}.{micros:06}")
    };
    match days {
        0 => clock,
        1 | -1 => format!("{days} day, {clock}"),
        _ => format!("{days} days, {clock}"),
    }
}

fn offset([days, seconds, _]: Delta) -> String {
    let seconds = days.saturating_mul(86_400).saturating_add(seconds);
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}
