//! The `longshore` command: the engine without a screen.
//!
//! Results go to stdout, progress and errors to stderr. Exit codes: 0 all succeeded, 1 a task failed, 2 bad usage or
//! input, 3 the service refused or could not be reached, 130 interrupted.

mod args;
mod command;
mod exit;
mod print;
mod progress;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    if let Some(code) = longshore_host::serve_if_asked() {
        return code;
    }
    let cli = args::Cli::parse();
    longshore_host::init_tracing();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("longshore: no threads can be started: {error}");
            return exit::service();
        }
    };
    let code = match runtime.block_on(command::run(cli.command)) {
        Ok(code) => code,
        Err(report) => {
            print::report(&report);
            exit::of(&report)
        }
    };
    // A blocked read of standard input must not keep the process.
    runtime.shutdown_background();
    code
}
