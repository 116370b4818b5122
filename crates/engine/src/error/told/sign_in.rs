//! Refused sign-ins: what the identity service's numbers mean for the person at the screen.
//!
//! Source of the numbers: "Microsoft Entra authentication and authorization error codes".

use longshore_model::{Code, Report};

use super::first_line;

/// What happened, and what to do. `None` stands for what the service itself said.
struct Meaning {
    title: Option<&'static str>,
    guidance: &'static str,
}

const fn meaning(title: &'static str, guidance: &'static str) -> Meaning {
    Meaning {
        title: Some(title),
        guidance,
    }
}

const EXPIRED: &str = "Make a new secret for the service principal and enter it under Accounts (or with `longshore accounts \
     secret`). An account that signs in by the environment wants it in AZURE_CLIENT_SECRET, before Longshore is started. \
     Jobs go on by themselves then.";

pub(super) fn report(aadsts: Option<u32>, reason: &str) -> Report {
    let Meaning { title, guidance } = of(aadsts);
    let title = match (title, aadsts) {
        (Some(title), Some(number)) => format!("{title} (AADSTS{number})."),
        _ => format!("Signing in was refused: {}", first_line(reason)),
    };
    let report = Report::new(Code::SignIn, title, guidance);
    match aadsts {
        Some(number) => Report {
            docs_url: Some(format!(
                "https://login.microsoftonline.com/error?code={number}"
            )),
            ..report
        },
        None => report,
    }
}

const fn of(aadsts: Option<u32>) -> Meaning {
    match aadsts {
        Some(7_000_215) => meaning(
            "The client secret is wrong",
            "Enter the secret's value, not its id, under Accounts, or set AZURE_CLIENT_SECRET to it where the account signs in \
             by the environment. The portal shows the value only once: make a new secret if you do not have it.",
        ),
        Some(7_000_222) => meaning("The client secret has expired", EXPIRED),
        Some(7_000_216 | 7_000_218) => meaning(
            "The application was asked for its secret, and there was none",
            "Enter the client secret under Accounts, or set AZURE_CLIENT_SECRET where the account signs in by the environment.",
        ),
        Some(700_016) => meaning(
            "The tenant has no application with this client id",
            "Check the client id and the tenant id; the client id is the application's id, not its object's.",
        ),
        Some(90_002 | 900_021 | 900_023) => meaning(
            "There is no such tenant",
            "Check the tenant id. Tenants of other clouds (US government, China) need that cloud's sign-in host.",
        ),
        Some(90_038) => meaning(
            "The tenant is in another cloud",
            "Set the sign-in host and the domains of that cloud under Accounts, Advanced.",
        ),
        Some(50_034) => meaning(
            "This user is not known in the tenant",
            "Sign in with a user of this tenant, or correct the tenant id.",
        ),
        Some(50_055 | 50_126) => meaning(
            "User name or password are wrong, or the password has expired",
            "Sign in again with az login.",
        ),
        Some(50_057) => meaning(
            "The user's account is disabled",
            "An administrator of the tenant can enable it.",
        ),
        Some(50_058 | 50_076 | 50_078 | 50_079 | 70_043 | 700_082 | 700_084) => meaning(
            "The sign-in has run out, or asks for a second factor",
            "Sign in again with az login.",
        ),
        Some(53_000..=53_004 | 530_035) => meaning(
            "A conditional access policy of the tenant does not allow this sign-in",
            "Ask an administrator which networks or devices it allows, or to exclude the service principal.",
        ),
        Some(65_001 | 90_094) => meaning(
            "Nobody has consented to what the application asks for",
            "An administrator of the tenant can consent for the application in the portal.",
        ),
        Some(500_011) => meaning(
            "The tenant does not know the service that a token was asked for",
            "Check the Batch token domain under Accounts, Advanced. A tenant that never had a Batch account needs \
             `az provider register --namespace Microsoft.Batch`.",
        ),
        Some(700_027) => meaning(
            "The certificate is not one of the application's, or has expired",
            "Upload its public part to the application in the portal, or choose the certificate that is there.",
        ),
        Some(700_024) => meaning(
            "The signed statement is not valid now",
            "Check this computer's clock.",
        ),
        Some(7_000_112) => meaning(
            "The application is disabled",
            "An administrator of the tenant can enable it.",
        ),
        Some(700_213 | 700_211 | 70_021) => meaning(
            "No federated credential of the application fits this workload",
            "Issuer, subject and audience of the federated credential must be those of the workload.",
        ),
        Some(_) | None => Meaning {
            title: None,
            guidance: "Check how the account signs in: its tenant id, client id and secret.",
        },
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn a_known_number_is_told_in_a_sentence_with_the_next_step() {
        let report = report(
            Some(7_000_222),
            "AADSTS7000222: The provided keys are expired.",
        );
        assert_eq!(
            report,
            Report {
                docs_url: Some("https://login.microsoftonline.com/error?code=7000222".into()),
                ..Report::new(
                    Code::SignIn,
                    "The client secret has expired (AADSTS7000222).",
                    EXPIRED,
                )
            }
        );
    }

    #[test]
    fn every_number_that_people_meet_has_a_sentence_of_its_own() {
        let numbers = [
            7_000_215, 7_000_222, 700_016, 90_002, 50_034, 53_003, 700_027, 500_011, 65_001, 50_076,
        ];
        let mut titles: Vec<_> = numbers
            .iter()
            .filter_map(|number| of(Some(*number)).title)
            .collect();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), numbers.len());
    }

    #[test]
    fn an_unknown_number_is_told_as_the_service_said_it() {
        let report = report(Some(1), "AADSTS1: Odd.\nTrace: x");
        assert_eq!(report.title, "Signing in was refused: AADSTS1: Odd.");
    }
}
