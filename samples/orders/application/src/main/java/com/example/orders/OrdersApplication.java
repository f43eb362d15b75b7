package com.example.orders;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Takes orders over HTTP until somebody says {@code quit} on its standard input, or that ends.
 *
 * <p>Arguments: the port, 0 for any that is free; the seed of its customers; its tenants, separated
 * by commas. Those whose name ends with {@code shop} sell to consumers, the others to shops.
 */
public final class OrdersApplication {

  private static final int THREADS = 4;

  private OrdersApplication() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      System.err.println("usage: java -jar application.jar <port> <seed> <tenant,tenant,...>");
      System.exit(2);
    }
    System.setProperty("sun.net.httpserver.nodelay", "true");
    String[] tenants = args[2].split(",");
    Database.create(tenants, Long.parseLong(args[1]));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    HttpServer server = serve(Integer.parseInt(args[0]), tenants, threads);
    System.out.println("ready: http://127.0.0.1:" + server.getAddress().getPort());
    waitForQuit();
    server.stop(0);
    threads.shutdown();
    Database.close();
  }

  static HttpServer serve(int port, String[] tenants, ExecutorService threads) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    TenantFilter filter = new TenantFilter(new HashSet<String>(Arrays.asList(tenants)));
    add(server, "/customers/", new CustomerHandler(), filter);
    add(server, "/quote", new QuoteHandler(), filter);
    add(server, "/orders", new OrderHandler(), filter);
    server.createContext("/admin", new AdminHandler());
    server.setExecutor(threads);
    server.start();
    return server;
  }

  private static void add(
      HttpServer server, String path, HttpHandler handler, TenantFilter filter) {
    server.createContext(path, handler).getFilters().add(filter);
  }

  private static void waitForQuit() throws IOException {
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    String command = commands.readLine();
    while (command != null && !command.equals("quit")) {
      command = commands.readLine();
    }
  }
}
