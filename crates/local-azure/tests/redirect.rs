//! Programs that build Azure's addresses themselves, redirected by a proxy.
#![allow(clippy::unwrap_used)]

mod support;

use longshore_local_azure::Redirect;
use pretty_assertions::assert_eq;
use reqwest::{Certificate, Client, Proxy, StatusCode};
use secrecy::ExposeSecret as _;
use serde_json::Value;
use support::Running;

async fn redirected() -> (Running, Redirect, Client) {
    let running = Running::start_with(|options| options.redirect = Some(0)).await;
    let redirect = running.service.endpoint().redirect.clone().unwrap();
    let bundle = std::fs::read(&redirect.ca_bundle).unwrap();
    let client = Client::builder()
        .proxy(Proxy::https(&redirect.https_proxy).unwrap())
        .tls_certs_only(Certificate::from_pem_bundle(&bundle).unwrap())
        .build()
        .unwrap();
    (running, redirect, client)
}

/// A token by Entra's own name.
async fn token(running: &Running, client: &Client, resource: &str) -> String {
    let endpoint = running.service.endpoint();
    let url = format!(
        "https://login.microsoftonline.com/{}/oauth2/token",
        endpoint.tenant_id
    );
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("client_id", &endpoint.client_id)
        .append_pair("client_secret", endpoint.client_secret.expose_secret())
        .append_pair("resource", resource)
        .finish();
    let reply = client.post(url).body(form).send().await.unwrap();
    assert_eq!(reply.status(), StatusCode::OK);
    let reply: Value = reply.json().await.unwrap();
    reply["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn azures_names_for_the_accounts_lead_to_them() {
    let (running, redirect, client) = redirected().await;
    let storage = token(&running, &client, "https://storage.azure.com").await;
    let put = |url: String| {
        client
            .put(url)
            .bearer_auth(&storage)
            .header("x-ms-version", "2021-08-06")
            .header("x-ms-blob-type", "BlockBlob")
    };
    let container = format!("{}/covalent-assets", redirect.blob_endpoint);
    for (url, body) in [
        (format!("{container}?restype=container"), ""),
        (format!("{container}/a%20b"), "cargo"),
    ] {
        let reply = put(url).body(body).send().await.unwrap();
        assert_eq!(reply.status(), StatusCode::CREATED);
    }
    // It is the same account.
    let reply = running.get("covalent-assets/a%20b").await;
    assert_eq!(reply.text().await.unwrap(), "cargo");

    let batch = token(&running, &client, "https://batch.core.windows.net/").await;
    let url = format!(
        "{}/pools/local?api-version=2022-10-01.16.0",
        redirect.batch_account_url
    );
    let reply = client.get(url).bearer_auth(&batch).send().await.unwrap();
    assert_eq!(reply.json::<Value>().await.unwrap()["id"], "local");
    running.stop().await;
}

#[tokio::test]
async fn other_accounts_in_azure_are_not_reached() {
    let (running, _, client) = redirected().await;
    for host in [
        "other.eastus.batch.azure.com",
        "other.blob.core.windows.net",
    ] {
        let error = client
            .get(format!("https://{host}/"))
            .send()
            .await
            .unwrap_err();
        let error = format!("{error:?}");
        assert!(error.to_lowercase().contains("unsuccessful"), "{error}");
    }
    running.stop().await;
}

#[tokio::test]
async fn hosts_that_are_not_azures_are_reached_as_without_the_proxy() {
    let (running, redirect, client) = redirected().await;
    // The service by its own name stands for any other host.
    let authority = &running.service.endpoint().authority;
    let url = format!("{authority}/adfs/.well-known/openid-configuration");
    let reply = client.get(url).send().await.unwrap();
    assert_eq!(reply.status(), StatusCode::OK);
    // Of the proxy itself there is nothing to get.
    let reply = running
        .client
        .get(&redirect.https_proxy)
        .send()
        .await
        .unwrap();
    assert_eq!(reply.status(), StatusCode::METHOD_NOT_ALLOWED);
    running.stop().await;
}

#[tokio::test]
async fn the_authority_is_worth_nothing_for_other_names() {
    let (running, redirect, _) = redirected().await;
    let bundle = std::fs::read(&redirect.ca_bundle).unwrap();
    // Trusted alone, so that only it can vouch; the tunnel leads to a server whose certificate another signed.
    let own = Certificate::from_pem_bundle(&bundle).unwrap().remove(0);
    let client = Client::builder()
        .proxy(Proxy::https(&redirect.https_proxy).unwrap())
        .tls_certs_only([own])
        .build()
        .unwrap();
    let authority = &running.service.endpoint().authority;
    let error = client.get(authority).send().await.unwrap_err();
    assert!(format!("{error:?}").contains("UnknownIssuer"), "{error:?}");
    // Nothing of it outlives the service but a certificate.
    let folder = running.stop().await;
    let names = std::fs::read_dir(folder.path()).unwrap();
    let keys = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("key.pem"))
        .collect::<Vec<_>>();
    assert_eq!(keys, ["ca.key.pem"]);
}
