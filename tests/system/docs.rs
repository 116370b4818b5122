//! What the documents tell people to type.

use std::process::Command;

use longshore_tests::{
    home::{Home, ended},
    programs,
};

#[test]
fn the_azure_cli_takes_every_command_of_the_azure_set_up() {
    let home = Home::new();
    let root = programs::workspace();
    let mut python = Command::new(programs::python_in("azure-cli"));
    home.apply(&mut python);
    python
        .args(["-W", "ignore"])
        .arg(root.join("tests/clients/azure-cli/accepts.py"))
        .arg(root.join("docs/azure-setup.md"))
        .env("AZURE_CONFIG_DIR", home.join("azure"))
        .env("AZURE_CORE_COLLECT_TELEMETRY", "0");
    let told = ended(&python.output().unwrap());
    assert_eq!(told.code, 0, "{}{}", told.stdout, told.stderr);
    assert!(
        told.stdout.contains("ok      az batch pool create"),
        "{}",
        told.stdout
    );
}
