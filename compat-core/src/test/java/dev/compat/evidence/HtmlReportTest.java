package dev.compat.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.compare.Outcome;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

  private static final String HOSTILE =
      "</pre><script>alert('1')</script><img src=x onerror=\"alert(1)\">&lt;\u202Eevil\u0000\u0007";

  private final Evidence evidence = new Evidence(true);

  private String html() {
    return Report.of(evidence.snapshot()).html(Samples.NOON);
  }

  @Test
  void values_cannot_break_out_of_the_page() {
    JoinPointEvidence point = evidence.joinPoint(HOSTILE, "a.B#c(" + HOSTILE + ")");
    Samples.trial(point, HOSTILE, HOSTILE + "a", HOSTILE + "b");
    Samples.tried(point, Samples.excused(HOSTILE, HOSTILE), HOSTILE, false, HOSTILE);
    Samples.tried(point, Samples.MISMATCH, HOSTILE, false, HOSTILE);
    point.shadow().incomparable(HOSTILE);
    point.suspended(HOSTILE);

    assertThat(html())
        .doesNotContain("<script", "<img", "\u202E", "\u0000", "\u0007")
        .contains("&lt;script&gt;alert(&#39;1&#39;)", "‹U+202E›evil");
  }

  @Property(tries = 200)
  void no_text_at_all_makes_markup(@ForAll String text) {
    assertThat(Html.escape(text)).doesNotContain("<", ">", "\"", "'", "\n", "\r");
  }

  @Test
  void nothing_is_fetched_from_anywhere() {
    Samples.trial(evidence.joinPoint("text", "a.B#c()"), 1, 1, 2);
    assertThat(html())
        .doesNotContain("http://", "https://", "src=", "href=", "@import", "url(")
        .contains("default-src 'none'");
  }

  @Test
  void every_element_that_is_opened_is_closed() {
    JoinPointEvidence point = evidence.joinPoint("text", "a.B#c()");
    Samples.trial(point, 1, Outcome.returned(1), Outcome.threw(new IllegalStateException()));
    Samples.tried(point, Samples.excused("result", "ignore result"), "acme", true, "x");
    point.probed(Samples.MISMATCH, Samples.NOON);
    String html = html();
    for (String tag : List.of("section", "article", "table", "tr", "td", "details", "pre", "dl")) {
      assertThat(count(html, "<" + tag + "[ >]")).as(tag).isEqualTo(count(html, "</" + tag + ">"));
    }
  }

  private static long count(String html, String expression) {
    return Pattern.compile(expression).matcher(html).results().count();
  }

  @Test
  void what_differs_is_marked_and_the_rest_is_not() {
    Samples.trial(evidence.joinPoint("text", "a.B#c()"), 1, "a&#231;b", "açb");
    assertThat(html()).contains("<pre>a<mark>&amp;#231;</mark>b</pre>", "a<mark>ç</mark>b");
  }
}
