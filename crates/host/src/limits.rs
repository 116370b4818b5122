//! What the system lets a program of ours do.

/// Sets what all of our programs need. To be called first in `main`, before there is any secret. What the system does not
/// grant it does not, and the program runs all the same.
pub fn set_limits() {
    #[cfg(unix)]
    {
        unix::forbid_core_dumps();
        unix::allow_many_files();
    }
}

#[cfg(unix)]
mod unix {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};

    /// Files and connections that may be open at once: a thousand jobs that are submitted together take four each. macOS
    /// grants no more.
    const FILES: u64 = 10_240;

    /// A crash must not write what is in memory, secrets included, to a disk: not of this process, nor of those it starts
    /// unless they ask for it, for which the hard limit stays. A system that pipes dumps to a program of its own
    /// (`core_pattern` with a `|`) does so all the same: core(5).
    pub(super) fn forbid_core_dumps() {
        if let Ok((_, hard)) = getrlimit(Resource::RLIMIT_CORE) {
            let _ = setrlimit(Resource::RLIMIT_CORE, 0, hard);
        }
    }

    /// The usual limit is an old one that the system lets everybody raise.
    pub(super) fn allow_many_files() {
        if let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE) {
            let wanted = hard.min(FILES);
            if soft < wanted {
                let _ = setrlimit(Resource::RLIMIT_NOFILE, wanted, hard);
            }
        }
    }
}
