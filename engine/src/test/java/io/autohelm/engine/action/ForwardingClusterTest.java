package io.autohelm.engine.action;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardingClusterTest {

  /**
   * A method of {@link Cluster} with a body of its own would be answered by that body, not by the
   * cluster behind, unless it is handed on here; those that only call another with fewer arguments
   * may keep theirs.
   */
  @Test
  void everyMethodOfAClusterIsHandedOn() {
    List<Method> asked =
        Arrays.stream(Cluster.class.getDeclaredMethods())
            .filter(method -> !method.isSynthetic() && !isShort(method))
            .toList();
    assertFalse(asked.isEmpty());
    for (Method method : asked) {
      assertDoesNotThrow(
          () ->
              ForwardingCluster.class.getDeclaredMethod(
                  method.getName(), method.getParameterTypes()),
          () -> method + " is not handed on");
    }
  }

  /** Whether another method of that name takes these arguments and one more, or another instead. */
  private static boolean isShort(Method method) {
    return method.isDefault()
        && Arrays.stream(Cluster.class.getDeclaredMethods())
            .anyMatch(other -> other.getName().equals(method.getName()) && !other.isDefault());
  }
}
