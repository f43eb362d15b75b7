package com.example.escaping.corrected;

import com.example.escaping.plugin.EscapingPlugin;
import com.example.escaping.plugin.TextEscaper;

/** The same adapter, with the corrected replacement. */
public final class CorrectedEscapingPlugin extends EscapingPlugin {

  @Override
  protected void configure() {
    bind(TextEscaper.class).to(CorrectedTextEscaper.class);
  }
}
