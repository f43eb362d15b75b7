package dev.compat.agent.link;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** What a caller sees of a gate's two call sites while they are moved, one after the other. */
public final class GateStress {

  private GateStress() {}

  /** A gate that is shut when the two begin. */
  @State
  public static class Shut extends Woven {}

  /** Who is admitted to an open gate finds its route direct: there is no pass yet to go by. */
  @JCStressTest
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "shut")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "shut, then open")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "open")
  public static class Opening {
    @Actor
    public void caller(Shut woven, ZZ_Result result) {
      result.r1 = woven.isAdmitted();
      result.r2 = woven.isDirect();
    }

    @Actor
    public void control(Shut woven) {
      woven.gate.open();
    }
  }

  /** Admitted once is admitted from then on. */
  @JCStressTest
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "shut")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "shut, then checked")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "checked")
  public static class Checking {
    @Actor
    public void caller(Shut woven, ZZ_Result result) {
      result.r1 = woven.isAdmitted();
      result.r2 = woven.isAdmitted();
    }

    @Actor
    public void control(Shut woven) {
      woven.gate.check();
    }
  }

  /** The agent leaves while the control thread has yet to hear of it. */
  @JCStressTest
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "shut for good")
  public static class Retired {
    @Actor
    public void leaving(Shut woven) {
      woven.gate.retire();
    }

    @Actor
    public void control(Shut woven) {
      woven.gate.check();
      woven.gate.open();
    }

    @Arbiter
    public void afterwards(Shut woven, ZZ_Result result) {
      result.r1 = woven.isAdmitted();
      result.r2 = woven.isDirect();
    }
  }
}
