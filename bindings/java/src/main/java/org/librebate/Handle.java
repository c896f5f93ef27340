// SPDX-License-Identifier: Apache-2.0
package org.librebate;

import com.sun.jna.Pointer;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.librebate.RebateException.Kind;

/**
 * An object of the library. It is freed by close(), else with the garbage. What was made of it
 * stays usable.
 */
abstract class Handle implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final AtomicReference<Pointer> pointer;
  private final Cleaner.Cleanable cleanable;

  Handle(Pointer made, Consumer<Pointer> free) {
    AtomicReference<Pointer> held = new AtomicReference<>(made);
    pointer = held;
    cleanable =
        CLEANER.register(
            this,
            () -> {
              Pointer last = held.getAndSet(null);
              if (last != null) free.accept(last);
            });
  }

  /** What `use` makes of the pointer; the object is not collected while it runs. */
  final <T> T use(Function<Pointer, T> use) {
    Pointer held = pointer.get();
    if (held == null) throw new RebateException(Kind.CLOSED, "the object was closed", List.of());
    try {
      return use.apply(held);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Must not be called while another thread uses the object. */
  @Override
  public final void close() {
    cleanable.clean();
  }
}
