package com.example.orders.plugin;

import com.example.orders.Database;
import dev.compat.CompatModule;
import javax.sql.DataSource;

/** Binds the replacements as a team would write them first. */
public final class OrdersPlugin extends CompatModule {

  @Override
  protected void configure() {
    bind(TaxService.class).to(DecimalTaxes.class);
    bind(PriceService.class).to(ArticlePrices.class);
    bind(DataSource.class).toProvider(Database::getDataSource);
  }
}
