//! The icon among the system's own: where the session has a place for one, and where it has none.

use std::{
    sync::{
        Mutex,
        mpsc::{Sender, channel},
    },
    time::{Duration, Instant},
};

use longshore_tests::{
    desktop::{Keyring, PATIENCE, Session},
    home::Home,
};
use zbus::blocking::{Connection, Proxy, connection::Builder};

/// What a desktop has for icons: it is told of each.
struct Watcher(Mutex<Sender<String>>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: String) {
        self.0.lock().unwrap().send(service).unwrap();
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }
}

/// What is read beside the icon.
fn told(bus: &Connection, item: &str) -> String {
    type ToolTip = (String, Vec<(i32, i32, Vec<u8>)>, String, String);
    let icon = icon(bus, item);
    let (_, _, title, _) = icon.get_property::<ToolTip>("ToolTip").unwrap();
    title
}

fn icon<'a>(bus: &Connection, item: &'a str) -> Proxy<'a> {
    let interface = "org.kde.StatusNotifierItem";
    let builder = zbus::blocking::proxy::Builder::<Proxy<'_>>::new(bus);
    builder
        .destination(item)
        .unwrap()
        .path("/StatusNotifierItem")
        .unwrap()
        .interface(interface)
        .unwrap()
        .cache_properties(zbus::proxy::CacheProperties::No)
        .build()
        .unwrap()
}

fn wait_until(what: &str, is: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is() {
        assert!(Instant::now() < deadline, "not yet: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_icon_says_how_many_jobs_run_and_where_there_is_no_place_for_one_it_is_told() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.click("nav-settings").await;
    window.click("tray").await;
    window
        .wait_for_text("toast", "This session shows no such icons")
        .await;
    window.css("[data-testid=tray]:not(:checked):enabled").await;
    window.wait_for_preference("tray", false).await;

    let (tell, registered) = channel();
    let address = session.bus();
    let bus = tokio::task::spawn_blocking(move || {
        Builder::address(address.as_str())
            .unwrap()
            .serve_at("/StatusNotifierWatcher", Watcher(Mutex::new(tell)))
            .unwrap()
            .name("org.kde.StatusNotifierWatcher")
            .unwrap()
            .build()
            .unwrap()
    });
    let bus = bus.await.unwrap();
    window.click("tray").await;
    let item = tokio::task::spawn_blocking(move || registered.recv_timeout(PATIENCE).unwrap());
    let item = item.await.unwrap();
    tokio::task::block_in_place(|| {
        wait_until("the name alone", || told(&bus, &item) == "Longshore");
        icon(&bus, &item).call_method("Activate", &(0, 0)).unwrap();
    });

    let here = home.join("go");
    let script = home.write(
        "wait.py",
        format!("import os, time\nwhile not os.path.exists({here:?}):\n    time.sleep(0.2)\n"),
    );
    window.click("nav-submit").await;
    window.submit(&[&script]).await;
    window.wait_for_text("job-state", "Running").await;
    tokio::task::block_in_place(|| {
        let running = "Longshore: 1 job running";
        wait_until(running, || told(&bus, &item) == running);
    });
    home.write("go", "");
    window.wait_for_text("job-state", "Succeeded").await;

    window.click("nav-settings").await;
    window.click("tray").await;
    tokio::task::block_in_place(|| {
        let names = zbus::blocking::fdo::DBusProxy::new(&bus).unwrap();
        wait_until("the icon is gone", || {
            let name = item.as_str().try_into().unwrap();
            !names.name_has_owner(name).unwrap()
        });
    });
    assert_eq!(window.stopped().await, "");
    window.close().await;
}
