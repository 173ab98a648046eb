//! The body of a form, read as it came.

use std::ops::Deref;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::response::Response;

use crate::api::body_trouble;
use crate::hub::Hub;
use crate::pages::visit::Visit;

/// What a browser sent. One that is too large, or comes too slowly, is answered with a page in the
/// person's language.
pub(in crate::pages) struct FormBody(Bytes);

impl FromRequest<Hub> for FormBody {
    type Rejection = Response;

    async fn from_request(request: Request, hub: &Hub) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let mut asked = parts.clone();
        match Bytes::from_request(Request::from_parts(parts, body), hub).await {
            Ok(bytes) => Ok(Self(bytes)),
            Err(rejection) => {
                let visit = Visit::from_request_parts(&mut asked, hub).await?;
                Err(visit.fail(&body_trouble(&rejection)))
            }
        }
    }
}

impl Deref for FormBody {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}
