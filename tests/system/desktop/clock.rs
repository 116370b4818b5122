//! A computer's clock that was set back: what is in the history lies in the future, or ended before it began.

use longshore_tests::{
    desktop::{Keyring, Session, Window},
    home::Home,
    scripts,
};
use pretty_assertions::assert_eq;
use rusqlite::Connection;

/// Three days.
const AHEAD: i64 = 3 * 24 * 3_600_000;

#[tokio::test]
async fn jobs_of_a_clock_that_was_set_back_are_in_order_and_no_time_is_negative() {
    let home = Home::new();
    for name in ["first.py", "second.py", "third.py"] {
        home.write(name, scripts::NOOP);
        home.run(["run", name]).expect(0);
    }
    let history = Connection::open(home.join("longshore/data/history.db")).unwrap();
    // The second is of a time to come, and the third ended before it began.
    history
        .execute_batch(&format!(
            "UPDATE jobs SET created = created + {AHEAD}, started = started + {AHEAD}, ended = ended + {AHEAD},
                last_update = last_update + {AHEAD} WHERE name = 'second.py';
             UPDATE tasks SET started = started + {AHEAD}, ended = ended + {AHEAD}
                WHERE job = (SELECT seq FROM jobs WHERE name = 'second.py');
             UPDATE events SET at = at + {AHEAD} WHERE job = (SELECT seq FROM jobs WHERE name = 'second.py');
             UPDATE jobs SET ended = started - 5000 WHERE name = 'third.py';
             UPDATE tasks SET ended = started - 5000 WHERE job = (SELECT seq FROM jobs WHERE name = 'third.py');"
        ))
        .unwrap();
    drop(history);

    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.press(true, 'j').await;
    // In the order they were submitted, whatever their times say; by their time, the one of the future has no advantage.
    wait_for_order(&window, ["third.py", "second.py", "first.py"]).await;
    no_time_is_negative(&window, "the list").await;
    for name in ["second.py", "third.py"] {
        window.fill("search-jobs", name).await;
        window.wait_until_gone_text("job-list", "first.py").await;
        window.wait_for_text("job-list", name).await;
        window.click_row("job-row").await;
        window.wait_for_text("job-name", name).await;
        window.wait_for_text("task-row", "Succeeded").await;
        no_time_is_negative(&window, name).await;
        window.click("tab-events").await;
        window.find("timeline").await;
        no_time_is_negative(&window, &format!("the events of {name}")).await;
        window.click("tab-tasks").await;
    }
    assert_eq!(window.text_of("job-time").await, "0 s");
    assert_eq!(window.stopped().await, "");
    window.close().await;
}

async fn wait_for_order(window: &Window, names: [&str; 3]) {
    let list = window.wait_for_text("job-list", names[0]).await;
    let places = names.map(|name| list.find(name));
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{list}"
    );
}

/// No number behind a minus in front of a unit of time, on the screen or in what it says to those who do not see it.
async fn no_time_is_negative(window: &Window, screen: &str) {
    let script = r"
        const said = [document.body.innerText, ...[...document.querySelectorAll('[title], [aria-label]')]
            .map(e => `${e.title ?? ''} ${e.getAttribute('aria-label') ?? ''}`),
            ...[...document.querySelectorAll('svg title, svg text')].map(e => e.textContent)].join('\n');
        return [...said.matchAll(/.*(?:^|[\s(])[-−]\d+([.:]\d+)* ?(?:ms|s|min|h|d|days)?\b.*/gm)].map(m => m[0]).join('\n')";
    let found = window.client.execute(script, Vec::new()).await.unwrap();
    assert_eq!(found, "", "{screen}");
    // The times are there at all.
    assert!(window.text().await.contains(" s"), "{screen}");
}
