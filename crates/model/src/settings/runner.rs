use serde::{Deserialize, Serialize};

/// Which program runs a payload on the node.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Runner {
    /// Ours, which travels with the payload: any image with Python will do, and so will a pool without containers.
    #[default]
    Bundled,
    /// The image's own entry point, by Covalent's contract: it fetches a function and stores its result itself.
    Image,
}

impl Runner {
    /// Both, the usual one first.
    pub const ALL: [Self; 2] = [Self::Bundled, Self::Image];

    /// Its name in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bundled => "bundled",
            Self::Image => "image",
        }
    }

    /// Its name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Bundled => "Longshore's",
            Self::Image => "The image's own",
        }
    }

    /// One line of help.
    pub const fn help(self) -> &'static str {
        match self {
            Self::Bundled => "Travels with the payload; any image with Python will do.",
            Self::Image => {
                "For .pkl functions only. The image's entry point fetches the function and stores the result, as Covalent's does."
            }
        }
    }

    /// The runner of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|runner| runner.name() == name)
    }
}
