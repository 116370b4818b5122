//! What is run: scripts that tell, outside of their folder, how often they ran.

use std::path::Path;

/// Bytes of a result.
const SIZE: usize = 20_000;

/// What a payload does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Its work, at once.
    Plain,
    /// Its work, in a while.
    Slow,
    /// Its work, but for the first time it is run: then it fails after it.
    FailsOnce,
    /// Its work, and then it fails.
    Fails,
    /// It waits for longer than anybody does: to be cancelled.
    Long,
}

impl Kind {
    /// Those that come to an end by themselves.
    pub const ENDING: [Self; 4] = [Self::Plain, Self::Slow, Self::FailsOnce, Self::Fails];

    /// Tries after the first that its job asks for.
    pub fn retries(self) -> &'static str {
        match self {
            Self::FailsOnce => "3",
            Self::Fails => "1",
            Self::Plain | Self::Slow | Self::Long => "0",
        }
    }

    /// The script, which tells the file `name` of the folder `effects` of each try that runs, and of tries that run at the
    /// same time. The lock goes with the last process of a try, however that ends.
    pub fn script(self, name: &str, effects: &Path) -> String {
        let effects = effects.join(name).display().to_string();
        let pause = match self {
            Self::Slow => "0.4",
            Self::Long => "600",
            Self::Plain | Self::FailsOnce | Self::Fails => "0",
        };
        let end = match self {
            Self::FailsOnce => format!("test \"$(grep -c ran '{effects}')\" -gt 1 || exit 3\n"),
            Self::Fails => "exit 3\n".into(),
            Self::Plain | Self::Slow | Self::Long => String::new(),
        };
        format!(
            "#!/bin/sh\n\
             exec 9>>'{effects}.lock'\n\
             flock --nonblock 9 || echo overlap >>'{effects}'\n\
             echo ran >>'{effects}'\n\
             sleep {pause}\n\
             mkdir -p outputs\n\
             yes {name} | head -c {SIZE} >outputs/data.txt\n\
             echo said by {name}\n\
             {end}"
        )
    }
}

/// What a payload of this name leaves as its result.
pub(super) fn result(name: &str) -> Vec<u8> {
    let line = format!("{name}\n");
    line.bytes().cycle().take(SIZE).collect()
}

/// What it says.
pub(crate) fn said(name: &str) -> String {
    format!("said by {name}\n")
}
