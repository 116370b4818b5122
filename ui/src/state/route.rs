//! Which screen is shown, as it stands in the address after `#`.

/// A screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Route {
    /// What is about to be submitted.
    #[default]
    Submit,
    /// The history, with one job open or none.
    Jobs(Option<String>),
    /// Accounts.
    Accounts,
    /// The program's own settings.
    Settings,
    /// Every component in every state, for those who build them. No link leads there.
    #[cfg(feature = "gallery")]
    Gallery,
}

impl Route {
    /// Reads an address; what is unknown is the first screen.
    pub fn read(hash: &str) -> Self {
        let mut parts = hash.trim_start_matches('/').splitn(2, '/');
        match (parts.next(), parts.next().filter(|rest| !rest.is_empty())) {
            (Some("jobs"), id) => Self::Jobs(id.map(str::to_owned)),
            (Some("accounts"), _) => Self::Accounts,
            (Some("settings"), _) => Self::Settings,
            #[cfg(feature = "gallery")]
            (Some("gallery"), _) => Self::Gallery,
            _ => Self::Submit,
        }
    }

    /// Its address.
    pub fn hash(&self) -> String {
        match self {
            Self::Submit => "/submit".into(),
            Self::Jobs(None) => "/jobs".into(),
            Self::Jobs(Some(id)) => format!("/jobs/{id}"),
            Self::Accounts => "/accounts".into(),
            Self::Settings => "/settings".into(),
            #[cfg(feature = "gallery")]
            Self::Gallery => "/gallery".into(),
        }
    }

    /// Whether it is the same screen, whatever is open there.
    pub fn same_screen(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_screen_has_an_address_that_leads_back_to_it() {
        for route in [
            Route::Submit,
            Route::Jobs(None),
            Route::Jobs(Some("longshore-01k9w3".into())),
            Route::Accounts,
            Route::Settings,
            #[cfg(feature = "gallery")]
            Route::Gallery,
        ] {
            assert_eq!(Route::read(&route.hash()), route);
        }
    }

    #[test]
    fn an_unknown_address_is_the_first_screen() {
        assert_eq!(Route::read(""), Route::Submit);
        assert_eq!(Route::read("/nowhere/else"), Route::Submit);
    }

    #[cfg(not(feature = "gallery"))]
    #[test]
    fn a_build_that_is_shipped_knows_no_page_of_components() {
        assert_eq!(Route::read("/gallery"), Route::Submit);
    }
}
