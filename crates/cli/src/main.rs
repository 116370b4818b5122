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
    longshore_host::set_limits();
    if let Some(code) = longshore_host::serve_if_asked() {
        return code;
    }
    let cli = args::Cli::parse();
    longshore_host::init_tracing("longshore");
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            print::complain(&format!("longshore: no threads can be started: {error}"));
            return exit::service();
        }
    };
    let command = command::run(cli.command);
    let code = match runtime.block_on(longshore_host::caught("longshore", command)) {
        Ok(code) => code,
        Err(report) => {
            print::report(&report);
            exit::of(&report)
        }
    };
    let code = match print::unwritten() {
        Some(error) => {
            print::complain(&format!(
                "longshore: Not all of the output could be written: {error}."
            ));
            exit::bad_input()
        }
        None => code,
    };
    // A blocked read of standard input must not keep the process.
    runtime.shutdown_background();
    code
}
