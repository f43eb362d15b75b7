package com.example.escaping.corrected;

import com.example.escaping.plugin.TextEscaper;
import dev.compat.CompatModule;

/** Binds the corrected replacement. */
public final class CorrectedEscapingPlugin extends CompatModule {

  @Override
  protected void configure() {
    bind(TextEscaper.class).to(CorrectedTextEscaper.class);
  }
}
