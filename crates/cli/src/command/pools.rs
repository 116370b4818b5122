use std::process::ExitCode;

use longshore_engine::Engine;
use longshore_model::{
    Report,
    format::grouped,
    pool::{NodeTarget, PoolAllocation, PoolDetail, PoolView},
};
use serde_json::json;

use super::active_account;
use crate::{args::Pools, print};

/// Lists an account's pools, or tells of one what its nodes do.
pub async fn pools(engine: &Engine, args: Pools) -> Result<ExitCode, Report> {
    let account = match args.account {
        Some(account) => account,
        None => active_account(engine).await?,
    };
    match args.pool {
        Some(pool) => {
            let found = engine.pool(&account, Some(&pool)).await?;
            if args.json {
                print::json(&found)?;
            } else {
                tell(&found);
            }
        }
        None => {
            let pools = engine.pools(&account).await?;
            if args.json {
                print::json(&json!({ "pools": pools }))?;
            } else {
                list(&account, &pools);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(account: &str, pools: &[PoolView]) {
    if pools.is_empty() {
        print::complain(&format!(
            "The Batch account of {account} has no pools. docs/azure-setup.md shows how to make one."
        ));
        return;
    }
    let head = [
        "POOL",
        "DEDICATED",
        "SPOT",
        "TASKS A NODE",
        "MACHINE",
        "SYSTEM",
        "CONTAINERS",
        "SIZE",
    ];
    let mut rows = vec![head.map(String::from).to_vec()];
    rows.extend(pools.iter().map(|pool| {
        vec![
            pool.id.clone(),
            target(pool.dedicated),
            target(pool.spot),
            grouped(pool.slots_per_node.into()),
            known(&pool.vm_size),
            known(system(pool)),
            if pool.containers { "yes" } else { "no" }.into(),
            size(pool),
        ]
    }));
    print::table(&rows);
    for problem in pools.iter().filter_map(|pool| pool.problem.as_ref()) {
        print::line("");
        problem_of(problem);
    }
    print::complain(
        "\n`longshore pools POOL` tells what its nodes do; `--pool POOL` runs a job there.",
    );
}

fn tell(found: &PoolDetail) {
    let pool = &found.pool;
    print::line(&format!("{}  {}", pool.id, pool.size()));
    let all = pool.nodes() * u64::from(pool.slots_per_node);
    let containers = if pool.containers {
        "yes: tasks need a container image"
    } else {
        "no: tasks run as processes"
    };
    for (name, text) in [
        ("dedicated", target(pool.dedicated)),
        ("spot", target(pool.spot)),
        ("size", size(pool)),
        ("machine", known(&pool.vm_size)),
        ("image", known(&pool.image)),
        ("node agent", known(&pool.node_agent)),
        ("containers", containers.into()),
        (
            "slots",
            format!(
                "{} a node, {} of {} busy",
                pool.slots_per_node,
                grouped(found.busy_slots),
                grouped(all)
            ),
        ),
    ] {
        print::line(&format!("  {name:<11}  {text}"));
    }
    for error in &pool.resize_errors {
        let text = format!("{}: {}", error.code, error.message);
        print::line(&format!("  {:<11}  {text}", "not resized"));
    }
    if let Some(problem) = &pool.problem {
        print::line("");
        problem_of(problem);
    }
    if found.nodes.is_empty() {
        return;
    }
    print::line("");
    let mut rows = vec![
        ["NODES", "DEDICATED", "SPOT", "WHY"]
            .map(String::from)
            .to_vec(),
    ];
    rows.extend(found.nodes.iter().map(|group| {
        vec![
            group.state.label().into(),
            grouped(group.dedicated),
            grouped(group.spot),
            group.reason.clone(),
        ]
    }));
    print::table(&rows);
}

fn problem_of(problem: &Report) {
    print::line(&problem.title);
    print::line(&format!("  {}", problem.guidance));
}

/// `2`, or `2 of 8` while it is not what it shall be.
fn target(nodes: NodeTarget) -> String {
    if nodes.now == nodes.wanted {
        grouped(nodes.now.into())
    } else {
        format!(
            "{} of {}",
            grouped(nodes.now.into()),
            grouped(nodes.wanted.into())
        )
    }
}

/// `fixed`, `by formula`, `fixed, resizing`.
fn size(pool: &PoolView) -> String {
    let by = if pool.autoscale {
        "by formula"
    } else {
        "fixed"
    };
    match pool.allocation {
        PoolAllocation::Steady => by.into(),
        other => format!("{by}, {}", other.label()),
    }
}

/// `ubuntu 22.04` for `batch.node.ubuntu 22.04`.
fn system(pool: &PoolView) -> &str {
    let agent = &pool.node_agent;
    agent.strip_prefix("batch.node.").unwrap_or(agent)
}

fn known(text: &str) -> String {
    if text.is_empty() { "–" } else { text }.into()
}
