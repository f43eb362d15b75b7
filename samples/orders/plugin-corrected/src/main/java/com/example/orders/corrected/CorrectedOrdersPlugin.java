package com.example.orders.corrected;

import com.example.orders.Database;
import com.example.orders.plugin.PriceService;
import com.example.orders.plugin.TaxService;
import dev.compat.CompatModule;
import javax.sql.DataSource;

/** Binds the corrected replacements. */
public final class CorrectedOrdersPlugin extends CompatModule {

  @Override
  protected void configure() {
    bind(TaxService.class).to(LegacyRounding.class);
    bind(PriceService.class).to(BundlePrices.class);
    bind(DataSource.class).toProvider(Database::getDataSource);
  }
}
