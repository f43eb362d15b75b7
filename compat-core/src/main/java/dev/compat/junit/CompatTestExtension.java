package dev.compat.junit;

import dev.compat.flag.Route;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs a test with {@link CompatTest} once for every route. */
final class CompatTestExtension implements TestTemplateInvocationContextProvider {

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return context.getRequiredTestMethod().isAnnotationPresent(CompatTest.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Method method = context.getRequiredTestMethod();
    CompatTest test = method.getAnnotation(CompatTest.class);
    if (test.routes().length == 0) {
      throw new ExtensionConfigurationException(
          method.getName() + " with @CompatTest names no route; write routes = Route.NEW");
    }
    return Arrays.stream(test.routes()).map(route -> new OnRoute(test, route));
  }

  /** One run. */
  private record OnRoute(CompatTest test, Route route)
      implements TestTemplateInvocationContext, InvocationInterceptor {

    @Override
    public String getDisplayName(int index) {
      return route.name();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    /** Around the method alone, since it may be {@code @BeforeEach} that opens the library. */
    @Override
    public void interceptTestTemplateMethod(
        Invocation<Void> invocation,
        ReflectiveInvocationContext<Method> method,
        ExtensionContext context)
        throws Throwable {
      RouteRun.begin(test, route).around(invocation);
    }
  }
}
