package com.example.orders;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.TreeSet;

/** {@code GET /admin}: how the application is, a line each. */
class AdminHandler implements HttpHandler {

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    StringBuffer text = new StringBuffer();
    text.append("orders ").append(new OrderDao().count()).append('\n');
    text.append("classes ")
        .append(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount())
        .append('\n');
    Iterator<String> threads = threads().iterator();
    while (threads.hasNext()) {
      text.append("thread ").append(threads.next()).append('\n');
    }
    AbstractHandler.answer(exchange, 200, text.toString().trim());
  }

  private static TreeSet<String> threads() {
    TreeSet<String> names = new TreeSet<String>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      names.add(thread.getName());
    }
    return names;
  }
}
