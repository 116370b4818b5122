use leptos::prelude::*;

/// The pictures: one line of even weight on a 24 px grid, round ends, no fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    Again,
    Alert,
    Back,
    Bell,
    Check,
    Chevron,
    Clock,
    Cloud,
    Crane,
    Crate,
    Cross,
    Down,
    Download,
    Eye,
    File,
    Folder,
    Gear,
    Info,
    Key,
    Laptop,
    List,
    Pin,
    Play,
    Plus,
    Search,
    Stop,
    Trash,
    Up,
    Upload,
}

impl Icon {
    const fn drawing(self) -> &'static str {
        match self {
            Self::Again => r#"<path d="M19.5 9A8 8 0 1 0 20 13M20 4v5h-5"/>"#,
            Self::Alert => r#"<path d="M12 4 3 20h18zM12 10v4.5M12 17.2v.1"/>"#,
            Self::Back => r#"<path d="M20 12H5m6-6-6 6 6 6"/>"#,
            Self::Bell => r#"<path d="M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 2H5zM10 21h4"/>"#,
            Self::Check => r#"<path d="m5 12.5 4.5 4.5L19 7"/>"#,
            Self::Chevron => r#"<path d="m7 10 5 5 5-5"/>"#,
            Self::Clock => r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>"#,
            Self::Cloud => {
                r#"<path d="M7.5 18.5a4 4 0 0 1-.6-7.9 5.6 5.6 0 0 1 10.8-.9 4.4 4.4 0 0 1-.4 8.8z"/>"#
            }
            Self::Crane => {
                r#"<path d="M4 21h10M8 21V4l12 4M8 4 4.5 9H8M16 6.9V12m-2.5 0h5v4h-5z"/>"#
            }
            Self::Crate => {
                r#"<path d="m12 3 8 4.4v9.2L12 21l-8-4.4V7.4zM4 7.4l8 4.4 8-4.4M12 11.8V21"/>"#
            }
            Self::Cross => r#"<path d="m6.5 6.5 11 11m0-11-11 11"/>"#,
            Self::Down => r#"<path d="M12 5v14m-6-6 6 6 6-6"/>"#,
            Self::Download => r#"<path d="M12 4v11m-5-4.5 5 5 5-5M4.5 20h15"/>"#,
            Self::Eye => {
                r#"<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>"#
            }
            Self::File => r#"<path d="M6 3h8l4.5 4.5V21H6zM14 3v5h4.5"/>"#,
            Self::Folder => r#"<path d="M3.5 6H9l2 2.2h9.5V19h-17z"/>"#,
            Self::Gear => {
                r#"<circle cx="12" cy="12" r="3.2"/><path d="M12 3.5v3m0 11v3M3.5 12h3m11 0h3M6 6l2.1 2.1m7.8 7.8L18 18M18 6l-2.1 2.1m-7.8 7.8L6 18"/>"#
            }
            Self::Info => r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.1"/>"#,
            Self::Key => {
                r#"<circle cx="8" cy="15.5" r="4"/><path d="m11 12.5 8.5-8.5M16 7.5l3 3"/>"#
            }
            Self::Laptop => r#"<path d="M5.5 5.5h13v9.5h-13zM2.5 19h19"/>"#,
            Self::List => {
                r#"<path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.1M4.5 12h.1M4.5 17.5h.1"/>"#
            }
            Self::Pin => r#"<path d="M9 3.5h6l-.8 6.5 3.8 4H6l3.8-4zM12 14v6.5"/>"#,
            Self::Play => r#"<path d="M8 5v14l11-7z"/>"#,
            Self::Plus => r#"<path d="M12 5.5v13M5.5 12h13"/>"#,
            Self::Search => r#"<circle cx="11" cy="11" r="6"/><path d="m15.5 15.5 4.5 4.5"/>"#,
            Self::Stop => r#"<path d="M6.5 6.5h11v11h-11z"/>"#,
            Self::Trash => {
                r#"<path d="M4.5 7h15M9.5 7V4h5v3M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5"/>"#
            }
            Self::Up => r#"<path d="m7 14 5-5 5 5"/>"#,
            Self::Upload => r#"<path d="M12 16V5m-5 4.5 5-5 5 5M4.5 20h15"/>"#,
        }
    }
}

/// One of them, for the eye only: the words beside it say the same.
#[component]
pub fn Picture(
    /// Which.
    #[prop(into)]
    icon: Signal<Icon>,
) -> impl IntoView {
    view! {
        <svg
            class="icon"
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="1.8"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
            inner_html=move || icon.get().drawing()
        ></svg>
    }
}
