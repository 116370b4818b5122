//! Compiles the window's configuration and capabilities in.

fn main() {
    // The front end goes into the program as it is then; without this, a newer one would be missed.
    println!("cargo:rerun-if-changed=../ui/dist");
    tauri_build::build();
}
