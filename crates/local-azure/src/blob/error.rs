//! Refusals in the shape of Blob storage.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderName, HeaderValue, StatusCode, header};
use time::OffsetDateTime;

use super::respond::Echo;
use super::xml;
use crate::dates;

/// The error codes the local service gives; see
/// <https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    AuthenticationFailed,
    AuthorizationFailure,
    AuthorizationPermissionMismatch,
    AuthorizationProtocolMismatch,
    /// Spelled as the service spells it.
    AuthorizationSourceIPMismatch,
    BlobAlreadyExists,
    BlobNotFound,
    BlockListTooLong,
    ConditionNotMet,
    ContainerAlreadyExists,
    ContainerNotFound,
    InsufficientStorage,
    InternalError,
    InvalidAuthenticationInfo,
    InvalidBlobOrBlock,
    InvalidBlockId,
    InvalidBlockList,
    InvalidHeaderValue,
    InvalidMd5,
    InvalidMetadata,
    InvalidQueryParameterValue,
    InvalidRange,
    InvalidResourceName,
    InvalidUri,
    InvalidXmlDocument,
    InvalidXmlNodeValue,
    LeaseNotPresentWithBlobOperation,
    LeaseNotPresentWithContainerOperation,
    Md5Mismatch,
    MetadataTooLarge,
    MissingContentLengthHeader,
    MissingRequiredHeader,
    NoAuthenticationInformation,
    NotImplemented,
    NotModified,
    OperationTimedOut,
    OutOfRangeInput,
    OutOfRangeQueryParameterValue,
    PublicAccessNotPermitted,
    RequestBodyTooLarge,
}

impl Code {
    fn status(self) -> StatusCode {
        match self {
            Self::NotModified => StatusCode::NOT_MODIFIED,
            Self::InvalidAuthenticationInfo | Self::NoAuthenticationInformation => {
                StatusCode::UNAUTHORIZED
            }
            Self::AuthenticationFailed
            | Self::AuthorizationFailure
            | Self::AuthorizationPermissionMismatch
            | Self::AuthorizationProtocolMismatch
            | Self::AuthorizationSourceIPMismatch => StatusCode::FORBIDDEN,
            Self::BlobNotFound | Self::ContainerNotFound => StatusCode::NOT_FOUND,
            Self::BlobAlreadyExists
            | Self::ContainerAlreadyExists
            | Self::PublicAccessNotPermitted => StatusCode::CONFLICT,
            Self::MissingContentLengthHeader => StatusCode::LENGTH_REQUIRED,
            Self::ConditionNotMet
            | Self::LeaseNotPresentWithBlobOperation
            | Self::LeaseNotPresentWithContainerOperation => StatusCode::PRECONDITION_FAILED,
            Self::RequestBodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::InvalidRange => StatusCode::RANGE_NOT_SATISFIABLE,
            Self::InternalError | Self::OperationTimedOut => StatusCode::INTERNAL_SERVER_ERROR,
            Self::NotImplemented => StatusCode::NOT_IMPLEMENTED,
            Self::InsufficientStorage => StatusCode::INSUFFICIENT_STORAGE,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    fn message(self) -> &'static str {
        match self {
            Self::AuthenticationFailed => "Server failed to authenticate the request.",
            Self::AuthorizationFailure => {
                "This request is not authorized to perform this operation."
            }
            Self::AuthorizationPermissionMismatch => {
                "This request is not authorized to perform this operation using this permission."
            }
            Self::AuthorizationProtocolMismatch => {
                "This request is not authorized to perform this operation using this protocol."
            }
            Self::AuthorizationSourceIPMismatch => {
                "This request is not authorized to perform this operation using this source IP 127.0.0.1."
            }
            Self::BlobAlreadyExists => "The specified blob already exists.",
            Self::BlobNotFound => "The specified blob does not exist.",
            Self::BlockListTooLong => "The block list may not contain more than 50,000 blocks.",
            Self::ConditionNotMet => {
                "The condition specified using HTTP conditional header(s) is not met."
            }
            Self::ContainerAlreadyExists => "The specified container already exists.",
            Self::ContainerNotFound => "The specified container does not exist.",
            Self::InsufficientStorage => "The disk of this computer is full.",
            Self::InternalError => "The server encountered an internal error.",
            Self::InvalidAuthenticationInfo => {
                "Authentication information is not given in the correct format."
            }
            Self::InvalidBlobOrBlock => "The specified blob or block content is invalid.",
            Self::InvalidBlockId => {
                "The specified block ID is invalid: it must be base64 of at most 64 bytes."
            }
            Self::InvalidBlockList => "The specified block list is invalid.",
            Self::InvalidHeaderValue => {
                "The value for one of the HTTP headers is not in the correct format."
            }
            Self::InvalidMd5 => {
                "The MD5 value specified in the request is invalid: it must be base64 of 16 bytes."
            }
            Self::InvalidMetadata => "The specified metadata is invalid.",
            Self::InvalidQueryParameterValue => "Value for one of the query parameters is invalid.",
            Self::InvalidRange => {
                "The range specified is invalid for the current size of the resource."
            }
            Self::InvalidResourceName => "The specified resource name contains invalid characters.",
            Self::InvalidUri => "The requested URI does not represent any resource on the server.",
            Self::InvalidXmlDocument => "XML specified is not syntactically valid.",
            Self::InvalidXmlNodeValue => {
                "The value for one of the XML nodes is not in the correct format."
            }
            Self::LeaseNotPresentWithBlobOperation => "There is currently no lease on the blob.",
            Self::LeaseNotPresentWithContainerOperation => {
                "There is currently no lease on the container."
            }
            Self::Md5Mismatch => {
                "The MD5 value specified in the request did not match the MD5 value calculated by the server."
            }
            Self::MetadataTooLarge => {
                "The size of the specified metadata exceeds the maximum size permitted."
            }
            Self::MissingContentLengthHeader => "The Content-Length header was not specified.",
            Self::MissingRequiredHeader => {
                "An HTTP header that's mandatory for this request is not specified."
            }
            Self::NoAuthenticationInformation => {
                "Server failed to authenticate the request: it carries no credentials. \
                 Please refer to the information in the www-authenticate header."
            }
            Self::NotImplemented => "The local service does not implement this operation.",
            Self::NotModified => {
                "The condition specified using HTTP conditional header(s) is not met."
            }
            Self::OperationTimedOut => {
                "The operation could not be completed within the permitted time."
            }
            Self::OutOfRangeInput => "One of the request inputs is out of range.",
            Self::OutOfRangeQueryParameterValue => {
                "One of the query parameters specified in the request URI is outside the permissible range."
            }
            Self::PublicAccessNotPermitted => {
                "Public access is not permitted on this storage account."
            }
            Self::RequestBodyTooLarge => {
                "The request body is too large and exceeds the maximum permissible limit."
            }
        }
    }
}

/// A refusal on its way to the client.
#[derive(Debug)]
pub(crate) struct BlobError {
    code: Code,
    detail: Option<String>,
    /// Boxed, since few refusals have one and every call can return one.
    header: Option<Box<(HeaderName, HeaderValue)>>,
}

impl From<Code> for BlobError {
    fn from(code: Code) -> Self {
        Self {
            code,
            detail: None,
            header: None,
        }
    }
}

impl BlobError {
    /// The same, saying what exactly is wrong.
    pub(crate) fn because(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The same, with a header that goes with the refusal.
    pub(crate) fn header(mut self, name: HeaderName, value: &str) -> Self {
        self.header = HeaderValue::from_str(value)
            .ok()
            .map(|value| Box::new((name, value)));
        self
    }

    /// The answer, with a body unless the request or the status forbids one.
    pub(crate) fn into_response(self, echo: &Echo, is_head: bool) -> Response {
        let status = self.code.status();
        let name = format!("{:?}", self.code);
        let time = dates::iso(OffsetDateTime::now_utc());
        let message = format!(
            "{}\nRequestId:{}\nTime:{time}",
            self.code.message(),
            echo.request_id()
        );
        let mut writer = xml::Writer::document();
        writer.element("Error", |error| {
            error.text("Code", &name);
            error.text("Message", &message);
            if let Some(detail) = &self.detail {
                let element = match self.code {
                    Code::AuthenticationFailed => "AuthenticationErrorDetail",
                    _ => "Detail",
                };
                error.text(element, detail);
            }
        });
        let has_body = !is_head && status != StatusCode::NOT_MODIFIED;
        let mut response = Response::new(if has_body {
            Body::from(writer.finish())
        } else {
            Body::empty()
        });
        *response.status_mut() = status;
        let headers = response.headers_mut();
        if let Some((name, value)) = self.header.map(|header| *header) {
            headers.insert(name, value);
        }
        if has_body {
            headers.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/xml"),
            );
        }
        if let Ok(name) = HeaderValue::from_str(&name) {
            headers.insert("x-ms-error-code", name);
        }
        response
    }
}

impl From<rusqlite::Error> for BlobError {
    fn from(error: rusqlite::Error) -> Self {
        tracing::error!(%error, "the blob database failed");
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Code::InsufficientStorage.into(),
            _ => Code::InternalError.into(),
        }
    }
}

impl From<std::io::Error> for BlobError {
    fn from(error: std::io::Error) -> Self {
        tracing::error!(%error, "blob content cannot be read or written");
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                Code::InsufficientStorage.into()
            }
            _ => Code::InternalError.into(),
        }
    }
}
