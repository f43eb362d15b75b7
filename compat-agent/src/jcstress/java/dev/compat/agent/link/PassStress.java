package dev.compat.agent.link;

import dev.compat.call.Invoker;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/**
 * Legacy entered with the one-shot pass while the control thread moves the gate: who answers, and
 * whether the pass is still there afterwards.
 */
public final class PassStress {

  private PassStress() {}

  /** A gate that is checked when the two begin. */
  @State
  public static class Checked extends Woven {
    public Checked() {
      gate.check();
    }
  }

  /** The same, with what runs legacy beside a new arm. */
  @State
  public static class Compared extends Checked {
    private final Invoker outer = outerBeside();

    int inner() {
      try {
        return (Integer) Objects.requireNonNull(outer.call(new Object[0]));
      } catch (Throwable impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  /** A gate that is open when the two begin. */
  @State
  public static class Open extends Woven {
    public Open() {
      gate.open();
    }
  }

  /** A flag goes off. */
  @JCStressTest
  @Outcome(id = "0, false", expect = Expect.ACCEPTABLE, desc = "legacy")
  public static class WhileItShuts {
    @Actor
    public void caller(Checked woven, IZ_Result result) {
      result.r1 = woven.legacy();
      result.r2 = woven.leavesPass();
    }

    @Actor
    public void control(Checked woven) {
      woven.gate.shut();
    }
  }

  /** A flag goes from a route that is recorded to one that is direct. */
  @JCStressTest
  @Outcome(id = "0, false", expect = Expect.ACCEPTABLE, desc = "legacy")
  @Outcome(id = "1, false", expect = Expect.ACCEPTABLE, desc = "new, which is in force by now")
  public static class WhileItOpens {
    @Actor
    public void caller(Checked woven, IZ_Result result) {
      result.r1 = woven.legacy();
      result.r2 = woven.leavesPass();
    }

    @Actor
    public void control(Checked woven) {
      woven.gate.open();
    }
  }

  /** And back. Who has found it open and its route not direct any more must find legacy. */
  @JCStressTest
  @Outcome(id = "0, false", expect = Expect.ACCEPTABLE, desc = "legacy")
  @Outcome(id = "1, false", expect = Expect.ACCEPTABLE, desc = "new, which was in force")
  @Outcome(id = "10, false", expect = Expect.ACCEPTABLE, desc = "routed, and then legacy")
  public static class WhileItIsChecked {
    @Actor
    public void caller(Open woven, IZ_Result result) {
      result.r1 = woven.call();
      result.r2 = woven.leavesPass();
    }

    @Actor
    public void control(Open woven) {
      woven.gate.check();
    }
  }

  /** A pass is for the thread that has it: the other's call is routed. */
  @JCStressTest
  @Outcome(id = "0, true", expect = Expect.ACCEPTABLE, desc = "each its own")
  public static class OfAnotherThread {
    @Actor
    public void inLegacy(Checked woven, IZ_Result result) {
      result.r1 = woven.legacy();
    }

    @Actor
    public void outside(Checked woven, IZ_Result result) {
      result.r2 = woven.isAdmitted();
    }
  }

  /** What answered beside a new arm must not be taken for legacy's if it may not be. */
  @JCStressTest
  @Outcome(id = "0, false", expect = Expect.ACCEPTABLE, desc = "legacy alone")
  @Outcome(id = "0, true", expect = Expect.ACCEPTABLE, desc = "legacy, given up to be safe")
  @Outcome(id = "1, true", expect = Expect.ACCEPTABLE, desc = "new has had a part in it, and told")
  public static class BesideANewArm {
    @Actor
    public void caller(Compared woven, IZ_Result result) {
      result.r1 = woven.inner();
      result.r2 = Woven.isDiverted();
    }

    @Actor
    public void control(Compared woven) {
      woven.gate.open();
    }
  }
}
