//! The folder that results are copied to.

use std::{fs, io, path::Path};

use longshore_model::{Code, Report};

/// Makes the folder and sees that files can be written to it: to be told before the work, not after it.
pub fn check(folder: &Path) -> Result<(), Report> {
    let probe = folder.join(format!(".longshore-{}.part", std::process::id()));
    fs::create_dir_all(folder)
        .and_then(|()| fs::File::create_new(&probe))
        .and_then(|_| fs::remove_file(&probe))
        .map_err(|error| unusable(folder, &error))
}

fn unusable(folder: &Path, error: &io::Error) -> Report {
    Report::new(
        Code::LocalFiles,
        format!(
            "Results cannot be written to {}: {error}.",
            folder.display()
        ),
        "Name another folder with --output.",
    )
}

/// Adds to a failed copy that nothing is lost by it.
pub fn kept(mut report: Report, job: &str) -> Report {
    let way = format!("The results are kept: `longshore download {job} --output DIR` copies them.");
    report.guidance = format!("{} {way}", report.guidance).trim_start().to_owned();
    report
}
