package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The application as its clients see it. */
class OrdersApplicationTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String[] TENANTS = {"acme", "teashop", "globex", "hats", "bookshop"};

  private static ExecutorService threads;
  private static HttpServer server;

  @BeforeAll
  static void start() throws Exception {
    Database.create(TENANTS, 1);
    threads = Executors.newFixedThreadPool(4);
    server = OrdersApplication.serve(0, TENANTS, threads);
  }

  @AfterAll
  static void stop() {
    server.stop(0);
    threads.shutdown();
  }

  @Test
  void a_customer_is_shown() throws Exception {
    assertThat(get("acme", "/customers/1"))
        .isEqualTo(
            "200 {\"country\": \"DE\", \"credit_limit\": 700000, \"customer_group\": \"REGULAR\","
                + " \"id\": 1, \"name\": \"Blanc & Co\", \"since\": \"05.03.2014\"}");
  }

  @Test
  void a_quote_writes_nothing() throws Exception {
    String before = get("acme", "/admin").lines().findFirst().orElseThrow();

    assertThat(get("acme", "/quote?customer=1&sku=A-103&quantity=10"))
        .isEqualTo("200 {\"net\": \"279.77\", \"tax\": \"53.16\", \"total\": \"332.93\"}");
    assertThat(get("acme", "/admin").lines().findFirst()).hasValue(before);
  }

  @Test
  void orders_are_numbered_and_know_the_previous_price() throws Exception {
    assertThat(order("globex", 1, "A-102", 2)).contains("\"number\": \"GLOBEX-000001\"");
    assertThat(order("globex", 1, "A-102", 1))
        .contains("\"number\": \"GLOBEX-000002\"", "\"previousPrice\"");
    assertThat(get("globex", "/orders/GLOBEX-000002")).contains("\"quantity\": 1");
  }

  @Test
  void tenants_share_no_numbers() throws Exception {
    assertThat(order("hats", 3, "S-101", 5)).contains("\"number\": \"HATS-000001\"");
    assertThat(order("bookshop", 3, "S-101", 5)).contains("\"number\": \"BOOKSHOP-000001\"");
  }

  @Test
  void shops_pay_later_than_consumers() throws Exception {
    assertThat(order("acme", 3, "S-102", 1)).contains("\"due\": \"20.12.2026\"");
    assertThat(order("teashop", 1, "S-102", 1)).contains("\"due\": \"04.12.2026\"");
  }

  @Test
  void a_date_that_does_not_exist_is_taken_for_one_that_does() throws Exception {
    assertThat(send("teashop", "POST", "/orders?customer=1&sku=S-102&quantity=1&date=2026-02-30"))
        .contains("\"due\": \"16.03.2026\"");
  }

  @Test
  void what_cannot_be_ordered_is_refused() throws Exception {
    assertThat(order("acme", 77, "A-102", 1)).isEqualTo("422 no customer 77");
    assertThat(order("acme", 3, "A-777", 1)).isEqualTo("422 unknown article A-777");
    assertThat(order("acme", 3, "A-102", 0)).isEqualTo("422 nothing ordered");
    assertThat(order("acme", 3, "A-120", 5000)).startsWith("422 over the credit limit: ");
    assertThat(send("acme", "POST", "/orders?customer=3&sku=S-102&quantity=1&date=soon"))
        .isEqualTo("422 no date: soon");
    assertThat(get("acme", "/quote?customer=3&sku=A-102&quantity=many")).startsWith("400 ");
  }

  @Test
  void only_tenants_are_served() throws Exception {
    assertThat(get("nobody", "/customers/1")).isEqualTo("400 no tenant: nobody");
  }

  private static String order(String tenant, int customer, String sku, int quantity)
      throws Exception {
    String order = "customer=" + customer + "&sku=" + sku + "&quantity=" + quantity;
    return send(tenant, "POST", "/orders?" + order + "&date=2026-11-20");
  }

  private static String get(String tenant, String path) throws Exception {
    return send(tenant, "GET", path);
  }

  private static String send(String tenant, String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("X-Tenant", tenant)
            .build();
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body().strip();
  }
}
