use std::process::ExitCode;

use longshore_engine::Home;
use longshore_local_azure::{Endpoint, Error, Options, Service};
use longshore_model::{Code, Report};

use crate::{args::Local, print};

/// Serves the embedded Azure until SIGINT or SIGTERM.
pub async fn local(args: Local) -> Result<ExitCode, Report> {
    let data_dir = match args.data_dir {
        Some(dir) => dir,
        None => Home::from_env()?.local_azure_dir(),
    };
    let mut options = Options::new(data_dir);
    options.port = args.port;
    options.redirect = args.redirect;
    options.images = args.images;
    options.request_log = std::env::var_os(longshore_host::REQUEST_LOG_ENV).map(Into::into);
    let service = Service::start(options).await.map_err(refused)?;
    if args.json {
        print::json(service.endpoint())?;
    } else {
        tell(service.endpoint());
    }
    stop_asked().await;
    service.stop();
    service.stopped().await;
    Ok(ExitCode::SUCCESS)
}

fn tell(endpoint: &Endpoint) {
    print::line("The embedded Azure is up, for this computer only.");
    print::line(&format!("  Batch         {}", endpoint.batch_account_url));
    print::line(&format!("  Blob          {}", endpoint.blob_endpoint));
    print::line(&format!("  Sign-in host  {}", endpoint.authority));
    print::line(&format!("  Tenant        {}", endpoint.tenant_id));
    print::line(&format!("  Client        {}", endpoint.client_id));
    print::line(&format!("  Pool          {}", endpoint.pool_id));
    print::line(&format!("  Certificate   {}", endpoint.ca_cert.display()));
    if let Some(redirect) = &endpoint.redirect {
        let bundle = redirect.ca_bundle.display();
        print::line(
            "Programs that build Azure's addresses themselves reach it with these in their environment:",
        );
        print::line(&format!("  HTTPS_PROXY={}", redirect.https_proxy));
        print::line("  NO_PROXY=127.0.0.1,localhost");
        print::line(&format!("  REQUESTS_CA_BUNDLE={bundle}"));
        print::line(&format!("  SSL_CERT_FILE={bundle}"));
        print::line("and call the accounts");
        print::line(&format!("  Batch         {}", redirect.batch_account_url));
        print::line(&format!("  Blob          {}", redirect.blob_endpoint));
    }
    print::line("--json prints its secret and keys too. Ctrl+C stops it.");
}

fn refused(error: Error) -> Report {
    let (code, guidance) = match error {
        Error::AlreadyRunning { .. } => (
            Code::Conflict,
            "Stop that one, or give this one a --data-dir of its own.",
        ),
        _ => (
            Code::LocalFiles,
            "--port 0 takes any free port; --data-dir names another folder.",
        ),
    };
    Report::new(code, format!("{error}."), guidance)
}

/// Waits for SIGINT, or on Unix for SIGTERM too.
async fn stop_asked() {
    #[cfg(unix)]
    if let Ok(mut term) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = term.recv() => {}
        }
        return;
    }
    let _ = tokio::signal::ctrl_c().await;
}
