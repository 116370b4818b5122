//! What axe-core, the accessibility checker that browsers' own tools use, says of the window.

use std::fs;

use serde_json::{Value, json};

use super::Window;
use crate::programs;

impl Window {
    /// Each rule of WCAG 2.2 A and AA and of axe's best practices that the screen breaks, with the elements that do.
    pub async fn accessibility_problems(&self) -> Vec<String> {
        self.ask_axe(json!({ "resultTypes": ["violations"] })).await
    }

    /// The same of rules by their names, also those that ask for more than A and AA.
    pub async fn problems_of(&self, rules: &[&str]) -> Vec<String> {
        self.ask_axe(json!({
            "resultTypes": ["violations"],
            "runOnly": { "type": "rule", "values": rules },
        }))
        .await
    }

    async fn ask_axe(&self, options: Value) -> Vec<String> {
        let axe = programs::node_modules().join("axe-core/axe.min.js");
        let axe = fs::read_to_string(&axe).unwrap_or_else(|error| {
            panic!("{}: {error}: cargo xtask setup", axe.display());
        });
        let there = "return typeof window.axe === 'object'";
        let there = self.client.execute(there, Vec::new()).await.unwrap();
        if there != json!(true) {
            self.client.execute(&axe, Vec::new()).await.unwrap();
        }
        let script = "
            const [options, done] = arguments;
            const told = rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`);
            window.axe.run(document, options)
                .then(found => done(found.violations.flatMap(told)), error => done([`axe stopped: ${error}`]));
        ";
        let problems = self
            .client
            .execute_async(script, vec![options])
            .await
            .unwrap();
        let problems = problems.as_array().unwrap();
        problems
            .iter()
            .map(|problem| problem.as_str().unwrap_or("not a text").to_owned())
            .collect()
    }
}
