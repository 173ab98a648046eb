//! Compiles the user interface with its catalogue, fonts and pictures inside.

use slint_build::{CompilerConfiguration, DefaultTranslationContext, EmbedResourcesKind};

fn main() {
    let configuration = CompilerConfiguration::new()
        .with_bundled_translations("../assets/lang")
        // One msgid has one translation wherever it stands.
        .with_default_translation_context(DefaultTranslationContext::None)
        .embed_resources(EmbedResourcesKind::EmbedFiles)
        // The element look-up of the headless tests and of assistive tools needs the names.
        .with_debug_info(true);
    if let Err(error) = slint_build::compile_with_config("ui/app.slint", configuration) {
        println!("cargo::error={error}");
    }
}
