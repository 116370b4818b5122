//! A crash must not write what is in memory, secrets included, to a disk.

/// Has the system write no core dump of this process, nor of those it starts unless they ask for one. To be called first
/// in `main`, before there is any secret. Where it cannot be done the program runs all the same: it is a second line of
/// defence. A system that pipes dumps to a program of its own (`core_pattern` with a `|`) does so all the same: core(5).
pub fn forbid_core_dumps() {
    #[cfg(unix)]
    {
        use nix::sys::resource::{Resource, getrlimit, setrlimit};
        // The hard limit stays: a task may want a dump of its own.
        if let Ok((_, hard)) = getrlimit(Resource::RLIMIT_CORE) {
            let _ = setrlimit(Resource::RLIMIT_CORE, 0, hard);
        }
    }
}
