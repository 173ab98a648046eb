//! The list of routes: each is added to the router and to the description in one step.

use std::collections::BTreeMap;

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter, on};
use http::Method;
use utoipa::openapi::path::{HttpMethod, Paths};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder, RefOr};

use super::doc::{Doc, Schemas};
use crate::hub::Hub;
use crate::problem::Trouble;

/// Routes and what they say about themselves.
#[derive(Default)]
pub(super) struct Routes {
    methods: BTreeMap<String, MethodRouter<Hub>>,
    paths: Paths,
    schemas: Schemas,
}

impl Routes {
    /// Adds a route to read something.
    pub(super) fn get<H, T>(&mut self, path: &str, handler: H, doc: Doc)
    where
        H: Handler<T, Hub>,
        T: 'static,
    {
        self.add(&Method::GET, path, handler, doc);
    }

    /// Adds a route to do something.
    pub(super) fn post<H, T>(&mut self, path: &str, handler: H, doc: Doc)
    where
        H: Handler<T, Hub>,
        T: 'static,
    {
        self.add(&Method::POST, path, handler, doc);
    }

    /// Adds a route to change something.
    pub(super) fn patch<H, T>(&mut self, path: &str, handler: H, doc: Doc)
    where
        H: Handler<T, Hub>,
        T: 'static,
    {
        self.add(&Method::PATCH, path, handler, doc);
    }

    /// Adds a route to remove something.
    pub(super) fn delete<H, T>(&mut self, path: &str, handler: H, doc: Doc)
    where
        H: Handler<T, Hub>,
        T: 'static,
    {
        self.add(&Method::DELETE, path, handler, doc);
    }

    fn add<H, T>(&mut self, method: &Method, path: &str, handler: H, doc: Doc)
    where
        H: Handler<T, Hub>,
        T: 'static,
    {
        let (filter, described) = match *method {
            Method::POST => (MethodFilter::POST, HttpMethod::Post),
            Method::PATCH => (MethodFilter::PATCH, HttpMethod::Patch),
            Method::DELETE => (MethodFilter::DELETE, HttpMethod::Delete),
            _ => (MethodFilter::GET, HttpMethod::Get),
        };
        let (operation, schemas) = doc.into_operation(path, *method == Method::POST);
        self.schemas.extend(schemas);
        self.paths
            .add_path_operation(path, vec![described], operation);
        let known = self.methods.remove(path).unwrap_or_default();
        self.methods
            .insert(path.to_owned(), known.merge(on(filter, handler)));
    }

    /// The router and the description of all that was added.
    pub(super) fn finish(self) -> (Router<Hub>, OpenApi) {
        let mut router = Router::new();
        for (path, methods) in self.methods {
            router = router.route(&path, methods.fallback(wrong_method));
        }
        let mut schemas: BTreeMap<_, _> = self.schemas.into_iter().collect();
        schemas.insert("ProblemCode".to_owned(), problem_code());
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("paihao_volunteer")));
        let components = ComponentsBuilder::new()
            .schemas_from_iter(schemas)
            .security_scheme("token", bearer)
            .security_scheme("session", cookie);
        let info = InfoBuilder::new()
            .title("Paihao")
            .version("1")
            .description(Some(
                "Queue of a community service day. Times in RFC 3339 with the site's offset.",
            ))
            .build();
        let description = OpenApiBuilder::new()
            .info(info)
            .paths(self.paths)
            .components(Some(components.build()))
            .security(Some([
                SecurityRequirement::default(),
                SecurityRequirement::new("token", NONE),
                SecurityRequirement::new("session", NONE),
            ]));
        (router, description.build())
    }
}

/// Every code of a problem, by name.
fn problem_code() -> RefOr<Schema> {
    let what = "What stands in the way. A later release may know further ones.";
    let text = ObjectBuilder::new().schema_type(Type::String);
    let codes = text
        .enum_values(Some(Trouble::codes()))
        .description(Some(what));
    Schema::Object(codes.build()).into()
}

/// Our credentials have no scopes.
const NONE: [&str; 0] = [];

async fn wrong_method() -> Trouble {
    Trouble::MethodNotAllowed
}
