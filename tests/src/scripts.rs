//! Scripts that tests submit.

/// Writes a small PNG to `outputs/plot.png` without any package.
pub const PLOT: &str = r#"
import os, struct, zlib
def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
side = 64
rows = b"".join(b"\0" + bytes((x * 4, y * 4, 128) [i] for x in range(side) for i in range(3)) for y in range(side))
os.makedirs("outputs", exist_ok=True)
with open("outputs/plot.png", "wb") as f:
    f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
print("plotted")
"#;

/// Raises after a word on standard output.
pub const RAISES: &str = r#"
def deeper():
    raise ValueError("no such berth: 7")
print("before")
deeper()
"#;

/// Waits a while, then says so: long enough for a kill in between.
pub const SLOW: &str = r#"
import time
print("begun", flush=True)
time.sleep(4)
print("done", flush=True)
"#;

/// Does next to nothing.
pub const NOOP: &str = "print('ok')\n";

/// Leaves a table of pandas, arrays of numpy, JSON and CSV in `outputs`, made elsewhere: the node needs neither package.
pub fn leaves_values() -> String {
    let fixture = |name: &str| {
        let folder = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../crates/engine/tests/fixtures"
        );
        let bytes = std::fs::read(std::path::Path::new(folder).join(name)).expect("a fixture");
        bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    let (frame, numbers) = (fixture("frame.pkl"), fixture("numbers.pkl"));
    format!(
        r#"
import json, os
os.makedirs("outputs", exist_ok=True)
open("outputs/frame.pkl", "wb").write(bytes.fromhex("{frame}"))
open("outputs/numbers.pkl", "wb").write(bytes.fromhex("{numbers}"))
json.dump({{"loss": [0.5, 0.25], "done": True}}, open("outputs/metrics.json", "w"))
open("outputs/steps.csv", "w").write("step,loss\n1,0.5\n2,0.25\n")
"#
    )
}
