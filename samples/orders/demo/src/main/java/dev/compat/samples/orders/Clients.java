package dev.compat.samples.orders;

import java.io.IOException;

/** The clients of one tenant, who ask the application and its twin. Used by one thread. */
final class Clients {

  private final String tenant;
  private final Application application;
  private final Application twin;
  private final Ledger ledger;
  private final Script script;
  private String lastNumber = "";
  private String twinsLastNumber = "";

  Clients(String tenant, Application application, Application twin, Ledger ledger) {
    this.tenant = tenant;
    this.application = application;
    this.twin = twin;
    this.ledger = ledger;
    script = new Script(tenant);
  }

  /** Asks both the next thing and notes whether the application replied as its twin. */
  void ask() throws InterruptedException {
    Request request = script.next();
    Reply expected = ask(twin, request, twinsLastNumber);
    long start = System.nanoTime();
    Reply reply = ask(application, request, lastNumber);
    ledger.note(tenant, request, expected, reply, System.nanoTime() - start);
    if (request.placesOrder()) {
      lastNumber = reply.number().orElse(lastNumber);
      twinsLastNumber = expected.number().orElse(twinsLastNumber);
    }
  }

  private Reply ask(Application whom, Request request, String number) throws InterruptedException {
    try {
      return whom.ask(tenant, request, number);
    } catch (IOException e) {
      return new Reply(0, e.toString());
    }
  }
}
