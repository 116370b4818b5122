//! `longshore clean`: what no history knows, and nothing else.

use longshore_tests::{
    home::Home,
    leftovers::{age_containers, forget_history},
    scripts,
};
use pretty_assertions::assert_eq;

#[test]
fn only_old_containers_of_ours_that_no_history_knows_are_cleaned_up() {
    let home = Home::new();
    home.write("a.py", scripts::NOOP);
    home.run(["run", "a.py", "--retries", "0"]).expect(0);
    let clean = |more: &[&str]| {
        let args = [&["clean", "--older-than", "5"], more].concat();
        home.run(args).expect(0).stdout
    };
    let nothing = "Nothing is left over.\n";
    age_containers(&home, 10);
    assert_eq!(clean(&[]), nothing, "the history knows it");

    forget_history(&home);
    let seen = clean(&["--dry-run"]);
    assert!(
        seen.starts_with("longshore-") && seen.contains("Would free"),
        "{seen}"
    );
    let freed = clean(&[]);
    assert_eq!(freed, seen.replace("Would free", "Freed"));
    assert_eq!(clean(&[]), nothing);

    // One that is young stays, whoever knows it.
    home.run(["run", "a.py", "--retries", "0"]).expect(0);
    assert_eq!(clean(&[]), nothing);
    let refused = home.run(["clean", "--older-than", "0"]).expect(2);
    assert!(refused.stderr.contains("older-than"), "{}", refused.stderr);
}
