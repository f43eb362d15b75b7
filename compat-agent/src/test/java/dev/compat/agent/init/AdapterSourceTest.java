package dev.compat.agent.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.weave.LegacyOutline;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdapterSourceTest {

  private static final String LEGACY = AwkwardLegacy.class.getName();

  private final Types types = new Types(new OfThisTest());
  private final Replacement replacement = replacement();
  private final AdapterSource source =
      new AdapterSource(replacement, types, "plug", "awkward", Set.of(), "Awkward");

  /** The class files of this test. */
  private static final class OfThisTest implements ClassFiles {
    @Override
    public byte @Nullable [] find(String binaryName) throws IOException {
      String file = "/" + binaryName.replace('.', '/') + ".class";
      try (InputStream in =
          binaryName.startsWith("dev.") ? AwkwardLegacy.class.getResourceAsStream(file) : null) {
        return in == null ? null : in.readAllBytes();
      }
    }

    @Override
    public Set<String> names() {
      return Set.of(LEGACY);
    }
  }

  private Replacement replacement() {
    try {
      LegacyOutline outline = types.outline(LEGACY);
      assertThat(outline).isNotNull();
      return Replacement.of(outline, types);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void no_parameter_hides_the_field_that_the_adapter_asks() throws IOException {
    assertThat(source.adapter())
        .contains("String copy(@Receiver AwkwardLegacy legacy, String original_) {")
        .contains("return original.copy(legacy, original_);");
  }

  @Test
  void of_methods_that_look_alike_the_signature_tells() throws IOException {
    String leaf = "@Signature(\"visit(" + LEGACY + "$Leaf)\")\n  ";
    assertThat(source.adapter())
        .contains(leaf + "void visit(@Receiver AwkwardLegacy legacy, Object ")
        .contains("int compare(@Receiver AwkwardLegacy legacy, AwkwardLegacy ");
    assertThat(source.original())
        .contains(leaf + "void visit(AwkwardLegacy legacy, Object ")
        .contains(
            "@Signature(\"compare("
                + LEGACY
                + ")\")\n  int compare(AwkwardLegacy legacy, AwkwardLegacy ");
    assertThat(replacement.leftOut().keySet())
        .containsExactlyInAnyOrder(
            "compare(AwkwardLegacy, AwkwardLegacy)", "visit(AwkwardLegacy$Branch[])");
    assertThat(List.of(source.original().split("@Signature"))).hasSize(3);
  }

  @Test
  void what_the_platform_keeps_to_itself_is_no_type_of_a_plugin() throws IOException {
    assertThat(types.isKnown("sun.security.x509.X500Name")).isFalse();
    assertThat(types.isHiddenInPlatform("sun.security.x509.X500Name")).isTrue();
    assertThat(types.isHiddenInPlatform("com.acme.Missing")).isFalse();
    assertThat(types.nameOf("java.sql.Connection")).isEqualTo("java.sql.Connection");
  }
}
