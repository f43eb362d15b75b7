package dev.compat.agent.weave;

import net.bytebuddy.jar.asm.MethodVisitor;

/** Where the {@code invokedynamic} instructions of a prologue are. */
interface CallSites {

  /** In the woven method itself, which its class file's version allows from Java 7 on. */
  CallSites IN_PLACE =
      new CallSites() {
        @Override
        public void askGate(MethodVisitor code, Prologue prologue) {
          prologue.linkGate(code);
        }

        @Override
        public void callRoute(MethodVisitor code, Prologue prologue) {
          prologue.linkRoute(code);
        }
      };

  void askGate(MethodVisitor code, Prologue prologue);

  void callRoute(MethodVisitor code, Prologue prologue);
}
