//! The icon among the system's own, for who wants one.
//!
//! On Linux it is a `StatusNotifierItem`, spoken over D-Bus: Tauri's own would load a library of the system's at run time and
//! end the program where there is none. It is offered nowhere else, since it was tried nowhere else.

use longshore_model::{Code, Report, tray::TrayWords};
use tauri::AppHandle;

/// The icon that is shown, if one is.
#[derive(Default)]
pub struct Tray {
    #[cfg(target_os = "linux")]
    shown: tokio::sync::Mutex<Option<ksni::blocking::Handle<linux::Item>>>,
}

impl Tray {
    /// Shows it with these words, or takes it away.
    ///
    /// # Errors
    /// The session has no place for such icons.
    #[cfg(target_os = "linux")]
    pub async fn set(&self, app: &AppHandle, words: Option<TrayWords>) -> Result<(), Report> {
        let mut shown = self.shown.lock().await;
        let before = shown.take();
        let app = app.clone();
        // It waits for the session's bus.
        let now = tokio::task::spawn_blocking(move || linux::change(app, before, words));
        *shown = match now.await {
            Ok(now) => now?,
            Err(error) => return Err(not_shown(&error.to_string())),
        };
        Ok(())
    }

    /// Nowhere else is there one.
    ///
    /// # Errors
    /// Always, when it is to be shown.
    #[cfg(not(target_os = "linux"))]
    pub async fn set(&self, _: &AppHandle, words: Option<TrayWords>) -> Result<(), Report> {
        match words {
            Some(_) => Err(not_shown("it is for Linux only")),
            None => Ok(()),
        }
    }
}

fn not_shown(why: &str) -> Report {
    Report::new(
        Code::Conflict,
        format!("This session shows no such icons: {why}."),
        "GNOME shows them with the extension AppIndicator; most other desktops do by themselves.",
    )
}

#[cfg(target_os = "linux")]
mod linux {
    use ksni::{
        Icon, MenuItem, ToolTip,
        blocking::{Handle, TrayMethods as _},
        menu::StandardItem,
    };
    use longshore_model::{Report, tray::TrayWords};
    use tauri::{AppHandle, Manager as _};

    use crate::window;

    /// The icon.
    pub struct Item {
        app: AppHandle,
        words: TrayWords,
    }

    /// What is shown after the change.
    pub fn change(
        app: AppHandle,
        before: Option<Handle<Item>>,
        words: Option<TrayWords>,
    ) -> Result<Option<Handle<Item>>, Report> {
        match (before, words) {
            (Some(shown), Some(words)) => {
                shown.update(|item| item.words = words);
                Ok(Some(shown))
            }
            (Some(shown), None) => {
                shown.shutdown().wait();
                Ok(None)
            }
            (None, Some(words)) => Item { app, words }
                .spawn()
                .map(Some)
                .map_err(|error| super::not_shown(&error.to_string())),
            (None, None) => Ok(None),
        }
    }

    impl ksni::Tray for Item {
        fn id(&self) -> String {
            "app.longshore.desktop".into()
        }

        fn title(&self) -> String {
            "Longshore".into()
        }

        fn icon_pixmap(&self) -> Vec<Icon> {
            let Some(icon) = self.app.default_window_icon() else {
                return Vec::new();
            };
            let sizes = [icon.width(), icon.height()].map(i32::try_from);
            let [Ok(width), Ok(height)] = sizes else {
                return Vec::new();
            };
            let pixels = icon.rgba().chunks_exact(4);
            // The specification wants the alpha first.
            let data = pixels.flat_map(|p| [p[3], p[0], p[1], p[2]]).collect();
            vec![Icon {
                width,
                height,
                data,
            }]
        }

        fn tool_tip(&self) -> ToolTip {
            ToolTip {
                title: self.words.about.clone(),
                ..ToolTip::default()
            }
        }

        fn activate(&mut self, _: i32, _: i32) {
            window::bring_to_front(&self.app);
        }

        fn menu(&self) -> Vec<MenuItem<Self>> {
            let show = StandardItem {
                label: self.words.show.clone(),
                activate: Box::new(|item: &mut Self| window::bring_to_front(&item.app)),
                ..StandardItem::default()
            };
            let close = StandardItem {
                label: self.words.close.clone(),
                activate: Box::new(|item: &mut Self| close(&item.app)),
                ..StandardItem::default()
            };
            vec![show.into(), MenuItem::Separator, close.into()]
        }
    }

    /// As by the window's close button, which may ask first: in front, where the question is seen.
    fn close(app: &AppHandle) {
        window::bring_to_front(app);
        if let Some(window) = app.get_webview_window("main")
            && let Err(error) = window.close()
        {
            tracing::warn!(%error, "the window could not be asked to close");
        }
    }
}
