//! Compiles the window's configuration and capabilities in.

fn main() {
    tauri_build::build();
}
