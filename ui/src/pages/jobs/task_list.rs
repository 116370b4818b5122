use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::*,
};
use longshore_model::task::TaskRow;

use super::{
    picking::{PickAll, PickBox, Pickable, all_by_key, leads_to, moved},
    task_bar::TaskBar,
};
use crate::{
    browser,
    components::{Segments, TaskChip, scroll_window},
    format::duration,
    state::{open_job::Tab, use_state},
    words::t,
};

/// Height of a row and of the table's head, as `job-detail.css` has them.
const ROW: u32 = 36;
const HEAD: i32 = 33;

/// The open job's tasks, of which those near the screen are in the page.
#[component]
pub fn TaskList() -> impl IntoView {
    let state = use_state();
    let open = state.open;
    let total = Signal::derive(move || open.tasks.with(|rows| rows.total()));
    let list = scroll_window(ROW, total);
    Effect::new(move |_| open.show(list.rows.get()));
    let chosen = Memo::new(move |_| {
        let id = open
            .task
            .with(|task| task.as_ref().map(|task| task.id.clone()))?;
        open.tasks.with(|rows| rows.position(|row| row.id == id))
    });
    let keys = move |event: KeyboardEvent| {
        if all_by_key(&event, open.selection) {
            return;
        }
        let at = chosen.get_untracked();
        let Some(next) = leads_to(&event, at, total.get_untracked()) else {
            return;
        };
        event.prevent_default();
        list.reveal(next, HEAD);
        moved(&event, open.selection, next, open.query(0, 0));
        let row = open.tasks.with_untracked(|rows| rows.get(next).cloned());
        if let Some(row) = row {
            open.look_at(row, Tab::Tasks);
            browser::focus_row(&format!("task-{next}"));
        }
    };
    let many = Memo::new(move |_| {
        open.detail.with(|detail| {
            detail.as_ref().is_some_and(|detail| {
                let counts = detail.summary.tasks;
                counts.failed > 0 && counts.total > 1
            })
        })
    });
    let filter = move || {
        (many.get() || open.only_failed.get()).then(|| {
            let label = move |failed: bool| match (
                failed,
                open.detail.with(|d| d.as_ref().map(|d| d.summary.tasks)),
            ) {
                (true, Some(counts)) => t!(
                    "segment-count",
                    segment = t!("segment-failed"),
                    count = counts.failed
                ),
                (true, None) => t!("segment-failed").into(),
                (false, _) => t!("segment-all").to_owned(),
            };
            let testid = |failed: bool| {
                if failed {
                    "tasks-failed".to_owned()
                } else {
                    "tasks-all".to_owned()
                }
            };
            view! {
                <Segments
                    items=vec![false, true]
                    label=label
                    testid=testid
                    chosen=open.only_failed
                    on_choose=move |only| open.list_failed(only)
                    name=t!("tab-tasks")
                    group="task-filter"
                />
            }
        })
    };
    let none = move || {
        let empty = open.tasks.with(|rows| rows.loaded() && rows.total() == 0);
        empty.then(|| view! { <p class="dim pad">{t!("tasks-none-fits")}</p> })
    };
    view! {
        {filter}
        <TaskBar />
        <div class="scroll boxed" node_ref=list.element on:scroll=move |_| list.scrolled() on:keydown=keys>
            <table
                class="fixed tasks"
                role="grid"
                aria-label=t!("tab-tasks")
                aria-multiselectable="true"
                aria-rowcount=move || total.get() + 1
                data-testid="task-list"
            >
                <colgroup>
                    <col class="c-pick" />
                    <col class="c-name" />
                    <col class="c-state" />
                    <col class="c-exit" />
                    <col class="c-took" />
                </colgroup>
                <thead>
                    <tr>
                        <PickAll selection=open.selection total=total label=t!("choose-all-tasks") testid="pick-all-tasks" />
                        <th scope="col">{t!("task")}</th>
                        <th scope="col">{t!("state")}</th>
                        <th scope="col" class="num">{t!("exit")}</th>
                        <th scope="col" class="num">{t!("took")}</th>
                    </tr>
                </thead>
                <tbody>
                    <tr class="spacer" aria-hidden="true"><td colspan="5" style:height=move || list.above()></td></tr>
                    <For each=move || list.rows.get() key=|index| *index let:index>
                        <Row index=index chosen=chosen />
                    </For>
                    <tr class="spacer" aria-hidden="true"><td colspan="5" style:height=move || list.below()></td></tr>
                </tbody>
            </table>
            {none}
        </div>
    }
}

#[component]
fn Row(index: u64, chosen: Memo<Option<u64>>) -> impl IntoView {
    let open = use_state().open;
    let row = Memo::new(move |_| open.tasks.with(|rows| rows.get(index).cloned()));
    let on = Memo::new(move |_| chosen.get() == Some(index));
    let tabindex = move || {
        if on.get() || (chosen.get().is_none() && index == 0) {
            "0"
        } else {
            "-1"
        }
    };
    let id = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.id.clone())));
    let pickable = Pickable::new(open.selection, index, id);
    let picked = pickable.picked;
    let look = move |tab| {
        if let Some(task) = row.get_untracked() {
            open.look_at(task, tab);
        }
    };
    let click = move |event: MouseEvent| {
        if pickable.clicked(&event, open.query(0, 0)) {
            look(Tab::Tasks);
        }
    };
    let key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            look(Tab::Output);
            browser::focus("[data-testid=tab-output]");
        }
        " " => {
            event.prevent_default();
            pickable.toggle();
        }
        _ => {}
    };
    view! {
        <tr
            data-testid="task-row"
            data-row=format!("task-{index}")
            data-id=move || id.get()
            aria-rowindex=index + 2
            aria-selected=move || if picked.get() { "true" } else { "false" }
            aria-current=move || on.get().then_some("true")
            class:on=move || on.get()
            class:picked=move || picked.get()
            tabindex=tabindex
            on:click=click
            on:dblclick=move |_| look(Tab::Output)
            on:keydown=key
        >
            <PickBox
                row=pickable
                label=Signal::derive(move || row.with(|row| row.as_ref().map(|row| t!("choose-task", name = row.name.as_str()))))
                testid="pick-task"
            />
            {move || match row.get() {
                Some(task) => view! { <Cells task=task /> }.into_any(),
                None => view! { <td colspan="4" class="dim">"…"</td> }.into_any(),
            }}
        </tr>
    }
}

#[component]
fn Cells(task: TaskRow) -> impl IntoView {
    let now = use_state().now;
    let took = {
        let (started, ended) = (task.started, task.ended);
        move || {
            started.map_or_else(
                || "–".to_owned(),
                |started| duration(ended.unwrap_or_else(|| now.get()) - started),
            )
        }
    };
    let exit = task
        .exit_code
        .map_or_else(|| "–".to_owned(), |code| code.to_string());
    let tries = (task.retries > 0).then(|| {
        let text = t!("try", number = task.retries + 1);
        view! { <span class="dim small">{text}</span> }
    });
    let title = format!("{} ({})", task.name, task.id);
    view! {
        <td class="name one-line" title=title>
            <b>{task.name.clone()}</b>
            " "
            <span class="mono dim">{task.id.clone()}</span>
        </td>
        <td>
            <TaskChip state=task.state />
            " "
            {tries}
        </td>
        <td class="num">{exit}</td>
        <td class="num">{took}</td>
    }
}
