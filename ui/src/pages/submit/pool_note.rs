use std::time::Duration;

use leptos::prelude::*;
use longshore_model::{Code, Report, command::PoolProblemGet};

use crate::{
    components::{Note, Tone},
    here::Here,
    state::{run_form::RunField, use_state},
    words::said_report,
};

/// A pool's name is typed letter by letter: it is asked about when the typing rests.
const REST: Duration = Duration::from_millis(400);

/// How often a pool that is warned of is asked about again: somebody may be resizing it right now.
const AGAIN: Duration = Duration::from_secs(20);

/// Warns of a pool that would run nothing. It keeps nobody from submitting: someone may resize it later.
#[component]
pub fn PoolNote() -> impl IntoView {
    let state = use_state();
    let here = Here::new();
    let told = RwSignal::new(None::<Report>);
    // The account, and the pool if it is another than the account's own; nothing while what is typed cannot be one.
    let wanted = Memo::new(move |_| {
        let account = state.accounts.active()?;
        state.submission.form.with(|form| {
            if form.error(RunField::Pool, &account.settings).is_some() {
                return None;
            }
            let pool = form.text(RunField::Pool, &account.settings);
            let own = pool == account.settings.pool_id;
            Some((account.name, (!own).then_some(pool)))
        })
    });
    // An answer that comes after the next question is not told.
    let turn = StoredValue::new(0_u32);
    let ask = move |rest: Duration| {
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        let Some((account, pool)) = wanted.get_untracked() else {
            return;
        };
        let then = move || {
            if !here.still() || turn.get_value() != mine {
                return;
            }
            here.ask(PoolProblemGet { account, pool }, move |answer| {
                if turn.get_value() != mine {
                    return;
                }
                told.set(match answer {
                    Ok(problem) => problem,
                    Err(report) if report.code == Code::NotFound => Some(report),
                    // Whether the account can be reached is said elsewhere.
                    Err(_) => None,
                });
            });
        };
        set_timeout(then, rest);
    };
    Effect::new(move |before: Option<()>| {
        wanted.track();
        told.set(None);
        ask(if before.is_some() {
            REST
        } else {
            Duration::ZERO
        });
    });
    here.every(AGAIN, move || {
        if told.with_untracked(Option::is_some) {
            ask(Duration::ZERO);
        }
    });
    view! {
        <div aria-live="polite">
            {move || {
                told.get()
                    .map(said_report)
                    .map(|report| {
                        view! {
                            <Note tone=Tone::Warn testid="pool-warning">
                                <p>
                                    <b>{report.title}</b>
                                </p>
                                <p class="guidance">{report.guidance}</p>
                            </Note>
                        }
                    })
            }}
        </div>
    }
}
