package com.example.escaping.plugin;

import dev.compat.CompatModule;

/** Binds commons-text as it is. */
public class EscapingPlugin extends CompatModule {

  @Override
  protected void configure() {
    bind(TextEscaper.class).to(CommonsTextEscaper.class);
  }
}
