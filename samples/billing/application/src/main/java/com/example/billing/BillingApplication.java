package com.example.billing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A program that runs for as long as somebody gives it commands, one to a line of standard input:
 * {@code bill} bills two years of all tenants and prints one line, how many answers there were and
 * their digest; {@code quit} ends it, as the end of the input does.
 */
public final class BillingApplication {

  private BillingApplication() {}

  /** Reads commands until {@code quit} or the end of standard input. */
  public static void main(String[] args) throws IOException {
    System.out.println("ready: billing from " + new Billing().parse("2024-01-01", "Europe/Berlin"));
    try (BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      String command = commands.readLine();
      while (command != null && !command.equals("quit")) {
        System.out.println(command.equals("bill") ? bill() : "say bill, or quit");
        command = commands.readLine();
      }
    }
  }

  private static Answers bill() {
    Answers answers = new Answers();
    BillingRun run = new BillingRun(answers);
    for (String tenant : Customers.tenants()) {
      Tenants.enter(tenant);
      try {
        run.bill(tenant);
      } finally {
        Tenants.leave();
      }
    }
    return answers;
  }
}
