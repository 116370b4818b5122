use leptos::prelude::*;
use longshore_model::pool::{PoolAllocation, PoolState, PoolView};

use crate::{
    components::{Icon, Picture},
    words::{names, t},
};

/// One pool of the list.
#[component]
pub fn PoolOption(
    /// The pool.
    pool: PoolView,
    /// Its place in the list.
    place: usize,
    /// The place that is in the tab order.
    at: RwSignal<usize>,
    /// What the field says now.
    chosen: Signal<String>,
    /// Takes its id.
    on_choose: Callback<String>,
) -> impl IntoView {
    let id = pool.id.clone();
    let selected = {
        let id = id.clone();
        move || chosen.with(|chosen| id.eq_ignore_ascii_case(chosen.trim()))
    };
    let problem = trouble(&pool).map(|text| {
        view! {
            <span class="trouble">
                <Picture icon=Icon::Alert />
                {text}
            </span>
        }
    });
    let choose = {
        let id = id.clone();
        move |_| on_choose.run(id.clone())
    };
    view! {
        <button
            type="button"
            role="option"
            data-testid="pool-option"
            data-place=place
            tabindex=move || if at.get() == place { "0" } else { "-1" }
            aria-selected=move || if selected() { "true" } else { "false" }
            on:focus=move |_| at.set(place)
            on:click=choose
        >
            <b>{id.clone()}</b>
            <span class="dim">{about(&pool)}</span>
            {problem}
        </button>
    }
}

/// `2 nodes of 8 wanted · 4 tasks each · standard_d2s_v3 · containers · autoscale`.
fn about(pool: &PoolView) -> String {
    let (now, wanted) = (pool.nodes(), pool.wanted());
    let size = if wanted == now {
        t!("pool-size", now = now)
    } else {
        t!("pool-size-changing", now = now, wanted = wanted)
    };
    let mut parts = vec![size, t!("pool-tasks-each", count = pool.slots_per_node)];
    if !pool.vm_size.is_empty() {
        parts.push(pool.vm_size.clone());
    }
    if pool.containers {
        parts.push(t!("pool-containers").to_owned());
    }
    if pool.autoscale {
        parts.push(t!("pool-autoscale").to_owned());
    }
    if matches!(
        pool.allocation,
        PoolAllocation::Resizing | PoolAllocation::Stopping
    ) {
        parts.push(names::pool_allocation(pool.allocation).to_owned());
    }
    parts.join(" · ")
}

/// Why tasks would not run there, in a few words.
fn trouble(pool: &PoolView) -> Option<String> {
    if pool.state == PoolState::Deleting {
        return Some(t!("pool-being-deleted").to_owned());
    }
    pool.problem.as_ref()?;
    Some(match pool.resize_errors.first() {
        Some(error) => t!("pool-resize-failed", code = error.code.as_str()),
        None => t!("pool-without-nodes").to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use longshore_model::{
        Code, Report,
        pool::{NodeTarget, ResizeError},
    };

    use super::*;

    fn pool() -> PoolView {
        PoolView {
            id: "spot".into(),
            state: PoolState::Active,
            allocation: PoolAllocation::Resizing,
            dedicated: NodeTarget::default(),
            spot: NodeTarget { now: 2, wanted: 8 },
            slots_per_node: 4,
            vm_size: "standard_d2s_v3".into(),
            image: String::new(),
            node_agent: String::new(),
            containers: true,
            autoscale: true,
            resize_errors: Vec::new(),
            problem: None,
        }
    }

    #[test]
    fn a_pool_is_told_in_a_line() {
        assert_eq!(
            about(&pool()),
            "2 nodes of 8 wanted · 4 tasks each · standard_d2s_v3 · containers · autoscale · resizing"
        );
        let plain = PoolView {
            allocation: PoolAllocation::Steady,
            spot: NodeTarget::default(),
            slots_per_node: 1,
            vm_size: String::new(),
            containers: false,
            autoscale: false,
            ..pool()
        };
        assert_eq!(about(&plain), "no nodes · 1 task each");
    }

    #[test]
    fn only_a_pool_that_would_not_run_tasks_is_in_trouble() {
        // Nodes there are count more than a resize that failed.
        let error = ResizeError {
            code: "AccountCoreQuotaReached".into(),
            message: "no cores".into(),
        };
        let resized = PoolView {
            resize_errors: vec![error],
            ..pool()
        };
        assert_eq!(trouble(&resized), None);
        let problem = Some(Report::new(Code::Conflict, "t", "g"));
        let empty = PoolView { problem, ..pool() };
        assert_eq!(
            trouble(&empty).as_deref(),
            Some("No nodes, and none will come by themselves.")
        );
        let failed = PoolView {
            problem: empty.problem.clone(),
            ..resized
        };
        assert_eq!(
            trouble(&failed).as_deref(),
            Some("Its last change of size failed: AccountCoreQuotaReached")
        );
        let leaving = PoolView {
            state: PoolState::Deleting,
            ..pool()
        };
        assert_eq!(trouble(&leaving).as_deref(), Some("It is being deleted."));
    }
}
