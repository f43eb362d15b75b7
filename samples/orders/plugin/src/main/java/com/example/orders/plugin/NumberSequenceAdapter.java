package com.example.orders.plugin;

import com.example.orders.NumberSequence;
import dev.compat.LegacyState;
import dev.compat.Receiver;
import dev.compat.Replaces;
import jakarta.inject.Inject;

/**
 * Stands for a counter that legacy keeps in a field. The register keeps its own, in the database,
 * and begins beyond legacy's.
 */
@Replaces(value = NumberSequence.class, migration = "numbers", state = LegacyState.INDEPENDENT)
final class NumberSequenceAdapter {

  private final NumberRegister register;

  @Inject
  NumberSequenceAdapter(NumberRegister register) {
    this.register = register;
  }

  String next(@Receiver NumberSequence sequence) {
    return register.next(sequence.getTenant());
  }
}
