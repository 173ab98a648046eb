//! What a route says about itself in the OpenAPI description.

use protocol::Problem;
use utoipa::ToSchema;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{Operation, OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Ref, Schema, Type};
use utoipa::openapi::{RefOr, Required};

/// The schemas that routes refer to, by name.
pub(super) type Schemas = Vec<(String, RefOr<Schema>)>;

/// One route's description.
pub(super) struct Doc {
    summary: &'static str,
    who: &'static str,
    status: u16,
    media_type: &'static str,
    queries: Vec<(&'static str, &'static str)>,
    takes: Option<RefOr<Schema>>,
    gives: Option<RefOr<Schema>>,
    schemas: Schemas,
}

/// A route that does `summary` for `who`, and answers 204 unless told otherwise.
pub(super) fn doc(summary: &'static str, who: &'static str) -> Doc {
    Doc {
        summary,
        who,
        status: 204,
        media_type: "application/json",
        queries: Vec::new(),
        takes: None,
        gives: None,
        schemas: Vec::new(),
    }
}

impl Doc {
    /// What the body holds.
    pub(super) fn takes<T: ToSchema>(mut self) -> Self {
        self.takes = Some(self.refer::<T>());
        self
    }

    /// What the answer holds.
    pub(super) fn gives<T: ToSchema>(mut self, status: u16) -> Self {
        (self.status, self.gives) = (status, Some(self.refer::<T>()));
        self
    }

    /// The answer is a stream of these.
    pub(super) fn streams<T: ToSchema>(mut self) -> Self {
        self.media_type = "text/event-stream";
        self.gives::<T>(200)
    }

    /// What may stand behind the question mark.
    pub(super) fn asks(mut self, name: &'static str, what: &'static str) -> Self {
        self.queries.push((name, what));
        self
    }

    fn refer<T: ToSchema>(&mut self) -> RefOr<Schema> {
        let name = T::name().into_owned();
        self.schemas.push((name.clone(), T::schema()));
        T::schemas(&mut self.schemas);
        Ref::from_schema_name(name).into()
    }

    /// The operation of a route at `path`, and the schemas that it refers to.
    pub(super) fn into_operation(mut self, path: &str, is_post: bool) -> (Operation, Schemas) {
        let problem = self.refer::<Problem>();
        let mut answer = ResponseBuilder::new().description("Done.");
        if let Some(schema) = self.gives {
            let content = ContentBuilder::new().schema(Some(schema)).build();
            answer = answer.content(self.media_type, content);
        }
        let content = ContentBuilder::new().schema(Some(problem)).build();
        let refusal = ResponseBuilder::new()
            .description("Not done: the code says why.")
            .content(protocol::problem::MEDIA_TYPE, content);
        let mut operation = OperationBuilder::new()
            .summary(Some(self.summary))
            .description(Some(format!("For: {}.", self.who)))
            .response(self.status.to_string(), answer.build())
            .response("default", refusal.build());
        for name in path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        {
            operation = operation.parameter(parameter(name, ParameterIn::Path, None));
        }
        for (name, what) in self.queries {
            operation = operation.parameter(parameter(name, ParameterIn::Query, Some(what)));
        }
        if is_post {
            let what = "The same key with the same request on the same day gives the first answer.";
            let key = parameter("Idempotency-Key", ParameterIn::Header, Some(what));
            operation = operation.parameter(key);
        }
        if let Some(schema) = self.takes {
            let content = ContentBuilder::new().schema(Some(schema)).build();
            let body = RequestBodyBuilder::new().content("application/json", content);
            operation = operation.request_body(Some(body.build()));
        }
        (operation.build(), self.schemas)
    }
}

fn parameter(
    name: &str,
    place: ParameterIn,
    what: Option<&str>,
) -> utoipa::openapi::path::Parameter {
    let required = if place == ParameterIn::Path {
        Required::True
    } else {
        Required::False
    };
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(required)
        .description(what)
        .schema(Some(Schema::Object(text)))
        .build()
}
